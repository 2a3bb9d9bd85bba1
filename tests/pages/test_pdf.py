"""A PDF with text is read back to exactly its figures."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from reportkit.audit.held import rules_for
from reportkit.audit.one import forms_in
from reportkit.figures import Value, value_text
from reportkit.grids import Grid
from reportkit.grids import Value as RawValue
from reportkit.grids.document import Document, Paragraph
from reportkit.grids.model import Area, Box
from reportkit.grids.pages.read import read_pdf
from reportkit.grids.read_document import document_of
from reportkit.published.model import Published
from reportkit.published.read import read_published
from reportkit.published.tables.joined import joined
from tests.published import published_reports

HUAIAN = Path(__file__).parent.parent / "data" / "huaian_2024.pdf"


@pytest.fixture(scope="module")
def huaian() -> Document:
    return read_pdf(HUAIAN.read_bytes(), HUAIAN.name)


def published_of(document: Document) -> Published:
    return read_published(document, forms_in(None), rules_for)


@pytest.fixture(scope="module")
def expected() -> dict[str, Value]:
    return dict(next(one for one in published_reports() if one.slug == "huaian_2024").figures)


def test_a_real_report_over_six_pages_is_read_exactly(
    huaian: Document, expected: dict[str, Value]
) -> None:
    read = published_of(huaian)
    assert read.doubts == {}
    assert dict(read.values) == expected


def test_every_figure_says_where_it_stands_in_the_file_as_it_is(huaian: Document) -> None:
    read = published_of(huaian)
    assert read.places.keys() == read.values.keys()
    for cell, place in read.places.items():
        grid = huaian.blocks[place.block]
        assert isinstance(grid, Grid)
        written = dict(grid.rows)[place.row][place.column - 1]
        assert str(written) == value_text(read.values[cell])


def test_wherever_a_page_divides_a_table_it_is_read_exactly(
    huaian: Document, expected: dict[str, Value]
) -> None:
    """Between its headings, too, where the cells that go on stand empty on the next page."""
    whole = joined(huaian, forms_in(None)).document
    at, table = max(
        ((n, block) for n, block in enumerate(whole.blocks) if isinstance(block, Grid)),
        key=lambda one: len(one[1].boxes),
    )
    last = max(row for row, _ in table.boxes)
    assert last > 20
    for row in range(1, last):
        blocks = (*whole.blocks[:at], *divided(table, row), *whole.blocks[at + 1 :])
        read = published_of(replace(whole, blocks=blocks))
        assert read.doubts == {}, row
        assert dict(read.values) == expected


def divided(table: Grid, after: int) -> tuple[Grid, Grid]:
    """Return a table as it stands where a page ends after a row."""
    areas = {(row, column): Area(row, column, row, column) for row, column in table.boxes}
    areas |= {(area.top, area.left): area for area in table.merged}
    texts = {(row, n): value for row, values in table.rows for n, value in enumerate(values, 1)}
    above, below = {}, {}
    for area in areas.values():
        if area.top <= after:
            above[area._replace(bottom=min(area.bottom, after))] = texts.get(area[:2])
        if area.bottom > after:
            top = max(area.top - after, 1)
            text = texts.get(area[:2]) if area.top > after else None
            below[area._replace(top=top, bottom=area.bottom - after)] = text
    columns = {area.left: table.boxes[area[:2]].left for area in areas.values()}
    columns |= {area.right + 1: table.boxes[area[:2]].right for area in areas.values()}
    return _grid(above, columns, 1), _grid(below, columns, 2)


def _grid(cells: dict[Area, RawValue], columns: dict[int, float], page: int) -> Grid:
    values: dict[int, list[RawValue]] = {}
    for area, text in cells.items():
        row = values.setdefault(area.top, [None] * (len(columns) - 1))
        row[area.left - 1] = text
    boxes = {
        area[:2]: Box(columns[area.left], 20.0 * area.top, columns[area.right + 1], 20.0 * area.top)
        for area in cells
    }
    merged = tuple(area for area in cells if area[:2] != area[2:])
    return Grid("x.pdf", sorted(values.items()), merged=merged, page=page, boxes=boxes)


@pytest.mark.parametrize("report", ["ogi/2022/fuxin-ecology", "enforcement/2024/tangxi-market"])
def test_our_own_reports_are_read_exactly(made: Path, report: str) -> None:
    folder = made / "outputs" / report
    said = json.loads((folder / "figures.json").read_text("utf-8"))["cells"]
    read = published_of(read_pdf((folder / "report.pdf").read_bytes(), "report.pdf"))
    assert read.doubts == {}
    assert {cell: str(value) for cell, value in read.values.items()} == {
        cell: str(one["value"]) for cell, one in said.items()
    }
    page = published_of(document_of((folder / "report.html").read_bytes(), "report.html"))
    for section in (one for one in page.edition.sections if one.prose):
        sections, same = read.narrative.sections, page.narrative.sections
        assert len(sections[section.id]) > 0.7 * len(same[section.id])  # charts say more in one


def test_lines_of_prose_that_end_in_figures_are_no_table(huaian: Document) -> None:
    """Two lines of its second page end so; a number stands apart from the words around it."""
    assert [block for block in huaian.blocks if isinstance(block, Grid) and block.page == 2] == []


def test_its_prose_is_read_in_paragraphs_without_page_numbers(huaian: Document) -> None:
    texts = [block.text for block in huaian.blocks if isinstance(block, Paragraph)]
    assert texts[:2] == ["淮安市人民政府", "2024年政府信息公开工作年度报告"]
    assert texts[-1].endswith("全年收取政府信息公开信息处理费3940元。")
    assert not any(text.strip("- ").isdigit() for text in texts)
    assert next(one for one in texts if one.startswith("本报告由")).endswith("hazwgkc@163.com）。")


def test_every_cell_says_on_which_page_it_stands_and_where(huaian: Document) -> None:
    third = next(grid for grid in huaian.blocks if isinstance(grid, Grid) and len(grid.rows) > 12)
    box = third.boxes[4, 4]
    assert third.page == 4
    assert dict(third.rows)[4][3] == "3001"
    assert 250 < box.left < box.right < 300
    assert 450 < box.top < box.bottom < 490
