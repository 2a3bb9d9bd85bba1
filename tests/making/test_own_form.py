"""A form that a workspace brings is data alone, and every command works for it as for ours."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from reportkit.making.run import run_report
from reportkit.making.stale import reasons_to_run
from reportkit.sources.parameter_files import read_sources
from tests.conftest import PROJECT, reportkit

FORM = """\
id: meetings
title: 会议统计年报
extends: base
basis: 《某市会议管理办法》
narrative: narrative-meetings.md
notebook: enforcement.ipynb
report_title: ["{bureau_name}", "{year}年会议统计年报"]
sections:
  - {id: table, numeral: 一, title: 会议统计表, table: m}
  - {id: overview, numeral: 二, title: 情况说明, prose: true}
organs:
  - {id: department, title: 部门, deadline: "02-10", source: 《某市会议管理办法》第九条}
editions:
  - id: "1"
    title: 会议统计年报格式
    document: 《某市会议管理办法》附件
    first_year: 2020
    tables: [meetings]
"""
TABLE = """\
id: m
title: 会议统计表
blocks:
  - count: {ledger: meetings, within: held}
    columns:
      - {id: number, label: 次数（次）}
      - {id: days, label: 会期（天）, count: {sum: days}}
    rows:
      - {id: plenary, label: 全体会议, role: kind}
      - {id: executive, label: 常务会议, role: kind}
      - {id: dispatch, label: 调度会议, role: kind}
      - {id: topical, label: 专题会议, role: kind}
      - {id: total, label: 合计, name: 合计}
"""
LEDGERS = """\
- id: meetings
  title: 会议台账
  what: 每行一次会议。
  fields:
    - {id: held, heading: 召开日期, type: date, required: true, what: 召开之日。}
    - {id: kind, heading: 会议种类, type: choice, role: kind, required: true, what: 会议的种类。}
    - {id: days, heading: 会期（天）, type: number, required: true, what: 开了几天。}
    - {id: chair, heading: 主持人, type: personal, what: 不读取。}
"""
RULES = """\
- id: M-SUM
  title: 各种会议之和等于合计
  explanation: 每一列，各种会议之和应等于合计。
  citation: 《某市会议管理办法》附件
  severity: error
  check: linear
  places: {columns_of: m}
  left: ["m.total.{place}"]
  relation: "="
  right: ["m.[kind].{place}"]
  left_text: 合计
  right_text: 各种会议之和
  suggestion: 请核对该列。
- id: M-DAYS
  title: 每次会议至少一天
  explanation: 会期合计应不少于会议次数。
  citation: 《某市会议管理办法》第三条
  severity: error
  check: linear
  places: [m.total]
  left: [m.total.days]
  relation: ">="
  right: [m.total.number]
  left_text: 会期
  right_text: 次数
  suggestion: 请核对会议台账的会期。
"""
PARAMETERS = """\
form: meetings
bureau: office
bureau_name: 某市人民政府办公室
year: {year}
date: {after}-01-20
"""
# Two of one kind, and none of another.
ROWS = [
    ("2024-01-08", "全体会议", 2, "主持人一"),
    ("2024-02-01", "常务会议", 1, "主持人二"),
    ("2024-03-01", "常务会议", 1, "主持人二"),
    ("2024-06-11", "专题会议", 3, "主持人一"),
]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with a form, a year of its ledger, and the notebook that any form can use."""
    folder = tmp_path / "forms" / "meetings"
    files = {
        "form.yaml": FORM,
        "tables/meetings.yaml": TABLE,
        "ledgers.yaml": LEDGERS,
        "rules/tables.yaml": RULES,
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    for name in ("params", "notebooks"):
        (tmp_path / name).mkdir()
    shutil.copy(PROJECT / "notebooks" / "enforcement.ipynb", tmp_path / "notebooks")
    hand_in(tmp_path, 2024, ROWS)
    return tmp_path


def hand_in(workspace: Path, year: int, rows: list[tuple[str, str, int, str]]) -> None:
    """Write a bureau-year's parameters, ledger and prose."""
    data = workspace / "data" / "office" / str(year)
    data.mkdir(parents=True)
    text = io.StringIO()
    csv.writer(text).writerows([("召开日期", "会议种类", "会期（天）", "主持人"), *rows])
    (data / "meetings.csv").write_text(text.getvalue(), "utf-8")
    prose = "# 二、情况说明\n\n全年召开会议{{ m.total.number }}次。\n"
    (data / "narrative-meetings.md").write_text(prose, "utf-8")
    parameters = PARAMETERS.format(year=year, after=year + 1)
    (workspace / "params" / f"office-{year}-meetings.yaml").write_text(parameters, "utf-8")


def test_it_is_made_from_data_alone(workspace: Path) -> None:
    run = reportkit(workspace, "run")

    assert (run.returncode, run.stderr) == (0, ""), run.stdout
    outputs = workspace / "outputs" / "meetings" / "2024" / "office"
    cells = json.loads((outputs / "figures.json").read_text("utf-8"))["cells"]
    assert {id_: cell["value"] for id_, cell in cells.items()} == {
        "m.plenary.number": 1,
        "m.plenary.days": 2,
        "m.executive.number": 2,
        "m.executive.days": 2,
        "m.dispatch.number": 0,
        "m.dispatch.days": 0,
        "m.topical.number": 1,
        "m.topical.days": 3,
        "m.total.number": 4,
        "m.total.days": 7,
    }
    page = (outputs / "report.html").read_text("utf-8")
    assert "某市人民政府办公室" in page
    assert "2024年会议统计年报" in page
    assert "全年召开会议4次。" in page
    assert "主持人一" not in "".join(
        path.read_text("utf-8", errors="ignore") for path in outputs.iterdir()
    )
    held = {each["rule"] for each in json.loads((outputs / "findings.json").read_text("utf-8"))}
    assert {"M-SUM", "M-DAYS"} <= held


def test_what_its_rules_forbid_fails(workspace: Path) -> None:
    hand_in(workspace, 2025, [("2025-02-03", "全体会议", 0, "主持人三")])

    checked = reportkit(workspace, "check", "--year", "2025")

    assert checked.returncode == 1
    assert "M-DAYS" in checked.stdout
    assert "M-SUM" not in checked.stdout


def test_a_form_that_is_spoilt_during_a_batch_stops_nobody_else(workspace: Path) -> None:
    (parameters,), _ = read_sources([workspace / "params" / "office-2024-meetings.yaml"], workspace)
    assert run_report(parameters, workspace, engine="nbclient", timeout=600).state == "passed"
    (workspace / "forms" / "meetings" / "form.yaml").write_text("titel: x\n", "utf-8")

    (reason,) = reasons_to_run(parameters, workspace)
    outcome = run_report(parameters, workspace, engine="nbclient", timeout=600)

    assert "不认识 titel" in reason
    assert outcome.state == "broken"
    assert "不认识 titel" in outcome.message


def test_every_command_knows_it(workspace: Path) -> None:
    plan = reportkit(workspace, "plan")
    rules = reportkit(workspace, "rules", "--form", "meetings")
    explained = reportkit(workspace, "rules", "--form", "meetings", "M-DAYS")
    lint = reportkit(workspace, "rules", "--form", "meetings", "--lint")

    assert plan.returncode == 0
    assert "meetings" in plan.stdout
    assert rules.returncode == 0
    assert "每次会议至少一天" in rules.stdout
    assert "《某市会议管理办法》第三条" in explained.stdout
    assert lint.returncode == 0, lint.stdout


def test_it_is_current_until_a_file_of_the_form_changes(workspace: Path) -> None:
    reportkit(workspace, "run")
    unchanged = reportkit(workspace, "plan")
    rules = workspace / "forms" / "meetings" / "rules" / "tables.yaml"
    rules.write_text(RULES.replace("第三条", "第四条"), "utf-8")
    changed = reportkit(workspace, "plan")

    assert "forms/meetings/rules/tables.yaml" not in unchanged.stdout
    assert "forms/meetings/rules/tables.yaml" in changed.stdout
