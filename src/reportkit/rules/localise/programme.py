"""The smallest sets of cells by integer programming, and the values these cells can take.

For each cell the programme chooses a rise, a fall, and whether the cell counts as changed. A change
is at most the sum of all shortfalls, which serves as its unit. For the official rules that loses
nothing: their matrix is totally unimodular (a network), so that a smallest repair decomposes into
paths that each carry a part of the shortfall. The solver works with floating-point numbers; each
set that it proposes is settled in whole numbers, and where one does not hold, it is ruled out with
all its subsets and the search goes on.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportkit.rules.localise.puzzle import Booleans, Integers, Puzzle

SOLUTIONS = 5
"""How many sets of the same size are looked for."""

Range = tuple[int | None, int | None]
"""Lowest and highest value; None where there is no bound."""

_OPTIMAL, _TIME, _INFEASIBLE = 0, 1, 2  # status of scipy.optimize.milp


class OutOfTime(Exception):
    """The time limit has passed."""


@dataclass(frozen=True)
class Clock:
    """Counts the seconds of the processor that are left: how busy a machine is changes nothing."""

    seconds: float
    started: float = field(default_factory=time.process_time)
    started_on_wall: float = field(default_factory=time.monotonic)

    def on_wall(self) -> float:
        """Return the seconds that the rest takes by the clock on the wall, on a machine as busy.

        Raises
        ------
        OutOfTime
        """
        used = time.process_time() - self.started
        if used >= self.seconds:
            raise OutOfTime
        busy = (time.monotonic() - self.started_on_wall) / used if used else 1.0
        return (self.seconds - used) * max(1.0, busy)


def _solved(clock: Clock, cost: NDArray[np.float64], **asked: Any) -> Any:
    """Ask the solver, which knows the clock on the wall alone, for as long as there is time left.

    Where it stops before that, the machine was busier than before.
    """
    from scipy.optimize import milp

    while True:
        answer = milp(cost, **asked, options={"time_limit": clock.on_wall()})
        if answer.status != _TIME:
            return answer


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
    def of_values(cls, columns: Integers, values: Integers, size: int) -> Solution:
        """Return the solution that sets some cells to known values."""
        pairs = zip(columns.tolist(), values.tolist(), strict=True)
        return cls({column: (value, value) for column, value in pairs}, size)


@dataclass(frozen=True)
class Found:
    """Sets of the same smallest size, and whether the search came to its end."""

    solutions: list[Solution]
    finished: bool


def by_programme(puzzle: Puzzle, clock: Clock) -> Found:
    """Return up to `SOLUTIONS` smallest sets of cells."""
    programme = _Programme(puzzle)
    solutions: list[Solution] = []
    try:
        while len(solutions) < SOLUTIONS:
            chosen = programme.solve(clock)
            if chosen is None:
                break
            solution = _settle(puzzle, chosen, clock)
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

    def __init__(self, puzzle: Puzzle) -> None:
        from scipy.optimize import LinearConstraint

        self._count = len(puzzle.cells)
        self._cost = np.where(puzzle.open, 0.0, 1.0)
        reach = max(1.0, float(puzzle.shortfall.sum()))
        fall = np.minimum(-puzzle.lowest_change / reach, 1.0)
        self._upper = np.concatenate([np.ones(self._count), fall, np.ones(self._count)])
        nothing, each = np.zeros((self._count,) * 2), np.eye(self._count)
        matrix = puzzle.matrix.astype(np.float64)
        needed = -puzzle.residual / reach
        most = np.where(puzzle.equality, needed, np.inf)
        self._constraints = [
            LinearConstraint(np.hstack([matrix, -matrix, np.zeros_like(matrix)]), needed, most),
            LinearConstraint(np.hstack([each, nothing, -each]), -np.inf, 0),
            LinearConstraint(np.hstack([nothing, each, -np.diag(fall)]), -np.inf, 0),
        ]
        for row in np.flatnonzero(puzzle.violated).tolist():
            self._demand(_mending(puzzle, row), at_least=1)

    def solve(self, clock: Clock) -> Booleans | None:
        """Return the cells of a smallest set, or None where there is none."""
        from scipy.optimize import Bounds

        unknowns = np.zeros(2 * self._count)
        answer = _solved(
            clock,
            np.concatenate([unknowns, self._cost]),
            integrality=np.concatenate([unknowns, np.ones(self._count)]),
            bounds=Bounds(0, self._upper),
            constraints=self._constraints,
        )
        if answer.status == _INFEASIBLE:
            return None
        if answer.x is None or answer.status != _OPTIMAL:
            raise OutOfTime
        return np.asarray(answer.x[2 * self._count :].round().astype(bool) & (self._cost > 0))

    def demand_beyond(self, chosen: Booleans) -> None:
        """Rule out a set that does not hold, and its subsets."""
        self._demand(~chosen & (self._cost > 0), at_least=1)

    def demand_other(self, chosen: Booleans) -> None:
        """Rule out a set that is already known, and any larger one."""
        self._demand(chosen, at_most=chosen.sum() - 1)
        self._demand(self._cost > 0, at_most=chosen.sum())

    def _demand(self, cells: Booleans, at_least: float = -np.inf, at_most: float = np.inf) -> None:
        from scipy.optimize import LinearConstraint

        row = np.concatenate([np.zeros(2 * self._count), cells])
        self._constraints.append(LinearConstraint(row[None, :], at_least, at_most))


def _mending(puzzle: Puzzle, row: int) -> Booleans:
    """Return the cells whose change can bring a violated equation nearer to holding."""
    upwards = puzzle.matrix[row] * -np.sign(puzzle.residual[row])
    return np.where(upwards > 0, True, (upwards < 0) & (puzzle.lowest_change < 0))


def _settle(puzzle: Puzzle, chosen: Booleans, clock: Clock) -> Solution | None:
    """Return what values the chosen and the open cells can take; None if they can't repair."""
    columns = np.flatnonzero(chosen | puzzle.open)
    changes = _extreme(puzzle, columns, np.zeros(len(columns)), clock)
    if changes is None or not puzzle.met_by(columns, changes):
        return None
    size = int(chosen.sum())
    values = puzzle.values[columns]
    if puzzle.equality.all() and _independent(puzzle.matrix[:, columns]):
        return Solution.of_values(columns, values + changes, size)
    lowest = [_bound(puzzle, columns, aim, clock) for aim in np.eye(len(columns))]
    highest = [_bound(puzzle, columns, -aim, clock) for aim in np.eye(len(columns))]
    ranges = zip(columns.tolist(), zip(lowest, highest, strict=True), strict=True)
    return Solution(dict(ranges), size)


def _independent(columns: Integers) -> bool:
    return bool(np.linalg.matrix_rank(columns) == columns.shape[1])


def _bound(
    puzzle: Puzzle, columns: Integers, cost: NDArray[np.float64], clock: Clock
) -> int | None:
    """Return the value of the one cell that has a cost, when that is least."""
    changes = _extreme(puzzle, columns, cost, clock)
    if changes is None:
        return None
    return int((puzzle.values[columns] + changes)[cost != 0][0])


def _extreme(
    puzzle: Puzzle, columns: Integers, cost: NDArray[np.float64], clock: Clock
) -> Integers | None:
    """Return the changes of some cells that repair everything at the least cost, if there are."""
    from scipy.optimize import Bounds, LinearConstraint

    if not len(columns):
        return None if puzzle.violated.any() else columns
    step = puzzle.step[columns]
    needed = -puzzle.residual.astype(np.float64)
    most = np.where(puzzle.equality, needed, np.inf)
    answer = _solved(
        clock,
        cost,
        integrality=np.ones(len(columns), dtype=np.int64),
        bounds=Bounds(puzzle.lowest_change[columns] / step, np.inf),
        constraints=LinearConstraint(puzzle.matrix[:, columns] * step, needed, most),
    )
    return None if answer.x is None else np.rint(answer.x).astype(np.int64) * step
