"""How well `mmsearch map` keeps neighbours beside umap-learn, on the same vectors and in the same run.

usage: python3 map.py MMSEARCH LIBRARY FIELD

Needs numpy, scikit-learn and umap-learn. For each layout: the trustworthiness of 15 neighbours (Venna and Kaski 2001),
and the share of the 10 nearest in the plane that have the same value of FIELD, both over 1,000 items drawn at random
and compared with all; beside it the same share among the vectors themselves. umap-learn runs with its defaults but for
the cosine metric and a fixed seed, which makes it repeatable as ours is; its time is that of a second run, when its
code is compiled. Times are seconds by the clock and of processor time; ours include starting, reading and writing the
page.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import umap
from sklearn.decomposition import PCA

NEIGHBORS = 15
SAMPLE = 1000


def ranks(points, queries, metric):
    """For each query the other points, nearest first."""
    for query in queries:
        if metric == "cosine":
            distances = -points @ points[query]
        else:
            distances = ((points - points[query]) ** 2).sum(axis=1)
        distances[query] = np.inf
        yield query, np.argsort(distances, kind="stable")[:-1]


def measures(vectors, places, labels, queries):
    """Trustworthiness, and the share of the ten nearest with the same label."""
    count = len(vectors)
    penalty = same = 0.0
    plane = {query: order for query, order in ranks(places, queries, "euclidean")}
    for query, order in ranks(vectors, queries, "cosine"):
        rank = np.empty(count, dtype=int)
        rank[order] = np.arange(1, count)
        near = plane[query][:NEIGHBORS]
        penalty += np.maximum(0, rank[near] - NEIGHBORS).sum()
        same += np.mean(labels[near[:10]] == labels[query])
    most = len(queries) * NEIGHBORS * (2 * count - 3 * NEIGHBORS - 1) / 2
    return 1 - penalty / most, same / len(queries)


def timed(work):
    """The result, seconds by the clock, and seconds of processor time of this process and its children."""
    def cpu():
        usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return sum(usage.ru_utime + usage.ru_stime for usage in usages)

    clock, start = time.monotonic(), cpu()
    result = work()
    return result, time.monotonic() - clock, cpu() - start


def page(program, library, field, layout, folder):
    """Ids, places and values of a map."""
    out = folder / "map.html"
    subprocess.run(
        [program, "map", "--db", library, "--by", field, "--layout", layout, "--limit", "1000000",
         "--thumbnails", "linked", "--quiet", "--out", out], check=True)
    text = out.read_text()
    start = text.index('id="data">') + len('id="data">')
    data = json.loads(text[start:text.index("</script>", start)])
    return data["id"], np.array([data["x"], data["y"]], dtype=float).T, np.array(data["value"])


def report(name, vectors, places, labels, queries, clock, cpu):
    trust, same = measures(vectors, places, labels, queries)
    print(json.dumps({
        "layout": name, "items": len(vectors), "trustworthiness": round(trust, 4),
        "same_label": round(same, 4), "seconds": round(clock, 1), "cpu_seconds": round(cpu, 1)}), flush=True)


def main(program, library, field):
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        subprocess.run(
            [program, "export", "--db", library, "--vectors", folder / "v.npy", "--items", folder / "i.jsonl",
             "--quiet"], check=True)
        matrix = np.load(folder / "v.npy").astype(np.float32)
        rows = {}
        for number, line in enumerate((folder / "i.jsonl").open()):
            item = json.loads(line)
            if item["part"] == "image":
                rows.setdefault(item["id"], number)
        ids, places, labels = page(program, library, field, "neighbors", folder)
        vectors = matrix[[rows[id] for id in ids]]
        queries = np.random.default_rng(1).choice(len(ids), min(SAMPLE, len(ids)), replace=False)
        same = np.mean([np.mean(labels[order[:10]] == labels[query])
                        for query, order in ranks(vectors, queries, "cosine")])
        print(json.dumps({"layout": "none, by the vectors", "same_label": round(float(same), 4)}))
        for layout in ("neighbors", "pca"):
            (_, places, _), clock, cpu = timed(lambda: page(program, library, field, layout, folder))
            report(f"mmsearch {layout}", vectors, places, labels, queries, clock, cpu)
        embed = lambda: umap.UMAP(metric="cosine", random_state=1).fit_transform(vectors)
        umap.UMAP(metric="cosine", random_state=1).fit_transform(vectors[:5000])
        places, clock, cpu = timed(embed)
        report("umap-learn", vectors, places, labels, queries, clock, cpu)
        places, clock, cpu = timed(lambda: PCA(2).fit_transform(vectors))
        report("scikit-learn pca", vectors, places, labels, queries, clock, cpu)


if __name__ == "__main__":
    main(*sys.argv[1:])
