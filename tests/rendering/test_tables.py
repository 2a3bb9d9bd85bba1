"""The official tables keep their layout: merged headings, scopes, a figure in every place."""

from __future__ import annotations

from decimal import Decimal

import pytest
from selectolax.lexbor import LexborHTMLParser
from syrupy.assertion import SnapshotAssertion

from reportkit.figures import Figures, Mark
from reportkit.forms import load_form
from reportkit.rendering.parts.tables import table_html

FORMS = [
    (edition, table) for edition in list(load_form("ogi").editions) for table in ("t2", "t3", "t4")
]


def _numbered(edition_id: str) -> Figures:
    """Return figures that are all different, so that no two cells can be swapped unseen."""
    edition = load_form("ogi").edition(edition_id)
    return Figures.of(edition, {cell: number for number, cell in enumerate(edition.cells, 1)})


@pytest.mark.parametrize(("edition_id", "table"), FORMS)
def test_layout_of_every_official_table(
    edition_id: str, table: str, snapshot: SnapshotAssertion
) -> None:
    figures = _numbered(edition_id)

    assert table_html(figures.edition.tables[table], figures) == snapshot


@pytest.mark.parametrize(("edition_id", "table"), FORMS)
def test_every_cell_stands_in_its_table_once_with_its_figure(edition_id: str, table: str) -> None:
    figures = _numbered(edition_id)
    tree = LexborHTMLParser(table_html(figures.edition.tables[table], figures))

    shown = {cell.id: cell.text() for cell in tree.css("td")}

    expected = {cell: str(n) for cell, n in figures.items() if cell.startswith(f"{table}.")}
    assert shown == expected


@pytest.mark.parametrize(("edition_id", "table"), FORMS)
def test_merged_headings_leave_no_hole_and_never_overlap(edition_id: str, table: str) -> None:
    edition = load_form("ogi").edition(edition_id)
    tree = LexborHTMLParser(table_html(edition.tables[table], Figures.of(edition, {})))
    rows = tree.css("tr")
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(rows):
        x = 0
        for cell in row.css("td, th"):
            while (x, y) in taken:
                x += 1
            width = int(cell.attributes.get("colspan") or 1)
            height = int(cell.attributes.get("rowspan") or 1)
            covered = {(x + i, y + j) for i in range(width) for j in range(height)}
            assert not covered & taken
            taken |= covered
    width = max(x for x, _ in taken) + 1
    assert taken == {(x, y) for x in range(width) for y in range(len(rows))}


def test_blank_unknown_and_money_are_shown_as_what_they_are() -> None:
    edition = load_form("ogi").edition("2021")
    values = {"t2.fees.amount": Decimal("4166.241619"), "t2.licences.decisions": Mark.UNKNOWN}
    tree = LexborHTMLParser(table_html(edition.tables["t2"], Figures.of(edition, values)))
    shown = {cell.id: cell.text() for cell in tree.css("td")}

    assert shown["t2.fees.amount"] == "4166.241619"
    assert shown["t2.licences.decisions"] == "？"
    assert shown["t2.penalties.decisions"] == ""


def test_text_in_a_cell_cannot_become_markup() -> None:
    edition = load_form("ogi").edition("2021")
    figures = Figures.of(edition, {"t2.licences.decisions": "<script>alert(1)</script>"})

    assert "<script" not in table_html(edition.tables["t2"], figures)
