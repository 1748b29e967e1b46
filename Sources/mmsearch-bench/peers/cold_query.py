"""Times a text query over 100,000 stored vectors: mmsearch against rclip's own storage and scoring.

usage: python3 cold_query.py MMSEARCH MMSEARCH_BENCH [COUNT]

rclip is installed from PyPI into a throw-away environment without its model (`--no-deps`, plus numpy), so its
figure is what it needs before and besides loading PyTorch: reading its database through its own `DB` class and
ranking all vectors as `RClip._get_features` and `Model.compute_similarities_to_text` do. mmsearch's figure is the
whole process: start, model, query, answer. The two are run in turn; medians and their ratio are printed.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 7

FILL = """
import sys, numpy as np
from rclip.db import DB
db = DB(sys.argv[1]); g = np.random.default_rng(1)
for i in range(int(sys.argv[2])):
    v = g.standard_normal(512, dtype=np.float32); v /= np.linalg.norm(v)
    db.upsert_image(dict(filepath=f"/photos/{i}.jpg", modified_at=0.0, size=1, vector=v.tobytes(), hash=None),
                    commit=False)
db.commit()
"""

QUERY = """
import sys, time
start = time.perf_counter()
import numpy as np
from rclip.db import DB
paths, vectors = [], []
for image in DB(sys.argv[1]).get_image_vectors_by_dir_path("/photos"):
    paths.append(image["filepath"]); vectors.append(np.frombuffer(image["vector"], np.float32))
features = np.stack(vectors)
query = np.random.default_rng(2).standard_normal(512, dtype=np.float32)
ranked = sorted(zip(query @ features.T, range(len(features))), key=lambda pair: pair[0], reverse=True)
print([paths[k] for _, k in ranked[:10]])
"""


def seconds(*command):
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main():
    program, bench = (os.path.abspath(path) for path in sys.argv[1:3])
    count = sys.argv[3] if len(sys.argv) > 3 else "100000"
    with tempfile.TemporaryDirectory() as work:
        python = os.path.join(work, "venv", "bin", "python")
        subprocess.run([sys.executable, "-m", "venv", os.path.join(work, "venv")], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "--no-deps", "rclip", "numpy"], check=True)
        theirs, ours = os.path.join(work, "rclip.db"), os.path.join(work, "library.sqlite")
        subprocess.run([python, "-c", FILL, theirs, count], check=True)
        subprocess.run([bench, "cold", program, "--db", ours, "--count", count, "--runs", "1"], check=True,
                       stdout=subprocess.DEVNULL)
        pairs = [
            (seconds(program, "--db", ours, "red shoes"), seconds(python, "-c", QUERY, theirs)) for _ in range(RUNS)
        ]
    print(json.dumps({
        "workload": "cold query", "vectors": int(count), "runs": RUNS,
        "mmsearch_ms": round(1000 * statistics.median(pair[0] for pair in pairs), 1),
        "rclip_storage_and_scoring_ms": round(1000 * statistics.median(pair[1] for pair in pairs), 1),
        "ratio": round(statistics.median(pair[1] / pair[0] for pair in pairs), 1),
    }))


if __name__ == "__main__":
    main()
