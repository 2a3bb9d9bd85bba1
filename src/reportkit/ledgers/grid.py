"""A sheet of raw values as it stands in a file, before anything is understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Grid:
    """The filled part of one sheet.

    Attributes
    ----------
    file : str
        Name for messages, such as ``cases.csv`` or ``applications.xlsx［台账］``.
    rows : sequence of (int, sequence of values)
        Row number as Excel counts it, and the values: None for an empty place, else str, int,
        Decimal or datetime. Rows that are empty throughout are left out.
    note : str
        How the file was read, where that may explain why nothing in it is recognised.
    """

    file: str
    rows: Sequence[tuple[int, Sequence[Any]]]
    note: str = ""


class FileProblem(Exception):
    """A file that cannot be read: the fault and the remedy."""

    def __init__(self, fault: str, remedy: str) -> None:
        super().__init__(fault, remedy)
        self.fault, self.remedy = fault, remedy


def numbered(rows: Sequence[Sequence[Any]]) -> list[tuple[int, Sequence[Any]]]:
    """Return rows numbered from 1, without those that are empty throughout."""
    return [
        (number, row)
        for number, row in enumerate(rows, start=1)
        if any(value is not None for value in row)
    ]
