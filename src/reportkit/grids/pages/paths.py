"""What a PDF draws, as ruling lines and filled areas.

Programs draw a line as a stroke, as a thin filled rectangle, as a row of dashes, as the rim between
two rectangles, or as a picture one dot high.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

from reportkit.grids.model import Box
from reportkit.grids.pages.content import Rule

_MOST = 50_000  # lines and areas of a page; a table of a hundred rows and ten columns has 2,000
_MOST_POINTS = 2_000  # of one path that can be ruling lines; a drawing has more
_THIN = 3.0
_STRAIGHT = 0.8


Part: TypeAlias = tuple[list[tuple[float, float]], bool]


class Slant(NamedTuple):
    """A line that goes neither across nor down."""

    x0: float
    y0: float
    x1: float
    y1: float


class Matrix(NamedTuple):
    """An affine change of places, as PDF writes it."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return the upright box that holds what a rectangle becomes."""
        x0, y0 = self.point(left, bottom)
        x1, y1 = self.point(right, top)
        if not (self.b or self.c):  # nearly every one
            return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
        x2, y2 = self.point(left, top)
        x3, y3 = self.point(right, bottom)
        return Box(
            min(x0, x1, x2, x3), min(y0, y1, y2, y3), max(x0, x1, x2, x3), max(y0, y1, y2, y3)
        )

    def after(self, first: Matrix) -> Matrix:
        """Return the change that does another first, and then this one."""
        return Matrix(
            self.a * first.a + self.c * first.b,
            self.b * first.a + self.d * first.b,
            self.a * first.c + self.c * first.d,
            self.b * first.c + self.d * first.d,
            *self.point(first.e, first.f),
        )


@dataclass(slots=True)
class Drawing:
    """The lines, filled areas and pictures of a page, as they are found.

    `order` counts what was drawn; `covers` has the places of what may hide text that was drawn
    before, each with the count of that time.
    """

    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    slants: list[Slant] = field(default_factory=list)
    covers: list[tuple[int, Box]] = field(default_factory=list)
    order: int = 0

    @property
    def overfull(self) -> bool:
        """Whether no page of a report has as much."""
        lines = max(len(self.across), len(self.down), len(self.slants))
        return max(lines, len(self.fills), len(self.pictures)) > _MOST

    def line(self, x0: float, y0: float, x1: float, y1: float, *, straight: bool = True) -> None:
        """Add a line; a piece of a curve only where it goes across or down."""
        if abs(y1 - y0) <= _STRAIGHT:
            self.across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
        elif abs(x1 - x0) <= _STRAIGHT:
            self.down.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
        elif straight:
            self.slants.append(Slant(x0, y0, x1, y1))

    def area(self, box: Box) -> None:
        """Add a filled area: a line where it is thin."""
        width, height = box.right - box.left, box.bottom - box.top
        if max(width, height) <= _THIN:  # a dot, of a line either way
            self.across.append(Rule((box.top + box.bottom) / 2, box.left, box.right))
            self.down.append(Rule((box.left + box.right) / 2, box.top, box.bottom))
        elif height <= _THIN:
            self.across.append(Rule((box.top + box.bottom) / 2, box.left, box.right))
        elif width <= _THIN:
            self.down.append(Rule((box.left + box.right) / 2, box.top, box.bottom))
        else:
            self.fills.append(box)
            self.covers.append((self.order, box))

    def picture(self, box: Box) -> None:
        """Add a picture: a line where it is thin."""
        if min(box.right - box.left, box.bottom - box.top) <= _THIN:
            self.area(box)
        else:
            self.pictures.append(box)
            self.covers.append((self.order, box))

    def frame(self, box: Box) -> None:
        """Add the four sides of a rectangle."""
        self.line(box.left, box.top, box.right, box.top)
        self.line(box.left, box.bottom, box.right, box.bottom)
        self.line(box.left, box.top, box.left, box.bottom)
        self.line(box.right, box.top, box.right, box.bottom)


def drawn(pdfium: Any, path: Any, matrix: Matrix, drawing: Drawing) -> None:
    """Add the ruling lines and filled areas of a path."""
    if pdfium.FPDFPath_CountSegments(path) > _MOST_POINTS:
        return
    filled, stroked = ctypes.c_int(), pdfium.FPDF_BOOL()
    pdfium.FPDFPath_GetDrawMode(path, filled, stroked)
    parts = list(_parts(pdfium, path, matrix))
    painted(parts, bool(stroked.value), bool(filled.value), drawing)


def painted(parts: Sequence[Part], stroked: bool, filled: bool, drawing: Drawing) -> None:
    """Add a path that is given as its parts: points, and whether all between them is straight."""
    if stroked:
        for points, straight in parts:
            for (x0, y0), (x1, y1) in pairwise(points):
                drawing.line(x0, y0, x1, y1, straight=straight)
    if filled:
        round_ = (_around(points) for points, straight in parts if not straight)
        drawing.covers += ((drawing.order, box) for box in round_)
        _filled([_around(points) for points, straight in parts if straight], drawing)


def _filled(boxes: list[Box], drawing: Drawing) -> None:
    """Add what is filled; a rectangle just within another is the hole of a frame."""
    left = list(boxes)
    while left:
        box = left.pop(0)
        if left and _is_hole(box, left[0]):
            drawing.frame(box)
            left.pop(0)
        else:
            drawing.area(box)


def _is_hole(outer: Box, inner: Box) -> bool:
    rims = (
        inner.left - outer.left,
        inner.top - outer.top,
        outer.right - inner.right,
        outer.bottom - inner.bottom,
    )
    return all(0 < rim <= _THIN for rim in rims)


def _parts(pdfium: Any, path: Any, matrix: Matrix) -> Iterator[Part]:
    """Yield the parts of a path as points, closed where it closes, and whether all are straight."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[tuple[float, float]] = []
    straight = True
    for index in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, straight
            points, straight = [], True
        straight = straight and kind != pdfium.FPDF_SEGMENT_BEZIERTO
        points.append(matrix.point(x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points, straight


def _around(points: list[tuple[float, float]]) -> Box:
    across, down = [x for x, _ in points], [y for _, y in points]
    return Box(min(across), min(down), max(across), max(down))
