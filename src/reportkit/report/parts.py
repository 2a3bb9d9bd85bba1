"""Of a parent's figures, whose part is how much, and which member moved them since last year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from reportkit.figures import Figures, Mark, Value, is_figure, value_to_json
from reportkit.figures.array import CellArray
from reportkit.report.computed import Computed

MOST_SHOWN = 20
"""How many members a figure is shown of; the others are told as one."""

_NOTHING = (None, 0, "0")


def parts(report: Computed) -> dict[str, Any] | None:
    """Return them as plain values (see docs/files.md); None where there are no members."""
    if not report.members:
        return None
    added = {member.code: member.added for member in report.members}
    there = {code: figures for code, figures in added.items() if figures is not None}
    lacking = [[each.code, each.state] for each in report.members if not each.is_whole]
    own = {cell: value_to_json(value) for cell, value in report.own_part.items()}
    return {
        "count": len(report.members),
        "added": len(there),
        "lacking": lacking,
        "own": {cell: value for cell, value in own.items() if value not in _NOTHING},
        "of": dict(_of_cells(report, there)),
    }


def _of_cells(report: Computed, there: dict[str, Figures]) -> Iterator[tuple[str, Any]]:
    """Yield for each cell its greatest parts: code, figure, and last year's where it is known.

    Those that moved most come first; where that cannot be told, or is the same, the largest.
    """
    if not there:
        return
    cells, codes = list(report.own_part), list(there)
    now = [[figures.get(cell, Mark.UNKNOWN) for cell in cells] for figures in there.values()]
    before = [_last_year(report, code, cells) for code in codes]
    figures, earlier = _numbers(now), _numbers(before)
    compared = [[*map(is_figure, row)] for row in before]
    moved = np.where(np.array(compared), abs(figures - earlier), abs(figures))
    for column, cell in enumerate(cells):
        order = np.lexsort((-abs(figures[:, column]), -moved[:, column]))[:MOST_SHOWN]
        shown = [
            [codes[row], value_to_json(now[row][column]), value_to_json(before[row][column])]
            for row in order.tolist()
        ]
        if kept := [each for each in shown if any(part not in _NOTHING for part in each[1:])]:
            yield cell, kept


def _last_year(report: Computed, code: str, cells: Sequence[str]) -> list[Value]:
    figures = report.members_last_year.get(code)
    if figures is None:
        return [Mark.BLANK] * len(cells)
    return [figures.get(cell, Mark.BLANK) for cell in cells]


def _numbers(rows: Sequence[Sequence[Value]]) -> Any:
    """Return figures in one unit, to be put in order; 0 for what is none."""
    array = CellArray.of_rows(rows)
    largest = int(array.exponents.max(initial=0))
    if not largest:
        return array.values
    units = np.array([10 ** (largest - int(each)) for each in array.exponents], dtype=object)
    return array.values.astype(object) * units[:, None]
