"""Linear rules as one sparse matrix: the same code adds up one report and a hundred thousand.

The figures of a report are a row of whole numbers, a rule at one place is a row of a matrix, and
adding up is their product. Of the matrix only the terms are kept: to import scipy takes longer than
to add up ten thousand reports. A report with decimals (money) is written in the smallest unit that
any of its decimals needs; the rules have no constant term, so that the unit does not matter to
them. Nothing is ever rounded: what does not fit into 64 bits is added up as Python's own integers.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportkit.figures import Figures
from reportkit.figures.array import CellArray, Numbers, row_of
from reportkit.forms import Edition
from reportkit.rules.equation import Equation, Term
from reportkit.rules.finding import State

STATES = (State.PASS, State.FAIL, State.UNKNOWN)
"""What the codes of `Sums.states` stand for."""

_PASS, _FAIL, _UNKNOWN = range(len(STATES))
_LARGEST = 2**63 - 1
_AT_ONCE = 256  # reports added up at a time: this bounds the memory that a batch needs


@dataclass(frozen=True, eq=False)
class Side:
    """One side of all equations: its terms, those of one equation after those of another.

    Attributes
    ----------
    shape : tuple of int
        How many equations and cells there are.
    equations, cells : array (terms,)
        Where each term stands, by number.
    signs : array (terms,)
        1 or -1.
    """

    shape: tuple[int, int]
    equations: NDArray[np.int64]
    cells: NDArray[np.int64]
    signs: NDArray[np.int64]

    @cached_property
    def _begins(self) -> NDArray[np.int64]:
        """The first term of each equation that has any."""
        return np.flatnonzero(np.diff(self.equations, prepend=-1))

    def add_up(self, values: Numbers) -> Numbers:
        """Return what the side of each equation comes to (reports, equations)."""
        terms = np.ascontiguousarray(values.T)[self.cells]
        terms[self.signs < 0] *= -1
        return self._joined(np.add, terms)

    def any(self, marked: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return whether any of the cells of each equation is marked (reports, equations)."""
        return self._joined(np.logical_or, np.ascontiguousarray(marked.T)[self.cells])

    def _joined(self, how: np.ufunc, terms: NDArray[Any]) -> NDArray[Any]:
        joined = np.zeros((self.shape[0], terms.shape[1]), terms.dtype)
        if terms.size:
            joined[self.equations[self._begins]] = how.reduceat(terms, self._begins, axis=0)
        return joined.T

    def dense(self) -> NDArray[np.int64]:
        """Return the coefficients (equations, cells)."""
        matrix = np.zeros(self.shape, np.int64)
        np.add.at(matrix, (self.equations, self.cells), self.signs)
        return matrix


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
    left, right : Side
    """

    cells: tuple[str, ...]
    equations: tuple[Equation, ...]
    left: Side
    right: Side

    @cached_property
    def matrix(self) -> NDArray[np.int64]:
        """Coefficients of the left side minus those of the right one."""
        return self.left.dense() - self.right.dense()

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
        return np.isin(
            np.arange(len(self.cells)), np.concatenate([self.left.cells, self.right.cells])
        )

    @cached_property
    def free_cells(self) -> tuple[str, ...]:
        """Cells that no equality covers: a wrong figure there breaks no sum."""
        equality = self.relations == "="
        covered = {
            cell
            for side in (self.left, self.right)
            for cell in side.cells[equality[side.equations]].tolist()
        }
        return tuple(cell for number, cell in enumerate(self.cells) if number not in covered)

    @cached_property
    def weight(self) -> int:
        """How many times its largest figure a side can come to."""
        terms = np.concatenate([self.left.equations, self.right.equations])
        return int(np.bincount(terms).max(initial=0))


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
        left[part] = system.left.add_up(values[part])
        right[part] = system.right.add_up(values[part])
        sums.states[part] = _states(system, reports[part], left[part], right[part])
    return sums


def _side(cells: tuple[str, ...], sides: Sequence[tuple[Term, ...]]) -> Side:
    column = {cell: index for index, cell in enumerate(cells)}
    terms = [(row, column[term.cell], term.sign) for row, side in enumerate(sides) for term in side]
    equations, places, signs = np.array(terms, dtype=np.int64).reshape(-1, 3).T
    return Side((len(sides), len(cells)), equations, places, signs)


def _fits(system: LinearSystem, values: Numbers) -> bool:
    if not values.size:
        return True
    return max(int(values.max()), -int(values.min())) * system.weight <= _LARGEST


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
    lacking = system.left.any(~reports.known) | system.right.any(~reports.known)
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
