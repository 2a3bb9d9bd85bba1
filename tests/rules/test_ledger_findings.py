"""Problems of the ledgers become findings, none is lost, and a rule without any passes."""

from __future__ import annotations

import pytest

from reportkit.figures import count_figures
from reportkit.rules import State, check_figures, check_raw_data, load_catalogue
from reportkit.rules.evaluate import _RULES
from tests.ledgers.samples import EDITION, YEAR, application, open_application, read_rows

LEDGER_RULES = [rule.id for rule in load_catalogue().values() if rule.check == "ledger"]


def _spoilt() -> list[dict[str, str | None]]:
    rows = [application(n) for n in range(1, 9)]
    rows[0]["登记编号"] = None
    rows[1]["收到日期"] = "去年"
    rows[2]["不计入期限天数"] = "三"
    rows[3]["申请人类别"] = "自燃人"
    rows[4]["办理结果"] = "予以公升"
    rows[5]["办结日期"] = None
    rows[6]["办结日期"] = "2022-01-01"
    rows[7]["登记编号"] = rows[2]["登记编号"]
    return [*rows, open_application(9, 收到日期="2023-01-03")]


def test_every_kind_of_problem_has_a_rule_of_the_catalogue() -> None:
    columns = {field.problem for schema in EDITION.ledgers.values() for field in schema.fields}

    assert {rule for kind, rule in _RULES.items()} == {*LEDGER_RULES}
    assert columns <= {*_RULES}


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
        ("L-YEAR", "applications"),
    ]
    assert len(failing) == len(raw.problems)


def test_finding_says_where_what_and_what_to_do() -> None:
    raw = read_rows(applications=[application(申请人类别="自燃人")])

    (finding,) = (f for f in check_raw_data(raw) if f.state is State.FAIL)

    assert finding.place_name == "applications.csv 第 2 行“申请人类别”"
    assert finding.message == "applications.csv 第 2 行“申请人类别”：不认识“自燃人”。"
    assert finding.suggestion == "是否应为“自然人”？"
    assert finding.title == load_catalogue()["L-KIND"].title
    assert finding.fails_run


def test_records_after_the_year_are_a_notice_and_fail_no_run() -> None:
    raw = read_rows(applications=[open_application(1, 收到日期="2023-01-03")])

    (finding,) = (f for f in check_raw_data(raw) if f.state is State.FAIL)

    assert finding.rule == "L-YEAR"
    assert not finding.fails_run


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
