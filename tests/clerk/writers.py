"""Writing sheets into files of every kind that offices hand in."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
import xlwt

from tests.clerk.base import Record
from tests.clerk.draft import Line, Sheet


def save_xlsx(
    path: Path, sheets: Sequence[Sheet], date_format: str = "yyyy-mm-dd", **options: Any
) -> None:
    """Write a workbook as Excel does; `options` are those of XlsxWriter."""
    with xlsxwriter.Workbook(path, {"in_memory": True, **options}) as book:
        date = {"num_format": date_format}
        formats = [
            {
                dt.date: book.add_format(date | struck),
                str: book.add_format({"num_format": "@"} | struck),
                bool: book.add_format(struck),
            }
            for struck in ({}, {"font_strikeout": True}, {"font_color": "#A6A6A6"})
        ]
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            for row, line in enumerate(sheet.lines):
                for column, value in enumerate(line.cells):
                    if value is not None:
                        _put(page, row, column, value, formats[_look(sheet, row)])
            for area in sheet.merged:
                page.merge_range(*area, "")
                top, left = area[:2]
                _put(page, top, left, sheet.lines[top].cells[left], formats[_look(sheet, top)])
            if sheet.hidden:
                page.hide()
            for row in sheet.hidden_rows:
                page.set_row(row, options={"hidden": True})
            for column in sheet.hidden_columns:
                page.set_column(column, column, options={"hidden": True})
        visible = [sheet for sheet in book.worksheets() if not sheet.hidden]
        visible[0].activate()


def _look(sheet: Sheet, row: int) -> int:
    return 1 if row in sheet.struck else 2 if row in sheet.grey else 0


def _put(page: Any, row: int, column: int, value: Any, formats: dict[type, Any]) -> None:
    if isinstance(value, bool):
        page.write_boolean(row, column, value, formats[bool])
    elif isinstance(value, dt.date):
        page.write_datetime(row, column, value, formats[dt.date])
    elif isinstance(value, int | float | Decimal):
        page.write_number(row, column, float(value), formats[bool])
    elif isinstance(value, Formula):
        page.write_formula(row, column, value.text, formats[bool], value.value)
    elif value is not None:
        page.write_string(row, column, str(value), formats[str])


class Formula:
    """A formula, and the value that Excel has kept of it."""

    def __init__(self, text: str, value: Any) -> None:
        self.text, self.value = text, value


def as_text(value: Any) -> str:
    """Return a cell as CSV has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def csv_text(sheets: Sequence[Sheet], separator: str = ",", newline: str = "\r\n") -> str:
    """Return all sheets, one below the other, as text."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator=newline)
    writer.writerows([as_text(cell) for cell in line.cells] for line in _lines(sheets))
    return text.getvalue()


def _lines(sheets: Sequence[Sheet]) -> list[Line]:
    return [line for sheet in sheets for line in sheet.lines]


def save_csv(
    path: Path, sheets: Sequence[Sheet], encoding: str = "utf-8-sig", **manner: str
) -> None:
    """Write all sheets, one below the other, as CSV."""
    path.write_bytes(csv_text(sheets, **manner).encode(encoding))


def neat_csv(records: Sequence[Record]) -> bytes:
    """Return records as the neatest file there is."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(records[0])
    writer.writerows([as_text(value) for value in record.values()] for record in records)
    return text.getvalue().encode("utf-8-sig")


def save_xls(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write a workbook of Excel 97, or of WPS (``.et``)."""
    book = xlwt.Workbook(encoding="utf-8")
    date = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for sheet in sheets:
        page = book.add_sheet(sheet.name)
        page.visibility = int(sheet.hidden)
        for top, left, bottom, right in sheet.merged:
            page.merge(top, bottom, left, right)
        for row, line in enumerate(sheet.lines):
            for column, value in enumerate(line.cells):
                if isinstance(value, dt.date):
                    page.write(row, column, value, date)
                elif value is not None:
                    page.write(row, column, float(value) if isinstance(value, Decimal) else value)
    book.save(str(path))


_ODS = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_ODS_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.2"'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:automatic-styles>'
    '<style:style style:name="away" style:family="table"><style:table-properties'
    ' table:display="false"/></style:style></office:automatic-styles>'
    "<office:body><office:spreadsheet>"
)


def save_ods(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write a workbook of LibreOffice."""
    tables = "".join(map(_ods_table, sheets))
    content = f"{_ODS_HEAD}{tables}</office:spreadsheet></office:body></office:document-content>"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", _ODS)
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{_ODS_MANIFEST}">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_ODS}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
            "</manifest:manifest>",
        )


def _ods_table(sheet: Sheet) -> str:
    spans = {
        (top, left): (end - top + 1, right - left + 1) for top, left, end, right in sheet.merged
    }
    rows = ""
    for row, line in enumerate(sheet.lines):
        cells = [_ods_cell(v, spans.get((row, at))) for at, v in enumerate(line.cells)]
        rows += f"<table:table-row>{''.join(cells)}</table:table-row>"
    style = ' table:style-name="away"' if sheet.hidden else ""
    return f"<table:table table:name={quoteattr(sheet.name)}{style}>{rows}</table:table>"


def _ods_cell(value: Any, span: tuple[int, int] | None) -> str:
    spanned = ""
    if span:
        spanned = f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"'
    if value is None:
        return f"<table:table-cell{spanned}/>"
    if isinstance(value, bool):
        kind = f'boolean" office:boolean-value="{str(value).lower()}'
    elif isinstance(value, dt.date):
        kind = f'date" office:date-value="{value.isoformat()}'
    elif isinstance(value, int | float | Decimal):
        kind = f'float" office:value="{value}'
    else:
        kind = "string"
    text = f"<text:p>{escape(as_text(value))}</text:p>"
    return f'<table:table-cell office:value-type="{kind}"{spanned}>{text}</table:table-cell>'


def html_table(sheets: Sequence[Sheet]) -> str:
    """Return sheets as the HTML that systems export and call a spreadsheet."""
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(as_text(cell))}</td>" for cell in line.cells) + "</tr>"
        for line in _lines(sheets)
    )
    return f'<html><head><meta charset="utf-8"></head><body><table>{rows}</table></body></html>'


def save_locked(path: Path) -> None:
    """Write what Excel writes for a workbook with a password: an OLE file with one stream."""
    sector = 512
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    header[24:34] = bytes.fromhex("3e000300feff09000600")
    header[44:48] = (1).to_bytes(4, "little")  # one sector of the allocation table
    header[48:52] = (1).to_bytes(4, "little")  # the directory is in sector 1
    header[57:58] = b"\x10"
    header[60:64] = header[68:72] = b"\xfe\xff\xff\xff"
    header[76:512] = (0).to_bytes(4, "little") + b"\xff" * 432
    ends = b"\xfe\xff\xff\xff"
    table = b"\xfd\xff\xff\xff" + ends + ends + b"\xff" * (sector - 12)
    entries = [_ole_entry("Root Entry", 5, 1), _ole_entry("EncryptedPackage", 2, None, 2, sector)]
    directory = b"".join(entries) + bytes(sector - 256)
    path.write_bytes(bytes(header) + table + directory + b"\x5a" * sector)


def _ole_entry(
    name: str, kind: int, child: int | None, start: int = 0xFFFFFFFE, size: int = 0
) -> bytes:
    entry = bytearray(128)
    encoded = name.encode("utf-16-le")
    entry[: len(encoded)] = encoded
    entry[64:66] = (len(encoded) + 2).to_bytes(2, "little")
    entry[66] = kind
    entry[67] = 1
    entry[68:76] = b"\xff" * 8
    entry[76:80] = (0xFFFFFFFF if child is None else child).to_bytes(4, "little")
    entry[116:120] = start.to_bytes(4, "little")
    entry[120:124] = size.to_bytes(4, "little")
    return bytes(entry)
