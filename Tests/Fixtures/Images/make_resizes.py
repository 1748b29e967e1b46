"""Resizes pictures of pseudo-random bytes with Pillow, for `resize.json` beside this script.

    /tmp/corpus/bin/python make_resizes.py    (the environment of make_corpus.py)

The tests make the same sources by the same generator, so that only the results are stored. Pillow
13 is needed for the bytes of pictures that get much lower than narrower: earlier ones resized along
the rows first whatever the sizes.
"""

import base64
import json
import pathlib

import PIL
from PIL import Image

HERE = pathlib.Path(__file__).parent


def noise(width, height, kind):
    """Bytes of a linear congruential generator (Knuth's MMIX constants), or 0 and 255 by them."""
    state, out = width * 1000 + height, bytearray()
    for _ in range(width * height * 3):
        state = (state * 6364136223846793005 + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
        byte = state >> 56
        out.append(byte if kind == "noise" else 255 * (byte >> 7))
    return Image.frombytes("RGB", (width, height), bytes(out))


def make_resizes():
    cases = []
    sizes = [((1, 1), (5, 7)), ((1, 9), (4, 4)), ((7, 1), (3, 5)), ((3, 3), (1, 1)),
             ((2, 2), (9, 9)), ((5, 4), (4, 5)), ((61, 43), (20, 20)), ((61, 43), (31, 22)),
             ((20, 15), (41, 37)), ((200, 150), (7, 5)), ((33, 33), (33, 12)), ((33, 33), (12, 33)),
             ((64, 48), (32, 24)), ((16, 16), (17, 15)), ((300, 2), (11, 3)), ((2, 300), (3, 11)),
             ((97, 89), (40, 40)), ((30, 80), (20, 20)), ((40, 80), (5, 10)),
             ((15, 90), (41, 5)), ((640, 480), (24, 24))]
    for source, target in sizes:
        for kind in ("noise", "extremes"):
            resized = noise(*source, kind).resize(target, Image.Resampling.BICUBIC)
            cases.append({
                "kind": kind, "source": source, "target": target,
                "pixels": base64.b64encode(resized.tobytes()).decode(),
            })
    (HERE / "resize.json").write_text(json.dumps(
        {"pillow": PIL.__version__, "cases": cases}, indent=0) + "\n")


if __name__ == "__main__":
    make_resizes()
