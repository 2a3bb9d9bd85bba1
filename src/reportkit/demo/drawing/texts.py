"""Texts with ``$names`` in them, filled in record by record.

``$us``, ``$work`` and ``$mark`` are the bureau's (see `reportkit.demo.bureaus`), ``$year`` is that
of the record's own date, and any field of the record may be named. ``$n`` counts the records of
the same text and year; ``$nnn`` is the same in three digits.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from reportkit.demo.drawing.values import Value, code_of
from reportkit.demo.recipes.names import NAME, is_number


class _Filled(NamedTuple):
    """A text as Python's `str.format` takes it, and the names that are left to fill in."""

    text: str
    names: tuple[str, ...]


def fill(
    texts: Sequence[str],
    facts: Mapping[str, str],
    columns: Mapping[str, Sequence[Value]],
    years: Callable[[], Sequence[int]],
    this_year: int,
) -> list[str]:
    """Return one text a record, all names filled in.

    Parameters
    ----------
    texts : sequence of str
        One a record.
    facts : mapping of str to str
        What is the same for all records.
    columns : mapping of str to sequence
        The records' values, by field.
    years : callable
        Gives the year of each record.
    this_year : int
        Records of earlier years are numbered from as many on as there are records.
    """
    half = {text: _half_filled(text, facts) for text in dict.fromkeys(texts)}
    if not any(each.names for each in half.values()):
        return [half[text].text for text in texts]
    numbers: Counter[tuple[str, int]] = Counter()
    filled = []
    for index, (text, year) in enumerate(zip(texts, years(), strict=True)):
        own = half[text]
        key = (text, year)
        numbers[key] += 1
        first = len(texts) if year < this_year else 0
        values = {name: code_of(columns[name][index]) for name in own.names if name in columns}
        filled.append(own.text.format(**values, year=year, n=first + numbers[key]))
    return filled


def fill_facts(text: str, facts: Mapping[str, str]) -> str:
    """Return a text that says nothing of any record, filled in."""
    return NAME.sub(lambda found: facts[found[1]], text)


def _half_filled(text: str, facts: Mapping[str, str]) -> _Filled:
    names = [name for name in NAME.findall(text) if name not in facts]
    if not names:
        return _Filled(fill_facts(text, facts), ())

    def put(found: re.Match[str]) -> str:
        name = found[1]
        if name in facts:
            return facts[name]
        return f"{{n:0{len(name)}}}" if is_number(name) else f"{{{name}}}"

    escaped = text.replace("{", "{{").replace("}", "}}")
    return _Filled(NAME.sub(put, escaped), tuple(names))
