"""Golden values for SymmetricEigensystemTests: numpy.linalg.eigh of the second moment of random vectors with a decaying
spread. Run with numpy installed: python3 make_axes.py > axes.json"""
import json

import numpy as np

generator = np.random.default_rng(8)
dimension = 16
rows = generator.standard_normal((80, dimension)) * 0.8 ** np.arange(dimension)
rows = rows @ np.linalg.qr(generator.standard_normal((dimension, dimension)))[0]
rows = rows.astype(np.float32).astype(np.float64)
moment = rows.T @ rows / len(rows)
values, vectors = np.linalg.eigh(moment)
values, vectors = values[::-1], vectors[:, ::-1].T
largest = np.abs(vectors).argmax(axis=1)
vectors *= np.sign(vectors[np.arange(dimension), largest])[:, None]
print(json.dumps({
    "rows": rows.round(9).ravel().tolist(), "moment": moment.ravel().tolist(),
    "values": values.tolist(), "vectors": vectors.ravel().tolist(), "share_of_8": values[:8].sum() / values.sum(),
}))
