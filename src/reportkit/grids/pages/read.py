"""Documents with pages, as paragraphs and grids in reading order."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NoReturn

from reportkit.grids.document import Block, Document, Paragraph
from reportkit.grids.model import GridError
from reportkit.grids.pages.aligned.stack import Sheet
from reportkit.grids.pages.aligned.table import aligned_tables
from reportkit.grids.pages.apart import pages_apart
from reportkit.grids.pages.content import SURE, Glyph, Page, around
from reportkit.grids.pages.flow import Line, lines_on, paragraphs_of, without_running
from reportkit.grids.pages.ofd.read import pages_of
from reportkit.grids.pages.pasted import with_pasted
from reportkit.grids.pages.ruled.tables import Table, ruled_tables
from reportkit.grids.pages.scans.page import page_of_picture
from reportkit.grids.pages.scans.photos import pictures_of
from reportkit.grids.pages.scans.recognise import (
    Picture,
    can_recognise,
    refuse_picture,
    unread_pictures,
)

_MOST_PASTED = 20  # pages whose pictures are read: each may take seconds


def read_pdf(data: bytes, file: str) -> Document:
    """Return what stands in a PDF.

    Parameters
    ----------
    data : bytes
    file : str
        Its name.

    Raises
    ------
    GridError
        Where it cannot be read, with the remedy.
    """
    return document_of(_recognised(pages_apart(data)), file)


def read_ofd(data: bytes, file: str) -> Document:
    """Return what stands in an OFD document.

    Parameters
    ----------
    data : bytes
    file : str
        Its name.

    Raises
    ------
    GridError
        Where it cannot be read, with the remedy.
    """
    return document_of(_recognised(pages_of(data)), file)


def read_picture(data: bytes, file: str) -> Document:
    """Return what pictures of pages show: PNG, JPEG, TIFF, BMP.

    Parameters
    ----------
    data : bytes
    file : str
        Its name.

    Raises
    ------
    GridError
        Where it cannot be read, or the extra that recognises text is not installed.
    """
    if not can_recognise():
        refuse_picture()
    pictures = pictures_of(data)
    return document_of((page_of_picture(one, n) for n, one in enumerate(pictures, 1)), file)


def _recognised(pages: Iterable[tuple[Page, Picture | None]]) -> Iterator[Page]:
    """Yield pages, and of those that are pictures, or have some, what is recognised in them."""
    room = _MOST_PASTED
    for page, picture in pages:
        if picture is None or (page.pasted and not room):
            yield page
        elif page.pasted:
            room -= 1
            yield with_pasted(page, picture)
        else:
            yield page_of_picture(picture, page.number)


def document_of(pages: Iterable[Page], file: str) -> Document:
    """Return pages as a document."""
    tables: list[Table] = []
    texts: list[tuple[Page, list[Line]]] = []
    unread: list[int] = []
    pasted: list[int] = []
    recognised = False
    for page in pages:
        if page.unread:
            unread.append(page.number)
        if page.pasted:
            pasted.append(page.number)
        recognised |= any(glyph.score < SURE for glyph in page.glyphs)
        ruled, outside = ruled_tables(page, file)
        tables += ruled
        texts.append((page, lines_on(page.number, outside)))
    aligned, flowing = _without_aligned(without_running(texts), tables, file)
    placed: list[tuple[int, float, Block]] = [
        (table.grid.page, table.box.top, table.grid) for table in (*tables, *aligned)
    ]
    breaks = [place[:2] for place in placed]
    placed += [
        (one.page, one.top, Paragraph(one.text, one.page)) for one in paragraphs_of(flowing, breaks)
    ]
    placed.sort(key=lambda one: one[:2])
    if unread and not tables:
        _refuse_pictures()
    left = [f"第 {'、'.join(map(str, unread))} 页是图片，没有读取"] if unread else []
    left += [unread_pictures("页里的图片", pasted)] if pasted else []
    blocks = tuple(block for _, _, block in placed)
    return Document(file, "", blocks, unread="；".join(left), recognised=recognised)


def _refuse_pictures() -> NoReturn:
    """Refuse a document whose pages are pictures that were not read."""
    if not can_recognise():
        refuse_picture()
    raise GridError(
        "各页是图片，由几张拼成或者格式不认识，没有读取",
        "请用阅读器打开，另存为 PDF 或者 PNG 图片。",
    )


def _without_aligned(
    pages: Sequence[Sequence[Line]], ruled: Sequence[Table], file: str
) -> tuple[list[Table], list[Line]]:
    """Return the tables without lines on pages, and the lines of text that are none of them."""
    sheets = [_sheet(lines, ruled) for lines in pages if lines]
    tables: list[Table] = []
    taken: set[int] = set()
    for grid, glyphs in aligned_tables(sheets, file):
        on_first = [glyph for page, glyph in glyphs if page == grid.page]
        tables.append(Table(grid, around(on_first)))
        taken |= {id(glyph) for _, glyph in glyphs}
    if not taken:
        return tables, [line for lines in pages for line in lines]
    return tables, [
        line for lines in pages if lines for line in lines_on(lines[0].page, _left(lines, taken))
    ]


def _sheet(lines: Sequence[Line], ruled: Sequence[Table]) -> Sheet:
    """Return what of a page's text may make tables, and how far those with lines reach."""
    number = lines[0].page
    boxes = [table.box for table in ruled if table.grid.page == number]
    top = min((box.top for box in boxes), default=math.inf)
    bottom = max((box.bottom for box in boxes), default=-math.inf)
    return Sheet(number, [glyph for line in lines for glyph in line.glyphs], top, bottom)


def _left(lines: Sequence[Line], taken: Collection[int]) -> list[Glyph]:
    return [glyph for line in lines for glyph in line.glyphs if id(glyph) not in taken]
