"""Tables without ruling lines: figures below each other in columns, labels beside, headings above.

Nothing but the room between the columns tells one from the next, and nothing but nearness which
label belongs to which row. Where either is narrow, every cell is told to be unsure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from reportkit.grids.model import Area, Grid, Value
from reportkit.grids.pages.aligned.bands import Band, places_of
from reportkit.grids.pages.aligned.blanks import (
    are_items,
    blank_above,
    blank_below,
    blank_between,
    name_of,
)
from reportkit.grids.pages.aligned.headings import ASIDE, FLUSH, Headings
from reportkit.grids.pages.aligned.pieces import (
    Cell,
    Line,
    cells_of,
    edges,
    has_figures,
    near_of,
    pieces_of,
    pitch_of,
)
from reportkit.grids.pages.aligned.regions import (
    SAME_ROW,
    SHIFTED,
    Row,
    Shelf,
    covers,
    regions_of,
    rows_in,
    steps_of,
)
from reportkit.grids.pages.aligned.stack import Sheet, stacked
from reportkit.grids.pages.content import Glyph
from reportkit.grids.pages.ruled.tables import text_in
from reportkit.grids.pages.text import lines_of

_CLEAR = 0.3  # of the type's size, between the figures of two columns
_NARROW = 0.2  # and where both have figures in every row: a blank within a number has 0.25
_NEAR = 4.2  # sizes of type from one line of headings to the next, at most
_AIRY = 1.2  # or times as far as the rows are apart
_BESIDE = 4.0  # sizes of type that a heading begins before its column, at most
_NEARER = 0.9  # of the way to the next row, a line that surely belongs to this one
_UNDER = 1.3  # sizes of type from the last row to a line of its label
_AROUND = 60.0  # points above and below the figures, of which type is the table
_MOSTLY = 5  # of so many rows, one may be short of a figure
_FEWEST_ROWS = 3  # so many without a heading are no sentences
_UNSURE = "表格没有框线，各栏、各行靠得近，不能确定属于哪一格"


def aligned_tables(
    sheets: Sequence[Sheet], file: str
) -> list[tuple[Grid, list[tuple[int, Glyph]]]]:
    """Return the tables that figures in columns make, each with its characters by page.

    Parameters
    ----------
    sheets : sequence of Sheet
        The pages, without what stands in tables with lines or on every page.
    file : str
    """
    pages = [_lines(sheet.glyphs) for sheet in sheets]
    if not any(has_figures(line) for lines in pages for line in lines):
        return []
    pitch = pitch_of(pages)
    stack = stacked(sheets, pages, pitch)
    cells = cells_of(stack.lines, pitch)
    rows = list(rows_in(cells, Shelf([one for one in cells if not one.is_figure])))
    words = [
        part for cell in cells if not cell.is_figure for part in _parted(cell, rows, stack.seams)
    ]
    in_rows = {id(cell) for row in rows for cell in row.figures}
    figures = [one for one in cells if one.is_figure]
    strays = [one for one in figures if id(one) not in in_rows]
    shelves = _Shelves(Shelf(words), Shelf(figures), Shelf(strays))
    tables = []
    end = float("-inf")
    regions = list(regions_of(rows, shelves.words))
    steps = [step for region in regions for step in steps_of(region)]
    room = _Room(near_of(pitch), median(steps) if steps else 0.0)
    for region in regions:
        found = _Aligned(region, shelves, end, room)
        end = found.end
        if found.is_table:
            own = [stack.was[id(glyph)] for cell in found.cells for glyph in cell.glyphs]
            tables.append((found.grid(min(page for page, _ in own), file), own))
    return tables


def _lines(glyphs: Iterable[Glyph]) -> list[Line]:
    return [pieces_of(line) for line in lines_of([one for one in glyphs if not one.turn])]


def _parted(cell: Cell, rows: Sequence[Row], seams: Sequence[float]) -> Iterator[Cell]:
    """Yield a cell; where a page ends within it and both parts have rows, these are two labels."""
    for seam in seams:
        if cell.first < seam - 1 <= cell.last:
            parts = [
                Cell([piece for piece in cell.pieces if (piece.base < seam - 1) == above])
                for above in (True, False)
            ]
            if all(any(covers(part, row) for row in rows) for part in parts):
                yield from parts
                return
    yield cell


class _Shelves(NamedTuple):
    """All that stands on some pages.

    Attributes
    ----------
    words : Shelf
    figures : Shelf
    strays : Shelf
        Figures that stand in no row.
    """

    words: Shelf
    figures: Shelf
    strays: Shelf


class _Room(NamedTuple):
    """How far things of one document are apart.

    Attributes
    ----------
    line : float
        Lines of one cell, in sizes of type, at most.
    row : float
        Rows of its tables, mostly; 0 where none has two.
    """

    line: float
    row: float


class _Aligned:
    """Rows of figures as a table."""

    def __init__(self, rows: Sequence[Row], shelves: _Shelves, end: float, room: _Room) -> None:
        words = shelves.words
        self._rows = rows
        self._room = room
        own = [cell for row in rows for cell in row.figures]
        self._places = places_of(own)
        bands = [Band(*each) for each in edges(self._places.values())]
        left = bands[0].left
        self._size = median(
            cell.size
            for cell in words.between(rows[0].base - _AROUND, rows[-1].base + _AROUND) or own
        )
        start = rows[0].first - 0.5 * self._size
        before = [
            cell
            for cell in words.between(
                max(end, start - 20 * self._size), rows[-1].last + _UNDER * self._size
            )
            if cell.box.right <= left
        ]
        beside = any(covers(cell, rows[0]) for cell in before)
        self._labels = [
            cell
            for cell in before
            if cell.last >= start or covers(cell, rows[0], SAME_ROW if beside else SHIFTED)
        ]
        above = list(self._above_rows(words, start, end))
        behind = max((one.box.right for one in self._labels), default=left)
        over = [one for one in above if one.box.right > left or self._is_aside(one, behind, left)]
        self._heads = Headings(over, bands, self._size)
        self.end = max(cell.last for cell in (*own, *self._labels)) + 1
        self._lone = [
            *blank_above(rows[0], self._labels, above, self._heads.cells),
            *blank_between(rows, self._labels),
            *blank_below(rows, self._labels, self.end, left, words, shelves.figures),
        ]
        self._labels = [one for one in self._labels if one not in self._lone]
        self.end = max(cell.last for cell in (*own, *self._labels, *self._lone)) + 1
        self.cells = [*above, *self._labels, *self._lone, *own]
        self._strays = [
            cell
            for cell in shelves.strays.between(start - self._size, rows[-1].last + 2 * self._size)
            if any(band.meets(cell.core) for band in self._heads.bands)
        ]
        lefts = sorted(cell.box.left for cell in (*self._labels, *self._lone))
        self._stubs = [
            x for x, before in zip(lefts, [-99.0, *lefts], strict=False) if x - before > FLUSH
        ]

    def _above_rows(self, words: Shelf, start: float, end: float) -> Iterator[Cell]:
        """Yield the headings: what stands near above, line over line, up to a sentence."""
        labels = {id(cell) for cell in self._labels}
        above = [
            cell
            for cell in words.between(max(end, start - 40 * self._size), start)
            if cell.first > end and cell.last < start and id(cell) not in labels
        ]
        top = self._rows[0].first
        steps = steps_of(self._rows) or [self._room.row]
        near = max(_NEAR * self._size, _AIRY * median(steps))
        for cell in sorted(above, key=lambda one: one.last, reverse=True):
            if top - cell.last > near or cell.is_prose:
                return
            top = min(top, cell.first)
            yield cell

    @property
    def is_table(self) -> bool:
        """Whether these are columns: under headings, or several that go on from another page.

        As text, figures of a row that stand lower would come behind the others.
        """
        if any("。" in cell.text for cell in (*self._heads.cells, *self._labels)):
            return False  # sentences, of which lines end in figures
        # A line of a sentence that ends in a figure has others above it, from the margin on.
        left = self._heads.bands[0].left - _BESIDE * self._size
        heads = [
            one
            for one in self._heads.cells
            if one.box.left >= left and any(band.meets(one.box) for band in self._heads.bands)
        ]
        several = len(self._heads.bands) > 1 and len(self._rows) >= _FEWEST_ROWS
        return bool(heads) or several or any(row.is_shifted for row in self._rows)

    def grid(self, page: int, file: str) -> Grid:
        """Return the table as a grid."""
        headings = self._heads.areas(self._stubs)
        self._above = max((area.top for area in headings), default=0) + 1
        cells = {**headings, **self._body()}
        width = len(self._stubs) + len(self._heads.bands)
        rows: dict[int, list[Value]] = {}
        for area, text in cells.items():
            rows.setdefault(area.top, [None] * width)[area.left - 1] = text
        merged = tuple(area for area in cells if area.left < area.right)
        unsure = {
            (row, column): _UNSURE for row in self._unclear(rows) for column in range(1, width + 1)
        }
        unsure = {**self._doubts(), **unsure}
        return Grid(
            file, sorted(rows.items()), merged=merged, page=page, unsure=unsure, by_gaps=True
        )

    def _is_aside(self, head: Cell, behind: float, left: float) -> bool:
        """Whether it stands behind the labels, just before the first column."""
        gap = left - head.box.right
        return 0 <= gap < ASIDE * self._size and head.box.left >= behind

    def _body(self) -> dict[Area, str]:
        """Return labels and figures; a label's line belongs to the nearest row of figures."""
        texts: dict[tuple[int, int], str] = {}
        numbered = [
            (cell, self._number(self._rows[self._nearest(cell)[0]])) for cell in self._labels
        ]
        for cell, number in [*numbered, *((one, self._number(one)) for one in self._lone)]:
            place = number, 1 + sum(x <= cell.box.left for x in self._stubs[1:])
            texts[place] = texts.get(place, "") + cell.text
        ends = {row: len(self._stubs) for row, _ in texts}
        found = {}
        for (row, column), text in sorted(texts.items(), reverse=True):
            found[Area(row, column, row, ends[row])] = text  # up to the next label, or the figures
            ends[row] = column - 1
        return found | {Area(*place, *place): cell.text for place, cell in self._figures()}

    def _figures(self) -> Iterator[tuple[tuple[int, int], Cell]]:
        """Yield the figures, each with its row and column."""
        for row in self._rows:
            for cell in row.figures:
                at = self._heads.beside(self._places[id(cell)])
                yield (self._number(row), at + len(self._stubs)), cell

    def _number(self, one: Row | Cell) -> int:
        """Return the number in the grid of a row, or of one that has nothing but a label."""
        bases = [*(row.base for row in self._rows), *(label.base for label in self._lone)]
        return self._above + sum(base < one.base for base in bases)

    def _doubts(self) -> dict[tuple[int, int], str]:
        """Return the figures that are not certain themselves: recognised in a picture, or odd."""
        told = ((place, text_in(one.glyphs, one.box)[1]) for place, one in self._figures())
        return {place: doubt for place, doubt in told if doubt}

    def _nearest(self, label: Cell) -> tuple[int, float]:
        """Return the row that is nearest, and how far it is, next to the second."""
        away = [max(row.first - label.base, label.base - row.last, 0.0) for row in self._rows]
        row = min(range(len(away)), key=away.__getitem__)
        second = min((one for at, one in enumerate(away) if at != row), default=1e6)
        return row, away[row] / max(second, 1e-6)

    def _unclear(self, rows: Iterable[int]) -> Iterable[int]:
        """Return the rows of which nothing is sure."""
        if not self._is_clear():
            return rows
        strays = [self._nearest(cell)[0] for cell in self._strays]
        return [
            self._number(row)
            for number, row in enumerate(self._rows)
            if self._shares_column(row)
            or any(abs(number - at) <= 1 for at in strays)
            or any(self._goes_on(row, other) for other in self._rows[max(0, number - 1) :][:3])
        ]

    def _goes_on(self, row: Row, other: Row) -> bool:
        """Whether a row, or that beside it, may hold lines of the other's numbers.

        They are as near as the lines of a cell, and one of them is short of figures.
        """
        upper, lower = sorted((row, other), key=lambda one: one.base)
        near = 0 < lower.first - upper.last <= self._room.line * row.size
        fewest = min(len(row.figures), len(other.figures))
        return near and fewest < len(self._heads.filled) and not self._are_two(row, other)

    def _are_two(self, row: Row, other: Row) -> bool:
        """Whether two rows have numbers of a list before them, and more than half their figures."""
        names = [name for one in (row, other) if (name := name_of(one, self._labels))]
        fewest = min(len(row.figures), len(other.figures))
        named = len(names) > 1 and names[0] is not names[1] and are_items(names)
        return named and 2 * fewest > len(self._heads.filled)

    def _is_clear(self) -> bool:
        """Whether columns lie well apart, most rows are full, each label near its row alone."""
        lacking = sum(len(row.figures) != len(self._heads.filled) for row in self._rows)
        return (
            all(self._are_apart(*each) for each in pairwise(self._heads.bands))
            and (2 * lacking < len(self._rows) or all(map(self._heads.is_named, self._heads.bands)))
            and all(map(self._is_near, self._labels))
        )

    def _are_apart(self, band: Band, other: Band) -> bool:
        """Whether two columns are no pieces of one in which numbers have blanks."""
        gap = (other.left - band.right) / self._size
        if gap >= _CLEAR:
            return True
        lacking = sum(not (self._has(row, band) and self._has(row, other)) for row in self._rows)
        full = _MOSTLY * lacking <= len(self._rows)
        named = self._heads.is_named(band) and self._heads.is_named(other)
        return gap >= _NARROW and full and (named or len(self._rows) >= _FEWEST_ROWS)

    def _has(self, row: Row, band: Band) -> bool:
        """Whether a row has a figure in a column."""
        return any(band.meets(self._places[id(cell)]) for cell in row.figures)

    def _shares_column(self, row: Row) -> bool:
        """Whether two figures of a row stand in one column: one of them is another row's."""
        return sum(self._has(row, band) for band in self._heads.bands) < len(row.figures)

    def _is_near(self, label: Cell) -> bool:
        """Whether a label is near its row alone, or names several that have names of their own.

        What stands over rows is put in their middle, which may be between two of them.
        """
        if self._nearest(label)[1] <= _NEARER:
            return True
        beside = sorted(self._rows, key=lambda row: abs(row.base - label.base))[:2]
        return all(self._is_named_apart(row, label) for row in beside)

    def _is_named_apart(self, row: Row, label: Cell) -> bool:
        """Whether a row has a label of its own, behind another one."""
        return any(
            covers(one, row) and one.box.left >= label.box.right
            for one in self._labels
            if one is not label
        )
