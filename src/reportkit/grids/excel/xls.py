"""Reading XLS, and `.et` of WPS, which is XLS.

Calamine gives an error as an empty cell, and lays out all places up to the last cell before anybody
can ask how many there are. So the records of the cells are looked through first.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from reportkit.grids.archive import refuse_damaged, refuse_password
from reportkit.grids.cells import Oddities, Place, all_grids, sheet_place
from reportkit.grids.excel import ole
from reportkit.grids.limits import MOST_CELLS, RESAVE, refuse_size
from reportkit.grids.model import Grid, GridError, NoValue

_BOF, _EOF, _SHEET, _LOCKED = 0x809, 0x0A, 0x85, 0x2F
_FORMULA, _ERROR, _LABEL = 0x06, 0x205, 0x204
# Cells of one value: numbers, texts, truth values, errors, formulas.
_CELLS = {_FORMULA, _ERROR, _LABEL, 0x203, 0x27E, 0xFD, 0xD6}
# Cells side by side; the last two bytes are the last column.
_SEVERAL = 0xBD
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_WORKSHEET = 0
_LOCKED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def read_xls(data: bytes, file: str) -> list[Grid]:
    """Return all sheets of a workbook of Excel 97 to 2003.

    Raises
    ------
    GridError
    """
    if _LOCKED_PACKAGE in data:
        refuse_password()
    streams = ole.streams(data)
    if "WordDocument" in streams:
        raise GridError(
            "内容是 Word 文档，不是表格", "请把其中的表格复制到 Excel 或 WPS 表格后保存。"
        )
    book = streams.get("Workbook") or streams.get("Book")
    if book is None:
        raise GridError("内容不是表格", RESAVE)
    try:
        odd = list(_oddities(book))
    except (struct.error, IndexError):
        refuse_damaged()
    return all_grids(data, file, odd)


def error_of(code: int) -> NoValue:
    """Return the error of a code; Excel's newer errors have codes of their own."""
    return NoValue(_ERRORS.get(code, "#VALUE!"))


def _oddities(book: bytes) -> Iterator[Oddities | None]:
    places = []
    for kind, content in _records(book, 0):
        if kind == _LOCKED:
            refuse_password()
        if kind == _SHEET:
            position, of_kind = struct.unpack_from("<IxB", content)
            places.append((position, of_kind))
    room = 0
    for index, (position, of_kind) in enumerate(places):
        if of_kind != _WORKSHEET:
            yield None
            continue
        no_values, size = _look_through(book, position)
        room += size
        if room > MOST_CELLS:
            refuse_size(sheet_place(index))
        yield Oddities(no_values)


def _look_through(book: bytes, position: int) -> tuple[dict[Place, NoValue], int]:
    """Return the errors of a sheet, and how many places lie between A1 and its last cell."""
    no_values: dict[Place, NoValue] = {}
    rows = columns = 0
    for kind, content in _records(book, position):
        if kind not in _CELLS and kind != _SEVERAL:
            continue
        row, column = struct.unpack_from("<HH", content)
        last = (
            struct.unpack_from("<H", content, len(content) - 2)[0] if kind == _SEVERAL else column
        )
        rows, columns = max(rows, row + 1), max(columns, last + 1)
        error = None
        if kind == _ERROR and content[7]:
            error = content[6]
        elif kind == _FORMULA and content[12:14] == b"\xff\xff" and content[6] == 2:  # noqa: PLR2004
            error = content[8]
        if error is not None:
            no_values[row + 1, column + 1] = error_of(error)
    return no_values, rows * columns


def _records(book: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of the records of one part of the stream; charts in it are skipped."""
    depth = 0
    while position + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, position)
        position += 4
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth == 0:
                return
        elif depth == 1:
            yield kind, book[position : position + length]
        position += length
