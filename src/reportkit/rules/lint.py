"""Hygiene of a rule set: what contradicts, repeats or follows from the rest; what nothing covers.

Equalities are judged by exact elimination over the rationals; whether an inequality follows from
the other rules, and whether rules leave a cell no figure but 0, by linear programming.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportkit.forms import Edition
from reportkit.rules.equation import Equation
from reportkit.rules.linear import compile_rules
from reportkit.rules.matrix import LinearSystem
from reportkit.rules.rule import Rule

_Row = dict[int, Fraction]
_Bounds = list[tuple[int, int | None]]
_TINY = 1e-6  # of the solver's answers, which are 0 or 1 but for rounding


@dataclass(frozen=True, slots=True)
class Hygiene:
    """What is to be said of the linear rules of an edition.

    Attributes
    ----------
    equalities, rank : int
        How many equalities there are, and how many of them say something of their own.
    repeated : tuple of Equation
        Equalities that follow from those before them.
    implied : tuple of Equation
        Inequalities that follow from the other rules, figures not being negative.
    contradicted : tuple of str
        Cells that the rules together leave no figure but 0, although no rule asks for 0.
    free : tuple of str
        Cells that no equality covers: a wrong figure there breaks no sum.
    """

    equalities: int
    rank: int
    repeated: tuple[Equation, ...]
    implied: tuple[Equation, ...]
    contradicted: tuple[str, ...]
    free: tuple[str, ...]


def lint(rules: Sequence[Rule], edition: Edition) -> Hygiene:
    """Examine the linear rules that apply to one report of an edition."""
    system = compile_rules(edition, of_one_year(rules, edition))
    equal = [index for index, relation in enumerate(system.relations) if relation == "="]
    repeated = _repeated(system, equal)
    return Hygiene(
        equalities=len(equal),
        rank=len(equal) - len(repeated),
        repeated=tuple(system.equations[index] for index in repeated),
        implied=tuple(_implied(system)),
        contradicted=contradicted(system),
        free=system.free_cells,
    )


def of_one_year(rules: Iterable[Rule], edition: Edition) -> tuple[Rule, ...]:
    """Return the linear rules on the figures of one report that apply to an edition.

    A conditional rule (`only_if`) is no side of a sum, and is left out.
    """
    return tuple(
        rule
        for rule in rules
        if rule.linear and rule.linear.relation != "only_if" and not rule.linear.beside
        if rule.applies(edition, frozenset())
    )


def _repeated(system: LinearSystem, rows: Sequence[int]) -> list[int]:
    """Return the rows that are combinations of rows before them."""
    basis: dict[int, _Row] = {}
    repeated = []
    for index in rows:
        rest = _reduced(_sparse_row(system, index), basis)
        if rest:
            basis[min(rest)] = rest
        else:
            repeated.append(index)
    return repeated


def _sparse_row(system: LinearSystem, index: int) -> _Row:
    row = system.matrix[index]
    return {int(cell): Fraction(int(row[cell])) for cell in np.flatnonzero(row)}


def _reduced(row: _Row, basis: dict[int, _Row]) -> _Row:
    """Subtract multiples of the basis until no leading cell of it is left in the row."""
    while pivots := row.keys() & basis.keys():
        pivot = min(pivots)
        other = basis[pivot]
        factor = row[pivot] / other[pivot]
        cells = row.keys() | other.keys()
        sums = {cell: row.get(cell, 0) - factor * other.get(cell, 0) for cell in cells}
        row = {cell: Fraction(value) for cell, value in sums.items() if value}
    return row


def _implied(system: LinearSystem) -> list[Equation]:
    """Return the inequalities that no figures can break while they keep the other rules."""
    return [
        system.equations[index]
        for index, relation in enumerate(system.relations)
        if relation != "=" and not _can_break(system, index)
    ]


def _can_break(system: LinearSystem, index: int) -> bool:
    """Whether some figures keep all rules but one, and break that one."""
    row = system.matrix[index]
    aim = row if system.relations[index] == ">=" else -row
    equal, unequal = _constraints(system, np.arange(len(system.equations)) != index)
    return _least(aim, equal, unequal, [(0, 1)] * len(aim)) < -_TINY


def contradicted(system: LinearSystem) -> tuple[str, ...]:
    """Return the cells that can be nothing but 0 while all rules hold, and are not asked to be.

    The rules have no constant term, so that what is possible is possible for all cells at once: it
    is enough to look for figures with as many cells above 0 as can be. Each cell is two variables
    there: the figure, and the part of it up to 1 that is to be as large as possible.
    """
    from scipy.sparse import csr_array, eye_array, hstack, vstack

    cells = len(system.cells)
    equal, unequal = _constraints(system, np.ones(len(system.equations), dtype=bool))
    part_within_figure = hstack([-eye_array(cells), eye_array(cells)])
    parts = _solution(
        np.concatenate([np.zeros(cells), -np.ones(cells)]),
        hstack([equal, csr_array((equal.shape[0], cells))]),
        vstack([hstack([unequal, csr_array((unequal.shape[0], cells))]), part_within_figure]),
        [(0, None)] * cells + [(0, 1)] * cells,
    )[cells:]
    asked = {
        term.cell
        for equation in system.equations
        if not (equation.left and equation.right)
        for term in (*equation.left, *equation.right)
    }
    pairs = zip(system.cells, parts, strict=True)
    return tuple(cell for cell, part in pairs if part < _TINY and cell not in asked)


def _constraints(system: LinearSystem, rows: NDArray[np.bool_]) -> tuple[Any, Any]:
    """Return matrices that must come to 0, and to at most 0, while some of the rules hold."""
    from scipy.sparse import csr_array, vstack

    matrix = csr_array(system.matrix)
    equal = matrix[rows & (system.relations == "=")]
    at_least = matrix[rows & (system.relations == ">=")]
    at_most = matrix[rows & (system.relations == "<=")]
    return equal, vstack([-at_least, at_most])


def _least(aim: NDArray[np.float64], equal: Any, unequal: Any, bounds: _Bounds) -> float:
    return float(aim @ _solution(aim, equal, unequal, bounds))


def _solution(
    aim: NDArray[np.float64], equal: Any, unequal: Any, bounds: _Bounds
) -> NDArray[np.float64]:
    from scipy.optimize import linprog

    solved = linprog(
        aim,
        A_eq=equal,
        b_eq=np.zeros(equal.shape[0]),
        A_ub=unequal,
        b_ub=np.zeros(unequal.shape[0]),
        bounds=bounds,
    )
    return np.asarray(solved.x)
