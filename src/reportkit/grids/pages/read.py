"""Documents with pages, as paragraphs and grids in reading order."""

from __future__ import annotations

from collections.abc import Iterable

from reportkit.grids.document import Block, Document, Paragraph
from reportkit.grids.pages import ofd
from reportkit.grids.pages.apart import pages_apart
from reportkit.grids.pages.content import SURE, Page
from reportkit.grids.pages.flow import Line, lines_on, paragraphs_of, without_running
from reportkit.grids.pages.scans.page import page_of_picture
from reportkit.grids.pages.scans.photos import pictures_of
from reportkit.grids.pages.scans.recognise import can_recognise, refuse_picture
from reportkit.grids.pages.tables.aligned import aligned_tables
from reportkit.grids.pages.tables.ruled import Table, ruled_tables


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
    pages = (
        page if picture is None else page_of_picture(picture, page.number)
        for page, picture in pages_apart(data)
    )
    return document_of(pages, file)


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
    return document_of(ofd.pages_of(data), file)


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


def document_of(pages: Iterable[Page], file: str) -> Document:
    """Return pages as a document."""
    tables: list[Table] = []
    texts: list[tuple[Page, list[Line]]] = []
    unread: list[int] = []
    recognised = False
    for page in pages:
        if page.unread:
            unread.append(page.number)
        recognised |= any(glyph.score < SURE for glyph in page.glyphs)
        ruled, outside = ruled_tables(page, file)
        aligned, outside = aligned_tables(outside, page.number, file)
        tables += [*ruled, *(Table(grid, box) for grid, box in aligned)]
        texts.append((page, lines_on(page, outside)))
    breaks = [(table.grid.page, table.box.top) for table in tables]
    lines = [line for kept in without_running(texts) for line in kept]
    placed: list[tuple[int, float, Block]] = [
        (table.grid.page, table.box.top, table.grid) for table in tables
    ]
    placed += [
        (one.page, one.top, Paragraph(one.text, one.page)) for one in paragraphs_of(lines, breaks)
    ]
    placed.sort(key=lambda one: one[:2])
    if unread and not tables:
        refuse_picture()
    note = f"第 {'、'.join(map(str, unread))} 页是图片，没有读取" if unread else ""
    return Document(file, "", tuple(block for _, _, block in placed), note, recognised)
