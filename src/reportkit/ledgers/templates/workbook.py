"""Workbooks that the kit writes: texts stay texts, and the same content is the same bytes."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Callable
from typing import Any

import xlsxwriter

from reportkit.writing import ARCHIVE_DATE, archive

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
        book.set_properties({"created": ARCHIVE_DATE})
        fill(book)
    with zipfile.ZipFile(target) as packed:
        return archive({name: packed.read(name) for name in packed.namelist()})


def set_page(sheet: Any) -> None:
    """Print a sheet across, as wide as its columns, with page numbers."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def lines_of(text: str, width: int) -> int:
    """Return how many lines a text takes in a column; a Chinese character is two wide."""
    return max(1, math.ceil(sum(1 if char.isascii() else 2 for char in text) / (width - 2)))
