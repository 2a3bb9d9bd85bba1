"""Of a parent's figures, whose part is how much, and which member moved them since last year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportkit.figures import Figures, Mark, Member, Value, is_figure, value_to_json
from reportkit.figures.array import CellArray
from reportkit.report.computed import Computed

MOST_SHOWN = 20
"""How many members a figure is shown of; the others are told as one."""

_ZEROS = (0, "0")


def parts(report: Computed) -> dict[str, Any] | None:
    """Return them as plain values (see docs/files.md); None where there are no members."""
    if not report.members:
        return None
    added = {member.code: member.added for member in report.members}
    there = {code: figures for code, figures in added.items() if figures is not None}
    own = {cell: value_to_json(value) for cell, value in report.own.items()}
    return {
        "count": len(report.members),
        "added": len(there),
        "most": MOST_SHOWN,
        "lacking": [[each.code, _why(each)] for each in report.members if not each.is_whole],
        "own": {cell: value for cell, value in own.items() if value not in _ZEROS},
        "of": dict(_of_cells(report, there)),
    }


def _why(member: Member) -> str:
    """Say why a member is lacking: it is missing, failed, or lacks members of its own (partial)."""
    return member.state if member.added is None else "partial"


def _of_cells(report: Computed, there: dict[str, Figures]) -> Iterator[tuple[str, Any]]:
    """Yield for each cell its greatest parts: code, figure, and last year's where it is known.

    First those for want of whose figure there is no sum, then those that moved most; where that
    cannot be told, or is the same, the largest. Who has 0, and had no more, comes last of all.
    """
    if not there:
        return
    cells, codes = list(report.own), list(there)
    now = [[figures.get(cell, Mark.UNKNOWN) for cell in cells] for figures in there.values()]
    before = [_last_year(report, code, cells) for code in codes]
    figures, earlier = abs(_numbers(now)), abs(_numbers(before))
    moved = np.where(_known(before), abs(_numbers(now) - _numbers(before)), figures)
    has_none = ~_known(now)
    nothing = ~has_none & (figures == 0) & (earlier == 0)
    for column, cell in enumerate(cells):
        keys = (-figures[:, column], -moved[:, column], ~has_none[:, column], nothing[:, column])
        order = [row for row in np.lexsort(keys).tolist() if not nothing[row, column]]
        if order:
            yield (
                cell,
                [
                    [
                        codes[row],
                        value_to_json(now[row][column]),
                        value_to_json(before[row][column]),
                    ]
                    for row in order[:MOST_SHOWN]
                ],
            )


def _known(rows: Sequence[Sequence[Value]]) -> NDArray[np.bool_]:
    return np.array([[*map(is_figure, row)] for row in rows])


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
