"""Trunk features of augmented cuts of training pictures, computed once for the stages in which the trunk stays as it is.

usage: views.py SCRATCH — reads `images.pt`, writes `views.npz`: for each domain rows `[n]` and features `[views, n, 1280]`.
"""
import sys
from pathlib import Path

import numpy as np
import torch

import towers
from pairs import Pairs
from pictures import DOMAINS, Augmenter
from shards import Library

#: Cuts of each picture and most pictures of a domain.
VIEWS = {"flickr8k": (2, 6000), "fashion": (1, 12000), "things": (1, 8000)}


def cut_features(trunk, augment, rows, views, batch=64):
    """Features of random cuts, float16 `[views, rows, 1280]`."""
    out = np.zeros((views, len(rows), 1280), np.float16)
    with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
        for view in range(views):
            for start in range(0, len(rows), batch):
                pixels = augment.batch(rows[start:start + batch], towers.SIZE)
                out[view, start:start + batch] = trunk(towers.normalised_pixels(pixels)).numpy()
    return out


def main(scratch):
    chance = np.random.default_rng(3)
    library = Library(scratch)
    pairs = Pairs(scratch, library, chance)
    augment = Augmenter(library, chance, pairs.mirrored)
    tower = towers.ImageTower()
    average = torch.load(scratch / "images.pt", weights_only=False)["average"]
    tower.load_state_dict({name[7:]: value for name, value in average.items() if name.startswith("visual.")})
    trunk = tower.trunk.to(memory_format=torch.channels_last).eval()
    train = np.array([record["split"] == "train" for record in library.records])
    out = {}
    for domain in DOMAINS:
        views, most = VIEWS[domain]
        rows = np.sort(chance.permutation(np.flatnonzero(train & (pairs.domains == domain)))[:most])
        out[domain + "-rows"], out[domain] = rows, cut_features(trunk, augment, rows, views)
        print(domain, len(rows), "pictures in", views, "cuts", flush=True)
    np.savez(scratch / "views.npz", **out)


if __name__ == "__main__":
    torch.set_num_threads(1)
    main(Path(sys.argv[1]))
