"""A headline figure far from a bureau's own history is noticed; noise and small counts are not."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from reportkit.figures import Figures, Mark
from reportkit.forms import load_form
from reportkit.rules import Finding, State, evaluate
from tests.catalogue import compiled, held

EDITION = load_form("ogi").edition("2021")
CELL = "t3.new.total"


def check_swing(figures: Figures, history: list[Figures]) -> list[Finding]:
    return held("Y-SWING", edition=EDITION, figures=figures, history=history)


def _state(now: int | Mark, *past: int) -> State:
    history = [Figures.of(EDITION, {CELL: value}) for value in past]
    findings = check_swing(Figures.of(EDITION, {CELL: now}), history)
    return next(finding.state for finding in findings if finding.place in (CELL, "history"))


@pytest.mark.parametrize(
    ("now", "past", "state"),
    [
        (1200, (118, 125, 130, 121), State.FAIL),  # a digit too many
        (12, (118, 125, 130, 121), State.FAIL),  # a digit lost
        (160, (118, 125, 130, 121), State.PASS),  # a busy year
        (9, (1, 0, 2, 1), State.PASS),  # small counts jump
        (130, (120, 1250, 125), State.PASS),  # one odd year upsets nothing
        (125, (125, 125, 125), State.PASS),  # no spread at all
        (300, (125, 125, 125), State.FAIL),
        (125, (125, 125), State.UNKNOWN),  # too short a history
    ],
)
def test_far_from_history(now: int, past: tuple[int, ...], state: State) -> None:
    assert _state(now, *past) is state


def test_what_has_no_figure_is_not_compared() -> None:
    assert _state(Mark.UNKNOWN, 100, 200, 300) is State.UNKNOWN


def test_a_new_bureau_is_told_once_that_it_has_no_history() -> None:
    (finding,) = check_swing(Figures.of(EDITION, {CELL: 1}), [])

    assert (finding.place, finding.state) == ("history", State.UNKNOWN)


def test_a_swing_is_a_notice_and_never_fails_a_run() -> None:
    history = [Figures.of(EDITION, {CELL: 100})] * 3
    findings = check_swing(Figures.of(EDITION, {CELL: 9999}), history)

    assert any(finding.state is State.FAIL for finding in findings)
    assert not any(finding.fails_run for finding in findings)
    assert "“一 本年新收·总计”本年为 9999，往年一般为 100（100 至 100）。" in findings[0].message


def test_thresholds_are_the_rules_own() -> None:
    rule = compiled(
        "{id: S, title: 题, explanation: 说明, citation: 条例, severity: notice, check: swing, "
        f"cells: [{CELL}], fewest_years: 1, small: 500}}".replace("{id", "- {id")
    )
    history = [Figures.of(EDITION, {CELL: 100})]

    def state(now: int) -> State:
        context = SimpleNamespace(
            edition=EDITION,
            facts=frozenset(),
            figures=Figures.of(EDITION, {CELL: now}),
            history=history,
        )
        return evaluate([rule], context)[0].state

    assert (state(499), state(501)) == (State.PASS, State.FAIL)
