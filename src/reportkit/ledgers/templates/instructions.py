"""The sheet of an empty ledger that says what stands in every column."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from reportkit.forms import Field, Schema
from reportkit.ledgers.sheets.names import INSTRUCTIONS
from reportkit.workbook import lines_of, set_page

_WIDTHS = (22, 16, 50, 50)
_LINE = 16  # points; not every program finds the height of wrapped text by itself
_HEADS = ("列", "是否填写", "填什么", "写法和示例")
_WORD_HEADS = ("列", "是否填写", "规定的类别（在下拉列表里）", "也可以写作")
_EXAMPLES = {
    "text": "照原样填写，前面的 0 不会丢失",
    "money": "单位为元，只填数字，最多两位小数，如 1200.50",
    "number": "只填整数，不带单位；没有的填 0",
    "flag": "填“是”或者“否”",
    "personal": "不读取；不需要的，可以整列删去",
}
_COLOURS = (
    "深蓝底白字的列必填；浅蓝底的列视情况填写；灰底的列不读取：软件认得列名，不读内容，"
    "任何报告、提示、日志里都不会出现。"
)
_HOW = (
    "在“台账”表里填，从表头下面一行起，一行一条记录；表头不要改名，不要合并单元格，不加合计行。",
    "日期写成真正的日期，如 {year}-03-15；类别从下拉列表里选；从别处粘贴时，请选“只粘贴值”。",
    "增加自己用的列没有关系，软件不认得的列不读入。",
)
_NEEDED = "这本台账必须交：全年没有记录的，保留只有表头的表。"
_OPTIONAL = "这本台账可以不交：没有的，请删去这个文件。留着空表，就表示全年一条也没有。"


def write_instructions(book: Any, schema: Schema, year: int, *, needed: bool) -> None:
    """Add the sheet to a workbook.

    Parameters
    ----------
    book : xlsxwriter.Workbook
    schema : Schema
    year : int
        For the examples.
    needed : bool
        Whether a report cannot do without the ledger.
    """
    sheet = book.add_worksheet(INSTRUCTIONS)
    bold = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
    body = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, schema.title, bold)
    number = 1
    for text in _introduction(schema, year, needed=needed):
        sheet.write_string(number, 0, text)
        number += 1
    for heads, rows in (
        (_HEADS, [_about(field, schema, year) for field in schema.fields]),
        (_WORD_HEADS, list(_words(schema))),
    ):
        if rows:
            number = _write_table(
                sheet, number + 1, [(heads, head), *((row, body) for row in rows)]
            )
    set_page(sheet)


def _write_table(sheet: Any, number: int, rows: Sequence[tuple[Sequence[str], Any]]) -> int:
    """Write rows one below the other; return the number of the row after them."""
    for row, look in rows:
        for column, text in enumerate(row):
            sheet.write_string(number, column, text, look)
        sheet.set_row(number, _LINE * max(map(lines_of, row, _WIDTHS)))
        number += 1
    return number


def _introduction(schema: Schema, year: int, *, needed: bool) -> Iterator[str]:
    yield schema.what
    yield from (text.format(year=year) for text in _HOW)
    yield _COLOURS
    yield _NEEDED if needed else _OPTIONAL


def _about(field: Field, schema: Schema, year: int) -> tuple[str, str, str, str]:
    return field.heading, _need(field), field.what, "".join(_manner(field, schema, year))


def _need(field: Field) -> str:
    if field.type == "personal":
        return "不读取"
    return ("必填" if field.required else "视情况") + ("，不重复" if field.unique else "")


def _manner(field: Field, schema: Schema, year: int) -> Iterator[str]:
    """Yield how a column is written, and what else it hangs on."""
    match field.type:
        case "date":
            yield f"如 {dt.date(year, 3, 15)}"
        case "choice":
            yield "从下拉列表里选" + ("；有几种的用顿号隔开" if field.several else "")
            yield "，各类别见下表"
        case _:
            yield _EXAMPLES[field.type]
    for pair in schema.together:
        if field.id in pair:
            other = pair[0] if pair[1] == field.id else pair[1]
            yield f"；与“{schema.by_id[other].heading}”同时填写，或者同时留空"
    for first, second in schema.order:
        if field.id == second:
            yield f"；不早于“{schema.by_id[first].heading}”"


def _words(schema: Schema) -> Iterator[tuple[str, str, str, str]]:
    for field in schema.fields:
        for official, *others in (field.choices or {}).values():
            yield field.heading, "可以填", official, "、".join(_others(official, others))


def _others(official: str, words: Sequence[str]) -> list[str]:
    """Return the further words, each once: a heading's label may be its name."""
    return [word for word in dict.fromkeys(words) if word != official]
