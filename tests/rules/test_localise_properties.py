"""What must hold of localisation whatever figures are wrong."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from reportkit.figures import Figures
from reportkit.forms import load_form
from reportkit.rules import Severity
from reportkit.rules.linear import compile_rules
from reportkit.rules.localise import Verdict
from reportkit.rules.localise.programme import Clock, by_programme
from reportkit.rules.localise.puzzle import state_puzzle
from reportkit.rules.localise.search import smallest_sets
from reportkit.rules.matrix import LinearSystem
from tests.catalogue import CATALOGUE, check_figures, localise
from tests.published import published_reports

PASSING = [
    report.figures
    for report in published_reports()
    if not any(finding.fails_run for finding in check_figures(report.figures))
]


def _system(figures: Figures) -> LinearSystem:
    rules = (rule for rule in CATALOGUE.values() if rule.severity is Severity.ERROR)
    applying = (rule for rule in rules if rule.applies(figures.edition, frozenset()))
    linear = (rule for rule in applying if rule.linear and not rule.linear.beside)
    return compile_rules(figures.edition, tuple(linear))


def _fails(figures: Figures) -> bool:
    return any(finding.fails_run for finding in check_figures(figures))


@st.composite
def spoilt(
    draw: st.DrawFn, tables: tuple[str, ...] = ("t3.", "t4."), most: int = 3
) -> tuple[Figures, set[str]]:
    """Return a published report that reconciles, with up to so many cells changed, and these."""
    figures = draw(st.sampled_from(PASSING))
    cells = st.sampled_from([cell for cell in figures if cell.startswith(tables)])
    near = st.integers(0, 40)
    values = st.one_of(near, near, st.integers(0, 10_000))
    changed = draw(st.dictionaries(cells, values, min_size=1, max_size=most))
    really = {cell: value for cell, value in changed.items() if value != figures[cell]}
    assume(really)
    return figures.replacing(really), {*really}


def test_there_are_reports_of_both_editions_to_spoil() -> None:
    assert {len(figures) for figures in PASSING} >= {200}
    assert len(PASSING) > 20


@given(spoilt(tables=("t2.", "t3.", "t4."), most=1))
@settings(max_examples=200)
def test_one_wrong_cell_breaks_a_rule_or_is_free(case: tuple[Figures, set[str]]) -> None:
    figures, wrong = case
    assert _fails(figures) or wrong <= {*_system(figures).free_cells}


@pytest.mark.slow
@given(spoilt())
@settings(max_examples=100)
def test_every_repair_repairs_and_none_is_larger_than_the_truth(
    case: tuple[Figures, set[str]],
) -> None:
    figures, wrong = case
    found = localise(figures)

    assert bool(found.solutions) == _fails(figures)
    for repair in found.solutions:
        assert len(repair.cells) <= len(wrong) or repair.lines
        should_be = {change.cell: change.should_be for change in repair.changes}
        repaired = figures.replacing({c: v for c, v in should_be.items() if v is not None})
        assert None in should_be.values() or not _fails(repaired)


@given(spoilt(tables=("t3.",), most=1))
@settings(max_examples=100)
def test_one_wrong_cell_of_table_3_is_named_for_certain(case: tuple[Figures, set[str]]) -> None:
    figures, wrong = case
    found = localise(figures)

    assert found.certain
    assert found.solutions[0].cells == wrong


@pytest.mark.slow
@given(spoilt(), st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_cells_known_to_be_right_are_never_blamed(
    case: tuple[Figures, set[str]], rng: random.Random
) -> None:
    figures, wrong = case
    others = sorted({*figures} - wrong)
    fixed = frozenset(rng.sample(others, len(others) // 2))

    found = localise(figures, fixed=fixed)

    assert not any(repair.cells & fixed for repair in found.solutions)
    assert all(group.verdict is not Verdict.IMPOSSIBLE for group in found.groups)


@given(spoilt())
@settings(max_examples=60)
def test_syndromes_and_the_programme_find_the_same(case: tuple[Figures, set[str]]) -> None:
    figures, _ = case
    for part in state_puzzle(_system(figures), figures, frozenset()).parts():
        read_off = smallest_sets(part, Clock(60)).solutions
        computed = by_programme(part, Clock(60)).solutions

        assert {solution.size for solution in computed} == {solution.size for solution in read_off}
        assert all(solution in read_off for solution in computed) or len(read_off) >= 5
        assert len(computed) == min(5, len(read_off))


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_the_matrix_is_a_network(edition: str) -> None:
    """The proof that no repair needs a change larger than what the equations lack.

    The row 三（七） of T3-APPLICANTS follows from the others. Without it each cell stands in at
    most two equations, which can be turned so that it enters one and leaves the other: a network.
    """
    system = _system(Figures.of(load_form("ogi").edition(edition), {}))
    kept = [
        row
        for row, equation in enumerate(system.equations)
        if (equation.rule.id, equation.place) != ("T3-APPLICANTS", "concluded")
        and equation.linear.relation == "="
    ]
    matrix = system.matrix
    equalities = matrix[system.relations == "="]

    assert np.linalg.matrix_rank(matrix[kept]) == np.linalg.matrix_rank(equalities)
    network = matrix[kept] * _signs(system, kept)
    assert set(np.unique(network)) <= {-1, 0, 1}
    assert (np.abs(network).sum(axis=0) <= 2).all()
    both = np.abs(network).sum(axis=0) == 2
    assert (network.sum(axis=0)[both] == 0).all()


def _signs(system: LinearSystem, rows: list[int]) -> NDArray[np.int64]:
    """Turn the equations of the applicants' columns, and of the rows 一 and 二, round."""
    turned = []
    for row in rows:
        equation = system.equations[row]
        of_column = equation.rule.id in ("T3-BALANCE", "T3-OUTCOMES")
        of_row = equation.rule.id == "T3-APPLICANTS" and equation.place in ("new", "carried_in")
        turned.append(-1 if of_row or (of_column and equation.place != "total") else 1)
    return np.array(turned)[:, None]
