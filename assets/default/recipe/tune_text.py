"""The text tower with the pictures' projection, over features of a trunk that stays as it is, with the distillation kept as an anchor.

usage: tune_text.py SCRATCH SECONDS [THREADS] — starts from `images.pt`, `text.pt` and `views.npz`; writes `best.pt`, the best dev score's weights.

No picture is decoded, so that a step can set its texts against thousands of pictures. Features of training pictures lie nearer to their
texts than those of new ones do; other cuts at every turn and the anchor work against that.
"""
import copy
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.attention import SDPBackend, sdpa_kernel

import evaluate
import losses
import towers
from distill import Lessons
from join import joined
from pairs import Pairs
from pictures import DOMAINS
from schedule import Schedule, averaged, groups
from shards import Library
from tokenizer import TextEncoder
from train_heads import Views, dev_features, projected

#: Pictures with so many texts each, other pictures against these texts, and texts of the anchor.
BATCH, TEXTS_EACH, OTHERS, LESSON = 192, 2, 3000, 96
#: How often each domain is drawn, from these fractions of the schedule on: captions first, the names of things last.
SHARES = ((0.0, {"flickr8k": 0.5, "fashion": 0.3, "things": 0.2}), (0.72, {"flickr8k": 0.25, "fashion": 0.25, "things": 0.5}))
RATES = {"text": 1e-4, "head": 3e-5}
DROPOUT, AVERAGE = 0.1, 0.99
#: Weight of the anchor: the teacher's vectors of captions, titles, phrases and words.
ANCHOR = 2.0


class Student(nn.Module):
    """The model, and the text tower's own projection to the teacher's space."""

    def __init__(self, model, to_teacher):
        super().__init__()
        self.model, self.to_teacher = model, nn.Parameter(to_teacher.clone())


def encoded(tower, token_lists, parts=4):
    """Outputs `[N, dimension]` of texts, run in parts of like length so that short ones are not padded to the longest."""
    order = np.argsort([len(tokens) for tokens in token_lists], kind="stable")
    pieces = [tower(*towers.padded([token_lists[k] for k in rows])) for rows in np.array_split(order, parts)]
    return torch.cat(pieces)[torch.from_numpy(np.argsort(order))]


def step_loss(student, pairs, tokens, rows, features, lessons):
    """(loss, picture→text, text→picture, cosine to the teacher) of one step."""
    model = student.model
    own, owners = pairs.draw(rows[:BATCH], most=TEXTS_EACH, captions=TEXTS_EACH)
    lesson_ids, lesson_end, target = lessons.batch()
    # The plain kernel's backward pass takes half the time of the fused one's for texts this short.
    with torch.autocast("cpu", torch.bfloat16), sdpa_kernel(SDPBackend.MATH):
        live = encoded(model.text, [tokens[text] for text in own])
        answer = model.text.pooled(lesson_ids, lesson_end) @ student.to_teacher
    live = F.normalize(F.dropout(live.float(), DROPOUT), dim=-1)
    pictures = F.normalize(model.visual.head["proj"](F.dropout(features, DROPOUT)), dim=-1)
    nothing = np.zeros(0, int)
    contrast, forward, backward = losses.contrast(pictures[:BATCH], live, live[:0], pictures[BATCH:], pairs, rows[:BATCH], own, owners, nothing,
                                                  rows[BATCH:], model.logit_scale.exp().clamp(max=100))
    lesson, cosine = losses.distillation(F.normalize(answer.float(), dim=-1), target)
    return 2 * contrast + ANCHOR * lesson, forward, backward, cosine


def main(scratch, seconds):
    torch.manual_seed(2)
    chance = np.random.default_rng(2)
    library, encoder = Library(scratch), TextEncoder(scratch / "tokenizer")
    pairs, sheet, views = Pairs(scratch, library, chance), evaluate.Sheet(scratch, library), Views.stored(scratch, chance)
    model, to_teacher, _ = joined(scratch)
    model.visual.to(memory_format=torch.channels_last).eval()
    dev, queries = dev_features(model, sheet), encoder(sheet.queries)
    lessons, tokens = Lessons(scratch, library, encoder, chance, pairs, LESSON), encoder(pairs.strings)
    student = Student(model, to_teacher)
    average = copy.deepcopy(student)
    optimizer = torch.optim.AdamW(groups([*model.text.parameters(), student.to_teacher], RATES["text"], 0.05)
                                  + groups([*model.visual.head.parameters(), model.logit_scale], RATES["head"], 0.05),
                                  betas=(0.9, 0.98), foreach=True)
    learned = [parameter for group in optimizer.param_groups for parameter in group["params"]]
    schedule, step, best = Schedule(optimizer, seconds, warm_up=50), 0, 0.0
    marks, line, saved = [], time.time(), 0.0
    while True:
        if time.time() - saved > 240 or schedule.over():
            results = sheet.measure(projected(average.model.visual.head, dev), towers.encode_texts(average.model.text, queries).numpy())
            value = evaluate.record(scratch, f"text against pictures, step {step}, {schedule.elapsed():.0f} s", results)
            torch.save({"model": average.model.state_dict()}, scratch / "tuned.pt")
            if value > best:
                best = value
                torch.save({"model": average.model.state_dict()}, scratch / "best.pt")
            saved = time.time()
        if schedule.over():
            break
        schedule.set(step)
        shares = [shares for begin, shares in SHARES if begin <= schedule.fraction()][-1]
        domain = chance.choice(DOMAINS, p=[shares[name] for name in DOMAINS])
        loss, *parts = step_loss(student, pairs, tokens, *views.draw(domain, BATCH + OTHERS), lessons)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        averaged(average, student, step, AVERAGE)
        step += 1
        marks.append([float(part) for part in parts])
        if time.time() - line > 60:
            print(f"step {step} losses {np.mean(marks, 0).round(3)} {schedule.elapsed():.0f} s", flush=True)
            marks, line = [], time.time()


if __name__ == "__main__":
    torch.set_num_threads(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    main(Path(sys.argv[1]), float(sys.argv[2]))
