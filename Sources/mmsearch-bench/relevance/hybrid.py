"""Compares keyword, vector and hybrid search by nDCG@10 on the fashion products whose dev split MMSEARCH_DATA holds.

usage: python3 hybrid.py MMSEARCH [SCRATCH]

Every product's own title is hidden in turn: the products are dealt into four libraries, each of which lacks the titles of
one quarter. The queries of a quarter are those titles (grade 3 for the product itself, 1 for others of the same kind and
colour) and phrases made of the words of its description (grade 1 for all products of that use, colour and kind). Half of
the queries choose the weights of the parts, the weight of keywords and the fusion; the figures are of the other half, with
95 % intervals from a paired bootstrap over queries. All ranking is done by the program itself: `ingest`, then `eval --run`.
"""
import csv
import hashlib
import json
import math
import os
import random
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from pathlib import Path

FOLDS = 4
PARTS = ("image=1", "image=1,description=0.5", "image=1,description=1", "image=1,title=0.25,description=0.25")
KEYWORDS = (0.125, 0.25, 0.5)
RESAMPLES = 2000


def products(root):
    """The dev products with their pictures: dicts with key, title, description, phrase and blob."""
    found = {}
    for path in sorted(root.glob("fashion-dev-*.tar.gz")):
        with tarfile.open(path) as shard:
            for member in shard:
                key, kind = member.name.rsplit(".", 1)
                content = shard.extractfile(member).read()
                found.setdefault(key, {"key": key})
                found[key].update({"blob": content} if kind == "webp" else json.loads(content))
    for product in found.values():
        parts = [part.strip() for part in (product["description"] or "").split(",")]
        product["phrase"] = f"{parts[-1]} {parts[-2]} {parts[-3]}".lower() if len(parts) >= 5 else None
        product["kind"] = tuple(parts[-3:-1]) if len(parts) >= 5 else product["key"]
    return [product for product in found.values() if product["title"]]


def bucket(key, count, salt):
    """A number below `count` that depends on the key alone."""
    return int(hashlib.sha256(f"{salt}{key}".encode()).hexdigest(), 16) % count


def write_library(folder, rows, fold):
    """The feed of one fold, its pictures and its queries (`tune.jsonl`, `test.jsonl`)."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    hidden = {row["key"] for row in rows if bucket(row["key"], FOLDS, "fold") == fold}
    with open(folder / "feed.csv", "w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(("id", "title", "description", "image"))
        for row in rows:
            image = f"images/{row['key'].replace('/', '_')}.webp"
            (folder / image).write_bytes(row["blob"])
            writer.writerow((row["key"], "" if row["key"] in hidden else row["title"], row["description"] or "", image))
    same, alike = defaultdict(dict), defaultdict(dict)
    for row in rows:
        same[row["phrase"]][row["key"]] = 1
        alike[row["kind"]][row["key"]] = 1
    queries = [(row["title"], {**alike[row["kind"]], row["key"]: 3}, "title") for row in rows if row["key"] in hidden]
    phrases = sorted({row["phrase"] for row in rows if row["key"] in hidden and row["phrase"]})
    queries += [(phrase, same[phrase], "words") for phrase in phrases if bucket(phrase, FOLDS, "fold") == fold]
    for split, name in enumerate(("tune", "test")):
        chosen = [query for query in queries if bucket(query[0], 2, "split") == split]
        with open(folder / f"{name}.jsonl", "w", encoding="utf-8") as out:
            for text, relevant, kind in chosen:
                out.write(json.dumps({"query": text, "relevant": relevant, "kind": kind}) + "\n")


def ndcg(ranked, grades):
    """nDCG@10 with gain = grade, as `mmsearch eval` has it."""
    def gain(found):
        return sum(grade / math.log2(place + 2) for place, grade in enumerate(found[:10]))
    return gain([grades.get(key, 0) for key in ranked]) / gain(sorted(grades.values(), reverse=True))


def measure(program, folder, name, options):
    """[(kind, nDCG@10)] of the queries of a file, in their order."""
    run = folder / f"{name}.trec"
    subprocess.run([program, "eval", folder / f"{name}.jsonl", "--db", folder / "library.sqlite", "--run", run, "--json", "--quiet", *options],
                   check=True, stdout=subprocess.DEVNULL)
    ranked = defaultdict(list)
    for line in open(run, encoding="utf-8"):
        number, _, key, _, _, _ = line.split()
        if len(ranked[int(number)]) < 10:
            ranked[int(number)].append(key)
    queries = [json.loads(line) for line in open(folder / f"{name}.jsonl", encoding="utf-8")]
    return [(query["kind"], ndcg(ranked[number + 1], query["relevant"])) for number, query in enumerate(queries)]


def interval(values):
    """(mean, half of the width of its 95 % bootstrap interval)."""
    chance = random.Random(1)
    means = sorted(sum(chance.choices(values, k=len(values))) / len(values) for _ in range(RESAMPLES))
    return sum(values) / len(values), (means[int(0.975 * RESAMPLES)] - means[int(0.025 * RESAMPLES)]) / 2


def main(program, scratch):
    rows = products(Path(os.environ["MMSEARCH_DATA"]))
    folders = [scratch / f"fold-{fold}" for fold in range(FOLDS)]
    for fold, folder in enumerate(folders):
        write_library(folder, rows, fold)
        subprocess.run([program, "ingest", folder / "feed.csv", "--db", folder / "library.sqlite", "--quiet"], check=True)

    def results(name, options):
        return [pair for folder in folders for pair in measure(program, folder, name, options)]

    def mean(pairs):
        return sum(value for _, value in pairs) / len(pairs)

    candidates = {"keyword": {"keyword": ["--mode", "keyword"]}, "vectors": {}, "hybrid, rrf": {}, "hybrid, linear": {}}
    for parts in PARTS:
        candidates["vectors"][parts] = ["--weights", parts]
        for fusion in ("rrf", "linear"):
            for weight in KEYWORDS:
                weights = f"{parts},keyword={weight}"
                candidates[f"hybrid, {fusion}"][weights] = ["--mode", "hybrid", "--fusion", fusion, "--weights", weights]
    table = {}
    for name, choices in candidates.items():
        tuned = {weights: mean(results("tune", options)) for weights, options in choices.items()}
        for weights, value in tuned.items():
            print(f"tuning  {name:15} {weights:50} nDCG@10 {value:.3f}", flush=True)
        best = max(tuned, key=tuned.get)
        table[name if best == name else f"{name}, {best}"] = results("test", choices[best])
    table["default"] = results("test", [])
    print(f"\n{len(rows)} products; test queries: {len(table['keyword'])}")
    print(f"{'':64}{'all':>16}{'titles':>16}{'words':>16}")
    for name, pairs in table.items():
        cells = []
        for kind in (None, "title", "words"):
            value, half = interval([score for found, score in pairs if kind in (None, found)])
            cells.append(f"{value:.3f} ± {half:.3f}".rjust(16))
        print(f"{name:64}" + "".join(cells))
    stronger = max((name for name in table if name.startswith(("keyword", "vectors"))), key=lambda name: mean(table[name]))
    for name, pairs in table.items():
        if name.startswith(("hybrid", "default")):
            value, half = interval([a[1] - b[1] for a, b in zip(pairs, table[stronger])])
            print(f"{name} − {stronger}: {value:+.3f} ± {half:.3f}")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        main(sys.argv[1], Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(sys.argv[1], Path(folder))
