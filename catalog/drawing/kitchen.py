"""Things for the table and the kitchen: mug, teapot, bowl, bottle, vase, plant pot."""

from .colors import darker, lighter, lightness
from .paths import ellipse, poly, rounded, rrect, smooth, symmetric
from .sketch import kind


def rim(s, cx, cy, rx, ry, paint="main", inside=None):
    """The open mouth of a round vessel."""
    color = s.paint(paint)
    s.part(ellipse(cx, cy, rx, ry), lighter(color, 0.25), shade=None)
    inner = inside or darker(color, 0.38 if lightness(color) < 0.85 else 0.2)
    s.plain(ellipse(cx, cy + 0.6, rx - 3.6, ry - 2.4), inner)


def steam(s, x, y):
    """Two wisps of steam."""
    for dx in (-9, 9):
        path = smooth([(x + dx, y), (x + dx - 5, y - 9), (x + dx + 4, y - 18), (x + dx - 1, y - 27)])
        s.stroke(path, "#a9aebb", 2.6, opacity=0.55)


@kind(
    "mug",
    shapes={"height": ("short", "tall"), "handle": ("round", "square"), "filled": ("no", "yes")},
    stands=166,
    half=48,
)
def mug(s):
    """A coffee mug with its handle to the right."""
    tall = s.has(height="tall")
    top, low = (42, 166) if tall else (58, 162)
    left, right = (46, 122) if tall else (38, 128)
    mid = (left + right) / 2
    if s.has(handle="square"):
        loop = rounded([(right - 8, top + 22), (164, top + 22), (158, low - 30), (right - 8, low - 26)], 14)
    else:
        loop = smooth(
            [
                (right - 6, top + 24),
                (right + 22, top + 20),
                (right + 38, top + 42),
                (right + 28, top + 66),
                (right - 6, top + 76),
            ]
        )
    s.tube(loop, "main", 12)
    body = (
        f"M{left} {top}L{left + 3} {low - 18}C{left + 4} {low - 4} {left + 10} {low} {left + 22} {low}"
        f"L{right - 22} {low}C{right - 10} {low} {right - 4} {low - 4} {right - 3} {low - 18}L{right} {top}"
        f"C{right} {top + 14} {left} {top + 14} {left} {top}Z"
    )
    s.part(body, pattern=True, curve=5)
    filled = s.has(filled="yes")
    rim(s, mid, top, (right - left) / 2, 10, inside="#5a3320" if filled else None)
    if filled:
        s.plain(ellipse(mid - 8, top - 0.5, 14, 2.2), "#8a5636")
        steam(s, mid, top - 12)
    s.shine(
        smooth(
            [(left + 11, top + 24), (left + 13, low - 34), (left + 17, low - 34), (left + 16, top + 25)], True
        )
    )


@kind(
    "teapot",
    shapes={"form": ("round", "tall", "squat"), "knob": ("main", "second")},
    stands=164,
    half=56,
)
def teapot(s):
    """A teapot with its spout to the left."""
    rx, ry = {"round": (48, 46), "tall": (41, 54), "squat": (54, 39)}[s.shape("form", "round")]
    cx, cy = 100, 160 - ry
    a, b = cx - rx, cx + rx
    s.tube(
        smooth(
            [
                (b - 12, cy - 0.58 * ry),
                (b + 20, cy - 0.62 * ry),
                (b + 29, cy - 2),
                (b + 12, cy + 26),
                (b - 8, cy + 30),
            ]
        ),
        "main",
        10,
    )
    spout = (
        f"M{a + 12} {cy + 26}C{a - 16} {cy + 20} {a - 12} {cy - 14} {a - 36} {cy - 34}"
        f"L{a - 22} {cy - 42}C{a - 6} {cy - 28} {a - 4} {cy - 10} {a + 14} {cy - 12}Z"
    )
    s.part(spout)
    s.part(rounded([(cx - 24, cy + ry - 8), (cx + 24, cy + ry - 8), (cx + 28, 164), (cx - 28, 164)], 4))
    s.part(ellipse(cx, cy, rx, ry), pattern=True, shade="round", curve=6)
    y = cy - 0.86 * ry
    lid = f"M{cx - 28} {y + 3}C{cx - 24} {y - 19} {cx + 24} {y - 19} {cx + 28} {y + 3}C{cx + 14} {y + 10} {cx - 14} {y + 10} {cx - 28} {y + 3}Z"
    s.part(lid)
    s.part(ellipse(cx, y - 20, 8), s.accent() if s.has(knob="second") else "main", shade="round")
    s.shine(ellipse(cx - 0.48 * rx, cy - 0.34 * ry, 7, 13), 0.3)


@kind("bowl", shapes={"depth": ("deep", "wide"), "filled": ("no", "fruit")}, stands=156, half=50)
def bowl(s):
    """A bowl, seen a little from above."""
    rx, top, low = (66, 82, 150) if s.has(depth="deep") else (80, 92, 148)
    s.part(rounded([(74, 140), (126, 140), (130, 158), (70, 158)], 5))
    body = (
        f"M{100 - rx} {top}C{100 - rx + 4} {top + 44} {72} {low} 100 {low}"
        f"C128 {low} {100 + rx - 4} {top + 44} {100 + rx} {top}Z"
    )
    if s.has(filled="fruit"):
        rim(s, 100, top, rx, 15)
        for x, y, r, c in (
            (78, top - 12, 22, "#d8413f"),
            (122, top - 11, 21, "#7db53c"),
            (100, top - 16, 23, "#f2a02c"),
        ):
            s.part(ellipse(x, y, r), c, shade="round", line=0.8)
        front = f"M{100 - rx} {top}C{100 - rx} {top + 20} {100 + rx} {top + 20} {100 + rx} {top}"
        body = body.replace(f"M{100 - rx} {top}", front, 1).replace("Z", "")
        deep = (
            f"{front}C{100 + rx - 4} {top + 44} 128 {low} 100 {low}"
            f"C72 {low} {100 - rx + 4} {top + 44} {100 - rx} {top}Z"
        )
        s.part(deep, pattern=True, curve=7)
        return
    s.part(body, pattern=True, curve=7)
    rim(s, 100, top, rx, 15)


@kind("bottle", shapes={"form": ("slim", "wide", "sport"), "loop": ("no", "yes")}, stands=182, half=30)
def bottle(s):
    """A drinking bottle with a screw cap."""
    form = s.shape("form", "slim")
    w = {"slim": 27, "wide": 35, "sport": 30}[form]
    lid = s.accent() if s.look.pattern != "plain" else "#4a4d57"
    if lightness(s.main) < 0.3 and s.look.pattern == "plain":
        lid = "#a6abb5"
    neck = {"slim": 13, "wide": 20, "sport": 16}[form]
    if s.has(loop="yes"):
        s.tube(smooth([(100 - neck + 4, 34), (100 - 12, 12), (112, 12), (100 + neck - 4, 34)]), lid, 6)
    body = symmetric(
        f"M100 54L{100 + neck} 54C{100 + neck} 74 {100 + w} 70 {100 + w} 92L{100 + w} 170"
        f"C{100 + w} 180 {100 + w - 4} 182 {100 + w - 10} 182L100 182"
    )
    if form == "sport":
        body = symmetric(
            f"M100 54L{100 + neck} 54C{100 + neck} 70 {100 + w} 68 {100 + w} 84L{100 + w} 100"
            f"C{100 + w} 108 {95 + w} 110 {95 + w} 116C{95 + w} 122 {100 + w} 124 {100 + w} 132"
            f"L{100 + w} 170C{100 + w} 180 {96 + w} 182 {90 + w} 182L100 182"
        )
    s.part(body, pattern=True)
    s.part(rrect(100 - neck - 3, 30, 2 * neck + 6, 25, 5), lid)
    for x in range(-2, 3):
        s.seam(f"M{100 + x * neck * 0.42} 36L{100 + x * neck * 0.42} 50", lid, 0.6)
    if form == "sport":
        s.part(rrect(92, 16, 16, 15, 4), lid)
    s.shine(rrect(100 - w + 7, 92, 6, 66, 3))


VASES = {
    "round": "M100 66L116 66C112 82 150 92 150 130C150 158 130 176 116 176L100 176",
    "tall": "M100 58L118 58C112 76 134 92 132 122C130 148 122 162 122 176L100 176",
    "bottle": "M100 56L112 56L112 92C114 104 142 110 142 142C142 164 130 176 118 176L100 176",
    "cone": "M100 64L134 64L122 168C121 174 118 176 112 176L100 176",
}


@kind(
    "vase",
    shapes={"form": ("round", "tall", "bottle", "cone"), "flowers": ("no", "yes")},
    stands=176,
    half=36,
)
def vase(s):
    """A vase, empty or with a bunch of flowers."""
    d = VASES[s.shape("form", "round")]
    first = d.split("C")[0].split("L")[1].split(" ")
    mouth, top = float(first[0]) - 100, float(first[1])
    if s.has(flowers="yes"):
        rim(s, 100, top, mouth, 4.5)
        tints = (
            ("#e8668f", "#f5b83d", "#e85d4a")
            if s.look.color not in ("pink", "red")
            else ("#f5b83d", "#ffffff", "#a86fd0")
        )
        heads = ((72, 30), (128, 32), (100, 18))
        for x, y in heads:
            s.stroke(smooth([(100, top), ((x + 100) / 2 + (x - 100) * 0.1, y + 28), (x, y)]), "#4f8a4c", 3)
        for side in (-1, 1):
            leaf = smooth(
                [(100, 60), (100 + side * 20, 40), (100 + side * 32, 50), (100 + side * 14, 58)], True
            )
            s.part(leaf, "#5da058", line=0.6)
        for (x, y), tint in zip(heads, tints, strict=True):
            ring = "".join(ellipse(x + 8.6 * dx, y + 8.6 * dy, 6.4) for dx, dy in FIVE)
            s.part(ring, tint, shade=None, line=0.6)
            s.plain(ellipse(x, y, 6), "#fff0c2" if tint != "#f5b83d" else "#a9602a")
    else:
        rim(s, 100, top, mouth, 4.5)
    front = symmetric(d)
    s.part(front, pattern=True, curve=3)
    rim(s, 100, top, mouth, 4.5)
    if s.has(flowers="yes"):
        for x, _ in heads:
            s.stroke(f"M{100 + (x - 100) * 0.12} {top}L{100 + (x - 100) * 0.22} {top - 9}", "#4f8a4c", 3)
    x = 100 - {"round": 30, "tall": 17, "bottle": 24, "cone": 20}[s.shape("form", "round")]
    s.shine(ellipse(x, 128 if s.has(form="bottle") or s.has(form="round") else 108, 4.5, 15), 0.3)


FIVE = ((0, -1), (0.951, -0.309), (0.588, 0.809), (-0.588, 0.809), (-0.951, -0.309))


@kind("plant pot", shapes={"plant": ("leafy", "cactus", "snake")}, stands=180, half=38)
def plant_pot(s):
    """A potted plant: the pot has the colour and the pattern."""
    plant = s.shape("plant", "leafy")
    green = "#4d9a55"
    if plant == "cactus":
        s.tube("M92 92C70 92 70 84 70 66", green, 15)
        s.tube("M108 84C130 84 130 74 130 58", green, 15)
        s.part(rrect(84, 26, 32, 96, 16), green)
        for x in (92, 100, 108):
            s.seam(f"M{x} 42L{x} 110", green, 0.6)
        s.part(ellipse(100, 25, 8, 6), "#e8668f", line=0.7)
    elif plant == "snake":
        for x, top, lean in ((82, 44, -14), (118, 50, 14), (92, 24, -5), (109, 30, 6)):
            leaf = f"M{x - 8} 122C{x - 12 + lean} 90 {x - 4 + lean} 60 {x + lean} {top}C{x + 9 + lean} 66 {x + 13 + lean / 2} 92 {x + 8} 122Z"
            s.part(leaf, green if lean % 2 else "#5fae5f", line=0.8)
    else:
        for a, b, x, y in (
            (100, 110, 52, 62),
            (100, 110, 148, 60),
            (100, 108, 70, 30),
            (100, 108, 130, 30),
            (100, 112, 100, 18),
        ):
            mx, my = (a + x) / 2, (b + y) / 2
            nx, ny = (b - y) * 0.24, (x - a) * 0.24
            leaf = f"M{a} {b}Q{mx + nx - 4} {my + ny - 8} {x} {y}Q{mx - nx + 4} {my - ny - 8} {a} {b}Z"
            s.part(leaf, "#5fae5f" if x in (52, 148) else green, line=0.8)
            s.seam(f"M{a} {b}L{(a + 4 * x) / 5} {(b + 4 * y) / 5}", green, 0.7)
    s.part(poly((66, 118), (134, 118), (125, 172), (122, 180), (78, 180), (75, 172)), pattern=True)
    s.part(rrect(60, 106, 80, 17, 4), shade="side")
