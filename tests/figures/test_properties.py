"""What holds of the figures of any valid ledgers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit.figures import Figures, count_figures
from reportkit.forms import load_form
from reportkit.rules import State
from tests.catalogue import check_figures
from tests.figures.records import (
    Record,
    application_records,
    case_records,
    count,
    document_records,
    ledgers,
)
from tests.ledgers.samples import SCHEMAS, YEAR, read_rows

FIRST, LAST = dt.date(YEAR, 1, 1), dt.date(YEAR, 12, 31)
COUNTED = {"2021": ("t2", "t3", "t4"), "2019": ("t2", "t3", "t4")}


def _code(ledger: str, field: str, word: str | None) -> str:
    choices = SCHEMAS[ledger].by_id[field].choices or {}
    return next(code for code, words in choices.items() if words[0] == word)


@settings(max_examples=20)
@given(records=ledgers)
def test_figures_of_valid_ledgers_pass_every_rule_on_tables(records: dict[str, Any]) -> None:
    raw = read_rows(**records)
    noticed = {"near_year", "reading"}  # the day of a year ago, two fees alike
    assert [each for each in raw.problems if each.kind not in noticed] == []

    figures = count_figures(raw, load_form("ogi").edition("2021"), YEAR)

    held = check_figures(figures, frozenset({"legislative_power"}))
    findings = [finding for finding in held if not finding.rule.startswith("Y-")]
    assert {f.rule for f in findings} >= {"T3-BALANCE", "T3-OUTCOMES", "T3-APPLICANTS", "T4-TOTAL"}
    assert [f.message for f in findings if f.state is not State.PASS] == []


@settings(max_examples=15)
@given(records=ledgers)
def test_figures_of_valid_ledgers_pass_tables_three_and_four_of_2019(
    records: dict[str, Any],
) -> None:
    other = {"申请人无正当理由", "申请人逾期未按"}
    for record in records["applications"]:
        if any(word in (record["办理结果"] or "") for word in other):
            record["办理结果"] = "其他处理"

    figures = count("2019", **records)

    failing = [
        finding.message
        for finding in check_figures(figures)
        if finding.state is not State.PASS and finding.rule.startswith(("T3", "T4"))
    ]
    assert failing == []


@settings(max_examples=20)
@given(records=ledgers, data=st.data())
def test_order_of_records_makes_no_difference(records: dict[str, Any], data: st.DataObject) -> None:
    shuffled = {name: data.draw(st.permutations(rows)) for name, rows in records.items()}

    assert count(**shuffled) == count(**records)


@settings(max_examples=20)
@given(records=ledgers)
def test_what_one_year_carries_out_the_next_carries_in(records: dict[str, Any]) -> None:
    this, following = count(year=YEAR, **records), count(year=YEAR + 1, **records)

    for cell in this:
        table, _, rest = cell.partition(".")
        if (table, rest.split(".")[0]) == ("t3", "carried_out"):
            assert following[cell.replace("carried_out", "carried_in")] == this[cell]


def _changes(before: Figures, after: Figures) -> dict[str, Any]:
    return {cell: after[cell] - before[cell] for cell in after if after[cell] != before[cell]}


@settings(max_examples=20)
@given(records=ledgers, added=application_records())
def test_one_application_more_changes_exactly_the_cells_it_belongs_in(
    records: dict[str, Any], added: Record
) -> None:
    more = [*records["applications"], {**added, "登记编号": "〔2022〕999号"}]
    received, concluded = added["收到日期"], added["办结日期"]
    rows = {
        "new": FIRST <= received <= LAST,
        "carried_in": received < FIRST and (concluded is None or concluded >= FIRST),
        "concluded": concluded is not None and FIRST <= concluded <= LAST,
        "carried_out": received <= LAST and (concluded is None or concluded > LAST),
    }
    changed = [row for row, counts in rows.items() if counts]
    if rows["concluded"]:
        changed.append(_code("applications", "outcome", added["办理结果"]))
    columns = [_code("applications", "applicant_kind", added["申请人类别"]), "total"]

    changes = _changes(count(**records), count(**{**records, "applications": more}))

    assert changes == {f"t3.{row}.{column}": 1 for row in changed for column in columns}


@settings(max_examples=20)
@given(records=ledgers, added=case_records())
def test_one_case_more_changes_exactly_the_cells_it_belongs_in(
    records: dict[str, Any], added: Record
) -> None:
    more = [*records["cases"], {**added, "案号": "〔2022〕999号"}]
    accepted, concluded = added["受理日期"], added["审结日期"]
    columns = []
    if accepted <= LAST and (concluded is None or concluded > LAST):
        columns = ["pending", "total"]
    elif concluded is not None and FIRST <= concluded <= LAST:
        columns = [_code("cases", "result", added["审理结果"]), "total"]
    group = _code("cases", "kind", added["案件类别"])

    changes = _changes(count(**records), count(**{**records, "cases": more}))

    assert changes == {f"t4.{group}.{column}": 1 for column in columns}


@settings(max_examples=20)
@given(records=ledgers, added=document_records())
def test_one_document_more_changes_exactly_the_cells_it_belongs_in(
    records: dict[str, Any], added: Record
) -> None:
    issued, repealed = added["制发日期"], added["废止日期"]
    columns = {
        "issued": FIRST <= issued <= LAST,
        "repealed": repealed is not None and FIRST <= repealed <= LAST,
        "in_force": issued <= LAST and (repealed is None or repealed > LAST),
    }
    row = _code("documents", "kind", added["文件类别"])

    more = [*records["documents"], added]
    changes = _changes(count(**records), count(**{**records, "documents": more}))

    assert changes == {f"t2.{row}.{column}": 1 for column, counts in columns.items() if counts}


@settings(max_examples=20)
@given(cents=st.lists(st.integers(0, 10**13), max_size=20))
def test_sum_of_fees_is_exact(cents: list[int]) -> None:
    fees = [
        {
            "收费项目": "某某费",
            "收费类别": "行政事业性收费",
            "收费日期": FIRST,
            "金额（元）": f"{Decimal(amount) / 100:f}",
        }
        for amount in cents
    ]

    assert count(fees=fees)["t2.fees.amount"] * 1_000_000 == sum(cents)


@pytest.mark.parametrize("edition", COUNTED)
def test_tables_that_are_counted_are_known(edition: str) -> None:
    tables = {
        cell.partition(".")[0]
        for cell, value in count(edition).items()
        if isinstance(value, int | Decimal)
    }

    assert tables == {*COUNTED[edition]}
