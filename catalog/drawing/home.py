"""Things for the rooms: table lamp, chair, armchair, sofa, cushion, clock, book."""

import math

from .colors import darker, lighter, lightness
from .paths import ellipse, mirrored, poly, rounded, rrect, symmetric
from .sketch import kind

WOOD = "#b98352"
STEEL = "#b9bec8"


def leg(s, x0, y0, x1, y1, wide=5.0, color=WOOD):
    """A leg that tapers to its foot."""
    s.part(
        poly((x0 - wide, y0), (x0 + wide, y0), (x1 + wide * 0.6, y1), (x1 - wide * 0.6, y1)), color, line=0.8
    )


@kind("table lamp", shapes={"form": ("stem", "ceramic", "desk"), "lit": ("no", "yes")}, stands=184, half=40)
def table_lamp(s):
    """A table lamp; the shade has the colour and the pattern."""
    form = s.shape("form", "stem")
    if form == "desk":
        joint = darker(s.main, 0.35) if lightness(s.main) > 0.3 else lighter(s.main, 0.4)
        s.part(ellipse(88, 176, 38, 9), "main")
        s.tube("M88 172L60 108", joint, 5)
        s.tube("M60 108L112 54", joint, 5)
        s.part(ellipse(60, 108, 7), STEEL, line=0.8)
        if s.has(lit="yes"):
            s.plain(poly((112, 92), (162, 66), (196, 150), (120, 150)), "#ffe9a3", 0.45)
        s.part(ellipse(141, 84, 12), "#fff3c4", line=0.6)
        head = "M98 52C102 42 116 36 126 42C150 44 166 56 170 70L116 98C106 86 98 68 98 52Z"
        s.part(head, pattern=True, shade="slant")
        return
    base = s.accent() if s.look.pattern != "plain" else WOOD
    if s.has(lit="yes"):
        glow = s.name()
        s.raw(
            f'<radialGradient id="{glow}"><stop offset=".3" stop-color="#ffe58f" stop-opacity=".75"/>'
            f'<stop offset="1" stop-color="#ffe58f" stop-opacity="0"/></radialGradient>'
            f'<ellipse cx="100" cy="98" rx="96" ry="84" fill="url(#{glow})"/>'
        )
    s.tube("M100 96L100 170", "#c9a25c", 6)
    if form == "ceramic":
        s.part(
            symmetric("M100 104L110 104C112 116 138 122 138 150C138 168 126 178 118 180L100 180"),
            base,
            shade="round",
        )
        s.shine(ellipse(79, 144, 4, 11), 0.35)
        s.part(rrect(74, 177, 52, 7, 3), darker(s.paint(base), 0.2), line=0.8)
    else:
        s.part(ellipse(100, 142, 8, 6), base, line=0.8)
        s.part("M62 182C64 168 136 168 138 182C130 188 70 188 62 182Z", base)
    shade = rounded([(68, 24), (132, 24), (160, 106), (40, 106)], 5)
    s.part(shade, pattern=True, curve=3)
    if s.look.pattern == "plain":
        s.seam("M45 100C70 105 130 105 155 100", width=0.9)
        s.seam("M68 30C85 33 115 33 132 30", width=0.9)
    if form == "stem":
        s.stroke("M128 108L128 134", "#8f8a80", 1.4)
        s.plain(ellipse(128, 136, 3), "#c9a25c")


@kind("chair", shapes={"back": ("solid", "slats", "round"), "legs": ("wood", "main")}, stands=184, half=46)
def chair(s):
    """A dining chair, half from the side."""
    legs = WOOD if s.has(legs="wood") else darker(s.main, 0.12)
    leg(s, 76, 112, 70, 168, 4, darker(legs, 0.15))
    leg(s, 140, 112, 148, 168, 4, darker(legs, 0.15))
    back = s.shape("back", "solid")
    if back == "slats":
        s.tube("M62 18L66 118", "main", 9)
        s.tube("M134 18L134 112", "main", 9)
        for y in (26, 50, 74):
            s.part(rounded([(62, y), (136, y), (136, y + 13), (63, y + 13)], 5), pattern=True)
    elif back == "round":
        s.part("M60 114C48 40 72 16 100 16C128 16 150 40 138 114Z", pattern=True)
    else:
        s.tube("M66 84L67 120", legs, 6)
        s.tube("M132 84L131 116", legs, 6)
        s.part(rounded([(56, 16), (140, 16), (136, 92), (60, 92)], [16, 16, 10, 10]), pattern=True)
    leg(s, 58, 128, 50, 184, 5, legs)
    leg(s, 144, 128, 154, 184, 5, legs)
    seat = rounded([(62, 106), (138, 106), (160, 128), (42, 128)], [6, 6, 8, 8])
    s.part(seat, pattern=True, shade="top")
    s.part(
        rounded([(42, 125), (160, 125), (158, 138), (44, 138)], [3, 3, 8, 8]),
        darker(s.main, 0.16),
        shade=None,
    )


@kind("armchair", shapes={"back": ("round", "wing"), "legs": ("wood", "dark")}, stands=180, half=66)
def armchair(s):
    """An upholstered armchair."""
    legs = WOOD if s.has(legs="wood") else "#4a3a33"
    leg(s, 54, 158, 48, 182, 6, legs)
    leg(s, 146, 158, 152, 182, 6, legs)
    if s.has(back="wing"):
        back = symmetric("M100 22C128 20 150 24 156 40C160 60 152 90 150 150L100 150")
    else:
        back = symmetric("M100 30C132 30 146 46 146 76L146 150L100 150")
    s.part(back, pattern=True)
    for x in (82, 118):
        s.plain(ellipse(x, 66, 2.6), darker(s.main, 0.4))
    s.part(rounded([(52, 138), (148, 138), (148, 166), (52, 166)], 6), pattern=True)
    s.part(rounded([(54, 106), (146, 106), (150, 140), (50, 140)], 13), pattern=True, shade="top")
    arm = "M30 100C30 88 40 84 48 84C58 84 64 90 64 100L62 166L36 166C32 150 30 120 30 100Z"
    s.part(arm, pattern=True)
    s.part(mirrored(arm), pattern=True)


@kind(
    "sofa",
    shapes={"seats": ("two", "three"), "legs": ("wood", "dark"), "arms": ("round", "square")},
    stands=160,
    half=86,
)
def sofa(s):
    """A sofa from the front."""
    legs = WOOD if s.has(legs="wood") else "#4a3a33"
    for x in (34, 166):
        leg(s, x, 146, x, 164, 5, legs)
    s.part(rounded([(26, 52), (174, 52), (174, 120), (26, 120)], [16, 16, 4, 4]), darker(s.main, 0.1), line=1)
    count = 2 if s.has(seats="two") else 3
    wide = 140 / count
    for i in range(count):
        x = 30 + i * wide
        s.part(rounded([(x + 1, 58), (x + wide - 1, 58), (x + wide, 112), (x, 112)], 11), pattern=True)
    s.part(rounded([(24, 122), (176, 122), (176, 150), (24, 150)], 6), pattern=True, shade="top")
    for i in range(count):
        x = 30 + i * wide
        s.part(rounded([(x, 102), (x + wide, 102), (x + wide, 128), (x, 128)], 9), pattern=True, shade="top")
    if s.has(arms="square"):
        arm = rounded([(10, 80), (36, 80), (36, 152), (10, 152)], [8, 8, 4, 4])
    else:
        arm = "M8 94C8 82 14 76 23 76C32 76 40 82 40 94L38 152L12 152C10 134 8 112 8 94Z"
    s.part(arm, pattern=True)
    s.part(mirrored(arm), pattern=True)


@kind("cushion", shapes={"form": ("square", "round", "long"), "tassels": ("no", "yes")})
def cushion(s):
    """A scatter cushion."""
    form = s.shape("form", "square")
    if form == "round":
        s.part(ellipse(100, 100, 74, 70), pattern=True, shade="round")
        s.part(ellipse(100, 98, 7), s.accent(), line=0.8)
        for i in range(8):
            a = i * math.pi / 4
            c, n = math.cos(a), math.sin(a)
            s.seam(f"M{100 + 11 * c:.1f} {98 + 11 * n:.1f}L{100 + 26 * c:.1f} {98 + 25 * n:.1f}", width=0.9)
        s.seam("M32 112C52 164 148 164 168 112", width=0.8)
        return
    y0, y1 = (28, 172) if form == "square" else (56, 144)
    x0, x1 = (28, 172) if form == "square" else (20, 180)
    dip = 9
    d = (
        f"M{x0} {y0}C{x0 + 44} {y0 + dip + 4} {x1 - 44} {y0 + dip + 4} {x1} {y0}"
        f"C{x1 - dip - 4} {y0 + 34} {x1 - dip - 4} {y1 - 34} {x1} {y1}"
        f"C{x1 - 44} {y1 - dip - 4} {x0 + 44} {y1 - dip - 4} {x0} {y1}"
        f"C{x0 + dip + 4} {y1 - 34} {x0 + dip + 4} {y0 + 34} {x0} {y0}Z"
    )
    if s.has(tassels="yes"):
        for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1)):
            out = -1 if x < 100 else 1
            drop = -1 if y < 100 else 1
            for k in (0.25, 0.6, 1):
                s.tube(f"M{x} {y}L{x + out * 13 * k} {y + drop * 13 * (1.25 - k)}", s.accent(), 3, 0.5)
    s.part(d, pattern=True, shade="round", size=1.3)
    for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1)):
        sx, sy = (1 if x < 100 else -1), (1 if y < 100 else -1)
        s.seam(
            f"M{x + 9 * sx} {y + 13 * sy}C{x + 16 * sx} {y + 18 * sy} {x + 22 * sx} {y + 26 * sy} {x + 26 * sx} {y + 34 * sy}",
            width=0.9,
        )


@kind("clock", shapes={"form": ("alarm", "wall")}, patterned=False)
def clock(s):
    """An alarm clock with bells, or a round wall clock."""
    cy = 100
    r = 70
    if s.has(form="alarm"):
        cy, r = 108, 58
        s.tube("M66 154L54 176", "#5b5e69", 8)
        s.tube("M134 154L146 176", "#5b5e69", 8)
        for x, a in ((62, -38), (138, 38)):
            with s.turned(a, x, 52):
                s.part(f"M{x - 24} 58C{x - 24} 26 {x + 24} 26 {x + 24} 58Z", "main", shade="round")
        s.tube("M100 50L100 32", "#5b5e69", 5)
        s.part(rrect(90, 24, 20, 10, 4), "#5b5e69", line=0.7)
    s.part(ellipse(100, cy, r), "main", shade="slant")
    s.part(ellipse(100, cy, r - 12), "#fdfbf4", shade=None, line=0.7)
    for i in range(12):
        a = math.pi * i / 6
        x, y = math.sin(a), -math.cos(a)
        far, near = r - 17, r - (28 if i % 3 == 0 else 23)
        s.stroke(
            f"M{100 + near * x:.1f} {cy + near * y:.1f}L{100 + far * x:.1f} {cy + far * y:.1f}",
            "#33353f",
            4 if i % 3 == 0 else 2.4,
        )
    s.stroke(f"M100 {cy}L80 {cy - 13}", "#33353f", 5.5)
    s.stroke(f"M100 {cy}L{100 + r * 0.36:.1f} {cy - r * 0.4:.1f}", "#33353f", 4)
    s.stroke(f"M100 {cy}L100 {cy + r * 0.5:.1f}", "#d0453a", 1.8)
    s.plain(ellipse(100, cy, 4.5), "#d0453a")


@kind("book", shapes={"pose": ("standing", "lying")}, stands=184, half=54)
def book(s):
    """A book standing half turned, or on top of another."""
    pages = "#f8f1de"
    pose = s.shape("pose", "standing")
    if pose == "lying":
        for y, x, paint in ((144, 26, s.accent()), (104, 36, "main")):
            s.part(
                rounded([(x + 6, y + 5), (x + 138, y + 5), (x + 138, y + 33), (x + 6, y + 33)], 2),
                pages,
                shade=None,
            )
            for k in (12, 19, 26):
                s.seam(f"M{x + 20} {y + k}L{x + 136} {y + k}", pages, 0.6)
            spine = f"M{x + 144} {y}L{x + 8} {y}C{x - 6} {y + 2} {x - 6} {y + 36} {x + 8} {y + 38}L{x + 144} {y + 38}L{x + 144} {y + 32}L{x + 14} {y + 32}C{x + 8} {y + 26} {x + 8} {y + 12} {x + 14} {y + 6}L{x + 144} {y + 6}Z"
            s.part(spine, paint, pattern=False)
        s.part(poly((36, 104), (52, 76), (178, 76), (180, 104)), pattern=True, shade="top")
        return
    s.part(poly((152, 24), (164, 30), (164, 168), (152, 176)), pages, shade=None)
    s.part(
        rounded([(40, 30), (54, 20), (54, 184), (40, 176)], [3, 2, 2, 3]),
        darker(s.main, 0.28) if lightness(s.main) > 0.2 else lighter(s.main, 0.2),
        shade=None,
    )
    s.part(
        rounded([(54, 20), (154, 22), (154, 178), (54, 184)], [2, 4, 4, 2]),
        pattern=True,
        shade="slant",
        size=1.2,
    )
    label = "#fdf8ea" if lightness(s.main) < 0.8 else s.accent()
    s.part(rounded([(72, 46), (136, 47), (136, 92), (72, 92)], 4), label, shade=None, line=0.6)
    ink = "#4b4a52" if lightness(s.paint(label)) > 0.5 else "#fdf8ea"
    s.stroke("M84 60L124 60", ink, 4)
    s.stroke("M90 70L118 70", ink, 3)
    s.stroke("M96 82L112 82", ink, 2)
