"""XLSX is read as Excel, WPS and other programs write it."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font

from reportkit.ledgers import RawData
from tests.ledgers.samples import (
    application,
    grid,
    open_application,
    read,
    replace,
    write_xlsx,
)

HEADINGS, RECORD = grid("applications", [application()])


def _fee(amount: Any) -> dict[str, Any]:
    return {
        "收费项目": "占道费",
        "收费类别": "行政事业性收费",
        "收费日期": "2022-05-01",
        "金额（元）": amount,
    }


def _read(folder: Path, ledger: str, rows: list[list[Any]]) -> RawData:
    replace(folder, ledger)
    write_xlsx(folder / f"{ledger}.xlsx", rows)
    return read(folder)


def _edit(path: Path, name: str, pattern: str, replacement: str) -> None:
    """Change one part of a workbook, as a program other than Excel might have written it."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    text, times = re.subn(pattern, replacement, parts[name].decode())
    assert times
    parts[name] = text.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)


@pytest.mark.parametrize(
    "date",
    [
        dt.datetime(2022, 3, 1),  # noqa: DTZ001 - cells of a workbook know no time zone
        dt.datetime(2022, 3, 1, 9, 30),  # noqa: DTZ001
        dt.date(2022, 3, 1),
        "2022-03-01",
        "2022/3/1",
        "2022.3.1",
        "2022年3月1日",
        "２０２２年３月１日",
        "20220301",
        20220301,
        "2022-03-01 09:30:00",
        " 2022-3-1 ",
    ],
    ids=repr,
)
def test_date_is_read_as_cell_or_as_text(folder: Path, date: Any) -> None:
    raw = _read(folder, "applications", grid("applications", [application(收到日期=date)]))

    assert raw.problems == ()
    assert raw["applications"]["received"].iloc[0].date() == dt.date(2022, 3, 1)


@pytest.mark.parametrize(
    ("amount", "exact"),
    [
        (0.1 + 0.2, "0.3"),
        (1.1 * 3, "3.3"),
        (4166.2, "4166.2"),
        (1234567.89, "1234567.89"),
        (100, "100"),
        (100.0, "100"),
        ("1,234.50", "1234.50"),
        ("１２．５", "12.5"),
        (0, "0"),
    ],
    ids=repr,
)
def test_money_is_exact_to_the_cent(folder: Path, amount: Any, exact: str) -> None:
    raw = _read(folder, "fees", grid("fees", [_fee(amount)]))

    assert raw.problems == ()
    (value,) = raw["fees"]["amount"]
    assert isinstance(value, Decimal)
    assert str(value) == exact


def test_number_in_a_column_of_text_keeps_its_digits(folder: Path) -> None:
    raw = _read(folder, "applications", grid("applications", [application(登记编号=20220001)]))

    assert list(raw["applications"]["number"]) == ["20220001"]


def test_formula_gives_the_value_saved_with_it(folder: Path) -> None:
    path = folder / "fees.xlsx"
    _write_formula(folder, "=1+1", "<v>2</v>")

    raw = read(folder)

    assert path.exists()
    assert list(raw["fees"]["amount"]) == [Decimal(2)]


def _write_formula(folder: Path, formula: str, saved: str, kind: str = "") -> None:
    replace(folder, "fees")
    write_xlsx(folder / "fees.xlsx", grid("fees", [_fee(formula)]))
    found = r"<c r=\"D2\"><f>(.*?)</f><v ?/?>(</v>)?"
    cell = rf'<c r="D2"{kind}><f>\1</f>{saved}'
    _edit(folder / "fees.xlsx", "xl/worksheets/sheet1.xml", found, cell)


@pytest.mark.parametrize("saved", ["", "<v/>", "<v></v>"])
def test_formula_without_a_saved_value_is_told_and_not_read_as_blank(
    folder: Path, saved: str
) -> None:
    _write_formula(folder, "=1+1", saved)

    (problem,) = read(folder).problems

    assert str(problem) == (
        "fees.xlsx 第 2 行“金额（元）”：公式没有保存计算结果。"
        "请在 Excel 或 WPS 中打开这个文件，重新计算后保存。"
    )


def test_error_of_a_formula_is_told_and_not_read_as_blank(folder: Path) -> None:
    _write_formula(folder, "=1/0", "<v>#DIV/0!</v>", ' t="e"')

    (problem,) = read(folder).problems

    assert (problem.kind, problem.rows) == ("number", (2,))
    assert problem.fault == "是 #DIV/0! 等错误值"


def test_number_that_excel_has_rounded_is_told_and_not_taken_for_exact(folder: Path) -> None:
    rows = grid("applications", [application(登记编号=123456789012345678)])

    (problem,) = _read(folder, "applications", rows).problems

    assert problem.fault == "“1.23E+17”超过 15 位，Excel 已经把它四舍五入，不是原来的数"


def test_formula_that_gives_an_empty_text_is_blank(folder: Path) -> None:
    _write_formula(folder, '=""', "<v></v>", ' t="str"')

    (problem,) = read(folder).problems

    assert (problem.kind, problem.column) == ("required", "金额（元）")


def test_formula_on_a_hidden_sheet_is_no_concern(folder: Path) -> None:
    replace(folder, "applications")
    path = write_xlsx(folder / "applications.xlsx", [HEADINGS, RECORD])
    book = openpyxl.load_workbook(path)
    book.create_sheet("代码").append(["=1+1"])
    book["代码"].sheet_state = "hidden"
    book.save(path)

    assert read(folder).problems == ()


def _book(folder: Path, **sheets: list[list[Any]]) -> openpyxl.Workbook:
    replace(folder, "applications")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return book


def test_sheet_with_the_headings_is_found_among_others(folder: Path) -> None:
    book = _book(folder, 说明=[["填表说明"], ["一、……"]], 空表=[], 台账=[HEADINGS, RECORD])
    book.save(folder / "applications.xlsx")

    raw = read(folder)

    assert raw.problems == ()
    assert len(raw["applications"]) == 1


def test_problem_names_the_sheet_where_there_are_several(folder: Path) -> None:
    rows = grid("applications", [application(办理结果="不详")])
    _book(folder, 说明=[["填表说明"]], 台账=rows).save(folder / "applications.xlsx")

    (problem,) = read(folder).problems

    assert problem.where == "applications.xlsx［台账］ 第 2 行“办理结果”"


def test_problem_does_not_name_the_only_sheet(folder: Path) -> None:
    rows = grid("applications", [application(办理结果="不详")])
    _book(folder, 台账=rows).save(folder / "applications.xlsx")

    (problem,) = read(folder).problems

    assert problem.where == "applications.xlsx 第 2 行“办理结果”"


def test_hidden_sheet_is_read_and_what_it_repeats_is_told(folder: Path) -> None:
    _, other = grid("applications", [application(2)])
    book = _book(folder, 台账=[HEADINGS, RECORD], 旧台账=[HEADINGS, RECORD, other])
    book["旧台账"].sheet_state = "hidden"
    book.save(folder / "applications.xlsx")

    raw = read(folder)

    notice, problem = raw.problems
    assert (notice.kind, notice.file) == ("reading", "applications.xlsx［第 2 张］")
    assert "是隐藏的工作表，其中的记录已计入" in notice.fault
    assert (problem.kind, problem.where) == (
        "unique",
        "applications.xlsx［第 2 张］ 第 2 行“登记编号”",
    )
    assert "applications.xlsx［台账］ 第 2 行重复" in problem.fault
    assert len(raw["applications"]) == 3


def test_sheets_of_one_ledger_are_joined(folder: Path) -> None:
    _, other = grid("applications", [application(2)])
    book = _book(folder, 上半年=[HEADINGS, RECORD], 下半年=[HEADINGS, other], 全年=[HEADINGS])
    book.save(folder / "applications.xlsx")

    raw = read(folder)

    assert raw.problems == ()
    places = raw.ledgers["applications"].places
    assert list(places.files) == ["applications.xlsx［上半年］", "applications.xlsx［下半年］"]
    assert list(places.rows) == [2, 2]


def test_title_and_merged_cells_may_stand_above_the_headings(folder: Path) -> None:
    book = _book(folder, 台账=[["某某局2022年度台账"], ["单位：件"], HEADINGS, RECORD])
    book["台账"].merge_cells("A1:L1")
    book.save(folder / "applications.xlsx")

    raw = read(folder)

    assert raw.problems == ()
    assert list(raw.ledgers["applications"].places.rows) == [4]


def test_merged_cells_of_a_sheet_that_goes_on_without_headings_are_read_as_any(
    folder: Path,
) -> None:
    rows = [grid("applications", [application(n)])[1] for n in (2, 3, 4)]
    book = _book(folder, 上半年=[HEADINGS, RECORD], 下半年=rows)
    ended = [HEADINGS.index(heading) + 1 for heading in ("办结日期", "办理结果")]
    for column in ended:
        book["下半年"].merge_cells(start_row=1, end_row=3, start_column=column, end_column=column)
    book.save(folder / "applications.xlsx")

    raw = read(folder)

    assert raw["applications"]["concluded"].notna().all()
    assert raw["applications"]["outcome"].notna().all()
    assert ["按合并的内容读取" in each.fault for each in raw.problems] == [True, True, False]


@pytest.mark.parametrize("dimension", ["A1", "A1:B1", "A1:XFD1048576"])
def test_wrong_size_written_into_the_file_hides_nothing(folder: Path, dimension: str) -> None:
    rows = grid("applications", [application(1), open_application(2)])
    replace(folder, "applications")
    path = write_xlsx(folder / "applications.xlsx", rows)
    _edit(
        path, "xl/worksheets/sheet1.xml", r'<dimension ref=".*?"', f'<dimension ref="{dimension}"'
    )

    raw = read(folder)

    assert raw.problems == ()
    assert len(raw["applications"]) == 2


def test_blank_text_is_no_value(folder: Path) -> None:
    rows = grid("applications", [open_application(办结日期=" ", 办理结果="　")])

    raw = _read(folder, "applications", rows)

    assert raw.problems == ()
    assert raw["applications"]["outcome"].isna().all()


def test_blank_rows_keep_their_numbers(folder: Path) -> None:
    rows = [HEADINGS, [], RECORD, [None, " "], []]

    raw = _read(folder, "applications", rows)

    assert raw.problems == ()
    assert list(raw.ledgers["applications"].places.rows) == [3]


def test_error_value_of_excel_is_a_problem(folder: Path) -> None:
    (problem,) = _read(folder, "fees", grid("fees", [_fee("#REF!")])).problems

    assert (problem.kind, problem.rows, problem.column) == ("number", (2,), "金额（元）")


def test_hidden_and_grey_rows_are_counted_and_asked_about(folder: Path) -> None:
    """A filter that was left on hides rows that count; an office may hide what does not."""
    rows = [grid("applications", [application(number)])[1] for number in range(1, 4)]
    book = _book(folder, 台账=[HEADINGS, *rows])
    sheet = book.active
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[5].hidden = True
    for cell in sheet[4]:
        cell.font = Font(color="FF999999")
    book.save(folder / "applications.xlsx")

    raw = read(folder)

    assert len(raw["applications"]) == len(rows)
    assert [(each.kind, each.rows) for each in raw.problems] == [("hidden", (3,)), ("hidden", (4,))]
