"""Draws many random pictures with captions, to train and to test with.

Run as ``python3 -m drawing.variants --count N --seed S OUT_DIR``. Every picture
differs from every picture of the catalogue: colours, place, size and angle are
always drawn at random.
"""

import argparse
import json
import os
import random
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import cairosvg

from . import captions
from .colors import MATCHES, PALETTE, drifted
from .kinds import KINDS
from .patterns import PATTERNS
from .scene import GROUNDS, STRONG_GROUNDS, Place, backdrop, distance
from .sketch import Look, draw, page

PLAIN_SHARE = 0.36
PAIR_SHARE = 0.1


def some_look(kind, rng, color=None):
    """A random look for a kind."""
    what = KINDS[kind]
    color = color or rng.choice(tuple(PALETTE))
    pattern = "plain"
    if what.patterned and rng.random() > PLAIN_SHARE:
        pattern = rng.choice(PATTERNS[1:])
    others = MATCHES[color][:4] if rng.random() < 0.8 else [c for c in PALETTE if c != color]
    second = rng.choice(others)
    return Look(
        color=color,
        second=second,
        pattern=pattern,
        shape={key: rng.choice(values) for key, values in what.shapes.items()},
        tints={name: drifted(name, rng) for name in {color, second}},
        line=rng.choice((1.0, 1.4, 1.8, 2.2, 2.6, 3.2)) * rng.uniform(0.9, 1.1),
        ink=rng.choice(("tone", "tone", "dark")),
        shade=rng.choice(("soft", "soft", "cel", "flat")),
        shadow=rng.random() < 0.7,
        step=rng.uniform(11.0, 21.0),
        phase=rng.random(),
        turn=rng.choice((0, 0, 0, 0, 45, -45)) if pattern in ("striped", "checked") else rng.uniform(-8, 8),
    )


def some_ground(colors, rng):
    """A backdrop the product stands out from: its form, its colour's name and its colour."""
    form = rng.choice(("flat", "flat", "flat", "flat", "glow", "slope", "floor", "spot"))
    for _ in range(20):
        draws = rng.random()
        if draws < 0.3:
            name, color = "white", "#ffffff"
        else:
            pool = GROUNDS if draws < 0.82 else STRONG_GROUNDS
            name = rng.choice(tuple(pool))
            color = pool[name]
        if all(distance(color, c) > (0.16 if name in GROUNDS else 0.5) for c in colors):
            return form, name, color
    return "flat", "light grey", "#dfe2e6"


def some_place(rng, scale, room=200.0):
    """A random place where the object stays within the picture."""
    free = room - 200 * scale
    return Place(
        x=rng.uniform(0, max(free, 0)) if free > 0 else free / 2,
        y=rng.uniform(0, max(free, 0)) if free > 0 else free / 2,
        scale=scale,
        turn=rng.uniform(-12, 12),
        mirrored=rng.random() < 0.5,
    )


def pair_places(rng):
    """Places for two objects side by side."""
    places = []
    for side in (0, 1):
        scale = rng.uniform(0.44, 0.56)
        spare = 200 - 200 * scale
        x = side * 96 + rng.uniform(-8, 8) - (200 * scale - 104) / 2
        place = Place(x, rng.uniform(0.3, 0.8) * spare, scale, rng.uniform(-10, 10), rng.random() < 0.5)
        places.append(place)
    return places


def picture(index, seed):
    """One picture: its SVG and its caption record."""
    rng = random.Random(f"{seed}:{index}")
    kinds = [rng.choice(tuple(KINDS))]
    if rng.random() < PAIR_SHARE:
        kinds.append(rng.choice([k for k in KINDS if k != kinds[0]]))
    looks = [some_look(kind, rng) for kind in kinds]
    if len(kinds) == 2:
        places = pair_places(rng)
    else:
        places = [some_place(rng, rng.choice((rng.uniform(0.6, 0.82), rng.uniform(0.82, 1.0))))]
    form, ground, color = some_ground([look.tints[look.color] for look in looks], rng)
    body = ""
    for n, (kind, look, place) in enumerate(zip(kinds, looks, places, strict=True)):
        if kind in ("clock", "wristwatch"):
            place.mirrored = False
        body += place.wrap(draw(kind, look, f"k{n}_"))
    behind = backdrop(form, color, deep=rng.uniform(0.06, 0.22), line=rng.uniform(0.55, 0.82))
    svg = page(body, background=None, backdrop=behind)
    first = looks[0]
    record = {
        "file": f"{index:06d}.png",
        "kind": kinds[0],
        "color": first.color,
        "second": first.second if captions.shows_second(kinds[0], first) else None,
        "pattern": first.pattern,
        "shape": first.shape,
    }
    if len(kinds) == 2:
        other = looks[1]
        record["other"] = {"kind": kinds[1], "color": other.color, "pattern": other.pattern}
        record["captions"] = captions.pair(kinds, looks, rng)
    else:
        record["captions"] = captions.single(kinds[0], first, rng, ground if form != "spot" else None)
    return svg, record


def write(job):
    """Renders one picture to its file and gives back its record."""
    index, seed, size, folder = job
    svg, record = picture(index, seed)
    target = os.path.join(folder, record["file"])
    cairosvg.svg2png(bytestring=svg.encode(), write_to=target, output_width=size, output_height=size)
    return record


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path, metavar="OUT_DIR")
    parser.add_argument("--count", type=int, required=True, help="how many pictures")
    parser.add_argument("--seed", type=int, default=1, help="the same seed draws the same pictures")
    parser.add_argument("--size", type=int, default=256, help="side in pixels")
    parser.add_argument("--start", type=int, default=1, help="number of the first picture")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    numbers = range(options.start, options.start + options.count)
    jobs = [(n, options.seed, options.size, str(options.out)) for n in numbers]
    with (
        ProcessPoolExecutor(max_workers=options.jobs) as pool,
        open(options.out / "captions.jsonl", "w", encoding="utf-8") as lines,
    ):
        for record in pool.map(write, jobs, chunksize=32):
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
