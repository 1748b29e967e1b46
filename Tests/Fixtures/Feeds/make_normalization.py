"""Writes normalization.txt: random texts and their normalisation form KC after Python's unicodedata.

Each line is the text and its form as hexadecimal scalars, separated by a semicolon.
"""

import random
import unicodedata

DROPPED = {"Cc", "Cf", "Cn", "Co", "Cs", "Zs", "Zl", "Zp"}
random.seed(20)
scalars = [c for c in map(chr, range(0xA1, 0x30000)) if unicodedata.category(c) not in DROPPED]
# What cleaning takes for white space or drops, and what has a space in its form, is left out.
scalars = [c for c in scalars if c != "\u2800" and " " not in unicodedata.normalize("NFKC", c)]
marks = [c for c in scalars if unicodedata.combining(c)]
changed = [c for c in scalars if unicodedata.normalize("NFKC", c) != c]
jamo = [chr(v) for v in [*range(0x1100, 0x1113), *range(0x1161, 0x1176), *range(0x11A8, 0x11C3)]]
letters = [c for c in scalars if c in "aeoucnsyAEOUαεηιουω" or ord(c) < 0x250]
pools = [marks, marks, scalars, changed, jamo, letters]
with open("normalization.txt", "w") as file:
    for _ in range(400):
        text = "x" + "".join(random.choice(random.choice(pools)) for _ in range(10))
        form = unicodedata.normalize("NFKC", text)
        sides = [" ".join(f"{ord(c):x}" for c in side) for side in (text, form)]
        file.write(";".join(sides) + "\n")
