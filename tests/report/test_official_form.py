"""A bureau that hands in the official form, filled in: alone, or beside its ledgers."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from reportkit.errors import RawDataError
from reportkit.figures import Mark, Value
from reportkit.inputs.run_state import RunState
from reportkit.params import read_parameters
from reportkit.report import Report
from reportkit.rules import Finding, State
from tests.conftest import ENFORCEMENT_EXAMPLE, EXAMPLE, YEAR, copy_workspace, reportkit
from tests.figures.sheets import printed, write_workbook

PROSE = """\
# 一、总体情况

本机关依法公开政府信息，全年收到政府信息公开申请{{ t3.new.total }}件。

# 五、存在的主要问题及改进情况

公开不够及时，将改进。

# 六、其他需要报告的事项

本年度没有收取信息处理费。
"""
FORM = "汇总表.xlsx"
PLACE = "汇总表.xlsx［t3］"


def opened(workspace: Path, bureau: str = EXAMPLE) -> Report:
    (path,) = (workspace / "params").glob(f"{bureau}-*.yaml")
    return Report(read_parameters(path), workspace)


def hand_in(
    report: Report, changes: Mapping[str, Value] | None = None, only: tuple[str, ...] = ()
) -> None:
    """Write the form, filled in with what the ledgers count to, into the data folder."""
    values = {**report.figures.values_by_cell, **(changes or {})}
    tables = {
        id_: printed(table, values)
        for id_, table in report.edition.tables.items()
        if not only or id_ in only
    }
    write_workbook(report.folder / FORM, tables)


def take_ledgers_away(report: Report, *names: str) -> None:
    for path in report.folder.iterdir():
        is_ledger = path.suffix in (".csv", ".xlsx") and path.name != FORM
        if is_ledger and (not names or path.stem in names):
            path.unlink()
    if not names:
        (report.folder / "narrative.md").write_text(PROSE, "utf-8")


def only_the_form(workspace: Path, changes: Mapping[str, Value] | None = None) -> Report:
    report = opened(workspace)
    hand_in(report, changes)
    take_ledgers_away(report)
    return opened(workspace)


def held(report: Report, rule: str) -> list[Finding]:
    return [finding for finding in report.findings if finding.rule == rule]


def test_form_alone_gives_the_figures_and_the_rules_hold_them(workspace: Path) -> None:
    counted = dict(opened(workspace).figures)

    report = only_the_form(workspace)

    assert dict(report.figures) == counted
    assert report.state is RunState.PASSED
    assert not held(report, "L-SUMMARY")


def test_cells_of_the_notebook_that_need_ledgers_say_that_there_are_none(workspace: Path) -> None:
    report = only_the_form(workspace)

    assert "没有台账" in report.ledgers().data
    assert f"填报的表：{PLACE}" in report.ledgers().data
    assert "没有申请台账" in report.timeliness().data
    assert report.chart("website") is None


def test_report_and_pdf_are_made_of_the_form_alone(workspace: Path) -> None:
    only_the_form(workspace)

    done = reportkit(workspace, "run", "params")

    assert done.returncode == 0, done.stdout + done.stderr
    made = workspace / "outputs" / "ogi" / YEAR / EXAMPLE
    assert (made / "report.pdf").read_bytes().startswith(b"%PDF")
    assert "草稿" not in (made / "report.html").read_text("utf-8")
    manifest = json.loads((made / "manifest.json").read_text("utf-8"))
    assert f"data/{EXAMPLE}/{YEAR}/{FORM}" in str(manifest["inputs"])


def test_wrong_sum_in_the_form_makes_a_draft_that_names_the_cell_and_its_place(
    workspace: Path,
) -> None:
    report = only_the_form(workspace, {"t3.granted.total": 9})

    assert report.state is RunState.FAILED
    failing = [finding for finding in report.findings if finding.fails_run]
    assert {finding.rule[:2] for finding in failing} == {"T3"}
    words = "".join(finding.suggestion for finding in failing)
    assert "予以公开·总计" in words  # the search for wrong cells blames what no ledger counted
    assert f"{PLACE} 的 " in words
    assert "J6" in words


def test_draft_of_the_form_is_made_all_the_same(workspace: Path) -> None:
    only_the_form(workspace, {"t3.granted.total": 9})

    done = reportkit(workspace, "run", "params")

    assert done.returncode == 1, done.stdout + done.stderr
    made = workspace / "outputs" / "ogi" / YEAR / EXAMPLE
    assert "草稿" in (made / "report.html").read_text("utf-8")
    assert PLACE in (made / "review.html").read_text("utf-8")


def test_form_beside_ledgers_is_compared_cell_by_cell(workspace: Path) -> None:
    hand_in(opened(workspace))
    (finding,) = held(opened(workspace), "L-SUMMARY")
    assert finding.state is State.PASS

    hand_in(opened(workspace), {"t3.new.total": 99})
    (finding,) = held(opened(workspace), "L-SUMMARY")

    assert finding.fails_run
    assert "填报数为 99，统计数为 6" in finding.message
    assert f"{PLACE} 的 J4" in finding.suggestion
    assert opened(workspace).figures["t3.new.total"] == 6


def test_form_stands_for_the_ledger_that_is_missing_alone(workspace: Path) -> None:
    whole = opened(workspace)
    hand_in(whole, {"t3.carried_out.other": 0}, only=("t3",))
    take_ledgers_away(whole, "applications")

    report = opened(workspace)

    assert dict(report.figures) == dict(whole.figures)
    assert "applications" not in report.raw.ledgers
    assert "decisions" in report.raw.ledgers


def test_ledger_whose_cells_the_form_does_not_have_is_still_needed(workspace: Path) -> None:
    report = opened(workspace)
    hand_in(report, only=("t4",))
    take_ledgers_away(report, "applications", "cases")

    with pytest.raises(RawDataError, match="缺少“依申请公开登记台账”") as caught:
        _ = opened(workspace).raw

    assert "复议" not in str(caught.value)


def test_what_cannot_be_read_is_a_finding_and_no_figure(workspace: Path) -> None:
    report = only_the_form(workspace, {"t3.new.total": "六件", "t3.granted.business": Mark.BLANK})

    (finding,) = held(report, "L-OFFICIAL")
    assert finding.fails_run
    assert "J4" in finding.message
    assert "一 本年新收·总计" in finding.message
    assert report.figures["t3.new.total"] is Mark.UNKNOWN
    assert report.figures["t3.granted.business"] is Mark.BLANK


def test_list_beside_the_form_must_say_the_same(workspace: Path) -> None:
    report = only_the_form(workspace)
    with (report.folder / "summary.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [
                ("格编号", "格名称", "填报数"),
                ("t3.new.total", "", 5),
                ("t4.direct_suit.total", "", 0),
            ]
        )

    report = opened(workspace)

    (finding,) = held(report, "L-OFFICIAL")
    assert "summary.csv" in finding.message
    assert "J4" in finding.message
    assert report.figures["t3.new.total"] is Mark.UNKNOWN
    assert report.figures["t4.direct_suit.total"] == 0


def test_other_form_is_read_from_its_own_tables(tmp_path: Path) -> None:
    workspace = copy_workspace(tmp_path / "workspace", ENFORCEMENT_EXAMPLE)
    report = opened(workspace, ENFORCEMENT_EXAMPLE)
    counted = dict(report.figures)
    hand_in(report)
    take_ledgers_away(report, *report.edition.ledgers)

    again = opened(workspace, ENFORCEMENT_EXAMPLE)

    assert dict(again.figures) == counted
    assert not held(again, "L-OFFICIAL")[0].fails_run
