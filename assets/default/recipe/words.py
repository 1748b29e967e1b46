"""Names, synonyms and sentence templates that turn labels and attributes into texts people write."""
import re

TEMPLATES = ("{}", "{a}", "a photo of {a}", "a picture of {a}", "{}", "a close-up of {a}", "a drawing of {a}")
PHOTO_TEMPLATES = TEMPLATES[:6]
DRAWN_TEMPLATES = ("{}", "{a}", "a drawing of {a}", "an illustration of {a}", "{} icon", "a picture of {a}", "{} emoji")

#: Fashion article types whose name is not what people type, most natural form first.
ARTICLE_NAMES = {
    "Tshirts": ["t-shirt", "tshirt", "tee", "tee shirt"], "Casual Shoes": ["casual shoes", "sneakers", "shoes", "casual shoe"],
    "Sports Shoes": ["sports shoes", "running shoes", "trainers", "sports shoe"], "Formal Shoes": ["formal shoes", "dress shoes", "leather shoes"],
    "Watches": ["watch", "wristwatch", "wrist watch"], "Kurtas": ["kurta"], "Kurtis": ["kurti"], "Tops": ["top"],
    "Handbags": ["handbag", "purse", "ladies bag"], "Heels": ["heels", "high heels", "high-heeled shoes"],
    "Sunglasses": ["sunglasses", "shades"], "Flip Flops": ["flip flops", "flip-flops", "slippers"], "Wallets": ["wallet"],
    "Sandals": ["sandals", "sandal"], "Briefs": ["briefs", "underpants", "underwear"], "Belts": ["belt"],
    "Backpacks": ["backpack", "rucksack", "school bag"], "Socks": ["socks", "pair of socks"],
    "Perfume and Body Mist": ["perfume", "body mist", "perfume bottle"], "Jeans": ["jeans", "denim jeans"],
    "Shorts": ["shorts"], "Trousers": ["trousers", "pants"], "Flats": ["flats", "flat shoes", "ballerinas"], "Bra": ["bra"],
    "Dresses": ["dress"], "Sarees": ["saree", "sari"], "Earrings": ["earrings", "pair of earrings"],
    "Deodorant": ["deodorant", "deodorant spray"], "Track Pants": ["track pants", "sweatpants", "jogging trousers"],
    "Sweatshirts": ["sweatshirt", "hoodie"], "Clutches": ["clutch", "clutch bag"], "Caps": ["cap", "baseball cap"],
    "Nail Polish": ["nail polish", "nail varnish"], "Sweaters": ["sweater", "pullover", "jumper"], "Lipstick": ["lipstick"],
    "Ties": ["tie", "necktie"], "Jackets": ["jacket"], "Innerwear Vests": ["vest", "undershirt", "tank top"],
    "Tunics": ["tunic"], "Nightdress": ["nightdress", "nightgown"], "Leggings": ["leggings"], "Pendant": ["pendant", "necklace pendant"],
    "Capris": ["capris", "capri pants"], "Necklace and Chains": ["necklace", "chain"], "Night suits": ["night suit", "pyjamas", "pajamas"],
    "Trunk": ["trunks", "boxer briefs"], "Skirts": ["skirt"], "Scarves": ["scarf"], "Ring": ["ring"], "Lip Gloss": ["lip gloss"],
    "Cufflinks": ["cufflinks"], "Kajal and Eyeliner": ["eyeliner", "kajal"], "Duffel Bag": ["duffel bag", "sports bag", "travel bag"],
    "Stoles": ["stole", "shawl"], "Bangle": ["bangle"], "Laptop Bag": ["laptop bag"], "Mufflers": ["muffler", "scarf"],
    "Boxers": ["boxers", "boxer shorts"], "Camisoles": ["camisole"], "Gloves": ["gloves"], "Swimwear": ["swimwear", "swimsuit"],
    "Rucksacks": ["rucksack", "hiking backpack"], "Booties": ["booties", "baby shoes"], "Blazers": ["blazer"],
    "Footballs": ["football", "soccer ball"], "Basketballs": ["basketball"], "Umbrellas": ["umbrella"], "Trolley Bag": ["trolley bag", "suitcase"],
    "Wristbands": ["wristband"], "Mobile Pouch": ["mobile pouch", "phone case"], "Necklace": ["necklace"], "Waistcoat": ["waistcoat", "vest"],
    "Stockings": ["stockings", "tights"], "Track Suits": ["tracksuit"], "Tracksuits": ["tracksuit"], "Bracelet": ["bracelet"],
    "Sports Sandals": ["sports sandals", "trekking sandals"], "Nehru Jackets": ["nehru jacket"], "Cushion Covers": ["cushion cover", "pillow"],
}
#: Fashion sub-categories as people say them.
GROUP_NAMES = {
    "Topwear": ["topwear", "clothes for the upper body"], "Shoes": ["shoes", "a pair of shoes", "footwear"], "Bags": ["bag", "bags"],
    "Bottomwear": ["bottomwear", "pants"], "Watches": ["watch"], "Innerwear": ["underwear", "innerwear"], "Jewellery": ["jewellery", "jewelry"],
    "Eyewear": ["glasses", "eyewear"], "Fragrance": ["fragrance", "scent"], "Sandal": ["sandals"], "Belts": ["belt"], "Socks": ["socks"],
    "Wallets": ["wallet"], "Flip Flops": ["flip flops"], "Dress": ["dress"], "Loungewear and Nightwear": ["nightwear", "sleepwear"],
    "Saree": ["saree"], "Lips": ["lip make-up"], "Headwear": ["headwear", "hat"], "Nails": ["nail polish"], "Makeup": ["makeup", "cosmetics"],
}
CLOTHING_NAMES = {
    "T-Shirt": ["t-shirt", "tshirt", "tee"], "Longsleeve": ["long sleeve shirt", "longsleeve", "long-sleeved top"], "Pants": ["pants", "trousers"],
    "Shoes": ["shoes", "pair of shoes"], "Shirt": ["shirt", "button-up shirt"], "Dress": ["dress"], "Outwear": ["jacket", "coat", "outerwear"],
    "Shorts": ["shorts"], "Hat": ["hat", "cap"], "Skirt": ["skirt"], "Polo": ["polo shirt", "polo"], "Undershirt": ["undershirt", "tank top", "vest"],
    "Blazer": ["blazer", "suit jacket"], "Hoodie": ["hoodie", "hooded sweatshirt"], "Body": ["baby bodysuit", "onesie", "romper"],
    "Top": ["top", "women's top"], "Blouse": ["blouse"],
}
CALTECH_NAMES = {
    "Faces": ["face", "human face", "person's face"], "Faces easy": ["face", "portrait", "human face"], "Leopards": ["leopard"],
    "Motorbikes": ["motorbike", "motorcycle"], "airplanes": ["airplane", "aeroplane", "plane"], "car side": ["car", "side view of a car"],
    "cougar face": ["cougar", "cougar face", "puma face"], "cougar body": ["cougar", "puma", "mountain lion"],
    "crocodile head": ["crocodile head", "crocodile"], "flamingo head": ["flamingo head", "flamingo"], "cellphone": ["cell phone", "cellphone", "mobile phone"],
    "rhino": ["rhino", "rhinoceros"], "water lilly": ["water lily", "water lilly"], "bass": ["bass", "bass fish"], "tick": ["tick", "bug"],
    "headphone": ["headphones", "headphone"], "binocular": ["binoculars"], "inline skate": ["inline skate", "roller skate"],
    "hawksbill": ["hawksbill", "sea turtle", "hawksbill turtle"], "wild cat": ["wild cat", "wildcat"], "euphonium": ["euphonium", "tuba"],
    "ewer": ["ewer", "jug", "pitcher"], "ketch": ["ketch", "sailing boat"], "schooner": ["schooner", "sailing ship"], "cup": ["cup", "mug"],
    "emu": ["emu"], "soccer ball": ["soccer ball", "football"], "bonsai": ["bonsai", "bonsai tree"], "laptop": ["laptop", "notebook computer"],
    "revolver": ["revolver", "handgun", "gun"], "grand piano": ["grand piano", "piano"], "pigeon": ["pigeon", "bird"], "lotus": ["lotus", "lotus flower"],
    "watch": ["watch", "wristwatch"], "windsor chair": ["windsor chair", "wooden chair"], "panda": ["panda", "panda bear"], "ibis": ["ibis", "ibis bird"],
}
#: (noun, adjective forms) by the word found in a fashion title.
GENDERS = {"men": ("for men", "men's"), "women": ("for women", "women's"), "boys": ("for boys", "boy's"), "girls": ("for girls", "girl's"),
           "kids": ("for kids", "kid's"), "unisex": ("unisex", "unisex")}
#: Words of a drawing's caption that say something of its colour or pattern.
COLOUR_WORDS = re.compile(r"\b(red|green|blue|navy|beige|cream|purple|violet|pink|rose|grey|gray|white|black|brown|orange|yellow|turquoise|teal|"
                          r"maroon|gold|mint|peach|scarlet|crimson|lilac|tan|ivory|charcoal|aqua|mustard|colou?red)\b")
PATTERN_WORDS = re.compile(r"\b(plain|strip\w*|check\w*|gingham|plaid|tartan|flor\w*|flower\w*|zig\w*|chevron\w*|heart\w*|dot\w*|polka|spot\w*|star\w*)\b")
_GENDER_PATTERN = re.compile(r"\b(women|woman|men|man|girls?|boys?|kids?|unisex)\b", re.I)
_GENDER_FORMS = {"woman": "women", "man": "men", "girl": "girls", "boy": "boys", "kid": "kids"}
_PLURAL = ("shoes", "sandals", "jeans", "shorts", "trousers", "pants", "socks", "sunglasses", "heels", "flats", "flops", "earrings", "leggings",
           "capris", "briefs", "trunks", "gloves", "shades", "sneakers", "trainers", "boxers", "pyjamas", "pajamas", "tights", "cufflinks",
           "flip-flops", "slippers", "headphones", "binoculars", "scissors", "clothes", "glasses", "jewellery", "jewelry", "underwear", "swimwear",
           "makeup", "cosmetics", "stockings", "suspenders", "carrots", "satsumas", "milk", "juice", "yoghurt", "booties", "footwear", "perfume")


def gender(title):
    """The wearer named in a title ("men", "women", "boys", "girls", "kids", "unisex") or None."""
    found = _GENDER_PATTERN.search(title)
    return None if not found else _GENDER_FORMS.get(found[1].lower(), found[1].lower())


def with_article(noun):
    """The noun phrase with "a" or "an" where English wants one."""
    if noun.split()[-1] in _PLURAL or noun.startswith(("a ", "the ")):
        return noun
    return ("an " if noun[0] in "aeiou" else "a ") + noun


def sentences(noun, templates=PHOTO_TEMPLATES):
    """All template sentences of one noun phrase, without repetitions."""
    return list(dict.fromkeys(template.format(noun, a=with_article(noun)) for template in templates))


def article_names(article):
    """Names of a fashion article type, singular where the source has a plain plural."""
    if article in ARTICLE_NAMES:
        return ARTICLE_NAMES[article]
    name = article.lower()
    singular = name[:-1] if name.endswith("s") and not name.endswith("ss") and name not in _PLURAL else name
    return [singular.replace(" and ", " or "), name] if singular != name else [name]


def class_names(set_name, record):
    """Names of the class of one labelled record, most natural first."""
    label = record["label"]
    if set_name == "fashion":
        return article_names(label)
    if set_name == "clothing":
        return CLOTHING_NAMES[label]
    if set_name == "caltech101":
        return CALTECH_NAMES.get(label, [label.lower()])
    if set_name == "grocery":
        return [label.replace("-", " ").lower()]
    names = [label] + [part.strip() for part in (record.get("synonyms") or "").split(",") if part.strip()]
    return list(dict.fromkeys(name.lower().replace("_", " ") for name in names))


def group_names(set_name, record):
    """Names of the wider class (grocery coarse label, fashion sub-category), empty where there is none."""
    if set_name == "grocery":
        return [record["coarse_label"].replace("-", " ").lower()]
    if set_name == "fashion":
        return GROUP_NAMES.get(record["sub_category"], [record["sub_category"].lower()])
    return []


def colour_name(base_colour):
    """A fashion base colour as people write it."""
    return {"Multi": "multicoloured", "Grey Melange": "grey melange", "Skin": "skin-coloured", "Metallic": "metallic"}.get(base_colour, base_colour.lower())
