"""Workbooks that the kit writes: texts stay texts, and the same content is the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Sequence
from html import escape
from tempfile import SpooledTemporaryFile
from typing import IO, Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from reportkit.visible import without_unseen
from reportkit.writing import ARCHIVE_DATE, archive

Value = str | int | dt.date | None
_SHEET = "xl/worksheets/sheet{}.xml"
_SPOOLED = 1 << 22
_COLUMNS = re.compile('<col min="([0-9]+)" max="([0-9]+)" width="[^"]*"(?: style="([0-9]+)")?')
_DIMENSION = re.compile("<dimension [^>]*>")
# As XlsxWriter writes them in cells; what looks like it in a text begins otherwise.
_CONTROL = re.compile("(?<!_x005F)_x00[01][0-9A-F]_")
_DAY_0 = dt.date(1899, 12, 30)  # from which workbooks count days
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
        return archive({name: _readable(packed.read(name)) for name in packed.namelist()})


def _readable(part: bytes) -> bytes:
    """Return a part without characters that nobody sees; of some, no program would open it."""
    return without_unseen(_CONTROL.sub("", part.decode())).encode()


def with_rows(workbook: bytes, *sheets: Iterable[Sequence[Value]]) -> bytes:
    """Return a workbook with rows below the only one of its first sheets, each cell as its column.

    For thousands of rows: XlsxWriter takes five times as long for these, and keeps all of them.

    Parameters
    ----------
    workbook : bytes
        What `workbook_bytes` returned.
    *sheets : iterable of sequences of str, int, date or None
        The rows of each sheet, as many cells as it has columns with a width; None leaves a place
        blank.
    """
    target = io.BytesIO()
    rows = {_SHEET.format(number): of_it for number, of_it in enumerate(sheets, start=1)}
    with zipfile.ZipFile(io.BytesIO(workbook)) as plain, zipfile.ZipFile(target, "w") as longer:
        for entry in plain.infolist():
            content = plain.read(entry)
            with longer.open(entry, "w") as part:
                if entry.filename in rows:
                    _write_longer(part, content.decode(), rows[entry.filename])
                else:
                    part.write(content)
    return target.getvalue()


def _write_longer(part: IO[bytes], text: str, rows: Iterable[Sequence[Value]]) -> None:
    """Write a sheet with rows below its own; its head, which comes first, says how many."""
    columns = [
        (xl_col_to_name(number - 1), f' s="{style}"' if style else "")
        for first, last, style in _COLUMNS.findall(text)
        for number in range(int(first), int(last) + 1)
    ]
    number = 1
    with SpooledTemporaryFile(_SPOOLED) as lines:
        for number, row in enumerate(rows, start=2):
            cells = [
                _cell(f'<c r="{name}{number}"{style}', value)
                for (name, style), value in zip(columns, row, strict=True)
                if value is not None and value != ""
            ]
            lines.write(f'<row r="{number}">{"".join(cells)}</row>'.encode())
        lines.seek(0)
        # Some programs read no further than this says.
        size = f'<dimension ref="A1:{columns[-1][0]}{number}"/>'
        head, end, rest = _DIMENSION.sub(size, text, count=1).partition("</sheetData>")
        part.write(head.encode())
        shutil.copyfileobj(lines, part)
        part.write(f"{end}{rest}".encode())


def _cell(start: str, value: Value) -> str:
    if isinstance(value, str):
        text = escape(value, quote=False)
        return f'{start} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if isinstance(value, dt.date):
        value = (value - _DAY_0).days
    return f"{start}><v>{value}</v></c>"


def set_page(sheet: Any) -> None:
    """Print a sheet across, as wide as its columns, with page numbers."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def lines_of(text: str, width: int) -> int:
    """Return how many lines a text takes in a column; a Chinese character is two wide."""
    return max(1, math.ceil(sum(1 if char.isascii() else 2 for char in text) / (width - 2)))
