"""The made-up records of an office, ledger by ledger, as its forms' recipes say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from random import Random

from reportkit.demo.bureaus import Bureau
from reportkit.demo.drawing.chance import happens
from reportkit.demo.drawing.draw import Rows
from reportkit.demo.drawing.values import Column, Record, holds
from reportkit.demo.recipes import Each, Group, LedgerRecipe, Many, Recipes

_Chance = Callable[..., Random]


def draw_records(
    chance: _Chance, bureau: Bureau, year: int, size: int, forms: Iterable[Recipes]
) -> dict[str, list[Record]]:
    """Return the records of one office, by ledger.

    Parameters
    ----------
    chance : callable
        Gives a source of chance for a subject.
    bureau : Bureau
    year : int
        Report year.
    size : int
        Of the office, from 0.
    forms : iterable of Recipes
        A ledger that two forms share is made up once, and each form adds its fields.
    """
    drawn = _Ledgers(chance, bureau, year, size)
    for recipes in forms:
        for ledger in recipes.ledgers.values():
            drawn.add(recipes, ledger)
    return drawn.records


class _Ledgers:
    """Ledgers in the making: one may rest on those that are there."""

    def __init__(self, chance: _Chance, bureau: Bureau, year: int, size: int) -> None:
        self.chance = chance
        self.bureau = bureau
        self.year = year
        self.size = size
        self.records: dict[str, list[Record]] = {}

    def add(self, recipes: Recipes, ledger: LedgerRecipe) -> None:
        """Make up a ledger, or the fields that a form adds to it."""
        if ledger.shared_with and ledger.id not in self.records:
            owner = recipes.shared[ledger.shared_with]
            self.add(owner, owner.ledgers[ledger.id])
        elif ledger.id in self.records and not ledger.shared_with:
            return
        blank = self._blank(recipes, ledger)
        if ledger.shared_with:
            self._add_fields(blank, ledger)
        else:
            self.records[ledger.id] = list(self._drawn(blank, ledger))

    def _blank(self, recipes: Recipes, ledger: LedgerRecipe) -> Rows:
        return Rows(
            rng=self.chance(recipes.form.id, ledger.id),
            many=0,
            year=self.year,
            facts=self.bureau.facts,
            words=recipes.records.words,
            dated_by=recipes.edition.ledgers[ledger.id].dated_by,
        )

    def _add_fields(self, blank: Rows, ledger: LedgerRecipe) -> None:
        records = self.records[ledger.id]
        names = list(records[0]) if records else []
        columns = {name: [record[name] for record in records] for name in names}
        rows = replace(blank, many=len(records), columns=columns)
        if records:
            rows.draw(ledger.fields)
        for record, added in zip(records, _as_records(rows), strict=True):
            record.update(added)

    def _drawn(self, blank: Rows, ledger: LedgerRecipe) -> Iterator[Record]:
        groups: list[Rows] = []
        for group in ledger.groups:
            rows = self._begun(blank, group, sum(each.many for each in groups))
            if rows.many:
                rows.draw(group.fields)
                groups.append(rows)
        rows = _together(blank, groups, ledger.drawn_by_groups())
        if rows.many:
            rows.draw(ledger.fields)
        return _as_records(rows)

    def _begun(self, blank: Rows, group: Group, so_far: int) -> Rows:
        """Return a group with what it has of others' records."""
        if group.each is not None:
            columns = self._copied(group.each)
            return replace(blank, many=len(next(iter(columns.values()))), columns=columns)
        many = group.many or Many()
        others = len(self.records.get(many.of, ())) or so_far
        return replace(blank, many=self._how_many(blank.rng, many, others), columns={})

    def _copied(self, each: Each) -> dict[str, Column]:
        found = [one for one in self.records[each.ledger] if holds(each, one, self.year)]
        return {own: [one[theirs] for one in found] for own, theirs in each.copies.items()}

    def _how_many(self, rng: Random, many: Many, others: int) -> int:
        if many.chance < 100 and not happens(rng, many.chance):  # noqa: PLR2004
            return 0
        if many.of:
            whole, rest = divmod(others * rng.randint(*many.percent), 100)
            return whole + happens(rng, rest)
        span = many.by_size[self.size] if many.by_size else many.between
        if many.without_powers is not None and not self.bureau.decides:
            span = many.without_powers
        return rng.randint(*span)


def _together(blank: Rows, groups: list[Rows], names: Iterable[str]) -> Rows:
    """Return the records of all groups, in the order of their dates, each with every field."""
    columns = {
        name: [v for rows in groups for v in rows.columns.get(name, [None] * rows.many)]
        for name in names
    }
    dates = [day for day in columns.get(blank.dated_by, ()) if isinstance(day, dt.date)]
    order = sorted(range(len(dates)), key=dates.__getitem__)
    joined = replace(blank, many=len(dates), columns=columns)
    return joined.some(order)


def _as_records(rows: Rows) -> Iterator[Record]:
    names = [name for name in rows.columns if not name.startswith("_")]
    columns = [rows.columns[name] for name in names]
    return (dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True))
