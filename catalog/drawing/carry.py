"""Bags and the things one takes along: handbag, backpack, umbrella, sunglasses, wristwatch."""

import math

from .colors import darker, lighter, lightness
from .paths import ellipse, mirrored, poly, rounded, rrect, symmetric
from .sketch import kind

METAL = "#d8b365"
STEEL = "#b9bec8"


@kind("handbag", shapes={"form": ("flap", "tote", "bowling")}, stands=168, half=56)
def handbag(s):
    """A handbag with its handle up."""
    form = s.shape("form", "flap")
    trim = s.accent()
    if form == "tote":
        s.tube("M70 84C68 20 132 20 130 84", darker(s.paint(trim), 0.25), 7)
        s.part(rounded([(46, 72), (154, 72), (164, 168), (36, 168)], [4, 4, 8, 8]), pattern=True)
        s.tube("M66 98C62 16 138 16 134 98", trim, 8)
        for x in (66, 134):
            s.part(ellipse(x, 99, 5), METAL, line=0.7)
        s.seam("M48 80L152 80", width=0.7, dash="4 3")
        return
    if form == "bowling":
        s.tube("M72 84C70 22 130 22 128 84", trim, 8)
        body = "M48 96C52 72 76 66 100 66C124 66 148 72 152 96C160 120 166 168 152 168L48 168C34 168 40 120 48 96Z"
        s.part(body, pattern=True)
        s.tube("M55 92C70 80 130 80 145 92", darker(s.main, 0.3), 4, 0.5)
        both = rounded([(38, 136), (60, 144), (60, 168), (44, 168)], 6)
        s.part(both, trim, line=0.8)
        s.part(mirrored(both), trim, line=0.8)
        s.part(rrect(141, 88, 12, 6, 2), METAL, line=0.6)
        return
    s.tube("M62 84C62 18 138 18 138 84", trim, 8)
    s.part(rounded([(42, 78), (158, 78), (166, 168), (34, 168)], [12, 12, 14, 14]), pattern=True)
    flap = "M42 84C42 78 46 76 52 76L148 76C154 76 158 78 158 84L154 112C130 130 70 130 46 112Z"
    s.part(flap, pattern=True, shade="top")
    s.seam("M51 109C74 123 126 123 149 109", width=0.7, dash="4 3")
    s.part(rrect(91, 112, 18, 18, 4), METAL, line=0.8)
    s.plain(ellipse(100, 121, 3.4), "#8a6a2c")
    for x in (62, 138):
        s.part(ellipse(x, 84, 5.5), METAL, line=0.7)


@kind("backpack", shapes={"form": ("school", "rolltop"), "pocket": ("main", "second")}, stands=178, half=50)
def backpack(s):
    """A backpack seen from the front."""
    trim = s.accent() if s.has(pocket="second") else "main"
    strap = darker(s.main, 0.35) if lightness(s.main) > 0.25 else lighter(s.main, 0.22)
    s.tube("M82 40C82 14 118 14 118 40", strap, 7)
    s.tube("M50 70C36 90 34 130 46 160", strap, 9)
    s.tube("M150 70C164 90 166 130 154 160", strap, 9)
    if s.has(form="rolltop"):
        s.part(rounded([(54, 44), (146, 44), (152, 178), (48, 178)], [6, 6, 16, 16]), pattern=True)
        s.part(rrect(48, 30, 104, 26, 10), trim, shade="top")
        for x in (74, 118):
            s.part(rrect(x, 26, 9, 66, 3), strap, shade=None, line=0.7)
            s.part(rrect(x - 3, 70, 15, 12, 3), STEEL, line=0.7)
    else:
        for x in (36, 150):
            s.part(rrect(x, 118, 15, 48, 6), trim)
        body = symmetric("M100 30C138 30 150 46 152 84L154 160C154 172 148 178 138 178L100 178")
        s.part(body, pattern=True)
        s.stroke("M58 92C58 54 70 44 100 44C130 44 142 54 142 92", darker(s.main, 0.45), 3)
        s.stroke("M142 92L142 99", STEEL, 3)
    top = 114
    pocket = rounded([(62, top), (138, top), (142, 170), (58, 170)], [14, 14, 12, 12])
    s.part(pocket, trim, pattern=trim == "main", shade="top")
    s.stroke(f"M68 {top + 14}L132 {top + 14}", darker(s.paint(trim), 0.45), 2.4)
    s.part(rrect(119, top + 12, 5, 11, 2), STEEL, line=0.5)


@kind("umbrella", shapes={"pose": ("open", "tilted", "furled")})
def umbrella(s):
    """An umbrella: open, open and tilted, or closed."""
    if s.has(pose="furled"):
        s.tube("M100 16L100 30", STEEL, 4)
        s.tube("M100 140L100 164C100 186 124 186 124 166", "#8a5a36", 7)
        s.part(symmetric("M100 24C108 40 118 92 116 132C112 138 106 140 100 142"), pattern=True)
        s.seam("M98 34C92 70 90 110 91 136", width=0.9)
        s.seam("M103 34C108 70 110 110 109 136", width=0.9)
        s.part(rrect(82, 96, 36, 9, 4), s.accent(), line=0.8)
        return
    with s.turned(-24 if s.has(pose="tilted") else 0, 100, 100):
        canopy(s)


def canopy(s):
    """The open umbrella."""
    s.tube("M100 84L100 164C100 186 126 186 126 164", "#8a5a36", 5.5)
    s.plain(rrect(97.2, 90, 5.6, 50, 1), STEEL)
    s.tube("M100 20L100 34", STEEL, 4)
    xs = [18, 51, 82, 118, 149, 182]
    scallops = "M18 104C18 60 50 30 100 28C150 30 182 60 182 104"
    for a, b in zip(xs[::-1][:-1], xs[::-1][1:], strict=True):
        scallops += f"Q{(a + b) / 2} {90 if b - a > -34 else 88} {b} 104"
    s.part(scallops + "Z", pattern=True, size=1.15, curve=-9)
    s.seam("M100 28C72 44 56 70 51 104", width=1.1)
    s.seam("M100 28C90 48 84 76 82 104", width=1.1)
    s.seam("M100 28C110 48 116 76 118 104", width=1.1)
    s.seam("M100 28C128 44 144 70 149 104", width=1.1)
    s.part(ellipse(100, 27, 5, 3.5), s.accent(), line=0.7)


LENSES = {
    "round": ellipse(60, 104, 31),
    "wayfarer": rounded([(24, 80), (94, 84), (88, 128), (38, 130)], [8, 6, 20, 20]),
    "aviator": "M26 82C44 76 78 76 92 86C94 112 80 134 60 134C36 134 24 108 26 82Z",
    "cat-eye": "M16 70C40 78 70 78 93 86C94 112 82 130 62 130C38 130 28 104 16 70Z",
}


@kind("sunglasses", shapes={"form": ("wayfarer", "round", "aviator", "cat-eye")}, patterned=False)
def sunglasses(s):
    """Sunglasses from the front."""
    lens = LENSES[s.shape("form", "wayfarer")]
    dark = "#33343d" if s.look.shape.get("lens", "dark") == "dark" else "#6a4a35"
    width = 5.0 if s.has(form="aviator") else 8.5
    s.tube("M30 86C18 84 14 88 10 96", "main", width * 0.8)
    s.tube("M170 86C182 84 186 88 190 96", "main", width * 0.8)
    s.tube("M90 96C95 88 105 88 110 96", "main", width)
    if s.has(form="aviator"):
        s.tube("M84 82L116 82", "main", width * 0.8)
    for d in (lens, mirrored(lens)):
        s.tube(d, "main", width)
        s.silhouette.append((d, ""))
        name = s.name()
        s.raw(
            f'<linearGradient id="{name}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{dark}"/>'
            f'<stop offset="1" stop-color="{lighter(dark, 0.38)}"/></linearGradient>'
            f'<path d="{d}" fill="url(#{name})"/>'
        )
        if s.look.line:
            s.stroke(d, s.edge(s.main), s.look.line * 0.6)
    for dx in (0, 82):
        s.plain(poly((50 + dx, 92), (60 + dx, 92), (46 + dx, 118), (39 + dx, 114)), "#ffffff", 0.28)
        s.plain(poly((65 + dx, 92), (69 + dx, 92), (54 + dx, 120), (51 + dx, 119)), "#ffffff", 0.22)


@kind("wristwatch", shapes={"face": ("round", "square"), "dial": ("light", "dark")})
def wristwatch(s):
    """A wristwatch, strap up and down; the strap has the colour."""
    upper = rounded([(80, 14), (120, 14), (127, 66), (73, 66)], [6, 6, 2, 2])
    lower = rounded([(73, 134), (127, 134), (119, 190), (100, 194), (81, 190)], [2, 2, 6, 10, 6])
    s.part(upper, pattern=True, size=0.8)
    s.part(lower, pattern=True, size=0.8)
    s.seam("M84 22L79 60", width=0.7, dash="3 2.5")
    s.seam("M116 22L121 60", width=0.7, dash="3 2.5")
    for y in (160, 170, 180):
        s.plain(ellipse(100, y, 2.4, 2.8), darker(s.main, 0.55))
    s.part(rrect(88, 8, 24, 11, 3), METAL, line=0.7)
    s.part(rrect(139, 93, 9, 14, 3), METAL, line=0.7)
    dial = "#fbf8f0" if s.has(dial="light") else "#2b2e3a"
    mark = "#2f3240" if s.has(dial="light") else "#f2eee2"
    if s.has(face="square"):
        s.part(rrect(58, 58, 84, 84, 16), METAL, shade="slant")
        s.part(rrect(66, 66, 68, 68, 10), dial, shade=None, line=0.6)
    else:
        s.part(ellipse(100, 100, 43), METAL, shade="slant")
        s.part(ellipse(100, 100, 35.5), dial, shade=None, line=0.6)
    for i in range(12):
        a = math.pi * i / 6
        r = 24.5 if i % 3 == 0 else 28
        x, y = math.sin(a), -math.cos(a)
        s.stroke(
            f"M{100 + r * x:.1f} {100 + r * y:.1f}L{100 + 31 * x:.1f} {100 + 31 * y:.1f}",
            mark,
            2.6 if i % 3 == 0 else 1.6,
        )
    s.stroke("M100 100L85 91", mark, 4)
    s.stroke("M100 100L114 78", mark, 3)
    s.stroke("M100 100L104 124", "#d0453a", 1.4)
    s.plain(ellipse(100, 100, 3.4), "#d0453a")


@kind("headphones", shapes={"size": ("large", "small")}, patterned=False)
def headphones(s):
    """Headphones with a padded band."""
    pad = "#3c3e48" if lightness(s.main) > 0.3 else "#7c808c"
    s.tube("M46 118C40 20 160 20 154 118", "main", 13)
    s.stroke("M62 66C76 38 124 38 138 66", darker(s.main, 0.4), 3, opacity=0.5)
    tall = 62 if s.has(size="large") else 50
    for side in (0, 1):
        inner = rrect(54, 136 - tall / 2, 20, tall, 10)
        cup = rounded(
            [(30, 140 - tall / 2), (58, 132 - tall / 2), (58, 140 + tall / 2), (30, 132 + tall / 2)],
            [20, 8, 8, 20],
        )
        if side:
            inner, cup = mirrored(inner), mirrored(cup)
        s.part(inner, pad, line=0.8)
        s.part(cup, "main")
        s.plain(ellipse(160 if side else 40, 136, 5, tall * 0.26), darker(s.main, 0.25), 0.7)


@kind("suitcase", shapes={"size": ("large", "cabin")}, stands=186, half=44)
def suitcase(s):
    """A suitcase on wheels with its handle pulled out."""
    top = 56 if s.has(size="large") else 76
    for x in (84, 116):
        s.tube(f"M{x} {top}L{x} 20", STEEL, 4)
    s.tube("M82 18L118 18", "#3c3e48", 8)
    for x in (66, 134):
        s.part(ellipse(x, 181, 7), "#33353d", shade=None)
    s.part(rrect(50, top, 100, 178 - top, 14), pattern=True)
    for x in (68, 84, 100, 116, 132):
        s.seam(f"M{x} {top + 12}L{x} 166", width=1.0)
    for y in (top + 18, 158):
        s.part(rrect(46, y, 6, 12, 2), STEEL, line=0.5)
    s.part(rrect(86, top - 4, 28, 9, 4), darker(s.main, 0.3), line=0.7)
