"""A binary workbook for tests, as Excel writes it: records of cells that name their column."""

from __future__ import annotations

import struct
from collections.abc import Collection, Sequence
from pathlib import Path

from tests.grids.samples import write_zip

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EXCEL = "application/vnd.ms-excel"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    f'<Default Extension="bin" ContentType="{_EXCEL}.sheet.binary.macroEnabled.main"/>'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.bin" ContentType="{_EXCEL}.worksheet"/>'
    "</Types>"
)
_FULL_TEXT, _FULL_NUMBER, _SHORT_TEXT = 6, 5, 17


def write_xlsb(
    path: Path,
    rows: Sequence[Sequence[str | float | None]],
    *,
    merged: Sequence[tuple[int, int, int, int]] = (),
    hidden: Collection[int] = (),
    short: bool = False,
    extent_told: bool = True,
) -> Path:
    """Write one sheet.

    Parameters
    ----------
    path : Path
    rows : sequence of sequence
    merged : sequence of (top, bottom, left, right)
        From 0.
    hidden : collection of int
        Rows, from 0.
    short : bool
        Leave out the column of each text but the first of a row, as SheetJS does.
    extent_told : bool
        Tell how far the sheet goes, which calamine asks for.
    """
    extent = struct.pack("<4I", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    content = _record(129) + (_record(148, extent) if extent_told else b"") + _record(145)
    for number, row in enumerate(rows):
        content += _record(
            0, struct.pack("<IIHBBBI", number, 0, 300, 0, 0x10 * (number in hidden), 0, 0)
        )
        for column, value in enumerate(row):
            content += _cell(column, value, short=short and column > 0)
    content += _record(146) + _record(177, struct.pack("<I", len(merged)))
    content += b"".join(_record(176, struct.pack("<4I", *area)) for area in merged)
    content += _record(178) + _record(130)
    sheet = struct.pack("<II", 0, 1) + _text("rId1") + _text("台账")
    book = _record(131) + _record(143) + _record(156, sheet) + _record(144) + _record(132)
    return write_zip(
        path,
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _relation("officeDocument", "xl/workbook.bin"),
            "xl/workbook.bin": book,
            "xl/_rels/workbook.bin.rels": _relation("worksheet", "worksheets/sheet1.bin"),
            "xl/worksheets/sheet1.bin": content,
        },
    )


def _cell(column: int, value: str | float | None, *, short: bool) -> bytes:
    place = struct.pack("<II", column, 0)
    if value is None:
        return b""
    if not isinstance(value, str):
        return _record(_FULL_NUMBER, place + struct.pack("<d", value))
    return _record(_SHORT_TEXT if short else _FULL_TEXT, place[4 * short :] + _text(value))


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 1 << 7 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = len(content)
    size = b""
    while length >> 7:
        size += bytes([length & 0x7F | 0x80])
        length >>= 7
    return head + size + bytes([length]) + content


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _relation(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )
