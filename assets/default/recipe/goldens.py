"""Reference values for the engine's parity tests, from the float16-rounded weights evaluated in float32.

usage: goldens.py MODEL_DIRECTORY OUT — writes `OUT/goldens.json` and the fixture pictures beside it.

For each picture: sum and weighted checksum of the prepared uint8 pixels, sum and sum of squares after each of the 19
feature stages, pooled features' sum, and the unit embedding. For each text: token ids, sum and sum of squares of
the end-of-text state after each block, and the unit embedding.
"""
import json
import sys
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

import fixtures
import towers
from export import load_directory

TEXTS = ["a red mug", "Two dogs are running through the snow .", "green shirt for men", "banana", "", "a photo of a grand piano",
         "Café crème — 50% off!", "don't   look\tat THE dog's 3rd bowl", "日本 🐶 naïve", "word " * 80]


def prepared(path, card):
    """The tower's uint8 input `[size, size, 3]` of an image file, as the card says."""
    image = Image.open(path)
    if image.mode in ("RGBA", "LA", "P"):
        rgba = image.convert("RGBA")
        white = Image.new("RGBA", rgba.size, (255, 255, 255, 255))
        image = Image.alpha_composite(white, rgba)
    image = image.convert("RGB")
    size, fit = card["image"]["size"], card["image"]["fit"]
    if fit == "squash":
        return np.asarray(image.resize((size, size), Image.BICUBIC))
    assert fit == "pad"
    scale = size / max(image.size)
    width, height = (max(1, round(side * scale)) for side in image.size)
    canvas = Image.new("RGB", (size, size), "white")
    canvas.paste(image.resize((width, height), Image.BICUBIC), ((size - width) // 2, (size - height) // 2))
    return np.asarray(canvas)


def moments(x):
    """[sum, sum of squares] in double precision."""
    x = x.double()
    return [float(x.sum()), float((x * x).sum())]


@torch.no_grad()
def image_golden(model, card, path):
    """All reference values of one picture."""
    pixels = prepared(path, card)
    values = pixels.astype(np.int64).reshape(-1)
    checksum = int((values * (np.arange(values.size) % 251 + 1)).sum())
    x, stages = towers.normalised_pixels(pixels[None]), []
    for stage in model.visual.trunk.features:
        x = stage(x)
        stages.append(moments(x))
    pooled = x.mean((2, 3))
    embedding = F.normalize(model.visual.head["proj"](pooled), dim=-1)[0]
    return {"file": path.name, "pixel_sum": int(values.sum()), "pixel_checksum": checksum, "first_pixels": values[:12].tolist(),
            "stages": stages, "pooled": moments(pooled), "embedding": [round(v, 7) for v in embedding.tolist()]}


@torch.no_grad()
def text_golden(model, encoder, text):
    """All reference values of one text."""
    tokens = encoder([text])[0]
    ids, end = towers.padded([tokens])
    x, blocks = model.text.token_embedding(ids) + model.text.positional_embedding[:ids.shape[1]], []
    for block in model.text.transformer.resblocks:
        x = block(x)
        blocks.append(moments(x[0, end[0]]))
    embedding = F.normalize(model.text(ids, end), dim=-1)[0]
    return {"text": text, "ids": tokens, "blocks": blocks, "final": moments(model.text.pooled(ids, end)),
            "embedding": [round(v, 7) for v in embedding.tolist()]}


if __name__ == "__main__":
    torch.set_num_threads(1)
    source, out = Path(sys.argv[1]), Path(sys.argv[2])
    model, card, encoder = load_directory(source)
    names = fixtures.draw_all(out)
    result = {"model": card["name"], "temperature": card["temperature"], "note": "pixel_checksum = sum(value * (index % 251 + 1)) over RGB8, row major",
              "images": [image_golden(model, card, out / name) for name in names], "texts": [text_golden(model, encoder, text) for text in TEXTS]}
    json.dump(result, open(out / "goldens.json", "w"), indent=None, ensure_ascii=False)
    print("goldens", (out / "goldens.json").stat().st_size, "bytes")
