"""Reading any foreign document, by what it is and not by what it is called."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path

from reportkit.grids.archive import Archive
from reportkit.grids.document import Document
from reportkit.grids.excel import ole
from reportkit.grids.excel.xls import read_xls
from reportkit.grids.excel.xlsb import read_xlsb
from reportkit.grids.excel.xlsx import read_xlsx
from reportkit.grids.limits import refuse_document
from reportkit.grids.model import Grid
from reportkit.grids.ods.read import read_ods
from reportkit.grids.pages.pictured import Pictures
from reportkit.grids.pages.read import read_ofd, read_pdf, read_picture
from reportkit.grids.pages.shown import ShownPage, shown_pdf, shown_pictures
from reportkit.grids.read import bytes_of
from reportkit.grids.running_text import read_running_text
from reportkit.grids.sniff import kind_of
from reportkit.grids.web.page import read_web_page
from reportkit.grids.word.docx import read_docx
from reportkit.grids.word.old import read_old_word

# A part of a page, saved without what stands around it.
_TAGS = re.compile(rb"<(?:p|div|table|span|html|body|h[1-6]|tr)\b[^<>]*>", re.IGNORECASE)
_HEAD = 1024  # a PDF may have something else before its mark, as readers allow
_MOST_ACROSS, _MOST_CELLS = 1_000, 200_000  # of a sheet that may be a report
_LOOKED_AT = 1 << 16
_WORD, _SHEETS = "word/document.xml", "xl/workbook.xml"
_OFD = "OFD.xml"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"BM")
_OLD_WORD = "WordDocument".encode("utf-16-le")
_Reader = Callable[[bytes, str], Document]


def read_document(path: Path) -> Document:
    """Return what a document says, from top to bottom.

    Parameters
    ----------
    path : Path
        A web page, a Word document, a PDF, an OFD, a picture, a spreadsheet, or text.

    Raises
    ------
    GridError
        Where the file cannot be read, with the remedy.
    OSError
        Where the system does not let it be read.
    """
    return document_of(bytes_of(path), path.name)


def document_of(data: bytes, file: str) -> Document:
    """Return what the content of a document says.

    Raises
    ------
    GridError
    """
    return _READERS[_kind(data)](data, file)


def shown_pages(path: Path, numbers: Collection[int]) -> list[ShownPage]:
    """Return some pages of a document as pictures; none of one without pages, or of another kind.

    Raises
    ------
    GridError
    OSError
    """
    data = bytes_of(path)
    show = _SHOWN.get(_kind(data))
    return show(data, numbers) if show else []


def _kind(data: bytes) -> str:
    """Return the kind of a document, a key of `_READERS`."""
    told = next((kind for kind, tells in _TOLD_BY.items() if tells(data)), "")
    kind = told or kind_of(data)
    return "html" if kind == "text" and _TAGS.search(data[:_LOOKED_AT]) else kind


def _holds(data: bytes, name: str) -> bool:
    """Whether it is an archive with such a part."""
    return data.startswith(b"PK") and name in Archive(data)


_TOLD_BY: Mapping[str, Callable[[bytes], bool]] = {
    "ofd": lambda data: _holds(data, _OFD),
    "docx": lambda data: _holds(data, _WORD) and not _holds(data, _SHEETS),
    "pdf": lambda data: b"%PDF" in data[:_HEAD],
    "picture": lambda data: data.startswith(_PICTURES) and b"\0" in data[:_LOOKED_AT],
    "rtf": lambda data: data.startswith(b"{\\rtf"),
    "doc": lambda data: data.startswith(ole.MAGIC) and _OLD_WORD in data,
}
"""What ledgers are not kept in, each with what tells it; the rest `kind_of` tells."""


def _sheets(read: Callable[[bytes, str], list[Grid]]) -> _Reader:
    """Return a reader of spreadsheets: their sheets in order, those that are hidden told."""

    def reader(data: bytes, file: str) -> Document:
        grids = read(data, file)
        # Sheets are told by number: one may be called after somebody.
        numbered = list(enumerate(grids, 1))
        shown = tuple(_to_its_width(grid, n) for n, grid in numbered if not grid.hidden)
        away = [str(n) for n, grid in numbered if grid.hidden and grid.rows]
        left = f"第 {'、'.join(away)} 张工作表是隐藏的，没有读" if away else ""
        return Document(file, "", shown, unread=left)

    return reader


def _to_its_width(grid: Grid, number: int) -> Grid:
    """Return a sheet whose rows reach as far as the longest: an empty cell is one, too."""
    width = max((len(values) for _, values in grid.rows), default=0)
    if width > _MOST_ACROSS and width * len(grid.rows) > _MOST_CELLS:
        refuse_document(f"第 {number} 张工作表的栏数")
    rows = [(row, [*values, *[None] * (width - len(values))]) for row, values in grid.rows]
    return replace(grid, rows=rows)


_READERS: Mapping[str, _Reader] = {
    "html": lambda data, file: read_web_page(data, file, Pictures(file)),
    "xlsx": _sheets(lambda data, file: read_xlsx(Archive(data), file, shown=True)),
    "xlsb": _sheets(lambda data, file: read_xlsb(data, Archive(data), file)),
    "xls": _sheets(lambda data, file: read_xls(data, file, shown=True)),
    "ods": _sheets(lambda data, file: read_ods(Archive(data), file, shown=True)),
    "text": read_running_text,
    "pdf": read_pdf,
    "ofd": read_ofd,
    "picture": read_picture,
    "docx": lambda data, file: read_docx(Archive(data), file, Pictures(file)),
    "doc": lambda data, file: read_old_word(data, file, ".doc", Pictures(file)),
    "rtf": lambda data, file: read_old_word(data, file, ".rtf", Pictures(file)),
}

_SHOWN: Mapping[str, Callable[[bytes, Collection[int]], list[ShownPage]]] = {
    "pdf": shown_pdf,
    "picture": shown_pictures,
}
