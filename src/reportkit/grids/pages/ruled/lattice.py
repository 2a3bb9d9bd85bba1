"""A frame of lines as cells: where a line is missing between two places, they are one cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportkit.grids.model import Area, Box, GridError
from reportkit.grids.pages.content import Rule
from reportkit.grids.pages.ruled.ruling import NEAR, Frame, nearest

MOST_CELLS = 100_000
"""Of one page; the densest page that can be read has a few thousand."""

_COVERED = 0.6  # the part of a side that a line must take to be that side


@dataclass(frozen=True, slots=True)
class Lattice:
    """The cells of a table on a page.

    Attributes
    ----------
    frame : Frame
    areas : list of Area
        Every cell, merged or not; rows and columns from 1.
    torn : frozenset of Area
        Those that were no rectangle, since a line between them is not drawn throughout.
    holes : frozenset of Area
        Those that are none, if nothing stands there: a row is short of a cell.
    """

    frame: Frame
    areas: list[Area]
    torn: frozenset[Area]
    holes: frozenset[Area]

    @property
    def down(self) -> int:
        """The number of rows."""
        return len(self.frame.ys) - 1

    @property
    def across(self) -> int:
        """The number of columns."""
        return len(self.frame.xs) - 1

    def box(self, area: Area) -> Box:
        """Return where a cell stands."""
        xs, ys = self.frame.xs, self.frame.ys
        return Box(xs[area.left - 1], ys[area.top - 1], xs[area.right], ys[area.bottom])


def lattice_of(frame: Frame, page: int) -> Lattice:
    """Return the cells of a frame."""
    down, across = len(frame.ys) - 1, len(frame.xs) - 1
    if down * across > MOST_CELLS:
        raise GridError(
            f"第 {page} 页的表格超过 {MOST_CELLS // 10_000} 万格，没有读取",
            "请核对文件；只留年度报告所在的各页，另存一份。",
        )
    flat = _sides(frame.across, frame.ys, frame.xs)
    upright = _sides(frame.down, frame.xs, frame.ys).T
    below, beside = flat[1:-1] >= _COVERED, upright[:, 1:-1] >= _COVERED
    number = _regions(below, beside, (down, across))
    areas: list[Area] = []
    torn: set[Area] = set()
    for one, region in _extents(number):
        inside = number == one
        if inside[region.top - 1 : region.bottom, region.left - 1 : region.right].all():
            areas.append(region)
        else:
            pieces = list(_pieces(inside))
            areas += pieces
            torn |= set(pieces)
    return Lattice(frame, sorted(areas), frozenset(torn), _holes(areas, flat, upright))


def _holes(
    areas: Sequence[Area], flat: NDArray[np.float64], upright: NDArray[np.float64]
) -> frozenset[Area]:
    """Return the places that no cell takes: only what stands around them is drawn.

    Where each cell has lines of its own, two lie at every side of a cell, and one around a hole;
    where cells share their lines, a row that is short of a cell has none at its right end.
    """
    sides = {
        area: (
            flat[area.top - 1, area.left - 1 : area.right].mean(),
            flat[area.bottom, area.left - 1 : area.right].mean(),
            upright[area.top - 1 : area.bottom, area.left - 1].mean(),
            upright[area.top - 1 : area.bottom, area.right].mean(),
        )
        for area in areas
    }
    most = _COVERED * float(np.median([max(each) for each in sides.values()]))
    ending = upright[:, -1] >= _COVERED
    closed = 2 * ending.sum() > len(ending)
    return frozenset(
        area
        for area, each in sides.items()
        if max(each) < most
        or (closed and area.right == upright.shape[1] - 1 and each[-1] < _COVERED)
    )


def _sides(
    rules: Sequence[Rule], places: Sequence[float], cuts: Sequence[float]
) -> NDArray[np.float64]:
    """Return for every place, and every stretch between two cuts, how often a line covers it."""
    edges = np.array(cuts)
    covered = np.zeros((len(places), len(cuts) - 1))
    for rule in rules:
        here = np.minimum(edges[1:], rule.end + NEAR / 2) - np.maximum(
            edges[:-1], rule.start - NEAR / 2
        )
        covered[nearest(places, rule.at)] += np.maximum(here, 0)
    return covered / np.maximum(np.diff(edges), NEAR)


def _regions(
    below: NDArray[np.bool_], beside: NDArray[np.bool_], shape: tuple[int, int]
) -> NDArray[np.int64]:
    """Return the places with numbers: the same where no line lies between them."""
    number = np.arange(shape[0] * shape[1]).reshape(shape)
    while True:
        before = number.copy()
        _spread(number, ~beside, ~below)
        _spread(number[::-1, ::-1], ~beside[::-1, ::-1], ~below[::-1, ::-1])
        if (number == before).all():
            return number


def _spread(number: NDArray[np.int64], beside: NDArray[np.bool_], below: NDArray[np.bool_]) -> None:
    """Hand each place's number on to the right and down, where it is smaller and nothing bars."""
    for column in range(number.shape[1] - 1):
        open_ = beside[:, column]
        smaller = np.minimum(number[open_, column], number[open_, column + 1])
        number[open_, column + 1] = smaller
    for row in range(number.shape[0] - 1):
        open_ = below[row]
        smaller = np.minimum(number[row, open_], number[row + 1, open_])
        number[row + 1, open_] = smaller


def _extents(number: NDArray[np.int64]) -> Iterator[tuple[int, Area]]:
    """Yield each region's number, and the rows and columns that it takes."""
    extents: dict[int, list[int]] = {}
    for (row, column), one in np.ndenumerate(number):
        found = extents.setdefault(int(one), [row, column, row, column])
        found[1], found[3] = min(found[1], column), max(found[3], column)
        found[2] = row
    for region, (top, left, bottom, right) in extents.items():
        yield region, Area(top + 1, left + 1, bottom + 1, right + 1)


def _pieces(inside: NDArray[np.bool_]) -> Iterator[Area]:
    """Yield a region that is no rectangle row by row, from line to line."""
    for row, columns in enumerate(inside):
        start = None
        for column, here in enumerate([*columns, False]):
            if here and start is None:
                start = column
            elif not here and start is not None:
                yield Area(row + 1, start + 1, row + 1, column)
                start = None
