"""Tables without ruling lines: figures below each other in columns, labels beside, headings above.

Nothing but the room between the columns tells one from the next, and nothing but nearness which
label belongs to which row. Where either is narrow, every cell is told to be unsure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import NamedTuple

from reportkit.folding import plain
from reportkit.grids.model import Area, Box, Grid, Value
from reportkit.grids.pages.content import Glyph, around
from reportkit.grids.pages.tables.ruled import text_in
from reportkit.grids.pages.text import lines_of, text_of_line

_FIGURE = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?(?:\([^()]*\))?|[-—–/]+")
_GAP = 0.15  # of the type's size: more is the room between two cells
_CLEAR = 0.3  # of the type's size, between the figures of two columns; a blank in a line has 0.25
_APART = 5.0  # sizes of type from one row of figures to the next, at most
_NEAR = 2.2  # sizes of type from one line of headings to the next, at most
_BESIDE = 4.0  # sizes of type that a heading begins before its column, at most
_FLUSH = 3.0  # points by which labels below each other begin elsewhere
_NEARER = 0.9  # of the way to the next row, a line that surely belongs to this one
_FEWEST_ROWS = 3  # so many without a heading are no sentences
_UNSURE = "表格没有框线，各栏、各行靠得近，不能确定属于哪一格"


class _Piece(NamedTuple):
    """What stands in a line without a gap."""

    text: str
    box: Box
    base: float
    size: float
    glyphs: tuple[Glyph, ...]

    @property
    def is_figure(self) -> bool:
        return bool(_FIGURE.fullmatch(plain(self.text)))


_Line = list[_Piece]


@dataclass(slots=True)
class _Band:
    """A column of figures: from where to where they reach."""

    left: float
    right: float

    def meets(self, box: Box) -> bool:
        return box.left < self.right and self.left < box.right


def aligned_tables(
    glyphs: Sequence[Glyph], page: int, file: str
) -> tuple[list[tuple[Grid, Box]], list[Glyph]]:
    """Return the tables that figures in columns make, and the characters outside of them.

    Parameters
    ----------
    glyphs : sequence of Glyph
        Those that stand in no table with lines.
    page : int
    file : str
    """
    lines = [_pieces(line) for line in lines_of([one for one in glyphs if not one.turn])]
    tables = []
    taken: set[int] = set()
    end = 0
    for first, last in _stretches(lines):
        found = _Aligned(lines, max(end, _top(lines, first, end)), first, last)
        end = found.end
        if found.is_table:
            tables.append((found.grid(page, file), around(found.glyphs)))
            taken |= {id(one) for one in found.glyphs}
    return tables, [one for one in glyphs if id(one) not in taken]


def _pieces(line: Sequence[Glyph]) -> _Line:
    runs: list[list[Glyph]] = []
    for glyph in line:
        before = runs[-1][-1] if runs else None
        # Behind a note in brackets another figure begins: 0（无）0.
        anew = before and before.text in ")）" and glyph.text.isdigit()
        near = before and glyph.left - before.right <= _GAP * max(glyph.size, before.size)
        if near and not anew:
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return [
        _Piece(text_of_line(run), around(run), run[0].base, median(g.size for g in run), tuple(run))
        for run in runs
    ]


def _has_figures(line: _Line) -> bool:
    """Whether a line ends in figures, after words or alone; in a sentence, words follow them."""
    numbers = [at for at, piece in enumerate(line) if piece.is_figure]
    return len(line) > 1 and bool(numbers) and all(one.is_figure for one in line[numbers[0] :])


def _stretches(lines: Sequence[_Line]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of the lines with figures that are near each other."""
    first = last = -1
    for number, line in enumerate(lines):
        if not _has_figures(line):
            continue
        if first >= 0 and line[0].base - lines[last][0].base > _APART * line[0].size:
            yield first, last
            first = -1
        first, last = (number if first < 0 else first), number
    if first >= 0:
        yield first, last


def _top(lines: Sequence[_Line], first: int, end: int) -> int:
    """Return the first of the lines of headings above a line."""
    top = first
    while (
        top > end
        and not _is_sentence(lines[top - 1])
        and lines[top][0].base - lines[top - 1][0].base <= _NEAR * lines[top][0].size
    ):
        top -= 1
    return top


def _is_sentence(line: _Line) -> bool:
    return line[-1].text.endswith("。")


class _Aligned:
    """A stretch of lines as a table."""

    def __init__(self, lines: Sequence[_Line], top: int, first: int, last: int) -> None:
        self._rows = [line for line in lines[first : last + 1] if _has_figures(line)]
        self._bands = list(_bands(self._rows))
        left = self._bands[0].left
        self._size = median(piece.size for line in lines[top : last + 1] for piece in line)
        self.end = last + 1
        while self.end < len(lines) and self._is_label(lines[self.end], left):
            self.end += 1
        pieces = [piece for line in lines[top : self.end] for piece in line]
        self.glyphs = [glyph for piece in pieces for glyph in piece.glyphs]
        start = min(piece.base for piece in self._rows[0]) - 0.5 * self._size
        self._heads = [p for p in pieces if p.base < start and p.box.right > left]
        self._labels = [p for p in pieces if p.box.right <= left and not p.is_figure]
        lefts = sorted(piece.box.left for piece in self._labels)
        self._stubs = [
            x for x, before in zip(lefts, [-99.0, *lefts], strict=False) if x - before > _FLUSH
        ]

    def _is_label(self, line: _Line, left: float) -> bool:
        """Whether a line below the last figures still belongs to its label."""
        near = line[0].base - self._rows[-1][0].base < self._size * 1.3
        return near and all(piece.box.right <= left for piece in line)

    @property
    def is_table(self) -> bool:
        """Whether these are columns: under headings, or several that go on from another page."""
        if any("。" in piece.text for piece in (*self._heads, *self._labels)):
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
        cells = {**self._headings(), **self._body()}
        width = len(self._stubs) + len(self._bands)
        rows: dict[int, list[Value]] = {}
        for area, text in cells.items():
            rows.setdefault(area.top, [None] * width)[area.left - 1] = text
        merged = tuple(area for area in cells if area.left < area.right)
        clear = self._is_clear()
        short = [] if clear else rows
        if clear:
            short = [row for row, line in enumerate(self._rows, self._above()) if self._lacks(line)]
        unsure = {(row, column): _UNSURE for row in short for column in range(1, width + 1)}
        unsure = {**self._doubts(), **unsure}
        return Grid(file, sorted(rows.items()), merged=merged, page=page, unsure=unsure)

    def _headings(self) -> dict[Area, str]:
        """Return the headings: those over several columns by their lines, then one a column.

        What begins where the labels do is a title, however far it reaches.
        """
        over: list[tuple[float, Area, str]] = []
        single: dict[int, str] = {}
        shift = len(self._stubs)
        for piece in self._heads:
            at = [n for n, band in enumerate(self._bands, 1) if band.meets(piece.box)]
            if at and self._stubs and piece.box.left <= self._stubs[0] + _FLUSH:
                over.append((piece.base, Area(0, 1 - shift, 0, at[-1]), piece.text))
            elif len(at) == 1:
                single[at[0]] = single.get(at[0], "") + piece.text
            elif at:
                over.append((piece.base, Area(0, at[0], 0, at[-1]), piece.text))
        bases = sorted({base for base, _, _ in over})
        last = len(bases) + 1
        cells = {
            Area(row, area.left + shift, row, area.right + shift): text
            for base, area, text in over
            for row in (bases.index(base) + 1,)
        }
        return cells | {Area(last, n + shift, last, n + shift): t for n, t in single.items()}

    def _body(self) -> dict[Area, str]:
        """Return labels and figures; a label's line belongs to the nearest row of figures."""
        texts: dict[tuple[int, int], str] = {}
        above = self._above()
        for piece in self._labels:
            row, _ = self._nearest(piece)
            if self._is_heading(piece):
                continue
            place = above + row, 1 + sum(x <= piece.box.left for x in self._stubs[1:])
            texts[place] = texts.get(place, "") + piece.text
        texts |= {place: piece.text for place, piece in self._figures()}
        return {Area(*place, *place): text for place, text in texts.items()}

    def _figures(self) -> Iterator[tuple[tuple[int, int], _Piece]]:
        """Yield the figures, each with its row and column."""
        for row, line in enumerate(self._rows, self._above()):
            for piece in line:
                if piece.is_figure:
                    at = next(n for n, band in enumerate(self._bands, 1) if band.meets(piece.box))
                    yield (row, at + len(self._stubs)), piece

    def _above(self) -> int:
        """Return the first row below the headings."""
        return 2 + len({one.base for one in self._heads})

    def _doubts(self) -> dict[tuple[int, int], str]:
        """Return the figures that are not certain themselves: recognised in a picture, or odd."""
        told = ((place, text_in(one.glyphs, one.box)[1]) for place, one in self._figures())
        return {place: doubt for place, doubt in told if doubt}

    def _is_heading(self, piece: _Piece) -> bool:
        return bool(self._heads) and piece.base <= max(one.base for one in self._heads) + 1

    def _nearest(self, piece: _Piece) -> tuple[int, float]:
        """Return the row that is nearest, and how far it is, next to the second."""
        away = [abs(line[0].base - piece.base) for line in self._rows]
        row = min(range(len(away)), key=away.__getitem__)
        second = min((one for at, one in enumerate(away) if at != row), default=1e6)
        return row, away[row] / max(second, 1e-6)

    def _is_clear(self) -> bool:
        """Whether columns lie well apart, most rows are full, each label near its row alone."""
        gaps = [b.left - a.right for a, b in zip(self._bands, self._bands[1:], strict=False)]
        lacking = sum(map(self._lacks, self._rows))
        return (
            min(gaps, default=self._size) >= _CLEAR * self._size
            and 2 * lacking < len(self._rows)
            and all(map(self._is_near, self._labels))
        )

    def _lacks(self, line: _Line) -> bool:
        """Whether a row has no figure in a column."""
        return sum(piece.is_figure for piece in line) != len(self._bands)

    def _is_near(self, label: _Piece) -> bool:
        """Whether a label is near its row alone, or names several that have names of their own.

        What stands over rows is put in their middle, which may be between two of them.
        """
        if self._is_heading(label) or self._nearest(label)[1] <= _NEARER:
            return True
        beside = sorted(self._rows, key=lambda line: abs(line[0].base - label.base))[:2]
        return all(line[0].box.left >= label.box.right and not line[0].is_figure for line in beside)


def _bands(rows: Sequence[_Line]) -> Iterator[_Band]:
    """Yield where figures stand below each other, from left to right."""
    boxes = sorted(piece.box for line in rows for piece in line if piece.is_figure)
    band = _Band(boxes[0].left, boxes[0].right)
    for box in boxes:
        if box.left >= band.right:
            yield band
            band = _Band(box.left, box.right)
        band.right = max(band.right, box.right)
    yield band
