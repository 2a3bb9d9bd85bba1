"""A PDF with text is read back to exactly its figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportkit.audit.held import rules_for
from reportkit.forms import load_form
from reportkit.grids import Grid
from reportkit.grids.document import Document, Paragraph
from reportkit.grids.pages.read import read_pdf
from reportkit.published.model import Published
from reportkit.published.read import read_published
from tests.published import published_reports

HUAIAN = Path(__file__).parent.parent / "data" / "huaian_2024.pdf"


@pytest.fixture(scope="module")
def huaian() -> Document:
    return read_pdf(HUAIAN.read_bytes(), HUAIAN.name)


def published_in(document: Document, form: str) -> Published:
    return read_published(document, [load_form(form)], rules_for)


def test_a_real_report_over_six_pages_is_read_exactly(huaian: Document) -> None:
    expected = next(one for one in published_reports() if one.slug == "huaian_2024").figures
    read = published_in(huaian, "ogi")
    assert read.doubts == {}
    assert dict(read.values) == dict(expected)


@pytest.mark.parametrize(
    ("report", "edition"),
    [("ogi/2022/fuxin-ecology", "2021"), ("enforcement/2024/tangxi-market", "zj-2024")],
)
def test_our_own_reports_are_read_exactly(made: Path, report: str, edition: str) -> None:
    folder = made / "outputs" / report
    form, year, _ = report.split("/")
    said = json.loads((folder / "figures.json").read_text("utf-8"))["cells"]
    document = read_pdf((folder / "report.pdf").read_bytes(), "report.pdf")
    read = published_in(document, form)
    assert (read.edition.id, read.year) == (edition, int(year))
    assert read.doubts == {}
    assert {cell: str(value) for cell, value in read.values.items()} == {
        cell: str(one["value"]) for cell, one in said.items()
    }


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
