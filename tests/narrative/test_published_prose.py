"""The prose of 36 published reports: every contradiction is found, and nothing else is."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from reportkit.figures import Figures
from reportkit.forms import load_form
from reportkit.narrative import Narrative
from reportkit.narrative.claims.find import find_claims
from reportkit.narrative.parts.lists import find_parts
from reportkit.narrative.sentences import Sentence
from reportkit.rules import Finding, State
from tests.catalogue import held
from tests.narrative.samples import told
from tests.published import published_reports

FORM = load_form("ogi")
FILE = Path(__file__).parents[1] / "data" / "prose.jsonl"


@dataclass(frozen=True)
class Prose:
    """What one report says, and what is known to be wrong in it."""

    slug: str
    year: int
    figures: Figures
    narrative: Narrative
    wrong_figures: list[str]
    wrong_parts: list[tuple[int, int]]

    def __repr__(self) -> str:
        return self.slug

    @property
    def sentences(self) -> list[Sentence]:
        return self.narrative.sentences()

    def findings(self, figures: Figures | None = None) -> list[Finding]:
        held_against = figures or self.figures
        return held(
            "N-FIGURES",
            edition=held_against.edition,
            narrative=self.narrative,
            figures=held_against,
            year=self.year,
        )


def _prose() -> list[Prose]:
    figures = {report.slug: report.figures for report in published_reports()}
    return [
        Prose(
            data["slug"],
            data["year"],
            figures[data["slug"]],
            told("\n\n".join(data["prose"])),
            data["figures"],
            [(total, parts) for total, parts in data["parts"]],
        )
        for data in map(json.loads, FILE.read_text("utf-8").splitlines())
    ]


REPORTS = _prose()


def _report(slug: str) -> Prose:
    return next(report for report in REPORTS if report.slug == slug)


@pytest.mark.parametrize("report", REPORTS, ids=repr)
def test_exactly_the_statements_that_contradict_a_cell_fail(report: Prose) -> None:
    failing = [finding.place for finding in report.findings() if finding.state is State.FAIL]

    assert sorted(failing) == sorted(report.wrong_figures)


@pytest.mark.parametrize("report", REPORTS, ids=repr)
def test_exactly_the_lists_that_do_not_fit_their_total_fail(report: Prose) -> None:
    failing = [
        (finding.right, finding.left)
        for finding in held("N-PARTS", edition=report.figures.edition, narrative=report.narrative)
        if finding.state is State.FAIL
    ]

    assert failing == report.wrong_parts


def test_what_the_reports_say_of_cells_is_found_and_not_only_what_is_wrong() -> None:
    states = Counter(finding.state for report in REPORTS for finding in report.findings())

    assert states == {State.PASS: 101, State.FAIL: 9, State.UNKNOWN: 1}
    assert sum(len(list(find_parts(report.sentences, FORM))) for report in REPORTS) == 20


def test_long_statement_of_a_city_is_attributed_figure_by_figure() -> None:
    report = _report("suqian_2023")

    found = [
        (claim.value, claim.place)
        for claim in find_claims(report.sentences, report.figures.edition, report.year)
    ]

    assert found == [
        (3607, "t3.new.total"),
        (3493, "t3.new.natural_person"),
        (114, "t3.organisations"),
        (1191, "t3.granted.total"),
        (328, "t3.partly_granted.total"),
        (142, "t3.refused"),
        (1078, "t3.unavailable"),
        (406, "t3.not_processed"),
        (341, "t3.other"),
        (121, "t3.carried_out.total"),
    ]


def test_blank_cell_leaves_a_statement_unknown() -> None:
    (finding,) = (f for f in _report("pt_jinjing_2024").findings() if f.state is State.UNKNOWN)

    assert finding.place == "t3.carried_out.total"
    assert finding.message.endswith("表中没有数字可比。")


def test_failing_statement_is_quoted_with_the_cell_and_what_was_meant_perhaps() -> None:
    finding = next(f for f in _report("pt_region_2022").findings() if f.place == "t3.new.total")

    assert (finding.left, finding.right, finding.residual) == (75, 74, 1)
    assert [cell.id for cell in finding.cells] == ["t3.new.total"]
    assert finding.message == (
        "文字“2022年，全区收到政府信息公开申请75件，涉及自然人72件、商业企业3件，"
        "均在法定期限内予以答复，办结率100%。”写有“收到政府信息公开申请75件”，"
        "按此表三“一 本年新收·总计”应为 75，表中为 74，相差 1。"
        "75 恰为表三“一 本年新收·总计＋二 上年结转·总计”之和，请写明。"
    )


def test_report_that_received_nothing_cannot_have_concluded_anything() -> None:
    finding = next(f for f in _report("pt_junshan_2022").findings() if f.place == "t3.outcomes")

    assert (finding.left, finding.right) == (0, 5)
    assert [cell.id for cell in finding.cells] == ["t3.unavailable.not_held.total"]


@pytest.mark.parametrize("report", REPORTS, ids=repr)
def test_statement_of_one_cell_fails_once_that_cell_is_one_less(report: Prose) -> None:
    edition = report.figures.edition
    for claim in find_claims(report.sentences, edition, report.year):
        (cell, *others), *further = claim.readings
        value = report.figures[cell]
        if others or further or not isinstance(value, int) or not value or value != claim.value:
            continue
        if not claim.sure:  # N-QUESTIONS asks
            continue
        changed = report.figures.replacing({cell: value - 1})
        findings = report.findings(changed)
        assert State.FAIL in {finding.state for finding in findings if finding.right == value - 1}
