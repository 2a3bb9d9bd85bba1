"""The smallest sets of cells whose change meets every equation.

A single wrong cell leaves its own pattern of residuals, its syndrome: the violated equations are
those that it stands in, and their residuals agree. Two wrong cells leave a sum of two such
patterns. Both are read off the matrix, exactly and completely; what is left goes to the integer
programme.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from reportkit.rules.localise.programme import Clock, Found, Solution, by_programme
from reportkit.rules.localise.puzzle import Integers, Puzzle


def smallest_sets(puzzle: Puzzle, clock: Clock) -> Found:
    """Return the smallest sets of cells that solve a puzzle, with the values they should have."""
    if not puzzle.cells:
        return Found([], finished=True)
    if puzzle.equality.all() and not puzzle.open.any():
        for method in _BY_SYNDROME:
            solutions = method(puzzle)
            if solutions:
                return Found(solutions, finished=True)
    return by_programme(puzzle, clock)


def _single_cells(puzzle: Puzzle) -> list[Solution]:
    first = int(np.argmax(puzzle.violated))
    candidates = np.flatnonzero(puzzle.matrix[first])
    changes = -puzzle.residual[first] // puzzle.matrix[first, candidates]
    return _those_that_fit(puzzle, candidates[:, None], changes[:, None])


def _pairs(puzzle: Puzzle) -> list[Solution]:
    """Return all pairs; none where two cells stand in the same equations and can share a change."""
    first, second = _covering_pairs(puzzle)
    squares = puzzle.matrix.T @ puzzle.matrix
    target = -puzzle.residual @ puzzle.matrix
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
    return _those_that_fit(puzzle, np.stack([first, second], axis=1), changes)


def _covering_pairs(puzzle: Puzzle) -> tuple[Integers, Integers]:
    """Return the pairs of cells, at least one of which stands in each violated equation."""
    absent = puzzle.matrix[puzzle.violated] == 0
    missed_by_both = absent.T.astype(np.float32) @ absent.astype(np.float32)
    first, second = np.nonzero(np.triu(missed_by_both == 0, k=1))
    return first, second


def _those_that_fit(puzzle: Puzzle, columns: Integers, changes: Integers) -> list[Solution]:
    return [
        Solution.of_values(chosen, puzzle.values[chosen] + change, len(chosen))
        for chosen, change in zip(columns, changes, strict=True)
        if puzzle.met_by(chosen, change)
    ]


_BY_SYNDROME: tuple[Callable[[Puzzle], list[Solution]], ...] = (_single_cells, _pairs)
