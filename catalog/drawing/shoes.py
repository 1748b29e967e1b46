"""Shoes and hats: sneaker, boot, cap, sun hat, beanie."""

import math

from .colors import darker, lightness
from .paths import ellipse, rounded, smooth
from .sketch import kind


def laces(s, rows, color, width=3.6):
    """Short level laces with the slant of the shoe."""
    for x0, y0, x1, y1 in rows:
        s.tube(f"M{x0} {y0}L{x1} {y1}", color, width, 0.5)


@kind("sneaker", shapes={"height": ("low", "high"), "style": ("canvas", "running")}, stands=160, half=80)
def sneaker(s):
    """A sports shoe from the side, toe to the left."""
    white = lightness(s.main) > 0.85
    sole = "#ffffff" if not white else "#e9e6df"
    lace = "#ffffff" if not white else "#dfe1e6"
    trim = s.accent()
    high = s.has(height="high")
    if high:
        s.part("M104 62C112 52 128 48 150 50L154 64C140 70 118 72 104 62Z", darker(s.main, 0.45), shade=None)
        upper = (
            "M18 146C14 126 26 112 50 108C72 104 90 84 98 56C101 50 106 50 110 54C122 60 138 56 150 46"
            "C158 44 162 48 163 56C166 84 176 120 178 146Z"
        )
    else:
        s.part(
            "M112 84C124 74 144 72 164 78L166 92C150 100 128 100 112 84Z", darker(s.main, 0.45), shade=None
        )
        upper = (
            "M18 146C14 126 26 116 50 112C74 108 92 98 104 82C107 76 112 76 116 80C128 92 148 90 164 78"
            "C171 74 176 78 176 86C176 106 181 124 180 146Z"
        )
    s.part(upper, pattern=True, shade="top")
    if s.has(style="running"):
        swoosh = "M66 138C96 140 126 122 140 100L152 98C148 124 118 148 74 146Z"
        s.part(swoosh, trim if s.look.pattern != "plain" else sole, shade=None, line=0.6)
    else:
        s.seam("M112 146C110 130 118 118 128 112", width=0.9)
    toe = "M18 146C14 126 26 115 46 112C56 120 62 134 60 146Z"
    s.part(toe, sole if s.has(style="canvas") else trim, line=0.8)
    heel = "M160 146C156 128 158 112 164 104L178 102C180 118 181 132 180 146Z"
    s.part(heel, trim, line=0.8)
    if high:
        rows = [(62, 104, 78, 118), (74, 96, 92, 109), (83, 85, 102, 97), (90, 73, 110, 83)]
        s.part(ellipse(138, 84, 12), sole, line=0.7)
        s.plain(ellipse(138, 84, 5), trim if s.look.pattern != "plain" else "main")
    else:
        rows = [(62, 109, 76, 122), (76, 104, 90, 116), (88, 96, 103, 107)]
    laces(s, rows, lace)
    if s.has(style="running"):
        base = "M12 146C30 142 60 146 100 144C140 142 170 138 186 134C192 146 190 160 178 162L30 162C14 162 8 156 12 146Z"
    else:
        base = rounded([(12, 142), (184, 142), (186, 162), (14, 162)], [8, 6, 8, 10])
    s.part(base, sole, shade=None)
    if s.has(style="running"):
        s.seam("M18 155C60 152 130 156 186 148", sole, 1.0)
    else:
        s.stroke("M20 152L180 152", s.main if not white else trim, 2.6)


@kind("boot", shapes={"style": ("laced", "rain", "ankle")}, stands=180, half=66)
def boot(s):
    """A boot from the side, toe to the left: laced, rubber, or an ankle boot with a heel."""
    style = s.shape("style", "laced")
    sole = "#3a2d28" if lightness(s.main) > 0.25 else "#8b6f57"
    if style == "rain":
        shaft = (
            "M92 22L154 22C156 60 152 104 158 146L158 166L34 166C26 150 34 134 54 128C78 122 92 116 94 96"
            "C96 70 94 44 92 22Z"
        )
        s.part(shaft, pattern=True)
        s.part(rounded([(89, 18), (157, 18), (157, 34), (89, 34)], 5), s.accent())
        s.part(rounded([(28, 164), (160, 164), (160, 180), (30, 180)], [6, 4, 4, 8]), s.accent(), shade=None)
        s.shine(smooth([(104, 48), (106, 92), (111, 92), (110, 47)], True), 0.4)
        s.shine(ellipse(54, 142, 13, 4.5), 0.35)
        return
    if style == "ankle":
        shaft = (
            "M92 58C112 52 136 52 154 58C154 84 158 108 160 140L158 150C120 160 60 164 30 164C22 152 34 140 52 134"
            "C78 124 92 112 94 92C94 80 93 68 92 58Z"
        )
        s.part("M124 150L160 140C160 154 158 168 156 180L134 180C134 170 132 160 124 150Z", sole, shade=None)
        s.part(shaft, pattern=True)
        s.part("M26 162C60 160 100 158 128 150L130 158C104 168 60 170 28 170Z", sole, shade=None, line=0.8)
        s.seam("M126 60C122 80 124 100 128 124", width=1.0)
        s.part(
            rounded([(116, 62), (138, 62), (134, 112), (122, 112)], [2, 2, 8, 8]),
            darker(s.main, 0.35),
            shade=None,
            line=0.6,
        )
        return
    shaft = (
        "M88 28C108 22 136 22 154 28C154 70 158 110 162 146L162 164L26 164C20 146 30 130 52 124C74 118 86 106 88 84"
        "C90 64 88 46 88 28Z"
    )
    s.part(shaft, pattern=True)
    s.part("M26 164C20 146 30 130 50 125C62 134 66 150 64 164Z", darker(s.main, 0.15), line=0.8)
    s.seam("M112 34C112 70 112 96 118 116C128 134 136 150 138 164", width=0.9, dash="4 3")
    s.part(rounded([(85, 24), (157, 24), (157, 40), (85, 40)], 7), s.accent(), shade="side")
    lace = "#f3dca6" if lightness(s.main) < 0.8 else "#8a5a36"
    laces(
        s,
        [(84, 56, 106, 54), (86, 72, 108, 70), (84, 88, 107, 87), (78, 103, 103, 105), (64, 116, 92, 122)],
        lace,
        3.8,
    )
    s.part(
        rounded([(22, 162), (166, 162), (166, 180), (126, 180), (122, 175), (26, 180)], [6, 4, 4, 3, 3, 8]),
        sole,
        shade=None,
    )


@kind("cap", shapes={"badge": ("no", "yes"), "brim": ("main", "second")}, patterned=True)
def cap(s):
    """A baseball cap, its peak to the left."""
    brim = s.accent() if s.has(brim="second") else "main"
    s.part("M170 122C178 128 178 140 168 142L150 136Z", darker(s.main, 0.35), shade=None)
    dome = "M58 138C50 84 78 50 120 50C160 50 180 86 172 138C140 146 96 146 58 138Z"
    s.part(dome, pattern=True, shade="round")
    s.seam("M118 51C92 66 80 100 84 141", width=1.0)
    s.seam("M122 51C142 70 148 104 144 142", width=1.0)
    for x, y in ((104, 74), (133, 74)):
        s.plain(ellipse(x, y, 2.4), darker(s.main, 0.5))
    s.part(ellipse(120, 49, 7, 5), brim, line=0.8)
    peak = "M60 122C84 128 100 134 104 146C80 148 50 160 24 158C14 156 14 148 20 144C32 132 46 124 60 122Z"
    s.part(peak, brim, shade="top")
    s.seam("M30 151C54 148 74 140 90 140", brim, 0.7, dash="4 3")
    if s.has(badge="yes"):
        s.part(ellipse(76, 98, 13, 15), "#ffffff" if lightness(s.main) < 0.8 else s.accent(), line=0.7)


@kind("sun hat", shapes={"crown": ("round", "flat")}, patterned=True)
def sun_hat(s):
    """A wide-brimmed summer hat with a ribbon."""
    ribbon = s.second if s.look.second != s.look.color else darker(s.main, 0.4)
    brim = (
        "M10 130C10 110 60 100 100 100C140 100 190 110 190 130C190 150 140 162 100 162C60 162 10 150 10 130Z"
    )
    s.part(brim, pattern=True, shade="top")
    s.seam("M22 131C30 146 66 154 100 154C134 154 170 146 178 131", width=0.9)
    if s.has(crown="flat"):
        crown = "M58 126L64 66C66 52 134 52 136 66L142 126C130 138 70 138 58 126Z"
    else:
        crown = "M56 126C56 76 72 46 100 46C128 46 144 76 144 126C130 138 70 138 56 126Z"
    s.part(crown, pattern=True, shade="side", curve=4)
    band = "M57 106C70 116 130 116 143 106L144 126C130 138 70 138 56 126Z"
    s.part(band, ribbon, shade="side", line=0.8)


@kind("beanie", shapes={"pompom": ("yes", "no")})
def beanie(s):
    """A knitted hat with a turned-up edge."""
    trim = s.accent()
    if s.has(pompom="yes"):
        fluff = []
        for i in range(22):
            r = 21 if i % 2 else 17
            a = i * math.pi / 11
            fluff.append((100 + r * math.cos(a), 38 + r * math.sin(a)))
        s.part(smooth(fluff, True), trim, shade="round")
    s.part("M44 136C40 84 64 50 100 50C136 50 160 84 156 136Z", pattern=True, shade="side", curve=-6)
    for x in (-36, -18, 0, 18, 36):
        s.seam(f"M{100 + x} 128C{100 + x} 100 {100 + x * 0.8} 76 {100 + x * 0.42} 58", width=0.7)
    color = trim if s.look.pattern != "plain" else "main"
    s.part(rounded([(38, 122), (162, 122), (164, 164), (36, 164)], 12), color)
    for x in range(50, 156, 11):
        s.seam(f"M{x} 129L{x} 157", color, 0.9)
