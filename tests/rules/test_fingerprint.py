"""A fingerprint tells the same finding in two runs, and another one from it."""

from __future__ import annotations

from reportkit.figures import Figures
from tests.catalogue import check_figures
from tests.published import published_reports


def _fingerprints(figures: Figures) -> dict[tuple[str, str], str]:
    return {(f.rule, f.place): f.fingerprint for f in check_figures(figures)}


def _failing_report() -> Figures:
    return next(r.figures for r in published_reports() if r.slug == "pt_jfj_2024")


def test_two_runs_give_the_same_and_no_two_findings_share_one() -> None:
    first, second = _fingerprints(_failing_report()), _fingerprints(_failing_report())

    assert first == second
    assert len(set(first.values())) == len(first)


def test_only_findings_that_cite_the_changed_cell_change() -> None:
    figures = _failing_report()
    before = _fingerprints(figures)
    after = _fingerprints(figures.replacing({"t3.concluded.natural_person": 2}))

    changed = {key for key in before if before[key] != after[key]}
    assert changed == {
        ("T3-BALANCE", "natural_person"),
        ("T3-OUTCOMES", "natural_person"),
        ("T3-APPLICANTS", "concluded"),
    }


def test_the_fingerprint_of_today_is_that_of_tomorrow() -> None:
    assert _fingerprints(_failing_report())["T3-BALANCE", "natural_person"] == "1f919017f3cc"
