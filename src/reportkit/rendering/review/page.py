"""The page for reviewers, put together from what an executed notebook carries."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from reportkit.comparing import pieces
from reportkit.rendering.parts.findings import finding_text
from reportkit.rendering.review.cells import CellShown, cells_shown, with_marks
from reportkit.rendering.review.changes import BECAME, NOBODY, Since, difference, shown
from reportkit.rendering.review.findings import by_rule, by_weight
from reportkit.rendering.review.notebook import changed_cells
from reportkit.rendering.review.records import Block, numbered
from reportkit.rules import SEVERITY_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportkit.rendering.document import Document

_HERE = Path(__file__).parent


def review_page(
    document: Document, nb: Any, story: str, *, mark: str, since: Since = NOBODY
) -> str:
    """Return the page as one HTML file that needs no other.

    Parameters
    ----------
    document : Document
        With the findings of who prints it.
    nb : nbformat.NotebookNode
        The executed notebook.
    story : str
        HTML of the report, with the cells that are for review alone.
    mark : str
        What every page of the report bears; empty where none.
    since : Since
        What has changed since reviewers looked at it last.
    """
    told = document.for_review
    weights = by_weight(document.findings, told)
    findings = [one for weight in weights for one in weight.shown]
    cells = cells_shown(document.figures, told, findings, story)
    template = _environment().get_template("page.html.j2")
    return template.render(
        document=document,
        key=document.result.key if document.result else None,
        mark=mark,
        told=told,
        weights={weight.id: weight for weight in weights},
        story=Markup(with_marks(story, cells)),  # noqa: S704 - HTML already, its texts escaped
        tables=_by_table(cells),
        cells=cells,
        blocks=_blocks(told),
        own_cells=changed_cells(nb),
        since=since.changed,
        basis=since.basis,
        nothing_to_compare=since.words,
        became=BECAME,
        words=SEVERITY_WORDS,
        css=_text("page.css"),
        script=_text("page.js"),
        script_hash=_hash("page.js"),
    )


def _by_table(cells: Mapping[str, CellShown]) -> dict[str, list[CellShown]]:
    tables: dict[str, list[CellShown]] = {}
    for cell in cells.values():
        tables.setdefault(cell.table, []).append(cell)
    return tables


def _blocks(told: Mapping[str, Any]) -> list[Block]:
    blocks = enumerate(told.get("blocks", ()))
    return [numbered(number, block) for number, block in blocks if "numbers" in block]


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {
        "by_rule": by_rule,
        "difference": difference,
        "finding_text": finding_text,
        "pieces": pieces,
        "shown": shown,
    }
    return environment


@cache
def _text(name: str) -> Markup:
    return Markup((_HERE / name).read_text(encoding="utf-8"))  # noqa: S704 - the kit's own


@cache
def _hash(name: str) -> str:
    """Return what the page's policy calls its one script by."""
    digest = hashlib.sha256(f"\n{_text(name)}".encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
