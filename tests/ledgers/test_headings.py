"""Columns are found by their headings, wherever these stand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit.errors import RawDataError
from reportkit.ledgers import read_raw_data, take_in
from reportkit.ledgers.mapping import LedgerMapping
from reportkit.ledgers.sheets.headings import Vocabulary, match, missing
from tests.ledgers.samples import (
    EDITION,
    SCHEMAS,
    YEAR,
    application,
    grid,
    headings,
    read,
    read_rows,
    refusal,
    write_csv,
)

ROWS = grid("applications", [application()])


def _column(name: str) -> int:
    return ROWS[0].index(name)


def _renamed(**new: str) -> list[list[Any]]:
    return [[new.get(heading, heading) for heading in ROWS[0]], *ROWS[1:]]


def _write(folder: Path, rows: list[list[Any]]) -> None:
    write_csv(folder / "applications.csv", rows)


@pytest.mark.parametrize("above", [1, 9, 10, 49])
def test_title_rows_may_stand_above_the_headings(folder: Path, above: int) -> None:
    _write(folder, [["某某局2022年度依申请公开台账"]] * above + ROWS)

    raw = read(folder)

    assert raw.problems == ()
    assert list(raw.ledgers["applications"].places.rows) == [above + 2]


@pytest.mark.parametrize("ledger", SCHEMAS)
def test_every_synonym_is_understood(ledger: str) -> None:
    names = headings(ledger)
    for place, field in enumerate(SCHEMAS[ledger].fields):
        for synonym in (*field.synonyms, *field.fallbacks):
            renamed = dict(enumerate([*names[:place], synonym, *names[place + 1 :]]))
            found = match(renamed, Vocabulary(SCHEMAS[ledger], {}))
            assert found is not None
            assert missing(found, SCHEMAS[ledger]) == []
            assert found.columns[field.id] == place, synonym


@settings(max_examples=25)
@given(order=st.permutations(range(len(ROWS[0]))))
def test_order_of_columns_makes_no_difference(order: list[int]) -> None:
    expected = read_rows(applications=[application()])["applications"]
    shuffled = {ROWS[0][n]: ROWS[1][n] for n in order}

    found = read_rows(applications=[shuffled])["applications"]

    assert found.equals(expected)


def test_widths_and_blanks_in_headings_make_no_difference(folder: Path) -> None:
    write_csv(
        folder / "fees.csv",
        [
            ["收费 项目", " 收费类别", "收费\n日期", "金额(元)"],
            ["占道费", "行政事业性收费", "2022-01-05", "9"],
        ],
    )

    assert read(folder).problems == ()


def test_columns_that_nobody_knows_are_left_alone(folder: Path) -> None:
    rows = [[*ROWS[0], "备注", "经办科室"], [*ROWS[1], "2022-13-45", "法规科"]]
    _write(folder, rows)

    raw = read(folder)

    assert raw.problems == ()
    assert "备注" not in raw.ledgers["applications"].in_chinese()


@pytest.mark.parametrize("position", [0, -1], ids=["before", "after"])
def test_heading_proper_goes_before_a_synonym(folder: Path, position: int) -> None:
    """申请日期 is the date on the letter, where a ledger has 收到日期 as well."""
    rows = [list(row) for row in ROWS]
    place = position % (len(rows[0]) + 1)
    for row, value in zip(rows, ["申请日期", "2021-12-28"], strict=True):
        row.insert(place, value)
    _write(folder, rows)

    assert str(read(folder)["applications"]["received"].iloc[0].date()) == "2022-03-01"


@pytest.mark.parametrize("heading", ["登记编号", "收到日期", "申请人类别", "办结日期", "办理结果"])
def test_missing_column_is_named(folder: Path, heading: str) -> None:
    place = _column(heading)
    _write(folder, [row[:place] + row[place + 1 :] for row in ROWS])

    (problem,) = refusal(folder)

    assert problem.startswith(f"applications.csv：缺少“{heading}”列。")


@pytest.mark.parametrize("heading", ["是否延期", "不计入期限天数", "联系电话", "申请人姓名"])
def test_column_that_no_table_needs_may_be_missing(folder: Path, heading: str) -> None:
    place = _column(heading)
    _write(folder, [row[:place] + row[place + 1 :] for row in ROWS])

    assert read(folder).problems == ()


@pytest.mark.parametrize(
    ("heading", "written"),
    [("办理结果", "办里结果"), ("申请人类别", "申请人类"), ("收到日期", "收到的日期")],
)
def test_misspelt_heading_is_recognised_in_the_remedy(
    folder: Path, heading: str, written: str
) -> None:
    _write(folder, _renamed(**{heading: written}))

    (problem,) = refusal(folder)

    assert problem == (
        f"applications.csv：缺少“{heading}”列。“{written}”列是否应改名为“{heading}”？"
    )


def test_column_that_the_bureau_says_is_another_is_not_proposed(folder: Path) -> None:
    _write(folder, _renamed(收到日期="办结日", 办结日期="甲"))
    own = {"applications": LedgerMapping({"办结日": "received"})}

    with pytest.raises(RawDataError, match="缺少“办结日期”列。请补上"):
        read_raw_data(take_in(folder), EDITION, YEAR, own=own)


def test_several_missing_columns_are_one_problem(folder: Path) -> None:
    _write(folder, _renamed(办结日期="甲", 办理结果="乙"))

    (problem,) = refusal(folder)

    assert problem == (
        "applications.csv：缺少“办结日期”、“办理结果”列。"
        "请补上；各列的写法见“依申请公开登记台账”的说明（docs/ledgers.md）。"
    )


def test_records_that_lack_a_column_are_told_beside_a_whole_sheet(folder: Path) -> None:
    """A column of numbers makes no sheet of counts of them."""
    lacking = [[*row[:-4], 2] for row in ROWS]
    lacking[0][-1] = "补正次数"
    _write(folder, ROWS)
    write_csv(folder / "applications-2.csv", lacking)

    (problem,) = read(folder).problems

    assert problem.kind == "lost"
    assert "办结日期" in problem.fault


def test_column_of_people_is_never_proposed_for_another(folder: Path) -> None:
    """申请人 is a heading in its own right, however much it resembles 申请人类别."""
    place = _column("申请人类别")
    rows = [row[:place] + row[place + 1 :] for row in _renamed(申请人姓名="申请人")]
    _write(folder, rows)

    (problem,) = refusal(folder)

    assert "是否应改名" not in problem


def test_sheet_without_headings_is_refused_with_those_it_should_have(folder: Path) -> None:
    _write(folder, [["某某局台账"], ["甲", "乙"], ["1", "2"]])

    (problem,) = refusal(folder)

    assert problem.startswith("applications.csv：找不到表头（文件按 UTF-8 编码读取）。表头应有：")
    assert "“办理结果”" in problem
    assert "“联系电话”" not in problem


def test_records_without_headings_are_refused_and_not_quoted(folder: Path) -> None:
    _write(folder, ROWS[1:])

    (problem,) = refusal(folder)

    assert "找不到表头" in problem
    assert "欧阳明月" not in problem


def test_in_chinese_shows_headings_and_words_of_the_form() -> None:
    shown = read_rows(applications=[application()]).ledgers["applications"].in_chinese()

    personal = {"申请人姓名", "证件号码", "联系电话", "联系地址", "申请内容"}
    assert list(shown) == [h for h in headings("applications") if h not in personal]
    assert shown.iloc[0]["申请人类别"] == "自然人"
    assert shown.iloc[0]["办理结果"] == "予以公开"
    assert (shown.index.name, [*shown.index]) == ("行", [2])
