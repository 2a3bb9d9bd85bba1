"""Whether a page shows the digits of its text: white ones, covered, cut off or struck ones.

Most pages give no cause to ask. Where one does, it is drawn with and without its text: a digit that
makes no difference is not seen.
"""

from __future__ import annotations

import ctypes
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportkit.grids.model import STRUCK, Box
from reportkit.grids.pages.content import Glyph, Rule
from reportkit.grids.pages.paths import Matrix, Slant

DRAWN_BY = 2.0
"""Dots of a point, where it is asked whether a digit is seen."""
_DARK = 0x90  # what is no lighter is seen on every paper
_OPAQUE = 0xFF
_SMALLEST = 2.0  # points: lower digits nobody reads
_LEAST = 24  # of 255, by which ink differs from its ground
_MOSTLY = 0.6  # of a digit's height that is seen; what is half covered may be another one
_INNER = 0.25  # of a digit's height from above and below, within which a line strikes it out
_NEAR = 0.5
_MOST_SLANTS = 2_000  # of a page; more are a drawing, and strike nothing out
_MOST_PAIRS = 10_000_000  # of characters and what may lie over them; a page has 100,000

Picture = NDArray[np.uint8]


class Text(NamedTuple):
    """How a piece of text is drawn: whether it may not be seen, and where it is cut off."""

    doubtful: bool
    clip: Box | None

    def shows(self, glyph: Glyph, sheet: Box) -> bool:
        """Whether one of its characters is seen for sure, if nothing covers it."""
        if self.doubtful or is_tiny(glyph) or not _is_inside(glyph, sheet):
            return False
        return self.clip is None or _is_inside(glyph, self.clip)


def text_of(pdfium: Any, one: Any, matrix: Matrix) -> Text:
    """Return how an object of text is drawn."""
    mode = pdfium.FPDFTextObj_GetTextRenderMode(one)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    told = pdfium.FPDFPageObj_GetFillColor(one, red, green, blue, alpha)
    plain = mode in {pdfium.FPDF_TEXTRENDERMODE_FILL, pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE}
    dark = max(red.value, green.value, blue.value) <= _DARK and alpha.value >= _OPAQUE
    return Text(not (plain and told and dark), _clip(pdfium, one, matrix))


def _clip(pdfium: Any, one: Any, matrix: Matrix) -> Box | None:
    """Return the box in which an object is drawn, as far as what cuts it off is upright."""
    clip = pdfium.FPDFPageObj_GetClipPath(one)
    boxes = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for path in range(max(0, pdfium.FPDFClipPath_CountPaths(clip)) if clip else 0):
        points = []
        for at in range(pdfium.FPDFClipPath_CountPathSegments(clip, path)):
            segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, at)
            pdfium.FPDFPathSegment_GetPoint(segment, x, y)
            points.append(matrix.point(x.value, y.value))
        if points:
            across, down = zip(*points, strict=True)
            boxes.append(Box(min(across), min(down), max(across), max(down)))
    if not boxes:
        return None
    return Box(
        max(box.left for box in boxes),
        max(box.top for box in boxes),
        min(box.right for box in boxes),
        min(box.bottom for box in boxes),
    )


def _is_inside(glyph: Glyph, box: Box) -> bool:
    """Whether a character stands within a place, but for a hair."""
    return (
        box.left - _NEAR <= glyph.left
        and glyph.right <= box.right + _NEAR
        and box.top - _NEAR <= glyph.top
        and glyph.bottom <= box.bottom + _NEAR
    )


def is_tiny(glyph: Glyph) -> bool:
    """Whether a character is set too small to be read."""
    return glyph.height < _SMALLEST


def covered(glyphs: Mapping[int, tuple[Glyph, int]], covers: Sequence[tuple[int, Box]]) -> set[int]:
    """Return the numbers of the characters over which something is drawn later.

    Of more than can be told in time, all: any of them may be.

    Parameters
    ----------
    glyphs : mapping of int to (Glyph, int)
        By number, each with when it is drawn.
    covers : sequence of (int, Box)
        When something is drawn, and where.
    """
    first = min((order for _, order in glyphs.values()), default=0)
    later = [each for each in covers if each[0] > first]
    if not glyphs or not later:
        return set()
    if len(glyphs) * len(later) > _MOST_PAIRS:
        return {*glyphs}
    numbers = list(glyphs)
    own = np.array([(one.left, one.top, one.right, one.bottom) for one, _ in glyphs.values()])
    when = np.array([order for _, order in glyphs.values()])
    found: set[int] = set()
    for order, box in later:
        over = (when < order) & (own[:, 0] < box.right) & (own[:, 2] > box.left)
        over &= (own[:, 1] < box.bottom) & (own[:, 3] > box.top)
        found.update(numbers[at] for at in np.flatnonzero(over))
    return found


def unseen(
    glyphs: Mapping[int, Glyph], drawn: Callable[[], tuple[Picture, Picture]], dots: float
) -> set[int]:
    """Return the numbers of the characters that make no difference to the page.

    All of its text is left out at once: of a text and its shadow the file may tell but the shadow.

    Parameters
    ----------
    glyphs : mapping of int to Glyph
        By number.
    drawn : callable
        Returns the page with its text and without.
    dots : float
        Of a point of these pictures.
    """
    if not glyphs:
        return set()
    with_, without = drawn()
    ink = np.abs(with_.astype(np.int16) - without.astype(np.int16)) >= _LEAST
    return {number for number, glyph in glyphs.items() if not _shows(ink, glyph, dots)}


def _shows(ink: NDArray[np.bool_], glyph: Glyph, dots: float) -> bool:
    left, top, right, bottom = (
        round(one * dots) for one in (glyph.left, glyph.top, glyph.right, glyph.bottom)
    )
    own = ink[max(0, top) : max(0, bottom), max(0, left) : max(0, right)]
    along = own.any(axis=0 if glyph.turn % 2 else 1)
    return not is_tiny(glyph) and along.sum() >= _MOSTLY * glyph.height * dots


def with_strikes(
    glyphs: Iterable[Glyph], across: Iterable[Rule], down: Iterable[Rule], slants: Sequence[Slant]
) -> list[Glyph]:
    """Return characters, digits through which a line goes as struck out."""
    rules = sorted(across), sorted(down)
    ats = [[rule.at for rule in each] for each in rules]
    oblique = np.array(slants[:_MOST_SLANTS], dtype=np.float64).reshape(-1, 4)

    def is_struck(glyph: Glyph) -> bool:
        way = glyph.turn % 2
        start, end = (glyph.left, glyph.right) if way else (glyph.top, glyph.bottom)
        room = _INNER * (end - start)
        middle = sum((glyph.top, glyph.bottom) if way else (glyph.left, glyph.right)) / 2
        first = bisect_left(ats[way], start + room)
        last = bisect_left(ats[way], end - room)
        if any(rule.start <= middle <= rule.end for rule in rules[way][first:last]):
            return True
        return bool(len(oblique)) and _is_crossed(glyph, oblique)

    return [
        one._replace(doubt=STRUCK) if one.text.isdigit() and is_struck(one) else one
        for one in glyphs
    ]


def _is_crossed(glyph: Glyph, slants: NDArray[np.float64]) -> bool:
    """Whether an oblique line goes through the middle of a character, from left to right of it."""
    x0, y0, x1, y1 = slants.T
    x, y = glyph.middle
    part = (x - x0) / (x1 - x0)
    at = y0 + part * (y1 - y0)
    return bool(np.any((part >= 0) & (part <= 1) & (np.abs(at - y) < _INNER * glyph.height)))
