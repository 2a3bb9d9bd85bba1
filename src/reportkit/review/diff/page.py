"""A comparison as one HTML page that needs no other."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, Template

from reportkit.comparing import Became, pieces
from reportkit.rendering.parts.findings import finding_text
from reportkit.review.diff.words import (
    FINDING_BECAME,
    FIRST,
    ONLY,
    SECOND,
    SENTENCE_BECAME,
    Compared,
    difference,
    shown,
)

TEMPLATES = Path(__file__).parent / "templates"


def as_page(told: Compared) -> str:
    """Return the page; every text in it is escaped."""
    return _template().render(
        told=told,
        first=FIRST,
        second=SECOND,
        changed=[one for one in told.comparison.cells if one.became is Became.CHANGED],
        alone=_alone(told),
        finding_became=FINDING_BECAME,
    )


def _alone(told: Compared) -> Mapping[str, list[tuple[str, str, str]]]:
    """Return the cells that one report alone has, by which."""
    found = {
        words: [
            (one.id, one.name, shown(one.before if one.after is None else one.after))
            for one in told.comparison.cells
            if one.became is became
        ]
        for became, words in ONLY.items()
    }
    return {words: cells for words, cells in found.items() if cells}


@cache
def _template() -> Template:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    environment.filters |= {
        "difference": difference,
        "finding_text": finding_text,
        "pieces": pieces,
        "shown": shown,
    }
    environment.globals |= {"sentence_became": SENTENCE_BECAME}
    return environment.get_template("diff.html.j2")
