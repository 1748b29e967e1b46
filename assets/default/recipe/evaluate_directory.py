"""Measure a model directory (float16 weights) on the dev sheet.

usage: evaluate_directory.py SCRATCH MODEL_DIRECTORY
"""
import json
import sys
from pathlib import Path

import torch

import evaluate
from export import load_directory
from join import measure

if __name__ == "__main__":
    torch.set_num_threads(2)
    model, _, encoder = load_directory(sys.argv[2])
    model.visual.to(memory_format=torch.channels_last)
    results = measure(model, evaluate.Sheet(Path(sys.argv[1])), encoder)
    print(json.dumps({"at": f"float16 of {Path(sys.argv[2]).name}", "score": evaluate.score(results), **results}))
