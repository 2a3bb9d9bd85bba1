"""An office drawn from chance: its records, how it keeps them, what it files for each form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from reportkit.demo.bureaus import Bureau, draw_size
from reportkit.demo.drawing.chance import chance, happens
from reportkit.demo.manner import Manner, draw_manner
from reportkit.demo.office import Filing, Office
from reportkit.demo.prose import draw_prose
from reportkit.demo.recipes import LedgerRecipe, Recipes
from reportkit.demo.records import draw_records
from reportkit.demo.tally import tally, tally_last_year
from reportkit.forms import Schema

_HAND_IN_FORMS = 15  # of a hundred offices, those that also fill the form in themselves


def draw_office(bureau: Bureau, year: int, seed: int, forms: Sequence[Recipes]) -> Office:
    """Return one office.

    What is drawn of a form depends on seed, bureau, year and form alone: neither other bureaus
    nor other forms change anything in it.
    """

    def about(*what: str) -> Random:
        return chance(seed, bureau.code, year, *what)

    records = draw_records(about, bureau, year, draw_size(about("size")), forms)
    kept = [(each, about("manner", each.id)) for each in _ledgers(forms)]
    office = Office(
        bureau=bureau,
        year=year,
        date=dt.date(year + 1, 1, about("date").randint(8, 28)),
        records=records,
        manners={each.id: _manner(rng, each, bureau, year) for each, rng in kept},
    )
    for recipes in forms:
        office.filings[recipes.form.id] = _filing(about, office, recipes)
    return office


@dataclass(frozen=True, slots=True)
class _Ledger:
    """One ledger as all forms together need it."""

    schema: Schema
    recipe: LedgerRecipe
    columns: frozenset[str]

    @property
    def id(self) -> str:
        return self.schema.id


def _ledgers(forms: Sequence[Recipes]) -> list[_Ledger]:
    """Return the ledgers of some forms; one that they share has the columns of all."""
    found: dict[str, _Ledger] = {}
    for recipes in forms:
        for name, recipe in recipes.ledgers.items():
            schema, owner = recipes.edition.ledgers[name], recipes.owners[name]
            columns = frozenset({*owner.drawn(), *recipe.drawn()})
            if name not in found or columns > found[name].columns:
                found[name] = _Ledger(schema, owner, columns)
    return list(found.values())


def _manner(rng: Random, kept: _Ledger, bureau: Bureau, year: int) -> Manner:
    title = f"{bureau.name}{year}年{kept.schema.title}"
    return draw_manner(rng, kept.schema, title, kept.columns, kept.recipe.workbook)


def _filing(about: Callable[..., Random], office: Office, recipes: Recipes) -> Filing:
    form, records, year = recipes.form.id, office.records, office.year
    cells = tally(records, recipes, year)
    filing = Filing(recipes, draw_prose(about(form, "prose"), office, recipes, cells))
    rng = about(form, "filled in")
    if happens(rng, _HAND_IN_FORMS):
        filing.filled_in = cells
    if happens(rng, _HAND_IN_FORMS):
        filing.last_year = tally_last_year(records, recipes, year)
    return filing
