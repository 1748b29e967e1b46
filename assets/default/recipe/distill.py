"""Stage 1 of the text tower: learn MiniLM's sentence vectors, starting from MiniLM's own word vectors and layers.

usage: distill.py SCRATCH SECONDS [THREADS] [embeddings|layers] — resumes from `text.pt` where there is one.
"""
import copy
import json
import sys
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import losses
import towers
from pairs import Pairs
from schedule import Schedule, averaged, groups
from shards import Library
from teacher import Teacher
from tokenizer import SUFFIX, TextEncoder, byte_symbols

BATCH, POOL = 256, 4096
RATE = 8e-4
#: How often each group of texts is drawn.
SHARES = {"flickr8k": 0.30, "captions": 0.04, "fashion": 0.25, "others": 0.30, "phrases": 0.07, "lemmas": 0.04}
#: Layers of the teacher that start the student's.
TAUGHT_LAYERS = (0, 1, 3, 5)


def spelled(token):
    """The characters of a byte-level token, without its end-of-word mark; "" where the bytes are no text."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    table = dict(zip(byte_symbols(), plain + [byte for byte in range(256) if byte not in plain]))
    word = token[:-len(SUFFIX)] if token.endswith(SUFFIX) and token != SUFFIX else token
    return bytes(table[symbol] for symbol in word).decode("utf-8", "ignore")


@torch.no_grad()
def start_from_teacher(tower, encoder, layers=True):
    """Word vectors: mean of the teacher's word-piece vectors of each token's spelling. Layers: the teacher's, moved from post-LN to pre-LN."""
    teacher = Teacher()
    tensors = teacher.tensors
    words = tensors["embeddings.word_embeddings.weight"] + tensors["embeddings.token_type_embeddings.weight"][0]
    states = teacher._norm(words, "embeddings.LayerNorm")
    table = tower.token_embedding.weight
    for token, row in encoder.vocabulary.items():
        if token.startswith("<|"):
            pieces = [101 if row == encoder.start else 102]
        else:
            text = spelled(token)
            pieces = teacher.tokenizer.encode(text, add_special_tokens=False).ids if text.strip() else [100]
            if not pieces:
                pieces = [100]
        table[row] = states[pieces].mean(0)
    tower.positional_embedding.copy_(tensors["embeddings.position_embeddings.weight"][:towers.CONTEXT])
    if not layers:
        return
    for block, layer in zip(tower.transformer.resblocks, TAUGHT_LAYERS):
        name = f"encoder.layer.{layer}."
        parts = [name + "attention.self." + part for part in ("query", "key", "value")]
        block.attn.in_proj_weight.copy_(torch.cat([tensors[part + ".weight"] for part in parts]))
        block.attn.in_proj_bias.copy_(torch.cat([tensors[part + ".bias"] for part in parts]))
        for ours, theirs in ((block.attn.out_proj, "attention.output.dense"), (block.mlp["c_fc"], "intermediate.dense"),
                             (block.mlp["c_proj"], "output.dense"), (block.ln_2, "attention.output.LayerNorm")):
            ours.weight.copy_(tensors[name + theirs + ".weight"])
            ours.bias.copy_(tensors[name + theirs + ".bias"])
        before = f"encoder.layer.{layer - 1}.output.LayerNorm" if layer else None
        block.ln_1.weight.copy_(tensors[before + ".weight"] if before else states.std(1).mean().expand(towers.WIDTH))
        block.ln_1.bias.copy_(tensors[before + ".bias"] if before else states.mean().expand(towers.WIDTH))
    last = f"encoder.layer.{TAUGHT_LAYERS[-1]}.output.LayerNorm"
    tower.ln_final.weight.copy_(tensors[last + ".weight"])
    tower.ln_final.bias.copy_(tensors[last + ".bias"])
    # The projection leads to the teacher's own space.
    tower.text_projection.copy_(torch.eye(towers.WIDTH))


class Lessons:
    """Texts with teacher vectors, drawn by `SHARES` in batches of like length."""

    def __init__(self, scratch, library, encoder, chance, pairs=None, size=BATCH):
        pairs, self.size = pairs or Pairs(scratch, library, chance), size
        texts, vectors, self.chance, self.groups, start = [], [], chance, {}, 0
        for name, rows in pairs.bank.items():
            unique = list({pairs.strings[row]: row for row in rows}.values())
            texts += [pairs.strings[row] for row in unique]
            vectors.append(pairs.teacher[unique])
            self.groups[name] = (start, len(texts))
            start = len(texts)
        words = json.load(open(scratch / "words.json"))
        for name in SHARES:
            path = scratch / f"teacher-{name}.npy"
            if name in words and path.exists():
                texts += words[name]
                vectors.append(torch.from_numpy(np.load(path)))
                self.groups[name] = (start, len(texts))
                start = len(texts)
        self.tokens, self.vectors = encoder(texts), torch.cat(vectors)
        self.names = [name for name in SHARES if name in self.groups]
        shares = np.array([SHARES[name] for name in self.names])
        self.shares, self.pool = shares / shares.sum(), []
        print({name: stop - begin for name, (begin, stop) in self.groups.items()}, flush=True)

    def batch(self):
        """(token ids, end positions, unit teacher vectors)."""
        if not self.pool:
            drawn = [self.chance.integers(*self.groups[name], count)
                     for name, count in zip(self.names, self.chance.multinomial(POOL, self.shares))]
            rows = sorted(np.concatenate(drawn), key=lambda row: len(self.tokens[row]))
            self.pool = [rows[k:k + self.size] for k in range(0, POOL - self.size + 1, self.size)]
            self.chance.shuffle(self.pool)
        rows = self.pool.pop()
        return (*towers.padded([self.tokens[row] for row in rows]), F.normalize(self.vectors[rows].float(), dim=-1))


def main(scratch, seconds, start):
    torch.manual_seed(0)
    kept = scratch / "text.pt"
    chance = np.random.default_rng(int(time.time()) if kept.exists() else 0)
    library, encoder = Library(scratch), TextEncoder(scratch / "tokenizer")
    lessons = Lessons(scratch, library, encoder, chance)
    dev = [caption.strip() for record in library.records if record["set"] == "flickr8k" and record["split"] == "dev" for caption in record["captions"][:2]]
    short = [word for word in ("dog cat horse car bicycle chair table lamp shoe shirt dress hat bag watch apple banana orange lemon milk bread pizza "
             "guitar piano camera phone laptop umbrella ball boat airplane train bus tree flower bird fish elephant butterfly cup mug bottle spoon "
             "fork knife sofa bed clock kettle teapot candle vase basket box book pencil scissors hammer").split()]
    phrases = [f"{colour} {noun}" for noun in short for colour in ("red", "striped", "wooden")]
    teacher = Teacher()
    titles = [record["title"] for record in library.records if record["set"] == "fashion" and record["split"] == "dev"][:500]
    exams = {name: (encoder(texts), torch.from_numpy(teacher(texts)).float())
             for name, texts in {"captions": dev, "words": short, "phrases": phrases, "titles": titles}.items()}
    del teacher
    tower = towers.TextTower(len(encoder.vocabulary), dimension=384)
    elapsed, step = 0.0, 0
    if kept.exists():
        state = torch.load(kept, weights_only=False)
        tower.load_state_dict(state["tower"])
        elapsed, step = state["elapsed"], state["step"]
    elif start in ("embeddings", "layers"):
        start_from_teacher(tower, encoder, start == "layers")
    average = copy.deepcopy(tower)
    pictures = scratch / "images.pt"
    shared = torch.load(pictures, weights_only=False)["average"]["map"] if pictures.exists() else None
    optimizer = torch.optim.AdamW(groups(list(tower.parameters()), RATE, 0.02), betas=(0.9, 0.98), foreach=True)
    if kept.exists():
        average.load_state_dict(state["average"])
        optimizer.load_state_dict(state["optimizer"])
    schedule = Schedule(optimizer, seconds, elapsed, floor=0.02)
    cosines, seen, line, saved = [], 0, time.time(), time.time()
    while not schedule.over():
        schedule.set(step)
        ids, end, vectors = lessons.batch()
        with torch.autocast("cpu", torch.bfloat16):
            student = tower(ids, end)
        student = student.float()
        loss, cosine = losses.distillation(F.normalize(student, dim=-1), vectors)
        if shared is not None:  # what the pictures' map keeps of a vector counts twice
            loss = loss + losses.distillation(F.normalize(student @ shared, dim=-1), F.normalize(vectors @ shared, dim=-1))[0]
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(tower.parameters(), 1.0)
        optimizer.step()
        averaged(average, tower, step, 0.998)
        step, seen = step + 1, seen + len(ids)
        cosines.append(float(cosine))
        if time.time() - line > 30:
            print(f"step {step} cosine {np.mean(cosines):.4f} {seen / (time.time() - line):.0f} texts/s {schedule.elapsed():.0f} s", flush=True)
            cosines, seen, line = [], 0, time.time()
        if time.time() - saved > 300 or schedule.over():
            with torch.autocast("cpu", torch.bfloat16):
                marks = {name: round(float((towers.encode_texts(average, tokens) * target).sum(1).mean()), 4) for name, (tokens, target) in exams.items()}
            print("dev cosine", marks, flush=True)
            torch.save({"tower": tower.state_dict(), "average": average.state_dict(), "optimizer": optimizer.state_dict(),
                        "elapsed": schedule.elapsed(), "step": step}, scratch / "text.part")
            (scratch / "text.part").rename(kept)
            with open(scratch / "training.log", "a") as out:
                out.write(json.dumps({"at": f"text, step {step}, {schedule.elapsed():.0f} s", "dev cosine": marks}) + "\n")
            saved = time.time()


if __name__ == "__main__":
    torch.set_num_threads(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    main(Path(sys.argv[1]), float(sys.argv[2]), sys.argv[4] if len(sys.argv) > 4 else "layers")
