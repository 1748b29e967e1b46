"""Decode the WebDataset shards of `MMSEARCH_DATA` once into one flat file of pixels and a list of records.

`pixels.bin` holds RGB8 images back to back, each `[height, width, 3]` at its original size; `records.jsonl` holds one
line an image with its offset, size, text fields and split. Sets without a dev split get one by content hash.
"""
import hashlib
import io
import json
import os
import sys
import tarfile
from collections import defaultdict
from pathlib import Path

import numpy as np
from PIL import Image

SETS = ("flickr8k", "fashion", "grocery", "clothing", "caltech101", "imagenet-sample", "tiny-imagenet-slice")
#: Sets whose shards carry no dev split, with the number of dev images a class gets.
HELD_OUT_PER_CLASS = {"caltech101": 10, "clothing": 25, "tiny-imagenet-slice": 10}


def data_root():
    """Folder of the shards, from the environment."""
    root = os.environ.get("MMSEARCH_DATA")
    if not root:
        sys.exit("MMSEARCH_DATA is not set: point it at the folder with the shards and run again.")
    return Path(root)


def read_shard(path):
    """Yield (key, json fields, encoded image) for each sample of one gzip-compressed tar shard."""
    image = {}
    with tarfile.open(path) as archive:
        for member in archive:
            if not member.isfile():
                continue
            key, extension = os.path.splitext(member.name)
            blob = archive.extractfile(member).read()
            if extension == ".json":
                yield key, json.loads(blob), image.pop(key)
            else:
                image[key] = blob


def hold_out(records):
    """Move a fixed number of images a class to dev, chosen by content hash; drop exact duplicates of dev images."""
    classes = defaultdict(list)
    for record in records:
        if record["set"] in HELD_OUT_PER_CLASS:
            classes[record["set"], record["label"]].append(record)
    for (name, _), members in classes.items():
        hashes = sorted({record["hash"] for record in members})
        chosen = set(hashes[:min(HELD_OUT_PER_CLASS[name], len(hashes) // 3)])
        for record in members:
            record["split"] = "dev" if record["hash"] in chosen else "train"
    dev = {record["hash"] for record in records if record["split"] == "dev"}
    kept, seen = [], set()
    for record in records:
        identity = (record["hash"], record["label"], record["title"], record["split"])
        if (record["split"] == "train" and record["hash"] in dev) or identity in seen:
            continue
        seen.add(identity)
        kept.append(record)
    return kept


def pack(scratch):
    """Write `pixels.bin` and `records.jsonl` below `scratch`, unless they are there."""
    scratch = Path(scratch)
    if (scratch / "records.jsonl").exists():
        return
    records, offset = [], 0
    with open(scratch / "pixels.bin", "wb") as pixels:
        for name in SETS:
            for path in sorted(data_root().glob(name + "-*.tar.gz")):
                for key, fields, blob in read_shard(path):
                    image = np.asarray(Image.open(io.BytesIO(blob)).convert("RGB"))
                    pixels.write(image.tobytes())
                    fields.update(key=key, set=name, offset=offset, height=image.shape[0], width=image.shape[1],
                                  hash=hashlib.sha1(image.tobytes()).hexdigest())
                    offset += image.size
                    records.append(fields)
                print(path.name, len(records), flush=True)
    kept = hold_out(records)
    print("images", len(records), "kept", len(kept), "dev", sum(record["split"] == "dev" for record in kept))
    with open(scratch / "records.jsonl.part", "w") as out:
        for record in kept:
            out.write(json.dumps(record) + "\n")
    os.rename(scratch / "records.jsonl.part", scratch / "records.jsonl")


class Library:
    """The packed images: `records` and, by index, pixels as a view `[height, width, 3]` of uint8."""

    def __init__(self, scratch):
        self.records = [json.loads(line) for line in open(Path(scratch) / "records.jsonl")]
        self._pixels = np.memmap(Path(scratch) / "pixels.bin", np.uint8, "r")

    def __len__(self):
        return len(self.records)

    def __getitem__(self, index):
        record = self.records[index]
        size = record["height"] * record["width"] * 3
        return self._pixels[record["offset"]:record["offset"] + size].reshape(record["height"], record["width"], 3)


if __name__ == "__main__":
    pack(sys.argv[1])
