"""Workbooks that the kit writes: texts stay texts, and the same content is the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import math
import zipfile
from collections.abc import Callable
from typing import Any

import xlsxwriter

_OLDEST = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)  # the first day that an archive knows
_UNIX = 3
_A4 = 9
_OPTIONS = {
    "in_memory": True,
    "default_date_format": "yyyy-mm-dd",
    # Texts are what they are, whatever they look like.
    "strings_to_formulas": False,
    "strings_to_urls": False,
}


def workbook_bytes(fill: Callable[[Any], None]) -> bytes:
    """Return a workbook, the same bytes on every machine and every day.

    Parameters
    ----------
    fill : callable
        Takes an empty `xlsxwriter.Workbook` and writes into it.
    """
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        book.set_properties({"created": _OLDEST})
        fill(book)
    return _unpacked(target.getvalue())


def set_page(sheet: Any) -> None:
    """Print a sheet across, as wide as its columns, with page numbers."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def lines_of(text: str, width: int) -> int:
    """Return how many lines a text takes in a column; a Chinese character is two wide."""
    return max(1, math.ceil(sum(1 if char.isascii() else 2 for char in text) / (width - 2)))


def _unpacked(archive: bytes) -> bytes:
    """Return an archive without compression: zlib does not pack alike on every machine."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as packed, zipfile.ZipFile(target, "w") as plain:
        for name in packed.namelist():
            entry = zipfile.ZipInfo(name, _OLDEST.timetuple()[:6])
            entry.create_system = _UNIX
            plain.writestr(entry, packed.read(name))
    return target.getvalue()
