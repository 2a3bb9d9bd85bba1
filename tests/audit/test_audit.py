"""`reportkit audit`: reports of our own, read back from what they look like to everybody."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportkit.audit.one import Audited, forms_in
from reportkit.audit.output.formats import as_json, as_text
from reportkit.cli.main import cli
from reportkit.figures import Figures, value_to_json
from reportkit.inputs.run_state import RunState
from reportkit.rules import Severity, State
from tests.audit.audited import audit_file
from tests.audit.variants import Variant, render_html, written
from tests.published import published_reports

REPORTS = {report.slug: report for report in published_reports()}


@pytest.fixture(scope="module")
def forms() -> list:
    return forms_in(None)


def audited_text(tmp_path: Path, name: str, content: str) -> Audited:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return audit_file(path)


def wrong(audited: Audited, figures: Figures) -> dict[str, object]:
    """The cells that were read as something else, and that nobody was told of."""
    assert audited.published is not None, audited.message
    values, doubts = audited.published.values, audited.published.doubts
    return {
        cell: (value, values.get(cell))
        for cell, value in figures.items()
        if values.get(cell) != value and cell not in doubts
    }


def test_a_page_is_read_exactly_whoever_made_it(tmp_path: Path) -> None:
    report = REPORTS["pt_region_2021"]

    audited = audited_text(
        tmp_path, "年报.html", render_html(written(report.figures, Variant(year=2021)))
    )

    assert not wrong(audited, report.figures)
    assert audited.published is not None
    assert audited.published.doubts == {}
    assert audited.published.bureau == "云岚市生态环境局"
    assert audited.published.year == 2021
    assert audited.published.edition.id == "2021"


def test_the_list_has_what_is_promised_for_each_file(tmp_path: Path) -> None:
    report = REPORTS["pt_jfj_2024"]

    audited = audited_text(
        tmp_path, "年报.html", render_html(written(report.figures, Variant(year=2024)))
    )
    (one,) = json.loads("\n".join(as_json([audited])))

    assert {"file", "form", "bureau", "year", "edition", "figures", "doubts", "findings"} <= {*one}
    assert one["figures"] == {c: value_to_json(v) for c, v in report.figures.items()}
    failing = {(f["rule"], f["place"]) for f in one["findings"] if f["state"] == "fail"}
    assert report.failing <= failing


def test_what_prose_does_not_tell_is_no_nought(tmp_path: Path) -> None:
    audited = audited_text(
        tmp_path, "a.html", render_html(written(REPORTS["pt_region_2021"].figures, Variant()))
    )
    open_claim = replace(audited.findings[0], rule="N-FIGURES", left=None, right=None)

    (one,) = json.loads("\n".join(as_json([replace(audited, findings=(open_claim,))])))

    assert [(claim["stated"], claim["shown"]) for claim in one["claims"]] == [(None, None)]


def test_a_section_without_prose_is_not_asked_for_in_a_file_of_ours(tmp_path: Path) -> None:
    page = render_html(written(REPORTS["pt_region_2021"].figures, Variant()))

    page = re.sub("<p>五、.*?(?=<p>六、)", "", page, flags=re.DOTALL)

    found = audited_text(tmp_path, "a.html", page).findings

    assert "请补写。" in {one.suggestion for one in found if one.rule == "N-SECTIONS"}


def test_a_failing_sum_names_the_cell_that_is_likely_wrong(tmp_path: Path) -> None:
    report = REPORTS["pt_jfj_2024"]

    audited = audited_text(
        tmp_path, "年报.html", render_html(written(report.figures, Variant(year=2024)))
    )

    assert audited.state is RunState.FAILED
    assert "T3-OUTCOMES" in "".join(as_text([audited]))
    assert any(finding.suspects for finding in audited.findings)


def test_a_file_that_is_no_report_is_named_and_stops_nobody(tmp_path: Path) -> None:
    audited = audited_text(tmp_path, "其他.html", "<p>通知</p><table><tr><td>1</td></tr></table>")

    assert audited.state is RunState.BROKEN
    assert "没有认出" in "".join(as_text([audited]))


def test_the_command_prints_json_and_tells_by_its_exit_code(tmp_path: Path) -> None:
    report = REPORTS["pt_gaj_2022"]
    page = tmp_path / "年报.html"
    page.write_text(render_html(written(report.figures, Variant(year=2022))), encoding="utf-8")

    result = CliRunner().invoke(cli, ["audit", str(page), "--format", "json"])

    (one,) = json.loads(result.output)
    assert result.exit_code == (0 if one["state"] == "passed" else 1)
    assert one["file"] == page.as_posix()


@pytest.mark.parametrize(
    ("name", "told"), [("云岚市人民政府", False), ("云岚县人民政府", True), ("云岚市某局", True)]
)
def test_whether_an_organ_may_make_regulations_its_name_tells(
    tmp_path: Path, name: str, told: bool
) -> None:
    figures = REPORTS["pt_region_2021"].figures.replacing({"t2.regulations.in_force": 1})
    page = render_html(written(figures, Variant(year=2021))).replace("云岚市生态环境局", name)

    found = audited_text(tmp_path, "年报.html", page).findings

    failing = {one.rule for one in found if one.state is State.FAIL}
    assert ("T2-REGULATIONS" in failing) == told


def test_what_rests_on_a_doubtful_figure_is_a_question_and_no_error(tmp_path: Path) -> None:
    figures = REPORTS["pt_region_2021"].figures
    page = render_html(written(figures, Variant(year=2021)))
    row = page.index("一、本年新收")
    struck = page[:row] + page[row:].replace("<td>64</td>", "<td><s>9</s>65</td>", 1)
    missing = re.sub(r"<tr>(?:(?!<tr>).)*二、上年结转.*?</tr>", "", page, flags=re.DOTALL)

    for number, text in enumerate((struck, missing)):
        audited = audited_text(tmp_path, f"{number}.html", text)
        failing = [one for one in audited.findings if one.state is State.FAIL and one.cells]
        assert failing
        assert Severity.ERROR not in {one.severity for one in failing}
        assert any("读得不确定" in one.suggestion for one in failing)


def test_a_table_that_lacks_rows_is_not_taken_for_one_of_another_year(tmp_path: Path) -> None:
    """With the rows that this year's table has more than last decade's, nobody missed them."""
    page = render_html(written(REPORTS["pt_region_2022"].figures, Variant(year=2022)))
    gone = ("逾期未按收费", "不再处理其政府信息公开", "3.其他", "重复申请", "公开出版物")
    rows = [row for row in re.findall("<tr>.*?</tr>", page) if any(word in row for word in gone)]
    for row in rows:
        page = page.replace(row, "")

    one = audited_text(tmp_path, "年报.html", page).published

    assert one is not None
    assert "table-3-2019" in one.edition.variants
    assert "不像 2022 年度施行的格式" in one.doubts["t3"]
