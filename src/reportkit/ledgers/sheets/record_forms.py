"""Forms, one for each record: headings beside their values, read as rows of a table.

Offices fill in a form for each application: a sheet each, or several below or beside each other. It
is read only where its words are those of the ledger's headings, all that a record needs is there,
and every form of the sheet is made alike; anything else is told, not guessed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from reportkit.forms import Schema
from reportkit.grids import Grid
from reportkit.ledgers.sheets.blocks import NO_END, Block, Spot
from reportkit.ledgers.sheets.headings import Headings, Meaning, Vocabulary, missing
from reportkit.ledgers.values.days import is_day, serial_day

_FEWEST_FIELDS = 3
_MOST_ROWS = 50_000
_HEAD = 60  # rows in which forms begin
OTHERS, EMPTY = "登记表的其他各行", "没有填的登记表"
"""Reasons for which rows of forms are no records."""
_IN_ONE_CELL = re.compile(r"([^:：]{2,20})[:：](.*\S.*)", re.DOTALL)


class _Entry(NamedTuple):
    """A heading of a form, and what stands beside it."""

    meaning: Meaning
    text: str
    column: int
    spot: Spot
    value: Any


_Form = dict[str, _Entry]
"""By field."""


def find_forms(
    grid: Grid, place: str, vocabularies: Sequence[Vocabulary], claimed: Schema | None
) -> Block | None:
    """Return the forms of a sheet as a block with a row for each; None where it holds none.

    Parameters
    ----------
    grid : Grid
    place : str
    vocabularies : sequence of Vocabulary
        The ledgers that it may hold.
    claimed : Schema or None
        The ledger that the name of the sheet or file speaks of; it goes before others.
    """
    if len(grid.rows) > _MOST_ROWS:
        return None
    found = []
    for vocabulary in vocabularies:
        if vocabulary.schema.holds != "figures":
            forms = _forms(grid, vocabulary)
            if forms and (block := _block(grid, place, vocabulary.schema, forms)):
                found.append(block)
    named = [block for block in found if claimed is not None and block.schema.id == claimed.id]
    return next(iter(named), found[0] if len(found) == 1 else None)


def _forms(grid: Grid, vocabulary: Vocabulary) -> list[_Form] | None:
    """Return the forms of a sheet; None where they are not all made alike."""
    kept = {each.id for each in vocabulary.schema.kept}
    head = (_entries(number, values, vocabulary) for number, values in grid.rows[:_HEAD])
    filled = {e.meaning.field for row in head for e in row if e.value is not None}
    if len(filled & kept) < _FEWEST_FIELDS:
        return None  # nearly every sheet: to look at all of a long one would take long
    entries = [_entries(number, values, vocabulary) for number, values in grid.rows]
    labels = [entry for row in entries for entry in row]
    first = next((entry.meaning.field for entry in labels if entry.meaning.field in kept), None)
    if len({entry.meaning.field for entry in labels} & kept) < _FEWEST_FIELDS or first is None:
        return None
    if len({entry.column for entry in labels}) == 1 and _several_beside(grid, labels):
        return _side_by_side(grid, labels, first, vocabulary.schema)
    forms: list[list[_Entry]] = [[]]
    for row in entries:
        begins = [entry for entry in row if entry.meaning.field == first]
        if len(begins) > 1:
            return None  # forms beside each other, each of several columns
        if begins and forms[-1] and any(e.meaning.field == first for e in forms[-1]):
            forms.append([])
        forms[-1] += row
    made = {tuple((entry.meaning.field, entry.column) for entry in form) for form in forms}
    return (
        [_by_field(form) for form in forms] if len(made) == 1 and all(map(_agree, forms)) else None
    )


def _entries(number: int, values: Sequence[Any], vocabulary: Vocabulary) -> list[_Entry]:
    """Return the headings of a row: what each means, and the cell to its right."""
    found: list[tuple[int, str, Meaning]] = []
    within: list[_Entry] = []
    for column, text in enumerate(values):
        if not isinstance(text, str):
            continue
        meaning = vocabulary.meaning(text)
        if meaning is not None:
            found.append((column, text, meaning))
        elif (match := _IN_ONE_CELL.fullmatch(text)) and (inner := vocabulary.meaning(match[1])):
            spot = Spot(number, column)
            within.append(_Entry(inner, match[1], column, spot, match[2].strip()))
    ends = [*(column for column, _, _ in found), len(values)][1:]
    beside = []
    for (column, text, meaning), end in zip(found, ends, strict=True):
        filled = (at for at in range(column + 1, end) if values[at] is not None)
        at = next(filled, None)
        spot = Spot(number, column + 1 if at is None else at)
        value = None if at is None else values[at]
        beside.append(_Entry(meaning, text, column, spot, value))
    return sorted([*beside, *within], key=lambda entry: entry.column)


def _agree(form: Iterable[_Entry]) -> bool:
    """Whether headings of a form that mean the same, and as surely, do not say different things."""
    said: defaultdict[tuple[str, int], set[Any]] = defaultdict(set)
    for entry in form:
        if entry.value is not None:
            said[entry.meaning.field, entry.meaning.rank].add(entry.value)
    return all(len(values) == 1 for values in said.values())


def _by_field(form: Iterable[_Entry]) -> _Form:
    """Return the entries of a form by field: of several, the surest that is filled in."""
    best: _Form = {}
    for entry in form:
        known = best.get(entry.meaning.field)
        if known is None or _order(entry) < _order(known):
            best[entry.meaning.field] = entry
    return best


def _order(entry: _Entry) -> tuple[int, bool]:
    return entry.meaning.rank, entry.value is None


# Several records beside each other, their headings on the left.


def _several_beside(grid: Grid, labels: Sequence[_Entry]) -> bool:
    rows = dict(grid.rows)
    return any(
        sum(value is not None for value in rows[entry.spot.row][entry.column + 1 :]) > 1
        for entry in labels
    )


def _side_by_side(
    grid: Grid, labels: Sequence[_Entry], first: str, schema: Schema
) -> list[_Form] | None:
    """Return a form for each column beside the headings; None where not all have what is needed."""
    rows = dict(grid.rows)
    groups: list[list[_Entry]] = []
    for entry in labels:
        if entry.meaning.field == first:
            groups.append([])
        if groups:
            groups[-1].append(entry)
    needed = {each.id: each.type for each in schema.kept if each.required}
    forms = []
    for group in groups:
        if not _agree_throughout(group):
            return None
        filled = {
            entry.meaning.field: {
                at: value
                for at, value in enumerate(rows[entry.spot.row])
                if at > entry.column and value is not None
            }
            for entry in group
        }
        columns = sorted({at for values in filled.values() for at in values})
        if len(columns) > len(group) or any(
            list(filled.get(id_, ())) != columns
            or (kind == "date" and not all(map(_may_be_day, filled[id_].values())))
            for id_, kind in needed.items()
        ):
            return None
        forms += [
            {
                entry.meaning.field: entry._replace(
                    spot=Spot(entry.spot.row, at), value=filled[entry.meaning.field].get(at)
                )
                for entry in group
            }
            for at in columns
        ]
    return forms


def _agree_throughout(group: Sequence[_Entry]) -> bool:
    return len({entry.meaning.field for entry in group}) == len(group)


def _may_be_day(value: Any) -> bool:
    return is_day(value) or serial_day(value) is not None


# Forms as a block.


def _block(grid: Grid, place: str, schema: Schema, forms: Sequence[_Form]) -> Block | None:
    """Return forms as a block of rows; None where something is missing that a record needs."""
    columns = {id_: n for n, id_ in enumerate(forms[0])}
    units = {id_: e.meaning.unit for id_, e in forms[0].items() if e.meaning.unit is not None}
    headings = Headings({n: forms[0][id_].text for id_, n in columns.items()}, columns, {}, units)
    filled = [form for form in forms if any(entry.value is not None for entry in form.values())]
    if missing(headings, schema) or not _fills_what_is_needed(filled, schema):
        return None
    rows = []
    spots: dict[tuple[int, int], Spot] = {}
    taken: set[int] = set()
    for form in filled:
        # Records beside each other begin in the same row: each takes one of the rows they share.
        number = next(e.spot.row for e in form.values() if e.spot.row not in taken)
        taken.add(number)
        rows.append((number, [entry.value for entry in form.values()]))
        spots |= {(number, n): entry.spot for n, entry in enumerate(form.values())}
    empty = {e.spot.row for form in forms if form not in filled for e in form.values()} - taken
    others = [number for number, _ in grid.rows if number not in taken and number not in empty]
    above = min(entry.spot.row for entry in forms[0].values())
    title = "|".join(
        value
        for number, values in grid.rows
        if number < above
        for value in values
        if isinstance(value, str)
    )
    return Block(
        _as_rows(grid, spots),
        place,
        schema,
        headings,
        (),
        0,
        NO_END,
        title,
        sorted(rows),
        spots=spots,
        beside={reason: at for reason, at in ((OTHERS, others), (EMPTY, sorted(empty))) if at},
    )


def _fills_what_is_needed(forms: Sequence[_Form], schema: Schema) -> bool:
    """Whether in some form everything is filled in that a record needs: or it is none."""
    needed = [each.id for each in schema.kept if each.required]
    return any(all(form[id_].value is not None for id_ in needed) for form in forms)


def _as_rows(grid: Grid, spots: Mapping[tuple[int, int], Spot]) -> Grid:
    """Return a sheet whose looks are told of the cells that the rows of its forms are made of."""

    def moved(places: Iterable[tuple[int, int]] | None) -> Iterator[tuple[int, int]]:
        marked = set(places or ())
        for (row, column), spot in spots.items():
            if (spot.row, spot.column + 1) in marked:
                yield row, column + 1

    of_row: defaultdict[int, set[int]] = defaultdict(set)
    for (row, _), spot in spots.items():
        of_row[row].add(spot.row)
    hidden = grid.hidden_rows or frozenset()
    return replace(
        grid,
        merged=(),
        struck=None if grid.struck is None else frozenset(moved(grid.struck)),
        partly_struck=frozenset(moved(grid.partly_struck)),
        faded=None if grid.faded is None else frozenset(moved(grid.faded)),
        hidden_rows=None
        if grid.hidden_rows is None
        else frozenset(row for row, rows in of_row.items() if rows & hidden),
    )
