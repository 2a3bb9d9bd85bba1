"""Reading the records of a block, column by column, and what must hold in every row.

A value that breaks a rule is doubtful: it stays away from the figures that it would change, and its
row stays. Each distinct value of a column is read once, however many rows have it.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from reportkit.forms import Field, Schema
from reportkit.ledgers.problem import UNREADABLE, Problem
from reportkit.ledgers.sheets.blocks import Block
from reportkit.ledgers.sheets.sorting import Sorted
from reportkit.ledgers.values.parse import longest_for_nothing, parse
from reportkit.ledgers.values.reading import Parsed, Reading, ValueProblem
from reportkit.ledgers.values.record_numbers import all_usual, is_usual
from reportkit.personal import can_be_number, hide

ROW = "row"
"""Stands for the row itself: whether it counts at all is in doubt."""
NOTICE, VOID, HIDDEN = "reading", "void", "hidden"
"""Kinds of problem: how something was read, whether a record counts, and whether it is put away."""


@dataclass(slots=True)
class Records:
    """The records of one block.

    Attributes
    ----------
    block : Block
    rows : list of int
        Row numbers in the sheet.
    values : dict of str to list
        By field; None where nothing is filled in or what is there cannot be read.
    doubtful : dict of str to set of int
        By field, or `ROW`: the positions in `rows` of what cannot be relied on.
    left_out : mapping of str to list of int
        Reason to row numbers: the rows of the block that are no records.
    problems : list of Problem
    faults : list of Problem
        Why the whole ledger cannot be read.
    weights : list of int or None
        How many records each stands for; None where it is one each.
    in_months : bool
        Whether the month of each date can be relied on.
    """

    block: Block
    rows: list[int]
    left_out: Mapping[str, list[int]]
    values: dict[str, list[Any]] = field(default_factory=dict, repr=False)
    doubtful: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    problems: list[Problem] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    weights: list[int] | None = None
    in_months: bool = True

    @property
    def schema(self) -> Schema:
        """The ledger that they belong to."""
        return self.block.schema

    def contents(self, fields: Iterable[Field]) -> Iterator[tuple[Any, ...]]:
        """Yield what each record says in some fields, and for how many it stands."""
        columns = [self.values[each.id] for each in fields]
        return zip(*columns, self.weights or [1] * len(self.rows), strict=True)

    def tell(
        self,
        kind: str,
        positions: Sequence[int],
        name: str,
        fault: str,
        remedy: str,
    ) -> None:
        """Note one problem of several records, in the column of a field or in whole rows."""
        rows = tuple(self.rows[n] for n in positions)
        known = self.schema.by_id.get(name)
        heading = known.heading if known else ""
        at = self.block.headings.columns.get(name, self.block.first)
        place = self.block.place
        for column, on_sheet in self._on_sheet(rows, at).items():
            told = (kind, self.schema.id, place, on_sheet, heading, fault, remedy, column)
            self.problems.append(Problem(*told))

    def _on_sheet(self, rows: tuple[int, ...], at: int) -> Mapping[int, tuple[int, ...]]:
        """Return the rows in which something stands, by the column in which it does."""
        spots = self.block.spots
        if not spots or not rows:
            return {at: rows}
        found: dict[int, tuple[int, ...]] = {}
        for row in rows:
            spot = spots[row, at]
            found[spot.column] = (*found.get(spot.column, ()), spot.row)
        return found

    def refuse(self, fault: str, remedy: str) -> None:
        """Note why the ledger cannot be read."""
        told = (UNREADABLE, self.schema.id, self.block.place, (), "", fault, remedy)
        self.faults.append(Problem(*told))

    def tell_rows(self, kind: str, rows: Sequence[int], fault: str, remedy: str) -> None:
        """Note one problem of rows that need not be records."""
        told = (kind, self.schema.id, self.block.place, tuple(rows), "", fault, remedy)
        self.problems.append(Problem(*told, at=self.block.first))


def read_records(block: Block, sorted_: Sorted, reading: Callable[[Field], Reading]) -> Records:
    """Read the records of a block.

    Parameters
    ----------
    block : Block
    sorted_ : Sorted
        Its rows, records apart from the others.
    reading : callable
        How the values of a field are meant to be read.

    Returns
    -------
    Records
        All rows, the doubtful ones too: leaving them out would be a guess.
    """
    numbers = list(map(itemgetter(0), sorted_.records))
    records = Records(block, numbers, sorted_.left_out)
    filled = _filled_from_merged(block, sorted_, records)
    for each in block.schema.kept:
        column = block.headings.columns.get(each.id)
        cells: list[Any]
        if column is None:
            cells = [block.said.get(each.id)] * len(numbers)
        else:
            cells = block.column(sorted_.records, column)
        for position, value in filled.get(each.id, ()):
            cells[position] = value
        _read_field(records, each, cells, reading(each))
    for first, second in block.schema.together:
        _check_together(records, first, second)
    for first, second in block.schema.order:
        _check_order(records, first, second)
    return records


def _filled_from_merged(
    block: Block, sorted_: Sorted, records: Records
) -> Mapping[str, list[tuple[int, Any]]]:
    """Return what merged cells say of the rows below their first; by field, positions and values.

    Columns that are not read are left out, and areas that go over into rows that are no records.
    """
    if not block.grid.merged:
        return {}
    positions = {number: n for n, number in enumerate(records.rows)}
    by_column = {column: id_ for id_, column in block.headings.columns.items()}
    found: dict[str, list[tuple[int, Any]]] = {}
    for area in block.grid.merged:
        id_ = by_column.get(area.left - 1)
        if id_ is None or area.top == area.bottom or area.top not in positions:
            continue
        if id_ not in {each.id for each in block.schema.kept}:
            continue
        value = block.at(sorted_.records[positions[area.top]][1], area.left - 1)
        below = [positions[row] for row in range(area.top + 1, area.bottom + 1) if row in positions]
        if value is not None and below:
            found.setdefault(id_, []).extend((n, value) for n in below)
    for id_, cells in found.items():
        places = [n for n, _ in cells]
        records.tell(NOTICE, places, id_, "与上面的单元格合并，按合并的内容读取", "")
    return found


def _read_field(records: Records, each: Field, cells: list[Any], reading: Reading) -> None:
    """Read one column; what is wrong in several rows for the same reason is one problem."""
    read = {
        cell: _read(cell, each, reading, records.schema) if cell is not None else Parsed(None)
        for cell in _to_be_read(cells, each)
    }
    wrong: defaultdict[tuple[str, str, str], list[int]] = defaultdict(list)
    noted: defaultdict[str, list[int]] = defaultdict(list)
    odd = {cell for cell, found in read.items() if _is_odd(found, each)}
    for position, cell in enumerate(cells) if not odd.isdisjoint(cells) else ():
        if cell not in odd:
            continue
        found = read[cell]
        if isinstance(found, ValueProblem):
            wrong[found.kind, found.fault, found.remedy].append(position)
            continue
        if found.note:
            noted[found.note].append(position)
        if found.value is None and each.required:
            wrong["required", "没有填", "请补填。"].append(position)
    meant = {
        cell: None if isinstance(found, ValueProblem) else found.value
        for cell, found in read.items()
    }
    records.values[each.id] = list(map(meant.get, cells, cells))
    for (kind, fault, remedy), positions in wrong.items():
        records.doubtful[each.id].update(positions)
        records.tell(kind, positions, each.id, fault, remedy)
    for note, positions in noted.items():
        records.tell(NOTICE, positions, each.id, note, "")


def _to_be_read(cells: Sequence[Any], each: Field) -> Iterable[Any]:
    """Return the distinct values of a column but those that mean what they say.

    Nearly all numbers of records are such, and of them no two are alike.
    """
    if each.type == "text" and each.unique:
        if all_usual(cells):
            return ()
        longest = longest_for_nothing(each)
        cells = [
            cell
            for cell in cells
            if cell.__class__ is not str or len(cell) <= longest or not is_usual(cell)
        ]
    return dict.fromkeys(cells)


def _is_odd(found: Parsed | ValueProblem, each: Field) -> bool:
    """Whether there is something to say of a value."""
    if isinstance(found, ValueProblem):
        return True
    return bool(found.note) or (found.value is None and each.required)


def _read(value: Any, each: Field, reading: Reading, schema: Schema) -> Parsed | ValueProblem:
    try:
        parsed = parse(value, each, reading)
    except ValueProblem as problem:
        return problem
    # Where applicants stand in the same sheet, a column out of place puts them among the numbers.
    text = parsed.value
    if text and each.unique and schema.holds_people and not can_be_number(text):
        fault = f"所填内容{hide(text)}不像{each.heading}"
        return ValueProblem("required", fault, "编号里应有数字；请核对各列是否错位。")
    return parsed


def _check_together(records: Records, first: str, second: str) -> None:
    for filled, empty in ((first, second), (second, first)):
        doubtful = records.doubtful[first] | records.doubtful[second]
        positions = [
            n
            for n, (have, lack) in enumerate(
                zip(records.values[filled], records.values[empty], strict=True)
            )
            if have is not None and lack is None and n not in doubtful
        ]
        if not positions:
            continue
        records.doubtful[empty].update(positions)
        heading = records.schema.by_id
        fault = f"填了“{heading[filled].heading}”，却没有填“{heading[empty].heading}”"
        records.tell("together", positions, empty, fault, "两项应同时填写或者同时留空。")


def _check_order(records: Records, first: str, second: str) -> None:
    for position, (begin, end) in enumerate(
        zip(records.values[first], records.values[second], strict=True)
    ):
        if begin is None or end is None or end >= begin:
            continue
        records.doubtful[first].add(position)
        records.doubtful[second].add(position)
        heading = records.schema.by_id
        fault = (
            f"“{heading[second].heading}”（{end.isoformat()}）"
            f"早于“{heading[first].heading}”（{begin.isoformat()}）"
        )
        records.tell("order", [position], second, fault, "请核对两个日期。")


def dates_of(records: Records) -> Sequence[dt.date | None]:
    """Return of each record the date that says to which year it belongs, where it is sure."""
    name = records.schema.dated_by
    if not name:
        return [None] * len(records.rows)
    doubtful = records.doubtful.get(name)
    if not doubtful:
        return records.values[name]
    return [
        None if position in doubtful else date for position, date in enumerate(records.values[name])
    ]
