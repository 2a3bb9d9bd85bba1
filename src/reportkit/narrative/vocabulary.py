"""The words that an expression of the narrative may use, and how their values are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, NamedTuple

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
        node[last] = _told(value)
    return tree | {"percent": percent}


class LedgerAsked(NamedTuple):
    """What an expression asked of a ledger: headings, and the word that must stand under each."""

    ledger: str
    where: tuple[tuple[str, str], ...]


def asking(function: Callable[..., Value], asked: list[LedgerAsked]) -> Callable[..., Any]:
    """Return a function for expressions: what it cannot tell, it returns as `Untold`.

    What it answers is noted in `asked`.
    """

    def answer(ledger: str, *args: str, **where: str) -> Any:
        value = function(ledger, *args, **where)
        asked.append(
            LedgerAsked(ledger, tuple((heading, str(word)) for heading, word in where.items()))
        )
        return _told(value)

    return answer


class UntoldError(Exception):
    """An expression reckons with, or decides by, something that cannot be told."""

    def __init__(self, mark: Mark) -> None:
        super().__init__(mark)
        self.mark = mark


class Untold:
    """A mark in an expression: it can be written, but neither reckoned with nor compared.

    Whatever an expression were to make of it would be a guess, so the whole expression is untold.
    """

    def __init__(self, mark: Mark) -> None:
        self.mark = mark

    def __str__(self) -> str:
        return str(self.mark)

    def _refuse(self, *_: Any) -> Any:
        raise UntoldError(self.mark)

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __pow__ = __rpow__ = _refuse
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _refuse
    __eq__ = __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __hash__ = _refuse
    __bool__ = __int__ = __float__ = __index__ = __round__ = __abs__ = __neg__ = __pos__ = _refuse


def _told(value: Value) -> Any:
    return Untold(value) if isinstance(value, Mark) else value


def percent(part: Any, whole: Any, digits: int = 1) -> str:
    """Return a share in per cent, rounded half up, without needless zeros.

    Examples
    --------
    >>> percent(5, 6), percent(6, 6)
    ('83.3%', '100%')

    Raises
    ------
    ValueError
        Where one of them is no figure.
    """
    for value in (part, whole):
        written(value)  # raises where the expression means nothing
        if isinstance(value, Untold):
            raise UntoldError(value.mark)
        if not isinstance(value, int | Decimal):
            msg = "百分比要由两个数字来算"
            raise ValueError(msg)
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
        case Untold():
            return str(value)
        case bool():
            return "是" if value else "否"
        case int() | Decimal() | str():
            return value_text(value)
    msg = "不是一个数字"
    raise ValueError(msg)
