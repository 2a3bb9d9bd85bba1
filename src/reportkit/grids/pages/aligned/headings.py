"""Headings over columns: which each stands over, and the columns that have nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from reportkit.grids.model import Area, Box
from reportkit.grids.pages.aligned.bands import Band
from reportkit.grids.pages.aligned.pieces import Cell, edges
from reportkit.grids.pages.aligned.regions import LEVEL, SHIFTED

ASIDE = 0.5
"""Sizes of type that a heading stands beside its column, at most."""
FLUSH = 3.0
"""Points by which labels below each other begin elsewhere."""
_BLANK = (0.28, 0.45)  # sizes of type that a blank within a heading takes
_SET_APART = 0.7  # and at most, characters that are set apart


class Headings:
    """The headings of a table, and its columns.

    Attributes
    ----------
    cells : list of Cell
    bands : list of Band
        All columns, from left to right.
    filled : list of Band
        Those in which figures stand.
    """

    def __init__(self, cells: Sequence[Cell], bands: list[Band], size: float) -> None:
        self._size = size
        self.bands = self.filled = bands
        self.cells = self._whole(cells)
        self._widen()
        self.bands = self._with_empty()

    def areas(self, stubs: Sequence[float]) -> dict[Area, str]:
        """Return the headings: of each column the last in one row, the others by their lines.

        What begins where the labels do is a title, however far it reaches.
        """
        over: list[tuple[Cell, int, int]] = []
        last: dict[int, Cell] = {}
        for cell in sorted(self.cells, key=lambda one: one.base):
            at = self.under(cell) or [self.beside(cell.box)]
            if stubs and cell.box.left <= stubs[0] + FLUSH:
                over.append((cell, 1 - len(stubs), at[-1]))
            elif len(at) > 1:
                over.append((cell, at[0], at[-1]))
            else:
                if before := last.get(at[0]):
                    over.append((before, at[0], at[0]))
                last[at[0]] = cell
        bases = sorted({cell.base for cell, _, _ in over})
        shift = len(stubs)
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
        mine, others = (self.under(one) for one in (head, other))
        spaced = len(head.pieces[-1].text) == len(other.text) == 1
        none = not others and (spaced or _BLANK[0] <= gap <= _BLANK[1])
        return none or (len(mine) == 1 and mine == others)

    def _is_over(self, head: Cell) -> bool:
        return any(band.meets(head.box) for band in self.bands)

    def _widen(self) -> None:
        """Let columns without a heading reach to the one that stands just beside, over no other.

        At the end of a narrow column its lines may end a little before the figures.
        """
        for head in [one for one in self.cells if not self._is_over(one)]:
            band = self.bands[self.beside(head.box) - 1]
            gap = max(band.left - head.box.right, head.box.left - band.right)
            if gap < ASIDE * self._size and not self.is_named(band):
                band.left = min(band.left, head.box.left)
                band.right = max(band.right, head.box.right)

    def _with_empty(self) -> list[Band]:
        """Return all columns, also those without a figure: where headings stand over none.

        What stands above all other headings is a title, and no column.
        """
        top = min((one.first for one in self.cells), default=0.0)
        below = [one.first for one in self.cells if one.first > top + LEVEL * self._size]
        title = min(below, default=top) - SHIFTED * self._size
        lone = [one.box for one in self.cells if not self._is_over(one) and one.last >= title]
        empty = [Band(*each) for each in edges(lone)] if lone else []
        return sorted([*self.bands, *empty], key=lambda band: band.left)

    def under(self, head: Cell) -> list[int]:
        """Return the numbers of the columns under a heading, from 1."""
        return [number for number, band in enumerate(self.bands, 1) if band.meets(head.box)]

    def beside(self, box: Box) -> int:
        """Return the number of the column that a place is in, or nearest to."""
        away = [max(band.left - box.right, box.left - band.right) for band in self.bands]
        return 1 + away.index(min(away))

    def is_named(self, band: Band) -> bool:
        """Whether a heading stands over a column alone."""
        at = [self.bands.index(band) + 1]
        return any(self.under(head) == at for head in self.cells)


def _gap(cell: Cell, other: Cell) -> float | None:
    """Return what is free between a line of a cell and what stands behind it, in sizes of type.

    None where nothing does, or not near.
    """
    gaps = (
        (piece.box.left - one.box.right) / piece.size
        for one in cell.pieces
        for piece in other.pieces
        if abs(one.base - piece.base) < LEVEL * piece.size
    )
    return next((gap for gap in gaps if 0 <= gap <= _SET_APART), None)
