"""Adding the figures of members up to those of a parent (逐级汇总)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reportkit.errors import RawDataError
from reportkit.figures.array import CellArray, Numbers, decode
from reportkit.figures.model import Figures
from reportkit.figures.previous import read_outputs
from reportkit.figures.values import Mark, Value, is_figure
from reportkit.forms import Form
from reportkit.inputs.typed import Outputs

MISSING, PASSED = "missing", "passed"
_AT_ONCE = 8192  # members added up at a time: this bounds the memory that a nation needs
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a parent.

    Attributes
    ----------
    code : str
        Its bureau code.
    figures : Figures or None
        None where it has made no report.
    state : str
        ``passed``, ``failed``, or ``missing``.
    problem : str
        Why there are no figures of a report that is there, in Chinese.
    """

    code: str
    figures: Figures | None
    state: str
    problem: str = ""

    @property
    def added(self) -> Figures | None:
        """What of it a parent adds up; None where nothing is.

        The figures of a report that passed. Of one that is a parent itself and lacks members, what
        it comes to without these: one town that is late would keep a whole nation from adding up.
        """
        if self.figures is None or self.state == PASSED:
            return self.figures
        return self.figures.with_partial_sums() if self.figures.lacking else None

    @property
    def is_whole(self) -> bool:
        """Whether all of its figures are added up."""
        return self.state == PASSED


def read_members(members: Sequence[Outputs], workspace: Path, form: Form) -> list[Member]:
    """Return the members of a parent as their output folders have them.

    Parameters
    ----------
    members : sequence of Outputs
    workspace : Path
    form : Form
        The form of the parent, and so of its members.
    """
    return [_read_member(member, workspace, form) for member in members]


def _read_member(member: Outputs, workspace: Path, form: Form) -> Member:
    code = member.key.bureau
    if not (workspace / member.path).is_file():
        return Member(code, None, MISSING)
    try:
        figures, state = read_outputs(member, workspace, form, sealed=True)
    except RawDataError as error:
        return Member(code, None, MISSING, "".join(error.problems))
    if state is None:
        return Member(code, None, MISSING, f"{member.path} 是旧版本生成的。请重新生成那一份。")
    return Member(code, figures, state)


def roll_up(own: Figures, members: Sequence[Member]) -> Figures:
    """Return the parent's figures: its own and its members', cell by cell.

    Every figure of the form is additive, words are not. A cell that is unknown or without a figure
    in any of them, or that a member does not have, is unknown in the sum. Who does not have the
    duty that a cell reports on adds nothing there.

    Where a member is missing or did not pass no sum is known. What the others come to is kept
    beside, as a partial sum, with who is lacking: it is never the figure of a cell.
    """
    if not members:
        return own
    added = [own, *(part for member in members if (part := member.added) is not None)]
    sums = _sums(own, added)
    lacking = tuple(member.code for member in members if not member.is_whole)
    if not lacking:
        return own.replacing(sums)
    partial = {cell: value for cell, value in sums.items() if is_figure(value)}
    unknown = own.replacing(dict.fromkeys(own, Mark.UNKNOWN))
    return replace(unknown, partial=partial, lacking=lacking)


def _sums(own: Figures, parts: Sequence[Figures]) -> dict[str, Value]:
    """Return what parts come to, cell by cell; unknown where one has no figure."""
    cells = [own.edition.cells[cell] for cell in own]
    excusable = np.array([bool(cell.duty) for cell in cells])
    unknown = np.array([cell.is_words for cell in cells])
    excused = np.zeros(len(cells), dtype=np.int64)
    totals: dict[int, NDArray[np.object_]] = {}  # by exponent
    for start in range(0, len(parts), _AT_ONCE):
        rows = list(_rows(own, parts[start : start + _AT_ONCE]))
        array = CellArray.of_rows(rows)
        lacking = ~array.known
        struck = np.zeros_like(lacking)
        for row, column in zip(*np.nonzero(lacking & excusable), strict=True):
            struck[row, column] = rows[row][column] is Mark.NOT_APPLICABLE
        excused += struck.sum(axis=0)
        unknown |= (lacking & ~struck).any(axis=0)
        for exponent in map(int, np.unique(array.exponents)):
            of_it = _added_up(array.values[array.exponents == exponent])
            totals[exponent] = totals.get(exponent, 0) + of_it
    exponent = max(totals)
    scaled = sum(total * 10 ** (exponent - each) for each, total in totals.items())
    return {
        cell.id: Mark.UNKNOWN
        if unknown[column]
        else Mark.NOT_APPLICABLE
        if excused[column] == len(parts)
        else decode(scaled[column], exponent)
        for column, cell in enumerate(cells)
    }


def _added_up(values: Numbers) -> NDArray[np.object_]:
    """Return the sum of each column, as Python's own integers: they have no end."""
    if values.dtype != object:
        largest = max(int(values.max()), -int(values.min()))
        if largest * len(values) > _LARGEST:
            values = values.astype(object)
    added: NDArray[np.object_] = values.sum(axis=0).astype(object)
    return added


def _rows(own: Figures, parts: Sequence[Figures]) -> Iterator[Sequence[Value]]:
    """Yield the values of each part, in the order of the parent's cells."""
    cells = list(own)
    take = itemgetter(*cells, cells[0])  # of one cell alone it would not give a row
    for part in parts:
        try:
            yield take(part.values_by_cell)[:-1]
        except KeyError:  # another edition of the form
            yield [part.values_by_cell.get(cell, Mark.UNKNOWN) for cell in cells]
