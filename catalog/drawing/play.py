"""Things to ride and to play with: bicycle, toy car, teddy bear."""

import math

from .colors import darker, lighter, lightness
from .paths import ellipse, rounded, rrect, smooth, star
from .sketch import kind

STEEL = "#aab0bb"


def wheel(s, x, y, r, tyre="#34363e"):
    """A spoked wheel."""
    s.stroke(ellipse(x, y, r), tyre, 5)
    s.stroke(ellipse(x, y, r - 4), "#c9cdd5", 1.6)
    spokes = ""
    for i in range(7):
        a = math.pi * i / 7
        c, n = math.cos(a) * (r - 4), math.sin(a) * (r - 4)
        spokes += f"M{x + c:.1f} {y + n:.1f}L{x - c:.1f} {y - n:.1f}"
    s.stroke(spokes, "#a4a9b3", 0.9)
    s.plain(ellipse(x, y, 4.5), "#6a6e79")


@kind("bicycle", shapes={"style": ("city", "racing", "children")}, patterned=False, stands=168, half=82)
def bicycle(s):
    """A bicycle from the side, front wheel to the right."""
    style = s.shape("style", "city")
    r = 36 if style != "children" else 29
    y = 166 - r
    a, b = (44, y), (156, y)
    crank = (92, y + 3)
    seat = (78, 74)
    head = (136, 66) if style != "children" else (136, 78)
    width = 6.5 if style != "racing" else 5.5
    wheel(s, *a, r)
    wheel(s, *b, r)
    s.stroke(f"M{a[0]} {a[1]}L{crank[0]} {crank[1] + 7}", "#5b5e69", 1.6)
    s.stroke(f"M{a[0]} {a[1] - 4}L{crank[0]} {crank[1] - 7}", "#5b5e69", 1.6)
    if style == "city":
        s.stroke(
            f"M{a[0] - 34} {y - 18}C{a[0] - 20} {y - 48} {a[0] + 20} {y - 50} {a[0] + 38} {y - 14}", s.main, 4
        )
        s.stroke(
            f"M{b[0] - 36} {y - 20}C{b[0] - 24} {y - 46} {b[0] + 16} {y - 50} {b[0] + 36} {y - 18}", s.main, 4
        )
    s.tube(f"M{a[0]} {a[1]}L{seat[0]} {seat[1] + 16}", "main", width * 0.75)
    s.tube(f"M{a[0]} {a[1]}L{crank[0]} {crank[1]}", "main", width * 0.75)
    s.tube(f"M{seat[0]} {seat[1]}L{crank[0]} {crank[1]}", "main", width)
    if style == "city":
        s.tube(f"M{head[0] + 4} {head[1] + 16}C120 {y - 14} 108 {y} {crank[0]} {crank[1]}", "main", width)
        s.tube(f"M{head[0] + 2} {head[1] + 8}C112 {y - 26} 100 {y - 18} 86 {y - 22}", "main", width * 0.8)
    else:
        s.tube(f"M{head[0] + 3} {head[1] + 14}L{crank[0]} {crank[1]}", "main", width)
        s.tube(f"M{head[0] + 1} {head[1] + 8}L{seat[0] + 3} {seat[1] + 14}", "main", width)
    s.tube(f"M{head[0]} {head[1]}L{b[0]} {b[1]}", "main", width)
    s.stroke(f"M{seat[0]} {seat[1]}L{seat[0] - 3} {seat[1] - 14}", STEEL, 4)
    s.part(rounded([(58, 54), (96, 54), (92, 62), (74, 66), (60, 66)], 5), "#4a3a33", shade=None)
    if style == "racing":
        s.tube(f"M{head[0]} {head[1]}L{head[0] - 2} 50L150 50C166 50 166 72 152 70", "#3a3c45", 4.5, 0.4)
    else:
        s.stroke(f"M{head[0]} {head[1]}L{head[0] - 4} {head[1] - 22}", STEEL, 4)
        s.tube(
            f"M{head[0] + 8} {head[1] - 28}L{head[0] - 4} {head[1] - 24}L{head[0] - 20} {head[1] - 18}",
            "#3a3c45",
            5,
            0.4,
        )
    if style == "city":
        s.part(rounded([(146, 62), (184, 62), (178, 90), (152, 90)], 4), "#c89a62", line=0.8)
        s.seam("M150 71L181 71", "#c89a62", 0.8)
        s.seam("M151 80L179 80", "#c89a62", 0.8)
    s.part(ellipse(*crank, 9), "#c9cdd5", shade=None, line=0.7)
    s.stroke(f"M{crank[0]} {crank[1]}L{crank[0] + 10} {crank[1] + 14}", "#5b5e69", 3.4)
    s.stroke(f"M{crank[0] + 4} {crank[1] + 15}L{crank[0] + 17} {crank[1] + 14}", "#34363e", 4)


def tyre(s, x, y, r, hub):
    """A toy wheel."""
    s.part(ellipse(x, y, r), "#34363e", shade=None)
    s.part(ellipse(x, y, r * 0.52), hub, shade=None, line=0.7)
    s.plain(ellipse(x, y, r * 0.18), "#5b5e69")


@kind("toy car", shapes={"body": ("saloon", "beetle", "truck", "racer")}, stands=164, half=80)
def toy_car(s):
    """A toy car from the side, bonnet to the left."""
    body = s.shape("body", "saloon")
    glass = "#cfe9f5"
    hub = "#f4f1e8" if s.look.pattern == "plain" else s.paint(s.accent())
    if body == "truck":
        s.part(rounded([(97, 62), (187, 62), (187, 132), (97, 132)], 6), pattern=True)
        s.part(rrect(14, 126, 172, 16, 6), darker(s.main, 0.35), shade=None)
        s.part(rounded([(20, 98), (38, 66), (92, 66), (92, 134), (14, 134), (14, 104)], [10, 10, 6, 4, 6, 8]))
        s.part(rounded([(34, 98), (46, 74), (68, 74), (68, 98)], 4), glass, shade=None, line=0.8)
        s.seam("M72 74L72 130", width=1.0)
        s.part(rrect(12, 112, 9, 9, 3), "#ffe08a", line=0.6)
        for x in (50, 122, 160):
            tyre(s, x, 144, 19, hub)
        return
    if body == "racer":
        s.part(
            "M10 138C10 118 36 108 70 106L92 94C104 90 124 92 132 104L170 100L186 98L186 138Z",
            pattern=True,
            shade="top",
        )
        s.part(rounded([(160, 82), (192, 82), (190, 92), (160, 92)], 3), s.accent(), line=0.8)
        s.tube("M176 92L174 104", "#5b5e69", 4, 0.5)
        s.part("M80 106L94 90C98 86 104 88 104 94L104 108Z", glass, shade=None, line=0.8)
        s.part(ellipse(118, 96, 12), "#f2c9a0", line=0.7)
        s.plain("M105 96C105 80 131 80 131 96Z", s.accent())
        s.part(ellipse(146, 122, 12), "#ffffff", shade=None, line=0.7)
        s.plain(star(146, 122, 8), "#34363e")
        for x in (48, 146):
            if x == 48:
                tyre(s, x, 142, 22, hub)
        tyre(s, 168, 142, 22, hub)
        return
    if body == "beetle":
        shell = (
            "M14 140C12 116 30 104 54 102C62 72 84 58 108 58C136 58 156 76 160 102C178 106 188 118 186 140Z"
        )
        windows = ("M68 100C72 80 84 70 100 70L100 100Z", "M108 70C130 70 142 82 146 100L108 100Z")
    else:
        shell = (
            "M12 142C10 122 12 112 24 108L58 102L80 72C84 67 90 66 96 66L134 66C142 66 148 70 152 76L166 102"
            "C182 104 190 112 188 142Z"
        )
        windows = (
            "M70 102L88 78C90 75 94 74 98 74L106 74L106 102Z",
            "M114 74L132 74C138 74 142 77 144 82L154 102L114 102Z",
        )
    s.part(shell, pattern=True, shade="top")
    for d in windows:
        s.part(d, glass, shade=None, line=0.8)
    s.seam("M110 104L110 138", width=1.0)
    s.stroke("M120 114L130 114", s.edge(s.main), 2.6)
    s.part(ellipse(20, 120, 6, 8), "#ffe08a", line=0.7)
    s.part(rrect(182, 114, 7, 13, 3), "#e0533f", line=0.6)
    s.part(rrect(8, 134, 184, 9, 4), "#c3c7cf", shade=None, line=0.7)
    for x in (52, 148):
        tyre(s, x, 144, 21, hub)


@kind("teddy bear", shapes={"wears": ("bow", "scarf", "nothing")}, patterned=False, stands=182, half=56)
def teddy_bear(s):
    """A sitting teddy bear; its fur has the main colour, its bow the second."""
    light = lighter(s.main, 0.5) if lightness(s.main) < 0.8 else darker(s.main, 0.1)
    face = "#2b2a33" if lightness(s.main) > 0.22 else "#e8e4da"
    for x in (62, 138):
        s.part(ellipse(x, 34, 17), "main", shade="round")
        s.plain(ellipse(x, 35, 9), light)
    for x, a in ((50, 32), (150, -32)):
        with s.turned(a, x, 122):
            s.part(ellipse(x, 122, 15, 30), "main", shade="round")
    s.part(ellipse(100, 138, 44, 42), "main", shade="round")
    s.plain(ellipse(100, 144, 27, 27), light)
    for x in (60, 140):
        s.part(ellipse(x, 168, 23, 19), "main", shade="round")
        s.plain(ellipse(x, 169, 12, 10), light)
    s.part(ellipse(100, 64, 49, 44), "main", shade="round")
    s.plain(ellipse(100, 78, 20, 16), light)
    for x in (80, 120):
        s.plain(ellipse(x, 58, 5, 6), face)
        s.plain(ellipse(x + 1.6, 56, 1.7), "#ffffff")
    s.plain("M91 70C94 66 106 66 109 70C108 76 103 79 100 79C97 79 92 76 91 70Z", face)
    s.stroke("M100 79L100 84M100 84C97 89 91 89 89 86M100 84C103 89 109 89 111 86", face, 2)
    second = s.second if s.look.second != s.look.color else darker(s.main, 0.3)
    if s.has(wears="bow"):
        s.part(smooth([(100, 110), (74, 98), (76, 122)], True), second, line=0.8)
        s.part(smooth([(100, 110), (126, 98), (124, 122)], True), second, line=0.8)
        s.part(ellipse(100, 110, 6.5), second, line=0.8)
    elif s.has(wears="scarf"):
        s.part(rounded([(108, 108), (128, 106), (134, 148), (114, 150)], 4), second, line=0.8)
        s.part(
            "M60 98C74 112 126 112 140 98C146 106 142 114 134 118C114 126 86 126 66 118C58 114 54 106 60 98Z",
            second,
        )
