"""The sheet a product is drawn on: parts with fill, pattern, shading and outline."""

from contextlib import contextmanager
from dataclasses import dataclass, field

from . import patterns
from .colors import PALETTE, darker, detail, lighter, lightness, outline
from .paths import box, ellipse, moved, num

KINDS = {}


@dataclass
class Look:
    """Everything that makes one drawing of a kind differ from another."""

    color: str = "red"
    second: str = "white"
    pattern: str = "plain"
    shape: dict = field(default_factory=dict)
    tints: dict = field(default_factory=dict)  # colour name -> the exact shade used
    line: float = 2.0
    ink: str = "tone"  # "tone": a darker shade of each part; "dark": one dark line for all
    shade: str = "soft"  # "soft", "cel" or "flat"
    shadow: bool = True
    step: float = 15.0  # distance of pattern elements
    phase: float = 0.3
    turn: float = 0.0  # extra turn of the pattern in degrees


@dataclass
class Kind:
    """A kind of product and what it can look like; the first of each shape is the usual one."""

    name: str
    draw: object
    shapes: dict
    patterned: bool
    stands: float | None  # the y on which it stands, None for things laid flat or hung
    half: float  # half the width of its shadow


def kind(name, *, shapes=None, patterned=True, stands=None, half=50.0):
    """Registers the drawing function of a kind."""

    def register(function):
        KINDS[name] = Kind(name, function, shapes or {}, patterned, stands, half)
        return function

    return register


class Sketch:
    """Collects the SVG of one object on a 200 by 200 field."""

    def __init__(self, look, prefix="p"):
        """Starts an empty sheet; the prefix keeps ids apart when two sheets share a picture."""
        self.look = look
        self.prefix = prefix
        self.count = 0
        self.shapes = []
        self.silhouette = []
        self.around = ""
        self.main = look.tints.get(look.color, PALETTE[look.color])
        self.second = look.tints.get(look.second, PALETTE[look.second])

    def shape(self, name, default=None):
        """The chosen shape variant of this name."""
        return self.look.shape.get(name, default)

    def has(self, **wanted):
        """Whether all the named shape variants are chosen."""
        return all(self.look.shape.get(k) == v for k, v in wanted.items())

    def paint(self, name):
        """The colour behind "main", "second" or a "#rrggbb"."""
        if name == "main":
            return self.main
        if name == "second":
            return self.second
        return name

    def accent(self):
        """A quiet companion of the main colour: the second one where a pattern uses it."""
        if self.look.pattern != "plain":
            return self.second
        return lighter(self.main, 0.45) if lightness(self.main) < 0.3 else darker(self.main, 0.22)

    def name(self):
        """A fresh id."""
        self.count += 1
        return f"{self.prefix}{self.count}"

    def edge(self, color):
        """The outline colour of a surface."""
        return "#2b2a33" if self.look.ink == "dark" else outline(color)

    def part(self, d, paint="main", *, pattern=False, shade="side", turn=0.0, size=1.0, curve=0.0, line=1.0):
        """Draws one closed part: fill, pattern, shading, outline."""
        color = self.paint(paint)
        look = self.look
        area = box(d)
        self.silhouette.append((d, self.around))
        self.shapes.append(f'<path d="{d}" fill="{color}"/>')
        inside = ""
        if pattern and look.pattern != "plain":
            inside = patterns.cover(
                look.pattern,
                area,
                self.second,
                color,
                step=look.step * size,
                phase=look.phase,
                turn=turn + look.turn,
                curve=curve,
            )
        if look.shade == "cel" and shade in ("side", "round"):
            inside += self.cel(area, color)
        if inside:
            clip = self.name()
            self.shapes.append(
                f'<clipPath id="{clip}"><path d="{d}"/></clipPath><g clip-path="url(#{clip})">{inside}</g>'
            )
        if look.shade == "soft" and shade:
            self.soft(d, area, color, shade)
        if line and look.line:
            self.stroke(d, self.edge(color), look.line * line)

    def cel(self, area, color):
        """A crisp shadow along the right, as in a cartoon."""
        x0, y0, x1, y1 = area
        w, h = x1 - x0, y1 - y0
        deep = 0.22 if lightness(color) < 0.3 else 0.13
        a, b, c = num(x0 + 0.74 * w), num(x0 + 0.62 * w), num(x1 + 1)
        top, low = num(y0 - 1), num(y1 + 1)
        far = num(x0 + 0.86 * w)
        return (
            f'<path d="M{far} {top}C{far} {num(y0 + 0.5 * h)} {a} {num(y0 + 0.8 * h)} {b} {low}'
            f'L{c} {low}L{c} {top}Z" fill="#101020" fill-opacity="{deep}"/>'
        )

    def soft(self, d, area, color, shade):
        """Light from the upper left as a gradient."""
        x0, y0, x1, y1 = area
        dark = lightness(color) < 0.3
        light = 0.30 if dark else 0.34
        deep = 0.30 if dark else 0.20
        if lightness(color) > 0.85:
            deep = 0.15
        name = self.name()
        stops = (
            f'<stop offset="0" stop-color="#fff" stop-opacity="{light}"/>'
            '<stop offset=".45" stop-color="#fff" stop-opacity="0"/>'
            '<stop offset=".55" stop-color="#181830" stop-opacity="0"/>'
            f'<stop offset="1" stop-color="#181830" stop-opacity="{deep}"/>'
        )
        if shade == "round":
            r = 0.85 * max(x1 - x0, y1 - y0)
            cx, cy = x0 + 0.32 * (x1 - x0), y0 + 0.28 * (y1 - y0)
            head = f'<radialGradient id="{name}" gradientUnits="userSpaceOnUse" cx="{num(cx)}" cy="{num(cy)}" r="{num(r)}">'
            tail = "</radialGradient>"
        else:
            ends = {
                "side": (x0, y0, x1, y0),
                "top": (x0, y0, x0, y1),
                "slant": (x0, y0, x1, y1),
            }[shade]
            names = ("x1", "y1", "x2", "y2")
            where = " ".join(f'{n}="{num(v)}"' for n, v in zip(names, ends, strict=True))
            head = f'<linearGradient id="{name}" gradientUnits="userSpaceOnUse" {where}>'
            tail = "</linearGradient>"
        self.shapes.append(f'{head}{stops}{tail}<path d="{d}" fill="url(#{name})"/>')

    def stroke(self, d, color, width, *, dash=None, opacity=None):
        """A plain line with round ends."""
        extra = f' stroke-dasharray="{dash}"' if dash else ""
        extra += f' stroke-opacity="{opacity}"' if opacity else ""
        self.shapes.append(
            f'<path d="{d}" fill="none" stroke="{color}" stroke-width="{num(width)}"'
            f' stroke-linecap="round" stroke-linejoin="round"{extra}/>'
        )

    def seam(self, d, paint="main", width=0.8, dash=None):
        """A quiet line on a surface: a seam, a fold, a stitch."""
        self.stroke(d, detail(self.paint(paint)), max(1.0, self.look.line * width), dash=dash)

    def tube(self, d, paint="main", width=8.0, line=1.0):
        """A thick line with an outline: handles, straps, frames."""
        color = self.paint(paint)
        if self.look.line and line:
            self.stroke(d, self.edge(color), width + 2 * self.look.line * line * 0.8)
        self.stroke(d, color, width)
        if self.look.shade == "soft" and width >= 5:
            glow = "#ffffff"
            self.stroke(moved(d, -0.12 * width, -0.14 * width), glow, 0.24 * width, opacity=0.28)

    def plain(self, d, color, opacity=None):
        """A filled shape with nothing else."""
        extra = f' fill-opacity="{opacity}"' if opacity else ""
        self.shapes.append(f'<path d="{d}" fill="{self.paint(color)}"{extra}/>')

    def shine(self, d, opacity=0.35):
        """A light reflex, left out of flat drawings."""
        if self.look.shade != "flat":
            self.plain(d, "#ffffff", opacity)

    @contextmanager
    def turned(self, angle, cx, cy):
        """Everything drawn inside is turned about a point."""
        with self.placed(f"rotate({angle} {cx} {cy})" if angle else ""):
            yield

    @contextmanager
    def placed(self, transform):
        """Everything drawn inside is transformed."""
        self.around = f' transform="{transform}"' if transform else ""
        self.shapes.append(f"<g{self.around}>")
        yield
        self.shapes.append("</g>")
        self.around = ""

    def raw(self, text):
        """Ready-made SVG."""
        self.shapes.append(text)


def draw(name, look, prefix="p"):
    """The SVG of one product on a 200 by 200 field, with its shadow but no background."""
    what = KINDS[name]
    sheet = Sketch(look, prefix)
    what.draw(sheet)
    shadow = ""
    if look.shadow and what.stands is not None:
        wide = num(what.half * 1.12)
        shadow = (
            f'<radialGradient id="{prefix}s"><stop offset="0" stop-color="#141428" stop-opacity=".34"/>'
            '<stop offset=".6" stop-color="#141428" stop-opacity=".2"/>'
            '<stop offset="1" stop-color="#141428" stop-opacity="0"/></radialGradient>'
            f'<ellipse cx="102" cy="{num(what.stands)}" rx="{wide}" ry="9" fill="url(#{prefix}s)"/>'
        )
    elif look.shadow:
        shapes = "".join(f'<path d="{d}"{around}/>' for d, around in sheet.silhouette)
        shadow = f'<g transform="translate(2.5 4)" fill="#141428" fill-opacity=".10">{shapes}</g>'
    return shadow + "".join(sheet.shapes)


def page(body, *, width=200, height=200, background="#ffffff", backdrop=""):
    """A whole SVG document; background None leaves it clear."""
    ground = f'<rect width="{width}" height="{height}" fill="{background}"/>' if background else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f"{ground}{backdrop}{body}</svg>"
    )


def disc(cx, cy, r, color):
    """A filled circle as SVG text."""
    return f'<path d="{ellipse(cx, cy, r)}" fill="{color}"/>'
