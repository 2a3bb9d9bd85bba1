"""A city's own form goes on from the national one: what it adds is data, the rest is inherited."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import EXAMPLE, YEAR, copy_workspace, reportkit

FORM = """\
id: ogi-city
extends: ogi
title: 某市政府信息公开工作年度报告
removes: {rules: [Y-SWING]}
"""
ROW = "              - {id: refused.other_law,"
# After the row before it in the table; the sums speak of the role alone.
OWN_ROW = """\
              - {id: refused.city_archive, label: 9.属于市级档案, name: 属于市级档案, role: outcome}
"""
LEDGERS = """\
- id: applications
  changes: true
  fields:
    - {id: outcome, changes: true, synonyms: [答复结果, 答复意见]}
"""
RULES = """\
- id: CITY-ARCHIVE
  title: 市级档案不多于新收
  explanation: 属于市级档案的应不多于本年新收与上年结转之和。
  citation: 某市政务公开办通知第三条
  severity: error
  tables: [table-3-2021]
  places: [t3.refused.city_archive]
  left: ["t3.{place}.total"]
  relation: "<="
  right: [t3.new.total, t3.carried_in.total]
  left_text: 属于市级档案
  right_text: 一＋二
  suggestion: 请核对该行。
"""


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """The example, following a form of the city's own, with one application in its new row."""
    workspace = copy_workspace(tmp_path / "workspace")
    folder = workspace / "forms" / "ogi-city"
    for name in ("tables", "rules"):
        (folder / name).mkdir(parents=True)
    (folder / "form.yaml").write_text(FORM, "utf-8")
    (folder / "ledgers.yaml").write_text(LEDGERS, "utf-8")
    (folder / "rules" / "city.yaml").write_text(RULES, "utf-8")
    (folder / "tables" / "table-3-2021.yaml").write_text(_table(), "utf-8")
    parameters = workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml"
    written = parameters.read_text("utf-8") + "form: ogi-city\n"
    parameters.unlink()
    parameters.with_name(f"{EXAMPLE}-{YEAR}-ogi-city.yaml").write_text(written, "utf-8")
    _put_into_the_new_row(workspace / "data" / EXAMPLE / YEAR / "applications.xlsx")
    return workspace


def _table() -> str:
    shipped = files("reportkit.forms") / "ogi" / "tables" / "table-3-2021.yaml"
    before, mark, after = shipped.read_text("utf-8").partition(ROW)
    assert mark
    return f"replaces: true\n{before}{OWN_ROW}{mark}{after}"


def _put_into_the_new_row(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book.active
    (heading,) = (cell for row in sheet.iter_rows() for cell in row if cell.value == "办理结果")
    heading.value = "答复意见"  # what this city calls it
    sheet.cell(heading.row + 1, heading.column).value = "属于市级档案"
    book.save(path)


def test_a_report_follows_it_through_every_command(city: Path) -> None:
    run = reportkit(city, "run")

    assert (run.returncode, run.stderr) == (0, ""), run.stdout
    outputs = city / "outputs" / "ogi-city" / YEAR / EXAMPLE
    cells = json.loads((outputs / "figures.json").read_text("utf-8"))["cells"]
    assert cells["t3.refused.city_archive.total"]["value"] == 1
    assert cells["t3.concluded.total"]["value"] == 6  # as the sum over the role comes to
    assert "9.属于市级档案" in (outputs / "report.html").read_text("utf-8")
    held = {each["rule"] for each in json.loads((outputs / "findings.json").read_text("utf-8"))}
    assert {"CITY-ARCHIVE", "T3-OUTCOMES", "T3-APPLICANTS", "T3-BALANCE"} <= held
    assert "Y-SWING" not in held
    plan = reportkit(city, "plan")
    assert "没有变化，不需要生成" in plan.stdout, plan.stdout
    rules = reportkit(city, "rules", "--form", "ogi-city", "--lint")
    assert rules.returncode == 0, rules.stdout + rules.stderr


def test_what_is_filled_in_for_its_row_is_compared(city: Path) -> None:
    filled_in = city / "data" / EXAMPLE / YEAR / "summary.csv"
    filled_in.write_text("格编号,填报数\nt3.refused.city_archive.total,0\n", "utf-8")

    checked = reportkit(city, "check")

    assert checked.returncode == 1
    assert "属于市级档案·总计”填报数为 0，统计数为 1" in checked.stdout


def test_its_rules_are_listed(city: Path) -> None:
    listed = reportkit(city, "rules", "--form", "ogi-city").stdout

    assert "市级档案不多于新收" in listed
    assert "T3-OUTCOMES" in listed
    assert "Y-SWING" not in listed
