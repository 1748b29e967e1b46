"""Draws queries a second against recall as an SVG, from the output of ann.py.

usage: python3 ann.py … > ann.txt; python3 curves.py ann.txt curves.svg --title "100,000 × 512" [--note "machine, date"]

One curve an index, each point a setting of its search; up and right is better.
"""

import argparse
import json
import math
from xml.sax.saxutils import escape

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 720, 460, 70, 20, 64, 70
COLORS = ["#c2410c", "#1d4ed8", "#15803d", "#7e22ce", "#525252"]
# Recall on the axis as its distance from 1, so that what matters is not pressed together.
RECALLS = [0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999]
LEAST, MOST = 0.8, 0.9995


def across(recall):
    place = lambda r: -math.log10(1 - r)
    share = (place(recall) - place(LEAST)) / (place(MOST) - place(LEAST))
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def curves(lines):
    for line in lines:
        if not line.startswith("{"):
            continue
        index = json.loads(line)
        points = [(p["recall"], p["queries_per_second"]) for p in index.get("points", []) if LEAST <= p["recall"] <= MOST]
        if points:
            yield " ".join(filter(None, [index["index"], index.get("version")])), sorted(points)


def drawing(named, title, note):
    speeds = [speed for _, points in named for _, speed in points]
    steps = [step * 10**power for power in range(8) for step in (1, 2, 5)]
    low, high = max(step for step in steps if step <= max(1, min(speeds))), max(speeds) * 1.2
    up = lambda speed: HEIGHT - BOTTOM - math.log(speed / low) / math.log(high / low) * (HEIGHT - TOP - BOTTOM)
    text = lambda x, y, words, more="": f'<text x="{x:.1f}" y="{y:.1f}" {more}>{escape(words)}</text>'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        text(LEFT, 22, title, 'font-size="15" font-weight="bold"'),
        text(LEFT, 40, note, 'fill="#555" font-size="11"'),
    ]
    for recall in RECALLS:
        x = across(recall)
        parts.append(f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#ddd"/>')
        parts.append(text(x, HEIGHT - BOTTOM + 16, f"{recall:g}", 'text-anchor="middle" fill="#555"'))
    for speed in (step for step in steps if low <= step <= high):
        parts.append(f'<path d="M{LEFT} {up(speed):.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(text(LEFT - 6, up(speed) + 4, f"{speed:,}", 'text-anchor="end" fill="#555"'))
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - BOTTOM + 34, "recall@10", 'text-anchor="middle"'))
    parts.append(text(16, TOP - 10, "queries a second, one thread"))
    for number, (name, points) in enumerate(named):
        color = COLORS[number % len(COLORS)]
        places = [(across(recall), up(speed)) for recall, speed in points]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        parts.append(f'<path d="M{path}" fill="none" stroke="{color}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{color}"/>' for x, y in places]
        x = LEFT + 160 * number
        parts.append(f'<circle cx="{x + 5}" cy="{HEIGHT - 18}" r="4" fill="{color}"/>')
        parts.append(text(x + 14, HEIGHT - 14, name))
    return "\n".join(parts + ["</svg>"]) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measured")
    parser.add_argument("drawn")
    parser.add_argument("--title", default="Approximate search")
    parser.add_argument("--note", default="")
    options = parser.parse_args()
    with open(options.measured) as file:
        named = list(curves(file))
    if not named:
        parser.error(f"{options.measured} holds no curves; give it the output of ann.py")
    with open(options.drawn, "w") as file:
        file.write(drawing(named, options.title, options.note))


if __name__ == "__main__":
    main()
