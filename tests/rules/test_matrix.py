"""One sparse matrix adds up one report and many, exactly, whatever the order of the rules."""

from __future__ import annotations

import operator
import random
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit.figures import LAST_YEAR, Figures, Mark, Value, is_figure
from reportkit.figures.array import CellArray, decode
from reportkit.forms import Edition, load_form
from reportkit.rules import Severity, State, matrix
from reportkit.rules.equation import Equation
from reportkit.rules.linear import compile_rules, evaluate_all
from reportkit.rules.matrix import (
    STATES,
    LinearSystem,
    compile_equations,
    encode,
    evaluate_array,
)
from tests.catalogue import CATALOGUE
from tests.published import published_reports

EDITIONS = [load_form("ogi").edition("2019"), load_form("ogi").edition("2021")]
RELATIONS = {"=": operator.eq, ">=": operator.ge, "<=": operator.le}

counts = st.integers(-3, 30)
values = st.one_of(
    counts,
    counts,
    st.integers(-(10**30), 10**30),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9),
    st.sampled_from([Mark.BLANK, Mark.NOT_APPLICABLE, Mark.UNKNOWN, "三件"]),
)


def _system(edition: Edition, *, across_years: bool = True) -> LinearSystem:
    rules = [rule for rule in CATALOGUE.values() if rule.applies(edition, frozenset())]
    linear = (rule for rule in rules if rule.linear and (across_years or not rule.linear.beside))
    return compile_rules(edition, tuple(linear))


@st.composite
def figures(draw: st.DrawFn) -> Figures:
    """Any figures, most of them 0, with last year's behind them."""
    edition = draw(st.sampled_from(EDITIONS))
    both = []
    for _ in range(2):
        some = draw(st.dictionaries(st.sampled_from([*edition.cells]), values, max_size=30))
        both.append(Figures.of(edition, {**dict.fromkeys(edition.cells, 0), **some}))
    return both[0].following(both[1])


def _expected(equation: Equation, report: Figures) -> tuple[State, Fraction, Fraction]:
    """Add the terms up one by one, as rational numbers."""
    sides = []
    for side in (equation.left, equation.right):
        shares = ((term.sign, report[term.cell]) for term in side)
        sides.append(
            sum((s * Fraction(v) for s, v in shares if not isinstance(v, Mark | str)), Fraction())
        )
    cells = [term.cell for term in (*equation.left, *equation.right)]
    if not all(is_figure(report[cell]) for cell in cells):
        return State.UNKNOWN, *sides
    holds = RELATIONS[equation.linear.relation](*sides)
    return State.PASS if holds else State.FAIL, *sides


@given(figures())
def test_matrix_agrees_with_adding_up_term_by_term(report: Figures) -> None:
    system = _system(report.edition)

    findings = evaluate_all(system, report)

    for equation, finding in zip(system.equations, findings, strict=True):
        state, left, right = _expected(equation, report)
        assert (finding.rule, finding.place) == (equation.rule.id, equation.place)
        assert finding.state is state
        if state is not State.UNKNOWN:
            assert (finding.left, finding.right, finding.residual) == (left, right, left - right)


@pytest.mark.slow
@given(st.lists(figures(), min_size=1, max_size=7))
@settings(max_examples=30)
def test_many_reports_say_what_each_says_alone(reports: list[Figures]) -> None:
    alike = [report for report in reports if report.edition is reports[0].edition]
    system = _system(alike[0].edition)

    together = evaluate_array(system, encode(system, alike))

    for index, report in enumerate(alike):
        alone = evaluate_array(system, encode(system, [report]))
        assert (together.states[index] == alone.states[0]).all()
        assert (together.residuals[index] == alone.residuals[0]).all()


def test_a_large_batch_is_added_up_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    system = _system(EDITIONS[1], across_years=False)
    reports = [
        r.figures for r in published_reports() if r.figures.edition.cells == EDITIONS[1].cells
    ]
    whole = evaluate_array(system, encode(system, reports))
    monkeypatch.setattr(matrix, "_AT_ONCE", 4)

    in_parts = evaluate_array(system, encode(system, reports))

    assert len(reports) > 4
    assert (whole.states == in_parts.states).all()
    assert (whole.residuals == in_parts.residuals).all()


@given(figures(), st.randoms(use_true_random=False))
@settings(max_examples=30)
def test_order_of_rules_does_not_matter(report: Figures, rng: random.Random) -> None:
    system = _system(report.edition)
    shuffled = rng.sample(system.equations, len(system.equations))

    findings = evaluate_all(compile_equations(report.edition, shuffled), report)

    by_place = {(finding.rule, finding.place): finding for finding in findings}
    for finding in evaluate_all(system, report):
        assert by_place[finding.rule, finding.place] == finding


def test_every_report_of_the_corpus_fits_64_bits_as_whole_numbers() -> None:
    for report in published_reports():
        reports = encode(_system(report.figures.edition), [report.figures])
        assert reports.values.dtype == np.int64
        assert reports.exponents[0] == 0  # money stands in no equation


def test_what_does_not_fit_64_bits_is_added_up_all_the_same() -> None:
    system = _system(EDITIONS[1], across_years=False)
    zeros: dict[str, Value] = dict.fromkeys(EDITIONS[1].cells, 0)
    report = Figures.of(EDITIONS[1], zeros | {"t4.direct_suit.upheld": 10**25})

    findings = {(f.rule, f.place): f for f in evaluate_all(system, report)}

    assert findings["T4-TOTAL", "direct_suit"].residual == -(10**25)


def test_array_of_figures_too_large_to_add_up_is_refused() -> None:
    system = _system(EDITIONS[1], across_years=False)
    values_ = np.full((1, len(system.cells)), 2**62)

    with pytest.raises(OverflowError, match="64 bits"):
        evaluate_array(system, CellArray.of_counts(values_, np.ones_like(values_, dtype=bool)))


def test_cell_that_is_not_known_leaves_only_its_own_equations_unknown() -> None:
    system = _system(EDITIONS[1], across_years=False)
    known = np.ones((1, len(system.cells)), dtype=bool)
    known[0, system.cells.index("t3.new.business")] = False
    reports = CellArray.of_counts(np.zeros_like(known, dtype=np.int64), known)

    states = evaluate_array(system, reports).states[0]

    unknown = {
        (equation.rule.id, equation.place)
        for equation, code in zip(system.equations, states, strict=True)
        if STATES[code] is State.UNKNOWN
    }
    assert unknown == {("T3-BALANCE", "business"), ("T3-APPLICANTS", "new")}


def test_whole_numbers_come_back_as_integers_and_others_as_decimals() -> None:
    assert decode(96171600000, 6) == Decimal("96171.6")
    assert isinstance(decode(5000000, 6), int)
    assert type(decode(np.int64(5), 0)) is int  # type: ignore[arg-type]


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.id)
def test_cells_that_no_equality_covers_are_those_of_table_2(edition: Edition) -> None:
    rules = CATALOGUE.values()
    errors = (rule for rule in rules if rule.linear and rule.severity is Severity.ERROR)
    system = compile_rules(edition, tuple(r for r in errors if r.applies(edition, frozenset())))

    free = [cell for cell in system.free_cells if not cell.startswith(LAST_YEAR)]

    assert free == [cell for cell in edition.cells if cell.startswith("t2.")]
