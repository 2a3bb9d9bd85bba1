"""A report as PDF: archivable (PDF/A-3a), accessible (PDF/UA-1), the same bytes every time."""

from __future__ import annotations

import datetime
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import typst

from reportkit.rendering.fonts import FONT_FOLDER
from reportkit.rendering.paper.heights import known_heights
from reportkit.rendering.paper.literals import literal, quoted
from reportkit.rendering.paper.typst import html_to_typst

if TYPE_CHECKING:
    from reportkit.rendering.document import Document

STYLE = Path(__file__).parents[1] / "templates" / "report.typ"
STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]
ATTACHMENT = "figures.json"

_lock = threading.Lock()
_local = threading.local()


def make_pdf(html: str, document: Document, *, mark: str) -> bytes:
    """Return the PDF of a report.

    Parameters
    ----------
    html : str
        What stands on its pages: the body of its HTML rendition.
    document : Document
        The report; its date is the PDF's, and its figures are attached.
    mark : str
        What to print across every page: 草稿, 送审稿, or nothing.
    """
    markup = html_to_typst(html)
    head = _head(document, mark=mark) + known_heights(markup.tables, _style(), _fonts())
    try:
        return _compile(head + markup.source, document.date)
    except typst.TypstError:
        broken = frozenset(_undrawable(markup.pictures, document))
        if not broken:
            raise
    return _compile(head + html_to_typst(html, broken).source, document.date)


def _head(document: Document, *, mark: str = "") -> str:
    """Return the style, set up for one report, and the attachment."""
    date = document.date
    return (
        f"{_style()}\n#show: report.with(title: {literal(document.title)}, "
        f"author: {literal(document.bureau_name)}, mark: {literal(mark)}, "
        f"date: datetime(year: {date.year}, month: {date.month}, day: {date.day}))\n"
        f"{_attachment(document)}\n\n"
    )


def _attachment(document: Document) -> str:
    if document.result is None:
        return ""
    data = quoted(document.result.figures_file)
    return (
        f'#pdf.attach("{ATTACHMENT}", bytes({data}), relationship: "data", '
        'mime-type: "application/json", description: "本报告各表的数据")'
    )


def _undrawable(pictures: tuple[str, ...], document: Document) -> list[int]:
    """Return the places of the pictures that stop a document."""
    head = _head(document) + known_heights((), "", _fonts())
    failing = []
    for place, picture in enumerate(pictures):
        try:
            _compile(f"{head}#{picture}", document.date)
        except typst.TypstError:
            failing.append(place)
    return failing


def _compile(source: str, date: datetime.date) -> bytes:
    midnight = datetime.datetime(date.year, date.month, date.day, tzinfo=datetime.UTC)
    pdf = compiler().compile(
        source.encode(), format="pdf", pdf_standards=STANDARDS, timestamp=midnight
    )
    if not isinstance(pdf, bytes):
        raise TypeError("Typst returned no PDF")
    return pdf


def compiler() -> typst.Compiler:
    """Return this thread's Typst, with the shipped fonts: one cannot be used from two threads."""
    own: typst.Compiler | None = getattr(_local, "compiler", None)
    if own is None:
        with _lock:
            fonts = _fonts()
        own = _local.compiler = typst.Compiler(font_paths=fonts)
    return own


@cache
def _fonts() -> typst.Fonts:
    """Return the shipped fonts, read once a process; none of the machine's, lest they differ."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_FOLDER)]
    )


@cache
def _style() -> str:
    return STYLE.read_text(encoding="utf-8")
