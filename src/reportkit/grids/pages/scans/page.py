"""Pages that are pictures: what is printed on them, recognised, each character with its score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from reportkit.grids.model import Box
from reportkit.grids.pages.content import Glyph, Page
from reportkit.grids.pages.ruled.lattice import Lattice, lattice_of
from reportkit.grids.pages.ruled.ruling import NEAR, Frame, frames_of
from reportkit.grids.pages.scans.askew import of_fitting_size
from reportkit.grids.pages.scans.drawn import ruled
from reportkit.grids.pages.scans.ink import (
    Ink,
    bodies,
    gaps_in,
    has_strokes,
    ink_of,
    is_line,
    pieces_apart,
    size_of_type,
    text_lines,
)
from reportkit.grids.pages.scans.recognise import Picture, Seen, recognised
from reportkit.grids.pages.scans.seals import without_seal
from reportkit.grids.pages.scans.sheet import (
    POINTS,
    Sheet,
    had_dust,
    in_cell,
    straightened,
    was_more,
)

_NARROWEST = 0.25  # of a page's width: no table of a form is as narrow
_LINES = 3  # across, and down, of a table with more than one cell either way
_DRAWN = 0.7  # of the first or last line of a table
# What a model that does not know that figures stand here takes digits for.
_SHAPES = {"0": frozenset("0Oo〇○"), "1": frozenset("1Il|丨")}
_OF_NUMBERS = frozenset("0123456789.,")
_OUTER = 4.0  # points from where a table ends to where its lines no longer are
_UNREAD = "■"
_SET_APART = 0.4  # sizes of type: digits that no line parts and so much room may be two numbers
_MARGIN = 2.0  # points around a line of text that are shown to the model


class _Line(NamedTuple):
    """A line of text: where it stands, in dots, its ink, and outside of cells the size of type."""

    left: int
    top: int
    right: int
    bottom: int
    ink: Ink
    size: float = 0.0


def page_of_picture(picture: Picture, number: int) -> Page:
    """Return what a picture of a page shows, grey or in colours; cells are read one by one."""
    sheet = straightened(picture)
    height, width = (side / sheet.scale for side in sheet.grey.shape)
    lattices = _lattices(sheet, width, number)
    page = Page(number, width, height, picture=1.0)
    for lattice in lattices:
        page.across += lattice.frame.across
        page.down += lattice.frame.down
    marks: list[Glyph] = []
    lines = list(_lines(sheet, lattices, marks))
    shown = [_shown(sheet, line) for line in lines]
    for line, seen in zip(lines, recognised(shown), strict=True):
        page.glyphs += _glyphs(line, _as_number(sheet, line, seen), sheet.scale)
    page.glyphs += marks
    return page


def may_hold_table(picture: Picture) -> bool:
    """Whether lines go across a picture, and down, at least as many as a table has.

    A look that costs little: what has none is not worth being read.
    """
    grey = of_fitting_size(without_seal(picture).grey)
    scale = min(grey.shape) / POINTS
    ink = ink_of(grey)
    ways = ((grey, ink), (np.ascontiguousarray(grey.T), np.ascontiguousarray(ink.T)))
    return all(len(ruled(one, marks, scale)[1]) >= _LINES for one, marks in ways)


def _lattices(sheet: Sheet, width: float, number: int) -> list[Lattice]:
    """Return the tables; what strokes of large type make is none."""
    frames = frames_of(sheet.across, sheet.down)
    wide = [frame for frame in frames if _is_table(frame, _NARROWEST * width)]
    lattices = [lattice_of(frame, number) for frame in wide]
    return [lattice for lattice in lattices if len(lattice.areas) > 1]


def _is_table(frame: Frame, narrowest: float) -> bool:
    """Whether lines are those of a table: the first or the last goes from one side to the other."""
    left, _, right, _ = frame.box
    drawn = [
        sum(rule.end - rule.start for rule in frame.across if abs(rule.at - y) <= NEAR)
        for y in (frame.ys[0], frame.ys[-1])
    ]
    return right - left >= narrowest and max(drawn) >= _DRAWN * (right - left)


def _as_number(sheet: Sheet, line: _Line, seen: list[Seen]) -> list[Seen]:
    """Return a line of digits and what looks like digits as digits, the doubtful ones marked.

    The model reads characters by their order: of digits that stand close it may lose one, and a
    point. So the bodies of ink are counted as well.
    """
    digits = [_as_digit(one) for one in seen if not one.text.isspace()]
    if not digits or not all(one.text in _OF_NUMBERS for one in digits):
        return seen
    tall, dots = bodies(line.ink, line.bottom - line.top)
    written = sum(one.text.isdigit() for one in digits)
    if tall > written:
        return [one._replace(score=0.0, others=_with_lost(one)) for one in digits]
    if (
        dots != len(digits) - written
        or (written == len(digits) > 1 and digits[0].text == "0")
        or had_dust(sheet, line.left, line.top, line.ink)
        or gaps_in(line.ink, _SET_APART * line.size)
    ):
        return [one._replace(score=0.0) for one in digits]
    return digits


def _with_lost(seen: Seen) -> tuple[tuple[str, float], ...]:
    """Return what a character may be beside which one was lost: its like, or a thin one."""
    lost = (seen.text * 2, seen.text + "1", "1" + seen.text)
    return (*((text, 0.0) for text in lost if text.isdigit()), *seen.others)


def _as_digit(seen: Seen) -> Seen:
    """Return a character that has the shape of a digit as that digit."""
    for digit, shapes in _SHAPES.items():
        if seen.text in shapes:
            alike = sum(score for text, score in seen.others if text in shapes)
            others = tuple(one for one in seen.others if one[0] not in shapes)
            return Seen(digit, seen.place, min(1.0, seen.score + alike), others)
    return seen


def _lines(sheet: Sheet, lattices: Sequence[Lattice], marks: list[Glyph]) -> Iterator[_Line]:
    """Yield the lines of text of each cell, then those outside of tables.

    For a cell that has none, and yet may not be blank, a mark is added.
    """
    rest = sheet.ink.copy()
    for lattice in lattices:
        for area in lattice.areas:
            box = lattice.box(area)
            left, top, right, bottom = _dots(box, sheet.scale)
            ink = in_cell(sheet, left, top, right, bottom)
            found = list(_in_part(ink, left, top, sheet.scale))
            yield from found
            if not found and (
                has_strokes(ink, sheet.scale) or was_more(sheet, left, top, right, bottom)
            ):
                marks.append(_mark(box))
        left, top, right, bottom = _dots(_with_sides(lattice.frame.box), sheet.scale)
        rest[top:bottom, left:right] = 0
    yield from _unruled(rest, sheet.scale, marks)


def _unruled(ink: Ink, scale: float, marks: list[Glyph]) -> Iterator[_Line]:
    """Yield what stands outside of tables with lines; a mark is added for a stroke alone."""
    size = size_of_type(ink, scale)
    for left, top, right, bottom in pieces_apart(ink, scale):
        if is_line(bottom - top, scale):
            yield _Line(left, top, right, bottom, ink[top:bottom, left:right], size)
        else:
            marks.append(_mark(Box(left / scale, top / scale, right / scale, bottom / scale)))


def _mark(box: Box) -> Glyph:
    """Return what stands for what was not read in a cell, as doubtful as can be.

    A dash, which may be 一, 二 or 三; what a seal covers, or went with it or with the back of the
    page, being as red or as faint.
    """
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return Glyph(_UNREAD, x - _MARGIN, y - _MARGIN, x + _MARGIN, y + _MARGIN, y + _MARGIN, 0.0)


def _with_sides(box: Box) -> Box:
    """Return the place of a table with the lines around it: what is left of them is no text."""
    left, top, right, bottom = box
    return Box(left - _OUTER, top - _OUTER, right + _OUTER, bottom + _OUTER)


def _in_part(ink: Ink, x: int, y: int, scale: float) -> Iterator[_Line]:
    for left, top, right, bottom in text_lines(ink, scale):
        yield _Line(x + left, y + top, x + right, y + bottom, ink[top:bottom, left:right])


def _dots(box: Box, scale: float) -> tuple[int, int, int, int]:
    left, top, right, bottom = (max(0, round(side * scale)) for side in box)
    return left, top, right, bottom


def _shown(sheet: Sheet, line: _Line) -> Picture:
    """Return the picture of a line, without the ruling lines around it."""
    margin = round(_MARGIN * sheet.scale)
    top, bottom = max(0, line.top - margin), line.bottom + margin
    left, right = max(0, line.left - margin), line.right + margin
    part = sheet.grey[top:bottom, left:right].copy()
    ruled = sheet.long[top:bottom, left:right] > 0
    edge = margin // 2
    ruled[
        line.top - top - edge : line.bottom - top + edge,
        line.left - left - edge : line.right - left + edge,
    ] = False
    part[ruled] = int(np.percentile(part, 90))
    return part


def _glyphs(line: _Line, seen: Sequence[Seen], scale: float) -> Iterator[Glyph]:
    """Yield the characters of a line, each as far as its neighbours unless a blank is between."""
    seen = _without_blanks(seen) if line.size else seen
    if not seen:
        return
    middle = (line.top + line.bottom) / 2
    half = max(line.bottom - line.top, line.size) / 2
    margin = _MARGIN * scale
    width = line.right - line.left + 2 * margin
    middles = [line.left - margin + one.place * width for one in seen]
    ends = [(one + after) / 2 for one, after in pairwise(middles)]
    for one, left, right in zip(seen, [line.left, *ends], [*ends, line.right], strict=True):
        if not one.text.isspace():
            yield Glyph(
                one.text,
                left / scale,
                (middle - half) / scale,
                max(left + 1, right) / scale,
                (middle + half) / scale,
                middle / scale,
                one.score,
                others=tuple(text for text, _ in one.others if text.isdigit() and text.isascii()),
            )


def _without_blanks(seen: Sequence[Seen]) -> list[Seen]:
    """Leave out the blanks beside ideographs: in what stands without a gap, brackets have room."""
    narrow = [one.text.isascii() for one in seen]
    return [
        one
        for at, one in enumerate(seen)
        if not one.text.isspace() or all(narrow[max(0, at - 1) : at + 2])
    ]
