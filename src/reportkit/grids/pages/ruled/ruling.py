"""Ruling lines into frames: what lies on one line is one, and lines that touch are one table."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from reportkit.grids.model import Box, GridError
from reportkit.grids.pages.content import Rule

NEAR = 3.0
"""Points within which lines are one (a double line), meet, or go on after a gap (dashes)."""

_ROOM = 4.5
"""Points within which no text has room: what lies so near is one side of a row."""

_BESIDE = 0.8
_MOST = 4_000  # lines of one page after joining: their meetings are looked for pair by pair


@dataclass(slots=True)
class Frame:
    """Lines of one table: where they lie, sorted, and the lines themselves.

    Attributes
    ----------
    xs, ys : list of float
    across, down : list of Rule
    """

    xs: list[float]
    ys: list[float]
    across: list[Rule]
    down: list[Rule]

    @property
    def box(self) -> Box:
        """The place that it takes."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def frames_of(across: Sequence[Rule], down: Sequence[Rule]) -> list[Frame]:
    """Return the frames that lines make, from top to bottom; a line alone makes none."""
    flat, upright = _joined(across), _joined(down)
    groups = _touching(flat, upright)
    touched = {id(rule) for _, columns in groups for rule in columns}
    for rule in upright:
        if id(rule) not in touched:
            _lean(rule, groups)
    frames = [_frame(rows, columns) for rows, columns in groups]
    whole = [frame for frame in frames if len(frame.xs) > 1 and len(frame.ys) > 1]
    return sorted(whole, key=lambda frame: (frame.ys[0], frame.xs[0]))


def positions(values: Sequence[float]) -> list[float]:
    """Return where values lie, those near each other as one."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= _ROOM and value - groups[-1][0] <= 2 * NEAR:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def nearest(places: Sequence[float], value: float) -> int:
    """Return the number of the place that is nearest to a value."""
    after = bisect_left(places, value)
    if after == 0:
        return 0
    if after == len(places) or value - places[after - 1] <= places[after] - value:
        return after - 1
    return after


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Return lines whole: dots and dashes, and the pieces that each cell draws for itself.

    Only what lies exactly on one line: the dots of a line down are none across.
    """
    exact: dict[float, list[Rule]] = {}
    for rule in rules:
        exact.setdefault(round(2 * rule.at), []).append(rule)
    lines = [line for pieces in exact.values() for line in _chained(pieces)]
    return [line for line in lines if line.end - line.start > 2 * NEAR]


def _chained(pieces: Sequence[Rule]) -> list[Rule]:
    """Return pieces on one line as they go on in each other."""
    whole: list[Rule] = []
    for piece in sorted(pieces, key=lambda one: one.start):
        if whole and piece.start - whole[-1].end <= NEAR:
            whole[-1] = whole[-1]._replace(end=max(whole[-1].end, piece.end))
        else:
            whole.append(piece)
    return whole


def _touching(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Return lines in groups: those of a group touch each other, directly or by others."""
    if not across or not down:
        return []
    if len(across) + len(down) > _MOST:
        raise GridError(
            f"一页上的表格线超过 {_MOST} 条，没有读取",
            "请核对文件；只留年度报告所在的各页，另存一份。",
        )
    flat, upright = np.array(across), np.array(down)
    meets = (
        (upright[None, :, 0] >= flat[:, None, 1] - NEAR)
        & (upright[None, :, 0] <= flat[:, None, 2] + NEAR)
        & (flat[:, None, 0] >= upright[None, :, 1] - NEAR)
        & (flat[:, None, 0] <= upright[None, :, 2] + NEAR)
    )
    groups = []
    left = np.ones(len(across), dtype=bool)
    for first in range(len(across)):
        if not left[first]:
            continue
        rows = np.zeros(len(across), dtype=bool)
        rows[first] = True
        while True:
            columns = meets[rows].any(axis=0)
            more = rows | meets[:, columns].any(axis=1)
            if (more == rows).all():
                break
            rows = more
        left &= ~rows
        groups.append(
            (
                [across[one] for one in np.flatnonzero(rows)],
                [down[one] for one in np.flatnonzero(columns)],
            )
        )
    return groups


def _lean(rule: Rule, groups: Sequence[tuple[list[Rule], list[Rule]]]) -> None:
    """Give a line down that meets none to the table beside which it goes all the way.

    The side of a cell that a page divides above and below ends in no line.
    """
    for rows, columns in groups:
        tops = [row.at for row in rows]
        top, bottom = min(tops), max(tops)
        beside = min(rule.end, bottom) - max(rule.start, top)
        if columns and bottom > top and beside >= _BESIDE * (bottom - top):
            columns.append(rule)


def _frame(across: list[Rule], down: list[Rule]) -> Frame:
    """Return a frame; where lines end and none closes them, the table has an edge all the same."""
    xs, ys = positions([rule.at for rule in down]), positions([rule.at for rule in across])
    if across and down:
        xs = _with_ends(xs, [rule.start for rule in across], [rule.end for rule in across])
        ys = _with_ends(ys, [rule.start for rule in down], [rule.end for rule in down])
    return Frame(xs, ys, across, down)


def _with_ends(places: list[float], starts: list[float], ends: list[float]) -> list[float]:
    first, last = min(starts), max(ends)
    before = [first] if first < places[0] - 2 * NEAR else []
    after = [last] if last > places[-1] + 2 * NEAR else []
    return [*before, *places, *after]
