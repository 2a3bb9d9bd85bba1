"""N-BOILERPLATE: sections 五 and 六 that repeat last year's are found, fresh ones are not."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.forms import load_form
from reportkit.narrative import Narrative, read_prose
from reportkit.narrative.checks.text import boilerplate
from reportkit.rules import Finding, Severity, State
from tests.catalogue import held

EDITION = load_form("ogi").edition("2021")
LAST_YEAR = (
    "2021年，政府信息公开工作还有不足：一是个别栏目内容偏少，更新不够均衡；二是部分科室报送信息不够及时；"
    "三是专职人员不足，业务能力需要提高。\n\n"
    "下一步，一是归并更新较少的3个栏目，调整网站结构；二是建立科室之间的信息报送提醒机制；"
    "三是组织2次业务培训，提高答复申请的能力。"
)
FRESH = (
    "重大行政决策的意见征集形式单一，图解类解读占比不高。\n\n"
    "2023年将召开听证会和座谈会，公开意见采纳情况；每份政策文件配发图解；把依申请公开答复纳入案卷评查；"
    "请法律顾问审核不予公开的答复。"
)


def check_boilerplate(
    sections: Mapping[str, str], last_year: Mapping[str, str] | None
) -> list[Finding]:
    narrative = Narrative("narrative.md", "", sections)
    return held("N-BOILERPLATE", edition=EDITION, narrative=narrative, prose_of_last_year=last_year)


def check(this_year: str, last_year: str | None, section: str = "problems") -> Finding:
    before = None if last_year is None else {section: last_year}
    (finding,) = check_boilerplate({section: this_year}, before)
    return finding


def test_text_taken_over_whole_fails_with_the_share() -> None:
    finding = check(LAST_YEAR, LAST_YEAR)

    assert finding.state is State.FAIL
    assert finding.severity is Severity.WARNING
    assert finding.place == "problems"
    assert finding.message == (
        "“五、存在的主要问题及改进情况”共 7 句，其中 7 句与上年雷同，占 100%。"
    )


def test_new_years_figures_numbering_and_punctuation_do_not_hide_a_copy() -> None:
    changed = (
        LAST_YEAR.replace("2021年", "2022年")
        .replace("3个", "5个")
        .replace("2次", "四次")
        .replace("一是", "（一）")
        .replace("二是", "2.")
        .replace("；", "。")
    )

    assert check(changed, LAST_YEAR).state is State.FAIL


def test_few_words_changed_do_not_hide_a_copy() -> None:
    changed = LAST_YEAR
    for old, new in [
        ("偏少", "仍然偏少"),
        ("不够及时", "还不及时"),
        ("需要提高", "有待提高"),
        ("调整网站", "优化网站"),
        ("提醒机制", "提醒制度"),
        ("提高答复申请", "提高审核、答复申请"),
    ]:
        assert old in changed
        changed = changed.replace(old, new)

    assert check(changed, LAST_YEAR).state is State.FAIL


def test_freshly_written_text_passes() -> None:
    finding = check(FRESH, LAST_YEAR)

    assert finding.state is State.PASS
    assert "0 句与上年雷同，占 0%" in finding.message


def test_half_of_a_section_may_be_carried_over() -> None:
    kept, _, _ = LAST_YEAR.partition("\n\n")

    assert check(f"{kept}\n\n{FRESH}", LAST_YEAR).state is State.PASS


def test_the_two_sentences_that_never_change_are_no_boilerplate() -> None:
    text = "2022年，本机关没有收取政府信息公开信息处理费。没有其他需要报告的事项。"

    finding = check(text, text.replace("2022", "2021"), section="other")

    assert finding.state is State.PASS
    assert finding.message == "“六、其他需要报告的事项”共 2 句，其中 2 句与上年雷同，占 100%。"


@pytest.mark.parametrize("last_year", [None, "", "## \n\n- "])
def test_without_last_years_text_nothing_can_be_told(last_year: str | None) -> None:
    assert check(LAST_YEAR, last_year).state is State.UNKNOWN


def test_sections_without_prose_and_other_sections_are_not_compared() -> None:
    sections = {"overview": LAST_YEAR, "problems": "", "other": "没有其他需要报告的事项。"}

    findings = check_boilerplate(sections, sections)

    assert [finding.place for finding in findings] == ["other"]


def test_last_years_narrative_is_compared_whether_its_figures_are_filled_in_or_not(
    tmp_path: Path,
) -> None:
    path = tmp_path / "narrative.md"
    text = LAST_YEAR.replace("3个", "{{ t3.new.total }}个")
    path.write_text(f"开头。\n\n# 五、 存在的主要问题及改进情况\n\n{text}\n", encoding="utf-8")

    before = read_prose(path, EDITION)
    (finding,) = check_boilerplate({"problems": LAST_YEAR}, before)

    assert finding.state is State.FAIL
    assert "占 100%" in finding.message


def test_narrative_of_last_year_that_cannot_be_read_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "narrative.md"
    assert read_prose(path, EDITION) is None

    path.write_bytes(b"# \xff\xff")
    assert read_prose(path, EDITION) is None


@given(st.text(), st.text())
def test_no_text_breaks_the_rule(this_year: str, last_year: str) -> None:
    for finding in check_boilerplate({"problems": this_year}, {"problems": last_year}):
        assert finding.state in (State.PASS, State.UNKNOWN, State.FAIL)


@given(st.lists(st.text(alphabet="公开信息栏目更新培训科室报送答复申请", min_size=8), min_size=3))
def test_every_copy_of_three_sentences_or_more_is_found(texts: list[str]) -> None:
    prose = "。".join(texts)

    assert check(prose, prose).state is State.FAIL


def test_many_sentences_are_not_each_held_against_all(monkeypatch: pytest.MonkeyPatch) -> None:
    words = ("公开平台", "更新不及时", "人员较少", "培训不足", "解读单一", "互动偏弱")
    section = ["".join(each) for each in product(words, repeat=4)]
    compared: list[bool] = []
    alike = boilerplate._alike
    monkeypatch.setattr(
        boilerplate, "_alike", lambda *both: compared.append(alike(*both)) or compared[-1]
    )

    assert check("。".join(section), "。".join(reversed(section))).state is State.FAIL

    assert len(compared) <= 200 * len(section)
