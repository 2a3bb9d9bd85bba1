"""Workbooks that the kit writes: texts stay texts, and the same content is the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import math
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from html import escape
from tempfile import SpooledTemporaryFile
from typing import IO, Any, NamedTuple

from reportkit.visible import without_unseen
from reportkit.writing import ARCHIVE_DATE, archive

Value = str | int | dt.date | None
_BOOK, _SHEET = "xl/workbook.xml", "xl/worksheets/sheet{}.xml"
_END = b"</row>"
_SPOOLED = 1 << 22
_FORMAT = re.compile('<col min="([0-9]+)" max="([0-9]+)" width="([^"]*)"(?: style="([0-9]+)")?')
_HEADING = re.compile('<c r="([A-Z]+)1"')
_DIMENSION = re.compile(b"<dimension [^>]*>")
# To the number of the last row: as the sheet has it, and by a name that the workbook has for it.
_FILTER = re.compile(b'(<autoFilter ref="[A-Z]+1:[A-Z]+)[0-9]+')
_FILTER_OF = rb'(_FilterDatabase" localSheetId="%d"[^>]*>[^<]*\$)[0-9]+'
_PLACE = re.compile(b'(?<=[A-Z])[0-9]+(?=")')  # the row in the place of a cell
# As XlsxWriter writes them in cells; what looks like it in a text begins otherwise.
_CONTROL = re.compile("(?<!_x005F)_x00[01][0-9A-F]_")
_LINE, _HIGHEST = 15, 405  # points: of one line, and of a row
_DAY_0 = dt.date(1899, 12, 30)  # from which workbooks count days
A4 = 9
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
    import xlsxwriter  # not by who changes rows only

    target = io.BytesIO()
    with xlsxwriter.Workbook(target, _OPTIONS) as book:
        book.set_properties({"created": ARCHIVE_DATE})
        fill(book)
    with zipfile.ZipFile(target) as packed:
        return archive({name: _readable(packed.read(name)) for name in packed.namelist()})


def _readable(part: bytes) -> bytes:
    """Return a part without characters that nobody sees; of some, no program would open it."""
    return without_unseen(_CONTROL.sub("", part.decode())).encode()


def with_rows(
    workbook: bytes, *sheets: Iterable[Sequence[Value] | bytes], wrapped: bool = False
) -> bytes:
    """Return a workbook with other rows below the heading of its first sheets.

    For thousands of rows: XlsxWriter takes five times as long for these. Filters reach as far as
    the rows do, and what stood below a heading is gone.

    Parameters
    ----------
    workbook : bytes
        What `workbook_bytes` returned, or this function.
    sheets : iterable of sequences of str, int, date or None, or of bytes
        The rows of each sheet: as many cells as there are headings, each cell as its column, where
        None leaves a place blank; or what `rows_in` returned of one.
    wrapped : bool
        Whether columns wrap their texts: a row is as high as the longest of its own, which not all
        programs see to themselves.
    """
    with zipfile.ZipFile(io.BytesIO(workbook)) as plain:
        parts = {entry: plain.read(entry) for entry in plain.infolist()}
    named = {entry.filename: entry for entry in parts}
    target, longer = io.BytesIO(), dict[zipfile.ZipInfo, _Filled]()
    with ExitStack() as kept, zipfile.ZipFile(target, "w") as other:
        for number, rows in enumerate(sheets):
            sheet = named[_SHEET.format(number + 1)]
            lines = kept.enter_context(SpooledTemporaryFile(_SPOOLED))
            longer[sheet] = filled = _filled(parts[sheet], rows, lines, wrapped=wrapped)
            names = re.compile(_FILTER_OF % number)
            parts[named[_BOOK]] = names.sub(rb"\g<1>%d" % filled.last, parts[named[_BOOK]])
        for entry, content in parts.items():
            if entry in longer:
                with other.open(entry, mode="w") as part:
                    longer[entry].write(part)
            else:
                other.writestr(entry, content)
    return target.getvalue()


def rows_in(workbook: bytes) -> list[bytes]:
    """Return the rows below the heading of the first sheet, which `with_rows` takes as they are.

    Parameters
    ----------
    workbook : bytes
        What `with_rows` returned.
    """
    with zipfile.ZipFile(io.BytesIO(workbook)) as packed:
        sheet = packed.read(_SHEET.format(1))
    return sheet.partition(b"</sheetData>")[0].split(_END)[1:-1]


class _Filled(NamedTuple):
    """A sheet with other rows below its heading, and the number of the last one."""

    head: bytes
    lines: IO[bytes]
    rest: bytes
    last: int

    def write(self, part: IO[bytes]) -> None:
        part.write(self.head)
        self.lines.seek(0)
        shutil.copyfileobj(self.lines, part)
        part.write(self.rest)


def _filled(
    sheet: bytes, rows: Iterable[Sequence[Value] | bytes], lines: IO[bytes], *, wrapped: bool
) -> _Filled:
    head, _, old = sheet.partition(_END)
    columns, number = _columns(head.decode()), 1
    for number, row in enumerate(rows, start=2):
        begin = b'<row r="%d"' % number
        if not isinstance(row, bytes):
            height = _height(row, columns) if wrapped else ""
            lines.write(begin + f"{height}>{_cells(row, columns, number)}".encode())
        elif row.startswith(begin):
            lines.write(row)
        else:
            lines.write(begin + _PLACE.sub(b"%d" % number, row.split(b'"', 2)[2]))
        lines.write(_END)
    # Some programs read no further than this says.
    size = b'<dimension ref="A1:%b%d"/>' % (columns[-1].name.encode(), number)
    head = _DIMENSION.sub(size, head, count=1) + _END
    rest = _FILTER.sub(rb"\g<1>%d" % number, old[old.rindex(b"</sheetData>") :], count=1)
    return _Filled(head, lines, rest, number)


class _Column(NamedTuple):
    """What a heading stands in, and the cells below it."""

    name: str
    width: float
    style: str


def _columns(head: str) -> list[_Column]:
    """Return the columns of a sheet that have a heading."""
    formats = {
        number: (float(width), f' s="{style}"' if style else "")
        for first, last, width, style in _FORMAT.findall(head)
        for number in range(int(first), int(last) + 1)
    }
    names = enumerate(_HEADING.findall(head), start=1)
    return [_Column(name, *formats[at]) for at, name in names]


def _cells(row: Sequence[Value], columns: Sequence[_Column], number: int) -> str:
    return "".join(
        _cell(f'<c r="{column.name}{number}"{column.style}', value)
        for column, value in zip(columns, row, strict=True)
        if value is not None and value != ""
    )


def _height(row: Sequence[Value], columns: Sequence[_Column]) -> str:
    """Return the height of a row as an attribute; nothing where one line is enough."""
    texts = [(one.width, text) for one, text in zip(columns, row, strict=True) if text]
    lines = max([lines_of(text, width) for width, text in texts if isinstance(text, str)] or [1])
    return f' ht="{min(lines * _LINE, _HIGHEST)}" customHeight="1"' if lines > 1 else ""


def _cell(start: str, value: Value) -> str:
    if isinstance(value, str):
        # Quotes as well: a text that looks like the place of a cell would be moved like one.
        text = escape(value)
        return f'{start} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if isinstance(value, dt.date):
        value = (value - _DAY_0).days
    return f"{start}><v>{value}</v></c>"


def set_page(sheet: Any) -> None:
    """Print a sheet across, as wide as its columns, with page numbers."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes in a column; a Chinese character is two wide."""
    return max(1, math.ceil(sum(1 if char.isascii() else 2 for char in text) / (width - 2)))
