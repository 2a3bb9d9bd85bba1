"""What an eye does not tell apart is the same, and nothing else is."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit import folding
from reportkit.folding import heading, plain, visible


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("（一）", "(一)"),
        ("１２", "12"),
        ("金额（元）", " 金额 (元)　"),
        ("㈠", "(一)"),
        ("⽇期", "日期"),
        ("⼈⺠⻔⻓", "人民门长"),
        ("收到\u200b日期\ufeff", "收到日期"),
        ("办\u00ad结\u202e日\ufe0f期", "办结日期"),
        ("收到\n日期", "收到日期"),
        ("A\x07B", "AB"),
    ],
)
def test_the_same_to_an_eye(first: str, second: str) -> None:
    assert plain(first) == plain(second)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert plain(plain(text)) == plain(text)


mixed = st.text(
    st.one_of(
        st.characters(),
        st.characters(categories=["Mn", "Mc", "Cf", "Zs"]),
        st.sampled_from("⺀⻲⽇ㄱ가각ᄀ" + "0aZ一鿋〔〕《》、。-./()[],:;"),
    )
)


@given(mixed)
def test_what_is_folded_at_a_glance_is_what_folding_gives(text: str) -> None:
    seen = folding._UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    whole = unicodedata.normalize("NFC", seen).translate(folding._RADICALS)
    assert plain(text) == whole


@pytest.mark.parametrize(("one", "other"), [("台", "臺"), ("元", "万元"), ("日", "曰")])
def test_what_an_eye_tells_apart_stays_apart(one: str, other: str) -> None:
    assert plain(one) != plain(other)


@pytest.mark.parametrize(
    "written",
    ["*登记编号", "登记编号＊", "★登记编号", "登记编号（必填）", "【必填】登记编号", "登记编号："],
)
def test_marks_that_a_column_must_be_filled_in_are_no_part_of_its_heading(written: str) -> None:
    assert heading(written) == "登记编号"


def test_a_unit_is_part_of_a_heading() -> None:
    assert heading("金额（万元）") != heading("金额（元）")


def test_words_stand_as_they_are_but_for_what_cannot_be_seen() -> None:
    assert visible("\ufeff 某 发〔2022〕１号\u200b ") == "某 发〔2022〕１号"
