"""Surface patterns: SVG shapes that cover a box, to be clipped to a product's silhouette."""

import math

from .colors import lightness, mix
from .paths import ellipse, heart, num, star

PATTERNS = ("plain", "striped", "dotted", "checked", "floral", "starred", "hearts", "zigzag")


def grid(box, step, phase):
    """Centres of a staggered grid that covers the box."""
    x0, y0, x1, y1 = box
    rise = step * 0.87
    rows = math.ceil((y1 - y0) / rise) + 2
    columns = math.ceil((x1 - x0) / step) + 2
    for j in range(rows):
        for i in range(columns):
            x = x0 + (i - 1 + phase + (j % 2) / 2) * step
            y = y0 + (j - 0.5 + phase / 2) * rise
            if x0 - step / 2 < x < x1 + step / 2 and y0 - step / 2 < y < y1 + step / 2:
                yield x, y


def square(box):
    """The box grown to a square, so that a turned pattern still covers it."""
    x0, y0, x1, y1 = box
    half = math.hypot(x1 - x0, y1 - y0) / 2
    cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
    return cx - half, cy - half, cx + half, cy + half


def striped(box, color, step, phase, curve=0.0):
    """Level stripes; `curve` lets them sag as on something round."""
    x0, y0, x1, y1 = box
    d = []
    y = y0 - abs(curve) - step * phase
    while y < y1 + abs(curve):
        a, b, mid = num(y), num(y + step / 2), num((x0 + x1) / 2)
        top, low = num(y + 2 * curve), num(y + step / 2 + 2 * curve)
        d.append(f"M{num(x0)} {a}Q{mid} {top} {num(x1)} {a}L{num(x1)} {b}Q{mid} {low} {num(x0)} {b}Z")
        y += step
    return f'<path d="{"".join(d)}" fill="{color}"/>'


def dotted(box, color, step, phase):
    """Round dots on a staggered grid."""
    d = "".join(ellipse(x, y, 0.27 * step) for x, y in grid(box, step, phase))
    return f'<path d="{d}" fill="{color}"/>'


def checked(box, color, step, phase):
    """Gingham: half-clear bands both ways, solid where they cross."""
    x0, y0, x1, y1 = box
    d = []
    half = step / 2
    y = y0 - step * phase
    while y < y1:
        d.append(f"M{num(x0)} {num(y)}H{num(x1)}V{num(y + half)}H{num(x0)}Z")
        y += step
    across = f'<path d="{"".join(d)}" fill="{color}" fill-opacity=".62"/>'
    d = []
    x = x0 - step * phase
    while x < x1:
        d.append(f"M{num(x)} {num(y0)}V{num(y1)}H{num(x + half)}V{num(y0)}Z")
        x += step
    return across + f'<path d="{"".join(d)}" fill="{color}" fill-opacity=".62"/>'


def floral(box, color, step, phase, ground):
    """Small five-petalled flowers with leaves."""
    petals, hearts, leaves = [], [], []
    for n, (x, y) in enumerate(grid(box, step * 1.25, phase)):
        turn = 0.7 * n
        r = 0.2 * step
        for i in range(5):
            a = turn + i * 2 * math.pi / 5
            petals.append(ellipse(x + 1.15 * r * math.cos(a), y + 1.15 * r * math.sin(a), 0.86 * r))
        hearts.append(ellipse(x, y, 0.72 * r))
        a = turn + 0.6
        lx, ly = x + 3.0 * r * math.cos(a), y + 3.0 * r * math.sin(a)
        leaves.append(ellipse(lx, ly, 0.6 * r, 0.6 * r))
    middle = "#f2b632" if lightness(color) > 0.6 or color[1:3] < "a0" else "#fff2c9"
    leaf = mix(color, "#4f9a57", 0.75) if lightness(ground) > 0.4 else "#8cc084"
    return (
        f'<path d="{"".join(leaves)}" fill="{leaf}"/><path d="{"".join(petals)}" fill="{color}"/>'
        f'<path d="{"".join(hearts)}" fill="{middle}"/>'
    )


def starred(box, color, step, phase):
    """Five-pointed stars."""
    d = "".join(
        star(x, y, 0.38 * step, 14 * (n % 3 - 1)) for n, (x, y) in enumerate(grid(box, step * 1.1, phase))
    )
    return f'<path d="{d}" fill="{color}"/>'


def hearts(box, color, step, phase):
    """Little hearts."""
    d = "".join(heart(x, y, 0.3 * step) for x, y in grid(box, step * 1.1, phase))
    return f'<path d="{d}" fill="{color}"/>'


def zigzag(box, color, step, phase):
    """Chevron lines."""
    x0, y0, x1, y1 = box
    d = []
    y = y0 - step * phase
    while y < y1 + step:
        x, up = x0 - step * phase, True
        line = []
        while x < x1 + step:
            line.append(f"{num(x)} {num(y - step * 0.25 if up else y + step * 0.25)}")
            x, up = x + step * 0.6, not up
        d.append("M" + "L".join(line))
        y += step
    return (
        f'<path d="{"".join(d)}" fill="none" stroke="{color}" stroke-width="{num(step * 0.36)}"'
        ' stroke-linejoin="miter"/>'
    )


def cover(name, box, color, ground, *, step=15.0, phase=0.3, turn=0.0, curve=0.0):
    """The pattern over the box, turned about its middle."""
    if name == "plain":
        return ""
    area = square(box) if turn else box
    if name == "striped":
        shapes = striped(area, color, step, phase, curve)
    elif name == "floral":
        shapes = floral(area, color, step * 1.15, phase, ground)
    else:
        draw = {"dotted": dotted, "checked": checked, "starred": starred}
        draw |= {"hearts": hearts, "zigzag": zigzag}
        shapes = draw[name](area, color, step, phase)
    if not turn:
        return shapes
    cx, cy = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return f'<g transform="rotate({num(turn)} {num(cx)} {num(cy)})">{shapes}</g>'
