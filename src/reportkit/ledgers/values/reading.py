"""What the reading of one value needs, what it gives, and how it refuses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple

_NO_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType({})


def _no_orders() -> Mapping[int, str]:
    return {}


class Reading(NamedTuple):
    """What is known of a column before its values are read.

    Attributes
    ----------
    year : int
        The report year; a date long after it is a slip of the pen.
    unit : Decimal
        How many yuan the column counts in: 10000 where heading or title say 万元.
    written_year : int or None
        The year that file or sheet name, for dates such as 1月5日.
    words : mapping of str to mapping of str to str
        What the bureau's own words mean: by field, folded word to code.
    orders : callable
        Returns in which order the column writes year, month and day: by the digits of its years,
        ``ymd``, ``dmy`` or ``mdy``. It is asked only for dates that do not tell it themselves.
    """

    year: int
    unit: Decimal = Decimal(1)
    written_year: int | None = None
    words: Mapping[str, Mapping[str, str]] = _NO_WORDS
    orders: Callable[[], Mapping[int, str]] = _no_orders


class Parsed(NamedTuple):
    """A value as read.

    Attributes
    ----------
    value : Any
        By the field's type; None where what is written says that nothing is filled in.
    note : str
        How it was read, in Chinese, where that is not obvious.
    """

    value: Any
    note: str = ""


class ValueProblem(ValueError):
    """A value that a column does not allow: the kind of problem, the fault, the remedy."""

    def __init__(self, kind: str, fault: str, remedy: str) -> None:
        super().__init__(kind, fault, remedy)
        self.kind, self.fault, self.remedy = kind, fault, remedy
