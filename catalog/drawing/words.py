"""The words people use for kinds, colours, patterns and shapes."""

NOUNS = {
    "mug": ("mug", "cup", "coffee mug", "coffee cup", "tea mug"),
    "teapot": ("teapot", "tea pot"),
    "bowl": ("bowl", "serving bowl", "salad bowl"),
    "bottle": ("bottle", "water bottle", "drinking bottle"),
    "vase": ("vase", "flower vase"),
    "plant pot": ("plant pot", "flowerpot", "planter", "flower pot"),
    "t-shirt": ("t-shirt", "tee", "shirt", "T-shirt", "short-sleeved shirt"),
    "jumper": ("jumper", "sweater", "pullover", "knitted sweater"),
    "dress": ("dress", "summer dress", "frock"),
    "trousers": ("trousers", "pants"),
    "socks": ("socks", "pair of socks"),
    "scarf": ("scarf", "woollen scarf", "winter scarf"),
    "handbag": ("handbag", "bag", "purse", "lady's bag"),
    "backpack": ("backpack", "rucksack", "school bag"),
    "umbrella": ("umbrella", "brolly"),
    "sunglasses": ("sunglasses", "shades", "pair of sunglasses"),
    "wristwatch": ("wristwatch", "watch"),
    "headphones": ("headphones", "pair of headphones", "headset"),
    "suitcase": ("suitcase", "trolley case", "luggage", "travel case"),
    "sneaker": ("sneaker", "trainer", "sports shoe", "shoe", "sneakers", "trainers"),
    "boot": ("boot", "boots"),
    "cap": ("cap", "baseball cap", "peaked cap"),
    "sun hat": ("sun hat", "hat", "wide-brimmed hat", "summer hat"),
    "beanie": ("beanie", "woolly hat", "hat", "knitted hat", "winter hat"),
    "table lamp": ("lamp", "table lamp", "bedside lamp"),
    "chair": ("chair", "dining chair", "kitchen chair"),
    "armchair": ("armchair", "easy chair", "lounge chair"),
    "sofa": ("sofa", "couch", "settee"),
    "cushion": ("cushion", "pillow", "throw pillow", "scatter cushion"),
    "clock": ("clock",),
    "book": ("book", "hardback book", "notebook"),
    "bicycle": ("bicycle", "bike"),
    "toy car": ("toy car", "car", "model car"),
    "teddy bear": ("teddy bear", "teddy", "stuffed bear", "cuddly bear", "soft toy"),
}

# Nouns that fit one shape of a kind: (kind, shape, value) -> nouns.
SHAPE_NOUNS = {
    ("mug", "height", "tall"): ("tall mug", "latte mug"),
    ("mug", "filled", "yes"): ("mug of coffee", "cup of hot coffee", "steaming mug"),
    ("bowl", "filled", "fruit"): ("fruit bowl", "bowl of fruit", "bowl full of fruit"),
    ("bottle", "form", "sport"): ("sports bottle",),
    ("vase", "flowers", "yes"): ("vase with flowers", "vase of flowers"),
    ("t-shirt", "neck", "v"): ("v-neck t-shirt",),
    ("jumper", "neck", "roll"): ("roll-neck jumper", "turtleneck sweater", "polo neck"),
    ("dress", "length", "mini"): ("short dress", "mini dress"),
    ("dress", "top", "sleeves"): ("dress with sleeves",),
    ("trousers", "cut", "shorts"): ("shorts", "pair of shorts", "short trousers"),
    ("trousers", "cut", "wide"): ("wide-leg trousers", "flared trousers"),
    ("socks", "length", "long"): ("long socks", "knee socks"),
    ("socks", "length", "ankle"): ("short socks", "ankle socks"),
    ("handbag", "form", "tote"): ("tote bag", "shopper", "shopping bag"),
    ("umbrella", "pose", "open"): ("open umbrella",),
    ("umbrella", "pose", "furled"): ("folded umbrella", "closed umbrella"),
    ("sunglasses", "form", "round"): ("round sunglasses",),
    ("sunglasses", "form", "cat-eye"): ("cat-eye sunglasses",),
    ("sunglasses", "form", "aviator"): ("aviator sunglasses",),
    ("wristwatch", "face", "square"): ("square watch",),
    ("sneaker", "height", "high"): ("high-top sneaker", "high-top", "basketball shoe"),
    ("sneaker", "style", "running"): ("running shoe", "running shoes", "jogging shoe"),
    ("sneaker", "style", "canvas"): ("canvas shoe", "gym shoe"),
    ("boot", "style", "rain"): ("rain boot", "wellington boot", "rubber boot", "welly", "gumboot"),
    ("boot", "style", "laced"): ("lace-up boot", "hiking boot", "walking boot"),
    ("boot", "style", "ankle"): ("ankle boot", "heeled boot"),
    ("beanie", "pompom", "yes"): ("bobble hat", "hat with a pompom"),
    ("table lamp", "form", "desk"): ("desk lamp", "reading lamp", "work lamp"),
    ("sofa", "seats", "two"): ("two-seater sofa", "loveseat"),
    ("sofa", "seats", "three"): ("three-seater sofa",),
    ("cushion", "form", "round"): ("round cushion",),
    ("clock", "form", "alarm"): ("alarm clock", "clock with bells"),
    ("clock", "form", "wall"): ("wall clock", "round clock"),
    ("book", "pose", "lying"): ("books", "two books", "pile of books"),
    ("bicycle", "style", "city"): ("city bike", "bicycle with a basket"),
    ("bicycle", "style", "racing"): ("racing bike", "road bike"),
    ("bicycle", "style", "children"): ("children's bike", "kids' bicycle"),
    ("toy car", "body", "truck"): ("toy truck", "toy lorry", "truck"),
    ("toy car", "body", "racer"): ("toy racing car", "race car"),
    ("teddy bear", "wears", "bow"): ("teddy with a bow",),
}

# Nouns that do not fit a shape of their kind.
WRONG_NOUNS = {
    ("trousers", "cut", "shorts"): ("trousers", "pants"),
    ("table lamp", "form", "desk"): ("bedside lamp",),
    ("toy car", "body", "truck"): ("toy car", "car", "model car"),
    ("book", "pose", "lying"): ("notebook",),
}

# Nouns for the whole of a thing whose colour is that of a part only; never used with a colour.
BARE_NOUNS = {
    ("plant pot", "plant", "leafy"): ("potted plant", "house plant", "green plant in a pot"),
    ("plant pot", "plant", "cactus"): ("cactus", "cactus in a pot", "potted cactus"),
    ("plant pot", "plant", "snake"): ("potted plant", "house plant", "green plant in a pot"),
}

PLURAL = {
    "trousers", "pants", "socks", "sunglasses", "shades", "headphones", "shorts", "sneakers", "trainers",
    "boots", "running shoes", "books", "two books", "luggage", "short trousers", "wide-leg trousers",
    "flared trousers", "long socks", "knee socks", "short socks", "ankle socks", "round sunglasses",
    "cat-eye sunglasses", "aviator sunglasses",
}  # fmt: skip

COLOR_WORDS = {
    "red": ("red", "red", "red", "bright red"),
    "orange": ("orange",),
    "yellow": ("yellow",),
    "green": ("green",),
    "blue": ("blue", "blue", "bright blue"),
    "navy": ("navy", "navy blue", "dark blue"),
    "purple": ("purple", "purple", "violet"),
    "pink": ("pink", "pink", "pink", "rose pink"),
    "brown": ("brown",),
    "beige": ("beige", "beige", "cream", "sand-coloured"),
    "black": ("black",),
    "white": ("white",),
    "grey": ("grey", "gray"),
    "turquoise": ("turquoise", "turquoise", "teal", "aqua"),
}

# Pattern -> adjectives, things it is made of.
PATTERN_WORDS = {
    "plain": (("plain",), ()),
    "striped": (("striped", "striped", "stripy"), ("stripes",)),
    "dotted": (("dotted", "polka-dot", "spotted"), ("dots", "polka dots", "spots")),
    "checked": (("checked", "gingham", "chequered", "plaid"), ("checks", "squares")),
    "floral": (("floral", "flowery", "flower-patterned"), ("flowers", "flowers", "blossoms")),
    "starred": (("starry", "star-patterned"), ("stars",)),
    "hearts": (("heart-patterned",), ("hearts",)),
    "zigzag": (("zigzag", "chevron"), ("zigzags", "zigzag lines", "chevrons")),
}

USES = {
    "mug": ("something to drink tea from", "for hot drinks"),
    "teapot": ("for serving tea", "something to brew tea in"),
    "bowl": ("tableware for salad or cereal", "something to serve fruit in"),
    "bottle": ("something to drink water from on the go", "for taking a drink along"),
    "vase": ("something to put flowers in", "decoration for cut flowers"),
    "plant pot": ("greenery for the window sill", "indoor plant"),
    "t-shirt": ("casual top for summer", "clothing"),
    "jumper": ("warm knitwear", "clothes for cold days"),
    "dress": ("ladies' fashion", "something to wear to a party"),
    "trousers": ("clothing for the legs", "clothes"),
    "socks": ("something to keep the feet warm", "hosiery"),
    "scarf": ("something to keep the neck warm", "winter accessory"),
    "handbag": ("ladies' fashion accessory", "something to carry a purse and keys in"),
    "backpack": ("bag worn on the back", "for school and hiking"),
    "umbrella": ("something against the rain", "for rainy days"),
    "sunglasses": ("something to protect the eyes from the sun", "eyewear"),
    "wristwatch": ("something that tells the time", "jewellery for the wrist"),
    "headphones": ("for listening to music", "audio equipment"),
    "suitcase": ("luggage for travelling", "for packing clothes for a trip"),
    "sneaker": ("footwear for sports", "casual footwear"),
    "boot": ("sturdy footwear", "shoes for autumn and winter"),
    "cap": ("headwear against the sun", "sporty headwear"),
    "sun hat": ("headwear for the beach", "protection from the sun"),
    "beanie": ("something to keep the head warm", "headwear for winter"),
    "table lamp": ("a light for the room", "lighting", "gives light in the evening"),
    "chair": ("something to sit on", "dining room furniture"),
    "armchair": ("comfortable seat for one", "living room furniture"),
    "sofa": ("comfortable seating for several people", "living room furniture"),
    "cushion": ("soft decoration for the couch", "home textile"),
    "clock": ("something that shows the hour", "timepiece"),
    "book": ("something to read", "reading matter"),
    "bicycle": ("something to ride on two wheels", "vehicle for cycling"),
    "toy car": ("toy with wheels", "something for children to play with"),
    "teddy bear": ("cuddly toy for children", "something to hug at bedtime"),
}


def a(phrase):
    """The phrase with its article, where it takes one."""
    head = phrase.split(" with ")[0]
    if "pair of" not in head and any(head == p or head.endswith(" " + p) for p in PLURAL):
        return phrase
    return ("an " if phrase[0] in "aeioAEIO" else "a ") + phrase


def nouns(kind, shape):
    """General nouns and shape nouns for a product of this kind and shape."""
    bad, special = set(), []
    for key, value in shape.items():
        bad.update(WRONG_NOUNS.get((kind, key, value), ()))
        special.extend(SHAPE_NOUNS.get((kind, key, value), ()))
    general = [n for n in NOUNS[kind] if n not in bad]
    return general or special, special
