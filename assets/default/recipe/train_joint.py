"""Stage 2: both towers together on tokens and pictures, with the distillation kept as a second lesson.

usage: train_joint.py SCRATCH SECONDS [THREADS] — starts from `images.pt` and `text.pt`, resumes from `joint.pt`.
"""
import copy
import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import evaluate
import losses
import towers
from distill import Lessons
from join import joined, measure
from pairs import Pairs
from pictures import SHARES as PICTURE_SHARES
from pictures import Augmenter, Sampler
from schedule import Schedule, averaged, groups
from shards import Library
from tokenizer import TextEncoder
from train_images import FROZEN_STAGES, trunk_features

BATCH, CAPTIONS, KINDS, SWAPS, LESSON = 64, 1, 2, 1, 64
PICTURE_QUEUE = 2048
SIZES, SIZE_SHARES = (160, 192), (0.6, 0.4)
RATES = {"trunk": 8e-5, "head": 2e-4, "text": 3e-5}
DISTILLATION = 4.0
#: Shares of the sets where they differ from the first stage's: single words and drawings gain most from the text tower's own gradient.
SHARES = {"fashion": 0.30, "caltech101": 0.08, "tiny-imagenet-slice": 0.03, "drawn": 0.09}


class Joint(nn.Module):
    """The model with the student's second projection, to the teacher's space."""

    def __init__(self, model, to_teacher):
        super().__init__()
        self.model, self.to_teacher = model, nn.Parameter(to_teacher.clone())


class Batches:
    """Everything drawn for one step."""

    def __init__(self, scratch, library, encoder, chance):
        self.pairs = Pairs(scratch, library, chance)
        self.lessons = Lessons(scratch, library, encoder, chance, self.pairs, LESSON)
        self.sampler, self.augment = Sampler(library, chance), Augmenter(library, chance, self.pairs.mirrored)
        self.sampler.weigh({**PICTURE_SHARES, **SHARES})
        self.tokens, self.chance = encoder(self.pairs.strings), chance

    def texts(self, rows):
        """(own texts, their owners, colour-swapped texts)."""
        own, owners = self.pairs.draw(rows, most=KINDS, captions=CAPTIONS)
        return own, owners, self.pairs.swapped(rows, SWAPS)


def loss_of(joint, batches, pictures, size):
    """(total, picture→text, text→picture, cosine to the teacher) of one step."""
    pairs, model = batches.pairs, joint.model
    rows = batches.sampler.batch(BATCH)
    own, owners, swapped = batches.texts(rows)
    features = trunk_features(model.visual.trunk.features, towers.normalised_pixels(batches.augment.batch(rows, size)))
    z = F.normalize(model.visual.head["proj"](features), dim=-1)
    ids, end = towers.padded([batches.tokens[text] for text in np.concatenate([own, swapped])])
    lesson_ids, lesson_end, target = batches.lessons.batch()
    with torch.autocast("cpu", torch.bfloat16):
        live = model.text(ids, end)
        student = model.text.pooled(lesson_ids, lesson_end) @ joint.to_teacher
    live = F.normalize(live.float(), dim=-1)
    earlier, earlier_rows = pictures.filled()
    with torch.no_grad():
        earlier = F.normalize(model.visual.head["proj"](earlier), dim=-1) if pictures.count else None
    # Only live texts are negatives: against a queue of earlier ones the tower learns to flee its own past (README.md).
    contrast, forward, backward = losses.contrast(z, live[:len(own)], live[len(own):], earlier, pairs, rows, own, owners, swapped, earlier_rows,
                                                  model.logit_scale.exp().clamp(max=100))
    lesson, cosine = losses.distillation(F.normalize(student.float(), dim=-1), target)
    pictures.push(features, rows)
    return contrast + DISTILLATION * lesson, forward, backward, cosine


def main(scratch, seconds):
    torch.manual_seed(1)
    kept = scratch / "joint.pt"
    chance = np.random.default_rng(int(time.time()) if kept.exists() else 1)
    library, encoder = Library(scratch), TextEncoder(scratch / "tokenizer")
    batches, sheet = Batches(scratch, library, encoder, chance), evaluate.Sheet(scratch, library)
    model, to_teacher, _ = joined(scratch)
    joint, elapsed, step, best = Joint(model, to_teacher), 0.0, 0, 0.0
    average = copy.deepcopy(joint)
    if kept.exists():
        state = torch.load(kept, weights_only=False)
        joint.load_state_dict(state["joint"])
        average.load_state_dict(state["average"])
        elapsed, step, best = state["elapsed"], state["step"], state["best"]
    model = joint.model
    for part in (model, average.model):
        part.visual.to(memory_format=torch.channels_last)
    optimizer = torch.optim.AdamW(
        groups(list(model.visual.trunk.features[FROZEN_STAGES:].parameters()), RATES["trunk"], 0.02)
        + groups([model.logit_scale, *model.visual.head.parameters()], RATES["head"], 0.05)
        + groups([*model.text.parameters(), joint.to_teacher], RATES["text"], 0.02), betas=(0.9, 0.98), foreach=True)
    if kept.exists():
        optimizer.load_state_dict(state["optimizer"])
    schedule = Schedule(optimizer, seconds, elapsed, warm_up=40)
    pictures = losses.Queue(PICTURE_QUEUE, 1280)
    marks, seen, line, saved = [], 0, time.time(), time.time()
    while not schedule.over():
        schedule.set(step)
        size = towers.SIZE if schedule.fraction() > 0.6 else int(chance.choice(SIZES, p=SIZE_SHARES))
        loss, *parts = loss_of(joint, batches, pictures, size)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(joint.parameters(), 2.0)
        optimizer.step()
        averaged(average, joint, step, 0.99)
        step, seen = step + 1, seen + BATCH
        marks.append([float(part) for part in parts])
        if time.time() - line > 60:
            print(f"step {step} losses {np.mean(marks, 0).round(3)} scale {model.logit_scale.exp().item():.1f} "
                  f"{seen / (time.time() - line):.1f} pictures/s {schedule.elapsed():.0f} s", flush=True)
            marks, seen, line = [], 0, time.time()
        if time.time() - saved > 900 or schedule.over() or (scratch / "save-joint").exists():
            (scratch / "save-joint").unlink(missing_ok=True)
            results = measure(average.model, sheet, encoder)
            value = evaluate.score(results)
            entry = json.dumps({"at": f"joint, step {step}, {schedule.elapsed():.0f} s", "score": value, **results})
            print(entry, flush=True)
            with open(scratch / "training.log", "a") as out:
                out.write(entry + "\n")
            if value > best:
                best = value
                torch.save({"model": average.model.state_dict(), "score": value, "step": step}, scratch / "best.part")
                (scratch / "best.part").rename(scratch / "best.pt")
            torch.save({"joint": joint.state_dict(), "average": average.state_dict(), "optimizer": optimizer.state_dict(),
                        "elapsed": schedule.elapsed(), "step": step, "best": best}, scratch / "joint.part")
            (scratch / "joint.part").rename(kept)
            saved = time.time()


if __name__ == "__main__":
    torch.set_num_threads(int(sys.argv[3]) if len(sys.argv) > 3 else 2)
    main(Path(sys.argv[1]), float(sys.argv[2]))
