"""Linear rules as one sparse matrix: the same code adds up one report and a hundred thousand.

The figures of a report are a row of whole numbers, a rule at one place is a row of a matrix, and
adding up is their product. A report with decimals (money) is written in the smallest unit that any
of its decimals needs; the rules have no constant term, so that the unit does not matter to them.
Nothing is ever rounded: what does not fit into 64 bits is added up as Python's own integers.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from reportkit.figures import Figures
from reportkit.figures.array import CellArray, Numbers, row_of
from reportkit.forms import Edition
from reportkit.rules.equation import Equation, Term
from reportkit.rules.finding import State

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    Matrix: TypeAlias = csr_array[Any, tuple[int, int]]

STATES = (State.PASS, State.FAIL, State.UNKNOWN)
"""What the codes of `Sums.states` stand for."""

_PASS, _FAIL, _UNKNOWN = range(len(STATES))
_LARGEST = 2**63 - 1
_AT_ONCE = 8192  # reports added up at a time: this bounds the memory that a batch needs


@dataclass(frozen=True, eq=False)
class LinearSystem:
    """Equations compiled for evaluation.

    Attributes
    ----------
    cells : tuple of str
        Every cell of the edition, in the order of the form, and then the cells of other reports
        that equations name: the columns of the matrix.
    equations : tuple of Equation
        The rows of the matrix.
    left, right : csr_array
        Coefficients of the two sides.
    """

    cells: tuple[str, ...]
    equations: tuple[Equation, ...]
    left: Matrix
    right: Matrix

    @cached_property
    def matrix(self) -> Matrix:
        """Left side minus right side."""
        return self.left - self.right

    @cached_property
    def takes_part(self) -> Matrix:
        """1 where a cell stands in an equation."""
        return (abs(self.left) + abs(self.right)).sign()

    @cached_property
    def relations(self) -> NDArray[np.str_]:
        """The relation of each equation."""
        return np.array([equation.linear.relation for equation in self.equations], dtype=np.str_)

    @cached_property
    def tolerances(self) -> tuple[Decimal, ...]:
        """By how much the sides of each equation may differ."""
        return tuple(equation.linear.tolerance for equation in self.equations)

    @cached_property
    def used(self) -> NDArray[np.bool_]:
        """Which cells stand in any equation."""
        return np.asarray(self.takes_part.sum(axis=0) > 0)

    @cached_property
    def free_cells(self) -> tuple[str, ...]:
        """Cells that no equality covers: a wrong figure there breaks no sum."""
        covered = self.takes_part[self.relations == "="].sum(axis=0) > 0
        return tuple(cell for cell, sure in zip(self.cells, covered, strict=True) if not sure)

    @cached_property
    def weight(self) -> int:
        """How many times its largest figure a side can come to."""
        return int((abs(self.left) + abs(self.right)).sum(axis=1).max(initial=0))


@dataclass(frozen=True, eq=False)
class Sums:
    """What the equations say of some reports.

    Attributes
    ----------
    left, right : array (reports, equations)
        The two sides; 0 counted for what has no figure.
    states : array (reports, equations) of int8
        Indices of `STATES`.
    """

    left: Numbers
    right: Numbers
    states: NDArray[np.int8]

    @property
    def residuals(self) -> Numbers:
        """Left minus right."""
        return self.left - self.right


def compile_equations(edition: Edition, equations: Sequence[Equation]) -> LinearSystem:
    """Compile equations over the cells of an edition."""
    named = (term.cell for equation in equations for term in (*equation.left, *equation.right))
    cells = tuple(dict.fromkeys([*edition.cells, *named]))  # named: of other reports, too
    return LinearSystem(
        cells=cells,
        equations=tuple(equations),
        left=_side(cells, [equation.left for equation in equations]),
        right=_side(cells, [equation.right for equation in equations]),
    )


def encode(system: LinearSystem, reports: Sequence[Figures]) -> CellArray:
    """Return the figures of reports as whole numbers, exactly.

    Figures that stand in no equation are left out.
    """
    columns = np.flatnonzero(system.used)
    cells = [system.cells[column] for column in columns]
    rows = [row_of([figures[cell] for cell in cells]) for figures in reports]
    size = (len(rows), len(system.cells))
    values, known = np.zeros(size, dtype=object), np.zeros(size, dtype=np.bool_)
    if rows and cells:
        values[:, columns] = np.array([row.values for row in rows], dtype=object)
        known[:, columns] = [row.known for row in rows]
    return CellArray(
        values=values.astype(np.int64) if _fits(system, values) else values,
        known=known,
        exponents=np.array([row.exponent for row in rows], dtype=np.int64),
    )


def evaluate_array(system: LinearSystem, reports: CellArray) -> Sums:
    """Hold reports against every equation.

    Raises
    ------
    OverflowError
        Where the figures are 64-bit integers and their sums might not be.
    """
    values = reports.values
    if values.dtype != object and not _fits(system, values):
        msg = f"sums of {system.weight} figures of this size do not fit into 64 bits; use encode()"
        raise OverflowError(msg)
    size = (len(values), len(system.equations))
    left, right = np.zeros(size, values.dtype), np.zeros(size, values.dtype)
    sums = Sums(left, right, np.zeros(size, np.int8))
    for start in range(0, len(values), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        left[part] = _add_up(system.left, values[part])
        right[part] = _add_up(system.right, values[part])
        sums.states[part] = _states(system, reports[part], left[part], right[part])
    return sums


def _side(cells: tuple[str, ...], sides: Sequence[tuple[Term, ...]]) -> Matrix:
    from scipy.sparse import csr_array

    column = {cell: index for index, cell in enumerate(cells)}
    signs = [term.sign for side in sides for term in side]
    rows = [row for row, side in enumerate(sides) for _ in side]
    columns = [column[term.cell] for side in sides for term in side]
    shape = (len(sides), len(cells))
    return csr_array((np.array(signs, dtype=np.int64), (rows, columns)), shape=shape)


def _fits(system: LinearSystem, values: Numbers) -> bool:
    if not values.size:
        return True
    return max(int(values.max()), -int(values.min())) * system.weight <= _LARGEST


def _add_up(side: Matrix, values: Numbers) -> Numbers:
    """Multiply; scipy's matrices hold no Python integers, so these take the long way."""
    if values.dtype == object:
        return np.asarray(values @ side.toarray().astype(object).T)
    return np.asarray((side @ values.T).T)


def _states(
    system: LinearSystem, reports: CellArray, left: Numbers, right: Numbers
) -> NDArray[np.int8]:
    holds = np.zeros(left.shape, dtype=np.bool_)
    for relation, kept in _RELATIONS.items():
        of_it = system.relations == relation
        holds[:, of_it] = kept(left[:, of_it], right[:, of_it])
    for index, tolerance in enumerate(system.tolerances):
        if tolerance:
            apart = abs(left[:, index] - right[:, index])
            holds[:, index] = apart <= _in_units(tolerance, reports)
    lacking = _add_up(system.takes_part, (~reports.known).astype(np.int64)) > 0
    states = np.where(holds, _PASS, _FAIL)
    return np.where(lacking, _UNKNOWN, states).astype(np.int8)


def _only_if(left: Numbers, right: Numbers) -> Numbers:
    return (left <= 0) | (right > 0)


_RELATIONS: Mapping[str, Callable[[Numbers, Numbers], Numbers]] = {
    "=": operator.eq,
    ">=": operator.ge,
    "<=": operator.le,
    "only_if": _only_if,
}


def _in_units(tolerance: Decimal, reports: CellArray) -> Numbers:
    """Return a tolerance in the unit of each report, rounded down as sums are whole numbers."""
    scaled = [int(tolerance.scaleb(int(exponent))) for exponent in reports.exponents]
    largest = None if reports.values.dtype == object else _LARGEST
    units = [each if largest is None else min(each, largest) for each in scaled]
    return np.array(units, dtype=reports.values.dtype)
