"""Named colours, and the little colour arithmetic the drawings need."""

import colorsys

PALETTE = {
    "red": "#d62a3c",
    "orange": "#f07f1f",
    "yellow": "#f6c92f",
    "green": "#3c9a50",
    "blue": "#2f76d2",
    "navy": "#1e2d5a",
    "purple": "#7a45a8",
    "pink": "#f08fb6",
    "brown": "#7f5235",
    "beige": "#e2cda6",
    "black": "#27272c",
    "white": "#fbfbf9",
    "grey": "#8f959d",
    "turquoise": "#2dbbb4",
}

# How far a colour may drift in hue, saturation and value and keep its name.
DRIFT = {
    "red": (0.012, 0.12, 0.08),
    "orange": (0.012, 0.12, 0.05),
    "yellow": (0.010, 0.15, 0.05),
    "green": (0.040, 0.15, 0.12),
    "blue": (0.018, 0.15, 0.10),
    "navy": (0.020, 0.12, 0.06),
    "purple": (0.025, 0.15, 0.10),
    "pink": (0.025, 0.14, 0.04),
    "brown": (0.012, 0.10, 0.08),
    "beige": (0.012, 0.08, 0.05),
    "black": (0.3, 0.06, 0.05),
    "white": (0.1, 0.015, 0.02),
    "grey": (0.1, 0.05, 0.10),
    "turquoise": (0.018, 0.15, 0.10),
}

# Second colours that look well on a main colour, best first.
MATCHES = {
    "red": ("white", "navy", "pink", "beige", "yellow", "black"),
    "orange": ("white", "navy", "brown", "beige", "turquoise", "yellow"),
    "yellow": ("white", "grey", "navy", "blue", "orange", "black", "green"),
    "green": ("white", "beige", "yellow", "navy", "pink", "orange"),
    "blue": ("white", "yellow", "navy", "red", "beige", "orange"),
    "navy": ("white", "red", "yellow", "beige", "pink", "turquoise"),
    "purple": ("white", "pink", "yellow", "beige", "turquoise"),
    "pink": ("white", "red", "purple", "navy", "grey", "green"),
    "brown": ("beige", "white", "orange", "turquoise", "pink"),
    "beige": ("brown", "white", "red", "navy", "green", "black"),
    "black": ("white", "red", "yellow", "grey", "pink", "beige"),
    "white": ("blue", "red", "black", "green", "pink", "navy", "grey", "turquoise", "orange"),
    "grey": ("white", "yellow", "black", "pink", "red", "turquoise"),
    "turquoise": ("white", "yellow", "orange", "navy", "brown", "pink"),
}


def rgb(color):
    """Red, green and blue of a "#rrggbb" colour, each from 0 to 1."""
    return tuple(int(color[i : i + 2], 16) / 255 for i in (1, 3, 5))


def hexed(values):
    """The "#rrggbb" form of three numbers from 0 to 1."""
    return "#" + "".join(f"{round(255 * min(1, max(0, v))):02x}" for v in values)


def mix(one, other, share):
    """The colour `share` of the way from `one` to `other`."""
    return hexed(a + (b - a) * share for a, b in zip(rgb(one), rgb(other), strict=True))


def lightness(color):
    """Perceived lightness of a colour, from 0 to 1."""
    r, g, b = rgb(color)
    return 0.3 * r + 0.59 * g + 0.11 * b


def darker(color, share=0.3):
    """The colour taken towards a cool near-black."""
    return mix(color, "#14141e", share)


def lighter(color, share=0.3):
    """The colour taken towards white."""
    return mix(color, "#ffffff", share)


def outline(color):
    """The tone that outlines a surface of this colour."""
    if lightness(color) > 0.85:
        return mix(color, "#4b4f5c", 0.62)
    return darker(color, 0.5)


def detail(color):
    """The tone of seams and folds on a surface of this colour: visible, but quiet."""
    if lightness(color) < 0.26:
        return lighter(color, 0.30)
    return darker(color, 0.20 if lightness(color) > 0.85 else 0.26)


def drifted(name, rng, amount=1.0):
    """A shade that still goes by the name."""
    h, s, v = colorsys.rgb_to_hsv(*rgb(PALETTE[name]))
    dh, ds, dv = (amount * d for d in DRIFT[name])
    h = (h + rng.uniform(-dh, dh)) % 1
    s = min(1, max(0, s + rng.uniform(-ds, ds)))
    v = min(1, max(0.05, v + rng.uniform(-dv, dv)))
    return hexed(colorsys.hsv_to_rgb(h, s, v))
