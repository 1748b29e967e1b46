"""Prints the entries of Sources/Feeds/Text/CompatibilityTable.swift and CompositionTable.swift.

Run with Python 3.12 or later, whose unicodedata is that of Unicode 15; with an earlier one the
characters that are newer are missing.
"""

import textwrap
import unicodedata

SYLLABLES = range(0xAC00, 0xD7A4)
SURROGATES = range(0xD800, 0xE000)


def base36(number):
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
        if not number:
            return digits


def run_length(entries, start, step):
    """How many entries from `start` on are of characters in a row whose targets go up by `step`."""
    value, targets = entries[start]
    if step and len(targets) > 1:
        return 1
    count = 1
    while start + count < len(entries) and entries[start + count] == (
        value + count, [target + step * count for target in targets]
    ):
        count += 1
    return count


def encoded(entries):
    words, place, previous = [], 0, 0x7F
    while place < len(entries):
        value, targets = entries[place]
        count, mark = max((run_length(entries, place, 1), "+"), (run_length(entries, place, 0), "="))
        run = mark + base36(count) if count > 1 else ""
        words.append(base36(value - previous - 1) + run + ":" + ".".join(map(base36, targets)))
        previous = value + count - 1
        place += count
    return " \\\n".join("    " + line for line in textwrap.wrap(" ".join(words), 93))


compatibility, decompositions = [], {}
for value in range(0x80, 0x110000):
    if value in SYLLABLES or value in SURROGATES:
        continue
    character = chr(value)
    form = unicodedata.normalize("NFKC", character)
    if form != character:
        compatibility.append((value, [ord(c) for c in form]))
    elif unicodedata.normalize("NFD", character) != character:
        parts = unicodedata.decomposition(character).split()
        decompositions[value] = [int(part, 16) for part in parts]
print(encoded(compatibility))
print()
print(encoded(sorted(decompositions.items())))
