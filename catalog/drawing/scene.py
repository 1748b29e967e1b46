"""Backdrops, and where an object stands in its picture."""

from dataclasses import dataclass

from .colors import mix, rgb
from .paths import num

# Colours behind a product, with the word people use for them.
GROUNDS = {
    "white": "#ffffff",
    "light grey": "#eef0f2",
    "cream": "#f8f2e4",
    "pale blue": "#e2eefa",
    "pale pink": "#fbe6ee",
    "pale green": "#e4f3e6",
    "pale yellow": "#fdf5d3",
    "lavender": "#ebe5f6",
    "mint": "#daf2ee",
    "peach": "#fde6d8",
}
STRONG_GROUNDS = {
    "yellow": "#f5cf4a",
    "blue": "#7fb2ea",
    "pink": "#f4a9c6",
    "green": "#92cf9c",
    "orange": "#f6ae70",
    "turquoise": "#84d6d0",
    "dark blue": "#2a3a63",
    "dark grey": "#4a4e57",
    "grey": "#b5bac2",
    "purple": "#b493d6",
}


@dataclass
class Place:
    """Where and how an object lies in its picture."""

    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0
    turn: float = 0.0
    mirrored: bool = False

    def wrap(self, body):
        """The drawing, put in its place."""
        flip = "translate(200 0) scale(-1 1)" if self.mirrored else ""
        return (
            f'<g transform="translate({num(self.x)} {num(self.y)}) scale({num(self.scale)})'
            f' rotate({num(self.turn)} 100 100) {flip}">{body}</g>'
        )


def distance(one, other):
    """How far two colours lie apart, from 0 to about 1.7."""
    return sum((a - b) ** 2 for a, b in zip(rgb(one), rgb(other), strict=True)) ** 0.5


def backdrop(form, color, width=200, height=200, *, deep=0.14, line=0.7):
    """What lies behind the object: "flat", "glow", "slope", "floor" or "spot"."""
    w, h = width, height
    shade = mix(color, "#4a4668", deep)
    light = mix(color, "#ffffff", 0.65)
    full = f'width="{w}" height="{h}"'
    if form == "glow":
        return (
            '<radialGradient id="bg" cx="0.5" cy="0.42" r="0.75">'
            f'<stop offset="0" stop-color="{light}"/><stop offset="1" stop-color="{shade}"/>'
            f'</radialGradient><rect {full} fill="url(#bg)"/>'
        )
    if form == "slope":
        return (
            '<linearGradient id="bg" x1="0" y1="0" x2="0" y2="1">'
            f'<stop offset="0" stop-color="{light}"/><stop offset="1" stop-color="{shade}"/>'
            f'</linearGradient><rect {full} fill="url(#bg)"/>'
        )
    if form == "floor":
        y = num(h * line)
        return f'<rect {full} fill="{color}"/><rect y="{y}" width="{w}" height="{num(h - h * line)}" fill="{shade}"/>'
    if form == "spot":
        r = num(0.46 * min(w, h))
        return f'<rect {full} fill="#ffffff"/><circle cx="{w / 2}" cy="{h / 2}" r="{r}" fill="{color}"/>'
    return f'<rect {full} fill="{color}"/>'
