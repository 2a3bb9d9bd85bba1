"""The words that an expression of the narrative may use, and how their values are written."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from jinja2 import StrictUndefined

from reportkit.figures import Mark, Value, value_text


def vocabulary(figures: Mapping[str, Value]) -> dict[str, Any]:
    """Return names for expressions: the tables as nested mappings, and ``percent``.

    Examples
    --------
    >>> vocabulary({"t3.new.total": 6})["t3"]["new"]["total"]
    6
    """
    tree: dict[str, Any] = {}
    for cell, value in figures.items():
        *path, last = cell.split(".")
        node = tree
        for part in path:
            node = node.setdefault(part, {})
        node[last] = value
    return tree | {"percent": percent}


def percent(part: Value, whole: Value, digits: int = 1) -> str | Mark:
    """Return a share in per cent, rounded half up, without needless zeros.

    Examples
    --------
    >>> percent(5, 6), percent(6, 6)
    ('83.3%', '100%')
    """
    for value in (part, whole):
        written(value)  # raises where it is none
    if not (isinstance(part, int | Decimal) and isinstance(whole, int | Decimal)):
        return Mark.UNKNOWN
    share = Fraction(part) / Fraction(whole) * 100
    exact = Decimal(share.numerator) / Decimal(share.denominator)
    rounded = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return f"{value_text(rounded)}%"


def written(value: Any) -> str:
    """Return the value of an expression as prose shows it.

    Raises
    ------
    ValueError
        Where the value is no figure and no text.
    """
    if isinstance(value, StrictUndefined):
        str(value)  # raises UndefinedError
    match value:
        case Mark():
            return str(value)
        case bool():
            return "是" if value else "否"
        case int() | Decimal() | str():
            return value_text(value)
    msg = "不是一个数字"
    raise ValueError(msg)
