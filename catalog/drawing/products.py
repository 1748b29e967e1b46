"""What the catalogue sells: a line for each product.

A line is ``color[/second] [pattern] [key=value …] [@group] [+view]``. Shapes that are not named are
chosen for the product, once and for all. Products of one ``@group`` are colour variants of each other.
``+key=value`` adds a second picture in which that shape differs; ``+turned`` one from another side.
"""

LINES = {
    "mug": """
        red @hygge height=short filled=no
        green @hygge height=short filled=no
        grey @hygge height=short filled=no
        red/white dotted handle=round
        blue/white striped filled=no +filled=yes
        yellow filled=yes height=short
        navy/white starred height=tall
        white/red hearts height=short handle=round
        black height=tall filled=yes
        pink/white checked height=short
        turquoise/yellow zigzag height=short""",
    "teapot": """
        white/blue floral form=round
        red form=round
        yellow/grey dotted form=squat
        green form=squat
        navy/white striped form=tall
        pink/white hearts form=round
        brown form=round""",
    "bowl": """
        blue filled=no depth=wide
        turquoise/orange striped filled=no
        white/red dotted depth=deep filled=no
        orange depth=deep filled=fruit
        green/white zigzag depth=wide filled=no""",
    "bottle": """
        orange @trek form=slim loop=yes
        turquoise @trek form=slim loop=yes
        black @trek form=slim loop=yes
        pink/purple dotted form=sport loop=no
        blue/white starred form=wide
        green form=wide loop=no""",
    "vase": """
        purple form=round flowers=no
        beige/white striped form=tall flowers=yes
        blue/white floral form=round flowers=no
        yellow form=bottle flowers=no
        black/red zigzag form=cone flowers=no
        pink form=bottle flowers=no +flowers=yes""",
    "plant pot": """
        white plant=snake
        red/white striped plant=cactus
        purple/white checked plant=leafy
        yellow plant=cactus
        blue/white zigzag plant=leafy""",
    "t-shirt": """
        white @basic neck=crew ringer=no pocket=no
        red @basic neck=crew ringer=no pocket=no
        black @basic neck=crew ringer=no pocket=no
        green @basic neck=crew ringer=no pocket=no
        blue/white striped neck=crew ringer=no pocket=no
        yellow/white starred neck=crew ringer=yes pocket=no
        pink/red hearts neck=v
        grey/black striped neck=v pocket=yes ringer=no""",
    "jumper": """
        beige neck=roll trim=main
        green/yellow zigzag neck=crew
        red/white starred neck=crew
        orange/brown striped neck=crew
        purple neck=crew trim=main
        blue neck=roll trim=main""",
    "dress": """
        red/white dotted length=midi top=straps belt=yes
        yellow/white floral length=midi top=sleeves
        black length=mini top=sleeveless belt=no
        turquoise length=midi top=sleeveless belt=yes
        navy/white striped length=midi top=sleeves
        pink length=mini top=straps
        white/green floral length=midi top=straps""",
    "trousers": """
        blue cut=straight
        beige cut=straight
        black/white striped cut=wide
        red/white checked cut=straight
        turquoise/white floral cut=shorts
        grey cut=shorts
        pink/white dotted cut=wide""",
    "socks": """
        yellow/grey dotted length=long
        black/white striped length=long
        red/white starred length=ankle
        green length=ankle
        pink/purple hearts length=long
        grey/yellow zigzag length=ankle""",
    "scarf": """
        red/navy checked wrap=loop
        grey wrap=loop
        orange/beige striped wrap=draped
        purple/white dotted wrap=loop
        green wrap=draped""",
    "handbag": """
        red form=flap
        brown form=flap +turned
        navy/white striped form=tote
        yellow form=bowling
        black/white dotted form=flap
        white/green floral form=tote""",
    "backpack": """
        blue form=school pocket=second @campus
        red form=school pocket=second @campus
        green form=school pocket=second @campus
        pink/white starred form=school pocket=main
        grey/yellow zigzag form=rolltop
        black form=rolltop
        turquoise/white dotted form=school""",
    "umbrella": """
        red pose=open +pose=furled
        black pose=tilted
        yellow/white dotted pose=open
        blue/white striped pose=tilted
        green/white floral pose=open
        purple/pink checked pose=open
        pink pose=furled""",
    "sunglasses": """
        black form=wayfarer
        red form=cat-eye
        turquoise form=round
        brown form=aviator
        pink form=round
        yellow form=wayfarer""",
    "wristwatch": """
        brown face=round dial=light
        black face=round dial=dark
        red face=square dial=light
        blue/white striped face=round dial=light
        pink/white dotted face=round dial=light
        green face=square dial=dark""",
    "headphones": """
        black
        red size=large
        turquoise
        purple size=large
        white""",
    "suitcase": """
        yellow size=large @voyage
        red size=large @voyage
        grey size=large @voyage
        navy/white striped size=cabin
        pink/white dotted size=cabin
        turquoise/white floral size=large""",
    "sneaker": """
        white height=low style=running
        red height=low style=canvas
        blue height=low style=running
        black height=high style=canvas
        yellow/white checked height=low style=canvas
        green height=low style=running
        purple/white starred height=high style=canvas
        pink height=low style=running +turned""",
    "boot": """
        yellow style=rain
        red/white dotted style=rain
        brown style=laced
        black style=ankle
        green style=rain
        navy/white starred style=rain
        beige style=laced
        purple style=ankle""",
    "cap": """
        red badge=no brim=main
        navy badge=yes brim=second
        green/white checked badge=no
        black/white starred brim=main badge=no
        orange brim=main badge=no
        turquoise/white striped brim=second badge=no""",
    "sun hat": """
        beige/brown crown=flat
        white/red crown=round
        yellow/navy dotted crown=round
        pink/white floral crown=round
        blue/white striped crown=flat""",
    "beanie": """
        grey pompom=yes
        red/white zigzag pompom=yes
        green pompom=no
        purple/yellow dotted pompom=yes
        orange pompom=no""",
    "table lamp": """
        yellow form=desk lit=no
        red form=stem lit=no
        blue/white starred form=stem lit=yes
        green form=desk lit=no +lit=yes
        white/grey zigzag form=ceramic lit=yes
        pink form=ceramic lit=no
        black form=desk lit=yes""",
    "chair": """
        white back=round legs=wood
        brown back=slats legs=main
        red back=solid legs=wood
        turquoise back=round legs=wood
        black back=slats legs=main
        yellow/grey checked back=solid legs=wood""",
    "armchair": """
        green back=wing legs=dark
        orange back=round legs=wood
        blue/white striped back=wing
        pink/white floral back=round
        grey back=round legs=wood""",
    "sofa": """
        green seats=three arms=round @lounge legs=wood
        grey seats=three arms=round @lounge legs=wood
        red seats=three arms=round @lounge legs=wood
        yellow seats=two arms=square
        beige/red floral seats=two arms=round
        navy seats=two arms=square
        white/blue striped seats=three arms=square""",
    "cushion": """
        red/white hearts form=square tassels=no
        blue/white checked form=square tassels=no
        yellow form=round
        turquoise/white zigzag form=square tassels=yes
        green/white floral form=long tassels=no
        purple form=square tassels=no
        grey/white starred form=square tassels=no""",
    "clock": """
        red form=alarm
        turquoise form=alarm
        black form=wall
        yellow form=alarm
        brown form=wall""",
    "book": """
        blue pose=standing
        red/white dotted pose=standing
        green pose=lying
        pink/white floral pose=standing
        black/yellow starred pose=standing
        orange pose=standing""",
    "bicycle": """
        red style=city
        green style=racing
        blue style=children
        black style=city
        pink style=children
        orange style=racing""",
    "toy car": """
        red body=racer
        blue body=beetle
        yellow body=truck
        green/white starred body=saloon
        pink/white floral body=beetle
        orange body=saloon""",
    "teddy bear": """
        brown/red wears=bow
        white/pink wears=scarf
        grey wears=nothing
        pink/white wears=bow
        beige/green wears=scarf""",
}


def parse(kind, line):
    """One product line as a dictionary."""
    words = line.split()
    color, _, second = words[0].partition("/")
    found = {"kind": kind, "color": color, "second": second or None, "pattern": "plain"}
    found |= {"shape": {}, "group": None, "view": None}
    for word in words[1:]:
        if word.startswith("@"):
            found["group"] = word[1:]
        elif word.startswith("+"):
            found["view"] = word[1:]
        elif "=" in word:
            key, value = word.split("=")
            found["shape"][key] = value
        else:
            found["pattern"] = word
    return found


def products():
    """All products in the order of the catalogue, kinds mixed as on a shop's shelves."""
    rows = {
        kind: [parse(kind, line) for line in text.split("\n") if line.strip()] for kind, text in LINES.items()
    }
    longest = max(len(found) for found in rows.values())
    for turn in range(longest):
        for found in rows.values():
            if turn < len(found):
                yield found[turn]
