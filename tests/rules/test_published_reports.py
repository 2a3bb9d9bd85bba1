"""The rules find in real published reports what is wrong in them, and nothing else."""

from __future__ import annotations

import pytest

from reportkit.figures import Mark
from reportkit.rules import State
from tests.catalogue import check_figures
from tests.published import Published, published_reports

REPORTS = published_reports()


def test_there_are_36_reports_and_four_are_wrong() -> None:
    assert len(REPORTS) == 36
    assert sum(bool(report.failing) for report in REPORTS) == 4


@pytest.mark.parametrize("report", REPORTS, ids=repr)
def test_table_rules_find_exactly_the_known_violations(report: Published) -> None:
    found = {
        (finding.rule, finding.place)
        for finding in check_figures(report.figures)
        if finding.rule.startswith(("T3", "T4")) and finding.state is State.FAIL
    }

    assert found == report.failing


def test_violation_in_a_single_column_is_named_with_both_sides() -> None:
    report = next(report for report in REPORTS if report.slug == "pt_junshan_2022")

    (finding,) = (
        finding
        for finding in check_figures(report.figures)
        if (finding.rule, finding.place) == ("T3-OUTCOMES", "other")
    )

    assert (finding.left, finding.right, finding.residual) == (0, 2, -2)
    assert finding.message == "其他列：三（七）总计＝0，（一）至（六）各项之和＝2，相差 2。"


def test_blank_is_not_zero() -> None:
    report = next(report for report in REPORTS if report.slug == "pt_jinjing_2022")
    assert report.figures["t3.carried_out.total"] is Mark.BLANK

    findings = {(f.rule, f.place): f for f in check_figures(report.figures)}

    assert findings["T3-BALANCE", "total"].state is State.UNKNOWN
    assert findings["VALUES", "t3.carried_out.total"].state is State.FAIL
    assert findings["T3-BALANCE", "natural_person"].state is State.PASS


# A wrong 规章 figure in one report; the two cities may make 规章, and say so by parameter.
REGULATIONS = {("pt_region_2020", "public_total")}
CITIES = frozenset({"huaian_2024", "suqian_2023"})


@pytest.mark.parametrize("report", REPORTS, ids=repr)
def test_other_rules_find_what_is_there_and_no_more(report: Published) -> None:
    facts = frozenset({"legislative_power"} if report.slug in CITIES else ())
    failing = [f for f in check_figures(report.figures, facts) if f.state is State.FAIL]

    blank = {cell for cell, value in report.figures.items() if value is Mark.BLANK}
    assert {f.place for f in failing if f.rule == "VALUES"} == blank
    assert {
        (report.slug, f.place) for f in failing if f.rule == "T2-REGULATIONS"
    } == REGULATIONS & {(report.slug, "public_total")}
    assert not [f for f in failing if f.rule == "T2-VALID"]


def test_across_years_exactly_the_known_breaks_are_found() -> None:
    figures = {report.slug: report.figures for report in REPORTS}
    found = set()
    for slug, this in figures.items():
        bureau, _, year = slug.rpartition("_")
        last = figures.get(f"{bureau}_{int(year) - 1}")
        if last is not None:
            findings = check_figures(this.following(last))
            failing = [f for f in findings if f.state is State.FAIL and f.rule.startswith("Y-")]
            found |= {(slug, f.rule, f.place, f.residual) for f in failing}

    assert found == {
        ("pt_gaj_2022", "Y-VALID", "normative_documents", 2),
        ("pt_jtj_2024", "Y-VALID", "normative_documents", 6),
        ("pt_junshan_2025", "Y-VALID", "normative_documents", -11),
        ("pt_region_2023", "Y-VALID", "normative_documents", -173),
        ("pt_region_2024", "Y-VALID", "normative_documents", -59),
        ("pt_region_2024", "Y-PENDING", "direct_suit", -1),
        ("pt_region_2025", "Y-VALID", "normative_documents", 93),
    }
