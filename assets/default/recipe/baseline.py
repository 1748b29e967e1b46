"""The frozen baseline of the card: the untouched trunk under well-trained linear projections, MiniLM's own vectors for the texts.

usage: baseline.py SCRATCH [STEPS]
"""
import sys
from pathlib import Path

import numpy as np
import torch

import evaluate
from pairs import Pairs
from pictures import Sampler
from shards import Library
from train_images import Learner, baseline_pictures, evaluate_queries, principal_projection, report, warm_up

if __name__ == "__main__":
    torch.manual_seed(0)
    torch.set_num_threads(1)
    scratch, steps = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1500
    chance, library = np.random.default_rng(0), Library(scratch)
    pairs, sheet = Pairs(scratch, library, chance), evaluate.Sheet(scratch, library)
    learner = Learner(principal_projection(pairs.teacher[chance.choice(len(pairs.teacher), 20000, replace=False)]))
    lookup, features = warm_up(learner, pairs, Sampler(library, chance), scratch, library, steps)
    report(f"frozen baseline, {steps} steps", learner, sheet, torch.from_numpy(np.array(evaluate_queries(scratch, sheet))),
           scratch, baseline_pictures(learner, sheet, lookup, features))
