"""A failing sum comes with the likely wrong cell; what the ledgers count to is never blamed."""

from __future__ import annotations

from types import SimpleNamespace

from reportkit.figures import Figures
from reportkit.rules import Finding, State, name_suspects
from tests.catalogue import CATALOGUE, check_figures
from tests.published import published_reports


def _published(slug: str) -> Figures:
    return next(report.figures for report in published_reports() if report.slug == slug)


def _named(findings: list[Finding], figures: Figures, counted: Figures) -> list[Finding]:
    context = SimpleNamespace(
        edition=figures.edition,
        facts=frozenset(),
        figures=figures,
        counted=counted,
        taken=frozenset(),
    )
    return name_suspects(findings, CATALOGUE.values(), context)  # type: ignore[arg-type]


def _explained(figures: Figures, counted: Figures) -> dict[tuple[str, str], Finding]:
    findings = _named(check_figures(figures), figures, counted)
    return {(f.rule, f.place): f for f in findings if f.state is State.FAIL}


def test_each_failing_sum_of_a_total_left_at_0_says_what_it_should_be() -> None:
    figures = _published("pt_jfj_2024")

    explained = _explained(figures, Figures.of(figures.edition, {}))

    finding = explained["T3-OUTCOMES", "natural_person"]
    assert finding.suggestion.startswith(
        "“三（七） 总计·自然人”、“三（七） 总计·总计”都应为 3（现为 0"
    )


def test_a_cell_that_agrees_with_the_ledgers_is_never_blamed() -> None:
    figures = _published("huaian_2024")
    wrong = figures.replacing({"t3.carried_out.natural_person": 104, "t3.carried_out.total": 104})

    explained = _explained(wrong, figures)

    sums = [finding for (rule, _), finding in explained.items() if rule.startswith("T3")]
    assert sums
    for finding in sums:
        assert finding.suggestion.startswith("“四 结转下年度继续办理·自然人”")
        assert "“一 本年新收" not in finding.suggestion


def test_passing_reports_are_left_as_they_are() -> None:
    figures = _published("huaian_2024")
    findings = check_figures(figures)

    assert _named(findings, figures, figures) == findings
