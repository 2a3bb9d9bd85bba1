"""How high a table is, is asked once for all that look alike, and is what it is where it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest

from reportkit.rendering.document import Document
from reportkit.rendering.paper import heights
from reportkit.rendering.paper.pdf import make_pdf
from reportkit.rendering.paper.typst_table import TableCall

LINK = '<a href="#there">见后</a>'


def _page(number: int, label: str = "合计") -> str:
    rows = "".join(
        f"<tr>{'<th rowspan=40>一二三</th>' if not row else ''}<th>{label}{row}</th>"
        f"<td>{number + row}</td></tr>"
        for row in range(40)
    )
    small = f"<table><tr><th>{label}</th><td>{number}</td></tr></table>"
    return f'<h2 id="there">一、情况</h2><table>{rows}</table><p>文字。</p>{small}'


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many tables were measured, each time."""
    counts: list[int] = []
    measured = heights._measured

    def counting(tables: Sequence[TableCall], style: str, fonts: Any) -> list[float]:
        counts.append(len(tables))
        return measured(tables, style, fonts)

    monkeypatch.setattr(heights, "_told", {})
    monkeypatch.setattr(heights, "_measured", counting)
    return counts


def _pdf(html: str) -> bytes:
    document = Document("标题", ("标题",), "某局", dt.date(2025, 1, 20))
    return make_pdf(html, document, mark="")


def test_tables_that_differ_in_numbers_are_measured_once(asked: list[int]) -> None:
    _pdf(_page(1))
    _pdf(_page(500))
    _pdf(_page(7, "总数"))

    assert asked == [2, 0, 2]


def test_pages_are_the_same_whoever_measures(
    asked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = _pdf(_page(1))
    again = _pdf(_page(1))
    monkeypatch.setattr(heights, "_told", {})
    monkeypatch.setattr(heights, "_measured", lambda *_: [])

    assert again == known
    assert _pdf(_page(1)) == known, "measured where it stands"


def test_a_table_that_is_no_document_by_itself_is_measured_where_it_stands(
    asked: list[int],
) -> None:
    assert _pdf(_page(1, LINK)).startswith(b"%PDF")
    assert asked == [0]
