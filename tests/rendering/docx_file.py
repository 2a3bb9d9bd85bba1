"""What stands in a DOCX file, as python-docx reads it."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml.ns import qn
from selectolax.lexbor import LexborHTMLParser


def opened(data: bytes) -> Document:
    return docx.Document(BytesIO(data))


def tables(document: Document) -> list[list[list[str]]]:
    """Return the text of the cells of each table, row by row; a merged cell once."""
    return [
        [
            ["\n".join(paragraphs(cell)) for cell in row.tc_lst if cell.vMerge != "continue"]
            for row in table._tbl.tr_lst
        ]
        for table in document.tables
    ]


def paragraphs(element) -> list[str]:
    return ["".join(t.text or "" for t in p.iter(qn("w:t"))) for p in element.iter(qn("w:p"))]


def figures(data: bytes, html: str) -> dict[str, str]:
    """Return what a report's DOCX has in place of each cell of its form.

    Which place is whose, the HTML of the report says: its tables have the same cells, but for the
    numbers of charts that a screen alone shows.
    """
    found = {}
    root = LexborHTMLParser(html).root
    on_screen = {table.mem_id for table in root.css("details.screen table")}
    pages = [table for table in root.css("table") if table.mem_id not in on_screen]
    printed = tables(opened(data))
    assert len(pages) == len(printed)
    for shown, table in zip(pages, printed, strict=True):
        cells = [row.iter() for row in shown.css("tr")]
        rows = [[cell for cell in row if cell.tag in {"td", "th"}] for row in cells]
        assert [len(row) for row in rows] == [len(row) for row in table]
        for row, texts in zip(rows, table, strict=True):
            found |= {c.id: text for c, text in zip(row, texts, strict=True) if c.id}
    return found


def told(folder: Path) -> dict[str, str]:
    """Return the cells that ``figures.json`` has beside a report, as a table shows them."""
    cells = json.loads((folder / "figures.json").read_text("utf-8"))["cells"]
    marks = {"unknown": "？", "not_applicable": "／"}
    return {cell: _shown(item["value"], marks) for cell, item in cells.items()}


def _shown(value, marks) -> str:
    if isinstance(value, dict):
        return value["text"] if "text" in value else marks[value["mark"]]
    return "" if value is None else str(value)
