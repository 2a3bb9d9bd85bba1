"""What nobody sees on a sheet, or sees as another number, is in doubt; ledgers stay as they are."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlwt
from openpyxl.styles import Font, PatternFill

from reportkit.grids import read_grids
from reportkit.grids.excel.number_formats import shown_by
from reportkit.grids.model import UNSEEN, Grid, GridError, Value
from reportkit.grids.read_document import read_document
from tests.grids.samples import write_ods, write_zip

_OTHERWISE = "表格里显示的是“{}”，与单元格里存的不同"
_DOUBTS = {
    1: UNSEEN,  # ;;;
    2: _OTHERWISE.format("5"),  # 0,
    3: UNSEEN,  # 0;-0;;@ of 0
    4: _OTHERWISE.format("5万"),
    5: UNSEEN,  # white, without a ground
    6: UNSEEN,  # red on red
    7: UNSEEN,  # of one point
}
_SEEN = {8: "red on white", 9: "white on red", 10: "1,234件", 11: "0;-0;;@ of 5"}


def _xlsx(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    red = PatternFill("solid", fgColor="FFFF0000")
    formats = {1: ";;;", 2: "0,", 3: "0;-0;;@", 4: '0"万"', 10: '#,##0"件"', 11: "0;-0;;@"}
    fonts = {5: Font(color="FFFFFFFF"), 6: Font(color="FFFF0000"), 7: Font(size=1)}
    fonts |= {8: Font(color="FFFF0000"), 9: Font(color="FFFFFFFF")}
    for row in range(1, 12):
        cell = sheet.cell(row, 1, _value(row))
        cell.number_format = formats.get(row, "General")
        cell.font = fonts.get(row, Font())
        if row in {6, 9}:
            cell.fill = red
        sheet.cell(row, 2, 7)
    sheet.column_dimensions["B"].hidden = True
    hidden = book.create_sheet("底稿")
    hidden["A1"] = 1
    hidden.sheet_state = "hidden"
    book.create_sheet("空").sheet_state = "hidden"
    book.save(path)
    return path


def _xls(path: Path) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    looks = {
        5: "font: color white",
        6: "font: color red; pattern: pattern solid, fore_color red",
        7: "font: height 20",
        8: "font: color red",
        9: "font: color white; pattern: pattern solid, fore_color red",
    }
    formats = {1: ";;;", 2: "0,", 3: "0;-0;;@", 4: '0"万"', 10: '#,##0"件"', 11: "0;-0;;@"}
    for row in range(1, 12):
        style = xlwt.easyxf(looks.get(row, ""), formats.get(row, "General"))
        sheet.write(row - 1, 0, _value(row), style)
        sheet.write(row - 1, 1, 7)
    sheet.col(1).hidden = True
    hidden = book.add_sheet("底稿")
    hidden.write(0, 0, 1)
    hidden.visibility = 1
    book.save(str(path))
    return path


def _ods(path: Path) -> Path:
    shown = {1: "", 2: "5", 3: "", 4: "5万", 10: "1,234件"}
    looks = {
        5: ("#ffffff", "", ""),
        6: ("#ff0000", "#ff0000", ""),
        7: ("", "", "1pt"),
        8: ("#ff0000", "", ""),
        9: ("#ffffff", "#ff0000", ""),
    }
    styles = '<style:style style:name="away" style:family="table"><style:table-properties '
    styles += 'table:display="false"/></style:style>'
    rows = ""
    for row in range(1, 12):
        ink, paper, size = (
            f'fo:{name}="{said}"' if said else ""
            for name, said in zip(
                ("color", "background-color", "font-size"), looks.get(row, ("",) * 3), strict=True
            )
        )
        styles += (
            f'<style:style style:name="c{row}" style:family="table-cell">'
            f"<style:table-cell-properties {paper}/><style:text-properties {ink} {size}/>"
            "</style:style>"
        )
        rows += (
            f'<table:table-row table:default-cell-style-name="c{row}"><table:table-cell '
            f'office:value-type="float" office:value="{_value(row)}">'
            f"<text:p>{shown.get(row, _value(row))}</text:p></table:table-cell>"
            '<table:table-cell office:value-type="float" office:value="7"><text:p>7</text:p>'
            "</table:table-cell></table:table-row>"
        )
    hidden = "<table:table-row><table:table-cell office:value-type='float' office:value='1'/>"
    return write_ods(
        path,
        '<table:table table:name="表"><table:table-column/>'
        f'<table:table-column table:visibility="collapse"/>{rows}</table:table>'
        f'<table:table table:name="底稿" table:style-name="away">{hidden}</table:table-row>'
        "</table:table>",
        styles,
    )


def _value(row: int) -> int:
    return {2: 5000, 3: 0, 10: 1234}.get(row, 5)


@pytest.mark.parametrize("write", [_xlsx, _xls, _ods])
def test_what_a_published_sheet_does_not_show(
    tmp_path: Path, write: Callable[[Path], Path]
) -> None:
    path = write(tmp_path / "a")

    document = read_document(path)

    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    assert [row[0] for _, row in grid.rows] == [_value(row) for row in range(1, 12)]
    assert {row: why for (row, column), why in grid.unsure.items() if column == 1} == _DOUBTS
    assert grid.hidden_columns == {2}
    assert document.unread == "第 2 张工作表是隐藏的，没有读"
    assert not any(one.unsure or one.hidden_columns for one in read_grids(path))


def test_a_sheet_is_told_by_number_as_it_may_be_called_after_somebody(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    wide = book.create_sheet("某甲的底稿")
    wide.cell(1, 1_001, 1)
    for row in range(2, 202):
        wide.cell(row, 1, 1)
    book.save(tmp_path / "a.xlsx")

    with pytest.raises(GridError, match=r"^(?!.*某甲).*第 2 张工作表的栏数"):
        read_document(tmp_path / "a.xlsx")


def test_a_sheet_that_shows_no_zeros(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append([0, 5])
    book.active.sheet_view.showZeros = False
    book.save(tmp_path / "a.xlsx")
    old = xlwt.Workbook()
    sheet = old.add_sheet("表")
    sheet.show_zero_values = False
    sheet.write(0, 0, 0)
    sheet.write(0, 1, 5)
    old.save(str(tmp_path / "a.xls"))
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "settings.xml": '<s xmlns:config="c"><config:config-item config:name="ShowZeroValues"'
        ' config:type="boolean">false</config:config-item></s>',
        "content.xml": _content(tmp_path),
    }
    write_zip(tmp_path / "a.ods", parts)

    for kind in ("xlsx", "xls", "ods"):
        (grid,) = read_document(tmp_path / f"a.{kind}").blocks
        assert isinstance(grid, Grid)
        assert grid.unsure == {(1, 1): UNSEEN}, kind


def _content(folder: Path) -> bytes:
    cells = "".join(
        f'<table:table-cell office:value-type="float" office:value="{n}"><text:p>{n}</text:p>'
        "</table:table-cell>"
        for n in (0, 5)
    )
    table = f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
    with zipfile.ZipFile(write_ods(folder / "plain.ods", table)) as book:
        return book.read("content.xml")


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("", 5, "5"),
        ("#,##0_ ;[Red]-#,##0 ", 1234, "1234 "),
        ('_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', 0, "  - "),
        ('[>=10000]0.0,"千";0', 12345, "12.3千"),
        ('[>=10000]0.0,"千";0', 12, "12"),
        ("0.00", Decimal("12.345"), "12.35"),
        ("[White]0", 5, ""),
        ("[$¥-804]#,##0.00", 5, "¥5.00"),
        ("[DBNum1][$-804]G/通用格式", 5, "5"),
        (r"0\百", 5, "5百"),
        ("0;0;0;", "12", ""),
        ("@", "12", "12"),
        ("# ?/?", Decimal("0.5"), None),
        ("0.00E+00", 5, None),
    ],
)
def test_number_formats(code: str, value: Value, shown: str | None) -> None:
    assert shown_by(code, value) == shown
