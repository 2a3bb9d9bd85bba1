"""Rows of figures, and which of them are near enough to be one table."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportkit.grids.pages.aligned.pieces import Cell, edges

_APART = 8.0  # sizes of type from one row of figures to the next, at most
_SAME_ROW = 0.5  # sizes of type by which the figures of one row may stand higher or lower
_TOUCHES = 1.6  # sizes of type: of what covers a row, some line is nearer
_FEWEST = 3  # rows, and figures, that tell where columns are


class Row(NamedTuple):
    """Figures beside each other, from left to right."""

    base: float
    figures: list[Cell]

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


def covers(cell: Cell, row: Row) -> bool:
    """Whether a row stands beside a line of a cell, or between its lines."""
    room = _SAME_ROW * row.size
    return cell.first - room <= row.base <= cell.last + room


def rows_in(cells: Sequence[Cell], words: Shelf) -> Iterator[Row]:
    """Yield the rows of figures: behind words, or several; in a sentence, words follow them."""
    figures = sorted((one for one in cells if one.is_figure), key=lambda one: one.base)
    row: list[Cell] = []
    for one in [*figures, None]:
        if row and (one is None or one.base - row[0].base > _SAME_ROW * one.size):
            found = Row(row[0].base, sorted(row, key=lambda each: each.box.left))
            if _is_row(found, words):
                yield found
            row = []
        if one is not None:
            row.append(one)


def _is_row(row: Row, words: Shelf) -> bool:
    near = _TOUCHES * row.size
    beside = [one for one in words.between(row.base - near, row.base + near) if covers(one, row)]
    return len(row.figures) + len(beside) > 1 and all(one.box.left < row.left for one in beside)


def regions_of(rows: Sequence[Row], words: Shelf) -> Iterator[list[Row]]:
    """Yield rows near each other, with nothing but labels between them."""
    region: list[Row] = []
    left = 0.0
    for row in rows:
        if region and (
            row.base - region[-1].base > _APART * row.size
            or _is_parted(region[-1], row, min(left, row.left), words)
            or _stands_elsewhere(region, row)
        ):
            yield region
            region = []
        left = min(left, row.left) if region else row.left
        region.append(row)
    if region:
        yield region


def _is_parted(above: Row, row: Row, left: float, words: Shelf) -> bool:
    """Whether words stand above the figures of a row: headings of another table."""
    top, bottom = above.base + _SAME_ROW * row.size, row.base - _SAME_ROW * row.size
    return any(one.box.right > left for one in words.between(top, bottom))


def _stands_elsewhere(region: Sequence[Row], row: Row) -> bool:
    """Whether a row's figures are not below those of a region: another table has begun."""
    if len(region) < _FEWEST or len(row.figures) < _FEWEST:
        return False
    bands = list(edges(cell.core for each in region for cell in each.figures))
    below = {
        number
        for cell in row.figures
        for number, (left, right) in enumerate(bands)
        if left < cell.core.right and cell.core.left < right
    }
    return 2 * len(below) <= len(row.figures)
