"""A sheet of values as it stands in a file, before anything is understood."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple

UNSEEN = "有看不见的字"
STRUCK = "有划了删除线的字"
"""Why a cell is in doubt, whatever the format: one wording for one thing."""


class NoValue(NamedTuple):
    """A cell that shows something but has no value: an error, a formula never computed.

    Attributes
    ----------
    shown : str
        What stands there, such as ``#REF!``; empty for a formula without a saved result.
    """

    shown: str = ""


Value = str | int | bool | Decimal | dt.datetime | dt.date | dt.time | NoValue | None
Row = tuple[int, Sequence[Value]]


class Area(NamedTuple):
    """A rectangle of cells, both ends included; rows and columns count from 1, as Excel's do."""

    top: int
    left: int
    bottom: int
    right: int


class Box(NamedTuple):
    """A place on a page, in points from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def area(self) -> float:
        """How much of the page it takes."""
        return (self.right - self.left) * (self.bottom - self.top)

    def lines_up(self, other: Box) -> bool:
        """Whether one stands below the other, in part at least."""
        return self.left < other.right and other.left < self.right


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet; what is in it, and the sheet's own name, show themselves nowhere.

    Attributes
    ----------
    file : str
        Name of the file.
    sheet : str
        Name of the sheet; empty where the format has none, as CSV.
    rows : sequence of (int, sequence of Value)
        Row number as Excel counts it, and the values from column A on: None for an empty place.
        Rows that are empty throughout are left out.
    merged : tuple of Area
        Cells that are merged; the value stands in the first, the others are None.
    struck : frozenset of (int, int), or None
        Row and column, both from 1, of the filled cells that are struck out; None where the format
        does not tell.
    hidden : bool
        Whether the sheet is hidden.
    note : str
        How the file was read, where that may explain why nothing in it is recognised.
    short : frozenset of int
        Rows of a text file that have fewer places than nearly all others.
    partly_struck : frozenset of (int, int)
        Row and column of the cells of which a part is struck out: 15001200 may be 1200.
    hidden_rows : frozenset of int, or None
        Rows that are hidden, by hand or by a filter; None where the format does not tell.
    hidden_columns : frozenset of int, or None
        Columns that are hidden, where a sheet was read as it is shown; None elsewhere.
    faded : frozenset of (int, int), or None
        Row and column of the cells whose text or ground is grey, or white on white; None where the
        format does not tell.
    may_be_struck, may_fade : bool
        Whether conditional formats strike out cells of the sheet, or make them recede: which they
        are at the moment is not computed.
    page : int
        The page that it stands on, from 1; 0 where the format has no pages.
    boxes : mapping of (int, int) to Box
        Where each cell stands on that page, as far as the format tells.
    unsure : mapping of (int, int) to str
        Row and column of the cells that the reader itself is not sure of, and why, in Chinese.
    readings : mapping of (int, int) to tuple of str
        What cells may say whose figures are not clear in a picture, the likeliest first.
    by_gaps : bool
        Whether its columns are told by nothing but the room between figures: one in which no figure
        stands may be missing.
    """

    file: str
    rows: Sequence[Row] = field(repr=False)
    sheet: str = field(default="", repr=False)
    merged: tuple[Area, ...] = ()
    struck: frozenset[tuple[int, int]] | None = None
    hidden: bool = False
    note: str = ""
    short: frozenset[int] = frozenset()
    partly_struck: frozenset[tuple[int, int]] = frozenset()
    hidden_rows: frozenset[int] | None = None
    hidden_columns: frozenset[int] | None = None
    faded: frozenset[tuple[int, int]] | None = field(default=None, repr=False)
    may_be_struck: bool = False
    may_fade: bool = False
    page: int = 0
    boxes: Mapping[tuple[int, int], Box] = field(default_factory=dict, repr=False)
    unsure: Mapping[tuple[int, int], str] = field(default_factory=dict)
    readings: Mapping[tuple[int, int], tuple[str, ...]] = field(default_factory=dict, repr=False)
    by_gaps: bool = False


def text_or_none(text: str) -> str | None:
    """Return a text; blanks alone are an empty place."""
    return text if text and not text.isspace() else None


def without_end(values: list[Value]) -> list[Value]:
    """Take the empty places off the end of a row."""
    while values and values[-1] is None:
        values.pop()
    return values


Unreadable = Literal[
    "",
    "archive",
    "damaged",
    "empty",
    "hostile",
    "locked",
    "no table",
    "no text",
    "too large",
    "web archive",
]
"""Why a file cannot be read, where a reader of other things than tables says it in other words."""


class GridError(Exception):
    """A file that cannot be read.

    Attributes
    ----------
    fault, remedy : str
        In Chinese, as they are told of a ledger.
    kind : str
        What the fault is, for whoever tells it of something else; empty where they need not.
    """

    def __init__(self, fault: str, remedy: str, kind: Unreadable = "") -> None:
        super().__init__(fault, remedy, kind)
        self.fault, self.remedy, self.kind = fault, remedy, kind


def column_letters(column: int) -> str:
    """Return the letters of a column that counts from 1.

    Examples
    --------
    >>> column_letters(1), column_letters(27)
    ('A', 'AA')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the column of its letters, from 1.

    Examples
    --------
    >>> column_number("A"), column_number("aa")
    (1, 27)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
