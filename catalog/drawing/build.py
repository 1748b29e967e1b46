"""Draws the whole catalogue: images/, catalog.csv and queries.jsonl.

Run as ``python3 -m drawing.build``; the same code always draws the same catalogue.
"""

import argparse
import csv
import json
import random
from pathlib import Path

from . import broken, texts
from .captions import shows_second
from .colors import MATCHES, PALETTE
from .files import raster, save
from .kinds import KINDS
from .products import products
from .queries import QUERIES, doubtful, relevant
from .scene import GROUNDS, Place, backdrop, distance
from .shop import SHOP
from .sketch import Look, draw, page

HERE = Path(__file__).resolve().parent.parent

THINGS = {
    "plain": "",
    "striped": "stripes",
    "dotted": "dots",
    "checked": "checks",
    "floral": "flowers",
    "starred": "stars",
    "hearts": "hearts",
    "zigzag": "zigzag",
}

TALL = ("bottle", "dress", "wristwatch", "suitcase", "vase", "trousers", "umbrella")
WIDE = ("sofa", "bicycle", "sunglasses", "toy car", "sneaker")

# Pictures that show what a decoder must know: (kind, colour, pattern) -> suffix, style.
SPECIAL = {
    ("sunglasses", "red", "plain"): (".png", "alpha"),
    ("headphones", "black", "plain"): (".png", "alpha"),
    ("toy car", "yellow", "plain"): (".webp", "alpha"),
    ("socks", "black", "striped"): (".jpg", "grey"),
    ("trousers", "black", "striped"): (".jpg", "grey"),
    ("sofa", "green", "plain"): (".jpg", "progressive"),
    ("dress", "red", "dotted"): (".jpg", "progressive"),
    ("bicycle", "red", "plain"): (".jpg", "sideways"),
    ("bottle", "orange", "plain"): (".jpg", "sideways"),
    ("cushion", "blue", "checked"): (".jpg", "full"),
    ("book", "blue", "plain"): (".webp", "lossless"),
    ("clock", "black", "plain"): (".webp", "lossless"),
}

# Grounds for white products, strong enough to stand out from.
BEHIND_WHITE = ("#cfe0f1", "#f0d6de", "#d6e6d4", "#dcd5ee", "#d3d9e0", "#f3e0c4", "#c9e6e3")


def look_of(product, rng):
    """The one and only look of a product; shapes left open are settled here."""
    what = KINDS[product["kind"]]
    shape = {key: rng.choice(values) for key, values in what.shapes.items()} | product["shape"]
    product["shape"] = shape
    product["second"] = product["second"] or rng.choice(MATCHES[product["color"]][:3])
    return Look(
        color=product["color"],
        second=product["second"],
        pattern=product["pattern"],
        shape=shape,
        line=rng.choice((1.8, 2.2)),
        shade=rng.choice(("soft", "soft", "soft", "cel")),
        step=rng.choice((14.0, 16.0)),
    )


def ground_of(product, rng):
    """Form and colour of the backdrop."""
    form = rng.choice(("flat", "flat", "flat", "flat", "floor", "spot"))
    color = PALETTE[product["color"]]
    if product["color"] == "white":
        return ("flat" if form == "spot" else form), rng.choice(BEHIND_WHITE)
    pool = [g for g in GROUNDS.values() if distance(g, color) > 0.25]
    tint = rng.choice(pool)
    if form != "spot" and rng.random() < 0.4:
        tint = "#ffffff"
    return form, tint


def frame_of(product, number):
    """Width and height of the picture in pixels."""
    if product["kind"] in TALL and number % 2:
        return (384, 384) if product["shape"].get("pose") in ("open", "tilted") else (288, 384)
    if product["kind"] in WIDE and number % 2 == 0:
        return (384, 384) if product["shape"].get("height") == "high" else (384, 288)
    return 384, 384


def drawing(product, look, frame, ground, place, *, clear=False):
    """The SVG of a product's picture."""
    width, height = 200 * frame[0] / 384, 200 * frame[1] / 384
    scale = place.scale
    place.x = (width - 200 * scale) / 2
    place.y = (height - 200 * scale) / 2
    behind = "" if clear else backdrop(*ground, width, height, deep=0.12)
    body = place.wrap(draw(product["kind"], look))
    return page(body, width=width, height=height, background=None, backdrop=behind)


def suffix_of(product, number):
    """File format and style for a product."""
    key = (product["kind"], product["color"], product["pattern"])
    if key in SPECIAL:
        return SPECIAL[key]
    if number % 3 == 1:
        return ".jpg", ""
    return (".webp" if number % 9 == 5 else ".png"), ""


def name_of(product, taken):
    """A file name that says kind and colour and has not been taken."""
    parts = [product["kind"].replace(" ", "-"), product["color"], THINGS[product["pattern"]]]
    base = "-".join(part for part in parts if part)
    name, tries = base, 1
    while name in taken:
        tries += 1
        name = f"{base}-{tries}"
    taken.add(name)
    return name


def second_view(product, look, number, folder, name, rng):
    """A second picture of the same thing; its file name."""
    place = Place(scale=0.9)
    if product["view"] == "turned":
        place.mirrored, place.turn = True, 5.0
    else:
        key, value = product["view"].split("=")
        look.shape = look.shape | {key: value}
    svg = drawing(product, look, (384, 384), ground_of(product, rng), place)
    path = folder / f"{name}-b{'.jpg' if number % 2 else '.png'}"
    save(raster(svg, 384, 384), path)
    return path.name


def picture(product, number, folder, taken):
    """Draws a product; gives back the columns that name its pictures."""
    rng = random.Random(f"picture {product['id']}")
    look = look_of(product, rng)
    frame = frame_of(product, number)
    suffix, style = suffix_of(product, number)
    mirrored = rng.random() < 0.25 and product["kind"] not in ("clock", "wristwatch", "book", "t-shirt")
    wide = frame[0] != frame[1]
    tilt = rng.choice((0, 0, 0, 0, -4, 4)) if KINDS[product["kind"]].stands is None and not wide else 0
    place = Place(scale=0.96 if wide else 0.92, turn=tilt, mirrored=mirrored)
    svg = drawing(product, look, frame, ground_of(product, rng), place, clear=style == "alpha")
    name = name_of(product, taken)
    save(raster(svg, *frame), folder / (name + suffix), style)
    columns = {"image_link": f"images/{name}{suffix}", "additional_image_link": ""}
    if product["view"]:
        more = second_view(product, look, number, folder, name, rng)
        columns["additional_image_link"] = f"images/{more}"
    if product["pattern"] == "plain" and not shows_second(product["kind"], look):
        product["second"] = None
    return columns


def rows_of(folder):
    """Draws everything; the products and their rows."""
    found, rows, taken, titles, counts = [], [], set(), set(), {}
    brands = {}
    for number, product in enumerate(products(), 1):
        code = SHOP[product["kind"]][0]
        counts[code] = counts.get(code, 0) + 1
        product["id"] = f"{code}-{counts[code]:03d}"
        columns = picture(product, number, folder, taken)
        rng = random.Random(f"texts {product['id']}")
        if product["group"]:
            key = (product["kind"], product["group"])
            names = brands.setdefault(key, texts.group_of(product, rng))
            product["brand"], product["name"] = names
        product["title"] = texts.title_of(product, rng)
        while product["title"] in titles:
            product["title"] = texts.title_of(product, rng)
        titles.add(product["title"])
        rows.append(texts.row_of(product, number, rng) | columns)
        found.append(product)
    return found, rows


def bad_rows():
    """The rows whose pictures are bad."""
    for number, item in enumerate(broken.BAD, 900):
        row = dict(item)
        row["image_link"] = f"images/{row.pop('image')}"
        row["link"] = f"https://shop.example/p/{row['id'].lower()}"
        row["availability"] = "in_stock"
        row["gtin"] = texts.gtin(number)
        yield row


def write_queries(found, path):
    """The questions with their answers; names what somebody might dispute."""
    with open(path, "w", encoding="utf-8") as lines:
        for query, marks in QUERIES:
            answers = relevant(found, marks)
            if not answers:
                raise SystemExit(f"no product answers {query!r}")
            for product in doubtful(found, marks):
                print(f"doubtful: {query!r}: {product['id']} {product['title']}")
            lines.write(json.dumps({"query": query, "relevant": answers}, ensure_ascii=False) + "\n")


def main():
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=HERE, help="where the catalogue goes")
    out = parser.parse_args().out
    folder = out / "images"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    found, rows = rows_of(folder)
    broken.write_all(folder)
    rows += bad_rows()
    with open(out / "catalog.csv", "w", encoding="utf-8", newline="") as table:
        writer = csv.DictWriter(table, texts.HEADER, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    write_queries(found, out / "queries.jsonl")
    size = sum(p.stat().st_size for p in folder.iterdir())
    print(
        f"{len(rows)} rows, {len(list(folder.iterdir()))} files, {size / 1e6:.2f} MB of pictures, {len(QUERIES)} queries"
    )


if __name__ == "__main__":
    main()
