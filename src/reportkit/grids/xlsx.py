"""Reading XLSX and XLSM: taken apart here, put before calamine with nothing but what holds values.

What else a workbook may hold (macros, links, pictures, odd names of parts) is not carried over.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from typing import NamedTuple
from xml.etree import ElementTree as ET
from xml.sax.saxutils import quoteattr

from reportkit.grids.archive import Archive, local, parse
from reportkit.grids.cells import grid_of, opened
from reportkit.grids.limits import MOST_CELLS, refuse_size
from reportkit.grids.model import Grid, GridError
from reportkit.grids.package import Related, attribute, main_part, relations
from reportkit.grids.shared_strings import check_lengths, struck_strings
from reportkit.grids.sheet_xml import extent, oddities, tidy, without_empty_cells
from reportkit.grids.styles import struck_styles

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_EMPTY = ET.Element("styleSheet")
_STYLES_LOST = "样式表已损坏，日期可能读成了数字"
_NO_CELLS = "不是普通工作表（图表、对话框或者宏），里面没有单元格"
_YES = {"1", "true", "on"}


class _Sheet(NamedTuple):
    title: str
    hidden: bool
    related: Related


def read_xlsx(data: bytes, file: str) -> list[Grid]:
    """Return all sheets of a workbook of Open XML, in their order.

    Raises
    ------
    GridError
    """
    archive = Archive(data)
    main = main_part(archive)
    workbook = archive.parse(main)
    related = relations(archive, main)
    sheets = _sheets(workbook, related)
    styles, formats, note = _styles(archive, related)
    strings = tidy(_part(archive, related, "sharedStrings"))
    contents = _contents(archive, sheets)
    check_lengths(strings, [(sheet.title, contents[sheet.title]) for sheet in sheets])
    crossed_out = struck_styles(formats), struck_strings(strings)
    parts = {"xl/styles.xml": styles, "xl/sharedStrings.xml": strings}
    book = opened(_put_together(workbook, contents, parts))
    grids = []
    for index, sheet in enumerate(sheets):
        xml = contents[sheet.title]
        if not xml:
            grids.append(Grid(file, (), sheet.title, hidden=sheet.hidden, note=_NO_CELLS))
            continue
        odd = oddities(xml, *crossed_out)
        grids.append(grid_of(book, index, file, sheet.title, odd, sheet.hidden, note))
    return grids


def _sheets(workbook: ET.Element, related: Mapping[str, Related]) -> list[_Sheet]:
    listed = [one for part in workbook if local(part.tag) == "sheets" for one in part]
    return [
        _Sheet(
            one.get("name", ""),
            one.get("state", "visible") != "visible",
            related.get(attribute(one.attrib, "id"), Related("", "")),
        )
        for one in listed
    ]


def _part(archive: Archive, related: Mapping[str, Related], kind: str) -> bytes:
    names = [one.part for one in related.values() if one.kind == kind and one.part in archive]
    return archive.read_xml(names[0]) if names else b""


def _styles(archive: Archive, related: Mapping[str, Related]) -> tuple[bytes, ET.Element, str]:
    """Return the style sheet as bytes and parsed; without one, numbers stay numbers."""
    data = _part(archive, related, "styles")
    if not data.strip():
        return b"", _EMPTY, ""
    try:
        return data, parse(data), ""
    except GridError:
        return b"", _EMPTY, _STYLES_LOST


def _contents(archive: Archive, sheets: list[_Sheet]) -> dict[str, bytes]:
    """Return the sheets by title; empty for those that have no cells by their nature."""
    contents: dict[str, bytes] = {}
    room = 0
    for sheet in sheets:
        contents[sheet.title] = b""
        if sheet.related.kind == "worksheet":
            xml = tidy(archive.read_xml(sheet.related.part, without_empty_cells))
            room += extent(xml, sheet.title)
            if room > MOST_CELLS:
                refuse_size(sheet.title)
            contents[sheet.title] = xml
    return contents


def _put_together(
    workbook: ET.Element, contents: Mapping[str, bytes], parts: Mapping[str, bytes]
) -> bytes:
    """Return a workbook of these sheets; titles and states are told by the original."""
    blank = f'<worksheet xmlns="{_MAIN}"><sheetData/></worksheet>'.encode()
    sheets, relations_ = [], []
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _related([("officeDocument", "xl/workbook.xml")]))
        for number, (title, xml) in enumerate(contents.items(), start=1):
            name = f"sheet{number}.xml"
            archive.writestr(f"xl/{name}", xml or blank)
            relations_.append(("worksheet", name))
            sheets.append(f'<sheet name={quoteattr(title)} sheetId="{number}" r:id="rId{number}"/>')
        for path, data in parts.items():
            if data:
                name = path.removeprefix("xl/")
                archive.writestr(path, data)
                relations_.append((name.removesuffix(".xml"), name))
        archive.writestr("xl/_rels/workbook.xml.rels", _related(relations_))
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
            f'<workbookPr date1904="{int(_counts_from_1904(workbook))}"/>'
            f"<sheets>{''.join(sheets)}</sheets></workbook>",
        )
    return packed.getvalue()


def _related(parts: list[tuple[str, str]]) -> str:
    lines = [
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(parts, start=1)
    ]
    return f'<Relationships xmlns="{_PACKAGE}">{"".join(lines)}</Relationships>'


def _counts_from_1904(workbook: ET.Element) -> bool:
    return any(
        local(one.tag) == "workbookPr" and one.get("date1904", "").lower() in _YES
        for one in workbook
    )
