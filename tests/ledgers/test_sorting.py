"""Rows that are no records are left out by a reason, and a record never is."""

from __future__ import annotations

from typing import Any

import pytest

from reportkit.grids import Grid
from reportkit.ledgers.sheets.phrases import NOTE, NOTHING, SIGNATURE, TITLE, TOTAL
from reportkit.ledgers.sheets.sorting import HEADING, NUMBERING, SERIAL, Sorted, sort_rows
from tests.ledgers.grids import APPLICATIONS, FEE, FEES, Cells, applied, blocks_of

DOCUMENTS = ["文件名称", "文号", "文件类别", "制发日期"]
PUBLICATIONS = ["标题", "发布日期", "发布渠道"]
HEADINGS = {
    "applications": APPLICATIONS,
    "fees": FEES,
    "documents": DOCUMENTS,
    "publications": PUBLICATIONS,
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
        ("fees", ["小计", *FEE[1:]], TOTAL),
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


def test_total_that_could_be_a_record_is_left_out_and_marked() -> None:
    sorted_ = _sorted("fees", FEE, ["小计", *FEE[1:]], ["合计", None, None, "10"])

    assert dict(sorted_.left_out) == {TOTAL: [3, 4]}
    assert sorted_.like_records == [3]


@pytest.mark.parametrize("word", ["作废", "已作废", "（作废）"])
@pytest.mark.parametrize("place", [0, 5])
def test_record_called_void_stays_and_is_asked_about(word: str, place: int) -> None:
    row = [*applied(1), None]
    row[place] = word

    sorted_ = _sorted("applications", row, headings=[*APPLICATIONS, "备注"])

    assert [number for number, _ in sorted_.records] == sorted_.void == [2]


def test_record_of_which_half_is_struck_out_stays_and_is_asked_about() -> None:
    struck = frozenset({(2, 1), (2, 2), (2, 3), (3, 1)})

    sorted_ = _sorted("applications", applied(1), applied(2), struck=struck)

    assert [number for number, _ in sorted_.records] == [2, 3]
    assert sorted_.void == [2]


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
