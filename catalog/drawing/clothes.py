"""Things to wear: t-shirt, jumper, dress, trousers, socks, scarf."""

from .colors import darker, lightness
from .paths import mirrored, poly, rounded, smooth, symmetric
from .sketch import kind


def both(s, d, turn=0.0, **options):
    """Draws a part and its mirror image, the pattern mirrored too."""
    s.part(d, turn=turn, **options)
    s.part(mirrored(d), turn=-turn, **options)


@kind("t-shirt", shapes={"neck": ("crew", "v"), "ringer": ("no", "yes"), "pocket": ("no", "yes")})
def t_shirt(s):
    """A short-sleeved shirt, laid flat."""
    trim = s.accent() if s.has(ringer="yes") else "main"
    v = s.has(neck="v")
    s.plain("M78 35C90 31 110 31 122 35L112 62L88 62Z", darker(s.main, 0.42))
    sleeve = rounded([(68, 38), (26, 66), (40, 104), (68, 92)], [4, 7, 7, 4])
    both(s, sleeve, turn=-28, pattern=True, shade="slant")
    d = symmetric(
        f"M100 {66 if v else 60}{'L119 34' if v else 'C112 60 120 50 121 33'}L136 39C142 60 142 100 140 168"
        "C140 172 138 174 134 174L100 174"
    )
    s.part(d, pattern=True)
    collar = "M121 33C120 52 111 61 100 61C89 61 80 52 79 33" if not v else "M120 33L100 67L80 33"
    s.tube(collar, trim, 5.5)
    s.seam("M61 168L139 168", width=0.7, dash="3 3")
    s.seam("M64 46C60 60 60 76 61 92", width=0.8)
    s.seam("M136 46C140 60 140 76 139 92", width=0.8)
    s.seam("M37 98L62 88", width=0.7, dash="3 3")
    s.seam("M163 98L138 88", width=0.7, dash="3 3")
    if s.has(pocket="yes"):
        s.part(rounded([(108, 80), (130, 80), (130, 102), (119, 108), (108, 102)], 2), trim, line=0.8)


@kind("jumper", shapes={"neck": ("crew", "roll"), "trim": ("main", "second")})
def jumper(s):
    """A knitted long-sleeved jumper, laid flat."""
    trim = s.accent() if s.has(trim="second") else "main"
    roll = s.has(neck="roll")
    s.plain("M80 37C90 33 110 33 120 37L112 58L88 58Z", darker(s.main, 0.42))
    sleeve = rounded([(70, 40), (46, 54), (20, 146), (44, 154), (68, 96)], [4, 20, 3, 3, 6])
    both(s, sleeve, turn=-15, pattern=True, shade="side")
    cuff = rounded([(20.5, 143), (44.5, 151), (39, 168), (16, 160)], 4)
    both(s, cuff, paint=trim, shade="slant")
    d = symmetric("M100 56C112 56 118 48 120 36L134 41C142 60 140 110 140 160L100 160")
    s.part(d, pattern=True)
    s.part(rounded([(60, 156), (140, 156), (138, 174), (62, 174)], 4), trim)
    for x in range(67, 138, 8):
        s.seam(f"M{x} 159L{x} 171", trim, 0.7)
    for x in (26, 32, 38):
        s.seam(f"M{x} {146 + (x - 20) * 0.34}L{x - 5} {160 + (x - 20) * 0.34}", trim, 0.7)
        s.seam(f"M{200 - x} {146 + (x - 20) * 0.34}L{205 - x} {160 + (x - 20) * 0.34}", trim, 0.7)
    if roll:
        s.part(rounded([(80, 26), (120, 26), (123, 50), (100, 56), (77, 50)], [6, 6, 6, 12, 6]), trim)
        for x in range(86, 118, 7):
            s.seam(f"M{x} 30L{x} 47", trim, 0.7)
    else:
        s.tube("M121 36C119 51 111 57 100 57C89 57 81 51 79 36", trim, 8)
    s.seam("M64 54C60 70 61 90 61 110")
    s.seam("M136 54C140 70 139 90 139 110")


@kind(
    "dress",
    shapes={
        "length": ("midi", "mini"),
        "top": ("straps", "sleeves", "sleeveless"),
        "belt": ("no", "yes"),
    },
)
def dress(s):
    """A waisted dress with a flared skirt."""
    low = 184 if s.has(length="midi") else 158
    top = s.shape("top", "straps")
    wide = 46 if s.has(length="midi") else 50
    if top == "straps":
        both(s, poly((83, 22), (88, 22), (88, 52), (81, 52)), line=0.8, shade=None)
        bust = "M100 52C108 46 114 44 120 44C121 60 120 74 116 90L100 90"
    elif top == "sleeves":
        puff = rounded([(78, 26), (56, 40), (48, 66), (66, 74), (80, 62)], [4, 14, 6, 6, 4])
        both(s, puff, turn=-30, pattern=True)
        bust = "M100 46C110 45 114 36 115 24L124 28C124 50 122 74 116 90L100 90"
    else:
        bust = "M100 50C110 48 112 34 112 22L121 24C119 40 122 48 126 54C124 68 120 78 116 90L100 90"
    s.part(symmetric(bust), pattern=True)
    skirt = (
        f"M100 88L116 88C124 116 {100 + wide - 8} {low - 30} {100 + wide} {low - 6}"
        f"C{100 + wide * 0.6} {low + 4} {100 + wide * 0.3} {low + 2} 100 {low + 3}"
    )
    s.part(symmetric(skirt), pattern=True)
    for x, sway in ((-9, -22), (9, 22), (0, 1)):
        s.seam(
            f"M{100 + x} 98C{100 + x * 1.2} 120 {100 + sway * 0.9} {low - 40} {100 + sway} {low - 5}",
            width=0.8,
        )
    if s.has(belt="yes"):
        color = s.accent()
        s.part(rounded([(83, 84), (117, 84), (118, 94), (82, 94)], 3), color)
        s.part(smooth([(100, 89), (88, 82), (88, 97)], True), color, line=0.8)
        s.part(smooth([(100, 89), (112, 82), (112, 97)], True), color, line=0.8)
    else:
        s.seam("M84 89L116 89", width=1.0)


@kind("trousers", shapes={"cut": ("straight", "wide", "shorts")})
def trousers(s):
    """Trousers or shorts, laid flat."""
    cut = s.shape("cut", "straight")
    with s.placed("translate(-20 18) scale(1.2)" if cut == "shorts" else ""):
        legs(s, cut)


def legs(s, cut):
    """Two legs, waistband, loops and seams."""
    low, flare = {"straight": (184, 0), "wide": (184, 14), "shorts": (116, 10)}[cut]
    leg = rounded(
        [(62, 26), (101, 26), (101, 78), (94 + flare / 4, low), (60 - flare, low), (58, 60)],
        [4, 1, 4, 4, 4, 10],
    )
    both(s, leg, pattern=True)
    s.part(rounded([(63, 18), (137, 18), (139, 32), (61, 32)], 3), shade="side")
    for x in (74, 122):
        s.part(poly((x, 16), (x + 5, 16), (x + 5, 34), (x, 34)), line=0.7, shade=None)
    s.plain("M97 25C97 21 103 21 103 25C103 29 97 29 97 25Z", "#d9b25f")
    s.seam("M101 34L101 58C101 66 96 70 90 72", width=0.9)
    s.seam("M68 34C70 46 66 52 60 54", width=1.0)
    s.seam("M132 34C130 46 134 52 140 54", width=1.0)
    s.seam(f"M{60 - flare} {low - 6}L{94 + flare / 4} {low - 6}", width=0.7, dash="3 3")
    s.seam(f"M{140 + flare} {low - 6}L{106 - flare / 4} {low - 6}", width=0.7, dash="3 3")


def sock(s, dx, dy, high):
    """One sock, its toe to the right."""
    top = dy + (16 if high else 52)
    x = 46 + dx
    y = 118 + dy
    d = (
        f"M{x} {top}L{x + 38} {top}L{x + 38} {y - 8}C{x + 40} {y + 2} {x + 56} {y + 8} {x + 70} {y + 18}"
        f"C{x + 86} {y + 30} {x + 78} {y + 52} {x + 58} {y + 50}C{x + 40} {y + 48} {x + 24} {y + 38} {x + 10} {y + 28}"
        f"C{x - 2} {y + 20} {x} {y + 6} {x} {y - 6}Z"
    )
    s.part(d, pattern=True)
    trim = s.accent()
    heel = f"M{x} {y - 8}C{x + 14} {y - 4} {x + 24} {y + 12} {x + 18} {y + 34}C{x + 4} {y + 26} {x - 3} {y + 18} {x} {y - 8}Z"
    s.part(heel, trim, line=0.8)
    toe = f"M{x + 70} {y + 18}C{x + 86} {y + 30} {x + 78} {y + 52} {x + 58} {y + 50}C{x + 52} {y + 38} {x + 58} {y + 24} {x + 70} {y + 18}Z"
    s.part(toe, trim, line=0.8)
    s.part(rounded([(x - 2, top - 4), (x + 40, top - 4), (x + 40, top + 14), (x - 2, top + 14)], 4), trim)
    for i in range(6):
        s.seam(f"M{x + 4 + 6 * i} {top}L{x + 4 + 6 * i} {top + 10}", trim, 0.6)


@kind("socks", shapes={"length": ("long", "ankle")})
def socks(s):
    """A pair of socks."""
    high = not s.has(length="ankle")
    lift = 0 if high else -16
    sock(s, 36, 2 + lift, high)
    sock(s, -12, 14 + lift, high)


@kind("scarf", shapes={"wrap": ("loop", "draped")})
def scarf(s):
    """A woollen scarf with fringes."""
    fringe = s.accent() if s.look.pattern != "plain" else "main"

    def tail(x0, x1, y0, y1, lean):
        for i in range(7):
            x = x0 + 3 + (x1 - x0 - 6) * i / 6 + lean
            s.tube(f"M{x} {y1 - 2}L{x + (i - 3) * 0.8} {y1 + 17}", fringe, 3.0, 0.5)
        d = poly((x0, y0), (x1, y0), (x1 + lean, y1), (x0 + lean, y1))
        s.part(d, pattern=True, turn=-lean * 0.5)

    if s.has(wrap="draped"):
        inner = darker(s.main, 0.3 if lightness(s.main) < 0.85 else 0.14)
        s.part("M64 62C64 6 136 6 136 62L124 66C124 36 76 36 76 66Z", inner, shade=None)
        for side, low in ((0, 164), (1, 148)):
            for i in range(7):
                x = 49 + 5.3 * i
                x, lean = (200 - x, -1) if side else (x, 1)
                s.tube(f"M{x} {low - 3}L{x - lean * 1.5} {low + 16}", fringe, 3.0, 0.5)
            band = f"M46 {low}L52 64C50 34 66 16 84 18C96 20 91 34 91 64L84 {low}Z"
            s.part(mirrored(band) if side else band, pattern=True, turn=-4 if side else 4)
        s.seam("M64 50C66 84 62 104 60 130", width=0.9)
        s.seam("M136 50C134 80 138 100 140 116", width=0.9)
        return
    back = smooth([(54, 62), (64, 30), (100, 20), (136, 30), (146, 62), (100, 74)], True)
    s.part(back, darker(s.main, 0.3 if lightness(s.main) < 0.85 else 0.14), shade=None)
    tail(104, 142, 84, 162, 10)
    tail(68, 108, 88, 170, -8)
    front = (
        "M50 56C52 40 60 36 66 42C74 60 126 60 134 42C140 36 148 40 150 56"
        "C156 92 124 106 100 106C76 106 44 92 50 56Z"
    )
    s.part(front, pattern=True, shade="top", curve=8)
    s.seam("M60 60C74 82 122 84 140 62", width=0.9)
    s.seam("M58 76C74 96 110 98 132 86", width=0.8)
