"""Tables with ruling lines: the characters of a page in the cells that the lines make."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportkit.grids.model import Area, Box, Grid, Row, Value, without_end
from reportkit.grids.pages.content import Glyph, Page
from reportkit.grids.pages.lattice import Lattice, lattice_of
from reportkit.grids.pages.ruling import NEAR, frames_of
from reportkit.grids.pages.text import joined, lines_of, text_of_line

_TORN = "单元格的边线不全，不能确定它到哪里为止"
_ACROSS = "文字越过了单元格的边线，不能确定属于哪一格"
_FOLDED = "一个数折成了几行，可能是几个数"
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
    frames = frames_of(page.across, page.down)
    lattices = [lattice_of(frame, page.number) for frame in frames]
    cells = [_Cells(lattice) for lattice in lattices if len(lattice.areas) > 1]
    outside: list[Glyph] = []
    for run in _runs(page.glyphs):
        home = next((one for one in cells if one.takes(run)), None)
        if home is None:
            outside += run
    tables = [Table(_grid(one, page.number, file), one.lattice.frame.box) for one in cells]
    return [table for table in tables if table.grid.rows], outside


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
            self.glyphs[areas.pop()] += run
            return True
        for glyph, area in zip(run, places, strict=True):
            home = area or min(areas)
            self.glyphs[home].append(glyph)
        if any(glyph.text.isdigit() for glyph in run):
            self.unsure |= dict.fromkeys(areas, _ACROSS)
        return True

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
        and abs(after.base - before.base) < 1
        and abs(after.left - before.right) < 0.15 * before.size
    )


def _in_number(character: str) -> bool:
    return character.isdigit() or character in ".,"


def _grid(cells: _Cells, page: int, file: str) -> Grid:
    """Return a table as a grid."""
    lattice = cells.lattice
    down, across = len(lattice.frame.ys) - 1, len(lattice.frame.xs) - 1
    values: list[list[Value]] = [[None] * across for _ in range(down)]
    unsure: dict[tuple[int, int], str] = {}
    for area in lattice.areas:
        glyphs = cells.glyphs[area]
        text, doubt = text_in(glyphs, lattice.box(area)) if glyphs else (None, "")
        values[area.top - 1][area.left - 1] = text
        doubt = cells.unsure.get(area, "") or doubt
        if doubt:
            unsure[area.top, area.left] = doubt
    rows: list[Row] = [
        (number, kept) for number, row in enumerate(values, start=1) if (kept := without_end(row))
    ]
    return Grid(
        file,
        rows,
        merged=tuple(area for area in lattice.areas if area[:2] != area[2:]),
        page=page,
        boxes={area[:2]: lattice.box(area) for area in lattice.areas},
        unsure=unsure,
    )


def text_in(glyphs: Sequence[Glyph], box: Box) -> tuple[str | None, str]:
    """Return what stands in a cell, and why it is not sure."""
    lines = lines_of(glyphs)
    text = joined(lines, box.right - NEAR)
    doubt = ""
    if any(glyph.text in "\ufffd\ufffe" or "\ue000" <= glyph.text <= "\uf8ff" for glyph in glyphs):
        doubt = _UNREADABLE
    elif len(lines) > 1 and all(map(_is_number, map(text_of_line, lines))):
        doubt = _FOLDED
    return text or None, doubt


def _is_number(text: str) -> bool:
    return all(map(_in_number, text))
