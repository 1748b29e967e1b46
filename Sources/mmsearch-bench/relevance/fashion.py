"""Writes the fashion products whose dev split MMSEARCH_DATA holds as a feed with pictures, and queries of four kinds.

usage: python3 fashion.py FOLDER

FOLDER/feed.csv has every field of the source, FOLDER/queries.jsonl for `mmsearch eval`: 200 titles (grade 3 for the product itself,
1 for others of its type and colour), every "colour type" of three products or more, and 100 pictures, whose likes are the
others of their type and colour; those without any are left out.
"""
import csv
import json
import os
import random
import sys
from collections import defaultdict
from pathlib import Path

from hybrid import products

FIELDS = ("id", "title", "description", "image", "master_category", "sub_category", "article_type", "base_colour", "usage")
TITLES, PICTURES = 200, 100


def kind(row):
    """What makes two products alike."""
    return row["article_type"], row["base_colour"]


def queries(rows):
    """The lines of queries.jsonl."""
    alike = defaultdict(list)
    for row in rows:
        alike[kind(row)].append(row["id"])
    usable = [row for row in rows if row["article_type"]]
    drawn = random.Random(1).sample(usable, TITLES + PICTURES)
    for row in drawn[:TITLES]:
        yield {"query": row["title"], "relevant": {**dict.fromkeys(alike[kind(row)], 1), row["id"]: 3}}
    for (article, colour), keys in {kind(row): alike[kind(row)] for row in usable}.items():
        if len(keys) >= 3:
            yield {"query": f"{colour} {article}".lower(), "relevant": keys}
    for row in drawn[TITLES:]:
        others = [key for key in alike[kind(row)] if key != row["id"]]
        if others:
            yield {"image": row["image"], "relevant": others}


def main(folder):
    rows = products(Path(os.environ["MMSEARCH_DATA"]))
    (folder / "images").mkdir(parents=True, exist_ok=True)
    for row in rows:
        row["image"] = f"images/{row['key'].replace('/', '_')}.webp"
        (folder / row["image"]).write_bytes(row["blob"])
    with open(folder / "feed.csv", "w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, FIELDS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows({name: row[name] or "" for name in FIELDS} for row in rows)
    with open(folder / "queries.jsonl", "w", encoding="utf-8") as out:
        for query in queries(rows):
            out.write(json.dumps(query) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
