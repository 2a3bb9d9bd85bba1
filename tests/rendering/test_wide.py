"""What is as wide as a Chinese character; a line broken between two such shows no space."""

from __future__ import annotations

import pytest

from reportkit.rendering.wide import is_wide, join_html_lines, join_lines


def test_a_character_is_wide_as_a_chinese_font_has_it() -> None:
    assert all(map(is_wide, "公，（“…—·Ａ　〇"))
    assert not any(map(is_wide, ["", *"A,(é–ｱ"]))


@pytest.mark.parametrize(
    ("before", "after", "are_joined"),
    [("公开”", "（情况", True), ("公开", "GB", False), ("a", "b", False)],
)
def test_the_same_lines_are_joined_in_text_and_in_html(
    before: str, after: str, are_joined: bool
) -> None:
    broken = f"{before} \n  {after}"
    joined = before + after if are_joined else broken

    assert join_lines(broken) == join_html_lines(broken) == joined


@pytest.mark.parametrize(
    ("html", "joined"),
    [
        ("公开\n情况", "公开情况"),
        ("<b>公开</b>\n<i>情况</i>", "<b>公开</b><i>情况</i>"),
        ("公开”\n（情况", "公开”（情况"),
        ("公开\nGB/T", "公开\nGB/T"),
        ("one\ntwo", "one\ntwo"),
    ],
)
def test_lines_of_chinese_are_joined_without_a_space(html: str, joined: str) -> None:
    assert join_html_lines(html) == joined
