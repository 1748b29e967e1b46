"""The demo catalogue's written queries answered by pictures alone: a test, never read by the training.

usage: evaluate_catalog.py MODEL_DIRECTORY CATALOG — first picture per product; prints hit@1, hit@5 and the missed queries.
"""
import csv
import json
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

import towers
from export import load_directory
from goldens import prepared


@torch.no_grad()
def answers(folder, catalog):
    """Yield (query, relevant ids, ids in order of likeness)."""
    model, card, encoder = load_directory(folder)
    ids, pixels = [], []
    for row in csv.DictReader(open(catalog / "catalog.csv", encoding="utf-8")):
        try:
            pixels.append(prepared(catalog / row["image_link"], card))
            ids.append(row["id"])
        except (OSError, Image.DecompressionBombError):  # the catalogue has broken pictures on purpose
            continue
    z = torch.cat([F.normalize(model.visual(towers.normalised_pixels(np.stack(pixels[k:k + 32]))), dim=-1) for k in range(0, len(ids), 32)])
    queries = [json.loads(line) for line in open(catalog / "queries.jsonl")]
    scores = towers.encode_texts(model.text, encoder([query["query"] for query in queries])) @ z.T
    for query, row in zip(queries, scores):
        yield query["query"], set(query["relevant"]), [ids[k] for k in row.argsort(descending=True)[:10].tolist()]


if __name__ == "__main__":
    torch.set_num_threads(1)
    found = list(answers(Path(sys.argv[1]), Path(sys.argv[2])))
    for k in (1, 5):
        print(f"hit@{k}: {np.mean([bool(relevant & set(order[:k])) for _, relevant, order in found]):.3f} of {len(found)} queries")
    for query, relevant, order in found:
        if order[0] not in relevant:
            print(f"missed: {query!r} wants {sorted(relevant)[:3]}, first {order[:3]}")
