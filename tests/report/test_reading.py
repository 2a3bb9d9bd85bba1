"""What was read comes before anything else: each block with what counts, and what was left."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportkit.params import parse_parameters
from reportkit.report.computed import Computed
from reportkit.report.reading import reading_html, reading_json, reading_lines, what_was_read
from tests.ledgers.samples import application, fill, grid, open_application, write_csv

VALUES = {
    "bureau": "office",
    "bureau_name": "某某局",
    "year": 2022,
    "date": "2023-01-16",
    "organ": "department",
}
ROWS = [application(1), application(2), open_application(3, 收到日期="2023-01-03")]


@pytest.fixture
def computed(tmp_path: Path) -> Computed:
    folder = tmp_path / "data" / "office" / "2022"
    folder.mkdir(parents=True)
    fill(folder)
    rows = grid("applications", ROWS)
    rows[0][rows[0].index("办结日期")] = "答复日期"
    rows[0].append("<备注>")
    write_csv(folder / "applications.csv", [*rows, ["合计", 3]])
    (folder / "a.docx").write_bytes(b"x")
    (folder / "b.docx").write_bytes(b"x")
    return Computed(parse_parameters(VALUES, "test"), tmp_path)


def _of_applications(computed: Computed) -> tuple[int, int]:
    (read,) = (each for each in what_was_read(computed) if each.block.ledger == "applications")
    return read.block.read, read.counted


def test_records_of_other_years_are_read_and_not_counted(computed: Computed) -> None:
    assert _of_applications(computed) == (3, 2)


def test_every_ledger_is_a_line_and_what_is_left_for_one_reason_another(
    computed: Computed,
) -> None:
    lines = reading_lines(computed)

    assert (
        "依申请公开登记台账：applications.csv（表头第 1 行），读取 3 行，计入本年度 2 行；"
        "不作为记录：合计行（第 5 行）。"
    ) in lines
    assert lines[-1] == "没有读取：a.docx、b.docx（不是表格）。"
    assert (
        "applications.csv、documents.csv、decisions.csv、fees.csv、cases.csv：这种格式看不出删除线、条件格式、"
        "变灰的行、隐藏的行，各行照样读取。"
    ) in lines
    assert len(lines) == 7


def test_json_has_all_of_it_as_plain_values(computed: Computed) -> None:
    told = json.loads(json.dumps(reading_json(computed)))

    counted = {block["ledger"]: block["counted"] for block in told["blocks"]}
    assert counted == {"applications": 2, "documents": 0, "decisions": 0, "fees": 0, "cases": 0}
    assert [each["file"] for each in told["not_read"]] == ["a.docx", "b.docx"]
    assert told["official"] == []


def test_tables_say_how_columns_were_understood_and_quote_no_markup(computed: Computed) -> None:
    html = reading_html(computed)

    assert "答复日期（作“办结日期”）" in html
    assert "个人信息 5 列，不读取" in html
    assert "不认识、没有读取：" in html
    assert "<备注>" not in html
    assert "欧阳明月" not in html
