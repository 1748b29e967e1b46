"""What people ask the catalogue, and by which marks a product answers."""

DESK = {"kind": "table lamp", "form": "desk"}
RAIN = {"kind": "boot", "style": "rain"}

# A question, and one or more descriptions; a product that fits one of them answers.
QUERIES = (
    # colour and kind
    ("a red mug", {"kind": "mug", "color": "red"}),
    ("green sofa", {"kind": "sofa", "color": "green"}),
    ("yellow dress", {"kind": "dress", "color": "yellow"}),
    ("black umbrella", {"kind": "umbrella", "color": "black"}),
    ("plain white t-shirt", {"kind": "t-shirt", "color": "white", "pattern": "plain"}),
    ("blue bicycle", {"kind": "bicycle", "color": "blue"}),
    ("pink suitcase", {"kind": "suitcase", "color": "pink"}),
    ("brown handbag", {"kind": "handbag", "color": "brown"}),
    ("red rucksack", {"kind": "backpack", "color": "red"}),
    ("a yellow lamp", {"kind": "table lamp", "color": "yellow"}),
    ("headphones in turquoise", {"kind": "headphones", "color": "turquoise"}),
    ("purple vase", {"kind": "vase", "color": "purple"}),
    ("orange easy chair", {"kind": "armchair", "color": "orange"}),
    ("black sunglasses", {"kind": "sunglasses", "color": "black"}),
    ("grey scarf", {"kind": "scarf", "color": "grey"}),
    ("pink trainers", {"kind": "sneaker", "color": "pink"}),
    ("brown teddy", {"kind": "teddy bear", "color": "brown"}),
    ("grey couch", {"kind": "sofa", "color": "grey"}),
    # colour, pattern and kind
    ("red cup with white dots", {"kind": "mug", "color": "red", "pattern": "dotted"}),
    ("striped blue t-shirt", {"kind": "t-shirt", "color": "blue", "pattern": "striped"}),
    ("white teapot with blue flowers", {"kind": "teapot", "color": "white", "pattern": "floral"}),
    ("dark blue mug with stars", {"kind": "mug", "color": "navy", "pattern": "starred"}),
    ("red polka dot dress", {"kind": "dress", "color": "red", "pattern": "dotted"}),
    ("red and white checked trousers", {"kind": "trousers", "color": "red", "pattern": "checked"}),
    ("red cushion with hearts", {"kind": "cushion", "color": "red", "pattern": "hearts"}),
    ("black and white striped socks", {"kind": "socks", "color": "black", "pattern": "striped"}),
    ("green and white chequered cap", {"kind": "cap", "color": "green", "pattern": "checked"}),
    ("pink armchair with flowers", {"kind": "armchair", "color": "pink", "pattern": "floral"}),
    ("sofa with blue and white stripes", {"kind": "sofa", "second": "blue", "pattern": "striped"}),
    ("blue lampshade with white stars", {"kind": "table lamp", "color": "blue", "pattern": "starred"}),
    ("jumper with green and yellow zigzags", {"kind": "jumper", "color": "green", "pattern": "zigzag"}),
    # pattern and kind
    ("polka dot umbrella", {"kind": "umbrella", "pattern": "dotted"}),
    ("dress with flowers on it", {"kind": "dress", "pattern": "floral"}),
    ("striped vase", {"kind": "vase", "pattern": "striped"}),
    ("tartan scarf", {"kind": "scarf", "pattern": "checked"}),
    ("school bag with stars", {"kind": "backpack", "pattern": "starred"}),
    ("anything with little hearts", {"pattern": "hearts"}),
    ("notebook with a flower pattern", {"kind": "book", "pattern": "floral"}),
    ("spotted rubber boots", RAIN | {"pattern": "dotted"}),
    # what it is for
    ("something to carry books to school", {"kind": "backpack"}),
    ("lamp for my desk", DESK),
    ("shoes for running", {"kind": "sneaker", "style": "running"}),
    ("something to hold over my head in the rain", {"kind": "umbrella"}),
    ("wellies for jumping in puddles", RAIN),
    ("wide hat against the sun at the beach", {"kind": "sun hat"}),
    ("wakes me up in the morning", {"kind": "clock", "form": "alarm"}),
    ("somewhere to put a bunch of tulips", {"kind": "vase"}),
    ("luggage for a long holiday", {"kind": "suitcase"}),
    ("to carry water on a hike", {"kind": "bottle"}),
    ("cuddly toy for a baby", {"kind": "teddy bear"}),
    ("protect my eyes from bright light", {"kind": "sunglasses"}),
    ("for serving tea to guests", {"kind": "teapot"}),
    ("a bike for a small child", {"kind": "bicycle", "style": "children"}),
    # kinds within kinds, and mixtures
    ("woolly hat with a bobble", {"kind": "beanie", "pompom": "yes"}),
    ("turtleneck sweater", {"kind": "jumper", "neck": "roll"}),
    ("cactus", {"kind": "plant pot", "plant": "cactus"}),
    ("summer shorts", {"kind": "trousers", "cut": "shorts"}),
    ("toy lorry", {"kind": "toy car", "body": "truck"}),
    ("striped shopping bag", {"kind": "handbag", "pattern": "striped"}),
    ("red couch for the living room", {"kind": "sofa", "color": "red"}),
)

# Colours that one may call by the other's name.
NEAR = {
    "blue": ("navy", "turquoise"),
    "navy": ("blue", "black"),
    "turquoise": ("blue", "green"),
    "green": ("turquoise",),
    "beige": ("white", "brown", "yellow"),
    "brown": ("beige", "orange"),
    "pink": ("purple",),
    "purple": ("pink",),
    "orange": ("brown",),
    "red": ("pink",),
}


def fits(product, marks):
    """Whether a product bears all the marks."""
    return all(product.get(key, product["shape"].get(key)) == value for key, value in marks.items())


def relevant(products, marks):
    """The ids of the products that answer."""
    return [p["id"] for p in products if fits(p, marks)]


def doubtful(products, marks):
    """Products that do not count as answers although somebody might say they are."""
    color = marks.get("color")
    if not color:
        return
    rest = {k: v for k, v in marks.items() if k != "color"}
    for product in products:
        if not fits(product, rest) or product["color"] == color:
            continue
        even = product["pattern"] in ("striped", "checked", "zigzag") and product["second"] == color
        if even or product["color"] in NEAR.get(color, ()):
            yield product
