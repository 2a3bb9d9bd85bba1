"""An office drawn from chance, with the manner in which it keeps each ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from reportkit.demo.bureaus import Bureau
from reportkit.demo.chance import chance, happens
from reportkit.demo.manner import Manner, draw_manner
from reportkit.demo.office import Office
from reportkit.demo.prose import draw_prose
from reportkit.demo.records import draw_records
from reportkit.demo.sizes import draw_size
from reportkit.demo.tally import tally, tally_last_year
from reportkit.forms import Edition, Schema

_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "applications": (
        "number",
        "received",
        "applicant_kind",
        "applicant_name",
        "applicant_phone",
        "request",
        "concluded",
        "outcome",
        "extended",
        "days_excluded",
    ),
    "documents": ("title", "number", "kind", "issued", "repealed"),
    "decisions": ("number", "kind", "party", "decided", "published"),
    "fees": ("item", "kind", "charged", "amount"),
    "cases": ("number", "kind", "party", "accepted", "concluded", "result"),
    "publications": ("title", "published", "channel", "category"),
}


_HAND_IN_FORMS = 15  # of a hundred offices, those that also fill the form in themselves


@dataclass(frozen=True, slots=True)
class Draft:
    """One office in the making, how it keeps each ledger, and the form it reports on."""

    office: Office
    manners: Mapping[str, Manner]
    edition: Edition


def draw_draft(bureau: Bureau, year: int, seed: int, edition: Edition) -> Draft:
    """Return one office; what is drawn for it depends on seed, bureau and year alone."""

    def about(what: str) -> Random:
        return chance(seed, bureau.code, year, what)

    size = draw_size(about("size"), decides=bureau.decides)
    records = draw_records(about("records"), bureau, year, size)
    cells = tally(records, edition, year)
    office = Office(bureau, year, records, draw_prose(about("prose"), bureau, records, cells))
    forms = about("forms")
    if happens(forms, _HAND_IN_FORMS):
        office.form = cells
    if happens(forms, _HAND_IN_FORMS):
        office.last_form = tally_last_year(records, edition, year)
    schemas, manners = edition.ledgers, about("manners")
    kept = {name: _manner(manners, schemas[name], office) for name in _COLUMNS}
    return Draft(office, kept, edition)


def _manner(rng: Random, schema: Schema, office: Office) -> Manner:
    title = f"{office.bureau.name}{office.year}年"
    return draw_manner(rng, schema, title, _COLUMNS[schema.id])
