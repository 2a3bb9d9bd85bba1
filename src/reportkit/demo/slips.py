"""The slips that a made-up office can make, each with the rule that must tell of it.

A slip changes one thing in an office and says where; it changes nothing where it could
not be made (no application, no misspelt applicant).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import singledispatch
from random import Random

from reportkit.demo.drawing.draw import Rows, draw
from reportkit.demo.drawing.values import Value, holds
from reportkit.demo.office import Filing, Office
from reportkit.demo.recipes import (
    AddedSlip,
    AnySlip,
    FormSlip,
    MistypedSlip,
    Recipes,
    RecordSlip,
)
from reportkit.demo.recipes.ways import Way
from reportkit.demo.tally import tally, tally_last_year


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a slip was made, in the report's own words.

    Attributes
    ----------
    form : str
        The form whose report tells of it.
    rule : str
        The rule that fails.
    place : str
        Where it fails: the finding's ``place``.
    folder_year : int
        The year of the data folder that has the file.
    file : str
    row : int or None
        Row of the file, where the report names one.
    """

    form: str
    rule: str
    place: str
    folder_year: int
    file: str
    row: int | None = None


def make_slip(office: Office, rng: Random) -> tuple[str, list[Spot]]:
    """Make one slip in an office, of a kind that it can make.

    Returns
    -------
    str
        The kind.
    list of Spot
        One for each form whose report must tell of it: they may share a ledger.
    """
    kinds = [(filing, slip) for filing in office.filings.values() for slip in filing.recipes.slips]
    rng.shuffle(kinds)
    made = ((slip.id, plant(slip, office, filing, rng)) for filing, slip in kinds)
    # There is always one: every office can hand in a form that is wrong.
    return next((kind, spots) for kind, spots in made if spots)


@singledispatch
def plant(slip: AnySlip, office: Office, filing: Filing, rng: Random) -> list[Spot]:
    """Make a slip in what an office files for one form; return nothing where it cannot be made."""
    raise TypeError(slip, office, filing, rng)


@plant.register
def _(slip: RecordSlip, office: Office, filing: Filing, rng: Random) -> list[Spot]:
    records = office.records[slip.ledger]
    fitting = [n for n, record in enumerate(records) if holds(slip.when, record, office.year)]
    if slip.repeats:
        fitting = [n for n in fitting if n]
    if not fitting:
        return []
    index = rng.choice(fitting)
    if slip.repeats:
        wrong = records[index - 1][slip.field]
    else:
        wrong = _wrong(slip.wrong, office, filing.recipes, slip.ledger, index, rng)
    records[index][slip.field] = wrong
    return list(_in_row(slip, office, index))


def _wrong(
    way: Way, office: Office, recipes: Recipes, ledger: str, index: int, rng: Random
) -> Value:
    """Return what is written into a record instead."""
    record = office.records[ledger][index]
    rows = Rows(
        rng=rng,
        many=1,
        year=office.year,
        facts=office.bureau.facts,
        words=recipes.records.words,
        dated_by=recipes.edition.ledgers[ledger].dated_by,
        columns={name: [value] for name, value in record.items()},
    )
    return draw(way, rows)[0]


def _in_row(slip: RecordSlip, office: Office, index: int) -> Iterator[Spot]:
    """Yield a spot for each form that reads the field."""
    manner = office.manners[slip.ledger]
    row = manner.row(index)
    for form, filing in office.filings.items():
        schema = filing.recipes.edition.ledgers.get(slip.ledger)
        if schema is not None and slip.field in schema.by_id:
            place, named = (slip.place, None) if slip.place else (f"{slip.ledger}:{row}", row)
            yield Spot(form, slip.rule, place, office.year, manner.file, named)


@plant.register
def _(slip: FormSlip, office: Office, filing: Filing, rng: Random) -> list[Spot]:
    recipes, edition = filing.recipes, filing.recipes.edition
    cells = list(slip.cells)
    place = slip.place
    if slip.role:
        heading = rng.choice([heading.id for heading in edition.headings_with(slip.role)])
        cells = [cell.replace("$heading", heading) for cell in cells]
        place = place.replace("$heading", heading)
    if not cells:
        counted = [cell.id for cell in edition.cells.values() if cell.kind == "count"]
        cells = [rng.choice(counted)]
    if slip.filled_in == "this_year":
        figures = filing.filled_in = tally(office.records, recipes, office.year)
    else:
        figures = filing.last_year = tally_last_year(office.records, recipes, office.year)
    more = rng.randint(1, 9)
    for cell in cells:
        figures[cell] = str(int(figures[cell]) + more)
    year = office.year - (slip.filled_in == "last_year")
    return [Spot(recipes.form.id, slip.rule, place or cells[0], year, filing.form_file)]


@plant.register
def _(slip: MistypedSlip, office: Office, filing: Filing, rng: Random) -> list[Spot]:
    recipes = filing.recipes
    names = "|".join(map(re.escape, slip.mistyped))
    bound = list(re.finditer(rf"\{{\{{ ({names}) \}}\}}", filing.prose))
    if not bound:
        return []
    found = rng.choice(bound)
    cells = tally(office.records, recipes, office.year)
    # More than what it may be taken for: received and carried in, together.
    most = int(cells[found[1]]) + (int(cells[slip.besides]) if slip.besides else 0)
    typed = str(most + rng.randint(1, 9))
    filing.prose = filing.prose[: found.start()] + typed + filing.prose[found.end() :]
    return [Spot(recipes.form.id, slip.rule, found[1], office.year, recipes.form.item.narrative)]


@plant.register
def _(slip: AddedSlip, office: Office, filing: Filing, rng: Random) -> list[Spot]:
    recipes = filing.recipes
    rows = Rows(rng, 1, office.year, office.bureau.facts, recipes.records.words, "")
    (text,) = draw(slip.adds, rows)
    filing.prose = f"{filing.prose}\n{text}\n"
    form = recipes.form
    return [Spot(form.id, slip.rule, slip.place, office.year, form.item.narrative)]
