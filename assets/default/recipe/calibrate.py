"""Measure with the product what a query scores to which nothing is related, and write it into the card.

usage: calibrate.py MMSEARCH SETS MODEL

SETS is what evaluation_sets.py wrote. Words for the things of one set are searched among the pictures of another; the
best score of each, brought from the number of pictures there to 1,000 by the growth of the maximum of normal draws
(the square root of the logarithm), gives a median for each pair of sets, and their mean is `best_of_1000` of text and
image in MODEL/model.json. Pairs of sets that show the same things are left out.
"""

import json
import math
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

LIBRARIES = ["fashion", "flickr8k-text-to-image", "caltech101"]
WORDS = [("caltech101", "word.jsonl"), ("grocery", "word.jsonl"), ("clothing", "word.jsonl"), ("fashion", "type-10.jsonl")]
SAME_THINGS = {("fashion", "clothing"), ("fashion", "fashion"), ("caltech101", "caltech101")}


def best_scores(program, library, model, queries, work):
    """Best cosine of each query among the pictures of a library, and the number of pictures."""
    path = Path(work) / "queries.jsonl"
    path.write_text("".join(json.dumps({"query": query, "k": 1}) + "\n" for query in queries), encoding="utf-8")
    answer = subprocess.run(
        [program, "search", "--queries", str(path), "--db", library, "--model", model, "--mode", "image"],
        check=True, capture_output=True)
    answers = [json.loads(line) for line in answer.stdout.splitlines()]
    return [answer["results"][0]["score"] for answer in answers], answers[0]["total"]


def main():
    program, sets, model = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    card = json.loads((model / "model.json").read_text(encoding="utf-8"))
    scale = card["background"]["text_image"]
    medians = []
    with tempfile.TemporaryDirectory() as work:
        for name in LIBRARIES:
            library = f"{work}/{name}.sqlite"
            subprocess.run([program, "ingest", str(sets / name / "feed.csv"), "--db", library, "--model", str(model), "-q"],
                           check=True)
            for other, file in WORDS:
                if (name, other) in SAME_THINGS:
                    continue
                lines = (sets / other / file).read_text(encoding="utf-8").splitlines()
                scores, count = best_scores(program, library, str(model), [json.loads(line)["query"] for line in lines], work)
                growth = math.sqrt(math.log(count) / math.log(1000))
                medians.append(statistics.median((score - scale["mean"]) / growth for score in scores))
                print(f"words of {other} among {count} pictures of {name}: {medians[-1] / scale['deviation']:.2f} deviations")
    scale["best_of_1000"] = round(scale["mean"] + statistics.mean(medians), 5)
    (model / "model.json").write_text(json.dumps(card, indent=1) + "\n", encoding="utf-8")
    print("best_of_1000", scale["best_of_1000"])


if __name__ == "__main__":
    main()
