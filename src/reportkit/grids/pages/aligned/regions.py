"""Rows of figures, and which of them are near enough to be one table."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from reportkit.grids.pages.aligned.bands import Band
from reportkit.grids.pages.aligned.pieces import Cell, edges

_APART = 8.0  # sizes of type from one row of figures to the next, at most
LEVEL = 0.3
"""Sizes of type by which what stands in one line may stand higher or lower."""
SAME_ROW = 0.5
"""Sizes of type by which the figures of one row may stand higher or lower."""
_TOUCHES = 1.6  # sizes of type: of what covers a row, some line is nearer
_FEWEST = 3  # rows, and figures, that tell where columns are
SHIFTED = 1.1
"""Sizes of type by which figures of one row stand lower that are paragraphs."""


class Row(NamedTuple):
    """Figures beside each other, from left to right."""

    base: float
    figures: list[Cell]

    @property
    def first(self) -> float:
        """Where the highest of its figures stand."""
        return min(one.base for one in self.figures)

    @property
    def last(self) -> float:
        """Where the lowest of its figures stand."""
        return max(one.base for one in self.figures)

    @property
    def is_shifted(self) -> bool:
        """Whether some of its figures stand lower than others."""
        return self.last - self.first > SAME_ROW * self.size

    @property
    def left(self) -> float:
        """Where its figures begin."""
        return self.figures[0].core.left

    @property
    def size(self) -> float:
        """Of its type."""
        return self.figures[0].size


class Shelf:
    """Cells that can be looked up by where their lines stand."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        self._lines = sorted(
            ((piece.base, number) for number, one in enumerate(cells) for piece in one.pieces)
        )
        self._bases = [base for base, _ in self._lines]
        self._cells = cells

    def between(self, top: float, bottom: float) -> list[Cell]:
        """Return the cells of which a line stands between two heights, in reading order."""
        found = self._lines[bisect_left(self._bases, top) : bisect_left(self._bases, bottom)]
        return [self._cells[number] for number in sorted({number for _, number in found})]


def covers(cell: Cell, row: Row, room: float = SAME_ROW) -> bool:
    """Whether a row stands beside a line of a cell, or between its lines."""
    room *= row.size
    return cell.first - room <= row.last and row.first <= cell.last + room


def rows_in(cells: Sequence[Cell], words: Shelf) -> Iterator[Row]:
    """Yield the rows of figures: behind words, or several; in a sentence, words follow them."""
    for row in _whole(list(_strands(cells)), words):
        if _is_row(row, words):
            yield row


def _strands(cells: Sequence[Cell]) -> Iterator[Row]:
    """Yield the figures that stand level, from top to bottom."""
    figures = [one for one in cells if one.is_figure]
    _level(figures)
    figures.sort(key=lambda one: one.base)
    strand: list[Cell] = []
    for one in [*figures, None]:
        if strand and (one is None or one.base - strand[0].base > SAME_ROW * one.size):
            yield _row(strand)
            strand = []
        if one is not None:
            strand.append(one)


def _level(figures: Sequence[Cell]) -> None:
    """Let figures whose notes take several lines stand where others do.

    These stand at their middle, or at their first line or last, as the whole table has it.
    """
    bases = sorted(one.base for one in figures if len(one.pieces) == 1)
    for one in figures:
        room = LEVEL * one.size
        if len(one.pieces) > 1:
            levels = (one.base, one.first, one.last)
            beside = (at for at in levels if _has_between(bases, at - room, at + room))
            one.base = next(beside, one.base)


def _has_between(bases: Sequence[float], top: float, bottom: float) -> bool:
    at = bisect_left(bases, top)
    return at < len(bases) and bases[at] <= bottom


def _row(figures: Sequence[Cell]) -> Row:
    base = (min(one.base for one in figures) + max(one.base for one in figures)) / 2
    return Row(base, sorted(figures, key=lambda each: each.box.left))


def _whole(strands: Sequence[Row], words: Shelf) -> Iterator[Row]:
    """Yield rows, those whole of which some figures are paragraphs and stand lower than others.

    Two that are so near are one row where no column has a figure in both, nor labels, and where
    neither can be one row with the next as well.
    """
    joins = [_is_one(above, below, words) for above, below in pairwise(strands)]
    joins = [False, *joins, False]
    at = 0
    while at < len(strands):
        alone = not (joins[at + 1] and not joins[at] and not joins[at + 2])
        yield strands[at] if alone else _row([*strands[at].figures, *strands[at + 1].figures])
        at += 1 if alone else 2


def _is_one(above: Row, below: Row, words: Shelf) -> bool:
    """Whether figures that stand a little lower may be of the same row."""
    if below.base - above.base > SHIFTED * above.size:
        return False
    over, under = (_labels_at(row, words) for row in (above, below))
    pairs = [(one, other) for one in above.figures for other in below.figures]
    pairs += [(one, other) for one in over for other in under if one is not other]
    return not any(one.box.lines_up(other.box) for one, other in pairs)


def _labels_at(row: Row, words: Shelf) -> list[Cell]:
    room = LEVEL * row.size
    return words.between(row.base - room, row.base + room)


def _is_row(row: Row, words: Shelf) -> bool:
    beside = _beside(row, words, SAME_ROW) or _beside(row, words, SHIFTED)
    return len(row.figures) + len(beside) > 1 and all(one.box.left < row.left for one in beside)


def _beside(row: Row, words: Shelf, room: float) -> list[Cell]:
    """Return the words beside a row, by so many sizes of type higher or lower."""
    near = _TOUCHES * row.size
    around = words.between(row.first - near, row.last + near)
    return [one for one in around if covers(one, row, room)]


def regions_of(rows: Sequence[Row], words: Shelf) -> Iterator[list[Row]]:
    """Yield rows near each other, with nothing but labels between them."""
    region: list[Row] = []
    left = 0.0
    for row in rows:
        if region and (
            row.first - region[-1].last > _APART * row.size
            or _is_parted(region[-1], row, min(left, row.left), words)
            or _stands_elsewhere(region, row)
        ):
            yield region
            region = []
        left = min(left, row.left) if region else row.left
        region.append(row)
    if region:
        yield region


def steps_of(rows: Sequence[Row]) -> list[float]:
    """Return how far each row is from the next."""
    return [below.base - row.base for row, below in pairwise(rows)]


def _is_parted(above: Row, row: Row, left: float, words: Shelf) -> bool:
    """Whether words stand above the figures of a row: headings of another table."""
    top, bottom = above.last + SAME_ROW * row.size, row.first - SAME_ROW * row.size
    return any(one.box.right > left for one in words.between(top, bottom))


def _stands_elsewhere(region: Sequence[Row], row: Row) -> bool:
    """Whether a row's figures are not below those of a region: another table has begun."""
    if len(region) < _FEWEST or len(row.figures) < _FEWEST:
        return False
    bands = [Band(*each) for each in edges(cell.core for each in region for cell in each.figures)]
    return sum(not any(band.meets(one.box) for band in bands) for one in row.figures) > 1
