"""The package's own rules say each thing once, leave room for figures, and cover what they can."""

from __future__ import annotations

import pytest

from reportkit.forms import Edition, load_form
from reportkit.rules.lint import Hygiene, lint
from tests.catalogue import CATALOGUE, compiled

EDITION = load_form("ogi").edition("2021")
OWN = """
- id: X-1
  title: 甲
  explanation: 甲
  citation: 甲
  severity: error
  places: [t2.licences]
  left: [{left}]
  relation: "{relation}"
  right: [{right}]
  left_text: 左
  right_text: 右
"""


def _lint(edition: Edition = EDITION, **own: str) -> Hygiene:
    rules = list(CATALOGUE.values())
    if own:
        rules.append(compiled(OWN.format(**own)))
    return lint(rules, edition)


def _table_3() -> Hygiene:
    rules = [rule for rule in CATALOGUE.values() if rule.id.startswith("T3")]
    return lint(rules, EDITION)


def test_the_39_equalities_of_table_3_have_rank_37() -> None:
    hygiene = _table_3()

    assert (hygiene.equalities, hygiene.rank) == (39, 37)
    assert {(e.rule.id, e.place) for e in hygiene.repeated} == {
        ("T3-APPLICANTS", "concluded"),
        ("T3-APPLICANTS", "carried_out"),
    }


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_the_packages_rules_contradict_nothing(edition: str) -> None:
    assert _lint(load_form("ogi").edition(edition)).contradicted == ()


def test_every_cell_of_tables_3_and_4_is_covered_and_the_others_are_listed() -> None:
    free = _lint().free

    assert all(cell.startswith("t2.") for cell in free)
    assert set(free) == {
        cell for cell in EDITION.cells if cell.startswith("t2.") and "regulations" not in cell
    }


def test_an_inequality_that_follows_from_others_is_found() -> None:
    total, one = "t3.new.total", "t3.new.business"
    hygiene = _lint(left=total, relation=">=", right=one)

    assert ("X-1", "licences") in {(e.rule.id, e.place) for e in hygiene.implied}


def test_an_equality_that_follows_from_others_is_found() -> None:
    both = "t3.new.total, t3.carried_in.total"
    hygiene = _lint(left=both, relation="=", right="t3.concluded.total, t3.carried_out.total")

    assert ("X-1", "licences") in {(e.rule.id, e.place) for e in hygiene.repeated}


def test_a_rule_that_leaves_a_cell_nothing_but_0_contradicts() -> None:
    hygiene = _lint(left="t3.new.business", relation=">=", right="t3.new.total, t3.new.other")

    assert "t3.new.natural_person" in hygiene.contradicted
    assert "t3.new.business" not in hygiene.contradicted


def test_a_rule_that_asks_for_0_does_not_contradict() -> None:
    assert _lint(left="t3.new.research", relation="=", right="").contradicted == ()
