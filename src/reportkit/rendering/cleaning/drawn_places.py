"""Where things of a drawing are, how large, and of which colour, as far as that is simply told."""

from __future__ import annotations

import math
import re
import unicodedata
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from reportkit.rendering.cleaning.styles import declarations_of

_NOT_DRAWN = frozenset(
    {"clippath", "defs", "lineargradient", "marker", "pattern", "radialgradient", "svg", "symbol"}
)
# A drawing in a drawing is one of them: it has a frame of its own.
_BEYOND = 0.02  # of a drawing's side: letters may hang over its edge by so much
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE)
_MOVE = re.compile(r"(?<!\w)(\w+)\s*\(([^()]*)\)")
_STRAIGHT = re.compile(r"[MLZz\d\s.,e+-]*")  # whose numbers are all corners
_SIZE = re.compile(r"(\d*\.?\d+)\s*(px|pt|rem|em|%)", re.IGNORECASE)
_PLAIN_SIZE = re.compile(r"\d*\.?\d+")
_UNITS = {"px": 1.0, "pt": 4 / 3, "rem": 16.0}
_BOX = ("x", "y", "width", "height")
_USUAL = 300.0, 150.0  # what a drawing measures that says no size
_Point = tuple[float, float]


class Matrix(NamedTuple):
    """How points are moved: ``(a x + c y + e, b x + d y + f)``."""

    a: float = 1
    b: float = 0
    c: float = 0
    d: float = 1
    e: float = 0
    f: float = 0

    def of(self, x: float, y: float) -> _Point:
        """Return where a point comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, first: Matrix) -> Matrix:
        """Return what moves as another does, and then as this."""
        columns = [(self.a * x + self.c * y, self.b * x + self.d * y) for x, y in first.columns]
        return Matrix(*columns[0], *columns[1], *self.of(first.e, first.f))

    @property
    def columns(self) -> tuple[_Point, _Point]:
        """Where the two axes lead."""
        return (self.a, self.b), (self.c, self.d)

    @property
    def zoom(self) -> float:
        """How large the smaller side of a square of one becomes."""
        return min(math.hypot(*column) for column in self.columns)


class Look(NamedTuple):
    """How something is drawn, as far as those around it and it itself say."""

    place: Matrix = Matrix()
    fill: str = "#000"
    size: float = 16
    anchor: str = "start"
    opacity: float = 1
    drawn: bool = True
    x: float = 0
    y: float = 0

    def middle_of(self, text: str) -> _Point:
        """Return where the middle of words is: about, as their font is not asked."""
        wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
        half = self.size * (wide + 0.5 * (len(text) - wide)) / 2
        along = {"start": half, "end": -half}.get(self.anchor, 0)
        return self.place.of(self.x + along, self.y - self.size / 3)


class Area(NamedTuple):
    """What is filled with a colour, as a box around it."""

    left: float
    top: float
    right: float
    bottom: float
    fill: str

    def has(self, point: _Point) -> bool:
        """Whether a point is in it."""
        return self.left <= point[0] <= self.right and self.top <= point[1] <= self.bottom


def frame_of(svg: LexborNode) -> Area:
    """Return how far a drawing reaches."""
    told = svg.attributes
    box = _numbers(told.get("viewbox") or told.get("viewBox") or "")
    if len(box) != len(_BOX) or min(box[2:]) <= 0:
        sizes = zip(_BOX[2:], _USUAL, strict=True)
        box = [0, 0, *(_first(told.get(name), usual) for name, usual in sizes)]
    left, top, width, height = box
    beyond = _BEYOND * width, _BEYOND * height
    right, bottom = left + width + beyond[0], top + height + beyond[1]
    return Area(left - beyond[0], top - beyond[1], max(right, left + 1), bottom, "#fff")


def look_of(node: LexborNode, around: Look) -> Look:
    """Return how an element is drawn.

    Parameters
    ----------
    node : LexborNode
    around : Look
        Of the element that it is in.
    """
    told = {name.lower(): value or "" for name, value in node.attributes.items()}
    told |= declarations_of(told.get("style", ""))
    faint = min(_first(told.get("fill-opacity"), 1), _first(told.get("opacity"), 1))
    return Look(
        around.place.after(_moved(told.get("transform", ""))),
        told.get("fill", around.fill),
        _sized(told.get("font-size") or told.get("font", ""), around.size),
        told.get("text-anchor", around.anchor),
        around.opacity * faint,
        around.drawn and (node.tag or "").lower() not in _NOT_DRAWN,
        _first(told.get("x"), around.x) + _first(told.get("dx"), 0),
        _first(told.get("y"), around.y) + _first(told.get("dy"), 0),
    )


def area_of(node: LexborNode, look: Look) -> Area | None:
    """Return what a shape covers; None of a curve, and of what is no shape or lets through."""
    if look.fill == "none" or look.opacity < 1 or not (points := _points(node)):
        return None
    moved = [look.place.of(*point) for point in points]
    across, down = ([point[axis] for point in moved] for axis in (0, 1))
    return Area(min(across), min(down), max(across), max(down), look.fill)


def _points(node: LexborNode) -> list[_Point]:
    told = node.attributes
    match node.tag:
        case "rect":
            x, y, width, height = (_first(told.get(name), 0) for name in _BOX)
            return [(x, y), (x + width, y), (x, y + height), (x + width, y + height)]
        case "circle":
            x, y, radius = (_first(told.get(name), 0) for name in ("cx", "cy", "r"))
            inside = radius / math.sqrt(2)
            return [(x + i * inside, y + j * inside) for i in (-1, 1) for j in (-1, 1)]
        case "path" if _STRAIGHT.fullmatch(told.get("d") or ""):
            return _pairs(told.get("d") or "")
        case "polygon":
            return _pairs(told.get("points") or "")
    return []


def _pairs(text: str) -> list[_Point]:
    numbers = _numbers(text)
    return [*zip(numbers[::2], numbers[1::2], strict=False)]


def _moved(transform: str) -> Matrix:
    found = Matrix()
    for how, values in _MOVE.findall(transform):
        found = found.after(_move(how, _numbers(values)))
    return found


def _move(how: str, values: list[float]) -> Matrix:
    found = Matrix()
    match how, values:
        case "matrix", [_, _, _, _, _, _]:
            found = Matrix(*values)
        case "translate", [x, *rest]:
            found = Matrix(e=x, f=rest[0] if rest else 0)
        case "scale", [x, *rest]:
            found = Matrix(a=x, d=rest[0] if rest else x)
        case "rotate", [angle, *around]:
            sine, cosine = math.sin(math.radians(angle)), math.cos(math.radians(angle))
            x, y = around if len(around) == len(("x", "y")) else (0.0, 0.0)
            turned = Matrix(cosine, sine, -sine, cosine).after(Matrix(e=-x, f=-y))
            found = Matrix(e=x, f=y).after(turned)
        case "skewX", [angle]:
            found = Matrix(c=math.tan(math.radians(angle)))
        case "skewY", [angle]:
            found = Matrix(b=math.tan(math.radians(angle)))
    return found


def _sized(size: str, around: float) -> float:
    """Return the size of letters in units of the drawing; words such as ``small`` change none."""
    if match := _SIZE.search(size):
        number, unit = float(match[1]), match[2].lower()
        return number * _UNITS.get(unit, around / 100 if unit == "%" else around)
    return float(size) if _PLAIN_SIZE.fullmatch(size) else around


def _numbers(text: str) -> list[float]:
    return [float(number) for number in _NUMBER.findall(text)]


def _first(text: str | None, otherwise: float) -> float:
    """Return the first number of a text, such as a list of places, a letter each."""
    match = _NUMBER.search(text or "")
    return float(match[0]) if match else otherwise
