"""Writing the plainest of workbooks: one sheet, the same bytes on every machine and every day."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence

import xlsxwriter

Cell = str | int | dt.date | None

_OLDEST = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)  # the first day that an archive knows
_UNIX = 3
_OPTIONS = {
    "in_memory": True,
    "default_date_format": "yyyy-mm-dd",
    # Texts are what they are, whatever they look like.
    "strings_to_formulas": False,
    "strings_to_urls": False,
}


def workbook(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Return a workbook of one sheet.

    Parameters
    ----------
    rows : sequence of sequence of str, int, datetime.date or None
        Texts, numbers, dates and empty cells.
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        book.set_properties({"created": _OLDEST})
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return _unpacked(target.getvalue())


def _unpacked(archive: bytes) -> bytes:
    """Return an archive without compression: zlib does not pack alike on every machine."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as packed, zipfile.ZipFile(target, "w") as plain:
        for name in packed.namelist():
            entry = zipfile.ZipInfo(name, _OLDEST.timetuple()[:6])
            entry.create_system = _UNIX
            plain.writestr(entry, packed.read(name))
    return target.getvalue()
