"""Stage 1: fine-tune the whole image tower against frozen MiniLM vectors under one learned linear projection.

usage: train_images.py SCRATCH SECONDS [THREADS [SEED]] — goes on from `images.pt`, which train_heads.py has begun.
"""
import copy
import os
import sys
import time
from collections import defaultdict, deque
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import evaluate
import losses
import towers
from learner import LIKENESS, LIKENESS_SCALE, Learner, evaluate_queries
from pairs import Pairs
from pictures import DOMAINS, Augmenter, Sampler
from schedule import Schedule, averaged, groups
from shards import Library
from texts import CLASS

BATCH, BANK, QUEUE = 64, 3840, 2048
SIZES = (128, 160, 192)
#: Shares of the input sizes from these fractions of the schedule on: small and quick pictures first, the tower's own size last.
SIZE_SHARES = ((0.0, (0.7, 0.3, 0.0)), (0.4, (0.2, 0.8, 0.0)), (0.75, (0.0, 0.5, 0.5)))
#: The projections were settled in large batches before; in batches of 64 a higher rate makes them follow every batch.
RATES = {"early": 1e-4, "late": 2e-4, "heads": 1e-4}
PICTURE_DROPOUT = 0.2
AVERAGE = 0.997
#: Part of the photographs' loss that is against the similarities of the teacher's texts.
SOFTNESS = 0.25


def step_loss(learner, pairs, queues, domain, rows, features):
    """(loss, picture→text, text→picture) of one batch of a domain (None: mixed) whose trunk features are given."""
    own, owners = pairs.draw(rows)
    bank = pairs.negatives(rows, BANK, domain)
    texts = learner.texts(pairs.teacher[np.concatenate([own, bank])])
    pictures = F.normalize(learner.visual.head["proj"](F.dropout(features, PICTURE_DROPOUT)), dim=-1)
    earlier, earlier_rows = queues.filled(domain)
    with torch.no_grad():
        earlier = F.normalize(learner.visual.head["proj"](earlier), dim=-1) if len(earlier_rows) else None
    loss, forward, backward = losses.contrast(pictures, texts[:len(own)], texts[len(own):], earlier, pairs, rows, own, owners, bank,
                                              earlier_rows, learner.logit_scale.exp().clamp(max=100), SOFTNESS if domain == "flickr8k" else 0.0)
    if earlier is not None:
        classes = pairs.attributes[:, CLASS]
        loss = loss + LIKENESS * losses.likeness(pictures, classes[rows], earlier, classes[earlier_rows], LIKENESS_SCALE)
    queues.push(features, rows, pairs.domains[rows])
    return loss, forward, backward


class Ahead:
    """Batches prepared by a second thread while the tower learns, on the other core where there is one."""

    def __init__(self, prepare, depth=3):
        self.prepare, self.pool = prepare, ThreadPoolExecutor(1, initializer=self._move)
        self.waiting = deque(self.pool.submit(prepare) for _ in range(depth))

    @staticmethod
    def _move():
        os.sched_setaffinity(0, set(range(os.cpu_count())))

    def next(self):
        """The oldest batch prepared."""
        self.waiting.append(self.pool.submit(self.prepare))
        return self.waiting.popleft().result()


def report(tag, learner, sheet, query_vectors, scratch):
    """Measure, print and append one evaluation line; returns the score."""
    learner.eval()
    with torch.no_grad():
        texts = learner.texts(query_vectors).numpy()
    results = sheet.measure(evaluate.picture_vectors(learner.visual, sheet), texts)
    learner.train()
    return evaluate.record(scratch, tag, results)


def main(scratch, seconds, seed):
    torch.manual_seed(seed)
    state = torch.load(scratch / "images.pt", weights_only=False)
    elapsed, step = state["elapsed"], state["step"]
    chance = np.random.default_rng(int(time.time()) if step else seed)
    drawing = np.random.default_rng(chance.integers(1 << 32))
    library = Library(scratch)
    pairs = Pairs(scratch, library, chance)
    sampler, augment = Sampler(library, drawing), Augmenter(library, drawing, pairs.mirrored)
    sheet = evaluate.Sheet(scratch, library)
    query_vectors = torch.from_numpy(np.array(evaluate_queries(scratch, sheet)))
    learner = Learner(state["learner"]["map"].clone())
    learner.load_state_dict(state["learner"])
    average = copy.deepcopy(learner)
    average.load_state_dict(state["average"])
    learner.visual.to(memory_format=torch.channels_last)
    average.visual.to(memory_format=torch.channels_last)
    stages = learner.visual.trunk.features
    early, late = list(stages[:8].parameters()), list(stages[8:].parameters())
    optimizer = torch.optim.AdamW(groups(early, RATES["early"], 0.02) + groups(late, RATES["late"], 0.02)
                                  + groups([learner.map, learner.logit_scale, *learner.visual.head.parameters()], RATES["heads"], 0.05), foreach=True)
    if "optimizer" in state:
        optimizer.load_state_dict(state["optimizer"])
    schedule, queues = Schedule(optimizer, seconds, elapsed), losses.Queues(QUEUE, 1280, DOMAINS)
    finished, kept, seen, last_report, last_line = False, defaultdict(list), 0, time.time(), time.time()

    def prepared():
        size = int(drawing.choice(SIZES, p=[shares for begin, shares in SIZE_SHARES if begin <= schedule.fraction()][-1]))
        domain, rows = sampler.domain_batch(BATCH, schedule.fraction())
        return domain, rows, augment.batch(rows, size)

    ahead = Ahead(prepared)
    while not finished:
        schedule.set(step)
        domain, rows, pixels = ahead.next()
        with torch.autocast("cpu", torch.bfloat16):
            features = learner.visual.trunk(towers.normalised_pixels(pixels))
        loss, forward, backward = step_loss(learner, pairs, queues, domain, rows, features)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(learner.parameters(), 2.0)
        optimizer.step()
        averaged(average, learner, step, AVERAGE)
        step, seen = step + 1, seen + BATCH
        kept[domain].append((float(forward), float(backward)))
        if time.time() - last_line > 60:
            print(f"step {step} losses {({name: np.mean(pair, 0).round(2).tolist() for name, pair in kept.items()})} scale {learner.logit_scale.exp().item():.1f} "
                  f"{seen / (time.time() - last_line):.1f} pictures/s, {schedule.elapsed():.0f} s", flush=True)
            kept, seen, last_line = defaultdict(list), 0, time.time()
        finished = schedule.over()
        if time.time() - last_report > 480 or finished or (scratch / "save-images").exists():
            (scratch / "save-images").unlink(missing_ok=True)
            torch.save({"learner": learner.state_dict(), "average": average.state_dict(), "optimizer": optimizer.state_dict(),
                        "elapsed": schedule.elapsed(), "step": step}, scratch / "images.part")
            (scratch / "images.part").rename(scratch / "images.pt")
            if finished:
                report(f"images, step {step}, {schedule.elapsed():.0f} s", average, sheet, query_vectors, scratch)
            last_report = time.time()


if __name__ == "__main__":
    torch.set_num_threads(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    main(Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[4]) if len(sys.argv) > 4 else 0)
