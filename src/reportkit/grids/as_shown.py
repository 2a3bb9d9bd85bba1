"""Whether a sheet shows its cells as they are: white on white, formats that hide or scale.

A ledger counts by what is in its cells; of a published sheet only what somebody sees is published.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from reportkit.grids.limits import LAST_COLUMN
from reportkit.grids.model import UNSEEN, Grid, Value

_OTHERWISE = "表格里显示的是“{}”，与单元格里存的不同"
_UNTOLD = "单元格的数字格式特殊，显示成什么无法确定"
_CURRENCY = re.compile(r"[¥$€£,\s]|^(?:CNY|RMB)")
_FIGURE = re.compile(r"(?P<figure>[+-]?\d*+(?:\.\d*+)?)[件宗个条项次份起人元]?")
_ACCOUNTANTS_ZERO = "-"
_MOST_SHOWN = 20
SMALLEST = 2.0
"""Points: lower letters nobody reads."""


class Look(NamedTuple):
    """How a cell looks.

    Attributes
    ----------
    unseen : bool
        Whether its text is of the colour of its ground, or too small to be read.
    shown : callable
        Returns what its format makes of a value; None where that cannot be told.
    """

    unseen: bool
    shown: Callable[[Value], str | None]


def as_shown(
    grid: Grid,
    looks: Mapping[tuple[int, int], Look],
    hidden_columns: Iterable[tuple[int, int]],
    *,
    zeros: bool,
) -> Grid:
    """Return a sheet that tells which of its cells nobody sees, or sees as something else.

    Parameters
    ----------
    grid : Grid
    looks : mapping of (int, int) to Look
        How cells look, by row and column.
    hidden_columns : iterable of (int, int)
        The first and the last of those that stand together.
    zeros : bool
        Whether the sheet shows cells that are 0.
    """
    return replace(
        grid,
        unsure=dict(_doubts(grid, looks, zeros=zeros)),
        hidden_columns=frozenset(columns_in(hidden_columns)),
    )


def columns_in(spans: Iterable[tuple[int, int]]) -> Iterator[int]:
    """Yield the columns of spans once each, however often a file tells of them."""
    end = 0
    for first, last in sorted(set(spans)):
        yield from range(max(first, end + 1), min(last, LAST_COLUMN) + 1)
        end = max(end, last)


def _doubts(
    grid: Grid, looks: Mapping[tuple[int, int], Look], *, zeros: bool
) -> Iterator[tuple[tuple[int, int], str]]:
    for row, values in grid.rows:
        for column, value in enumerate(values, start=1):
            if value is None:
                continue
            worn = looks.get((row, column))
            if (worn and worn.unseen) or (not zeros and is_zero(value)):
                yield (row, column), UNSEEN
            elif worn and (why := doubt_of(value, worn.shown(value))):
                yield (row, column), why


def doubt_of(value: Value, shown: str | None) -> str:
    """Say why a value is not what is shown of it; empty where it is.

    Examples
    --------
    >>> doubt_of(5000, "5,000件"), doubt_of(5000, "5"), doubt_of(0, " - "), doubt_of(0, "")
    ('', '表格里显示的是“5”，与单元格里存的不同', '', '有看不见的字')
    """
    is_figure = isinstance(value, int | Decimal) and not isinstance(value, bool)
    if not is_figure and not isinstance(value, str):
        return ""
    if shown is None:
        return _UNTOLD
    if not shown.strip():
        return UNSEEN if str(value).strip() else ""
    same = _says(shown, Decimal(value)) if is_figure else _squeezed(shown) == _squeezed(str(value))  # type: ignore[arg-type]
    return "" if same else _OTHERWISE.format(shown.strip()[:_MOST_SHOWN])


def _says(shown: str, value: Decimal) -> bool:
    """Whether a text says a number and nothing more: no 万, no %, no digit less."""
    text = _CURRENCY.sub("", unicodedata.normalize("NFKC", shown))
    if text.startswith("(") and text.endswith(")"):
        text = f"-{text[1:-1]}"
    if text == _ACCOUNTANTS_ZERO:
        return value == 0
    match = _FIGURE.fullmatch(text)
    if match is None or not any(map(str.isdigit, match["figure"])):
        return False
    return Decimal(match["figure"]) == value


def _squeezed(text: str) -> str:
    return "".join(text.split())


def is_zero(value: Value) -> bool:
    """Whether a value is the number 0."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool) and value == 0
