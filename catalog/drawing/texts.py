"""Titles, descriptions and the other columns of a product's row."""

import html
import random

from .colors import PALETTE
from .shop import BRANDS, FANCY, MATERIALS, NAMES, PRINTS, SERIES, SHOP

HEADER = [
    "id",
    "title",
    "description",
    "link",
    "image_link",
    "additional_image_link",
    "availability",
    "price",
    "sale_price",
    "brand",
    "google_product_category",
    "product_type",
    "color",
    "size",
    "gender",
    "material",
    "pattern",
    "gtin",
    "mpn",
    "item_group_id",
]


def name_of(product, rng):
    """What the shop calls this kind in this shape."""
    names = NAMES[(product["kind"],)]
    for key, value in product["shape"].items():
        names = NAMES.get((product["kind"], key, value), names)
    return rng.choice(names)


def spoken(product, rng):
    """The colour as the shop says it, and the pattern as an adjective, a phrase and a print's name."""
    fancy = rng.choice(FANCY[product["color"]])
    if product["pattern"] == "plain":
        return fancy, None
    word, phrase, print_name = PRINTS[product["pattern"]]
    return fancy, (word, phrase.format(second=product["second"]), print_name)


def group_of(product, rng):
    """What all products of a group share: brand and name."""
    return rng.choice(BRANDS[SHOP[product["kind"]][1]]), name_of(product, rng)


def title_of(product, rng):
    """A natural title; not every one names the pattern."""
    name = product.get("name") or name_of(product, rng)
    fancy, print_words = spoken(product, rng)
    low = name if name.startswith(("T-", "V-")) else name[0].lower() + name[1:]
    if product["group"]:
        return f"{product['group'].capitalize()} {low}, {fancy}"
    if not print_words:
        forms = (f"{name}, {fancy}", f"{rng.choice(SERIES)} {low} in {fancy}", f"{fancy.capitalize()} {low}")
        return rng.choice((*forms, forms[0]))
    word, phrase, print_name = print_words
    forms = (
        f"{name} with {phrase}, {product['color']}",
        f"{word.capitalize()} {low}, {product['color']} and {product['second']}",
        f"{name} “{print_name}”, {fancy}",
        f"{fancy.capitalize()} {low} with {phrase}",
    )
    if " with " in name or " in a " in name:
        return f"{name}, {product['color']} with {phrase}"
    return rng.choice(forms)


OPENERS = (
    "This {name} in {look} is made of {material}.",
    "A {name} to fall in love with, in {look}.",
    "Made of {material}, in {look}.",
    "The {name} everybody asks about, now in {look}.",
    "{material}, {look}.",
    "We had this {name} made in {look}, and we are keeping one ourselves.",
    "Our favourite {name}: {look}, made of {material}.",
    "A simple {name} made of {material}. Colour: {look}.",
    "In {look}, because there is enough dull stuff in the world.",
    "{look}, {material}, no frills.",
    "Good {material}, honest work: our {name} in {look}.",
)


def description_of(product, material, rng):
    """One to four sentences."""
    fancy, print_words = spoken(product, rng)
    look = fancy
    if print_words:
        look = rng.choice((f"{fancy} with {print_words[1]}", f"{product['color']} and {print_words[1]}"))
    name = product["kind"]
    if name in ("trousers", "socks", "sunglasses", "headphones"):
        name = f"pair of {name}"
    opener = rng.choice(OPENERS).format(name=name, look=look, material=material)
    if opener.startswith("A ") and name[0] in "aeiou":
        opener = "An" + opener[1:]
    facts = list(SHOP[product["kind"]][9])
    rng.shuffle(facts)
    parts = [opener[0].upper() + opener[1:], *facts[: rng.choice((0, 1, 1, 1, 2, 2))]]
    return " ".join(parts)


def dressed(text, number):
    """The text as real feeds have it: here and there with markup, entities, quotes or line breaks."""
    sentences = text.split(". ")
    style = number % 23
    if style == 4:
        return "<p>" + html.escape(text, quote=False).replace("°", "&deg;") + "</p>"
    if style == 9 and len(sentences) > 1:
        items = "".join(f"<li>{s.rstrip('.')}</li>" for s in sentences)
        return f"<ul>{items}</ul>"
    if style == 13:
        return text + ' Customers say: "Better than in the picture".'
    if style == 17 and len(sentences) > 1:
        return ".\n".join(sentences)
    if style == 21:
        return text + " <b>New</b> &amp; while stocks&nbsp;last&hellip;<br/>"
    return text


def gtin(number):
    """An EAN-13 from the range kept for shops' own use, with its check digit."""
    digits = f"200{number:09d}"
    total = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits))
    return digits + str(-total % 10)


def price_of(product, rng):
    """Price and, now and then, a lower one."""
    low, high = SHOP[product["kind"]][2:4]
    steps = 0.9 if low < 50 else 0.0
    price = int(rng.uniform(low, high)) + steps
    if price < low:
        price = low
    sale = ""
    if rng.random() < 0.16:
        sale = f"{round(price * rng.choice((0.7, 0.8, 0.85)), 1):.2f} EUR"
    return f"{price:.2f} EUR", sale


def material_of(product, materials, rng):
    """What it is made of: as the title has it, as the shape demands, or by chance."""
    low = product["title"].lower()
    named = [word for word in ("stoneware", "canvas", "wooden") if word in low]
    if named:
        return "wood" if named[0] == "wooden" else named[0]
    for key, value in product["shape"].items():
        materials = MATERIALS.get((product["kind"], key, value), materials)
    if product["group"]:
        return materials[0]
    return rng.choice(materials)


def row_of(product, number, rng):
    """All columns but the pictures; product["id"] is set."""
    code, brands, _, _, materials, sizes, gender, category, shelf, _ = SHOP[product["kind"]]
    material = material_of(product, materials, rng)
    same = f"{code} {product['group']}" if product["group"] else product["id"]
    price, sale = price_of(product, random.Random(f"price {same}"))
    color = product["color"]
    if product["second"] and product["pattern"] != "plain":
        color = f"{color}/{product['second']}"
    assert product["color"] in PALETTE
    return {
        "id": product["id"],
        "title": product["title"],
        "description": dressed(description_of(product, material, rng), number),
        "link": f"https://shop.example/p/{product['id'].lower()}",
        "availability": rng.choice(("in_stock",) * 8 + ("out_of_stock", "preorder")),
        "price": price,
        "sale_price": sale,
        "brand": product.get("brand") or rng.choice(BRANDS[brands]),
        "google_product_category": category,
        "product_type": shelf,
        "color": color,
        "size": rng.choice(sizes) if sizes else "",
        "gender": gender,
        "material": material,
        "pattern": "" if product["pattern"] == "plain" else product["pattern"],
        "gtin": gtin(number),
        "mpn": f"{code}{number:04d}" if number % 3 else "",
        "item_group_id": f"{code}-{product['group'].upper()}" if product["group"] else "",
    }
