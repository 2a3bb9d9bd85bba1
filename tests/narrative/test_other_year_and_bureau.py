"""A sentence copied from last year or from a neighbour is asked about, and few others are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportkit.forms import load_form
from reportkit.narrative import Narrative
from reportkit.rules import State
from tests.catalogue import held
from tests.conftest import PROJECT

EDITION = load_form("ogi").edition("2021")
PUBLISHED = Path(__file__).parents[1] / "data" / "prose.jsonl"
BUREAU = "绿杨区城市管理局"


def _told(rule: str, text: str, year: int = 2023, bureau: str = BUREAU) -> list[str]:
    prose = f"{year}年，我局落实条例。\n\n{text}"
    narrative = Narrative("narrative.md", "", {"overview": prose})
    found = held(rule, edition=EDITION, narrative=narrative, year=year, bureau_name=bureau)
    return [each.message for each in found if each.state is State.FAIL]


@pytest.mark.parametrize(
    "text",
    [
        "2022年，全年新增公开信息35条。",
        "截至2022年12月31日，共主动公开信息35条。",
        "2022年度我局收到申请6件，均按时答复。",
        "2022年我局未收到依申请公开申请。",
        "认真落实要求，2021年共举办培训2期。",
        "2024年，共办结申请9件。",
        "本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。",
        "统计期限为2022年1月1日至12月31日。",
    ],
)
def test_what_is_counted_in_another_year_is_asked_about(text: str) -> None:
    (message,) = _told("N-OTHER-YEAR", text)
    assert "报告年度是 2023 年" in message


@pytest.mark.parametrize(
    "text",
    [
        "2023年，新增信息35条。",
        "与2022年相比，申请增加3件。",
        "2022年，收到申请3件；2023年，收到5件。",
        "2022年收到申请3件。2023年收到5件。",
        "2022年收到申请3件。今年较其增长5件。",
        "2022年结转的2件申请已经办结。",
        "2021—2025年规划，共印发文件6件。",
        "根据《2022年政务公开工作要点》（某发〔2022〕3号），公开6条。",
        "2024年，我局将公开不少于30条。",
        "自2022年以来，共公开300条。",
        "2022年，我局成立。",
        "2020年至2022年，共公开300条。",
        "统计期限为2023年1月1日至2023年12月31日。",
        "自2022年1月1日起施行。",
    ],
)
def test_other_years_are_spoken_of_with_good_reason(text: str) -> None:
    assert _told("N-OTHER-YEAR", text) == []


def test_where_a_part_begins_is_asked_about_once() -> None:
    """Check `year` asks about it."""
    narrative = Narrative("narrative.md", "", {"overview": "2022年，我局公开35条。"})

    (finding,) = held("N-OTHER-YEAR", edition=EDITION, narrative=narrative, year=2023)

    assert finding.state is State.PASS


@pytest.mark.parametrize(
    "text",
    [
        "青柳区城市管理局认真贯彻落实条例。",
        "一年来，青柳区城市管理局共收到申请6件。",
        "绿杨区水利局高度重视政府信息公开工作。",
        "某市交通运输局始终坚持公开为常态。",
        "青柳区人民政府办公室全面推进公开。",
    ],
)
def test_another_bureau_as_the_subject_is_asked_about(text: str) -> None:
    (message,) = _told("N-OTHER-BUREAU", text)
    assert f"报告单位是“{BUREAU}”" in message


@pytest.mark.parametrize(
    "text",
    [
        "绿杨区城市管理局认真贯彻落实条例。",
        "区城市管理局认真贯彻落实条例。",
        "我局高度重视。",
        "绿杨区人民政府高度重视城市管理。",
        "绿杨区城市管理局执法大队严格执法。",
        "会同绿杨区水利局认真办理。",
        "绿杨区司法局牵头，认真办理复议。",
        "在绿杨区委、区政府领导下，认真落实。",
        "信息在绿杨区人民政府网站公开。",
        "根据江南省人民政府办公厅要求，全面推进公开。",
        "全市各局认真落实。",
    ],
)
def test_other_bureaus_are_spoken_of_with_good_reason(text: str) -> None:
    assert _told("N-OTHER-BUREAU", text) == []


def test_nothing_is_said_where_nobody_knows_whose_report_it_is() -> None:
    narrative = Narrative("narrative.md", "青柳区水利局认真落实。", {})

    (finding,) = held("N-OTHER-BUREAU", edition=EDITION, narrative=narrative, bureau_name="")

    assert finding.state is State.UNKNOWN


def test_neither_published_prose_nor_the_example_is_told() -> None:
    for line in PUBLISHED.read_text("utf-8").splitlines():
        report = json.loads(line)
        for text in report["prose"]:
            assert _told("N-OTHER-YEAR", text, report["year"]) == [], report["slug"]
    example = (PROJECT / "data" / "fuxin-ecology" / "2022" / "narrative.md").read_text("utf-8")
    assert _told("N-OTHER-YEAR", example, 2022) == []
    assert _told("N-OTHER-BUREAU", example, 2022, "阜新市生态环境局") == []
