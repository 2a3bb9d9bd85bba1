"""What one rendition of ours tells by itself, wherever it has been copied to."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from reportkit.comparing import Statements
from reportkit.errors import ComparisonError
from reportkit.figures import Mark, Value, value_text, value_to_json
from reportkit.forms import load_form, usable_forms
from reportkit.inputs.names import FIGURES
from reportkit.reading import parse_json
from reportkit.rendering.parts.tables import PARTIAL_SHOWN, UNKNOWN_SHOWN
from reportkit.rendering.prose import prose_of
from reportkit.review.stated import with_form

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_MARKS = {
    "": Mark.BLANK,
    UNKNOWN_SHOWN: Mark.UNKNOWN,
    value_text(Mark.NOT_APPLICABLE): Mark.NOT_APPLICABLE,
}


def of_page(content: bytes, workspace: Path | None) -> Statements | None:
    """Return what a public page states: the figures that it shows, whoever changed them.

    None where it has no official table of any form.

    Raises
    ------
    ComparisonError
        Where it is a page for reviewers, whose tables have more in them than the figures.
    """
    html = content.decode("utf-8", errors="replace")
    tree = LexborHTMLParser(html)
    if tree.css_first("table.official a.figure"):
        msg = (
            "审核页（review.html）不能比较：表里还有上年的数字和标记。"
            "请改用它所在的文件夹，或者同一个文件夹里的 report.html。"
        )
        raise ComparisonError(msg)
    cells = {
        str(node.attributes["id"]): " ".join(node.text().split())
        for node in tree.css("table.official td[id]")
    }
    form = _form_with(cells, workspace)
    if form is None:
        return None
    form_id, names = form
    shown = {
        id_: {"name": names[id_], "value": value_to_json(_value(text))}
        for id_, text in cells.items()
    }
    return Statements({"form": form_id, "cells": shown}, None, prose_of(html))


def of_pdf(content: bytes, _workspace: Path | None) -> Statements | None:
    """Return what a PDF states: the figures that it carries. None where it carries none."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return None
    try:
        attached = (document.get_attachment(n) for n in range(document.count_attachments()))
        for attachment in attached:
            if attachment.get_name() == FIGURES:
                return Statements(with_form(parse_json(bytes(attachment.get_data()))))
    finally:
        document.close()
    return None


READERS: Mapping[str, Callable[[bytes, Path | None], Statements | None]] = {
    ".html": of_page,
    ".htm": of_page,
    ".pdf": of_pdf,
}


def _form_with(
    cells: Collection[str], workspace: Path | None
) -> tuple[str, Mapping[str, str]] | None:
    """Return the first form that has all these cells, with their names."""
    for form_id in usable_forms(workspace) if cells else ():
        form = load_form(form_id, workspace)
        editions = map(form.edition, form.editions)  # a report may mix the tables of several
        names = {id_: cell.name for one in editions for id_, cell in one.cells.items()}
        if names.keys() >= set(cells):
            return form_id, names
    return None


def _value(text: str) -> Value:
    if text in _MARKS:
        return _MARKS[text]
    if text.startswith(PARTIAL_SHOWN):
        return Mark.UNKNOWN
    if _NUMBER.fullmatch(text):
        return Decimal(text) if "." in text else int(text)
    return text
