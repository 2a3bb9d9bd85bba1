"""Documents with pages, as paragraphs and grids in reading order."""

from __future__ import annotations

from collections.abc import Iterable

from reportkit.grids.document import Block, Document, Paragraph
from reportkit.grids.pages.content import Page
from reportkit.grids.pages.flow import Line, lines_on, paragraphs_of, without_running
from reportkit.grids.pages.pdf import pages_of
from reportkit.grids.pages.tables import Table, ruled_tables


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
    return document_of(pages_of(data), file)


def document_of(pages: Iterable[Page], file: str) -> Document:
    """Return pages as a document."""
    tables: list[Table] = []
    texts: list[tuple[Page, list[Line]]] = []
    for page in pages:
        ruled, outside = ruled_tables(page, file)
        tables += ruled
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
    return Document(file, "", tuple(block for _, _, block in placed))
