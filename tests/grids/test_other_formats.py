"""ODS, XLS, web pages and Parquet; what a file is counts, and not what it is called."""

from __future__ import annotations

import datetime as dt
import struct
from decimal import Decimal
from pathlib import Path

import pytest
import xlwt

from reportkit.grids import Area, NoValue, read_grids
from reportkit.grids.excel.xls import _look_through
from tests.grids.samples import only, refusal, values, write_ods, write_xlsx, write_zip
from tests.grids.xlsb import write_xlsb

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def test_ods(tmp_path: Path) -> None:
    styles = (
        '<style:style style:name="s"><style:text-properties style:text-line-through-style="solid"/>'
        '</style:style><style:style style:name="h"><style:table-properties table:display="false"/>'
        "</style:style>"
    )
    cell = '<table:table-cell office:value-type="{}" {}><text:p>{}</text:p></table:table-cell>'
    row = "".join(
        [
            cell.format("string", 'table:style-name="s"', '甲<text:s text:c="2"/>乙'),
            cell.format("float", 'office:value="0.30000000000000004"', "0.3"),
            cell.format("date", 'office:date-value="2022-03-01T09:30:00"', "3 月"),
            cell.format("boolean", 'office:boolean-value="true"', "TRUE"),
            cell.format("string", 'table:formula="of:=1/0"', "#DIV/0!"),
            cell.format("float", 'office:value="123456789012345678"', "123456789012345678"),
            '<table:table-cell table:number-columns-repeated="16000"/>',
        ]
    )
    table = (
        f'<table:table table:name="台账"><table:table-row>{row}</table:table-row>'
        '<table:table-row table:number-rows-repeated="9"><table:table-cell/></table:table-row>'
        '<table:table-row><table:table-cell table:number-rows-spanned="2" table:formula="of:=A1"/>'
        '</table:table-row><table:table-row table:number-rows-repeated="1000000"/></table:table>'
        '<table:table table:name="藏" table:style-name="h"/>'
    )

    grid, hidden = read_grids(write_ods(tmp_path / "a.ods", table, styles))

    moment = dt.datetime(2022, 3, 1, 9, 30)  # noqa: DTZ001
    first = ["甲  乙", Decimal("0.3"), moment, True, NoValue("#DIV/0!"), NoValue("1.23E+17")]
    assert list(grid.rows) == [(1, first)]
    assert grid.merged == (Area(11, 1, 12, 1),)
    assert grid.struck == {(1, 1)}
    assert (hidden.sheet, hidden.hidden) == ("藏", True)


def test_cells_of_ods_of_which_a_part_is_struck_out(tmp_path: Path) -> None:
    """1500 with 1200 behind it may be 1200: what a cell says cannot be told."""
    styles = (
        '<style:style style:name="s"><style:text-properties style:text-line-through-type="single"/>'
        "</style:style>"
    )
    texts = ['<text:span text:style-name="s">1500</text:span>1200', "1200"]
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in texts
    )
    table = (
        f'<table:table table:name="台账"><table:table-row>{cells}</table:table-row></table:table>'
    )

    grid = only(write_ods(tmp_path / "a.ods", table, styles))

    assert values(grid) == [["15001200", "1200"]]
    assert (grid.struck, grid.partly_struck) == (frozenset(), {(1, 1)})


def _record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def test_errors_of_xls_are_found_in_its_records() -> None:
    place = struct.pack("<HHH", 4, 2, 0)
    sheet = b"".join(
        [
            _record(0x809, bytes(16)),
            _record(0x205, place + b"\x17\x01"),
            _record(0x06, struct.pack("<HHH", 5, 0, 0) + b"\x02\0\x07\0\0\0\xff\xff"),
            _record(0x0A),
        ]
    )

    odd, size = _look_through(sheet, 0, None)

    assert odd.no_values == {(5, 3): NoValue("#REF!"), (6, 1): NoValue("#DIV/0!")}
    assert size == 18


def test_web_page_under_the_name_of_a_workbook(tmp_path: Path) -> None:
    page = (
        "<html><head><meta charset=gbk></head><table><tr><th rowspan=2>编号<th colspan=2>日期"
        "<tr><th>收到<th>办结<tr><td>001<td>2022-03-01<td>甲<br>乙</table>"
    )
    (tmp_path / "a.xls").write_bytes(page.encode("gbk"))

    grid = only(tmp_path / "a.xls")

    assert values(grid) == [
        ["编号", "日期"],
        [None, "收到", "办结"],
        ["001", "2022-03-01", "甲\n乙"],
    ]
    assert grid.merged == (Area(1, 1, 2, 1), Area(1, 2, 1, 3))
    assert grid.note.startswith("内容是网页表格（HTML），扩展名却是 .xls")


@pytest.mark.parametrize(
    ("page", "fault"),
    [
        ("<html>无</html>", "没有表格"),
        ("<table><tr><td><table><tr><td>1</table></table>", "表格套着表格"),
        ("<div>" * 9_999 + "<table>", "结构反常"),
        ("<table>" + "<tr><td rowspan=60000 colspan=900>1" * 900 + "</table>", "500 万个单元格"),
        ("<?xml version='1.0'?><Workbook/>", "XML"),
    ],
)
def test_web_pages_that_are_no_table(tmp_path: Path, page: str, fault: str) -> None:
    (tmp_path / "a.xls").write_text(page, encoding="utf-8")

    assert fault in refusal(tmp_path / "a.xls").fault


def test_parquet(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    columns = {
        "编号": ["001", None],
        "金额": [0.1 + 0.2, None],
        "日期": [dt.date(2022, 3, 1), None],
    }
    parquet.write_table(pyarrow.table(columns), tmp_path / "a.parquet")

    grid = only(tmp_path / "a.parquet")

    assert values(grid) == [list(columns), ["001", Decimal("0.3"), dt.date(2022, 3, 1)]]


@pytest.mark.parametrize("name", ["a.et", "a.ods", "a.csv", "a"])
def test_workbook_under_another_name_is_read_and_that_is_said(tmp_path: Path, name: str) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["甲"]]).rename(tmp_path / name)

    assert values(only(path)) == [["甲"]]
    assert "扩展名却是" in only(path).note


def test_password(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(OLE + bytes(512) + "EncryptedPackage".encode("utf-16-le"))

    error = refusal(tmp_path / "a.xlsx")

    assert "密码" in error.fault
    assert "去掉打开密码" in error.remedy


def test_archives_that_are_no_workbook(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "a.xlsx", {"cases.csv": "案号"})

    assert "不是表格" in refusal(path).fault


def test_xlsb_with_merged_cells(tmp_path: Path) -> None:
    rows = [["登记编号", "办理结果"], ["〔2022〕1号", "予以公开"], ["〔2022〕2号", None], [None, 3]]

    grid = only(write_xlsb(tmp_path / "a.xlsb", rows, merged=[(1, 2, 1, 1)]))

    assert values(grid) == [rows[0], rows[1], [rows[2][0]], rows[3]]
    assert grid.merged == (Area(2, 2, 3, 2),)
    assert (grid.sheet, grid.struck) == ("台账", None)


def test_cells_of_xlsb_without_their_column_are_told(tmp_path: Path) -> None:
    """Calamine passes over them: only the first column would be there."""
    path = write_xlsb(tmp_path / "a.xlsb", [["登记编号", "办理结果"]], short=True)

    assert "读不全" in refusal(path).fault


def test_xlsb_that_calamine_cannot_read_is_refused(tmp_path: Path) -> None:
    """It has an error of the system for it, although the whole file is in memory."""
    path = write_xlsb(tmp_path / "a.xlsb", [["登记编号"]], extent_told=False)

    assert "损坏" in refusal(path).fault


def test_hidden_rows_of_xlsb(tmp_path: Path) -> None:
    rows = [["登记编号"], ["〔2022〕1号"], ["〔2022〕2号"]]

    grid = only(write_xlsb(tmp_path / "a.xlsb", rows, hidden={1}))

    assert (grid.hidden_rows, grid.faded) == ({2}, None)


def test_hidden_rows_and_pale_cells_of_ods(tmp_path: Path) -> None:
    styles = "".join(
        f'<style:style style:name="{name}" style:family="table-cell">{says}</style:style>'
        for name, says in {
            "grey": '<style:text-properties fo:color="#999999"/>',
            "black": '<style:text-properties fo:color="#000000"/>',
            "ground": '<style:table-cell-properties fo:background-color="#bfbfbf"/>',
        }.items()
    )
    cell = '<table:table-cell table:style-name="{}" office:value-type="string"><text:p>甲</text:p>'
    row = f"<table:table-row{{}}>{cell}</table:table-cell></table:table-row>"
    rows = [
        row.format("", "grey"),
        row.format(' table:visibility="filter"', "black"),
        row.format(' table:visibility="collapse"', "ground"),
    ]
    path = write_ods(
        tmp_path / "a.ods", f'<table:table table:name="a">{"".join(rows)}</table:table>', styles
    )

    grid = only(path)

    assert (grid.hidden_rows, grid.faded) == ({2, 3}, {(1, 1), (3, 1)})


def test_hidden_rows_and_looks_of_xls(tmp_path: Path) -> None:
    """The palette of a workbook may be its own; one number of fonts is left out in the format."""
    book = xlwt.Workbook()
    xlwt.add_palette_colour("pale", 0x21)
    book.set_colour_RGB(0x21, 0xA0, 0xA2, 0xA0)
    looks = ["font: colour pale", "font: struck_out on", "font: colour red", "font: bold on",
             "pattern: pattern solid, fore_colour gray25", ""]  # fmt: skip
    page = book.add_sheet("台账")
    for row, look in enumerate(looks):
        page.write(row, 0, "甲", xlwt.easyxf(look))
        page.write(row, 1, 7, xlwt.easyxf(look))
    page.row(3).hidden = True
    book.save(str(tmp_path / "a.xls"))

    grid = only(tmp_path / "a.xls")

    assert grid.hidden_rows == {4}
    assert grid.struck == {(2, 1), (2, 2)}
    assert grid.faded == {(1, 1), (1, 2), (5, 1), (5, 2)}


@pytest.mark.parametrize(
    "text", ['{"rows": []}', '\ufeff[\n {"登记编号": "1"}]', '{"a": 1}\n{"a": 2}']
)
def test_json_is_told_for_what_it_is(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.xls").write_text(text, "utf-8")

    assert "JSON" in refusal(tmp_path / "a.xls").fault


def test_text_that_begins_with_a_bracket_is_no_json(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("[编号],{日期}\n1,2022-03-01", "utf-8")

    assert values(only(tmp_path / "a.csv"))[0] == ["[编号]", "{日期}"]
