"""The form of a made-up office, added up from its records before anybody has read them.

This counts what was made up, not what a file says: the recipe of a ledger says itself in which
cells a record counts. It needs neither the reader nor the counting of the kit, and so holds both
to account.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from reportkit.demo.drawing.values import Record, Records, code_of, holds
from reportkit.demo.recipes import CountedIn, LedgerRecipe, Recipes
from reportkit.demo.recipes.names import every, names_in
from reportkit.forms import Edition

_Counts = Callable[[LedgerRecipe], Iterable[CountedIn]]


def tally(records: Records, recipes: Recipes, year: int) -> dict[str, str]:
    """Return every cell of the form as a bureau would write it down, by cell id."""
    return _added_up(records, recipes, year, recipes.edition.cells, lambda ledger: ledger.counts)


def tally_last_year(records: Records, recipes: Recipes, year: int) -> dict[str, str]:
    """Return the cells of last year's form that this year's figures go on from."""
    cells = [
        cell
        for ledger in recipes.ledgers.values()
        for count in ledger.last_year
        for cell in cells_of(count, ledger.id, recipes.edition)
    ]
    return _added_up(records, recipes, year, cells, lambda ledger: ledger.last_year)


def cells_of(count: CountedIn, ledger: str, edition: Edition) -> Iterator[str]:
    """Yield all cells that records of a ledger may count in."""
    fields = edition.ledgers[ledger].by_id
    codes = {name: list(field.choices or ()) for name, field in fields.items()}
    for pattern in count.cells:
        yield from every(pattern, {**codes, **count.where})


def _added_up(
    records: Records, recipes: Recipes, year: int, cells: Iterable[str], counts: _Counts
) -> dict[str, str]:
    totals = dict.fromkeys(cells, Decimal(0))
    for ledger in recipes.ledgers.values():
        for count in counts(ledger):
            for codes, amount in _sums(count, records[ledger.id], year).items():
                for pattern in count.cells:
                    (cell,) = every(pattern, {name: [code] for name, code in codes})
                    totals[cell] += amount
    return {cell: f"{total:f}" for cell, total in totals.items()}


def _sums(
    count: CountedIn, records: Iterable[Record], year: int
) -> dict[tuple[tuple[str, str], ...], Decimal]:
    """Return what counts together: the codes that cells are named by, and the sum."""
    names = sorted({name for pattern in count.cells for name in names_in(pattern)})
    sums: dict[tuple[tuple[str, str], ...], Decimal] = {}
    for record in records:
        if holds(count, record, year):
            codes = tuple((name, code_of(record[name])) for name in names)
            amount = Decimal(str(record[count.sum] or 0)) / count.divide_by if count.sum else 1
            sums[codes] = sums.get(codes, Decimal(0)) + amount
    return sums
