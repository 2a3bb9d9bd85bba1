"""What is wrong in a narrative is told all at once, line by line, and never as a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit.errors import NarrativeError
from reportkit.narrative import read_narrative
from tests.narrative.samples import EDITION, FACTS, FIGURES, bind, faults, write

MISUSED = "没有这个格或者写法不对，可用的写法见 docs/narrative.md"
SECTIONS = "、".join(section.heading for section in EDITION.sections)

EXPRESSIONS = [
    ("t3.nwe.total", MISUSED),
    ("t3.new.totl", MISUSED),
    ("t5.new.total", MISUSED),
    ("t3.nwe", MISUSED),
    ("percent(t3.nwe, t3.new.total)", MISUSED),
    ("percent(t3.new.total, t3.nwe)", MISUSED),
    ('"有" if t3.nwe else "无"', MISUSED),
    ("t3.new.total +", MISUSED),
    ("t3.new.total t3.granted.total", MISUSED),
    ("", MISUSED),
    ("count()", MISUSED),
    ("count(publications)", MISUSED),
    ("t3.new.total | nosuchfilter", MISUSED),
    ("1 + '件'", MISUSED),
    ("'{0}{1}'.format(year)", MISUSED),
    ("'件'.encode('nosuchcode')", MISUSED),
    ("'件'.index('条')", MISUSED),
    ("t3.new", "不是一个数字"),
    ("t3.new.total / 4", "不是一个数字"),
    ("percent(t3.new, t3.new.total)", "不是一个数字"),
    ("percent('甲', t3.new.total)", "百分比要由两个数字来算"),
    ("none", "不是一个数字"),
    ("percent(t3.new.total, t3.carried_in.total)", "除数为 0"),
    ("t3.new.total // t3.carried_in.total", "除数为 0"),
    ('count("publication")', "没有台账 publication，现有：publications"),
    (
        'count("publications", 渠道="网站")',
        "“主动公开信息发布台账”没有可选的“渠道”列，可选：发布渠道",
    ),
    ('count("publications", 发布渠道="政府网占")', "“发布渠道”没有“政府网占”这一类别"),
]


@pytest.mark.parametrize(("expression", "reason"), EXPRESSIONS)
def test_expression_that_makes_no_sense_is_quoted_with_line_and_reason(
    tmp_path: Path, expression: str, reason: str
) -> None:
    problems = faults(tmp_path, f"开头。\n\n新收{{{{ {expression} }}}}件。\n")

    assert problems == [f"第 3 行：{{{{ {expression} }}}} 算不出来（{reason}）。"]


TRICKS = [
    "t3.__class__",
    "''.__class__.__mro__",
    "''.__class__.__mro__[1].__subclasses__()",
    "t3.new.__init__.__globals__",
    "count.__globals__",
    "percent.__code__",
    "percent.__globals__['Decimal']",
    "t3.new.total.__class__.__base__",
    "t3.update({'new': 1})",
    "t3.new.clear()",
    "[].append(1)",
    "self",
    "cycler.__init__.__globals__.os",
    "lipsum.__globals__['os'].system('true')",
    "'%s' % t3.__class__",
    "'{0.__class__}'.format(t3)",
    "t3 | attr('__class__')",
    "range(100000000) | list",
]


@pytest.mark.parametrize("expression", TRICKS)
def test_way_out_of_the_sandbox_is_refused_like_any_other_mistake(
    tmp_path: Path, expression: str
) -> None:
    (problem,) = faults(tmp_path, f"{{{{ {expression} }}}}")

    assert problem.startswith(f"第 1 行：{{{{ {expression} }}}} 算不出来（")


@pytest.mark.parametrize(
    "line",
    [
        "{{ t3.new.total",
        "t3.new.total }}",
        "｛｛ t3.new.total",
        "｛% if year %｝",
        "{{ year }} {{",
        "{% if year %}",
        "{{ t3.new.total }} }}",
    ],
)
def test_unbalanced_braces(tmp_path: Path, line: str) -> None:
    assert faults(tmp_path, f"甲\n{line}") == [
        "第 2 行：花括号不配对；数字写作 {{ 数字的名称 }} 的样子。"
    ]


@pytest.mark.parametrize(
    ("written", "fault", "meant"),
    [
        ("｛｛ t3.new.total ｝｝", "是全角的", "t3.new.total"),
        ("{｛year｝}", "是全角的", "year"),
        ("｛ year ｝", "是全角的", "year"),
        ("{ year }", "应当左右各两个", "year"),
        ("{t3.new.total}", "应当左右各两个", "t3.new.total"),
        ('{count("publications")}', "应当左右各两个", 'count("publications")'),
        ("{{ t3.new.total }", "应当左右各两个", "t3.new.total"),
        ("{ t3.new.total }}", "应当左右各两个", "t3.new.total"),
    ],
)
def test_braces_that_are_nearly_right_are_refused_with_what_they_should_be(
    tmp_path: Path, written: str, fault: str, meant: str
) -> None:
    assert faults(tmp_path, f"{{{{ year }}}}年\n新收{written}件") == [
        f"第 2 行：花括号“{written}”{fault}，应写作半角的 {{{{ {meant} }}}}。"
    ]


@pytest.mark.parametrize(
    "heading",
    ["七、其他", "一、总体情況", "一、总体", "二、总体情况", "总体情况", "一.总体情况", "年度报告"],
)
def test_heading_that_the_form_lacks_is_refused_with_those_it_has(
    tmp_path: Path, heading: str
) -> None:
    assert faults(tmp_path, f"甲\n\n# {heading}\n乙") == [
        f"第 3 行：没有“{heading}”这一部分，应为：{SECTIONS}。"
    ]


def test_section_begun_twice(tmp_path: Path) -> None:
    text = "# 一、总体情况\n甲\n# 一、总体情况\n乙"

    assert faults(tmp_path, text) == ["第 3 行：“一、总体情况”写了两次。"]


def test_all_problems_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    text = (
        "{{ t3.nwe.total }}和{{ t3.new.totl }}\n"
        "# 七、其他\n"
        "{{ year }}\n"
        "{{ year\n"
        "# 一、总体情况\n"
        "# 一、总体情况\n"
        '{{ count("x") }}\n'
    )

    problems = faults(tmp_path, text)

    assert [problem.partition("：")[0] for problem in problems] == [
        "第 1 行",
        "第 1 行",
        "第 2 行",
        "第 4 行",
        "第 6 行",
        "第 7 行",
    ]


def test_lines_are_counted_as_an_editor_does_with_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "narrative.md"
    path.write_bytes("甲\r\n\r\n{{ t3.nwe }}\r\n".encode())

    with pytest.raises(NarrativeError, match="第 3 行"):
        read_narrative(path, EDITION, FIGURES, FACTS)


def test_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "narrative.md"

    with pytest.raises(NarrativeError) as caught:
        read_narrative(path, EDITION, FIGURES, FACTS)

    assert caught.value.heading == "总体情况等文字读不出来："
    assert caught.value.problems == (
        f"缺少文件 {path.as_posix()}。请照 docs/narrative.md 写一份。",
    )


def test_folder_in_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "narrative.md").mkdir()

    with pytest.raises(NarrativeError, match="缺少文件"):
        read_narrative(tmp_path / "narrative.md", EDITION, FIGURES, FACTS)


LOST_A_BYTE = "，信息信".encode()[:-1] + "息".encode()
NEITHER = "编码既不是 UTF-8 也不是 GB 18030（第 {} 行有无法识别的字节）"


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ("乙\n".encode() * 20 + b"\xb9" + "公开".encode(), NEITHER.format(21)),
        # GB 18030 makes sense of it: 淇℃伅.
        (b"\n" + "信息".encode() * 20 + LOST_A_BYTE, NEITHER.format(2)),
        (b"\xff\xff\xff", NEITHER.format(1)),
        (b"\xff\xfe\x00", "编码像 UTF-16，但是有无法识别的字节"),
        ("貫徹落實政府資訊公開條例，新收申請六件。".encode("big5"), "编码像是 Big5"),
    ],
    ids=["spoilt UTF-8", "a byte lost", "no text", "cut UTF-16", "Big5"],
)
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, data: bytes, fault: str) -> None:
    path = tmp_path / "narrative.md"
    path.write_bytes(data)

    with pytest.raises(NarrativeError, match=f"narrative.md 的{fault}.*，请另存为 UTF-8。"):
        read_narrative(path, EDITION, FIGURES, FACTS)


def test_error_of_the_ledgers_is_not_taken_for_one_of_the_narrative(tmp_path: Path) -> None:
    def count(ledger: str) -> int:
        raise NarrativeError("台账读不出来：", ["cases.csv：是空文件。"])

    path = write(tmp_path, '{{ count("cases") }}')

    with pytest.raises(NarrativeError, match="台账读不出来"):
        read_narrative(path, EDITION, FIGURES, {**FACTS, "count": count})


# Pieces that put together make sense, nonsense, or anything between.
NAMES = ["t3", ".new", ".total", ".nwe", ".__class__", "percent", "count", "year", "loop", "年"]
FILTERS = ["|", "abs", "int", "round", "first", "join", "default", "format", ".format", ".encode"]
WORDS = ["if", "else", "and", "or", "not", "in", "is", "none", "true", "()", "[0]", "//", "=="]
VALUES = ["0", "1", "-1", "1.5", "'a'", "'%d'", "'{0}'", "'{:q}'", "x=1"]
pieces = st.sampled_from([*NAMES, *FILTERS, *WORDS, *VALUES, *"()[]{}+-*/%~<>,:."])


@settings(max_examples=200)
@given(parts=st.lists(pieces, max_size=8), gap=st.sampled_from(["", " "]))
def test_any_expression_is_bound_or_refused_in_words(
    tmp_path_factory: pytest.TempPathFactory, parts: list[str], gap: str
) -> None:
    folder = tmp_path_factory.mktemp("narrative")

    try:
        bind(folder, f"{{{{ {gap.join(parts)} }}}}")
    except NarrativeError as error:
        assert all(problem.startswith("第 1 行：") for problem in error.problems)  # noqa: PT017
