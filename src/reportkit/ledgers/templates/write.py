"""Empty ledgers for clerks: a workbook that says what belongs where, and holds them to it.

Three sheets: the ledger, what stands in its columns, and, hidden, the words of the drop-downs. A
list that is written into a drop-down itself ends at 255 characters; one on a sheet does not.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from reportkit.forms import Field, Schema
from reportkit.forms.ledgers import NO, SUMMED, YES
from reportkit.ledgers.sheets.names import WORDS
from reportkit.ledgers.templates.carry import Carried
from reportkit.ledgers.templates.instructions import write_instructions
from reportkit.ledgers.values.days import OLDEST
from reportkit.workbook import set_page, workbook_bytes

LEDGER = "台账"

_LAST_ROW = 1_048_575
_LONGEST_TITLE, _LONGEST_MESSAGE = 32, 255
_LONGEST_HEADER = 200
_MOST_DIGITS = 15  # what Excel keeps of a number
_HEADING_HEIGHT = 32
_TEXT = "@"  # keeps leading zeros, and all 18 digits of a number
_FORMATS = {"date": "yyyy-mm-dd", "money": "#,##0.00", "number": "0"}
_WIDTHS = {"date": 13, "money": 14, "number": 12, "flag": 11}
_NARROWEST, _WIDEST = 18, 40
_REQUIRED, _OPTIONAL, _UNREAD = (
    {"bg_color": "#1F4E79", "font_color": "#FFFFFF"},
    {"bg_color": "#DDEBF7", "font_color": "#000000"},
    {"bg_color": "#D9D9D9", "font_color": "#595959"},
)


@dataclass(frozen=True, slots=True)
class Template:
    """What an empty ledger is made for.

    Attributes
    ----------
    schema : Schema
    year : int
        The year whose records it is for.
    title : str
        Printed over every page.
    needed : bool
        Whether the report cannot do without it.
    """

    schema: Schema
    year: int
    title: str
    needed: bool


def write_template(template: Template, carried: Carried | None = None) -> bytes:
    """Return a workbook for a ledger: headings, and below them what last year hands on.

    Parameters
    ----------
    template : Template
    carried : Carried, optional
    """
    handed_on = carried or Carried()

    def fill(book: Any) -> None:
        schema = template.schema
        sheet = book.add_worksheet(LEDGER)
        kinds = [_FORMATS.get(field.type, _TEXT) for field in schema.fields]
        kinds += [_TEXT] * len(handed_on.others)
        bodies = [book.add_format({"num_format": kind}) for kind in kinds]
        _write_headings(book, sheet, [*map(_head, schema.fields), *map(_unread, handed_on.others)])
        for column, (body, width) in enumerate(zip(bodies, _widths(schema, kinds), strict=True)):
            sheet.set_column(column, column, width, body)
        write_instructions(book, schema, template.year, needed=template.needed)
        _validate(sheet, template, _write_words(book, schema))
        _write_rows(sheet, schema, handed_on.rows, bodies)
        _set_page(sheet, template.title)

    return workbook_bytes(fill)


def _head(field: Field) -> tuple[str, Mapping[str, str]]:
    """Return a heading and how it looks."""
    if field.type == "personal":
        return _unread(field.heading)
    return field.heading, _REQUIRED if field.required else _OPTIONAL


def _unread(heading: str) -> tuple[str, Mapping[str, str]]:
    return heading, _UNREAD


def _write_headings(
    book: Any, sheet: Any, headings: Sequence[tuple[str, Mapping[str, str]]]
) -> None:
    common = {"bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1}
    for column, (heading, look) in enumerate(headings):
        sheet.write_string(0, column, heading, book.add_format({**common, **look}))
    sheet.set_row(0, _HEADING_HEIGHT)
    sheet.freeze_panes(1, 1)


def _widths(schema: Schema, kinds: Sequence[str]) -> list[int]:
    others = len(kinds) - len(schema.fields)
    return [*map(_width, schema.fields), *[_NARROWEST] * others]


def _width(field: Field) -> int:
    """Return a column's width in characters; a Chinese one takes two."""
    longest = max((2 * len(field.label(code)) for code in field.choices or ()), default=_NARROWEST)
    body = _WIDTHS.get(field.type, min(max(longest, _NARROWEST), _WIDEST))
    return max(body, min(2 * len(field.heading) + 2, _WIDEST))


def _write_words(book: Any, schema: Schema) -> dict[str, str]:
    """Write the words of every drop-down onto a hidden sheet; return the list of each field."""
    chosen = [field for field in schema.fields if field.type in ("choice", "flag")]
    if not chosen:
        return {}
    sheet = book.add_worksheet(WORDS)
    lists = {}
    for column, field in enumerate(chosen):
        words = [field.label(code) for code in field.choices or (YES, NO)]
        sheet.write_column(0, column, words)
        name = f"list_{re.sub(r'[^A-Za-z0-9_]', '_', field.id)}"
        letter = xl_col_to_name(column)
        book.define_name(name, f"='{WORDS}'!${letter}$1:${letter}${len(words)}")
        lists[field.id] = f"={name}"
    sheet.very_hidden()
    return lists


def _validate(sheet: Any, template: Template, lists: Mapping[str, str]) -> None:
    for column, field in enumerate(template.schema.fields):
        rule = _rule(field, template.year, lists)
        if rule:
            told = {"input_title": field.heading[:_LONGEST_TITLE], "error_title": "请核对"}
            sheet.data_validation(1, column, _LAST_ROW, column, {**told, **rule})


def _rule(field: Field, year: int, lists: Mapping[str, str]) -> dict[str, Any]:
    """Return what Excel shall hold a column to; nothing where anything may stand in it."""
    match field.type:
        case "choice" | "flag":
            how = "从列表里选，或者照“填写说明”填写。"
            several = "有几种的都写上，用顿号隔开。" if field.several else ""
            return {
                "validate": "list",
                "source": lists[field.id],
                "input_message": _message(how + several, field),
                # Of several in one place, the list has each by itself.
                "show_error": not field.several,
                "error_message": "不是规定的类别，请从列表里选。",
            }
        case "date":
            first, last = dt.date(OLDEST, 1, 1), dt.date(year + 1, 12, 31)
            return {
                "validate": "date",
                "criteria": "between",
                "minimum": first,
                "maximum": last,
                "input_message": _message(f"写成 {year}-03-15 的样子。", field),
                "error_message": f"应为 {first} 到 {last} 之间的日期，写成 {year}-03-15 的样子。",
            }
        case "money" | "number":
            what = "金额，单位为元，不带“元”字" if field.type == "money" else "整数，不带单位"
            return {
                "validate": "decimal" if field.type == "money" else "integer",
                "criteria": ">=",
                "value": 0,
                "input_message": _message(f"填{what}。", field),
                "error_message": f"应填{what}，不能是负数。",
            }
    return {}


def _message(how: str, field: Field) -> str:
    return f"{how}{field.what}"[:_LONGEST_MESSAGE]


def _write_rows(
    sheet: Any, schema: Schema, rows: Sequence[Sequence[Any]], bodies: Sequence[Any]
) -> None:
    types = [field.type for field in schema.fields]
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            place = (number, column)
            type_ = types[column] if column < len(types) else "text"
            if value is None:
                continue
            if isinstance(value, dt.date) and type_ == "date":
                sheet.write_datetime(*place, value, bodies[column])
            elif type_ in SUMMED and _fits(value):
                sheet.write_number(*place, value, bodies[column])
            else:
                sheet.write_string(*place, _text(value), bodies[column])


def _fits(value: Any) -> bool:
    """Whether Excel keeps all digits of a value, if it is a number."""
    is_number = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return is_number and len(Decimal(value).as_tuple().digits) <= _MOST_DIGITS


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value)


def _set_page(sheet: Any, title: str) -> None:
    shown = title[:_LONGEST_HEADER].replace("&", "&&")
    sheet.hide_gridlines(0)  # those of a printed page too
    sheet.repeat_rows(0)
    sheet.set_header(f"&C{shown}")
    set_page(sheet)
