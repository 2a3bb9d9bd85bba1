"""The cells of one report that may be wrong, and the equations that they have to meet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from reportkit.figures import Figures, Value, split_cell
from reportkit.forms import Cell
from reportkit.rules.matrix import LinearSystem, encode, evaluate_array

Integers = NDArray[np.int64]
Booleans = NDArray[np.bool_]
Tie = tuple[str, ...]

_LARGEST = 10**8  # no bureau or city comes near it; a longer number, a telephone's, say, is wrong
_SMALLEST = Decimal("0.000001")  # the form is in 万元, and there is nothing smaller than one fen


@dataclass(frozen=True, eq=False)
class Puzzle:
    """Equations to be met by changing cells.

    Attributes
    ----------
    cells : tuple of str
        Ids of the cells that may be changed: the columns.
    matrix : array (equations, cells)
    residual : array (equations,)
        What the equations come to as the figures stand, open cells counted as 0.
    equality : array (equations,) of bool
        Whether the residual must be 0; elsewhere it must not be negative.
    values : array (cells,)
        The figures, times ten to the power of `exponent`.
    open : array (cells,) of bool
        Cells to be filled in whatever else is right, at no cost: they hold no usable figure.
    signed : array (cells,) of bool
        Cells that may be negative.
    step : array (cells,)
        What a value must be a multiple of: a count is a whole number.
    exponent : int
    """

    cells: tuple[str, ...]
    matrix: Integers
    residual: Integers
    equality: Booleans
    values: Integers
    open: Booleans
    signed: Booleans
    step: Integers
    exponent: int

    @property
    def shortfall(self) -> Integers:
        """By how much each equation is violated."""
        return np.where(self.equality, np.abs(self.residual), np.maximum(-self.residual, 0))

    @property
    def violated(self) -> Booleans:
        """Which equations are violated."""
        return self.shortfall > 0

    @property
    def lowest_change(self) -> NDArray[np.float64]:
        """How far each cell can go down: to 0, unless it may be negative."""
        return np.where(self.signed, -np.inf, -self.values.astype(np.float64))

    def met_by(self, columns: Integers, changes: Integers) -> bool:
        """Whether changing some cells so meets every equation and gives proper figures."""
        residual = self.residual + self.matrix[:, columns] @ changes
        values = self.values[columns] + changes
        return bool(
            np.where(self.equality, residual == 0, residual >= 0).all()
            and (self.signed[columns] | (values >= 0)).all()
            and (values % self.step[columns] == 0).all()
        )

    def opening(self, ties: Iterable[Tie]) -> Puzzle:
        """Return the puzzle with some cells open that hold 0."""
        cells = [cell for tie in ties for cell in tie]
        return replace(self, open=self.open | np.isin(self.cells, cells))

    def parts(self, ties: Sequence[Tie] = ()) -> Iterator[Puzzle]:
        """Yield the parts that share no equation and have something to repair or to fill in.

        Parameters
        ----------
        ties : sequence of tuple of str
            Cells that belong together even where no equation says so.
        """
        labels = self._labels(ties)
        for label in np.unique(labels):
            columns = labels == label
            rows: Booleans = np.any(self.matrix[:, columns], axis=1)
            if self.violated[rows].any() or (self.open[columns].any() and rows.any()):
                yield self._restricted(rows, columns)
        fixed = ~np.any(self.matrix, axis=1)
        if self.violated[fixed].any():
            yield self._restricted(fixed, np.zeros(len(self.cells), dtype=bool))

    def _labels(self, ties: Sequence[Tie]) -> Integers:
        """Give the same number to cells that are connected by equations or ties."""
        tied = [np.isin(self.cells, tie) for tie in ties]
        touches = np.vstack([self.matrix != 0, *tied]).astype(np.int64)
        count = len(self.cells)
        connected = (touches.T @ touches > 0) | np.eye(count, dtype=bool)
        labels = np.arange(count)
        while True:
            lowest = np.where(connected, labels, count).min(axis=1, initial=count)
            if (lowest == labels).all():
                return labels
            labels = lowest

    def _restricted(self, rows: Booleans, columns: Booleans) -> Puzzle:
        return Puzzle(
            cells=tuple(np.array(self.cells, dtype=object)[columns]),
            matrix=self.matrix[np.ix_(rows, columns)],
            residual=self.residual[rows],
            equality=self.equality[rows],
            values=self.values[columns],
            open=self.open[columns],
            signed=self.signed[columns],
            step=self.step[columns],
            exponent=self.exponent,
        )


def state_puzzle(system: LinearSystem, figures: Figures, fixed: frozenset[str]) -> Puzzle:
    """Return what a report has to meet, and what of it may be changed.

    Parameters
    ----------
    system : LinearSystem
        The equations to meet.
    figures : Figures
    fixed : frozenset of str
        Cells whose figures are known to be right, as those of other reports all are taken to be. A
        cell without a figure is never fixed.
    """
    form = [figures.cell(id_) for id_ in system.cells]
    sound = np.array(
        [_is_sound(cell, figures[id_]) for cell, id_ in zip(form, system.cells, strict=True)]
    )
    elsewhere = np.array([bool(split_cell(id_)[0]) for id_ in system.cells])
    may_change = ~elsewhere & ~(sound & np.isin(system.cells, list(fixed)))
    blanks = [id_ for id_, blank in zip(system.cells, ~elsewhere & ~sound, strict=True) if blank]
    report = encode(system, [figures.replacing(dict.fromkeys(blanks, 0))])
    matrix = system.matrix
    told = ~np.any(matrix[:, elsewhere & ~sound], axis=1)  # not what rests on a gap in others
    turn = np.where(system.relations == "<=", -1, 1)[told]
    scale = 10 ** int(report.exponents[0])
    return Puzzle(
        cells=tuple(np.array(system.cells, dtype=object)[may_change]),
        matrix=matrix[np.ix_(told, may_change)] * turn[:, None],
        residual=evaluate_array(system, report).residuals[0][told] * turn,
        equality=(system.relations == "=")[told],
        values=report.values[0][may_change],
        open=~sound[may_change],
        signed=np.array([cell is not None and cell.signed for cell in form])[may_change],
        step=np.array([scale if _is_count(cell) else 1 for cell in form])[may_change],
        exponent=int(report.exponents[0]),
    )


def _is_sound(cell: Cell | None, value: Value) -> bool:
    """Whether the cell may be right as it stands: the rule VALUES, and no absurd figure."""
    if not isinstance(value, int | Decimal) or not -_LARGEST <= value <= _LARGEST:
        return False
    unit = 1 if _is_count(cell) else _SMALLEST
    return value % unit == 0 and (value >= 0 or (cell is not None and cell.signed))


def _is_count(cell: Cell | None) -> bool:
    return cell is not None and cell.kind == "count"
