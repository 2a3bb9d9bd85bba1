"""A form with cells of every kind, counted and filled in by hand, as data in a workspace."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from reportkit.params import parse_parameters
from reportkit.report import Report
from tests.outputs import keep_outputs

YEAR = 2024
Rows = Iterable[tuple[Any, ...]]

_FORM = """\
id: safety
title: 安全检查年报
extends: base
narrative: narrative-safety.md
notebook: enforcement.ipynb
report_title: ["{bureau_name}", "{year}年安全检查年报"]
sections:
  - {id: tables, numeral: 一, title: 检查与保障, tables: [s, h]}
organs:
  - {id: department, title: 部门, deadline: "02-10", source: 《某市安全检查办法》第九条}
duties: {checks: 安全检查, rescue: 救援}
editions:
  - {id: "1", title: 安全检查年报格式, document: 《某市安全检查办法》附件, tables: [s, h]}
"""
# Counted; with a column of remarks among the figures, and a block of which each kind counts.
_COUNTED = """\
id: s
title: 检查
blocks:
  - duty: checks
    stub_head: 种类
    count: {ledger: checks, within: held}
    columns:
      - {id: number, label: 次数}
      - {id: fine, label: 罚款（万元）, kind: money, count: {sum: fine, divide_by: 10000}}
      - {id: note, label: 备注, kind: text}
    rows:
      - {id: fire, label: 消防, role: kind}
      - {id: lift, label: 电梯, role: kind}
      - {id: total, label: 合计}
  - duty: checks
    stub_head: 措施
    count: {ledger: checks, within: held, each: true}
    columns: [{id: times, label: 采取次数}]
    rows:
      - {id: warned, label: 警告, role: measure}
      - {id: closed, label: 查封, role: measure}
  - duty: checks
    stub_head: 从重
    count: {ledger: checks, within: held}
    columns: [{id: heaviest, label: 件数}]
    rows:
      - {id: only_warned, label: 仅警告, count: {where: {measure: warned}}}
      - {id: was_closed, label: 查封, count: {where: {measure: closed}}}
      - {id: repeated, label: 复查, count: {where: {again: 是}}}
  - duty: rescue
    stub_head: 救援
    columns: [{id: number, label: 次数}]
    rows: [{id: rescues, label: 救援}]
"""
_BY_HAND = """\
id: h
title: 保障
blocks:
  - stub_head: 项目
    columns: [{label: 填报}]
    rows:
      - {id: staff, label: 检查员（人）}
      - {id: leavers, label: 检查员增减（人）, signed: true}
      - {id: budget, label: 经费（万元）, kind: money}
      - {id: vans, label: 车辆费（万元）, kind: money}
      - {id: tools, label: 器材费（万元）, kind: money}
      - {id: office, label: 设有专门机构, kind: flag}
      - {id: grade, label: 考核等次, kind: choice, choices: [优秀, 合格, 不合格]}
      - {id: means, label: 主要做法, kind: text}
"""
_LEDGERS = """\
- id: checks
  title: 检查台账
  what: 每行一次检查。
  fields:
    - {id: held, heading: 检查日期, type: date, required: true, what: 检查之日。}
    - {id: kind, heading: 种类, type: choice, role: kind, required: true, what: 种类。}
    - {id: measure, heading: 措施, type: choice, role: measure, several: true, what: 可填几种。}
    - {id: fine, heading: 罚款（元）, type: money, what: 没有的留空。}
    - {id: again, heading: 是否复查, type: flag, what: 没有填的不算。}
- id: drills
  title: 演练台账
  what: 不计入各表，可以不交。
  fields:
    - {id: held, heading: 演练日期, type: date, required: true, what: 演练之日。}
"""
_RULE = """\
- id: {id}
  title: {id}
  explanation: {id}。
  citation: 《某市安全检查办法》
  severity: error
  places: {places}
  left: [{left}]
  relation: "{relation}"
  right: [{right}]
  left_text: 左边
  right_text: 右边
"""


def rule(
    id_: str, places: str, left: str, relation: str, right: str, *, tolerance: str = ""
) -> str:
    """Return a rule as it is written."""
    written = _RULE.format(id=id_, places=places, left=left, relation=relation, right=right)
    return f"{written}  tolerance: {tolerance}\n" if tolerance else written


RULES = (
    rule("S-SUM", "{cells_of: s.total}", '"s.total.{place}"', "=", '"s.[kind].{place}"'),
    rule("S-FINE", "[s.total]", "s.total.fine", "only_if", "s.total.number"),
    rule("H-STAFF", "[h.staff]", "h.staff", ">=", "-h.leavers"),
    rule("H-COST", "[h.budget]", "h.budget", "=", "h.vans, h.tools", tolerance="0.05"),
    rule("X-OGI", "[s.total]", "s.total.number", "<=", '"ogi:t2.penalties.decisions"'),
    """\
- id: Y-SWING
  title: 大起大落
  explanation: 与往年比较。
  citation: 《某市安全检查办法》
  severity: warning
  check: swing
  cells: [h.budget, s.total.number]
""",
    """\
- id: F-DUTIES
  title: 职责
  explanation: 没有职责的不填。
  citation: 《某市安全检查办法》
  severity: error
  check: duties
""",
)
CHECKS = [
    ("检查日期", "种类", "措施", "罚款（元）", "是否复查"),
    ("2024-01-08", "消防", "警告、查封", "12000.50", "否"),
    ("2024-03-01", "消防", "警告", "", "是"),
    ("2024-05-01", "电梯", "", "500", ""),
    ("2023-12-31", "电梯", "查封", "900", "否"),
]
BY_HAND = {
    "h.staff": "12",
    "h.leavers": "-3",
    "h.budget": "10.05",
    "h.vans": "4",
    "h.tools": "6.00",
    "h.office": "是",
    "h.grade": "合格",
    "h.means": "“双随机”<b>检查</b> & 培训",
    "s.fire.note": "无",
    "s.lift.note": "1,000 余台",
    "s.total.note": "3",
    "s.rescues.number": "0",
}


def write_form(workspace: Path, rules: Iterable[str] = RULES, **changes: tuple[str, str]) -> None:
    """Write the form; a change is what stands in one of its files, and what is to stand there."""
    files = {"form": _FORM, "s": _COUNTED, "h": _BY_HAND, "ledgers": _LEDGERS}
    for name, (old, new) in changes.items():
        assert old in files[name]
        files[name] = files[name].replace(old, new, 1)
    folder = workspace / "forms" / "safety"
    for name in ("tables", "rules"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "form.yaml").write_text(files["form"], "utf-8")
    (folder / "ledgers.yaml").write_text(files["ledgers"], "utf-8")
    for name in ("s", "h"):
        (folder / "tables" / f"{name}.yaml").write_text(files[name], "utf-8")
    (folder / "rules" / "all.yaml").write_text("".join(rules), "utf-8")


def hand_in(
    workspace: Path,
    filled_in: Mapping[str, str],
    *,
    checks: Rows = CHECKS,
    year: int = YEAR,
    bureau: str = "office",
) -> None:
    """Write a bureau-year's ledger, and what the bureau filled in by hand."""
    data = workspace / "data" / bureau / str(year)
    data.mkdir(parents=True, exist_ok=True)
    _write(data / "checks.csv", checks)
    _write(data / "summary-safety.csv", [("格编号", "填报数"), *filled_in.items()])
    (data / "narrative-safety.md").write_text("", "utf-8")


def _write(path: Path, rows: Rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def report(workspace: Path, year: int = YEAR, bureau: str = "office", **more: Any) -> Report:
    """Open the report of a bureau-year."""
    values = {
        "form": "safety",
        "bureau": bureau,
        "bureau_name": "某局",
        "year": year,
        "date": f"{year + 1}-01-20",
        **more,
    }
    return Report(parse_parameters(values, "test"), workspace)


def leave(workspace: Path, made: Report) -> None:
    """Leave a report's figures where a run leaves them."""
    keep_outputs(made.parameters, workspace, "passed", made.figures.to_json())
