"""Reading XLSX and XLSM: taken apart here, put before calamine with nothing but what holds values.

What else a workbook may hold (macros, links, pictures, odd names of parts) is not carried over.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from reportkit.grids.archive import Archive, local, parse, refuse_damaged
from reportkit.grids.as_shown import as_shown
from reportkit.grids.cells import Sheet, grids_of, opened, sheet_place
from reportkit.grids.excel import shared_strings
from reportkit.grids.excel.package import Related, attribute, main_part, relations
from reportkit.grids.excel.sheet_xml import (
    Looks,
    check_extent,
    check_lengths,
    errors_as_text,
    hidden_columns,
    oddities,
    shows_zeros,
    styled,
    tidy,
    without_empty_rows,
)
from reportkit.grids.excel.styles import faded_styles, looks_of, putting_away, struck_styles
from reportkit.grids.model import Grid, GridError

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
_YES = {"1", "true", "on"}


def read_xlsx(archive: Archive, file: str, *, shown: bool = False) -> list[Grid]:
    """Return all sheets of a workbook of Open XML, in their order.

    Parameters
    ----------
    archive : Archive
    file : str
        Its name.
    shown : bool
        Whether to tell of cells that nobody sees, or sees as something else.

    Raises
    ------
    GridError
    """
    main = main_part(archive)
    workbook = archive.parse(main)
    related = relations(archive, main)
    listed = [one.attrib for part in workbook if local(part.tag) == "sheets" for one in part]
    contents = _contents(archive, [related.get(attribute(one, "id")) for one in listed])
    styles, formats, note = _styles(archive, related)
    strings = tidy(_part(archive, related, "sharedStrings"))
    shared_strings.check_lengths(strings, contents)
    looks = Looks(
        struck_styles(formats),
        faded_styles(formats),
        *shared_strings.struck_strings(strings),
        *putting_away(formats),
    )
    titles = [one.get("name", "") for one in listed]
    sheets = [
        Sheet(
            title,
            one.get("state", "visible") != "visible",
            oddities(xml, looks) if xml else None,
        )
        for one, title, xml in zip(listed, titles, contents, strict=True)
    ]
    readable = list(map(errors_as_text, contents))
    book = opened(_put_together(workbook, readable, styles, strings))
    grids = grids_of(book, file, sheets, note)
    return _as_shown(grids, contents, formats) if shown else grids


def _as_shown(grids: list[Grid], contents: Sequence[bytes], formats: ET.Element) -> list[Grid]:
    every = dict(enumerate(looks_of(formats)))

    def seen(grid: Grid, xml: bytes) -> Grid:
        looks = {place: every[style] for place, style in styled(xml).items() if style in every}
        return as_shown(grid, looks, hidden_columns(xml), zeros=shows_zeros(xml))

    return list(map(seen, grids, contents))


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


def _contents(archive: Archive, sheets: Sequence[Related | None]) -> list[bytes]:
    """Return the sheets; empty for those that have no cells by their nature."""
    contents = []
    for index, sheet in enumerate(sheets):
        xml = b""
        if sheet is None or sheet.kind == "worksheet":
            if sheet is None:
                refuse_damaged()
            xml = tidy(archive.read_xml(sheet.part, without_empty_rows))
            check_extent(xml, sheet_place(index))
            check_lengths(xml, sheet_place(index))
        contents.append(xml)
    return contents


def _put_together(
    workbook: ET.Element, contents: Sequence[bytes], styles: bytes, strings: bytes
) -> bytes:
    """Return a workbook of these sheets; titles and states are told by the original."""
    blank = f'<worksheet xmlns="{_MAIN}"><sheetData/></worksheet>'.encode()
    numbers = range(1, len(contents) + 1)
    parts = {
        f"sheet{number}.xml": ("worksheet", contents[number - 1] or blank) for number in numbers
    }
    if styles:
        parts["styles.xml"] = ("styles", styles)
    if strings:
        parts["sharedStrings.xml"] = ("sharedStrings", strings)
    sheets = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _related([("officeDocument", "xl/workbook.xml")]))
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
            f'<workbookPr date1904="{int(_counts_from_1904(workbook))}"/>'
            f"<sheets>{sheets}</sheets></workbook>",
        )
        links = [(kind, name) for name, (kind, _) in parts.items()]
        archive.writestr("xl/_rels/workbook.xml.rels", _related(links))
        for name, (_, data) in parts.items():
            archive.writestr(f"xl/{name}", data)
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
