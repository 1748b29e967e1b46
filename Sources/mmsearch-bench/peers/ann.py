"""Compares vector search: mmsearch against hnswlib, usearch and faiss on the same vectors, in one run.

usage: python3 ann.py MMSEARCH_BENCH [--base b.npy --queries q.npy] [--truth t.npy] [--count 100000]
                      [--dimension 512] [--k 10] [--runs 3] [--peers hnswlib,faiss,usearch] [--environment DIR]

The peers are installed from PyPI into a throw-away environment (or into DIR, which is kept). Without vectors of
one's own, clustered unit vectors are made: 2,000 clusters of uneven size whose members spread within 64 shared
subspaces of 40 dimensions. Every index has M = 16 and efConstruction = 200 and is built once, on one thread; then
all of them answer all queries for every ef, in turn, as many times as there are runs. All times are processor time
of one thread; peers get all queries in one call, mmsearch one by one. Queries a second at a recall are read
off between the two nearest settings. mmsearch also builds on two threads, timed by the clock, and a loop that only
reads as many bytes as its codes have says what an exhaustive search cannot exceed. Printed are JSON lines with the
medians, then the table of ratios.
"""

import argparse
import json
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile

EFS = [10, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512]
RECALLS = [0.95, 0.99]

MAKE = """
import sys, numpy as np
count, dimension, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
random = np.random.default_rng(1)
clusters, intrinsic = 2000, min(40, dimension // 2)
normal = lambda *shape: random.standard_normal(shape).astype(np.float32)
unit = lambda x: x / np.linalg.norm(x, axis=1, keepdims=True)
centers = unit(normal(clusters, 2 * intrinsic) @ normal(2 * intrinsic, dimension))
bases = [np.linalg.qr(normal(dimension, intrinsic))[0].T for _ in range(64)]
share = random.pareto(1.5, clusters) + 0.2
share /= share.sum()
def draw(count):
    cluster = random.choice(clusters, count, p=share)
    x = centers[cluster].copy()
    for number, base in enumerate(bases):
        rows = np.where(cluster % 64 == number)[0]
        x[rows] += 0.6 * (normal(len(rows), intrinsic) / np.sqrt(intrinsic)) @ base
    x = unit(x + 0.15 * normal(count, dimension) / np.sqrt(dimension))
    return np.ascontiguousarray(x, np.float32)
np.save(f"{folder}/base.npy", draw(count))
np.save(f"{folder}/queries.npy", draw(1000))
"""

TRUTH = """
import sys, numpy as np
base, queries, k, path = np.load(sys.argv[1]), np.load(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
truth = []
for start in range(0, len(queries), 100):
    scores = queries[start:start + 100] @ base.T
    best = np.argpartition(-scores, k, axis=1)[:, :k]
    order = np.argsort(-np.take_along_axis(scores, best, 1), axis=1)
    truth.append(np.take_along_axis(best, order, 1))
np.save(path, np.concatenate(truth).astype(np.int32))
"""

# A peer builds its index, prints what that took, and answers each line of its input with a line.
PEER = """
import json, sys, time
from importlib.metadata import version
import numpy as np
name, base, queries, truth, k = sys.argv[1], *(np.load(p) for p in sys.argv[2:5]), int(sys.argv[5])
dimension = base.shape[1]
say = lambda **fields: print(json.dumps(fields), flush=True)
sets = [set(row[:k].tolist()) for row in truth]
recall = lambda found: sum(len(a & set(b[:k].tolist())) for a, b in zip(sets, found)) / (k * len(sets))
def timed(work):
    start = time.process_time()
    result = work()
    return result, time.process_time() - start
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096
before = resident()
if name == "hnswlib":
    import hnswlib
    index = hnswlib.Index(space="ip", dim=dimension)
    index.init_index(max_elements=len(base), ef_construction=200, M=16, random_seed=1)
    build = lambda: index.add_items(base, num_threads=1)
    def search(ef):
        index.set_ef(max(ef, k))
        return index.knn_query(queries, k=k, num_threads=1)[0]
elif name == "usearch":
    from usearch.index import Index
    index = Index(ndim=dimension, metric="ip", dtype="f16", connectivity=16, expansion_add=200)
    build = lambda: index.add(np.arange(len(base)), base, threads=1)
    def search(ef):
        index.expansion_search = max(ef, k)
        return index.search(queries, k, threads=1).keys
else:
    import faiss
    faiss.omp_set_num_threads(1)
    if name == "faiss":
        index = faiss.IndexHNSWFlat(dimension, 16, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efConstruction = 200
        def search(ef):
            index.hnsw.efSearch = ef
            return index.search(queries, k)[1]
        build = lambda: index.add(base)
    else:
        index = faiss.IndexFlatIP(dimension)
        codes = faiss.IndexScalarQuantizer(
            dimension, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
        def build():
            index.add(base); codes.train(base); codes.add(base)
_, seconds = timed(build)
say(version=version(dict(hnswlib="hnswlib", usearch="usearch").get(name, "faiss-cpu")), build_seconds=seconds, resident_bytes=resident() - before)
def one_by_one(index):
    count = min(100, len(queries))
    _, seconds = timed(lambda: [index.search(queries[i:i + 1], k) for i in range(count)])
    found = index.search(queries, k)[1]
    return dict(recall=recall(found), queries_per_second=count / seconds)
def gemm():
    count = min(100, len(queries))
    def work():
        scores = queries[:count] @ base.T
        best = np.argpartition(-scores, k, axis=1)[:, :k]
        order = np.argsort(-np.take_along_axis(scores, best, 1), axis=1)
        return np.take_along_axis(best, order, 1)
    _, seconds = timed(work)
    return dict(recall=1.0, queries_per_second=count / seconds)
for line in sys.stdin:
    if name == "flat":
        say(**{"IndexFlatIP": lambda: one_by_one(index), "IndexScalarQuantizer 8 bit": lambda: one_by_one(codes),
               "numpy gemm, batch of 100": gemm}[line.strip()]())
    else:
        found, seconds = timed(lambda: search(int(line)))
        say(recall=recall(found), queries_per_second=len(queries) / seconds)
"""

FLAT_PEERS = ["IndexFlatIP", "IndexScalarQuantizer 8 bit", "numpy gemm, batch of 100"]


class Peer:
    """A process that has built one index and measures on request."""

    def __init__(self, python, name, files, k):
        one_thread = {key: "1" for key in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
        self.process = subprocess.Popen(
            [python, "-c", PEER, name, *files, str(k)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, **one_thread})
        self.name = name
        self.built = self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{self.name} ended without an answer; its message stands above")
        return json.loads(line)

    def measure(self, setting):
        print(setting, file=self.process.stdin, flush=True)
        return self.answer()

    def end(self):
        self.process.stdin.close()
        self.process.wait()


def medians(points):
    """The median speed of each setting; recall does not change."""
    return {
        setting: dict(
            recall=of[0]["recall"], queries_per_second=statistics.median(p["queries_per_second"] for p in of))
        for setting, of in points.items()
    }


def speed_at(recall, points):
    """Queries a second at a recall, between the nearest settings; None where it is not reached."""
    ordered = sorted((p["recall"], p["queries_per_second"]) for p in points.values())
    above = [(r, q) for r, q in ordered if r >= recall]
    below = [(r, q) for r, q in ordered if r < recall]
    if not above:
        return None
    high = max(above, key=lambda point: point[1])
    if not below:
        return high[1]
    low = max(below)
    share = (recall - low[0]) / (high[0] - low[0])
    return math.exp(math.log(low[1]) + share * (math.log(high[1]) - math.log(low[1])))


def install(folder):
    python = os.path.join(folder, "bin", "python")
    if not os.path.exists(python):
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run(
            [python, "-m", "pip", "install", "-q", "numpy", "hnswlib", "usearch", "faiss-cpu"], check=True)
    return python


def processor():
    try:
        with open("/proc/cpuinfo") as file:
            return next(line.split(":")[1].strip() for line in file if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def ours(bench, files, k, folder, efs=EFS, threads=1):
    """Runs mmsearch-bench; its JSON lines."""
    base, queries, truth = files
    output = subprocess.run(
        [bench, "ann", "--base", base, "--queries", queries, "--truth", truth, "--k", str(k), "--ef",
         ",".join(map(str, efs)), "--keep", folder, "--runs", "1", "--threads", str(threads), "--json"],
        check=True, stdout=subprocess.PIPE, text=True).stdout
    return [json.loads(line) for line in output.splitlines()]


def ratio(a, b):
    return f"{a / b:.2f}x" if a and b else "-"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench")
    parser.add_argument("--base")
    parser.add_argument("--queries")
    parser.add_argument("--truth")
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--dimension", type=int, default=512)
    parser.add_argument("--k", type=int, default=10)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--peers", default="hnswlib,faiss,usearch")
    parser.add_argument("--environment")
    options = parser.parse_args()
    if bool(options.base) != bool(options.queries):
        parser.error("--base and --queries go together")

    with tempfile.TemporaryDirectory() as work:
        python = install(os.path.abspath(options.environment or os.path.join(work, "venv")))
        base, queries, truth = options.base, options.queries, options.truth
        if not base:
            subprocess.run([python, "-c", MAKE, str(options.count), str(options.dimension), work], check=True)
            base, queries = os.path.join(work, "base.npy"), os.path.join(work, "queries.npy")
        if not truth:
            truth = os.path.join(work, "truth.npy")
            subprocess.run([python, "-c", TRUTH, base, queries, str(options.k), truth], check=True)
        files = [os.path.abspath(path) for path in (base, queries, truth)]
        compare(os.path.abspath(options.bench), python, files, options, work)


def compare(bench, python, files, options, work):
    first = ours(bench, files, options.k, work)
    building = next(line for line in first if "build_wall_seconds" in line)
    build = building["build_seconds"]
    with tempfile.TemporaryDirectory(dir=work) as other:
        two = next(line for line in ours(bench, files, options.k, other, EFS[:1], threads=2)
                   if "build_wall_seconds" in line)
    size = next(line["index_bytes"] for line in first if "ef" in line)
    names = [name for name in options.peers.split(",") if name]
    peers = {name: Peer(python, name, files, options.k) for name in [*names, "flat"]}
    points = {name: {} for name in ["mmsearch", *names]}
    flat, reading = {}, []
    for _ in range(options.runs):
        for line in ours(bench, files, options.k, work):
            if line["index"] == "read":
                reading.append(line)
            elif "ef" in line:
                points["mmsearch"].setdefault(line["ef"], []).append(line)
            else:
                flat.setdefault(line["index"], []).append(line)
        for name in names:
            for ef in EFS:
                points[name].setdefault(ef, []).append(peers[name].measure(ef))
        for name in FLAT_PEERS:
            flat.setdefault(name, []).append(peers["flat"].measure(name))
    for peer in peers.values():
        peer.end()

    curves = {name: medians(of) for name, of in points.items()}
    flat = medians(flat)
    for name, curve in curves.items():
        built = dict(build_seconds=build, index_bytes=size) if name == "mmsearch" else peers[name].built
        print(json.dumps({"index": name, **built, "points": [{"ef": ef, **p} for ef, p in curve.items()]}))
    for name, point in flat.items():
        print(json.dumps({"index": name, **point}))

    print(f"\n{processor()}, {options.runs} runs, medians of processor time on one thread, k = {options.k}")
    print(f"\n{'hnsw, M = 16, efC = 200':34}{'queries/s at':>14}{'':>14}{'build s':>10}{'bytes':>14}")
    print(f"{'':34}" + "".join(f"{f'recall {r}':>14}" for r in RECALLS))
    for name, curve in curves.items():
        built = dict(build_seconds=build, resident_bytes=size) if name == "mmsearch" else peers[name].built
        title = name if name == "mmsearch" else f"{name} {built['version']}"
        speeds = [speed_at(recall, curve) for recall in RECALLS]
        print(f"{title:34}" + "".join(f"{round(s) if s else '-':>14}" for s in speeds)
              + f"{built['build_seconds']:>10.1f}{built['resident_bytes']:>14}")
    if names:
        best = [max((speed_at(r, curves[n]) or 0 for n in names)) for r in RECALLS]
        own = [speed_at(r, curves["mmsearch"]) for r in RECALLS]
        fastest = min(peers[n].built["build_seconds"] for n in names)
        print(f"{'mmsearch against the best':34}" + "".join(f"{ratio(a, b):>14}" for a, b in zip(own, best))
              + f"{ratio(fastest, build):>10}")
    print(f"{'mmsearch on two threads, by the clock':62}{two['build_wall_seconds']:>10.1f}")
    print(f"{'against one thread, by the clock':62}"
          f"{ratio(building['build_wall_seconds'], two['build_wall_seconds']):>10}")
    print(f"\n{'exhaustive':34}{'ms a query':>14}{'recall':>14}")
    for name, point in flat.items():
        print(f"{name:34}{1000 / point['queries_per_second']:>14.3f}{point['recall']:>14.4f}")
    speed = {name: point["queries_per_second"] for name, point in flat.items()}
    print(f"{'flat against IndexFlatIP':34}{ratio(speed['flat'], speed['IndexFlatIP']):>14}")
    print(f"{'flat against 8 bit':34}{ratio(speed['flat'], speed['IndexScalarQuantizer 8 bit']):>14}")
    read = statistics.median(line["gigabytes_per_second"] for line in reading)
    print(f"{'a loop that only reads, GB/s':34}{read:>14.1f}")
    print(f"{'flat, share of that':34}{speed['flat'] * reading[0]['bytes'] / 1e9 / read:>14.0%}")
    print(f"{'batch against numpy':34}"
          f"{ratio(speed['flat batch of 100'], speed['numpy gemm, batch of 100']):>14}")


if __name__ == "__main__":
    main()
