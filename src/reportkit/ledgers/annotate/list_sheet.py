"""The first sheet of a copy: all that is wrong, by cause, with links to the cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink

from reportkit.ledgers.annotate.marks import Marked, Sheets, places
from reportkit.ledgers.annotate.rewritten import put
from reportkit.ledgers.rows import NOTICE
from reportkit.ledgers.sheets.names import LIST
from reportkit.workbook import lines_of

_HEADS = ("问题", "怎么改", "在哪里（点击可到）")
_WIDTHS = (48, 48, 36)
_NOTICES = "下面是软件读取时的处理，供核对，不必改。"
_MOST_LINKS = 200
_HEIGHT = 15  # points
_BODY = Alignment(wrap_text=True, vertical="top")
_HEAD = PatternFill("solid", fgColor="FFDDEBF7")
_LINE = Border(top=Side("thin", color="FFBFBFBF"))
_LINK = Font(color="FF0563C1", underline="single")


def write_list(book: Any, sheets: Sheets, marked: Sequence[Marked], name: str, how: str) -> None:
    """Put the sheet in front of a workbook, in the place of an earlier one.

    Parameters
    ----------
    book : openpyxl.Workbook
    sheets : mapping of int to openpyxl.worksheet.worksheet.Worksheet
        By id of the grid.
    marked : sequence of Marked
    name : str
        The file that they are about.
    how : str
        What to do with the copy.
    """
    if LIST in book.sheetnames:
        del book[LIST]
    sheet = book.create_sheet(LIST, 0)
    for column, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    wrong = [each for each in marked if each.problem.kind != NOTICE]
    notices = [each for each in marked if each.problem.kind == NOTICE]
    _put(sheet, 1, 1, f"{name}：{len(wrong)} 个问题").font = Font(bold=True, size=14)
    _put(sheet, 2, 1, how)
    for column, head in enumerate(_HEADS, start=1):
        cell = _put(sheet, 4, column, head)
        cell.font, cell.fill = Font(bold=True), _HEAD
    number = _write_all(sheet, 5, wrong, sheets)
    if notices:
        _put(sheet, number + 1, 1, _NOTICES)
        _write_all(sheet, number + 2, notices, sheets)
    sheet.freeze_panes = "A5"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    # Sheets that are chosen together are changed together.
    for each in book.worksheets:
        each.sheet_view.tabSelected = each is sheet
    book.active = 0


def _write_all(sheet: Any, number: int, marked: Sequence[Marked], sheets: Sheets) -> int:
    """Write problems one below the other; return the number of the row after them."""
    for each in marked:
        problem = each.problem
        texts = (problem.fault, problem.remedy)
        for column, text in enumerate(texts, start=1):
            _put(sheet, number, column, text)
        # Not every program finds the height of wrapped text by itself.
        sheet.row_dimensions[number].height = _HEIGHT * max(map(lines_of, texts, _WIDTHS))
        for column in range(1, len(_HEADS) + 1):
            sheet.cell(number, column).border = _LINE
        for text, place in _links(each, sheets):
            cell = _put(sheet, number, len(_HEADS), text)
            if place:
                cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)
                cell.font = _LINK
            number += 1
    return number


def _links(each: Marked, sheets: Sheets) -> Iterator[tuple[str, str]]:
    """Yield where a problem is, in words and as Excel writes it."""
    sheet = sheets.get(id(each.grid)) if each.grid is not None else None
    if sheet is None:
        yield each.problem.file or "整个数据文件夹", ""
        return
    name = quote_sheetname(sheet.title)
    column = f"“{each.problem.column}”" if each.problem.column else ""
    if not each.problem.rows:
        yield f"{sheet.title}{column}", f"{name}!A1"
    for count, (row, at) in enumerate(places(each)):
        if count == _MOST_LINKS:
            yield f"等 {len(each.problem.rows)} 行，单元格已标色", ""
            return
        yield f"{sheet.title} 第 {row} 行{column}", f"{name}!{get_column_letter(at)}{row}"


def _put(sheet: Any, row: int, column: int, text: str) -> Any:
    """Write a text that stays one, whatever it begins with."""
    cell = put(sheet, row, column, text)
    if row > 2:  # noqa: PLR2004 - title and advice go over the columns beside them
        cell.alignment = _BODY
    return cell
