"""What is computed of a bureau-year is what checks ask, and needs nothing of a notebook."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from reportkit.errors import FormError, RuleError
from reportkit.figures import Figures
from reportkit.forms import LAST, load_form, usable_forms
from reportkit.params import parse_parameters, read_parameters
from reportkit.report.checks import catalogue_of
from reportkit.report.computed import Computed
from reportkit.rules import State
from reportkit.rules.dangling import dangling_beside
from tests.conftest import EXAMPLE, YEAR

OTHER = load_form("enforcement").edition("zj-2024")
CROSS_FORM = """- id: CITY-X
  title: 处罚与另一种报告一致
  explanation: 行政处罚件数应等于另一种报告的处罚件数。
  citation: 某市政务公开办要求
  severity: warning
  places: [t2.penalties]
  left: ["t2.{place}.decisions"]
  relation: "="
  right: ["enforcement:penalties.total"]
  left_text: 本报告
  right_text: 另一种报告
"""


def _computed(workspace: Path, rules: str = "") -> Computed:
    values = read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml").for_notebook()
    if rules:
        (workspace / "city.rules").write_text(rules, "utf-8")
        values["rules"] = "city.rules"
    return Computed(parse_parameters(values, "test"), workspace)


def test_what_check_needs_imports_no_ipython() -> None:
    script = "import sys, reportkit.report.computed; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)

    assert not {"IPython", "nbconvert", "typst"} & {*done.stdout.decode().split()}


def test_notebooks_import_from_the_package() -> None:
    script = "from reportkit.report import Report, open_report; print(open_report.__module__)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)

    assert done.stdout.decode().strip() == "reportkit.report.notebook"


def test_findings_come_in_the_order_of_the_catalogue(workspace: Path) -> None:
    computed = _computed(workspace)

    held = list(dict.fromkeys(finding.rule for finding in computed.findings))

    assert held == [id_ for id_ in computed.rules if id_ in held]


def test_a_rule_on_another_form_is_unknown_once_where_that_report_is_not_there(
    workspace: Path,
) -> None:
    (finding,) = (f for f in _computed(workspace, CROSS_FORM).findings if f.rule == "CITY-X")

    assert (finding.place, finding.state) == ("enforcement", State.UNKNOWN)
    assert finding.message == "没有本单位同一年度的行政执法年度数据，没有核对。"


def test_a_rule_on_another_form_is_held_against_that_report(workspace: Path) -> None:
    folder = workspace / "outputs" / "enforcement" / YEAR / EXAMPLE
    folder.mkdir(parents=True)
    figures = Figures.of(OTHER, {"penalties.total": 99})
    (folder / "figures.json").write_text(json.dumps(figures.to_json()), "utf-8")

    (finding,) = (f for f in _computed(workspace, CROSS_FORM).findings if f.rule == "CITY-X")

    assert (finding.place, finding.state, finding.residual) == ("penalties", State.FAIL, -2)
    assert finding.message == "行政处罚：本报告＝97，另一种报告＝99，相差 2。"
    assert [cell.id for cell in finding.cells] == [
        "t2.penalties.decisions",
        "enforcement:penalties.total",
    ]
    assert finding.cells[1].name.startswith("行政执法年度数据的")


def test_a_cell_that_the_other_form_lacks_is_told_though_no_report_of_it_is_there(
    workspace: Path,
) -> None:
    rules = CROSS_FORM.replace("penalties.total", "penalties.totals")

    with pytest.raises(RuleError) as caught:
        _ = _computed(workspace, rules).findings

    (problem,) = caught.value.problems
    assert problem.startswith(
        "city.rules 第 1 行：规则 CITY-X 所说的格 enforcement:penalties.totals"
    )
    assert problem.endswith("不在行政执法年度数据里。")


def test_a_form_that_is_not_there_is_told(workspace: Path) -> None:
    with pytest.raises(FormError, match="enforcment"):
        _ = _computed(workspace, CROSS_FORM.replace("enforcement:", "enforcment:")).findings


def test_cells_of_other_forms_that_shipped_rules_name_are_there() -> None:
    for form_id in usable_forms():
        form = load_form(form_id)
        rules = catalogue_of(form).values()
        others = frozenset().union(*(r.linear.beside for r in rules if r.linear)) - {LAST}
        forms = {id_: load_form(id_) for id_ in others}
        for edition in form.editions:
            held = [r for r in rules if r.applies(form.edition(edition), frozenset())]
            assert dangling_beside(held, form.edition(edition), forms) == []
