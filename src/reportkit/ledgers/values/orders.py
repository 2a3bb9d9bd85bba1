"""In which order year, month and day stand: 5/3/2022 does not say, its column may."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from reportkit.dates import spelt

IN_WORDS = {"ymd": "年、月、日", "dmy": "日、月、年", "mdy": "月、日、年"}
_THREE = re.compile(
    r"\s*(?P<first>\d{1,2})(?P<mark>[-/.])(?P<second>\d{1,2})(?P=mark)(?P<third>\d{4}|\d{1,2})\s*"
    r"|(?P<first_>\d{2})(?P<second_>\d{2})(?P<third_>\d{2})"
)
_CENTURY = 2000
_YEAR_IN_FULL = 4
_SEVEN_DIGITS = 10**6


def readings(text: str, year: int) -> tuple[int, dict[str, dt.date]] | None:
    """Return the days that three numbers may mean, by the order in which they are read.

    Parameters
    ----------
    text : str
    year : int
        Report year: one of two digits is at most a year away from it.

    Returns
    -------
    tuple or None
        The digits of the year and the days; None for what is not three numbers with the year in
        full at the end, or with all of them of two digits at most.

    Examples
    --------
    >>> readings("28/2/2022", 2022), readings("22/3/21", 2022)[1].keys()
    ((4, {'dmy': datetime.date(2022, 2, 28)}), dict_keys(['ymd', 'dmy']))
    """
    match = _THREE.fullmatch(unicodedata.normalize("NFKC", text))
    if match is None:
        return None
    three = [match[name] or match[f"{name}_"] for name in ("first", "second", "third")]
    in_full = len(three[2]) == _YEAR_IN_FULL
    found = {}
    for order in ("dmy", "mdy") if in_full else IN_WORDS:
        parts = {part: int(number) for part, number in zip(order, three, strict=True)}
        parts["y"] += 0 if in_full else _CENTURY
        if not in_full and abs(parts["y"] - year) > 1:
            continue
        try:
            found[order] = dt.date(parts["y"], parts["m"], parts["d"])
        except ValueError:
            continue
    return (_YEAR_IN_FULL if in_full else 2), found


def orders_in(values: Iterable[Any], year: int) -> Mapping[int, str]:
    """Return the orders that the dates of a column tell: some of them can be read in one only.

    Where the year comes last beside dates that are written otherwise, nothing is told: Excel may
    have changed day and month of those that it could read.

    Examples
    --------
    >>> orders_in(["5/3/2022", "28/2/2022"], 2022), orders_in(["5/3/2022"], 2022)
    ({4: 'dmy'}, {})
    """
    told: dict[int, set[str]] = {}
    others = False
    for value in set(values):
        text = str(value) if isinstance(value, int) and 0 < value < _SEVEN_DIGITS else value
        known = readings(text, year) if isinstance(text, str) else None
        if known is None:
            others = others or isinstance(value, dt.date) or _is_date(value)
        elif len(known[1]) == 1:
            told.setdefault(known[0], set()).update(known[1])
    return {
        digits: next(iter(orders))
        for digits, orders in told.items()
        if len(orders) == 1 and (orders == {"ymd"} or not (others or len(told) > 1))
    }


def _is_date(value: Any) -> bool:
    return isinstance(value, str) and spelt(value) is not None
