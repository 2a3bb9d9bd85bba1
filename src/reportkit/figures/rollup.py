"""Adding the figures of members up to those of a parent (逐级汇总)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from reportkit.errors import RawDataError
from reportkit.figures.model import Figures
from reportkit.figures.previous import read_previous
from reportkit.figures.values import Mark, Value, is_figure
from reportkit.forms import Edition


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
    """

    code: str
    figures: Figures | None
    state: str


def read_members(codes: Sequence[str], outputs: Path, edition: Edition, year: int) -> list[Member]:
    """Return the members of a parent as their output folders have them.

    Parameters
    ----------
    codes : sequence of str
    outputs : Path
        The folder of the year's outputs.
    edition : Edition
        The form of the parent.
    year : int
    """
    return [_read_member(code, outputs / code, edition, year) for code in codes]


def _read_member(code: str, folder: Path, edition: Edition, year: int) -> Member:
    try:
        figures = read_previous(folder / "figures.json", edition, year)
        state = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["state"]
    except (RawDataError, OSError, ValueError, KeyError):
        return Member(code, None, "missing")
    return Member(code, figures, state)


def roll_up(own: Figures, members: Sequence[Member]) -> Figures:
    """Return the parent's figures: its own and its members', cell by cell.

    Every cell of the form is additive. A cell that is unknown or without a figure in any of them,
    or that a member does not have, is unknown in the sum.
    """
    parts: list[Mapping[str, Value]] = [own, *(m.figures or {} for m in members)]
    return own.replacing(
        {cell: _sum([part.get(cell, Mark.UNKNOWN) for part in parts]) for cell in own}
    )


def _sum(values: Sequence[Value]) -> Value:
    if not all(is_figure(value) for value in values):
        return Mark.UNKNOWN
    numbers = [value for value in values if isinstance(value, int | Decimal)]
    return sum(numbers[1:], start=numbers[0])
