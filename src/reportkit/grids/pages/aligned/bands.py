"""Columns of figures: from where to where they reach, and which each figure stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportkit.grids.model import Box
from reportkit.grids.pages.aligned.pieces import Cell, edges


@dataclass(slots=True)
class Band:
    """A column of figures: from where to where they reach."""

    left: float
    right: float

    def meets(self, box: Box) -> bool:
        """Whether something reaches into the column."""
        return box.left < self.right and self.left < box.right


def places_of(figures: Sequence[Cell]) -> dict[int, Box]:
    """Return by the identity of each figure the place that tells its column.

    That is where the digits stand, unless they stand aside, in the middle with their note, and
    both together are below the figures of one column alone.
    """
    plain = [cell.box for cell in figures if cell.core == cell.box]
    bands = [Band(*each) for each in edges(plain)] if plain else []
    places = {}
    for cell in figures:
        aside = not any(band.meets(cell.core) for band in bands)
        whole = aside and sum(band.meets(cell.box) for band in bands) == 1
        places[id(cell)] = cell.box if whole else cell.core
    return places
