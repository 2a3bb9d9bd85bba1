"""Making up the values of one field for many records at once: one function a verb."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import singledispatch
from itertools import accumulate
from random import Random

from reportkit.demo.drawing.chance import happens
from reportkit.demo.drawing.days import later, workdays
from reportkit.demo.drawing.texts import fill
from reportkit.demo.drawing.values import Column, Record, code_of, holds
from reportkit.demo.recipes.ways import (
    After,
    Before,
    ByField,
    Case,
    Choice,
    Kept,
    Money,
    Several,
    Way,
    Whole,
    Workday,
)


@dataclass(slots=True)
class Rows:
    """Records in the making, column by column.

    Attributes
    ----------
    rng : Random
    many : int
    year : int
        Report year.
    facts : mapping of str to str
        What texts may say of the bureau.
    words : mapping of str to sequence of str
        Vocabulary.
    dated_by : str
        The field that says to which year a record belongs.
    columns : dict of str to list
        The fields that have been made up.
    """

    rng: Random
    many: int
    year: int
    facts: Mapping[str, str]
    words: Mapping[str, Sequence[str]]
    dated_by: str
    columns: dict[str, Column] = field(default_factory=dict)

    def draw(self, fields: Mapping[str, Way]) -> None:
        """Make up some fields more, in their order: one may rest on those before it."""
        for name, way in fields.items():
            self.columns[name] = draw(way, self)

    def at(self, index: int, names: Sequence[str]) -> Record:
        """Return some fields of one record."""
        return {name: self.columns[name][index] for name in names}

    def some(self, indices: Sequence[int]) -> Rows:
        """Return some of the records."""
        columns = {name: [each[n] for n in indices] for name, each in self.columns.items()}
        return Rows(
            self.rng, len(indices), self.year, self.facts, self.words, self.dated_by, columns
        )

    def years(self) -> list[int]:
        """Return the year of each record."""
        dates = self.columns.get(self.dated_by, [None] * self.many)
        return [day.year if isinstance(day, dt.date) else self.year for day in dates]


@singledispatch
def draw(way: object, rows: Rows) -> Column:
    """Return a value for each record."""
    raise TypeError(way, rows)


@draw.register(type(None))
def _(_way: None, rows: Rows) -> Column:
    return [None] * rows.many


@draw.register
def _(way: str, rows: Rows) -> Column:
    return _filled([way] * rows.many, rows)


@draw.register
def _(way: Choice, rows: Rows) -> Column:
    texts = rows.words[way.choice] if isinstance(way.choice, str) else way.choice
    if way.once:
        return _filled(rows.rng.sample(list(texts), rows.many), rows)
    weights = list(texts.values()) if isinstance(texts, Mapping) else None
    return _filled(rows.rng.choices(list(texts), weights, k=rows.many), rows)


@draw.register
def _(way: Kept, rows: Rows) -> Column:
    return _filled([rows.rng.choice(way.kept)] * rows.many, rows)


@draw.register
def _(way: Several, rows: Rows) -> Column:
    sizes = rows.rng.choices(list(way.many), list(way.many.values()), k=rows.many)
    return [_several(rows.rng, way, size) for size in sizes]


def _several(rng: Random, way: Several, size: int) -> tuple[str, ...]:
    """Return so many different codes, from light to heavy."""
    weights = dict(way.several)
    drawn: set[str] = set()
    while len(drawn) < size:
        (code,) = rng.choices(list(weights), cum_weights=list(accumulate(weights.values())))
        drawn.add(code)
        del weights[code]
    return tuple(code for code in way.several if code in drawn)


@draw.register
def _(way: Whole, rows: Rows) -> Column:
    first, last = way.whole
    return [rows.rng.randint(first, last) for _ in range(rows.many)]


@draw.register
def _(way: Money, rows: Rows) -> Column:
    first, last = (100 * yuan for yuan in way.money)
    cents = (rows.rng.randint(first, last) for _ in range(rows.many))
    return [f"{each // 100}.{each % 100:02d}" for each in cents]


@draw.register
def _(way: Workday, rows: Rows) -> Column:
    first, last = way.years_ago
    if first == last:
        return [*rows.rng.choices(workdays(rows.year - first)[-way.last :], k=rows.many)]
    years = (rows.year - rows.rng.randint(first, last) for _ in range(rows.many))
    return [rows.rng.choice(workdays(year)[-way.last :]) for year in years]


@draw.register
def _(way: After, rows: Rows) -> Column:
    first = workdays(rows.year)[0]
    taken = _taken(way.days, rows)
    column: Column = []
    for begun, days in zip(rows.columns[way.after], taken, strict=True):
        day = max(later(begun, days), first) if isinstance(begun, dt.date) else None
        column.append(None if day is None or day.year > rows.year else day)
    return column


@draw.register
def _(way: Before, rows: Rows) -> Column:
    taken = zip(rows.columns[way.before], _taken(way.days, rows), strict=True)
    return [later(end, -days) if isinstance(end, dt.date) else None for end, days in taken]


def _taken(days: tuple[int, int] | tuple[str, ...], rows: Rows) -> list[int]:
    """Return how many working days something takes in each record."""
    spans = [each for each in days if isinstance(each, int)]
    if spans:
        first, last = spans
        return [rows.rng.randint(first, last) for _ in range(rows.many)]
    fields = [rows.columns[name] for name in days if isinstance(name, str)]
    return [
        sum(value for value in values if isinstance(value, int))
        for values in zip(*fields, strict=True)
    ]


@draw.register
def _(way: Case, rows: Rows) -> Column:
    asked = way.when.asked
    so = [
        (not asked or holds(way.when, rows.at(n, asked), rows.year))
        and (way.percent >= 100 or happens(rows.rng, way.percent))  # noqa: PLR2004
        for n in range(rows.many)
    ]
    return _apart(["yes" if each else "no" for each in so], {"yes": way.then}, way.otherwise, rows)


@draw.register
def _(way: ByField, rows: Rows) -> Column:
    return _apart([code_of(v) for v in rows.columns[way.by]], way.gives, way.otherwise, rows)


def _apart(keys: Sequence[str], ways: Mapping[str, Way], otherwise: Way, rows: Rows) -> Column:
    """Return values of which each group of records has a way of its own."""
    groups: dict[str, list[int]] = {}
    for index, key in enumerate(keys):
        groups.setdefault(key if key in ways else "", []).append(index)
    column: Column = [None] * rows.many
    for key in (*ways, ""):
        indices = groups.get(key, [])
        way = ways.get(key, otherwise)
        if indices and way is not None:
            for index, value in zip(indices, draw(way, rows.some(indices)), strict=True):
                column[index] = value
    return column


def _filled(texts: Sequence[str], rows: Rows) -> Column:
    return [*fill(texts, rows.facts, rows.columns, rows.years, rows.year)]
