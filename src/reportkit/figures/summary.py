"""The figures that a bureau filled in itself, for comparison with what its ledgers count to."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

import pandas as pd

from reportkit.errors import RawDataError
from reportkit.figures.values import Mark, Value
from reportkit.forms import Cell, Edition
from reportkit.ledgers import Ledger

_WORDS = frozenset({"flag", "choice", "text"})
_STRUCK_OUT = frozenset({"/", "／", "-", "—", "——", "－", "无"})


def read_summary(ledger: Ledger, edition: Edition) -> dict[str, Value]:
    """Return what the bureau filled in, by cell id.

    Raises
    ------
    RawDataError
        Where a row names a cell that the form does not have.
    """
    unknown = [
        f"{ledger.file} 第 {row} 行“格编号”：规定格式里没有这一格。编号见 figures.json。"
        for row, cell in ledger.frame["cell"].items()
        if cell not in edition.cells
    ]
    if unknown:
        heading = "单位自行填报的汇总数读不出来："
        raise RawDataError(heading, unknown)
    return {
        cell: _value(text, edition.cells[cell])
        for cell, text in zip(ledger.frame["cell"], ledger.frame["value"], strict=True)
    }


def _value(text: str | float, cell: Cell) -> Value:
    if pd.isna(text):
        return Mark.BLANK
    plain = str(text).strip().replace(",", "")
    if plain in _STRUCK_OUT and plain not in cell.choices:
        return Mark.NOT_APPLICABLE
    if cell.kind in _WORDS:
        return str(text).strip()
    try:
        number = Decimal(plain)
    except InvalidOperation:
        return str(text)
    if not number.is_finite():
        return str(text)
    whole = number == number.to_integral_value()
    return int(number) if cell.kind == "count" and whole else number
