"""XLSX is read as Excel shows it, whichever program has written it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Color, Font, PatternFill

from reportkit.grids import Area, NoValue, read_grids
from tests.grids.samples import MAIN, only, values, write_parts, write_xlsx

MARCH = dt.datetime(2022, 3, 1)  # noqa: DTZ001 - a sheet knows no time zone


def _styles(*formats: int, fonts: str = "<font/>", more: str = "") -> str:
    cells = "".join(f'<xf numFmtId="{number}" fontId="0"/>' for number in formats)
    return (
        f'<styleSheet xmlns="{MAIN}">{more}<fonts>{fonts}</fonts>'
        f"<cellXfs>{cells}</cellXfs></styleSheet>"
    )


def test_values_keep_their_kind(tmp_path: Path) -> None:
    row = ["007", 7, 0.1 + 0.2, 4166.2, True, MARCH, dt.datetime(2022, 3, 1, 9, 30), dt.time(9, 30)]  # noqa: DTZ001
    path = write_xlsx(tmp_path / "a.xlsx", [row])

    (read,) = values(only(path))

    assert read == ["007", 7, Decimal("0.3"), Decimal("4166.2"), True, *row[5:]]
    assert type(read[1]) is int
    assert type(read[4]) is bool


def test_number_that_excel_has_rounded_has_no_value(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [[123456789012345678, 999999999999999, -(10**15)]])

    assert values(only(path)) == [[NoValue("1.23E+17"), 999999999999999, NoValue("-1.00E+15")]]


def test_blank_text_is_nothing_and_rows_keep_their_numbers(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["a", " "], [], ["　", "b", ""], ["\u00a0"]])

    assert list(only(path).rows) == [(1, ["a"]), (3, [None, "b"])]


def test_escaped_characters_are_read_and_texts_of_several_runs_joined(tmp_path: Path) -> None:
    second = "<si><r><t>丙</t></r><r><t xml:space='preserve'> 丁</t></r></si>"
    strings = f"<si><t>甲_x000D_\n乙</t></si>{second}"
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'

    path = write_parts(tmp_path / "a.xlsx", cells, strings=strings)

    assert values(only(path)) == [["甲\r\n乙", "丙 丁"]]


@pytest.mark.parametrize("number", [14, 22, 27, 28, 30, 31, 36, 50, 55, 57, 58])
def test_built_in_formats_of_dates_the_chinese_ones_too(tmp_path: Path, number: int) -> None:
    cell = '<row r="1"><c r="A1" s="0"><v>44621</v></c></row>'

    path = write_parts(tmp_path / "a.xlsx", cell, styles=_styles(number))

    assert values(only(path)) == [[MARCH]]


def test_dates_counted_from_1904(tmp_path: Path) -> None:
    cell = '<row r="1"><c r="A1" s="0"><v>43159</v></c></row>'
    workbook = '<workbookPr date1904="1"/>'

    path = write_parts(tmp_path / "a.xlsx", cell, styles=_styles(14), workbook=workbook)

    assert values(only(path)) == [[MARCH]]


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ('yyyy"年"m"月"d"日"', MARCH),
        ("[DBNum1][$-804]yyyy年m月d日;@", MARCH),
        ('0"日"', 44621),
        ("[h]:mm", "1070904:00:00"),
    ],
)
def test_own_formats(tmp_path: Path, code: str, value: object) -> None:
    code = code.replace('"', "&quot;")
    more = f'<numFmts><numFmt numFmtId="164" formatCode="{code}"/></numFmts>'
    cell = '<row r="1"><c r="A1" s="0"><v>44621</v></c></row>'

    path = write_parts(tmp_path / "a.xlsx", cell, styles=_styles(164, more=more))

    assert values(only(path)) == [[value]]


def test_errors_and_formulas_without_a_saved_value_are_no_blanks(tmp_path: Path) -> None:
    cells = (
        '<row r="1"><c r="A1" t="e"><v>#REF!</v></c><c r="B1"><f>1+1</f></c>'
        '<c r="C1"><f>1+1</f><v>2</v></c><c r="D1" t="str"><f>""</f><v></v></c>'
        '<c r="E1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="F1"><f>1+1</f><v/></c></row>'
        '<row r="9"><c r="B9"><f>SUM(A1:A2)</f></c></row>'
    )

    grid = only(write_parts(tmp_path / "a.xlsx", cells))

    row = [NoValue("#REF!"), NoValue(), 2, None, NoValue("#DIV/0!"), NoValue()]
    assert list(grid.rows) == [(1, row), (9, [None, NoValue()])]


def test_errors_of_newer_versions(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1" t="e"><v>#SPILL!</v></c><c r="B1"><v>1</v></c></row>'

    assert values(only(write_parts(tmp_path / "a.xlsx", cells))) == [[NoValue("#SPILL!"), 1]]


def test_what_stands_as_an_error_and_is_none_is_not_told(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1" t="e"><v>欧阳明月</v></c></row>'

    assert values(only(write_parts(tmp_path / "a.xlsx", cells))) == [[NoValue("#VALUE!")]]


def test_merged_cells_hidden_sheets_and_empty_ones(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.merge_cells("B2:C4")
    book.active["B2"] = "甲"
    for title, state in {"藏": "hidden", "深藏": "veryHidden", "空": "visible"}.items():
        book.create_sheet(title).sheet_state = state
    book["藏"]["A1"] = "乙"
    book.create_chartsheet("图")
    book.save(tmp_path / "a.xlsx")

    first, hidden, very_hidden, empty, chart = read_grids(tmp_path / "a.xlsx")

    assert first.merged == (Area(2, 2, 4, 3),)
    assert [one.hidden for one in (first, hidden, very_hidden, empty)] == [0, 1, 1, 0]
    assert values(hidden) == [["乙"]]
    assert not empty.rows
    assert not chart.rows
    assert chart.sheet == "图"
    assert "没有单元格" in chart.note


def test_struck_out_cells_by_style_and_by_runs(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["甲", "乙", None])
    book.active["A1"].font = Font(strike=True)
    book.active["C1"].font = Font(strike=True)
    book.save(tmp_path / "a.xlsx")
    strings = (
        "<si><r><rPr><strike/></rPr><t>甲</t></r></si>"
        "<si><r><rPr><strike/></rPr><t>乙</t></r><r><t>丙</t></r></si>"
        '<si><r><rPr><strike val="0"/></rPr><t>丁</t></r></si>'
    )
    cells = "".join(f'<c r="{c}1" t="s"><v>{n}</v></c>' for n, c in enumerate("ABC"))
    runs = write_parts(tmp_path / "b.xlsx", f'<row r="1">{cells}</row>', strings=strings)

    assert only(tmp_path / "a.xlsx").struck == {(1, 1)}
    assert only(runs).struck == {(1, 1)}
    assert only(runs).partly_struck == {(1, 2)}


@pytest.mark.parametrize(
    "styles",
    [
        None,
        "",
        "<styleSheet/>",
        "<styleSheet",
        f'<styleSheet xmlns="{MAIN}"><cellXfs/></styleSheet>',
    ],
)
def test_style_sheets_that_are_empty_odd_or_missing(tmp_path: Path, styles: str | None) -> None:
    cells = '<row r="1"><c r="A1" s="9"><v>44621</v></c></row>'

    assert values(only(write_parts(tmp_path / "a.xlsx", cells, styles=styles))) == [[44621]]


def test_strict_open_xml_backslashes_and_prefixes(tmp_path: Path) -> None:
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    office = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    path = write_parts(
        tmp_path / "a.xlsx", cells, strings="<si><t>甲</t></si>", namespaces=(strict, office)
    )
    back = write_parts(tmp_path / "b.xlsx", cells, strings="<si><t>甲</t></si>", slash="\\")

    assert values(only(path)) == values(only(back)) == [["甲"]]


def test_rows_and_cells_that_do_not_say_where_they_stand(tmp_path: Path) -> None:
    cells = "<row><c><v>1</v></c><c/><c><v>2</v></c></row><row r='4'><c t='e'><v>#N/A</v></c></row>"

    grid = only(write_parts(tmp_path / "a.xlsx", cells))

    assert list(grid.rows) == [(1, [1, None, 2]), (4, [NoValue("#N/A")])]


def test_comments_and_raw_text_in_the_xml(tmp_path: Path) -> None:
    cells = (
        '<row r="1"><!-- <c r="B1"><v>9</v></c> --><c r="A1" t="str">'
        "<v><![CDATA[a<b]]></v></c></row>"
    )

    assert values(only(write_parts(tmp_path / "a.xlsx", cells))) == [["a<b"]]


def test_a_million_formatted_empty_rows_are_nothing(tmp_path: Path) -> None:
    first = '<row r="1"><c r="A1"><v>1</v></c></row>'
    rows = "".join(f'<row r="{n}" s="1" customFormat="1"/>' for n in range(2, 1_048_577))

    assert list(only(write_parts(tmp_path / "a.xlsx", first + rows)).rows) == [(1, [1])]


def test_record_below_many_formatted_empty_rows_is_read(tmp_path: Path) -> None:
    empty = "".join(f'<row r="{n}"><c r="A{n}" s="1"/></row>' for n in range(2, 200_000))
    last = '<row r="200000"><c r="A200000"><v>1</v></c></row>'
    path = write_parts(tmp_path / "a.xlsx", f'<row r="1"><c r="A1" s="1"/></row>{empty}{last}')

    assert list(only(path).rows) == [(200_000, [1])]


def test_file_that_another_program_names_and_macros_make_no_difference(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["甲"]]).rename(tmp_path / "a.csv")

    grid = only(path)

    assert values(grid) == [["甲"]]
    assert grid.note == "内容是Excel 工作簿（.xlsx），扩展名却是 .csv"


def test_hidden_rows_by_hand_or_height_and_without_their_number(tmp_path: Path) -> None:
    cell = '<c t="inlineStr"><is><t>甲</t></is></c>'
    rows = "".join(
        f"<row{says}>{cell}</row>"
        for says in ("", ' r="2" hidden="1"', "", ' r="7" hidden="0"', " hidden='true'", ' ht="0"')
    )

    grid = only(write_parts(tmp_path / "a.xlsx", f'{rows}<row r="20" hidden="1"/>'))

    assert grid.hidden_rows == {2, 8, 9}


def test_cells_that_recede(tmp_path: Path) -> None:
    """Grey by theme or by number, text or ground; white is seen on a dark ground alone."""
    looks: list[tuple[dict[str, Any], dict[str, Any] | None, bool]] = [
        ({"rgb": "FF999999"}, None, True),
        ({"theme": 0, "tint": -0.35}, None, True),
        ({"theme": 1, "tint": 0.5}, None, True),
        ({"indexed": 23}, None, True),
        ({"rgb": "FFFFFFFF"}, None, True),
        ({"rgb": "FFFFFFFF"}, {"rgb": "FF1F4E78"}, False),
        ({"rgb": "FFFFFFFF"}, {"rgb": "FF404040"}, False),
        ({"theme": 1}, {"theme": 0, "tint": -0.25}, True),
        ({"theme": 1}, {"theme": 0, "tint": -0.05}, False),
        ({"theme": 1, "tint": 0.25}, None, False),
        ({"rgb": "FFFF0000"}, {"rgb": "FFFFFF00"}, False),
    ]
    book = openpyxl.Workbook()
    for row, (ink, ground, _) in enumerate(looks, start=1):
        cell = book.active.cell(row, 1, "甲")
        cell.font = Font(color=Color(**ink))
        if ground:
            cell.fill = PatternFill("solid", fgColor=Color(**ground))
    book.save(tmp_path / "a.xlsx")

    expected = {(row, 1) for row, (_, _, faded) in enumerate(looks, start=1) if faded}
    assert only(tmp_path / "a.xlsx").faded == expected
