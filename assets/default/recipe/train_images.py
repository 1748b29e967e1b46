"""Stage 1: fine-tune the whole image tower against frozen MiniLM vectors under one learned linear projection.

usage: train_images.py SCRATCH SECONDS [THREADS [STOP]] — the schedule spans SECONDS, training ends after STOP; resumes from `images.pt` where there is one.
"""
import copy
import sys
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import evaluate
import losses
import towers
from pairs import Pairs
from pictures import DOMAINS, Augmenter, Sampler
from schedule import Schedule, averaged, groups
from shards import Library, data_root
from texts import CLASS

BATCH, BANK, QUEUE = 64, 3840, 2048
SIZES = (160, 192)
#: Shares of the input sizes from these fractions of the schedule on: small pictures first, the tower's own size last.
SIZE_SHARES = ((0.0, (1.0, 0.0)), (0.78, (0.4, 0.6)))
#: Stages of the trunk that stay as ImageNet left them: edges and colours, and the costliest to train.
FROZEN_STAGES = 3
RATES = {"early": 0.7e-4, "late": 1.4e-4, "heads": 3.5e-4}
PICTURE_DROPOUT, TEXT_DROPOUT = 0.2, 0.1
#: Weight and scale of the contrast between pictures of labelled classes.
LIKENESS, LIKENESS_SCALE = 0.15, 12.0
AVERAGE = 0.996


class Learner(nn.Module):
    """Image tower, the linear map from the teacher's space to the shared one, and the temperature."""

    def __init__(self, projection):
        super().__init__()
        self.visual = towers.ImageTower()
        self.map = nn.Parameter(projection)
        self.logit_scale = nn.Parameter(torch.tensor(np.log(1 / 0.05)).float())

    def texts(self, vectors):
        """Teacher vectors `[n, 384]` → unit vectors `[n, dimension]`."""
        return F.normalize(F.dropout(vectors.float(), TEXT_DROPOUT, self.training) @ self.map, dim=-1)


def principal_projection(vectors, dimension=towers.DIMENSION):
    """The leading right singular vectors of teacher vectors, `[384, dimension]`."""
    return torch.linalg.svd(vectors.float(), full_matrices=False)[2][:dimension].T.contiguous()


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
                                              earlier_rows, learner.logit_scale.exp().clamp(max=100))
    if earlier is not None:
        classes = pairs.attributes[:, CLASS]
        loss = loss + LIKENESS * losses.likeness(pictures, classes[rows], earlier, classes[earlier_rows], LIKENESS_SCALE)
    queues.push(features, rows, pairs.domains[rows])
    return loss, forward, backward


def trunk_features(stages, x):
    """Mean features `[N, 1280]` with no gradient through the frozen stages."""
    with torch.no_grad():
        x = stages[:FROZEN_STAGES](x)
    return stages[FROZEN_STAGES:](x).mean((2, 3))


def warm_up(learner, pairs, sampler, scratch, library, steps=250):
    """Train both projections on cached features of the untouched trunk; what results is the frozen baseline."""
    cached = np.load(scratch / "frozen.npz")
    lookup = np.full(len(library), -1)
    lookup[cached["rows"]] = np.arange(len(cached["rows"]))
    features = torch.from_numpy(cached["features"])
    available = lookup >= 0
    sampler.restrict(available)
    optimizer = torch.optim.AdamW([learner.visual.head["proj"].weight, learner.visual.head["proj"].bias, learner.map, learner.logit_scale],
                                  lr=2e-3, weight_decay=0.02)
    queues, began, step = losses.Queues(QUEUE, 1280, DOMAINS), time.time(), 0
    while step < steps:
        domain, rows = sampler.domain_batch(96)
        loss, _, _ = step_loss(learner, pairs, queues, domain, rows, features[lookup[rows]].float())
        for group in optimizer.param_groups:
            group["lr"] = 2e-3 * (1 - step / steps) + 1e-5
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        step += 1
        if step % 50 == 0:
            print("warm-up", step, round(loss.item(), 3), round(time.time() - began), flush=True)
    return lookup, features


def baseline_pictures(learner, sheet, lookup, features):
    """Unit vectors of dev pictures from cached features."""
    with torch.no_grad():
        return {name: F.normalize(learner.visual.head["proj"](features[lookup[sheet.rows[name]]].float()), dim=-1).numpy() for name in evaluate.SETS}


def report(tag, learner, sheet, query_vectors, scratch, pictures=None):
    """Measure, print and append one evaluation line; returns the score."""
    learner.eval()
    with torch.no_grad():
        texts = learner.texts(query_vectors).numpy()
    results = sheet.measure(pictures or evaluate.picture_vectors(learner.visual, sheet), texts)
    learner.train()
    return evaluate.record(scratch, tag, results)


def main(scratch, seconds, stop):
    torch.manual_seed(0)
    chance = np.random.default_rng(int(time.time()) if (scratch / "images.pt").exists() else 0)
    library = Library(scratch)
    pairs = Pairs(scratch, library, chance)
    sampler, augment = Sampler(library, chance), Augmenter(library, chance, pairs.mirrored)
    sheet = evaluate.Sheet(scratch, library)
    query_vectors = torch.from_numpy(np.array(evaluate_queries(scratch, sheet)))
    learner = Learner(principal_projection(pairs.teacher[chance.choice(len(pairs.teacher), 20000, replace=False)]))
    if (scratch / "images.pt").exists():
        state = torch.load(scratch / "images.pt", weights_only=False)
        learner.load_state_dict(state["learner"])
        average = copy.deepcopy(learner)
        average.load_state_dict(state["average"])
        elapsed, step = state["elapsed"], state["step"]
    else:
        learner.visual.trunk.load_imagenet(data_root() / "mobilenetv2" / "mobilenetv2_imagenet_bn_folded.safetensors")
        lookup, features = warm_up(learner, pairs, Sampler(library, chance), scratch, library)
        report("frozen trunk, learned projections", learner, sheet, query_vectors, scratch,
               baseline_pictures(learner, sheet, lookup, features))
        average, elapsed, step = copy.deepcopy(learner), 0.0, 0
    learner.visual.to(memory_format=torch.channels_last)
    average.visual.to(memory_format=torch.channels_last)
    stages = learner.visual.trunk.features
    early, late = list(stages[FROZEN_STAGES:8].parameters()), list(stages[8:].parameters())
    optimizer = torch.optim.AdamW(groups(early, RATES["early"], 0.02) + groups(late, RATES["late"], 0.02)
                                  + groups([learner.map, learner.logit_scale, *learner.visual.head.parameters()], RATES["heads"], 0.05), foreach=True)
    if (scratch / "images.pt").exists() and "optimizer" in state:
        optimizer.load_state_dict(state["optimizer"])
    schedule, queues = Schedule(optimizer, seconds, elapsed), losses.Queues(QUEUE, 1280, DOMAINS)
    finished, kept, seen, last_report, last_line = False, defaultdict(list), 0, time.time(), time.time()
    while not finished:
        schedule.set(step)
        size = int(chance.choice(SIZES, p=[shares for begin, shares in SIZE_SHARES if begin <= schedule.fraction()][-1]))
        domain, rows = sampler.domain_batch(BATCH)
        features = trunk_features(stages, towers.normalised_pixels(augment.batch(rows, size)))
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
        finished = schedule.elapsed() >= min(seconds, stop)
        if time.time() - last_report > 600 or finished or (scratch / "save-images").exists():
            (scratch / "save-images").unlink(missing_ok=True)
            torch.save({"learner": learner.state_dict(), "average": average.state_dict(), "optimizer": optimizer.state_dict(),
                        "elapsed": schedule.elapsed(), "step": step}, scratch / "images.part")
            (scratch / "images.part").rename(scratch / "images.pt")
            report(f"images, step {step}, {schedule.elapsed():.0f} s", average, sheet, query_vectors, scratch)
            last_report = time.time()


def evaluate_queries(scratch, sheet):
    """Teacher vectors of the evaluation's texts."""
    from teacher import cache
    return cache(scratch, "queries", sheet.queries)


if __name__ == "__main__":
    torch.set_num_threads(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    main(Path(sys.argv[1]), float(sys.argv[2]), float(sys.argv[4]) if len(sys.argv) > 4 else float("inf"))
