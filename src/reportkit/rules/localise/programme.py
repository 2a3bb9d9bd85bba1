"""The smallest sets of cells by integer programming, and the values these cells can take.

For each cell the programme chooses a rise, a fall, and whether the cell counts as changed; a change
is at most `reach`. That loses nothing: the rules' matrix is totally unimodular (a network), so that
a smallest repair decomposes into paths that each carry a part of the shortfall. The solver works
with floating-point numbers; each set that it proposes is settled in whole numbers, and where it does
not hold, the set and all its subsets are ruled out and the search goes on.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from reportkit.rules.localise.problem import Booleans, Integers, Problem

SOLUTIONS = 5
"""How many sets of the same size are looked for."""

Range = tuple[int | None, int | None]
"""Lowest and highest value; None where there is no bound."""

_INFEASIBLE = 2  # status of scipy.optimize.milp


class OutOfTime(Exception):
    """The time limit has passed."""


@dataclass(frozen=True)
class Clock:
    """Counts the seconds left."""

    seconds: float
    started: float = field(default_factory=time.monotonic)

    def left(self) -> float:
        """Return the seconds left.

        Raises
        ------
        OutOfTime
        """
        left = self.seconds - (time.monotonic() - self.started)
        if left <= 0:
            raise OutOfTime
        return left


@dataclass(frozen=True)
class Solution:
    """A set of cells and the values they can take.

    Attributes
    ----------
    ranges : dict of int to Range
        By column; open cells too.
    size : int
        Cells to change; open ones do not count.
    """

    ranges: dict[int, Range]
    size: int

    @classmethod
    def of_values(cls, columns: Integers, values: Integers) -> Solution:
        """Return the solution that sets some cells to known values."""
        pairs = zip(columns.tolist(), values.tolist(), strict=True)
        return cls({column: (value, value) for column, value in pairs}, len(columns))


@dataclass(frozen=True)
class Found:
    """Sets of the same smallest size, and whether the search came to its end."""

    solutions: list[Solution]
    finished: bool


def by_programme(problem: Problem, clock: Clock) -> Found:
    """Return up to `SOLUTIONS` smallest sets of cells."""
    programme = _Programme(problem)
    solutions: list[Solution] = []
    try:
        while len(solutions) < SOLUTIONS:
            chosen = programme.solve(clock)
            if chosen is None:
                break
            solution = _settle(problem, chosen, clock)
            if solution is None:
                programme.demand_beyond(chosen)
                continue
            solutions.append(solution)
            if not chosen.any():
                break
            programme.demand_other(chosen)
    except OutOfTime:
        return Found(solutions, finished=False)
    return Found(solutions, finished=True)


class _Programme:
    """Which cells to change; the unknowns are rise, fall and changed, a block of each."""

    def __init__(self, problem: Problem) -> None:
        self._count = len(problem.cells)
        self._cost = np.where(problem.open, 0.0, 1.0)
        reach = float(problem.shortfall.sum())
        fall = np.minimum(-problem.lowest_change, reach)
        self._upper = np.concatenate([np.full(self._count, reach), fall, np.ones(self._count)])
        nothing, each = np.zeros((self._count,) * 2), np.eye(self._count)
        matrix = problem.matrix.astype(np.float64)
        needed = -problem.residual.astype(np.float64)
        self._constraints = [
            (
                np.hstack([matrix, -matrix, np.zeros_like(matrix)]),
                needed,
                np.where(problem.equality, needed, np.inf),
            ),
            (np.hstack([each, nothing, -reach * each]), -np.inf, 0.0),
            (np.hstack([nothing, each, -np.diag(fall)]), -np.inf, 0.0),
        ]
        for equation in problem.matrix[problem.violated]:
            self._demand(equation != 0, at_least=1)

    def solve(self, clock: Clock) -> Booleans | None:
        """Return the cells of a smallest set, or None where there is none."""
        from scipy.optimize import Bounds, milp

        unknowns = np.zeros(2 * self._count)
        answer = milp(
            np.concatenate([unknowns, self._cost]),
            integrality=np.concatenate([unknowns, np.ones(self._count)]),
            bounds=Bounds(0, self._upper),
            constraints=self._constraints,
            options={"time_limit": clock.left()},
        )
        if answer.status == _INFEASIBLE:
            return None
        if not answer.success:
            raise OutOfTime
        return np.asarray((answer.x[2 * self._count :] > 0.5) & (self._cost > 0))

    def demand_beyond(self, chosen: Booleans) -> None:
        """Rule out a set that does not hold, and its subsets."""
        self._demand(~chosen & (self._cost > 0), at_least=1)

    def demand_other(self, chosen: Booleans) -> None:
        """Rule out a set that is already known, and any larger one."""
        self._demand(chosen, at_most=chosen.sum() - 1)
        self._demand(self._cost > 0, at_most=chosen.sum())

    def _demand(
        self, cells: Booleans, at_least: float = -np.inf, at_most: float = np.inf
    ) -> None:
        row = np.concatenate([np.zeros(2 * self._count), cells])
        self._constraints.append((row[None, :], at_least, at_most))
