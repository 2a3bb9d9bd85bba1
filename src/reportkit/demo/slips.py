"""The slips that a made-up office can make, each with the rule that must tell of it.

A slip changes one thing in an office and says where; it changes nothing where it could
not be made (no application, no misspelt applicant).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from reportkit.demo.draft import Draft
from reportkit.demo.office import Record, Value, day_of, vocabulary
from reportkit.demo.tally import tally, tally_last_year

# Characters of place names that no font has of those that ship.
_RARE = "㘵㵑"
# Figures that stand alone: of a sum, one part mistyped may still be right.
_BOUND = re.compile(r"\{\{ (t[234]\.[a-z_.]+\.(?:total|in_force|issued|decisions)) \}\}")
_FORM, _PROSE = "summary.csv", "narrative.md"
_NO_SUCH_DAYS = ("02-30", "04-31", "06-31", "09-31", "11-31")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a slip was made, in the report's own words.

    Attributes
    ----------
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

    rule: str
    place: str
    folder_year: int
    file: str
    row: int | None = None


Slip = Callable[[Draft, Random], Spot | None]
_Fits = Callable[[Record], bool]
_Wrong = Callable[[Record, Random], Value]


def make_slip(draft: Draft, rng: Random) -> tuple[str, Spot]:
    """Make one slip in an office, of a kind that it can make; return the kind and the place."""
    kinds = list(SLIPS)
    rng.shuffle(kinds)
    found = ((kind, SLIPS[kind](draft, rng)) for kind in kinds)
    # There is always one: every office states in its prose how many documents are in force.
    return next((kind, spot) for kind, spot in found if spot is not None)


# Slips in a record.


def _in_row(
    ledger: str, field: str, rule: str, wrong: _Wrong, fits: _Fits = lambda _record: True
) -> Slip:
    """Return the slip of writing something wrong into one field of one record."""

    def slip(draft: Draft, rng: Random) -> Spot | None:
        records = draft.office.records[ledger]
        fitting = [n for n, record in enumerate(records) if fits(record)]
        if not fitting:
            return None
        index = rng.choice(fitting)
        records[index][field] = wrong(records[index], rng)
        return _spot(draft, ledger, index, rule)

    return slip


def _repeated(ledger: str) -> Slip:
    """Return the slip of giving a record the number of the one before it."""

    def slip(draft: Draft, rng: Random) -> Spot | None:
        records = draft.office.records[ledger]
        if len(records) < 2:  # noqa: PLR2004 - it takes two to have the same number
            return None
        index = rng.randrange(1, len(records))
        records[index]["number"] = records[index - 1]["number"]
        return _spot(draft, ledger, index, "L-UNIQUE")

    return slip


def _spot(draft: Draft, ledger: str, index: int, rule: str) -> Spot:
    manner = draft.manners[ledger]
    row = manner.row(index)
    return Spot(rule, f"{ledger}:{row}", draft.office.year, manner.file, row)


def _one_of(words: str) -> _Wrong:
    return lambda _record, rng: rng.choice(vocabulary()[words])


def _before(field: str) -> _Wrong:
    return lambda record, rng: day_of(record, field) - dt.timedelta(days=rng.randint(1, 9))


def _nothing(_record: Record, _rng: Random) -> None:
    return None


def _no_such_day(record: Record, rng: Random) -> str:
    return f"{day_of(record, 'received').year}-{rng.choice(_NO_SUCH_DAYS)}"


def _about(record: Record, _rng: Random) -> str:
    return f"约{record['amount']}元"


def _ended(record: Record) -> bool:
    return record["concluded"] is not None


def _repealed(record: Record) -> bool:
    return record["repealed"] is not None


# Slips in what an office hands in besides its ledgers.


def _form_differs(draft: Draft, rng: Random) -> Spot:
    """Hand in a form of which one figure is not what the ledgers count to."""
    office = draft.office
    office.form = tally(office.records, draft.edition, office.year)
    cell = rng.choice([cell for cell, item in draft.edition.cells.items() if item.kind == "count"])
    office.form[cell] = _more(office.form[cell], rng)
    return Spot("L-SUMMARY", cell, office.year, _FORM)


def _last_form_differs(draft: Draft, rng: Random) -> Spot:
    """Hand in last year's form, with more carried out than this year's ledger has from then."""
    office = draft.office
    office.last_form = tally_last_year(office.records, draft.edition, office.year)
    column = rng.choice([heading.id for heading in draft.edition.headings_with("applicant")])
    for each in (column, "total"):
        cell = f"t3.carried_out.{each}"
        office.last_form[cell] = str(int(office.last_form[cell]) + 1)
    return Spot("Y-CARRIED", column, office.year - 1, _FORM)


def _wrong_in_prose(draft: Draft, rng: Random) -> Spot:
    """Type a figure into the prose instead of binding it, and mistype it."""
    office = draft.office
    cells = tally(office.records, draft.edition, office.year)
    bound = rng.choice(list(_BOUND.finditer(office.prose)))
    cell = bound[1]
    # More than what it may be taken for: received and carried in, together.
    most = int(cells[cell]) + int(cells["t3.carried_in.total"])
    office.prose = (
        office.prose[: bound.start()] + _more(str(most), rng) + office.prose[bound.end() :]
    )
    return Spot("N-FIGURES", cell, office.year, _PROSE)


def _unprintable(draft: Draft, rng: Random) -> Spot:
    """Mention a village whose name no font has."""
    office = draft.office
    told = f"在{rng.choice(_RARE)}口村设立信息公开联系点，方便村民就近查询。"
    office.prose = f"{office.prose}\n{told}\n"
    return Spot("N-GLYPHS", "text", office.year, _PROSE)


def _more(figure: str, rng: Random) -> str:
    return str(int(figure) + rng.randint(1, 9))


SLIPS: Mapping[str, Slip] = {
    "applicant_kind_misspelt": _in_row(
        "applications", "applicant_kind", "L-KIND", _one_of("misspelt_kinds")
    ),
    "applicant_kind_missing": _in_row("applications", "applicant_kind", "L-REQUIRED", _nothing),
    "outcome_unknown": _in_row(
        "applications", "outcome", "L-OUTCOME", _one_of("unknown_outcomes"), _ended
    ),
    "outcome_without_date": _in_row("applications", "concluded", "L-CONCLUDED", _nothing, _ended),
    "date_without_outcome": _in_row("applications", "outcome", "L-CONCLUDED", _nothing, _ended),
    "concluded_before_received": _in_row(
        "applications", "concluded", "L-ORDER", _before("received"), _ended
    ),
    "no_such_day": _in_row("applications", "received", "L-DATE", _no_such_day),
    "application_number_repeated": _repeated("applications"),
    "decision_number_repeated": _repeated("decisions"),
    "decision_kind_unknown": _in_row("decisions", "kind", "L-KIND", _one_of("unknown_decisions")),
    "repealed_before_issued": _in_row(
        "documents", "repealed", "L-ORDER", _before("issued"), _repealed
    ),
    "fee_not_a_number": _in_row("fees", "amount", "L-NUMBER", _about),
    "case_without_date": _in_row("cases", "concluded", "L-CONCLUDED", _nothing, _ended),
    "form_differs": _form_differs,
    "last_form_differs": _last_form_differs,
    "prose_figure_wrong": _wrong_in_prose,
    "prose_unprintable": _unprintable,
}
