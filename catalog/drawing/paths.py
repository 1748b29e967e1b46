"""Path building: every helper returns SVG path data with absolute M, L, C, Q and Z only."""

import math
import re

NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
KAPPA = 0.5523


def num(value):
    """A number as short as two decimals allow."""
    return f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def points(d):
    """The points of path data, control points included."""
    values = [float(v) for v in NUMBER.findall(d)]
    return list(zip(values[::2], values[1::2], strict=True))


def box(d):
    """Left, top, right and bottom of path data, control points included."""
    xs, ys = zip(*points(d), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def poly(*corners, closed=True):
    """Straight lines through the corners."""
    body = "L".join(f"{num(x)} {num(y)}" for x, y in corners)
    return f"M{body}{'Z' if closed else ''}"


def ellipse(cx, cy, rx, ry=None):
    """An ellipse, or a circle when one radius is given."""
    ry = rx if ry is None else ry
    kx, ky = KAPPA * rx, KAPPA * ry
    rows = [
        (cx - rx, cy),
        (cx - rx, cy - ky, cx - kx, cy - ry, cx, cy - ry),
        (cx + kx, cy - ry, cx + rx, cy - ky, cx + rx, cy),
        (cx + rx, cy + ky, cx + kx, cy + ry, cx, cy + ry),
        (cx - kx, cy + ry, cx - rx, cy + ky, cx - rx, cy),
    ]
    text = [" ".join(num(v) for v in row) for row in rows]
    return "M" + "C".join(text) + "Z"


def rrect(x, y, w, h, r):
    """A rectangle with rounded corners."""
    r = min(r, w / 2, h / 2)
    k = r * (1 - KAPPA)
    x2, y2 = x + w, y + h
    n = num
    return (
        f"M{n(x + r)} {n(y)}L{n(x2 - r)} {n(y)}"
        f"C{n(x2 - k)} {n(y)} {n(x2)} {n(y + k)} {n(x2)} {n(y + r)}"
        f"L{n(x2)} {n(y2 - r)}C{n(x2)} {n(y2 - k)} {n(x2 - k)} {n(y2)} {n(x2 - r)} {n(y2)}"
        f"L{n(x + r)} {n(y2)}C{n(x + k)} {n(y2)} {n(x)} {n(y2 - k)} {n(x)} {n(y2 - r)}"
        f"L{n(x)} {n(y + r)}C{n(x)} {n(y + k)} {n(x + k)} {n(y)} {n(x + r)} {n(y)}Z"
    )


def rounded(corners, r):
    """A closed polygon whose corners are rounded; r is one radius or one for each corner."""
    count = len(corners)
    radii = r if isinstance(r, (list, tuple)) else [r] * count
    parts = []
    for i, (x, y) in enumerate(corners):
        (px, py), (qx, qy) = corners[i - 1], corners[(i + 1) % count]
        before, after = math.dist((x, y), (px, py)), math.dist((x, y), (qx, qy))
        a, b = min(radii[i], before / 2) / before, min(radii[i], after / 2) / after
        start = f"{num(x + (px - x) * a)} {num(y + (py - y) * a)}"
        end = f"{num(x + (qx - x) * b)} {num(y + (qy - y) * b)}"
        parts.append(f"{'L' if i else 'M'}{start}Q{num(x)} {num(y)} {end}")
    return "".join(parts) + "Z"


def smooth(dots, closed=False, tension=1.0):
    """A soft curve through the dots (Catmull-Rom as cubic Béziers)."""
    count = len(dots)
    at = (lambda i: dots[i % count]) if closed else (lambda i: dots[min(max(i, 0), count - 1)])
    text = [f"M{num(dots[0][0])} {num(dots[0][1])}"]
    for i in range(count if closed else count - 1):
        p0, p1, p2, p3 = at(i - 1), at(i), at(i + 1), at(i + 2)
        c1 = [p1[k] + (p2[k] - p0[k]) * tension / 6 for k in (0, 1)]
        c2 = [p2[k] - (p3[k] - p1[k]) * tension / 6 for k in (0, 1)]
        text.append("C" + " ".join(num(v) for v in (*c1, *c2, *p2)))
    return "".join(text) + ("Z" if closed else "")


def mirrored(d, axis=100.0):
    """The path reflected about a vertical axis."""
    state = {"odd": True}

    def flip(match):
        odd = state["odd"]
        state["odd"] = not odd
        return num(2 * axis - float(match.group())) if odd else match.group()

    # A reflected number may turn negative; a blank before it is always safe.
    return NUMBER.sub(lambda m: " " + flip(m), d)


def symmetric(half, axis=100.0):
    """A closed outline from its right half, given as path data from top centre to bottom centre."""
    steps = re.findall(r"([MLCQ])([^MLCQZ]*)", half)
    runs = [(c, points(rest)) for c, rest in steps]
    back = []
    for i in range(len(runs) - 1, 0, -1):
        letter, pts = runs[i]
        turned = [*reversed(pts[:-1]), runs[i - 1][1][-1]]
        body = " ".join(f"{num(2 * axis - x)} {num(y)}" for x, y in turned)
        back.append(letter + body)
    return half + "".join(back) + "Z"


def moved(d, dx, dy):
    """The path shifted."""
    state = {"odd": True}

    def shift(match):
        odd = state["odd"]
        state["odd"] = not odd
        return " " + num(float(match.group()) + (dx if odd else dy))

    return NUMBER.sub(shift, d)


def star(cx, cy, r, turn=0.0):
    """A five-pointed star."""
    dots = []
    for i in range(10):
        a = math.radians(turn - 90 + 36 * i)
        q = r if i % 2 == 0 else 0.45 * r
        dots.append((cx + q * math.cos(a), cy + q * math.sin(a)))
    return poly(*dots)


def heart(cx, cy, r):
    """A heart."""
    n = num
    return (
        f"M{n(cx)} {n(cy + r)}C{n(cx - 1.7 * r)} {n(cy - 0.1 * r)} {n(cx - 0.8 * r)} {n(cy - 1.4 * r)}"
        f" {n(cx)} {n(cy - 0.4 * r)}C{n(cx + 0.8 * r)} {n(cy - 1.4 * r)} {n(cx + 1.7 * r)}"
        f" {n(cy - 0.1 * r)} {n(cx)} {n(cy + r)}Z"
    )
