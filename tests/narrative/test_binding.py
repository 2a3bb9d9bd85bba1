"""Figures are filled into prose as an author means them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.narrative import read_narrative
from reportkit.narrative.seen import as_seen
from reportkit.narrative.vocabulary import percent
from tests.narrative.samples import EDITION, FACTS, FIGURES, bind, prose

BOUND = [
    ("新收{{ t3.new.total }}件", "新收6件"),
    ("{{t3.new.total}}", "6"),
    ("{{ t3.unavailable.not_held.total }}", "1"),
    ("{{ t2.fees.amount }}", "4166.241619"),
    ("{{ t3.new.total + t3.carried_in.total }}", "6"),
    ("{{ t3.new.total * 2 - 1 }}", "11"),
    ("{{ t3.new.total }}和{{ t3.granted.total }}", "6和5"),
    ("{{ year }}年，{{ bureau_name }}", "2022年，阜新市生态环境局"),
    ('{{ count("publications") }}', "120"),
    ('{{ count("publications", 发布渠道="政府网站") }}', "120"),
    ('{{ total("fees", "金额（元）") }}', "1200.5"),
    ('{{ total("fees", "金额（元）", 收费类别="信息处理费") }}', "0"),
    ("{{ percent(t3.granted.total, t3.concluded.total) }}", "83.3%"),
    ("{{ percent(t3.granted.total, t3.concluded.total, 0) }}", "83%"),
    ("{{ percent(t3.new.total, t3.new.total) }}", "100%"),
    ('{{ "有" if t3.new.total > 5 else "无" }}', "有"),
    ('{{ "没有收取" if total("fees", "x", a="b") == 0 else "收取" }}', "没有收取"),
    ('{{ "收取" ~ total("fees", "x") ~ "元" }}', "收取1200.50元"),
    ("{{ t3.new.total == 6 }}", "是"),
    ('{{ "<b>某局</b>" }}', "&#60;b&#62;某局&#60;&#47;b&#62;"),
    ('{{ "[某局](https://x)" ~ t3.new.total }}', "&#91;某局&#93;&#40;https&#58;&#47;&#47;x&#41;6"),
    ("花括号{单个}不是数字", "花括号{单个}不是数字"),
]


@pytest.mark.parametrize(("text", "bound"), BOUND)
def test_expression_is_replaced_by_its_value(tmp_path: Path, text: str, bound: str) -> None:
    assert prose(tmp_path, text) == bound


UNTOLD = [
    "{{ t3.new.business }}",
    "{{ t3.new.business + 1 }}",
    "{{ 1 - t3.new.business }}",
    "{{ t3.new.total + t3.new.business }}",
    "{{ percent(t3.new.business, t3.new.total) }}",
    "{{ percent(t3.new.total, t3.new.business) }}",
    '{{ "有" if t3.new.business > 5 else "无" }}',
    '{{ "有" if t3.new.business else "无" }}',
    '{{ "没有" if t3.new.business == 0 else "有" }}',
    '{{ count("publications", 发布渠道="微博") }}',
    '{{ count("publications", 发布渠道="微博") + 1 }}',
    "{{ t3.new.business | int }}",
    "{{ t3.new.business | round }}",
    "{{ -t3.new.business }}",
]


@pytest.mark.parametrize("text", UNTOLD)
def test_what_the_ledgers_cannot_tell_is_neither_guessed_nor_an_error(
    tmp_path: Path, text: str
) -> None:
    assert prose(tmp_path, text) == "〔无法确定〕"


def test_what_the_ledgers_cannot_tell_may_stand_among_other_words(tmp_path: Path) -> None:
    text = '{{ "企业" ~ t3.new.business ~ "件" }}'

    assert prose(tmp_path, text) == "企业〔无法确定〕件"


def test_cell_left_blank_says_so(tmp_path: Path) -> None:
    assert prose(tmp_path, "{{ t3.new.research }}") == "〔空白〕"


def test_sections_are_found_by_their_headings(tmp_path: Path) -> None:
    text = (
        "\ufeff开头。\n\n# 一、总体情况\n\n## （一）主动公开\n\n新收{{ t3.new.total }}件。\n\n"
        "#  五、 存在的主要问题及改进情况 \n问题。\n#六、其他需要报告的事项\n没有。\n"
    )

    narrative = bind(tmp_path, text)

    assert narrative.opening == "开头。"
    assert dict(narrative.sections) == {
        "overview": "## （一）主动公开\n\n新收6件。",
        "problems": "问题。",
        "other": "没有。",
    }
    assert narrative.text.startswith("开头。\n## （一）主动公开")


def test_every_section_of_the_form_may_have_prose(tmp_path: Path) -> None:
    text = "\n".join(f"# {section.heading}\n{section.id}" for section in EDITION.sections)

    narrative = bind(tmp_path, text)

    assert dict(narrative.sections) == {section.id: section.id for section in EDITION.sections}


@pytest.mark.parametrize("line", ["#政务公开#", "## 一、总体情况", "正文 # 一、总体情况"])
def test_line_that_is_no_heading_of_the_first_level_is_prose(tmp_path: Path, line: str) -> None:
    assert prose(tmp_path, line) == line


@pytest.mark.parametrize("ends", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_line_ends_and_byte_order_mark_make_no_difference(
    tmp_path: Path, ends: str, encoding: str
) -> None:
    path = tmp_path / "narrative.md"
    text = ends.join(["# 一、总体情况", "甲", "乙{{ year }}", ""])
    path.write_bytes(text.encode(encoding))

    narrative = read_narrative(path, EDITION, FIGURES, FACTS)

    assert dict(narrative.sections) == {"overview": "甲\n乙2022"}


@given(text=st.text(st.characters(exclude_characters="{}#%", exclude_categories=["Cs"])))
def test_prose_without_figures_stays_as_it_is(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("narrative")

    assert bind(folder, text).opening == as_seen(text)[0].strip()


@pytest.mark.parametrize(
    ("part", "whole", "digits", "share"),
    [
        (1, 3, 1, "33.3%"),
        (2, 3, 1, "66.7%"),
        (1, 8, 1, "12.5%"),
        (1, 800, 2, "0.13%"),
        (1, 2000, 1, "0.1%"),
        (0, 6, 1, "0%"),
        (7, 6, 0, "117%"),
        (Decimal("0.1"), Decimal("0.3"), 1, "33.3%"),
        (5, 1000, 0, "1%"),
    ],
)
def test_share_is_rounded_half_up_without_needless_zeros(
    part: int | Decimal, whole: int | Decimal, digits: int, share: str
) -> None:
    assert percent(part, whole, digits) == share
