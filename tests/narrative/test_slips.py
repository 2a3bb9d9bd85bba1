"""Slips of the pen in prose, and what a section passes over."""

from __future__ import annotations

import pytest

from reportkit.figures import Figures, Value
from reportkit.forms import load_form
from reportkit.narrative import Narrative
from reportkit.rules import State
from tests.catalogue import CATALOGUE, held
from tests.narrative.samples import told

FORM = load_form("ogi")
EDITION = FORM.edition("2021")
ZERO: dict[str, Value] = dict.fromkeys(EDITION.cells, 0)


@pytest.mark.parametrize(
    ("rule", "text", "told_of"),
    [
        ("N-BRACKETS", "平台（含专栏、公众号等，运行平稳。", "“（”"),
        ("N-BRACKETS", "依据《条例规定办理。", "“《”"),
        ("N-BRACKETS", "制定办法）并印发。", "“）”"),
        ("N-BRACKETS", "平台(含专栏）；1）培训；a)检查；“三审（三校）”。", ""),
        ("N-UNITS", "网站发布120条，公众号发布35，公示栏发布12条。", "发布35"),
        ("N-UNITS", "网站发布120条，转发12345热线答复20条，2023年共140条。", ""),
        ("N-IMPOSSIBLE", "访问量3241654万次。", "“3241654万次”大得不合情理"),
        ("N-IMPOSSIBLE", "办结率为101%。", "“101%”超过 100%"),
        ("N-IMPOSSIBLE", "截至2月30日。", "“2月30日”没有这一天"),
        ("N-IMPOSSIBLE", "访问量324万次，增长120%，截至2月29日，投资324165万元。", ""),
        ("N-LETTER", "现报告如下，此函。", "“此函”"),
        ("N-LETTER", "办理复函、来函12件。", ""),
        ("N-NUMBERING", "一是加强领导；三是强化培训。", "“一是”之后是“三是”"),
        ("N-NUMBERING", "（一）主动公开。\n\n（三）信息管理。", "“（一）”之后是“（三）”"),
        ("N-NUMBERING", "一是不丰富，二是不及时。\n\n一是充实，二是更新。这一是重点。", ""),
        ("N-NUMBERING", "根据第二十条第（一）项、第（五）项公开。", ""),
        ("N-OUTDATED", "对照《2021年政务公开工作要点》落实。", "“2021年政务公开工作要点”"),
        ("N-OUTDATED", "对照二〇二二年政务公开工作要点落实。", "“二〇二二年政务公开工作要点”"),
        ("N-OUTDATED", "对照《2023年政务公开工作要点》落实。", ""),
    ],
)
def test_slip_is_told_with_its_place_and_nothing_else_is(
    rule: str, text: str, told_of: str
) -> None:
    found = held(rule, edition=EDITION, narrative=told(text), year=2023)

    if told_of:
        (finding,) = found
        assert finding.state is State.FAIL
        assert told_of in finding.message
    else:
        assert [finding.state for finding in found] == [State.PASS]


ASPECTS = "主动公开信息12条。收到依申请公开3件。加强政府信息管理，办好网站专栏。强化监督保障。"


def test_overview_speaks_of_all_five_aspects() -> None:
    (finding,) = held("N-ASPECTS", edition=EDITION, narrative=told(ASPECTS))
    assert finding.state is State.PASS

    said_otherwise = told("公示信息12条，公民申请0件，定期清理文件，用好公示栏，加强督查。")
    (finding,) = held("N-ASPECTS", edition=EDITION, narrative=said_otherwise)
    assert finding.state is State.PASS

    (finding,) = held("N-ASPECTS", edition=EDITION, narrative=told("主动公开信息12条。"))
    assert finding.state is State.FAIL
    assert finding.message == (
        "“一、总体情况”没有说到依申请公开、政府信息管理、政府信息公开平台建设、监督保障。"
    )


def test_aspects_are_asked_since_the_edition_that_names_them() -> None:
    assert not held("N-ASPECTS", edition=FORM.edition("2019"), narrative=told("主动公开。"))
    assert not held("N-ASPECTS", edition=EDITION, narrative=Narrative("narrative.md", "", {}))


@pytest.mark.parametrize(
    ("rule", "cell", "word"),
    [
        ("N-CASES", "t4.reconsideration.total", "因政府信息公开被申请行政复议。"),
        ("N-CASES", "t4.direct_suit.total", "被起诉2件。"),
        ("N-CORRECTED", "t4.direct_suit.corrected", "败诉的案件已经整改。"),
    ],
)
def test_figures_that_want_a_word_are_not_passed_over(rule: str, cell: str, word: str) -> None:
    def state(text: str, value: int) -> State:
        figures = Figures.of(EDITION, ZERO | {cell: value})
        (finding,) = held(rule, edition=EDITION, narrative=told(text), figures=figures)
        return finding.state

    assert state("主动公开信息12条。", 2) is State.FAIL
    assert state(word, 2) is State.PASS
    assert state("主动公开信息12条。", 0) is State.PASS


def test_slips_put_right_are_no_word_on_corrected_cases() -> None:
    figures = Figures.of(EDITION, ZERO | {"t4.reconsideration.corrected": 1})
    prose = told("及时纠正错别字12处，撤销栏目2个。")
    (finding,) = held("N-CORRECTED", edition=EDITION, narrative=prose, figures=figures)

    assert finding.state is State.FAIL


@pytest.mark.parametrize(
    "fee", ["未收取任何费用。", "没有收取信息处理费。", "全年收费0元。", "无收费情况。"]
)
def test_fee_may_be_told_in_other_words(fee: str) -> None:
    prose = Narrative("narrative.md", "", {"overview": "文", "problems": "文", "other": fee})
    found = held("N-SECTIONS", edition=EDITION, narrative=prose)

    assert {finding.state for finding in found} == {State.PASS}


def test_overview_that_is_last_years_is_told() -> None:
    prose = "健全制度机制。\n\n落实审核要求。\n\n加强平台管理。\n\n强化监督保障。"
    last = {"overview": prose}

    (finding,) = held("N-COPIED", edition=EDITION, narrative=told(prose), prose_of_last_year=last)
    assert finding.state is State.FAIL


def test_slips_fail_no_run() -> None:
    rules = [rule for rule in CATALOGUE.values() if rule.check in {"brackets", "units", "wording"}]

    assert {rule.severity.value for rule in rules} == {"warning"}
