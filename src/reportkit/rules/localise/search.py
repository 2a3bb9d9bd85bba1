"""The smallest sets of cells whose change meets every equation.

A single wrong cell leaves its own pattern of residuals, its syndrome: the violated equations are
those that it stands in, and their residuals agree. Two wrong cells leave a sum of two such
patterns. Both are read off the matrix, exactly and completely; what is left goes to the integer
programme.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from reportkit.rules.localise.problem import Integers, Problem
from reportkit.rules.localise.programme import Clock, Found, Solution, by_programme


def smallest_sets(problem: Problem, clock: Clock) -> Found:
    """Return the smallest sets of cells that repair a problem, with the values they should have."""
    if not problem.cells:
        return Found([], finished=True)
    if problem.equality.all() and not problem.open.any():
        for method in _BY_SYNDROME:
            solutions = method(problem)
            if solutions:
                return Found(solutions, finished=True)
    return by_programme(problem, clock)


def _single_cells(problem: Problem) -> list[Solution]:
    first = int(np.argmax(problem.violated))
    candidates = np.flatnonzero(problem.matrix[first])
    changes = -problem.residual[first] // problem.matrix[first, candidates]
    return _those_that_fit(problem, candidates[:, None], changes[:, None])


def _pairs(problem: Problem) -> list[Solution]:
    """Return all pairs; none where two cells stand in the same equations and can share a change."""
    first, second = _covering_pairs(problem)
    squares = problem.matrix.T @ problem.matrix
    target = -problem.residual @ problem.matrix
    one, two, mixed = squares[first, first], squares[second, second], squares[first, second]
    determinant = one * two - mixed**2
    if (determinant == 0).any():
        return []
    changes = np.stack(
        [
            (target[first] * two - target[second] * mixed) // determinant,
            (target[second] * one - target[first] * mixed) // determinant,
        ],
        axis=1,
    )
    return _those_that_fit(problem, np.stack([first, second], axis=1), changes)


def _covering_pairs(problem: Problem) -> tuple[Integers, Integers]:
    """Return the pairs of cells, at least one of which stands in each violated equation."""
    absent = problem.matrix[problem.violated] == 0
    missed_by_both = absent.T.astype(np.float32) @ absent.astype(np.float32)
    first, second = np.nonzero(np.triu(missed_by_both == 0, k=1))
    return first, second


def _those_that_fit(problem: Problem, columns: Integers, changes: Integers) -> list[Solution]:
    return [
        Solution.of_values(chosen, problem.values[chosen] + change, len(chosen))
        for chosen, change in zip(columns, changes, strict=True)
        if problem.met_by(chosen, change)
    ]


_BY_SYNDROME: tuple[Callable[[Problem], list[Solution]], ...] = (_single_cells, _pairs)
