"""The rules of the second form on what bodies have published."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportkit.figures import Figures, Mark, Value
from reportkit.forms import load_form
from reportkit.report.checks import catalogue_of
from reportkit.rules import Finding, State, check_figures

FORM = load_form("enforcement")
FILE = Path(__file__).parents[1] / "data" / "enforcement.jsonl"
PUBLISHED = {one["slug"]: one for one in map(json.loads, FILE.read_text("utf-8").splitlines())}
# A column that a body's form does not print counts nothing there.
NOT_PRINTED = {"zhengzhou_chengguan_2020", "benxi_weijian_2021q3"}


def _value(value: int | str | None) -> Value:
    if isinstance(value, str):
        return Decimal(value) if value.replace(".", "", 1).isdecimal() else value
    return Mark.BLANK if value is None else value


def _held(slug: str, rule: str, **changes: Value) -> Finding:
    """Return the one finding of a rule on a published report."""
    told: dict[str, Any] = PUBLISHED[slug]
    edition = FORM.edition(told["edition"], tuple(told.get("tables", ())))
    values = {cell: _value(value) for cell, value in told["figures"].items()}
    if slug in NOT_PRINTED:
        values.setdefault("penalties.detention", 0)
    figures = Figures.of(edition, values | {f"penalties.{k}": v for k, v in changes.items()})
    (finding,) = (f for f in check_figures(figures, catalogue_of(FORM).values()) if f.rule == rule)
    return finding


@pytest.mark.parametrize(
    ("slug", "total"),
    [("qingyuan_2024", 108_156), ("zhengzhou_chengguan_2020", 293), ("benxi_weijian_2021q3", 1)],
)
def test_published_kinds_of_penalty_add_up(slug: str, total: int) -> None:
    finding = _held(slug, "E1-TOTAL")

    assert (finding.state, finding.left, finding.right) == (State.PASS, total, total)


def test_blank_kinds_cannot_be_added_up_and_noughts_can() -> None:
    blank = _held("xihu_gongan_2022", "E1-TOTAL")
    noughts = dict.fromkeys(["confiscation", "suspension", "halt", "revocation", "other"], 0)

    filled = _held("xihu_gongan_2022", "E1-TOTAL", **noughts)

    assert blank.state is State.UNKNOWN
    assert (filled.state, filled.left, filled.right) == (State.PASS, 144, 144)


def test_a_published_total_that_is_mistyped_fails() -> None:
    finding = _held("qingyuan_2024", "E1-TOTAL", total=108_165)

    assert (finding.state, finding.residual) == (State.FAIL, 9)


def test_money_without_a_fine_or_more_is_told() -> None:
    assert _held("benxi_weijian_2021q3", "E1-AMOUNT").state is State.PASS

    finding = _held("benxi_weijian_2021q3", "E1-AMOUNT", fine=0, other=1)

    assert finding.state is State.FAIL


def test_a_form_whose_kinds_are_not_exclusive_carries_no_sum_rule() -> None:
    edition = FORM.edition("qf-2021")
    rules = [rule for rule in catalogue_of(FORM).values() if rule.applies(edition, frozenset())]

    assert "E1-TOTAL" not in {rule.id for rule in rules}
