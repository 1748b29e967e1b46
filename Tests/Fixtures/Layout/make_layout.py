"""Golden values of principal components and of UMAP's graph of neighbours.

pip install numpy umap-learn
python3 make_layout.py > layout.json
"""

import json

import numpy as np
from umap.umap_ import find_ab_params, fuzzy_simplicial_set

rng = np.random.default_rng(8)
count, dimension, neighbors = 40, 12, 6
# Three groups, in which some directions vary more than others; of unit length, as embeddings are.
centers = rng.normal(size=(3, dimension))
rows = centers[rng.integers(3, size=count)] + 0.4 * rng.normal(size=(count, dimension))
rows = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)

wide = rows.astype(np.float64)
centered = wide - wide.mean(axis=0)
_, singular, axes = np.linalg.svd(centered, full_matrices=False)
axes = axes[:2] * np.sign([axis[np.argmax(np.abs(axis))] for axis in axes[:2]])[:, None]

distances = 1 - wide @ wide.T
np.fill_diagonal(distances, 0)
places = np.argsort(distances, axis=1, kind="stable")[:, :neighbors]
nearest = np.take_along_axis(distances, places, axis=1)
graph, _, _ = fuzzy_simplicial_set(
    rows, neighbors, np.random.RandomState(0), "precomputed", knn_indices=places, knn_dists=nearest
)
graph = graph.tocoo()
edges = sorted(
    (int(i), int(j), float(w)) for i, j, w in zip(graph.row, graph.col, graph.data) if i < j
)
a, b = find_ab_params(spread=1.0, min_dist=0.1)
print(
    json.dumps(
        {
            "rows": [[float(x) for x in row] for row in rows],
            "mean": wide.mean(axis=0).tolist(),
            "axes": axes.tolist(),
            "shares": (singular[:2] ** 2 / (singular**2).sum()).tolist(),
            "coordinates": (centered @ axes.T).tolist(),
            "neighbors": places[:, 1:].tolist(),
            "distances": nearest[:, 1:].tolist(),
            "edges": edges,
            "a": a,
            "b": b,
        }
    )
)
