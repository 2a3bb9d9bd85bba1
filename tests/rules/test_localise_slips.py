"""Slips that make one repair more plausible than another of the same size."""

from __future__ import annotations

import pytest

from reportkit.figures import Figures, Mark
from reportkit.forms import load_form
from reportkit.rules.localise.slips import is_stale, neighbours, slip_of_eyes, slip_of_fingers
from tests.catalogue import localise

EDITION = load_form("ogi").edition("2021")
ZERO = dict.fromkeys(EDITION.cells, 0)


@pytest.mark.parametrize(
    ("now", "should", "slip"),
    [
        (132, 123, "相邻两位颠倒"),
        (321, 123, ""),
        (1223, 123, "多打一位"),
        (10, 1, "多打一位"),
        (12, 123, "漏打一位"),
        (0, 10, ""),  # an empty cell is no dropped digit
        (173, 123, "打错一位"),
        (7, 3, ""),  # any digit is near any other
        (174, 123, ""),
        (-3, 3, "打错正负号"),
        (-3, 4, ""),
    ],
)
def test_slip_of_fingers(now: int, should: int, slip: str) -> None:
    assert slip_of_fingers(now, should) == slip


def test_cells_beside_each_other_on_the_form() -> None:
    beside = neighbours(EDITION)

    assert set(beside["t3.new.business"]) == {
        "t3.new.natural_person",
        "t3.new.research",
        "t3.carried_in.business",
    }
    assert set(beside["t4.direct_suit.upheld"]) == {
        "t4.reconsideration.total",
        "t4.direct_suit.corrected",
    }
    assert beside["t2.fees.amount"] == ()


def test_slip_of_eyes() -> None:
    one, other, third = "t3.new.business", "t3.new.research", "t3.new.public_welfare"
    figures = ZERO | {one: 4, other: 7, third: 7}
    beside = neighbours(EDITION)

    assert slip_of_eyes(one, {one: 7, other: 4}, figures, beside) == "与相邻格填反"
    assert slip_of_eyes(other, {other: 5}, figures, beside) == "照抄相邻格"
    assert slip_of_eyes(other, {other: 5, third: 5}, figures, beside) == ""
    assert slip_of_eyes(one, {one: 5}, figures, beside) == ""


def test_zero_is_never_stale() -> None:
    assert is_stale(5, 5)
    assert not is_stale(0, 0)
    assert not is_stale(5, Mark.UNKNOWN)


def test_figures_in_each_others_place_are_one_repair_of_two_cells() -> None:
    row = {"t3.new.natural_person": 13, "t3.new.business": 9, "t3.new.total": 22}
    rest = {
        cell.replace("new", other): value
        for cell, value in row.items()
        for other in ("granted", "concluded")
    }
    swapped = {"t3.new.natural_person": 9, "t3.new.business": 13}
    found = localise(Figures.of(EDITION, ZERO | row | rest | swapped))

    (repair,) = found.solutions
    assert repair.cells == swapped.keys()
    assert {change.slip for change in repair.changes} == {"与相邻格填反"}
