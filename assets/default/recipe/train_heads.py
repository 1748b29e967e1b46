"""Both projections again in large batches, over features of a trunk that stays as it is (views.py).

usage: train_heads.py SCRATCH SECONDS [THREADS] — rewrites the projection, the map and the temperature in `images.pt`.

In the batches of 64 that fine-tuning the trunk can afford the projections follow every batch; here they settle.
"""
import copy
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import evaluate
import losses
from pairs import Pairs
from pictures import DOMAINS
from schedule import Schedule, averaged, groups
from shards import Library
from texts import CLASS
from train_images import LIKENESS, LIKENESS_SCALE, Learner, evaluate_queries

#: Pictures of a step, texts against them besides their own, and pictures against their texts besides themselves.
BATCH, BANK, OTHERS = 384, 2560, 1600
SHARES = {"flickr8k": 0.5, "fashion": 0.3, "things": 0.2}
RATE, PICTURE_DROPOUT, AVERAGE = 4e-4, 0.15, 0.98


class Views:
    """Features of training pictures by domain, drawn with a random cut of each."""

    def __init__(self, scratch, chance):
        stored = np.load(scratch / "views.npz")
        self.rows = {domain: stored[domain + "-rows"] for domain in DOMAINS}
        self.features = {domain: torch.from_numpy(stored[domain]) for domain in DOMAINS}
        self.chance = chance

    def draw(self, domain, count):
        """(rows in the library, features `[count, 1280]`)."""
        rows, features = self.rows[domain], self.features[domain]
        chosen = self.chance.permutation(len(rows))[:count]
        views = self.chance.integers(len(features), size=len(chosen))
        return rows[chosen], features[torch.from_numpy(views), torch.from_numpy(chosen)].float()


def dev_features(learner, sheet):
    """{set: trunk features of its dev pictures}."""
    return {name: torch.from_numpy(evaluate.features(learner.visual.trunk, sheet.library, sheet.rows[name])) for name in evaluate.SETS}


def projected(head, features):
    """{set: unit vectors} of trunk features."""
    with torch.no_grad():
        return {name: F.normalize(head["proj"](x), dim=-1).numpy() for name, x in features.items()}


def main(scratch, seconds):
    torch.manual_seed(3)
    chance = np.random.default_rng(4)
    library = Library(scratch)
    pairs, sheet, views = Pairs(scratch, library, chance), evaluate.Sheet(scratch, library), Views(scratch, chance)
    query_vectors = torch.from_numpy(np.array(evaluate_queries(scratch, sheet)))
    state = torch.load(scratch / "images.pt", weights_only=False)
    learner = Learner(state["average"]["map"].clone())
    learner.load_state_dict(state["average"])
    learner.visual.to(memory_format=torch.channels_last).eval()
    dev = dev_features(learner, sheet)
    average = copy.deepcopy(learner)
    proj = learner.visual.head["proj"]
    optimizer = torch.optim.AdamW(groups([proj.weight, proj.bias, learner.map, learner.logit_scale], RATE, 0.05), foreach=True)
    schedule, step = Schedule(optimizer, seconds, warm_up=20), 0
    classes = pairs.attributes[:, CLASS]

    def measured(tag):
        with torch.no_grad():
            results = sheet.measure(projected(average.visual.head, dev), average.eval().texts(query_vectors).numpy())
        evaluate.record(scratch, tag, results)

    measured("heads, start")
    while not schedule.over():
        schedule.set(step)
        domain = chance.choice(DOMAINS, p=[SHARES[name] for name in DOMAINS])
        rows, features = views.draw(domain, BATCH + OTHERS)
        own, owners = pairs.draw(rows[:BATCH], captions=3)
        bank = pairs.negatives(rows[:BATCH], BANK, domain, swaps=1, same_type=2, same_colour=0)
        texts = learner.train().texts(pairs.teacher[np.concatenate([own, bank])])
        vectors = F.normalize(proj(F.dropout(features, PICTURE_DROPOUT)), dim=-1)
        pictures, others = vectors[:BATCH], vectors[BATCH:]
        loss, _, _ = losses.contrast(pictures, texts[:len(own)], texts[len(own):], others, pairs, rows[:BATCH], own, owners, bank, rows[BATCH:],
                                     learner.logit_scale.exp().clamp(max=100))
        loss = loss + LIKENESS * losses.likeness(pictures, classes[rows[:BATCH]], others, classes[rows[BATCH:]], LIKENESS_SCALE)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        averaged(average, learner, step, AVERAGE)
        step += 1
        if step % 60 == 0:
            print(step, domain, round(loss.item(), 3), round(schedule.elapsed()), flush=True)
            measured(f"heads, step {step}, {schedule.elapsed():.0f} s")
    measured(f"heads, step {step}, {schedule.elapsed():.0f} s")
    state["average"] = average.state_dict()
    torch.save(state, scratch / "images.part")
    (scratch / "images.part").rename(scratch / "images.pt")


if __name__ == "__main__":
    torch.set_num_threads(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    main(Path(sys.argv[1]), float(sys.argv[2]))
