"""Other reports beside one: cells of theirs are asked for by prefix, unknown where they lack."""

from __future__ import annotations

import pytest

from reportkit.figures import Figures, Mark
from reportkit.forms import load_form
from reportkit.rules.linear import compile_rules
from reportkit.rules.localise.puzzle import state_puzzle
from tests.catalogue import compiled

EDITION = load_form("ogi").edition("2021")
ZERO = Figures.of(EDITION, dict.fromkeys(EDITION.cells, 0))
OLD = load_form("ogi").edition("2019")


def test_cells_of_other_reports_are_those_of_the_reports_beside() -> None:
    last, other = (ZERO.replacing({"t3.new.total": value}) for value in (1, 2))

    figures = ZERO.following(last).with_beside({"other": other})

    assert figures["t3.new.total"] == 0
    assert figures["last:t3.new.total"] == 1
    assert figures["other:t3.new.total"] == 2
    assert figures["nobody:t3.new.total"] is Mark.UNKNOWN
    assert figures["other:t9.x"] is Mark.UNKNOWN


def test_what_stands_beside_stays_when_a_cell_is_changed() -> None:
    figures = ZERO.with_beside({"other": ZERO}).replacing({"t3.new.total": 5})

    assert figures["other:t3.new.total"] == 0


def test_a_report_that_is_not_there_stands_nowhere() -> None:
    assert ZERO.following(None).with_beside({"other": None}).beside == {}


def test_a_cell_that_the_report_itself_lacks_is_an_error() -> None:
    with pytest.raises(KeyError):
        ZERO["t9.x"]


def test_names_say_whose_cell_it_is() -> None:
    other = Figures.of(OLD, {})
    figures = ZERO.following(other).with_beside({"other": other})

    assert figures.name("t3.new.total") == "一 本年新收·总计"
    assert figures.name("last:t3.new.total") == "上年度一 本年新收·总计"
    assert (
        figures.name("other:t3.new.total") == f"{OLD.form.title}的{OLD.cells['t3.new.total'].name}"
    )
    assert figures.name("other:t9.x") == f"{OLD.form.title}的t9.x"


def test_cells_of_other_reports_are_never_blamed() -> None:
    rule = compiled(
        """
- id: X
  title: 题
  explanation: 说明。
  citation: 条例
  severity: error
  places: [t2.penalties]
  left: ["t2.{place}.decisions"]
  relation: "="
  right: ["other:t2.{place}.decisions", other:t2.gone]
  left_text: 左
  right_text: 右
"""
    )
    system = compile_rules(EDITION, (rule,))

    problem = state_puzzle(system, ZERO.with_beside({"other": ZERO}), frozenset())

    assert not [cell for cell in problem.cells if ":" in cell]
    assert len(problem.residual) == 0  # it rests on a cell that the other report lacks
