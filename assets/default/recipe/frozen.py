"""Features of the untouched ImageNet trunk: the baseline, the start of the image projection, and the choice of the fit.

usage: frozen.py SCRATCH — writes `frozen.npz` (rows, features `[rows, 1280]`) and prints squash against pad.
"""
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image

import towers
from shards import Library, data_root

MOST = {"fashion": 12000}  # train pictures a set, all where absent


def fitted(pixels, size, fit="squash"):
    """An image `[h, w, 3]` at the tower's input size `[size, size, 3]`."""
    image = Image.fromarray(pixels)
    if fit == "squash":
        return np.array(image.resize((size, size), Image.BICUBIC))
    scale = size / max(image.size)
    width, height = (max(1, round(side * scale)) for side in image.size)
    canvas = Image.new("RGB", (size, size), "white")
    canvas.paste(image.resize((width, height), Image.BICUBIC), ((size - width) // 2, (size - height) // 2))
    return np.array(canvas)


@torch.inference_mode()
def features(network, library, rows, size=towers.SIZE, fit="squash", batch=64):
    """Outputs of a network for pictures of the library, float32 `[rows, …]`."""
    out = []
    for start in range(0, len(rows), batch):
        pixels = np.stack([fitted(library[row], size, fit) for row in rows[start:start + batch]])
        out.append(network(towers.normalised_pixels(pixels)).float().numpy())
    return np.concatenate(out)


def same_class_precision(vectors, classes, k=10):
    """Mean precision@k of the nearest other pictures sharing the class; classes with one member are left out as queries."""
    z = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    scores = z @ z.T
    np.fill_diagonal(scores, -2)
    classes = np.asarray(classes)
    right = classes[np.argsort(-scores, 1)[:, :k]] == classes[:, None]
    counts = (classes[:, None] == classes[None]).sum(1) - 1
    asked = counts > 0
    return float((right.sum(1)[asked] / np.minimum(counts[asked], k)).mean()), float(right.mean())


if __name__ == "__main__":
    torch.set_num_threads(1)
    scratch = Path(sys.argv[1])
    library = Library(scratch)
    trunk = towers.Trunk().load_imagenet(data_root() / "mobilenetv2" / "mobilenetv2_imagenet_bn_folded.safetensors").eval()
    trunk = trunk.to(memory_format=torch.channels_last)
    for name in ("fashion", "clothing", "caltech101"):
        rows = [k for k, record in enumerate(library.records) if record["set"] == name and record["split"] == "dev"]
        for fit in ("squash", "pad"):
            z = features(trunk, library, rows, fit=fit)
            print(name, fit, "same-class precision@10 (of min(10, possible), of 10)",
                  same_class_precision(z, [library.records[row]["label"] for row in rows]), flush=True)
    chance, rows = np.random.default_rng(0), []
    for name in sorted({record["set"] for record in library.records}):
        train = [k for k, record in enumerate(library.records) if record["set"] == name and record["split"] == "train"]
        rows += list(chance.permutation(train)[:MOST.get(name, len(train))])
        rows += [k for k, record in enumerate(library.records) if record["set"] == name and record["split"] == "dev"]
    np.savez(scratch / "frozen.npz", rows=np.array(rows), features=features(trunk, library, rows).astype(np.float16))
    print("frozen features", len(rows))
