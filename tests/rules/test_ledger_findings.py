"""Problems of the ledgers become findings, none is lost, and a rule without any passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportkit.errors import RuleError
from reportkit.figures import count_figures
from reportkit.forms import load_form
from reportkit.ledgers import RawData
from reportkit.report.checks import catalogue_of
from reportkit.rules import Finding, State
from reportkit.rules.checks.ledger import problem_kinds
from tests.catalogue import CATALOGUE, check_figures, held
from tests.ledgers.samples import EDITION, YEAR, application, read_rows

LEDGER_RULES = [rule.id for rule in CATALOGUE.values() if rule.check == "ledger"]


def check_raw_data(raw: RawData) -> list[Finding]:
    return held(*LEDGER_RULES, edition=EDITION, raw=raw)


def _spoilt() -> list[dict[str, str | None]]:
    rows = [application(n) for n in range(1, 9)]
    rows[0]["登记编号"] = None
    rows[1]["收到日期"] = "去年"
    rows[2]["不计入期限天数"] = "几天"
    rows[3]["申请人类别"] = "自燃人"
    rows[4]["办理结果"] = "予以公升"
    rows[5]["办结日期"] = None
    rows[6]["办结日期"] = "2022-01-01"
    rows[7]["登记编号"] = rows[2]["登记编号"]
    return rows


def test_every_kind_of_problem_is_told_by_one_rule() -> None:
    kinds = [CATALOGUE[rule].parameters.problem for rule in LEDGER_RULES]

    assert sorted(kinds) == sorted(problem_kinds(EDITION.form))


def test_a_form_with_a_problem_that_no_rule_would_tell_of_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "forms" / "silent"
    folder.mkdir(parents=True)
    form = "id: silent\nextends: base\ntitle: 年报\nremoves: {rules: [L-UNIQUE]}\n"
    (folder / "form.yaml").write_text(form, "utf-8")

    with pytest.raises(RuleError, match="没有规则说明：unique"):
        catalogue_of(load_form("silent", tmp_path))


def test_ledgers_without_problems_pass_every_rule_once() -> None:
    findings = check_raw_data(read_rows(applications=[application()]))

    assert [(f.rule, f.place, f.state) for f in findings] == [
        (rule, "ledgers", State.PASS) for rule in LEDGER_RULES
    ]


def test_every_problem_is_one_finding_of_its_rule() -> None:
    raw = read_rows(applications=_spoilt())

    failing = [f for f in check_raw_data(raw) if f.state is State.FAIL]

    assert [(f.rule, f.place) for f in failing] == [
        ("L-REQUIRED", "applications:2"),
        ("L-DATE", "applications:3"),
        ("L-NUMBER", "applications:4"),
        ("L-KIND", "applications:5"),
        ("L-OUTCOME", "applications:6"),
        ("L-CONCLUDED", "applications:7"),
        ("L-ORDER", "applications:8"),
        ("L-UNIQUE", "applications:9"),
    ]
    assert len(failing) == len(raw.problems)


def test_finding_says_where_what_and_what_to_do() -> None:
    raw = read_rows(applications=[application(申请人类别="自燃人")])

    (finding,) = (f for f in check_raw_data(raw) if f.state is State.FAIL)

    assert finding.place_name == "applications.csv 第 2 行“申请人类别”"
    assert finding.message == "applications.csv 第 2 行“申请人类别”：不认识“自燃人”。"
    assert finding.suggestion == "是否应为“自然人”？"
    assert finding.title == CATALOGUE["L-KIND"].title
    assert finding.fails_run


@pytest.mark.parametrize("rule", LEDGER_RULES)
def test_rule_passes_where_only_others_fail(rule: str) -> None:
    raw = read_rows(applications=[application(申请人类别="自燃人")])

    states = [finding.state for finding in check_raw_data(raw) if finding.rule == rule]

    assert states == [State.FAIL if rule == "L-KIND" else State.PASS]


def test_order_of_records_makes_no_difference_to_what_is_found() -> None:
    rows = _spoilt()
    forwards = check_raw_data(read_rows(applications=rows))
    backwards = check_raw_data(read_rows(applications=rows[::-1]))

    assert sorted(f.rule for f in forwards) == sorted(f.rule for f in backwards)


def test_doubtful_ledger_fails_no_rule_on_tables_but_leaves_it_unknown() -> None:
    raw = read_rows(applications=[application(1), application(2, 申请人类别="自燃人")])

    findings = check_figures(count_figures(raw, EDITION, YEAR))

    states = {(f.rule, f.place): f.state for f in findings}
    assert State.FAIL not in states.values()
    assert states["T3-BALANCE", "natural_person"] is State.UNKNOWN
    assert states["T3-BALANCE", "total"] is State.PASS
    assert states["T3-APPLICANTS", "new"] is State.UNKNOWN
    assert states["T3-APPLICANTS", "carried_out"] is State.PASS
