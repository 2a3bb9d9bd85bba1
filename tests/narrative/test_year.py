"""N-YEAR: a report that begins with last year's number is told, and no other is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportkit.forms import load_form
from reportkit.narrative import Narrative
from reportkit.rules import Finding, Severity, State
from tests.catalogue import held

EDITION = load_form("ogi").edition("2021")
PUBLISHED = Path(__file__).parents[1] / "data" / "prose.jsonl"


def _check(opening: str = "", overview: str = "", year: int = 2022) -> list[Finding]:
    narrative = Narrative("narrative.md", opening, {"overview": overview})
    return held("N-YEAR", edition=EDITION, narrative=narrative, year=year)


@pytest.mark.parametrize(
    "text",
    [
        "2021年，某市某局认真执行条例。",
        "2021年度，某局认真执行条例。",
        "２０２１年我局认真执行条例。",
        "二〇二一年，某局认真执行条例。",
        "二○二一年，某局认真执行条例。",
        "2021 年全市新收申请6件。",
        "2023年，某局认真执行条例。",
        "## （一）主动公开\n\n2021年，发布信息6条。",
    ],
)
def test_another_year_at_the_beginning_is_told(text: str) -> None:
    (finding,) = _check(opening=text)
    assert (finding.place, finding.state) == ("opening", State.FAIL)
    assert finding.severity is Severity.WARNING

    (finding,) = _check(overview=text)
    assert finding.place == "overview"
    assert "第一句从 202" in finding.message
    assert "报告年度是 2022 年" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "2022年，某局认真执行条例。2021年，本机关新收申请3件。",
        "二〇二二年，某局认真执行条例。",
        "与2021年相比，申请增加。",
        "2021年收到申请8件，2022年收到申请9件。",
        "2021年以来，某局连续两年公开。",
        "2021年12月，某局成立。",
        "2021年底结转的申请已办结。",
        "上年，某局公开6条。",
        "根据《条例》制作本报告。2021年，发布6条。",
        "",
    ],
)
def test_what_rightly_speaks_of_other_years_passes(text: str) -> None:
    for findings in (_check(opening=text), _check(overview=text)):
        assert [finding.state for finding in findings] == [State.PASS]


def test_no_published_report_is_told() -> None:
    for line in PUBLISHED.read_text("utf-8").splitlines():
        report = json.loads(line)
        for text in report["prose"]:
            (finding,) = _check(overview=text, year=report["year"])
            assert finding.state is State.PASS, report["slug"]


@pytest.mark.parametrize(
    ("section", "text", "told"),
    [
        ("problems", "2021年，我局工作存在以下问题：一是培训不足。", True),
        ("other", "2021年度，没有其他需要报告的事项。", True),
        ("other", "2021年未收取信息处理费。", True),
        ("problems", "2021年，我局存在的栏目更新不及时问题，已整改到位。", False),
        ("problems", "2021年，我局培训不足。2022年，已加大培训力度。", False),
        ("problems", "针对2021年存在的问题，加强了培训。", False),
    ],
)
def test_a_later_section_that_begins_with_another_year_is_told_unless_it_looks_back(
    section: str, text: str, told: bool
) -> None:
    narrative = Narrative("narrative.md", "", {"overview": "2022年，本局公开。", section: text})
    (finding,) = held("N-YEAR", edition=EDITION, narrative=narrative, year=2022)

    assert (finding.state is State.FAIL) is told
    assert finding.place == (section if told else "text")


def test_what_begins_under_a_heading_of_its_own_with_another_year_is_told() -> None:
    prose = "2022年，本局公开。\n\n### （三）信息管理\n\n2021年，我局落实公开属性源头管理。"
    narrative = Narrative("narrative.md", "", {"overview": prose})
    (finding,) = held("N-OTHER-YEAR", edition=EDITION, narrative=narrative, year=2022)

    assert finding.state is State.FAIL
