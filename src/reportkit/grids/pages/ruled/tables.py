"""Tables with ruling lines: the characters of a page in the cells that the lines make."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import pairwise

from reportkit.folding import plain
from reportkit.grids.model import Area, Box, Grid, Row, Value, without_end
from reportkit.grids.pages.content import SURE, Glyph, Page, Rule, ends
from reportkit.grids.pages.doubtful import CERTAIN, LONGEST_FIGURE, readings_of
from reportkit.grids.pages.ruled.lattice import Lattice, lattice_of
from reportkit.grids.pages.ruled.ruling import NEAR, frames_of
from reportkit.grids.pages.text import joined, lines_of, text_of_line

_STICKS_OUT = 1.2  # points that a digit may reach over a line, which has a breadth itself
_LINE = 2.2  # sizes of type from one line to the next, at most
_SLIT = 6.0  # points: between two lines so near no figure has room, with blanks at its sides
_TORN = "单元格的边线不全，不能确定它到哪里为止"
_ACROSS = "文字越过了单元格的边线，不能确定属于哪一格"
_FOLDED = "一个数折成了几行，可能是几个数"
_UNCLEAR = "图片里的数字不清楚，识别没有把握"
_COVERED = 0.8  # of a table that filled areas make, at least; the rest is the room between them
_GROUNDS, _BEFORE = 4, 4  # so many may be grounds, with more than so many areas before them
_SMALL = 0.8  # of the height of the other digits
_RAISED = "数字大小不一，小的可能是注的编号"
_OVER = "有的数字叠在一起"
_OVERLAP = 0.5  # of a digit's width
_UNREADABLE = "有的字在文件里没有对应的文字"


@dataclass(frozen=True, slots=True)
class Table:
    """A table on a page.

    Attributes
    ----------
    grid : Grid
    box : Box
    """

    grid: Grid
    box: Box


def ruled_tables(page: Page, file: str) -> tuple[list[Table], list[Glyph]]:
    """Return the tables of a page that lines make, and the characters that stand outside them."""
    cells = [_Cells(lattice) for lattice in _lattices(page)]
    left = [run for run in _runs(page.glyphs) if not any(one.takes(run) for one in cells)]
    for one in cells:
        left = one.with_hanging(left)
    outside = [glyph for run in left for glyph in run]
    tables = [Table(_grid(one, page.number, file), one.lattice.frame.box) for one in cells]
    return [table for table in tables if table.grid.rows], outside


def _lattices(page: Page) -> list[Lattice]:
    """Return the lattices that lines make, and beside them those that filled areas make."""
    frames = frames_of(page.across, page.down)
    lattices = [lattice_of(frame, page.number) for frame in frames]
    ruled = [lattice for lattice in lattices if len(lattice.areas) > 1]
    around = [lattice.frame.box for lattice in ruled]
    fills = _without_grounds(page.fills)
    fills = [fill for fill in fills if not any(_within(fill, box) for box in around)]
    across = [Rule(at, fill.left, fill.right) for fill in fills for at in (fill.top, fill.bottom)]
    down = [Rule(at, fill.top, fill.bottom) for fill in fills for at in (fill.left, fill.right)]
    filled = [lattice_of(frame, page.number) for frame in frames_of(across, down)]
    return [
        *ruled,
        *(
            one
            for one in filled
            if one.down > 1 and one.across > 1 and _is_covered(one.frame.box, fills)
        ),
    ]


def _without_grounds(fills: Sequence[Box]) -> list[Box]:
    """Return filled areas without the few large ones that lie behind others: they are no cells."""
    large = nlargest(_GROUNDS, fills, key=lambda one: one.area)
    grounds = [one for one in large if sum(_within(other, one) for other in fills) > _BEFORE]
    return [fill for fill in fills if fill not in grounds]


def _is_covered(box: Box, fills: Sequence[Box]) -> bool:
    """Whether filled areas are the cells of a table: those of every other row are none."""
    ys = sorted({box.top, box.bottom, *(y for fill in fills for y in (fill.top, fill.bottom))})
    covered = 0.0
    for top, bottom in pairwise(y for y in ys if box.top <= y <= box.bottom):
        beside = [fill for fill in fills if fill.top <= top and bottom <= fill.bottom]
        covered += (bottom - top) * sum(
            max(0.0, min(right, box.right) - max(left, box.left)) for left, right in _joined(beside)
        )
    return covered >= _COVERED * box.area


def _joined(boxes: Sequence[Box]) -> Iterator[tuple[float, float]]:
    """Yield from where to where areas reach beside each other, each place once."""
    reached = float("-inf")
    for box in sorted(boxes):
        yield max(box.left, reached), max(box.right, reached)
        reached = max(box.right, reached)


def _within(inner: Box, outer: Box) -> bool:
    x, y = (inner.left + inner.right) / 2, (inner.top + inner.bottom) / 2
    return outer.left <= x <= outer.right and outer.top <= y <= outer.bottom


class _Cells:
    """What stands in each cell of a lattice."""

    def __init__(self, lattice: Lattice) -> None:
        self.lattice = lattice
        self.glyphs: dict[Area, list[Glyph]] = {area: [] for area in lattice.areas}
        self.unsure: dict[Area, str] = dict.fromkeys(lattice.torn, _TORN)
        self._by_place = {
            (row, column): area
            for area in lattice.areas
            for row in range(area.top, area.bottom + 1)
            for column in range(area.left, area.right + 1)
        }

    def takes(self, run: Sequence[Glyph]) -> bool:
        """Put what is written without a gap into its cell; false where it stands elsewhere."""
        places = [self._area(*glyph.middle) for glyph in run]
        areas = {place for place in places if place}
        if not areas:
            return False
        if len(areas) == 1 and None not in places:
            home = areas.pop()
            self.glyphs[home] += run
            if run[0].text.isdigit() and self._sticks_out(run, home):
                self.unsure[home] = _ACROSS
            return True
        for glyph, area in zip(run, places, strict=True):
            self.glyphs[area or min(areas)].append(glyph)
        if any(glyph.text.isdigit() for glyph in run):
            self.unsure |= dict.fromkeys(areas, _ACROSS)
        return True

    def _sticks_out(self, run: Sequence[Glyph], area: Area) -> bool:
        box = self.lattice.box(area)
        start, end = ends(box, run[0].turn)
        return run[0].start < start - _STICKS_OUT or run[-1].end > end + _STICKS_OUT

    def with_hanging(self, runs: list[list[Glyph]]) -> list[list[Glyph]]:
        """Take the text that hangs out of an open last row; return what is left.

        Where a page ends within a row, a browser draws no line under it, and prints what text of
        the row there is below the lines.
        """
        bottom = self.lattice.frame.ys[-1]
        reached: dict[Area, float] = {}
        left = []
        for run in sorted(runs, key=lambda one: one[0].base):
            first = run[0]
            area = self._area(first.middle[0], bottom - NEAR)
            if area and self._hangs(run, area, reached.get(area, bottom)):
                self.glyphs[area] += run
                reached[area] = first.base
            else:
                left.append(run)
        return left

    def _hangs(self, run: Sequence[Glyph], area: Area, above: float) -> bool:
        """Whether text below the lines goes on what stands in an open cell over it."""
        box = self.lattice.box(area)
        near = -run[0].size < run[0].base - above <= _LINE * run[0].size
        fits = run[-1].right <= box.right + _STICKS_OUT
        return (
            not run[0].turn
            and near
            and fits
            and bool(self.glyphs[area])
            and not self._is_closed(box)
        )

    def _is_closed(self, box: Box) -> bool:
        middle = (box.left + box.right) / 2
        return any(
            abs(rule.at - box.bottom) <= NEAR and rule.start <= middle <= rule.end
            for rule in self.lattice.frame.across
        )

    def _area(self, x: float, y: float) -> Area | None:
        frame = self.lattice.frame
        return self._by_place.get((bisect_right(frame.ys, y), bisect_right(frame.xs, x)))


def _runs(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Yield characters that are written one after the other: digits of a number belong together."""
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and not _follows(run[-1], glyph):
            yield run
            run = []
        run.append(glyph)
    if run:
        yield run


def _follows(before: Glyph, after: Glyph) -> bool:
    return (
        _in_number(before.text)
        and _in_number(after.text)
        and after.turn == before.turn
        and abs(after.base - before.base) < 1
        and abs(after.start - before.end) < 0.15 * before.size
    )


def _in_number(character: str) -> bool:
    return character.isdigit() or character in ".,"


def _grid(cells: _Cells, page: int, file: str) -> Grid:
    """Return a table as a grid."""
    lattice = cells.lattice
    down, across = lattice.down, lattice.across
    values: list[list[Value]] = [[None] * across for _ in range(down)]
    unsure: dict[tuple[int, int], str] = {}
    readings: dict[tuple[int, int], tuple[str, ...]] = {}
    for area in lattice.areas:
        glyphs = cells.glyphs[area]
        text, doubt = text_in(glyphs, lattice.box(area)) if glyphs else (None, "")
        values[area.top - 1][area.left - 1] = text
        doubt = cells.unsure.get(area, "") or doubt
        if doubt:
            unsure[area.top, area.left] = doubt
        if doubt == _UNCLEAR and (may_be := readings_of(glyphs)):
            readings[area.top, area.left] = may_be
    rows: list[Row] = [
        (number, kept) for number, row in enumerate(values, start=1) if (kept := without_end(row))
    ]
    holes = [area for area in lattice.holes if not cells.glyphs[area]]
    areas = [area for area in _without_slits(cells) if area not in holes]
    return Grid(
        file,
        rows,
        merged=tuple(area for area in areas if area[:2] != area[2:]),
        page=page,
        boxes={area[:2]: lattice.box(area) for area in areas},
        unsure=unsure,
        readings=readings,
    )


def _without_slits(cells: _Cells) -> list[Area]:
    """Return the cells; the room between the borders of two is none, but part of the left one."""
    areas: list[Area] = []
    for area in cells.lattice.areas:
        box = cells.lattice.box(area)
        before = areas[-1] if areas else None
        beside = before is not None and before[::2] == area[::2] and before.right == area.left - 1
        if before and beside and not cells.glyphs[area] and box.right - box.left < _SLIT:
            areas[-1] = before._replace(right=area.right)
        else:
            areas.append(area)
    return areas


def text_in(glyphs: Sequence[Glyph], box: Box) -> tuple[str | None, str]:
    """Return what stands in a cell, and why it is not sure."""
    lines = lines_of(glyphs)
    text = joined(lines, ends(box, lines[0][0].turn)[1] - NEAR)
    doubt = ""
    if any(glyph.text in "\ufffd\ufffe" or "\ue000" <= glyph.text <= "\uf8ff" for glyph in glyphs):
        doubt = _UNREADABLE
    elif told := next(filter(None, (one.doubt for line in lines for one in line)), ""):
        doubt = told
    elif len(lines) > 1 and all(map(_is_number, map(text_of_line, lines))):
        doubt = _FOLDED
    elif _is_number(plain(text)) and _has_small_digits(glyphs):
        doubt = _RAISED
    elif any(_is_over(*each) for line in lines for each in pairwise(line)):
        doubt = _OVER
    elif any(glyph.text.isdigit() for glyph in glyphs) and not _is_clear(glyphs):
        doubt = _UNCLEAR
    return text or None, doubt


def _has_small_digits(glyphs: Sequence[Glyph]) -> bool:
    """Whether some digits are set smaller than others, as the number of a note is."""
    heights = [one.height for one in glyphs if one.score >= SURE and one.text.isdigit()]
    return len(heights) > 1 and min(heights) < _SMALL * max(heights)


def _is_over(before: Glyph, glyph: Glyph) -> bool:
    """Whether a digit is written over another, and it cannot be told which one is meant."""
    digits = all(one.text.isdigit() and one.score >= SURE for one in (before, glyph))
    return digits and glyph.start < before.start + _OVERLAP * before.width


def _is_clear(glyphs: Sequence[Glyph]) -> bool:
    """Whether what was recognised in a picture is certain, as far as figures go."""
    if len(glyphs) > LONGEST_FIGURE:
        return True
    return min(glyph.score for glyph in glyphs) >= CERTAIN


def _is_number(text: str) -> bool:
    return all(map(_in_number, text))
