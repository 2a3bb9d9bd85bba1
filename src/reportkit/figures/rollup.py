"""Adding the figures of members up to those of a parent (逐级汇总)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from reportkit.errors import RawDataError
from reportkit.figures.model import Figures
from reportkit.figures.previous import read_outputs
from reportkit.figures.values import Mark, Value, is_figure
from reportkit.forms import Cell, Form
from reportkit.inputs.typed import Outputs

MISSING = "missing"


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
    """
    if not members:
        return own
    parts: list[Mapping[str, Value]] = [own, *(m.figures or {} for m in members)]
    cells = own.edition.cells
    return own.replacing(
        {id_: _sum(cells[id_], [part.get(id_, Mark.UNKNOWN) for part in parts]) for id_ in own}
    )


def _sum(cell: Cell, values: Sequence[Value]) -> Value:
    if cell.duty:
        values = [value for value in values if value is not Mark.NOT_APPLICABLE]
        if not values:
            return Mark.NOT_APPLICABLE
    if cell.is_words or not all(is_figure(value) for value in values):
        return Mark.UNKNOWN
    numbers = [value for value in values if isinstance(value, int | Decimal)]
    return sum(numbers[1:], start=numbers[0])
