"""Reading XLS, and `.et` of WPS, which is XLS.

Calamine gives an error as an empty cell, tells nothing of looks and of hidden rows, and lays out
all places up to the last cell before anybody can ask how many there are. So the records of the
cells are looked through first.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial

from reportkit.grids.archive import refuse_damaged, refuse_password
from reportkit.grids.as_shown import as_shown
from reportkit.grids.cells import Oddities, Place, all_grids, sheet_place
from reportkit.grids.excel import ole
from reportkit.grids.excel.xls_formats import XlsLooks, cell_looks, looks_of, puts_away
from reportkit.grids.limits import MOST_CELLS, RESAVE, refuse_size
from reportkit.grids.model import Grid, GridError, NoValue

_BOF, _EOF, _SHEET, _LOCKED = 0x809, 0x0A, 0x85, 0x2F
_ROW, _ROW_HIDDEN = 0x208, 0x20
_FORMULA, _ERROR, _LABEL, _SHARED = 0x06, 0x205, 0x204, 0xFD
_COLUMNS, _COLUMN_HIDDEN = 0x7D, 0x01
_WINDOW, _SHOWS_ZEROS = 0x23E, 0x10
# Cells of one value: numbers, texts, truth values, errors, formulas.
_CELLS = {_FORMULA, _ERROR, _LABEL, _SHARED, 0x203, 0x27E, 0xD6}
# Cells side by side; the last two bytes are the last column.
_SEVERAL, _ONE_OF_SEVERAL = 0xBD, 6
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
_OF_CELLS = 4  # of the `XlsLooks`, those of cells themselves
_LOCKED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


def read_xls(data: bytes, file: str, *, shown: bool = False) -> list[Grid]:
    """Return all sheets of a workbook of Excel 97 to 2003.

    Parameters
    ----------
    data : bytes
    file : str
        Its name.
    shown : bool
        Whether to tell of cells that nobody sees, or sees as something else.

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
    modern = streams.get("Workbook")
    book = modern or streams.get("Book")
    if book is None:
        raise GridError("内容不是表格", RESAVE)
    try:
        odd = list(_oddities(book, looks_of(_records(book, 0)) if modern else None))
        seen = list(_as_shown(book)) if shown and modern else []
    except (struct.error, IndexError):
        refuse_damaged()
    grids = all_grids(data, file, odd)
    return [see(grid) for see, grid in zip(seen, grids, strict=True)] if seen else grids


def _as_shown(book: bytes) -> Iterator[Callable[[Grid], Grid]]:
    """Yield of each sheet what makes it one that tells which of its cells nobody sees."""
    every = dict(enumerate(cell_looks(_records(book, 0))))
    for position, _ in _sheets(book):
        worn = _Worn()
        hidden: set[tuple[int, int]] = set()
        zeros = True
        for kind, content in _records(book, position):
            if kind in _CELLS or kind == _SEVERAL:
                row, column, last = _extent(kind, content)
                worn.add_cells(kind, content, row, range(column, last + 1))
            elif kind == _COLUMNS:
                first, last, width, flags = struct.unpack_from("<HHH2xH", content)
                if flags & _COLUMN_HIDDEN or not width:
                    hidden.add((first + 1, last + 1))
            elif kind == _WINDOW:
                zeros = bool(struct.unpack_from("<H", content)[0] & _SHOWS_ZEROS)
        looks = {
            place: every[style]
            for style, places in worn.styled.items()
            if style in every
            for place in places
        }
        yield partial(as_shown, looks=looks, hidden_columns=hidden, zeros=zeros)


def error_of(code: int) -> NoValue:
    """Return the error of a code; Excel's newer errors have codes of their own."""
    return NoValue(_ERRORS.get(code, "#VALUE!"))


def _oddities(book: bytes, looks: XlsLooks | None) -> Iterator[Oddities | None]:
    """Yield what is odd about each sheet; how its cells look only where that is known."""
    room = 0
    for index, (position, of_kind) in enumerate(_sheets(book)):
        if of_kind != _WORKSHEET:
            yield None
            continue
        odd, size = _look_through(book, position, looks)
        room += size
        if room > MOST_CELLS:
            refuse_size(sheet_place(index))
        yield odd


def _sheets(book: bytes) -> list[tuple[int, int]]:
    """Return where each sheet stands in the stream, and of what kind it is."""
    places = []
    for kind, content in _records(book, 0):
        if kind == _LOCKED:
            refuse_password()
        if kind == _SHEET:
            places.append(struct.unpack_from("<IxB", content))
    return places


def _look_through(book: bytes, position: int, looks: XlsLooks | None) -> tuple[Oddities, int]:
    """Return what is odd about a sheet, and how many places lie between A1 and its last cell."""
    no_values: dict[Place, NoValue] = {}
    hidden: set[int] = set()
    worn = _Worn()
    rows = columns = 0
    for kind, content in _records(book, position):
        if kind == _ROW:
            row, flags = struct.unpack_from("<H10xH", content)
            if flags & _ROW_HIDDEN:
                hidden.add(row + 1)
        if kind not in _CELLS and kind != _SEVERAL:
            if looks:
                worn.add_rule(kind, content, looks)
            continue
        row, column, last = _extent(kind, content)
        rows, columns = max(rows, row + 1), max(columns, last + 1)
        if looks and any(looks[:_OF_CELLS]):
            worn.add_cells(kind, content, row, range(column, last + 1))
        error = _error_in(kind, content)
        if error is not None:
            no_values[row + 1, column + 1] = error_of(error)
    odd = Oddities(no_values, hidden_rows=frozenset(hidden))
    return (worn.seen(odd, looks) if looks is not None else odd), rows * columns


@dataclass(slots=True)
class _Worn:
    """How the cells of a sheet look: by the number of a format, and of a shared string."""

    styled: defaultdict[int, list[Place]] = field(default_factory=lambda: defaultdict(list))
    saying: defaultdict[int, list[Place]] = field(default_factory=lambda: defaultdict(list))
    may_be_struck: bool = False
    may_fade: bool = False

    def add_cells(self, kind: int, content: bytes, row: int, columns: range) -> None:
        for at in columns:
            start = 4 + (at - columns.start) * _ONE_OF_SEVERAL
            (style,) = struct.unpack_from("<H", content, start)
            self.styled[style].append((row + 1, at + 1))
        if kind == _SHARED:
            (string,) = struct.unpack_from("<I", content, 6)
            self.saying[string].append((row + 1, columns.start + 1))

    def add_rule(self, kind: int, content: bytes, looks: XlsLooks) -> None:
        strikes, fades = puts_away(kind, content, looks.mixed)
        self.may_be_struck |= strikes
        self.may_fade |= fades

    def seen(self, odd: Oddities, looks: XlsLooks) -> Oddities:
        struck = _places(self.styled, looks.struck) | _places(self.saying, looks.struck_strings)
        return odd._replace(
            struck=struck,
            partly_struck=_places(self.saying, looks.partly_struck) - struck,
            faded=_places(self.styled, looks.faded),
            may_be_struck=self.may_be_struck,
            may_fade=self.may_fade,
        )


def _extent(kind: int, content: bytes) -> tuple[int, int, int]:
    """Return the row, the first and the last column of a record of cells, from 0."""
    row, column = struct.unpack_from("<HH", content)
    if kind != _SEVERAL:
        return row, column, column
    return row, column, struct.unpack_from("<H", content, len(content) - 2)[0]


def _error_in(kind: int, content: bytes) -> int | None:
    if kind == _ERROR and content[7]:
        return content[6]
    if kind == _FORMULA and content[12:14] == b"\xff\xff" and content[6] == 2:  # noqa: PLR2004
        return content[8]
    return None


def _places(styled: Mapping[int, list[Place]], styles: Iterable[int]) -> frozenset[Place]:
    return frozenset(place for style in styles for place in styled.get(style, ()))


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
