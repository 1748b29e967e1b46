"""How many of the labels that were made wrong on purpose `mmsearch audit` puts first.

usage: python3 audit.py MMSEARCH [SCRATCH]

Of every set of products below MMSEARCH_DATA, 5 % of the labels of one field are replaced at random, once by the label of
another product (as frequent labels are) and once by any other label alike; five seeds each. The figures are of the
program itself: `ingest`, then `audit --by kind --json`. Printed are the mean and the least share of the replaced labels
within the first 5, 8 and 10 % of the list, the share of them that is flagged, how many are flagged and estimated in all,
and how often the suggestion is the label that was there. Titles are exchanged among 5 % of the products likewise.
"""
import csv
import json
import os
import random
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

SHARE = 0.05
SEEDS = range(5)
SETS = {
    "fashion": ("fashion-dev-*.tar.gz", ("article_type", "sub_category", "master_category")),
    "groceries": ("grocery-train-*.tar.gz", ("label", "coarse_label")),
    "groceries, few": ("grocery-dev-*.tar.gz", ("label", "coarse_label")),
}


def products(root, pattern):
    """The samples of some shards: dicts with key, blob and the fields of their JSON."""
    found = {}
    for path in sorted(root.glob(pattern)):
        with tarfile.open(path) as shard:
            for member in shard:
                key, kind = member.name.rsplit(".", 1)
                content = shard.extractfile(member).read()
                found.setdefault(key, {"key": key})
                found[key].update({"blob": content} if kind == "webp" else json.loads(content))
    return list(found.values())


def replaced(values, seed, alike):
    """The values with a share of them replaced, and the positions of those."""
    chance = random.Random(seed)
    chosen = sorted(chance.sample(range(len(values)), round(SHARE * len(values))))
    kinds = sorted(set(values))
    result = list(values)
    for position in chosen:
        while result[position] == values[position]:
            result[position] = chance.choice(kinds if alike else values)
    return result, chosen


def audit(program, folder, rows, labels, title=None):
    """The object that `audit` prints for products with these labels."""
    (folder / "images").mkdir(parents=True, exist_ok=True)
    with open(folder / "feed.csv", "w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(("id", "title", "image", "kind"))
        for number, row in enumerate(rows):
            image = folder / "images" / f"{row['key'].replace('/', '_')}.webp"
            if not image.exists():
                image.write_bytes(row["blob"])
            text = title[number] if title else row["title"] or ""
            writer.writerow((row["key"], text, f"images/{image.name}", labels[number]))
    library = ["--db", str(folder / "library.sqlite"), "--quiet"]
    subprocess.run([program, "ingest", folder / "feed.csv", *library], check=True)
    command = [program, "audit", "--by", "kind", "-k", str(len(rows)), "--json", *library]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def shares(section, wrong):
    """The share of the wrong within the first 5, 8 and 10 % of a section, and the share that is flagged."""
    ranked = [finding["id"] for finding in section["findings"]]
    flagged = {finding["id"] for finding in section["findings"] if finding["flagged"]}
    found = [len(wrong & set(ranked[:int(part * len(ranked))])) / len(wrong) for part in (0.05, 0.08, 0.10)]
    return found + [len(wrong & flagged) / len(wrong)]


def line(name, rows, results, extra):
    means = [sum(column) / len(column) for column in zip(*results)]
    cells = " | ".join(f"{100 * mean:.0f} %" for mean in means)
    print(f"| {name} | {rows} | {cells} | {100 * min(result[1] for result in results):.0f} % | {extra} |", flush=True)


def main(program, scratch):
    print("| set and field | items | first 5 % | first 8 % | first 10 % | flagged | least at 8 % | flagged in all, estimate, right suggestion |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name, (pattern, fields) in SETS.items():
        rows = products(Path(os.environ["MMSEARCH_DATA"]), pattern)
        folder = scratch / name.replace(", ", "-")
        for field in fields:
            labels = [row[field] or "none" for row in rows]
            for alike in (False, True):
                results, totals = [], []
                for seed in SEEDS:
                    changed, chosen = replaced(labels, seed, alike)
                    wrong = {rows[position]["key"] for position in chosen}
                    truth = {rows[position]["key"]: labels[position] for position in chosen}
                    section = audit(program, folder, rows, changed)["sections"][0]
                    results.append(shares(section, wrong))
                    right = sum(truth.get(finding["id"]) == finding["suggested"] for finding in section["findings"])
                    totals.append((section["flagged"], section["estimated_errors"], 100 * right / len(wrong)))
                flagged, estimate, right = (sum(column) / len(column) for column in zip(*totals))
                how = "any label" if alike else "label of another"
                line(f"{name}, `{field}`, {how}", len(rows), results, f"{flagged:.0f}, {estimate:.0f}, {right:.0f} %")
        titles = [row["title"] or row["label"] for row in rows]
        labels = [row[fields[0]] or "none" for row in rows]
        results = []
        for seed in SEEDS:
            changed, chosen = replaced(titles, seed, False)
            wrong = {rows[position]["key"] for position in chosen}
            report = audit(program, folder, rows, labels, changed)
            results.append(shares(next(s for s in report["sections"] if s["kind"] == "title"), wrong))
        line(f"{name}, titles of others", len(rows), results, "")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        main(sys.argv[1], Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as folder:
            main(sys.argv[1], Path(folder))
