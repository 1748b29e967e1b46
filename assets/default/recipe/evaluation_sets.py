"""Write feeds (CSV with pictures) and queries (JSON lines) of the dev splits for `mmsearch ingest` and `mmsearch eval`.

usage: evaluation_sets.py OUT — reads the shards of MMSEARCH_DATA and, for held-out pictures of sets without a dev split,
the same content-hash rule as the training. Picture paths are relative to the file that names them.
"""
import csv
import io
import json
import random
import sys
from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
from PIL import Image

import words
from shards import HELD_OUT_PER_CLASS, SETS, data_root, hold_out, read_shard

FIELDS = ("id", "title", "description", "image", "category", "color")


def load():
    """All records of the dev splits with their original image bytes, and the training ones' bytes left out."""
    import hashlib
    records = []
    for name in SETS:
        for path in sorted(data_root().glob(name + "-*.tar.gz")):
            if name not in HELD_OUT_PER_CLASS and "-train" in path.name or name == "imagenet-sample":
                continue
            for key, fields, blob in read_shard(path):
                pixels = np.asarray(Image.open(io.BytesIO(blob)).convert("RGB"))
                fields.update(key=key, set=name, blob=blob, hash=hashlib.sha1(pixels.tobytes()).hexdigest())
                records.append(fields)
    return [record for record in hold_out(records) if record["split"] == "dev"]


def write_feed(folder, rows, name="feed.csv"):
    """Write a CSV of rows (dicts over `FIELDS`)."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / name, "w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, FIELDS, extrasaction="ignore", restval="")
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)


def write_queries(path, queries):
    """Write one JSON object a line; queries without a right answer are left out."""
    queries = [query for query in queries if query["relevant"]]
    with open(path, "w", encoding="utf-8") as out:
        for query in queries:
            out.write(json.dumps(query, ensure_ascii=False) + "\n")
    print(f"{path.parent.name}/{path.name}: {len(queries)} queries")


def pictures(folder, records):
    """Write the original image bytes below `folder/images`; {key: relative path}."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    paths = {}
    for record in records:
        suffix = "webp" if record["blob"][8:12] == b"WEBP" else "png"
        paths[record["key"]] = f"images/{record['key'].replace('/', '_')}.{suffix}"
        (folder / paths[record["key"]]).write_bytes(record["blob"])
    return paths


def bare(records, paths):
    """Rows that only a picture can answer."""
    return [{"id": record["key"], "image": paths[record["key"]]} for record in records]


def by_value(records, value):
    """{value: keys of the records that have it}, values of None left out."""
    groups = defaultdict(list)
    for record in records:
        found = value(record)
        if found is not None:
            groups[found].append(record["key"])
    return groups


def alike(records, paths, value):
    """One query a picture: its path, and the other pictures of the same class."""
    groups = by_value(records, value)
    return [{"image": paths[record["key"]], "relevant": [key for key in groups[value(record)] if key != record["key"]],
             "exclude": [record["key"]]} for record in records]


def flickr(out, records):
    """Photos by caption, and captions by photo."""
    folder, other = out / "flickr8k-text-to-image", out / "flickr8k-image-to-text"
    paths = pictures(folder, records)
    write_feed(folder, bare(records, paths))
    write_queries(folder / "queries.jsonl", [{"query": caption.strip(), "relevant": [record["key"]]} for record in records for caption in record["captions"]])
    write_feed(other, [{"id": f"{record['key']}#{k}", "title": caption.strip()} for record in records for k, caption in enumerate(record["captions"])])
    pictures(other, records)
    write_queries(other / "queries.jsonl", [{"image": paths[record["key"]], "relevant": [f"{record['key']}#{k}" for k in range(len(record["captions"]))]}
                                            for record in records])


def fashion(out, records):
    """Products by title, phrase, type and likeness."""
    folder = out / "fashion"
    paths = pictures(folder, records)
    write_feed(folder, bare(records, paths))
    write_queries(folder / "title.jsonl", [{"query": record["title"], "relevant": [record["key"]]} for record in records])
    facets = lambda record: (words.colour_name(record["base_colour"] or "multi"), words.article_names(record["article_type"])[0])
    phrases = {f"{colour} {name}": keys for (colour, name), keys in by_value(records, facets).items()}
    worn = by_value(records, lambda record: (*facets(record), words.gender(record["title"])) if words.gender(record["title"]) else None)
    phrases.update({f"{colour} {name} {words.GENDERS[wearer][0]}": keys for (colour, name, wearer), keys in worn.items()})
    types = by_value(records, lambda record: facets(record)[1])
    for least in (10, 3):
        write_queries(folder / f"colour-type-{least}.jsonl", [{"query": text, "relevant": keys} for text, keys in phrases.items() if len(keys) >= least])
    write_queries(folder / "type-10.jsonl", [{"query": text, "relevant": keys} for text, keys in types.items() if len(keys) >= 10])
    write_queries(folder / "alike.jsonl", alike(records, paths, lambda record: record["article_type"]))


def labelled(out, name, records):
    """Pictures by the word for their class, and by likeness."""
    folder = out / name
    paths = pictures(folder, records)
    write_feed(folder, bare(records, paths))
    namer = words.group_names if name == "grocery" else words.class_names
    groups = by_value(records, lambda record: namer(name, record)[0])
    write_queries(folder / "word.jsonl", [{"query": label, "relevant": keys} for label, keys in groups.items()])
    write_queries(folder / "alike.jsonl", alike(records, paths, lambda record: record["label"]))


def mixed(out, sets, count=5000, seed=3):
    """A library of photographs and products for contact sheets."""
    folder, chance = out / "mixed", random.Random(seed)
    records = [record for members in sets.values() for record in members]
    records = sorted(chance.sample(records, min(count, len(records))), key=lambda record: record["key"])
    paths = pictures(folder, records)
    rows = write_feed(folder, bare(records, paths))
    print("mixed:", rows, dict(Counter(record["set"] for record in records)))


def main(out):
    sets = defaultdict(list)
    for record in load():
        sets[record["set"]].append(record)
    flickr(out, sets["flickr8k"])
    fashion(out, sets["fashion"])
    for name in ("grocery", "caltech101", "clothing"):
        labelled(out, name, sets[name])
    mixed(out, sets)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
