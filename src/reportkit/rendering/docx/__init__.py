"""A report as DOCX, for WPS and Word, from the HTML that the PDF is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

from reportkit.rendering.docx.body import write_body
from reportkit.rendering.docx.drawn import draw_pictures
from reportkit.rendering.docx.package import package

if TYPE_CHECKING:
    from reportkit.rendering.document import Document


def make_docx(html: str, document: Document, *, mark: str = "") -> bytes:
    """Return the DOCX of a report.

    Parameters
    ----------
    html : str
        What stands on its pages: the body of its HTML rendition.
    document : Document
        The report; its title, bureau and date are the file's properties.
    mark : str
        What to print across every page, as 草稿; empty where nothing is.
    """
    root = LexborHTMLParser(f"<!DOCTYPE html>{html}").root
    if root is None:
        raise TypeError("no HTML has no root")
    return package(write_body(root, draw_pictures(root)), document, mark)
