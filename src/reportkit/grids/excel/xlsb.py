"""Reading XLSB, Excel's binary workbook.

As with XLS, errors and the extent of a sheet are looked up in the records of its cells, and here
merged cells, too.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from reportkit.grids.archive import Archive, refuse_damaged
from reportkit.grids.cells import Oddities, Place, all_grids, sheet_place, within_sheet
from reportkit.grids.excel.package import main_part, relations
from reportkit.grids.excel.xls import error_of
from reportkit.grids.limits import MOST_CELLS, RESAVE, refuse_size
from reportkit.grids.model import Area, Grid, GridError, NoValue

_ROW, _ERROR, _FORMULA_ERROR, _SHEET, _MERGED = 0, 3, 11, 156, 176
_ROW_FLAGS, _ROW_HIDDEN = 11, 0x10
# Cells that hold something: numbers, errors, truth values, texts, formulas of each; rich text.
_CELLS = {*range(2, 12), 62}
# Cells that leave out their column, the one after the cell before: SheetJS writes them, Excel does
# not. No specification has them, and calamine passes over them.
_SHORT = range(12, 19)


def read_xlsb(data: bytes, archive: Archive, file: str) -> list[Grid]:
    """Return all sheets of a binary workbook.

    Raises
    ------
    GridError
    """
    archive.unpack_all()
    main = main_part(archive)
    related = relations(archive, main)
    odd: list[Oddities | None] = []
    room = 0
    try:
        for index, link in enumerate(_links(archive.read(main))):
            sheet = related[link]
            if sheet.kind != "worksheet":
                odd.append(None)
                continue
            found, size = _look_through(archive.read(sheet.part), sheet_place(index))
            room += size
            if room > MOST_CELLS:
                refuse_size(sheet_place(index))
            odd.append(found)
    except (struct.error, LookupError):
        refuse_damaged()
    return all_grids(data, file, odd)


def _links(book: bytes) -> Iterator[str]:
    """Yield the link of each sheet, which the relations of the book lead on from."""
    for kind, content in _records(book):
        if kind == _SHEET:
            (length,) = struct.unpack_from("<I", content, 8)
            yield content[12 : 12 + 2 * length].decode("utf-16-le", "replace")


def _look_through(sheet: bytes, place: str) -> tuple[Oddities, int]:
    """Return what calamine does not tell, and how many places lie between A1 and the last cell."""
    no_values: dict[Place, NoValue] = {}
    hidden: set[int] = set()
    merged = []
    row = rows = columns = 0
    for kind, content in _records(sheet):
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", content)
            if content[_ROW_FLAGS] & _ROW_HIDDEN:
                hidden.add(row + 1)
        elif kind in _CELLS:
            (column,) = struct.unpack_from("<I", content)
            rows, columns = max(rows, row + 1), max(columns, column + 1)
            if kind in {_ERROR, _FORMULA_ERROR}:
                no_values[row + 1, column + 1] = error_of(content[8])
        elif kind in _SHORT:
            raise GridError(f"{place}里的单元格是简写的，读不全，没有读取", RESAVE)
        elif kind == _MERGED:
            top, bottom, left, right = struct.unpack_from("<4I", content)
            merged.append(within_sheet(Area(top + 1, left + 1, bottom + 1, right + 1)))
    odd = Oddities(no_values, merged=tuple(merged), hidden_rows=frozenset(hidden))
    return odd, rows * columns


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of the records; both numbers before them take one byte or more."""
    position = 0
    while position < len(part):
        kind = part[position]
        position += 1
        if kind & 0x80:
            kind = kind & 0x7F | (part[position] & 0x7F) << 7
            position += 1
        length = shift = 0
        while True:
            byte = part[position]
            position += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, part[position : position + length]
        position += length
