"""Rows that are no records are left out by a reason, and a record never is."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reportkit.grids import Grid
from reportkit.ledgers.sheets import phrases
from reportkit.ledgers.sheets.doubts import faded_rows
from reportkit.ledgers.sheets.one_row import HEADING, NUMBERING, SERIAL
from reportkit.ledgers.sheets.phrases import NOTE, NOTHING, SIGNATURE, TITLE, TOTAL
from reportkit.ledgers.sheets.sorting import Sorted, sort_rows
from tests.ledgers.grids import APPLICATIONS, CASES, FEE, FEES, Cells, applied, blocks_of

DOCUMENTS = ["文件名称", "文号", "文件类别", "制发日期"]
PUBLICATIONS = ["标题", "发布日期", "发布渠道"]
HEADINGS = {
    "applications": APPLICATIONS,
    "fees": FEES,
    "documents": DOCUMENTS,
    "publications": PUBLICATIONS,
    "cases": CASES,
}


def _sorted(ledger: str, *rows: Cells, headings: Cells = (), **more: Any) -> Sorted:
    (block,) = blocks_of(headings or HEADINGS[ledger], *rows, of=ledger, **more)
    return sort_rows(block)


@pytest.mark.parametrize(
    ("ledger", "row", "reason"),
    [
        ("applications", ["合计", None, None, None, 3], TOTAL),
        ("applications", ["合计", 12, None, None, None], TOTAL),
        ("applications", ["本页小计：3件"], TOTAL),
        ("applications", ["2022年合计"], TOTAL),
        ("fees", ["合计", None, None, "2000"], TOTAL),
        ("fees", [None, "小计", None, "2000"], TOTAL),
        ("fees", ["汇总", None, None, "2000"], TOTAL),
        ("fees", ["占道费 汇总", None, None, "2000"], TOTAL),
        ("fees", [None, "行政事业性收费 汇总", None, "2000"], TOTAL),
        ("fees", ["Total", None, None, "2000"], TOTAL),
        ("fees", ["平均值", None, None, "1000"], TOTAL),
        ("fees", ["其中：占道费", None, None, "1000"], TOTAL),
        ("applications", ["上年同期", None, 5, None, 5], TOTAL),
        ("applications", ["同比增长", None, "40%", None, "40%"], TOTAL),
        ("applications", ["占比", "50%"], TOTAL),
        ("applications", [7, None, "自然人 计数"], TOTAL),
        ("applications", ["注：以上为全年数"], NOTE),
        ("applications", ["以下空白"], NOTE),
        ("applications", ["本表由办公室保管"], NOTE),
        ("applications", ["填表人：某某", None, "审核人：某某"], SIGNATURE),
        ("fees", ["单位：元"], SIGNATURE),
        ("fees", ["无"], NOTHING),
        ("fees", ["无", "无", "无", 0], NOTHING),
        ("fees", ["/", "/", "/", "/"], NOTHING),
        ("applications", APPLICATIONS, HEADING),
        ("applications", ["依申请公开台账"], TITLE),
        ("fees", ["第二季度"], TITLE),
        ("applications", ["5"], SERIAL),
        ("applications", [5], SERIAL),
        ("applications", ["1", "2", "3", "4", "5"], NUMBERING),
        ("applications", ["(1)", "(2)", "(3)", "(4)", "(5)"], NUMBERING),
        ("applications", ["A", "B", "C", "D", "E"], NUMBERING),
        ("applications", ["甲", "乙", "丙", "丁", "戊"], NUMBERING),
        ("applications", ["必填", "（必填）", "必填", "yyyy-mm-dd", "选填"], NOTE),
        ("applications", ["- 1 -"], SIGNATURE),
        ("applications", ["2022年依申请公开台账（续）"], TITLE),
        ("cases", ["本单位2022年未发生复议、诉讼案件"], NOTHING),
    ],
)
def test_each_reason(ledger: str, row: Cells, reason: str) -> None:
    sorted_ = _sorted(ledger, row)

    assert sorted_.records == []
    assert dict(sorted_.left_out) == {reason: [2]}


@pytest.mark.parametrize(
    ("ledger", "row"),
    [
        ("applications", ["2022-005", "2022-03-01", "自然人", None, None]),
        ("applications", [20220005, "2022-03-01", "自然人", None, None]),
        ("applications", ["2022-006"]),
        ("applications", [None, "2022-03-01"]),
        ("applications", ["第一季度", *applied(1)[1:]]),
        ("fees", ["合计费", *FEE[1:]]),
        ("fees", ["累计占道费", *FEE[1:]]),
        ("fees", ["计量检定费", *FEE[1:]]),
        ("fees", ["说明：复印", *FEE[1:]]),
        ("fees", ["1", *FEE[1:]]),
        ("fees", ["占道费", None, None, None]),
        ("documents", ["某某工作情况表", "阜发〔2022〕1号", "规章", "2022-05-01"]),
        ("documents", ["某某工作情况表", None, "规章", "2022-05-01"]),
        ("documents", ["说明：关于某事", None, "规章", "2022-05-01"]),
        ("publications", ["2022年一季度统计表", "2022-05-01", "政府网站"]),
        ("publications", ["单位：公示", "2022-05-01", "政府网站"]),
        ("publications", ["无", "2022-05-01", "政府网站"]),
        ("publications", ["2022年度", "2022-05-01", "政府网站"]),
        ("publications", ["财政收入累计", "2022-05-01", "政府网站"]),
        ("publications", ["预算收支总计", "2022-05-01", "政府网站"]),
        ("publications", ["注：补充公告", "2022-05-01", "政府网站"]),
        ("publications", ["第1页", "2022-05-01", "政府网站"]),
        ("publications", ["某某工作汇总", None, "政府网站"]),
    ],
)
def test_record_is_never_left_out(ledger: str, row: Cells) -> None:
    sorted_ = _sorted(ledger, row)

    assert [number for number, _ in sorted_.records] == [2]
    assert (dict(sorted_.left_out), sorted_.void) == ({}, [])


@pytest.mark.parametrize("number", ["2022-005", 20220005, 5, "5"])
@pytest.mark.parametrize("remark", ["合计", "说明：已转办", "2022年经费合计", "无"])
@pytest.mark.parametrize("heading", ["备注", "申请内容"])
def test_words_in_a_remark_make_no_record_anything_else(
    number: Any, remark: str, heading: str
) -> None:
    row = [number, *applied(1)[1:], remark]

    sorted_ = _sorted("applications", row, headings=[*APPLICATIONS, heading])

    assert [number for number, _ in sorted_.records] == [2]


def _fee(item: str, amount: str, remark: str | None = None) -> list[str | None]:
    return [item, *FEE[1:3], amount, remark]


@pytest.mark.parametrize("word", ["小计", "占道费小计", "合计：两笔"])
def test_full_row_that_adds_up_the_others_is_left_out_and_marked(word: str) -> None:
    rows = [_fee("占道费", "5"), _fee("占道费", "7"), _fee(word, "12"), ["合计", None, None, "12"]]

    sorted_ = _sorted("fees", *rows)

    assert dict(sorted_.left_out) == {TOTAL: [4, 5]}
    assert (sorted_.like_records, sorted_.doubts) == ([4], {})


def test_each_subtotal_adds_up_what_stands_since_the_one_before() -> None:
    rows = [_fee("甲", "5"), _fee("小计", "5"), _fee("乙", "7"), _fee("小计", "7")]

    assert _sorted("fees", *rows).left_out == {TOTAL: [3, 5]}


@pytest.mark.parametrize(
    "row",
    [
        _fee("社会抚养费累计", "1200"),
        _fee("合计", "1200"),
        _fee("全年", "1200"),
        _fee("1-12月", "1200"),
        _fee("总收费", "1200"),
        _fee("汇总", "1200"),
        _fee("TOTAL", "1200"),
        _fee("占道费（小计）", "1200"),
        _fee("其中：占道费", "1200"),
        _fee("占道费", "1200", "全年合计"),
        _fee("占道费", "1200", "小计"),
        _fee("占道费（退费）", "300"),
        _fee("占道费冲销", "300"),
        _fee("占道费", "300", "红冲"),
        _fee("测试", "300"),
    ],
)
def test_full_row_of_fees_that_may_be_none_is_asked_about(row: Cells) -> None:
    first = _fee("占道费", "5")

    sorted_ = _sorted("fees", first, row, headings=[*FEES, "备注"])

    assert [number for number, _ in sorted_.records] == [2, 3]
    assert list(sorted_.doubts) == [3]


def test_total_beside_the_table_says_nothing_of_the_row() -> None:
    assert _sorted("fees", [*FEE, None, "合计", "5"]).doubts == {}


@pytest.mark.parametrize(
    ("remark", "shown"),
    [
        ("不计入统计", "不计入"),
        ("申请人已撤回，不计入统计", "不计入"),
        ("不纳入统计", "不纳入统计"),
        ("勿统计", "不统计"),
        ("误录", "误录"),
        ("已删除", "删除"),
        ("取消", "取消"),
        ("系统测试数据", "测试"),
        ("无效申请", "无效申请"),
        ("撤件", "撤件"),
        ("此件已撤回", "撤回"),
        ("非本年度", "非本年度"),
        ("已并入2022-003", "并入"),
        ("退回", "退回"),
        ("与2022-005重复", "重复"),
        ("不作为申请处理", "不作为申请"),
        ("已撤销", "撤销"),
        ("示例", "示例"),
    ],
)
def test_remark_that_a_record_may_not_count_is_asked_about(remark: str, shown: str) -> None:
    sorted_ = _sorted("applications", [*applied(1), remark], headings=[*APPLICATIONS, "备注"])

    assert list(sorted_.doubts) == [2]
    assert sorted_.doubts[2].fault == f"注明“{shown}”，是否计入无法确定"


@pytest.mark.parametrize(
    ("remark", "outcome"),
    [
        ("例如：转办件", "予以公开"),
        ("与2022-001重复", "重复申请"),
        ("已撤回", "申请人撤回申请"),
        ("5个工作日不计入期限", "予以公开"),
        ("申请人补正后未重复申请", "予以公开"),
    ],
)
def test_remark_that_explains_a_record_says_nothing_else(remark: str, outcome: str) -> None:
    row = [*applied(1)[:4], outcome, remark]

    sorted_ = _sorted("applications", row, headings=[*APPLICATIONS, "备注"])

    assert ([number for number, _ in sorted_.records], sorted_.doubts) == ([2], {})


@pytest.mark.parametrize(("repealed", "asked"), [(None, [2]), ("2022-06-01", [])])
def test_document_called_repealed_needs_the_day(repealed: str | None, asked: list[int]) -> None:
    row = ["甲办法", "甲〔2018〕1号", "规章", "2018-01-01", repealed, "已废止"]

    sorted_ = _sorted("documents", row, headings=[*DOCUMENTS, "废止日期", "备注"])

    assert list(sorted_.doubts) == asked


@pytest.mark.parametrize("word", ["作废", "已作废", "（作废）"])
@pytest.mark.parametrize("place", [0, 5])
def test_record_called_void_stays_and_is_asked_about(word: str, place: int) -> None:
    row = [*applied(1), None]
    row[place] = word

    sorted_ = _sorted("applications", row, headings=[*APPLICATIONS, "备注"])

    assert [number for number, _ in sorted_.records] == sorted_.void == [2]


def test_record_of_which_half_is_struck_out_stays_and_is_asked_about() -> None:
    struck = frozenset({(2, 1), (2, 2), (2, 3), (3, 2)})

    sorted_ = _sorted("applications", applied(1), applied(2), struck=struck)

    assert [number for number, _ in sorted_.records] == [2, 3]
    assert sorted_.void == [2]


@pytest.mark.parametrize(("column", "asked"), [(4, [2]), (1, [])])
def test_amount_that_is_struck_out_is_asked_about(column: int, asked: list[int]) -> None:
    sorted_ = _sorted("fees", FEE, FEE, struck=frozenset({(2, column)}))

    assert (list(sorted_.doubts), sorted_.void) == (asked, [])


def test_amount_of_which_a_part_is_struck_out_is_asked_about() -> None:
    assert list(_sorted("fees", FEE, partly_struck=frozenset({(2, 4)})).doubts) == [2]


@pytest.mark.parametrize(("remark", "void"), [("勿统计", [2]), ("此件已撤回", [])])
def test_what_becomes_of_void_rows_says_nothing_of_those_withdrawn(
    remark: str, void: list[int]
) -> None:
    sorted_ = _sorted("applications", [*applied(1), remark], headings=[*APPLICATIONS, "备注"])

    assert sorted_.void == void


def test_rows_numbered_beforehand_are_left_out_where_there_are_several() -> None:
    rows = [applied(1), applied(2), *(["2022-00" + str(n)] for n in (3, 4, 5))]

    sorted_ = _sorted("applications", *rows)

    assert [number for number, _ in sorted_.records] == [2, 3]
    assert dict(sorted_.left_out) == {SERIAL: [4, 5, 6]}


def test_one_lone_number_below_the_others_may_be_a_record() -> None:
    assert len(_sorted("applications", applied(1), ["2022-002"]).records) == 2


def test_rows_beside_a_block_are_none_of_its_own() -> None:
    headings = [*APPLICATIONS, None, *APPLICATIONS]
    first, second = blocks_of(
        headings, [*applied(1), None, *applied(2)], [*[None] * 6, *applied(3)]
    )

    assert [number for number, _ in sort_rows(first).records] == [2]
    assert [number for number, _ in sort_rows(second).records] == [2, 3]


def test_list_of_figures_has_no_totals_to_leave_out() -> None:
    """合计 is the name of a cell there."""
    rows = [["格编号", "格名称", "填报数"], ["t3.new.total", "合计", "5"]]

    (block,) = blocks_of(*rows, of="summary")

    assert isinstance(block.grid, Grid)
    assert len(sort_rows(block).records) == 1


_PHRASES = [
    *(phrases._TOTAL, *(each for _, each in phrases._PATTERNS)),
    *(each for _, each in phrases._VOIDED),
]


@given(st.sampled_from(_PHRASES).flatmap(lambda each: st.from_regex(each, fullmatch=True)))
def test_what_is_passed_over_without_a_closer_look_is_no_phrase(text: str) -> None:
    """Names are told by a quick search; whatever a pattern would know must be found by it."""
    assume(0 < len(text.strip()) <= phrases._LONGEST_WORD)
    if phrases._kind(phrases.plain(text)):
        alone = phrases.special_words([(1, [text])])
        assert alone or not (phrases._MARK.search(text) or phrases._BEGINS.match(text))


@pytest.mark.parametrize(
    ("grey", "asked"),
    [
        ([3], [3]),
        ([2, 3], [2, 3]),
        ([2, 4], []),
        ([3, 5], []),
        ([2, 3, 4], []),
        ([], []),
    ],
    ids=["one", "half", "every second from the first", "from the next", "most", "none"],
)
def test_grey_rows_are_asked_about_unless_that_is_how_the_sheet_is_made(
    grey: list[int], asked: list[int]
) -> None:
    cells = frozenset((row, column) for row in grey for column in (1, 2, 3))
    rows = [applied(number) for number in range(4)]
    (block,) = blocks_of(APPLICATIONS, *rows, of="applications", faded=cells | {(4, 1)})

    assert faded_rows(block, [2, 3, 4, 5]) == asked
