"""What may be counted twice is told: equal numbers, equal rows, sums beside their parts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportkit.ledgers import RawData
from reportkit.ledgers.values.record_numbers import several
from tests.ledgers.grids import APPLICATIONS, FEES, applied
from tests.ledgers.samples import fill, only, open_application, read, read_rows, replace


def _read(folder: Path, ledger: str, **sheets: list[list[Any]]) -> RawData:
    fill(folder)
    replace(folder, ledger)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(folder / f"{ledger}.xlsx")
    return read(folder)


def _fee(item: str, amount: int, month: int = 5) -> list[Any]:
    return [item, "行政事业性收费", f"2022-0{month}-01", amount]


def _numbered(*days: int, heading: str = "序号") -> list[list[Any]]:
    rows = [[n, *applied(n, f"2022-03-{day:02}")[1:]] for n, day in enumerate(days, start=1)]
    return [[heading, *APPLICATIONS[1:]], *rows]


def test_numbers_that_count_the_rows_of_each_sheet_are_no_duplicates(tmp_path: Path) -> None:
    raw = _read(tmp_path, "applications", 一季度=_numbered(1, 2), 二季度=_numbered(3, 4))

    assert raw.problems == ()
    assert not any(map(any, raw.ledgers["applications"].doubtful.values()))


def test_sheets_that_count_their_rows_are_compared_by_what_they_say(tmp_path: Path) -> None:
    raw = _read(tmp_path, "applications", 全年=_numbered(1, 2, 3), 二季度=_numbered(2, 3))

    assert only(raw.problems).kind == "same"


def test_serials_under_a_proper_heading_are_told_once_and_nothing_is_to_be_deleted(
    tmp_path: Path,
) -> None:
    first, second = (_numbered(*days, heading="登记编号") for days in ((1, 2), (3, 4)))

    problem = only(_read(tmp_path, "applications", 一季度=first, 二季度=second).problems)

    assert (problem.kind, problem.rows) == ("unique", (2, 3))
    assert problem.fault == "各行编号与 applications.xlsx［一季度］ 第 2–3 行重复"
    assert "删去" not in problem.remedy


def test_number_that_may_be_a_name_is_not_quoted() -> None:
    problem = only(read_rows(applications=[open_application(登记编号="甲某1")] * 2).problems)

    assert "甲某" not in str(problem)


@pytest.mark.parametrize(
    ("sheets", "told"),
    [
        ({"全年": [("甲", 5), ("乙", 7)], "另册": [("乙", 7)]}, "有 1 行与"),
        ({"明细": [("甲", 5), ("乙", 7)], "汇总": [("收费", 12)]}, "金额合计与"),
        ({"明细": [("甲", 5), ("乙", 7)], "另册": [("丙", 3)]}, ""),
    ],
)
def test_sheets_of_fees_that_say_the_same(
    tmp_path: Path, sheets: dict[str, list[tuple[str, int]]], told: str
) -> None:
    rows = {name: [FEES, *(_fee(*fee) for fee in fees)] for name, fees in sheets.items()}

    problems = _read(tmp_path, "fees", **rows).problems

    assert [problem.kind for problem in problems] == (["same"] if told else [])
    assert told in "".join(map(str, problems))


@pytest.mark.parametrize(("amounts", "rows"), [((5, 7, 12), (4,)), ((5, 7, 11), ()), ((5, 5), ())])
def test_row_that_adds_up_the_others_is_told(
    tmp_path: Path, amounts: tuple[int, ...], rows: tuple[int, ...]
) -> None:
    fees = [FEES, *(_fee("占道费", amount, n) for n, amount in enumerate(amounts, start=1))]

    problems = _read(tmp_path, "fees", 台账=fees).problems

    assert [problem.rows for problem in problems] == ([rows] if rows else [])


@pytest.mark.parametrize(("person", "told"), [("甲", [6]), ("乙", [])])
def test_application_under_two_numbers_is_noted(
    tmp_path: Path, person: str, told: list[int]
) -> None:
    people = [[*applied(n, f"2022-03-0{n}"), "甲", "某事"] for n in range(1, 5)]
    again = [*applied(9, "2022-03-01"), person, "某事"]

    raw = _read(
        tmp_path, "applications", 台账=[[*APPLICATIONS, "申请人姓名", "申请内容"], *people, again]
    )

    assert [row for problem in raw.problems for row in problem.rows] == told
    assert {problem.kind for problem in raw.problems} <= {"reading"}
    assert person not in "".join(problem.fault for problem in raw.problems)


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        (["某决〔2022〕1-3号", "某决〔2022〕4号"], [0]),
        (["1号至3号"], [0]),
        (["2022-003至2022-004"], [0]),
        (["2022-003、2022-013"], [0]),
        (["2022-013~015"], [0]),
        (["某决〔2022〕1-1号", "某决〔2022〕1-2号"], []),
        (["2022-03-01", "某决〔2022〕3-1号", None, "依申请2022-3"], []),
    ],
)
def test_number_of_several_records(numbers: list[str | None], found: list[int]) -> None:
    assert several(numbers) == found


@pytest.mark.parametrize("heading", ["件数", "申请数量", "办结件数（件）", "条数"])
@pytest.mark.parametrize("several", [3, "3件", "三"])
def test_row_that_says_it_is_several_records_is_asked_about(
    tmp_path: Path, heading: str, several: int | str
) -> None:
    rows = [[*applied(1), 1], [*applied(2), several]]

    problem = only(_read(tmp_path, "applications", 台账=[[*APPLICATIONS, heading], *rows]).problems)

    assert (problem.kind, problem.rows) == ("void", (3,))


@pytest.mark.parametrize(
    ("heading", "number"),
    [("补正次数", 3), ("附件份数", 3), ("延期次数", 3), ("页数", 3), ("件数", "9" * 5000)],
)
def test_other_numbers_of_a_record_are_no_records(
    tmp_path: Path, heading: str, number: int | str
) -> None:
    rows = [[*APPLICATIONS, heading], [*applied(1), 1], [*applied(2), number]]

    assert _read(tmp_path, "applications", 台账=rows).problems == ()


@pytest.mark.parametrize(("day", "told"), [("2021-02-01", True), ("2021-12-01", False)])
def test_application_open_since_long_ago_is_told(day: str, told: bool) -> None:
    record = open_application(登记编号="依申请〔2021〕1号", 收到日期=day)
    problems = read_rows(applications=[record]).problems

    assert [problem.kind for problem in problems] == (["near_year"] if told else [])


@pytest.mark.parametrize("line_end", ["\u2028", "\x85", "\x0b", "\x0c", "\\n", "<br>", ",", " "])
def test_file_whose_records_run_into_the_headings_is_refused(tmp_path: Path, line_end: str) -> None:
    fill(tmp_path)
    lines = [[*APPLICATIONS, "备注"], [*applied(1), ""], [*applied(2), ""]]
    text = line_end.join(",".join(line) for line in lines)
    (tmp_path / "applications.csv").write_text(text, encoding="utf-8")

    with pytest.raises(Exception, match="表头后面连着记录"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("heading", "beside", "rows"),
    [
        (None, [None, None, None], (3,)),
        ("序号", [1, 2, 3], (3,)),
        ("票据号", ["0071", "0072", "0073"], None),
        ("票据号", ["0071", "0071", "0073"], (3,)),
        ("缴款人", ["甲", "乙", "丙"], None),
        ("备注", [None, "补交", None], None),
    ],
)
def test_rows_alike_in_every_column_are_noted_where_no_number_tells_them_apart(
    tmp_path: Path, heading: str | None, beside: list[Any], rows: tuple[int, ...] | None
) -> None:
    """Two fees of one day are common; two receipts with one number are not."""
    fees = [_fee("占道费", 5), _fee("占道费", 5), _fee("测绘费", 7)]
    table = [[*FEES, heading], *([*fee, more] for fee, more in zip(fees, beside, strict=True))]

    raw = _read(tmp_path, "fees", 台账=table)

    assert [(each.kind, each.rows) for each in raw.problems] == [("reading", rows)] * bool(rows)
    assert len(raw["fees"]) == len(fees)


def test_a_ledger_whose_columns_tell_no_record_apart_is_not_noted(tmp_path: Path) -> None:
    fees = [_fee("占道费", 5)] * 5 + [_fee("测绘费", each) for each in range(5)]

    raw = _read(tmp_path, "fees", 台账=[FEES, *fees])

    assert [each.kind for each in raw.problems] == []
