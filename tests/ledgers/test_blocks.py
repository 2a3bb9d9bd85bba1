"""Blocks of records are found wherever offices put them, and end where the next ones begin."""

from __future__ import annotations

import pytest

from reportkit.ledgers.sheets.blocks import NO_END, above_first, going_on
from tests.ledgers.grids import APPLICATIONS, CASES, FEE, FEES, Cells, applied, blocks_of, sheet

GROUPED: Cells = ["登记编号", "收到日期", "申请人类别", "办理", None]


def test_title_belongs_to_the_block_and_is_none_of_its_rows() -> None:
    (block,) = blocks_of(["某局2022年台账"], ["单位：件"], APPLICATIONS, applied(1))

    assert block.title == "某局2022年台账|单位：件"
    assert (block.heading_rows, block.first, block.end) == ((3,), 0, NO_END)
    assert [number for number, _ in block.rows] == [4]


@pytest.mark.parametrize(
    "headings",
    [
        [GROUPED, [None, None, None, "办结日期", "办理结果"]],
        [
            ["登记编号", "收到日期", "申请人", "办理", None],
            [None, None, "基本情况", "第一项", "第二项"],
            [None, None, "申请人类别", "办结日期", "办理结果"],
        ],
    ],
    ids=["two rows", "three rows"],
)
def test_headings_spread_over_several_rows_are_read_as_one(headings: list[Cells]) -> None:
    (block,) = blocks_of(*headings, applied(1))

    assert block.heading_rows == tuple(range(1, len(headings) + 1))
    assert sorted(block.headings.columns.values()) == [0, 1, 2, 3, 4]
    assert [values for _, values in block.rows] == [applied(1)]


def test_first_record_is_not_taken_for_a_lower_row_of_headings() -> None:
    (block,) = blocks_of(APPLICATIONS, applied(1), applied(2))

    assert block.heading_rows == (1,)
    assert len(block.rows) == 2


def test_the_same_table_twice_side_by_side() -> None:
    first, second = blocks_of(
        [*APPLICATIONS, None, *APPLICATIONS], [*applied(1), None, *applied(2)]
    )

    assert (first.first, first.end, second.first, second.end) == (0, 6, 6, NO_END)
    assert [column for column, _ in second.within(second.rows[0][1])] == [6, 7, 8, 9, 10]
    assert second.headings.columns["number"] == 6


@pytest.mark.parametrize(
    ("left", "right"), [("fees", "cases"), ("cases", "fees"), ("applications", "fees")]
)
def test_two_ledgers_side_by_side(left: str, right: str) -> None:
    headings = {"applications": APPLICATIONS, "cases": CASES, "fees": FEES}
    row = [*headings[left], None, *headings[right]]

    first, second = blocks_of(row, ["x"] * len(row))

    beginning = len(headings[left]) + 1
    assert (first.schema.id, first.first, first.end) == (left, 0, beginning)
    assert (second.schema.id, second.first, second.end) == (right, beginning, NO_END)


def test_ledgers_below_one_another_end_where_the_next_begins() -> None:
    first, second = blocks_of(APPLICATIONS, applied(1), [], ["收费"], FEES, FEE)

    assert (first.schema.id, second.schema.id) == ("applications", "fees")
    assert [number for number, _ in first.rows] == [2, 4]  # the title of the next is sorted out
    assert [number for number, _ in second.rows] == [6]


def test_headings_repeated_on_every_page_begin_no_block() -> None:
    (block,) = blocks_of(APPLICATIONS, applied(1), APPLICATIONS, applied(2))

    assert [number for number, _ in block.rows] == [2, 3, 4]


def test_the_same_headings_in_another_order_begin_a_block() -> None:
    first, second = blocks_of(APPLICATIONS, applied(1), [], APPLICATIONS[::-1], applied(2)[::-1])

    assert first.headings.columns["number"] == 0
    assert second.headings.columns["number"] == 4


@pytest.mark.parametrize("above", [49, 60, 500])
def test_headings_below_many_records_are_found_too(above: int) -> None:
    blocks = blocks_of(APPLICATIONS, *(applied(n) for n in range(above)), FEES, FEE)

    assert [block.schema.id for block in blocks] == ["applications", "fees"]


def test_headings_that_fit_several_ledgers_are_those_of_the_one_that_the_name_speaks_of() -> None:
    rows = [["编号", "类别", "备注"], ["1", "行政处罚", None]]

    assert [block.schema.id for block in blocks_of(*rows, of="decisions")] == ["decisions"]
    assert [block.schema.id for block in blocks_of(*rows, of="cases")] == ["cases"]


def test_what_stands_above_the_first_headings() -> None:
    rows = [applied(1), APPLICATIONS, applied(2)]

    assert [number for number, _ in above_first(sheet(*rows), blocks_of(*rows))] == [1]


def test_sheet_without_headings_goes_on_with_a_block() -> None:
    (before,) = blocks_of(APPLICATIONS, applied(1))

    block = going_on(sheet(applied(2)), "x.xlsx［续］", before)

    assert (block.place, block.heading_rows) == ("x.xlsx［续］", ())
    assert block.headings == before.headings


@pytest.mark.parametrize("row", [["登记编号"], ["收到日期：2022-01-01"], [1, 2, 3], ["甲", "乙"]])
def test_one_word_alone_is_no_row_of_headings(row: Cells) -> None:
    assert blocks_of(row, applied(1)) == []
