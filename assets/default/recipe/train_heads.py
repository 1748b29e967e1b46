"""Both projections in large batches, over features of a trunk that stays as it is.

usage: train_heads.py SCRATCH SECONDS [THREADS] — begins `images.pt` with ImageNet's trunk (frozen.npz) where there is none, else rewrites the
projection, the map and the temperature in it (views.npz).

In the batches of 64 that fine-tuning the trunk can afford the projections follow every batch; here they settle. The first time what
results is also the frozen baseline.
"""
import copy
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

import evaluate
import losses
from learner import LIKENESS, LIKENESS_SCALE, Learner, evaluate_queries, principal_projection
from pairs import Pairs
from pictures import DOMAINS
from schedule import Schedule, averaged, groups
from shards import Library, data_root
from texts import CLASS

#: Pictures of a step, texts against them besides their own, and pictures against their texts besides themselves.
BATCH, BANK, OTHERS = 384, 2560, 1600
SHARES = {"flickr8k": 0.5, "fashion": 0.3, "things": 0.2}
#: The first rate is for projections that have learned nothing yet.
RATE, FIRST_RATE, PICTURE_DROPOUT, AVERAGE = 4e-4, 2e-3, 0.15, 0.98


class Views:
    """Features of training pictures by domain, drawn with a random cut of each."""

    def __init__(self, rows, features, chance):
        """`rows` `[n]` in the library and `features` `[cuts, n, 1280]` of each domain."""
        self.rows, self.features, self.chance = rows, features, chance

    @classmethod
    def stored(cls, scratch, chance):
        """What views.py wrote."""
        arrays = np.load(scratch / "views.npz")
        return cls({domain: arrays[domain + "-rows"] for domain in DOMAINS}, {domain: torch.from_numpy(arrays[domain]) for domain in DOMAINS}, chance)

    def draw(self, domain, count):
        """(rows in the library, features `[count, 1280]`)."""
        rows, features = self.rows[domain], self.features[domain]
        chosen = self.chance.permutation(len(rows))[:count]
        views = self.chance.integers(len(features), size=len(chosen))
        return rows[chosen], features[torch.from_numpy(views), torch.from_numpy(chosen)].float()


def begun(scratch, chance, pairs, sheet):
    """(learner with ImageNet's trunk, its features of training pictures, and of dev pictures), all from frozen.npz."""
    learner = Learner(principal_projection(pairs.teacher[chance.choice(len(pairs.teacher), 20000, replace=False)]))
    learner.visual.trunk.load_imagenet(data_root() / "mobilenetv2" / "mobilenetv2_imagenet_bn_folded.safetensors")
    cached = np.load(scratch / "frozen.npz")
    rows, features = cached["rows"], torch.from_numpy(cached["features"])
    train = np.array([pairs.library.records[row]["split"] == "train" for row in rows])
    members = {domain: np.flatnonzero(train & (pairs.domains[rows] == domain)) for domain in DOMAINS}
    views = Views({domain: rows[chosen] for domain, chosen in members.items()},
                  {domain: features[torch.from_numpy(chosen)][None] for domain, chosen in members.items()}, chance)
    position = {row: k for k, row in enumerate(rows)}
    return learner, views, {name: features[[position[row] for row in sheet.rows[name]]].float() for name in evaluate.SETS}


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
    pairs, sheet = Pairs(scratch, library, chance), evaluate.Sheet(scratch, library)
    query_vectors = torch.from_numpy(np.array(evaluate_queries(scratch, sheet)))
    if (scratch / "images.pt").exists():
        state, rate = torch.load(scratch / "images.pt", weights_only=False), RATE
        learner = Learner(state["average"]["map"].clone())
        learner.load_state_dict(state["average"])
        learner.visual.to(memory_format=torch.channels_last).eval()
        views, dev = Views.stored(scratch, chance), dev_features(learner, sheet)
    else:
        state, rate = {"elapsed": 0.0, "step": 0}, FIRST_RATE
        learner, views, dev = begun(scratch, chance, pairs, sheet)
    average = copy.deepcopy(learner)
    proj = learner.visual.head["proj"]
    optimizer = torch.optim.AdamW(groups([proj.weight, proj.bias, learner.map, learner.logit_scale], rate, 0.05), foreach=True)
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
    state["learner"] = state["average"] = average.state_dict()
    state.pop("optimizer", None)
    torch.save(state, scratch / "images.part")
    (scratch / "images.part").rename(scratch / "images.pt")


if __name__ == "__main__":
    torch.set_num_threads(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    main(Path(sys.argv[1]), float(sys.argv[2]))
