"""What can stand in a cell: a figure, or one of the things that are not a figure.

Zero, blank, not applicable, unknown and text are five different things. Figures are whole numbers
or exact decimals; a float never enters.
"""

from __future__ import annotations

import re
from decimal import Decimal
from enum import Enum
from typing import Any


class Mark(Enum):
    """A cell that holds no figure.

    `BLANK` was left empty, `NOT_APPLICABLE` was struck out ("/", "—"), and `UNKNOWN` could not be
    told from the raw data.
    """

    BLANK = "blank"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"

    def __str__(self) -> str:
        """Show that no figure stands here, where prose is put together from values."""
        return f"〔{_NAMES[self]}〕"


_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_NAMES = {Mark.BLANK: "空白", Mark.NOT_APPLICABLE: "不适用", Mark.UNKNOWN: "无法确定"}

Value = int | Decimal | Mark | str


def is_figure(value: Value) -> bool:
    """Whether the value can be added up."""
    return isinstance(value, int | Decimal)


def is_value(value: object) -> bool:
    """Whether something can stand in a cell: a float can't, nor can a truth value."""
    return isinstance(value, Value) and not isinstance(value, bool)


def value_text(value: Value) -> str:
    """Return the value as a Chinese sentence or a table shows it.

    Examples
    --------
    >>> value_text(Decimal("4166.241619")), value_text(Decimal("0.00")), value_text(Mark.UNKNOWN)
    ('4166.241619', '0', '无法确定')
    """
    if isinstance(value, Mark):
        return _NAMES[value]
    if isinstance(value, Decimal):
        digits = f"{value:f}"
        shown = digits.rstrip("0").rstrip(".") if "." in digits else digits
        return shown if value else "0"
    return str(value)


def value_to_json(value: Value) -> Any:
    """Return the JSON form: an integer, a decimal as string, null for blank, else an object.

    Raises
    ------
    TypeError
        Where the value is none that can stand in a cell: a float, say.
    """
    match value:
        case bool():
            pass
        case Decimal() if value.is_finite():
            return value_text(value)
        case int():
            return value
        case Mark.BLANK:
            return None
        case Mark():
            return {"mark": value.value}
        case str():
            return {"text": value}
    msg = f"not a cell value: {value!r}"
    raise TypeError(msg)


def value_from_json(data: Any) -> Value:
    """Read back what `value_to_json` wrote.

    Raises
    ------
    TypeError
        Where the data is none of the forms that `value_to_json` writes; a float among them.
    """
    match data:
        case None:
            return Mark.BLANK
        case bool() | float():
            pass
        case int():
            return data
        case str() if _DECIMAL.fullmatch(data):
            return Decimal(data)
        case {"mark": str(mark)} if mark in {each.value for each in Mark}:
            return Mark(mark)
        case {"text": str(text)}:
            return text
    msg = f"not a cell value: {data!r}"
    raise TypeError(msg)
