"""Tables too wide for paper are printed in parts, with nothing cut off and nothing lost."""

from __future__ import annotations

import re
from html import escape
from io import BytesIO

import docx
import pytest
from selectolax.lexbor import LexborHTMLParser

from reportkit.rendering.docx import make_docx
from reportkit.rendering.paper.grid import lay_out
from reportkit.rendering.paper.pdf import make_pdf
from reportkit.rendering.paper.split import in_parts, part_name
from tests.rendering.paper import read_pages, words
from tests.rendering.test_pdf import DOCUMENT

MANY = 60


def wide(columns: int, rows: int = 3, caption: str = "", value: int = 10**7) -> str:
    """Return a table whose numbers are all different."""
    head = "".join(f"<th>第{x}项</th>" for x in range(columns))
    body = "".join(
        f"<tr><th scope='row'>单位{'甲乙丙'[y]}</th>"
        + "".join(f"<td>{value + 1000 * y + x}</td>" for x in range(columns))
        + "</tr>"
        for y in range(rows)
    )
    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    return f"<table>{title}<thead><tr><th>单位</th>{head}</tr></thead><tbody>{body}</tbody></table>"


def numbers(text: str) -> list[str]:
    return sorted(re.findall(r"1\d{7}", text))


EVERY = numbers(wide(MANY))


def parts_of(html: str) -> list[list[list[str]]]:
    (table,) = LexborHTMLParser(html).css("table")
    return [list(part.text_rows()) for part in in_parts(lay_out(table))]


def test_a_pdf_has_each_number_of_sixty_columns_between_its_margins() -> None:
    pages = read_pages(make_pdf(f"<h2>一、甲</h2>{wide(MANY, caption='表甲')}", DOCUMENT, mark=""))

    text = "".join(words(line) for page in pages for line in page.body)
    assert numbers(text) == EVERY
    named = re.findall(r"表甲（(?:续)?(\d+)/(\d+)）", text)
    assert [place for place, _ in named] == [str(n + 1) for n in range(len(named))]
    assert {whole for _, whole in named} == {str(len(named))}
    assert text.count("单位丙") == len(named)
    for page in pages:
        assert all(left > 27.7 and right < 184.3 for left, _, right, _ in page.rules)
        assert all(each.left > 28 and each.right < 184 for each in page.letters)


def test_a_docx_has_them_in_as_many_tables() -> None:
    document = docx.Document(BytesIO(make_docx(wide(MANY), DOCUMENT, mark="")))

    tables = document.tables
    text = "\n".join(cell.text for table in tables for row in table.rows for cell in row.cells)
    assert numbers(text) == EVERY
    assert all(table.cell(2, 0).text == "单位乙" for table in tables)
    named = [p.text for p in document.paragraphs if "/" in p.text]
    assert named == [part_name(place, len(tables)) for place in range(len(tables))]


@pytest.mark.parametrize(("columns", "parts"), [(6, 1), (20, 3), (MANY, 9)])
def test_a_table_has_as_few_parts_as_fit(columns: int, parts: int) -> None:
    found = parts_of(wide(columns))

    assert len(found) == parts
    assert all(rows[0][0] == "单位" for rows in found)
    assert len({len(rows[0]) for rows in found}) <= 2


def test_a_heading_over_columns_of_two_parts_stands_over_both() -> None:
    years = "".join(f"<th colspan='4'>{year}年</th>" for year in range(2020, 2025))
    cells = "".join(f"<td>{10**7 + x}</td>" for x in range(20))
    head = f"<tr><th rowspan='2'>单位</th>{years}</tr><tr>{'<th>季度</th>' * 20}</tr>"
    html = f"<table><thead>{head}</thead><tbody><tr><th>甲</th>{cells}</tr></tbody></table>"
    (table,) = LexborHTMLParser(html).css("table")

    for part in in_parts(lay_out(table)):
        over = [cell for cell in part.cells if cell.y == 0]
        assert sum(cell.colspan for cell in over) == part.columns
        assert over[0].node.text() == "单位"


def test_without_headings_of_rows_the_first_column_stands_in_each_part() -> None:
    row = "".join(f"<td>{10**9 + x}</td>" for x in range(12))
    first, second, *_ = parts_of(f"<table><tbody><tr>{row}</tr></tbody></table>")

    assert first[0][0] == second[0][0] == str(10**9)
