"""Writing the plainest of workbooks: one sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from reportkit.workbook import workbook_bytes

Cell = str | int | dt.date | None


def workbook(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return a workbook of one sheet.

    Parameters
    ----------
    rows : sequence of sequence of str, int, datetime.date or None
        Texts, numbers, dates and empty cells.
    """

    def fill(book: Any) -> None:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return workbook_bytes(fill)
