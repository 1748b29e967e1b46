"""What `mmsearch tune --reranker` gains on queries that it has never seen.

usage: python3 rerank.py MMSEARCH [SCRATCH]

Of Flickr8k and of the fashion products below MMSEARCH_DATA the dev pictures are put into a library. The re-ranker is made of
the captions, or titles, of the train split, which has none of these pictures, and of those of a few dev pictures, by which `tune`
judges it; the captions or titles of all other dev pictures ask. The figures are of the program itself: `tune --reranker
--force`, then `eval --mode image --compare rerank=0,rerank=100`. Printed are nDCG@10 and hit@10 without and with the
re-ranker, the paired difference with its interval, and what the program says a second look costs. The same queries judge
by cross-validation in a library whose re-ranker holds dev captions alone, as most libraries make theirs.
"""
import csv
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from audit import products

SETS = {"flickr8k": 20, "fashion": 7}  # of so many pictures or titles one judges in tune
TYPICAL = 8000


def texts(row):
    """What is asked for a picture."""
    return row["captions"] or [row["title"]]


def library(program, folder, rows):
    """Fills a library with pictures and, where they have titles, products; returns its path."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    for row in rows:
        (folder / "images" / f"{row['key']}.webp").write_bytes(row["blob"])
    with open(folder / "feed.csv", "w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(("id", "title", "image"))
        for row in rows:
            writer.writerow((row["key"], row["title"] or "", f"images/{row['key']}.webp"))
    path = folder / "library.sqlite"
    subprocess.run([program, "ingest", folder / "feed.csv", "--db", path, "--quiet"], check=True)
    return path


def write(path, queries):
    """Queries with what answers them as JSON lines."""
    path.write_text("".join(json.dumps(query) + "\n" for query in queries), encoding="utf-8")
    return path


def asked(program, path, *words):
    """The object that a command prints."""
    command = [program, *words, "--db", path, "--json", "--quiet"]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def shown(name, measure):
    """One line of the table."""
    low, high = measure["interval"]
    print(f"{name}: {measure['a']:.4f} -> {measure['b']:.4f}, {measure['difference']:+.4f} ({low:.4f} - {high:.4f})")


def main(program, scratch):
    root = Path(os.environ["MMSEARCH_DATA"])
    for name, every in SETS.items():
        rows = products(root, f"{name}-dev-*.tar.gz")
        folder = scratch / name
        path = library(program, folder, rows)
        answers = defaultdict(list)
        for row in rows:
            for text in texts(row):
                answers[text].append(row["key"])
        judging = {row["key"] for row in rows[::every]}
        queries = [{"query": text, "relevant": keys} for text, keys in answers.items()]
        judges = [query for query in queries if judging.issuperset(query["relevant"])]
        others = [query for query in queries if judging.isdisjoint(query["relevant"])]
        typical = [text for row in products(root, f"{name}-train-*.tar.gz") for text in texts(row) if text not in answers]
        random.Random(1).shuffle(typical)
        unjudged = [{"query": text} for text in typical[:TYPICAL]]

        print(f"{name}: {len(rows)} pictures")
        own = asked(program, path, "tune", "--reranker", write(folder / "dev.jsonl", queries), "--force")
        low, high = own["interval"]
        print(f"  {own['queries']} dev queries, cross-validated: {own['base']:.4f} -> {own['reranked']:.4f},"
              f" {own['gain']:+.4f} ({low:.4f} - {high:.4f}), {own['query_ms']:.1f} ms a query")
        asked(program, path, "tune", "--reranker", write(folder / "train.jsonl", judges + unjudged), "--force")
        file = write(folder / "eval.jsonl", others)
        report = asked(program, path, "eval", file, "--mode", "image", "--compare", "rerank=0,rerank=100")
        for measure in ("ndcg@10", "hit@10"):
            shown(f"  {report['queries']} dev queries, typical ones of train, {measure}", report["compare"]["measures"][measure])


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        main(sys.argv[1], Path(sys.argv[2] if len(sys.argv) > 2 else temporary))
