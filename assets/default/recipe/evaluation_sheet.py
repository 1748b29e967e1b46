"""Measure a model with the product itself: `mmsearch ingest` and `mmsearch eval` on every evaluation set.

usage: evaluation_sheet.py MMSEARCH SETS CATALOG [MODEL]

SETS is what evaluation_sets.py wrote, CATALOG the folder of the demo catalogue. Prints a Markdown table with 95 %
bootstrap intervals; every figure is a line of `mmsearch eval`, in per cent.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

# Set, queries, mode, measures.
ROWS = [
    ("flickr8k-text-to-image", "queries.jsonl", "image", ("hit@1", "hit@5", "hit@10")),
    ("flickr8k-image-to-text", "queries.jsonl", "text", ("hit@1", "hit@5", "hit@10")),
    ("fashion", "title.jsonl", "image", ("hit@1", "hit@10")),
    ("fashion", "colour-type-10.jsonl", "image", ("precision@10",)),
    ("fashion", "colour-type-3.jsonl", "image", ("precision@10",)),
    ("fashion", "type-10.jsonl", "image", ("precision@10",)),
    ("grocery", "word.jsonl", "image", ("precision@10",)),
    ("caltech101", "word.jsonl", "image", ("precision@10",)),
    ("clothing", "word.jsonl", "image", ("precision@10",)),
    ("fashion", "alike.jsonl", "image", ("precision@10",)),
    ("grocery", "alike.jsonl", "image", ("precision@10",)),
    ("clothing", "alike.jsonl", "image", ("precision@10",)),
    ("catalog", "queries.jsonl", "image", ("hit@1", "hit@5")),
    ("catalog", "queries.jsonl", "auto", ("hit@1", "hit@5")),
]


def run(program, *arguments):
    """The JSON object that a command ends with."""
    finished = subprocess.run([program, *arguments, "--json"], check=True, capture_output=True)
    return json.loads(finished.stdout)


def main():
    program, sets, catalog = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    model = ["--model", sys.argv[4]] if len(sys.argv) > 4 else []
    print("| set | queries | compared | items | measure | per cent | 95 % interval |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as work:
        for name, queries, mode, measures in ROWS:
            folder = catalog if name == "catalog" else sets / name
            feed = folder / ("catalog.csv" if name == "catalog" else "feed.csv")
            library = ["--db", f"{work}/{name}.sqlite", *model]
            run(program, "ingest", str(feed), *library)
            result = run(program, "eval", str(folder / queries), "--mode", mode, *library)
            for measure in measures:
                low, high = result["interval"][measure]
                print(f"| {name} | {queries} ({result['queries']}) | {mode} | {result['items']} | {measure} "
                      f"| {100 * result[measure]:.1f} | {100 * low:.1f}–{100 * high:.1f} |", flush=True)


if __name__ == "__main__":
    main()
