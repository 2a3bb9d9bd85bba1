"""Files for tests as other programs write them, part by part."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportkit.grids import Grid, GridError, read_grids

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_ODF_NAMES = (
    " ".join(f'xmlns:{name}="{_ODF}{name}:1.0"' for name in ("office", "table", "text", "style"))
    + f' xmlns:fo="{_ODF}xsl-fo-compatible:1.0"'
)


def only(path: Path) -> Grid:
    """Return the one sheet there must be."""
    (grid,) = read_grids(path)
    return grid


def values(grid: Grid) -> list[list[Any]]:
    """Return the rows without their numbers."""
    return [list(row) for _, row in grid.rows]


def refusal(path: Path) -> GridError:
    """Return how a file that must be refused is refused: a fault and a remedy, both sentences."""
    with pytest.raises(GridError) as caught:
        read_grids(path)
    assert caught.value.remedy.startswith("请")
    return caught.value


def write_xlsx(path: Path, rows: list[list[Any]], title: str = "台账") -> Path:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def write_parts(
    path: Path,
    rows: str,
    *,
    after: str = "",
    styles: str | None = None,
    strings: str | None = None,
    workbook: str = "",
    namespaces: tuple[str, str] = (MAIN, OFFICE),
    slash: str = "/",
) -> Path:
    """Write a workbook of one sheet from its XML."""
    main, office = namespaces
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relations(office, ("officeDocument", "xl/workbook.xml")),
        f"xl{slash}workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}">{workbook}'
        '<sheets><sheet name="台账" sheetId="1" r:id="r0"/></sheets></workbook>',
        f"xl{slash}_rels{slash}workbook.xml.rels": _relations(
            office,
            ("worksheet", f"worksheets{slash}sheet1.xml"),
            ("styles", "styles.xml"),
            ("sharedStrings", "/xl/sharedStrings.xml"),
        ),
        f"xl{slash}worksheets{slash}sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{rows}'
        f"</sheetData>{after}</worksheet>",
    }
    if styles is not None:
        parts[f"xl{slash}styles.xml"] = styles
    if strings is not None:
        parts[f"xl{slash}sharedStrings.xml"] = f'<sst xmlns="{main}">{strings}</sst>'
    return write_zip(path, parts)


def write_ods(path: Path, tables: str, styles: str = "") -> Path:
    return write_zip(
        path,
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"<office:document-content {_ODF_NAMES}><office:automatic-styles>"
            f"{styles}</office:automatic-styles><office:body><office:spreadsheet>{tables}"
            "</office:spreadsheet></office:body></office:document-content>",
        },
    )


def write_zip(path: Path, parts: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def _relations(office: str, *related: tuple[str, str]) -> str:
    lines = "".join(
        f'<Relationship Id="r{number}" Type="{office}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(related)
    )
    return f"<Relationships>{lines}</Relationships>"
