"""Tables without ruling lines: figures below each other in columns, labels beside, headings above.

Nothing but the room between the columns tells one from the next, and nothing but nearness which
label belongs to which row. Where either is narrow, every cell is told to be unsure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from reportkit.grids.model import Area, Box, Grid, Value
from reportkit.grids.pages.aligned.bands import Band, places_of
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
from reportkit.grids.pages.aligned.regions import Row, Shelf, covers, regions_of, rows_in
from reportkit.grids.pages.aligned.stack import Sheet, stacked
from reportkit.grids.pages.content import Glyph
from reportkit.grids.pages.ruled.tables import text_in
from reportkit.grids.pages.text import lines_of

_CLEAR = 0.3  # of the type's size, between the figures of two columns
_NARROW = 0.2  # and where both have figures in every row: a blank within a number has 0.25
_BLANK = (0.28, 0.45)  # sizes of type that a blank within a heading takes
_SET_APART = 0.7  # and at most, characters that are set apart
_LEVEL = 0.3  # sizes of type by which pieces of a line stand higher or lower
_NEAR = 4.0  # sizes of type from one line of headings to the next, at most
_AIRY = 1.2  # or times as far as the rows are apart
_SECTION = re.compile(r"[一二三四五六七八九十]+、")  # what begins so is a heading of text
_BESIDE = 4.0  # sizes of type that a heading begins before its column, at most
_ASIDE = 0.5  # and less than that beside it, where nothing else is its heading
_FLUSH = 3.0  # points by which labels below each other begin elsewhere
_NEARER = 0.9  # of the way to the next row, a line that surely belongs to this one
_UNDER = 1.3  # sizes of type from the last row to a line of its label
_AROUND = 60.0  # points above and below the figures, of which type is the table
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
    shelf, figures = Shelf(words), Shelf([one for one in cells if one.is_figure])
    tables = []
    end = float("-inf")
    for region in regions_of(rows, shelf):
        found = _Aligned(region, shelf, figures, end, near_of(pitch))
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


def _is_prose(cell: Cell) -> bool:
    return cell.text.endswith("。") or bool(_SECTION.match(cell.text))


def _gap(cell: Cell, other: Cell) -> float | None:
    """Return what is free between a line of a cell and what stands behind it, in sizes of type.

    None where nothing does, or not near.
    """
    gaps = (
        (piece.box.left - one.box.right) / piece.size
        for one in cell.pieces
        for piece in other.pieces
        if abs(one.base - piece.base) < _LEVEL * piece.size
    )
    return next((gap for gap in gaps if 0 <= gap <= _SET_APART), None)


class _Aligned:
    """Rows of figures as a table."""

    def __init__(
        self, rows: Sequence[Row], words: Shelf, figures: Shelf, end: float, line: float
    ) -> None:
        self._rows = rows
        self._line = line
        own = [cell for row in rows for cell in row.figures]
        self._places = places_of(own)
        self._bands = [Band(*each) for each in edges(self._places.values())]
        left = self._bands[0].left
        self._size = median(
            cell.size
            for cell in words.between(rows[0].base - _AROUND, rows[-1].base + _AROUND) or own
        )
        start = rows[0].base - 0.5 * self._size
        self._labels = [
            cell
            for cell in words.between(
                max(end, start - 20 * self._size), rows[-1].base + _UNDER * self._size
            )
            if cell.box.right <= left and (cell.last >= start or covers(cell, rows[0]))
        ]
        above = list(self._above_rows(words, start, end))
        behind = max((one.box.right for one in self._labels), default=left)
        over = [one for one in above if one.box.right > left or self._is_aside(one, behind)]
        self._heads = self._whole(over)
        self._widen_bands()
        self._add_empty_bands()
        self.end = max(cell.last for cell in (*own, *self._labels)) + 1
        self.cells = [*above, *self._labels, *own]
        known = {id(cell) for cell in own}
        self._strays = [
            cell
            for cell in figures.between(start - self._size, rows[-1].base + 2 * self._size)
            if id(cell) not in known and any(band.meets(cell.core) for band in self._bands)
        ]
        lefts = sorted(cell.box.left for cell in self._labels)
        self._stubs = [
            x for x, before in zip(lefts, [-99.0, *lefts], strict=False) if x - before > _FLUSH
        ]

    def _above_rows(self, words: Shelf, start: float, end: float) -> Iterator[Cell]:
        """Yield the headings: what stands near above, line over line, up to a sentence."""
        labels = {id(cell) for cell in self._labels}
        above = [
            cell
            for cell in words.between(max(end, start - 40 * self._size), start)
            if cell.first > end and cell.last < start and id(cell) not in labels
        ]
        top = self._rows[0].base
        steps = [below.base - row.base for row, below in pairwise(self._rows)]
        near = max(_NEAR * self._size, _AIRY * median(steps) if steps else 0.0)
        for cell in sorted(above, key=lambda one: one.last, reverse=True):
            if top - cell.last > near or _is_prose(cell):
                return
            top = min(top, cell.first)
            yield cell

    @property
    def is_table(self) -> bool:
        """Whether these are columns: under headings, or several that go on from another page."""
        if any("。" in cell.text for cell in (*self._heads, *self._labels)):
            return False  # sentences, of which lines end in figures
        # A line of a sentence that ends in a figure has others above it, from the margin on.
        left = self._bands[0].left - _BESIDE * self._size
        heads = [
            one
            for one in self._heads
            if one.box.left >= left and any(band.meets(one.box) for band in self._bands)
        ]
        return bool(heads) or (len(self._bands) > 1 and len(self._rows) >= _FEWEST_ROWS)

    def grid(self, page: int, file: str) -> Grid:
        """Return the table as a grid."""
        headings = self._headings()
        self._above = max((area.top for area in headings), default=0) + 1
        cells = {**headings, **self._body()}
        width = len(self._stubs) + len(self._bands)
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

    def _headings(self) -> dict[Area, str]:
        """Return the headings: of each column the last in one row, the others by their lines.

        What begins where the labels do is a title, however far it reaches.
        """
        over: list[tuple[Cell, int, int]] = []
        last: dict[int, Cell] = {}
        for cell in sorted(self._heads, key=lambda one: one.base):
            at = self._under(cell) or [self._beside(cell.box)]
            if self._stubs and cell.box.left <= self._stubs[0] + _FLUSH:
                over.append((cell, 1 - len(self._stubs), at[-1]))
            elif len(at) > 1:
                over.append((cell, at[0], at[-1]))
            else:
                if before := last.get(at[0]):
                    over.append((before, at[0], at[0]))
                last[at[0]] = cell
        bases = sorted({cell.base for cell, _, _ in over})
        shift = len(self._stubs)
        found = {
            Area(row, left + shift, row, right + shift): cell.text
            for cell, left, right in over
            for row in (bases.index(cell.base) + 1,)
        }
        row = len(bases) + 1
        return found | {Area(row, n + shift, row, n + shift): one.text for n, one in last.items()}

    def _whole(self, heads: Sequence[Cell]) -> list[Cell]:
        """Return headings, those whole of which a blank within a line is as wide as a gap."""
        whole: list[Cell] = []
        for other in sorted(heads, key=lambda one: one.box.left):
            before = next((one for one in whole if self._is_rest(one, other)), None)
            if before is None:
                whole.append(other)
                continue
            pieces = sorted([*before.pieces, *other.pieces], key=lambda p: (p.base, p.box.left))
            whole[whole.index(before)] = Cell(pieces)
        return whole

    def _is_rest(self, head: Cell, other: Cell) -> bool:
        """Whether what stands behind a line of a heading belongs to it.

        It stands over the same column, or over none: after as much as a blank takes, or as one of
        characters that are set apart.
        """
        gap = _gap(head, other)
        if len(other.pieces) > 1 or gap is None:
            return False
        mine, others = (self._under(one) for one in (head, other))
        spaced = len(head.pieces[-1].text) == len(other.text) == 1
        none = not others and (spaced or _BLANK[0] <= gap <= _BLANK[1])
        return none or (len(mine) == 1 and mine == others)

    def _is_over(self, head: Cell) -> bool:
        return any(band.meets(head.box) for band in self._bands)

    def _is_aside(self, head: Cell, behind: float) -> bool:
        """Whether it stands behind the labels, just before the first column."""
        gap = self._bands[0].left - head.box.right
        return 0 <= gap < _ASIDE * self._size and head.box.left >= behind

    def _widen_bands(self) -> None:
        """Let columns without a heading reach to the one that stands just beside, over no other.

        At the end of a narrow column its lines may end a little before the figures.
        """
        for head in [one for one in self._heads if not self._is_over(one)]:
            band = self._bands[self._beside(head.box) - 1]
            gap = max(band.left - head.box.right, head.box.left - band.right)
            if gap < _ASIDE * self._size and not self._is_named(band):
                band.left = min(band.left, head.box.left)
                band.right = max(band.right, head.box.right)

    def _add_empty_bands(self) -> None:
        """Add the columns in which no row has a figure: where headings stand over none."""
        lone = [one.box for one in self._heads if not self._is_over(one)]
        self._filled = self._bands
        if lone:
            bands = [*self._bands, *(Band(*each) for each in edges(lone))]
            self._bands = sorted(bands, key=lambda band: band.left)

    def _under(self, head: Cell) -> list[int]:
        """Return the numbers of the columns under a heading, from 1."""
        return [number for number, band in enumerate(self._bands, 1) if band.meets(head.box)]

    def _beside(self, box: Box) -> int:
        """Return the number of the column that a place is in, or nearest to."""
        away = [max(band.left - box.right, box.left - band.right) for band in self._bands]
        return 1 + away.index(min(away))

    def _body(self) -> dict[Area, str]:
        """Return labels and figures; a label's line belongs to the nearest row of figures."""
        texts: dict[tuple[int, int], str] = {}
        for cell in self._labels:
            row, _ = self._nearest(cell)
            place = self._above + row, 1 + sum(x <= cell.box.left for x in self._stubs[1:])
            texts[place] = texts.get(place, "") + cell.text
        ends = {row: len(self._stubs) for row, _ in texts}
        found = {}
        for (row, column), text in sorted(texts.items(), reverse=True):
            found[Area(row, column, row, ends[row])] = text  # up to the next label, or the figures
            ends[row] = column - 1
        return found | {Area(*place, *place): cell.text for place, cell in self._figures()}

    def _figures(self) -> Iterator[tuple[tuple[int, int], Cell]]:
        """Yield the figures, each with its row and column."""
        for number, row in enumerate(self._rows, self._above):
            for cell in row.figures:
                at = self._beside(self._places[id(cell)])
                yield (number, at + len(self._stubs)), cell

    def _doubts(self) -> dict[tuple[int, int], str]:
        """Return the figures that are not certain themselves: recognised in a picture, or odd."""
        told = ((place, text_in(one.glyphs, one.box)[1]) for place, one in self._figures())
        return {place: doubt for place, doubt in told if doubt}

    def _nearest(self, label: Cell) -> tuple[int, float]:
        """Return the row that is nearest, and how far it is, next to the second."""
        away = [abs(row.base - label.base) for row in self._rows]
        row = min(range(len(away)), key=away.__getitem__)
        second = min((one for at, one in enumerate(away) if at != row), default=1e6)
        return row, away[row] / max(second, 1e-6)

    def _unclear(self, rows: Iterable[int]) -> Iterable[int]:
        """Return the rows of which nothing is sure."""
        if not self._is_clear():
            return rows
        strays = [self._nearest(cell)[0] for cell in self._strays]
        return [
            number + self._above
            for number, row in enumerate(self._rows)
            if self._lacks_end(row)
            or any(abs(number - at) <= 1 for at in strays)
            or any(self._goes_on(row, other) for other in self._rows[max(0, number - 1) :][:3])
        ]

    def _goes_on(self, row: Row, other: Row) -> bool:
        """Whether a row, or that beside it, may hold lines of the other's numbers.

        They are as near as the lines of a cell, and one of them is short of figures.
        """
        near = 0 < abs(row.base - other.base) <= self._line * row.size
        fewest = min(len(row.figures), len(other.figures))
        return near and fewest < len(self._filled)

    def _is_clear(self) -> bool:
        """Whether columns lie well apart, most rows are full, each label near its row alone."""
        lacking = sum(len(row.figures) != len(self._filled) for row in self._rows)
        return (
            all(self._are_apart(*each) for each in pairwise(self._bands))
            and (2 * lacking < len(self._rows) or all(map(self._is_named, self._bands)))
            and all(map(self._is_near, self._labels))
        )

    def _are_apart(self, band: Band, other: Band) -> bool:
        """Whether two columns are no pieces of one in which numbers have blanks."""
        gap = (other.left - band.right) / self._size
        if gap >= _CLEAR:
            return True
        full = all(
            any(one.meets(self._places[id(cell)]) for cell in row.figures)
            for row in self._rows
            for one in (band, other)
        )
        named = self._is_named(band) and self._is_named(other)
        return gap >= _NARROW and full and (named or len(self._rows) >= _FEWEST_ROWS)

    def _is_named(self, band: Band) -> bool:
        """Whether a heading stands over a column alone."""
        at = [self._bands.index(band) + 1]
        return any(self._under(head) == at for head in self._heads)

    def _lacks_end(self, row: Row) -> bool:
        """Whether a row has no figure in its last column: it may be short of any.

        Or two in one. What no row of several has is a column that was left blank.
        """
        bands = self._filled if len(self._rows) >= _FEWEST_ROWS else self._bands
        places = [self._places[id(one)] for one in row.figures]
        full = [band for band in bands if any(map(band.meets, places))]
        return len(full) < len(row.figures) or full[-1] is not bands[-1]

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
