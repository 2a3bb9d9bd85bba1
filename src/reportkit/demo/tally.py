"""The form of a made-up office, added up from its records before anybody has read them.

This counts what was made up, not what a file says: it needs neither the reader nor the counting of
the kit, and so holds both to account.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from reportkit.demo.office import Record, Records, day_of
from reportkit.forms import Edition

_DISPUTES = ("reconsideration", "direct_suit", "suit_after_reconsideration")
_YUAN_IN_UNIT = 10000  # the form has money in 万元


def tally(records: Records, edition: Edition, year: int) -> dict[str, str]:
    """Return every cell of the form as a bureau would write it down, by cell id."""
    counts: Counter[str] = Counter()
    for record in records["applications"]:
        counts.update(_in_table_3(record, year))
    for record in records["documents"]:
        counts.update(_in_table_2(record, year))
    counts.update(f"t2.{record['kind']}.decisions" for record in records["decisions"])
    for record in records["cases"]:
        group = f"t4.{record['kind']}"
        counts.update([f"{group}.{record['result'] or 'pending'}", f"{group}.total"])
    cells = {cell: str(counts[cell]) for cell in edition.cells}
    charged = [record["amount"] for record in records["fees"] if _is_administrative(record)]
    amount = sum((Decimal(str(each)) for each in charged), Decimal(0)) / _YUAN_IN_UNIT
    return cells | {"t2.fees.amount": f"{amount:f}"}


def tally_last_year(records: Records, edition: Edition, year: int) -> dict[str, str]:
    """Return the cells of last year's form that this year's figures go on from."""
    waiting = [f"t3.carried_out.{heading.id}" for heading in edition.headings_with("applicant")]
    counts = Counter(dict.fromkeys([*waiting, "t3.carried_out.total"], 0))
    counts.update({f"t4.{group}.pending": 0 for group in _DISPUTES})
    counts.update({f"t2.{kind}.in_force": 0 for kind in ("regulations", "normative_documents")})
    for record in records["applications"]:
        if day_of(record, "received").year < year:
            counts.update([f"t3.carried_out.{record['applicant_kind']}", "t3.carried_out.total"])
    for record in records["cases"]:
        if day_of(record, "accepted").year < year:
            counts[f"t4.{record['kind']}.pending"] += 1
    issued_before = [each for each in records["documents"] if day_of(each, "issued").year < year]
    counts["t2.normative_documents.in_force"] = len(issued_before)
    return {cell: str(count) for cell, count in counts.items()}


def _in_table_3(record: Record, year: int) -> Iterator[str]:
    rows = ["new" if day_of(record, "received").year == year else "carried_in"]
    rows += ["concluded", str(record["outcome"])] if record["outcome"] else ["carried_out"]
    for row in rows:
        yield f"t3.{row}.{record['applicant_kind']}"
        yield f"t3.{row}.total"


def _in_table_2(record: Record, year: int) -> Iterator[str]:
    if day_of(record, "issued").year == year:
        yield "t2.normative_documents.issued"
    yield f"t2.normative_documents.{'repealed' if record['repealed'] else 'in_force'}"


def _is_administrative(record: Record) -> bool:
    return record["kind"] == "administrative"
