"""The official form as a bureau filled it in: its cells, each with its place in the file.

What is read is certain; what is not certain is a doubt, and its cells are absent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reportkit.figures.official.copy import Copy, OfficialDoubt, read_copy
from reportkit.figures.official.sheet import FormSheet
from reportkit.figures.values import Value
from reportkit.folding import plain
from reportkit.forms import Edition, Table
from reportkit.grids import Grid
from reportkit.ledgers import Problem
from reportkit.trouble import unquoted

_MOST_ROWS = 1000  # no form is as long, and ledgers are not searched for one
_LONGEST_TITLE = 40
# Not the day on which it was filled in.
_YEAR = re.compile(r"(20[0-9]{2})年(?![0-9]{1,2}月)")
_LABELS = "请照规定格式写行名、栏名；没有的补上。"
UNREADABLE, STRANGE = "official", "beside_official"
"""Kinds of problem: a cell of the form that cannot be read, and a figure that is none of it."""
_MOST_NAMED = 3
_ONE_COPY = "请核对后只留一份。"


@dataclass(frozen=True, slots=True)
class Official:
    """A form as it was filled in.

    Attributes
    ----------
    values : mapping of str to Value
        By cell id, those that are certain; `Mark.BLANK` where the place is there and empty.
    places : mapping of str to str
        Where each stands: 汇总表.xlsx［表三］ C7.
    grids : tuple of Grid
        The sheets in which a table of the form was found.
    doubts : tuple of OfficialDoubt
    """

    values: Mapping[str, Value]
    places: Mapping[str, str]
    grids: tuple[Grid, ...]
    doubts: tuple[OfficialDoubt, ...]


@unquoted()
def read_official(
    grids: Sequence[Grid],
    edition: Edition,
    year: int,
    name_of: Callable[[Grid], str],
) -> Official:
    """Find the tables of a form on sheets by their labels, and read every cell.

    Parameters
    ----------
    grids : sequence of Grid
        Whatever the bureau handed in; sheets without a table of the form are passed over.
    edition : Edition
    year : int
        The report year; a form that says that it is of another is in doubt throughout.
    name_of : callable
        How messages call a sheet.
    """
    sheets = [FormSheet(grid, name_of(grid)) for grid in grids if len(grid.rows) <= _MOST_ROWS]
    read = _Read()
    for table in edition.tables.values():
        copies = [copy for sheet in sheets if (copy := read_copy(sheet, table, edition))]
        copies = [_of_year(copy, year) for copy in copies]
        # An empty form beside the one that was filled in says nothing.
        read.grids |= {id(copy.sheet.grid): copy.sheet.grid for copy in copies}
        _join(read, table, [copy for copy in copies if copy.is_filled] or copies[:1])
    return Official(read.values, read.places, tuple(read.grids.values()), tuple(read.doubts))


def _of_year(copy: Copy, year: int) -> Copy:
    """Return a copy as it is, all in doubt where it says that it is of another year."""
    grid = copy.sheet.grid
    titles = (text for text in copy.sheet.texts() if len(text) <= _LONGEST_TITLE)
    names = (grid.file, grid.sheet, *titles)
    years = {int(found) for name in names for found in _YEAR.findall(plain(name))}
    if not years or year in years:
        return copy
    fault = f"写的是 {'、'.join(map(str, sorted(years)))} 年，不是 {year} 年"
    doubt = OfficialDoubt(
        copy.sheet.name, "", tuple(copy.cells), fault, "请换成本年度的表，或者改正年份。"
    )
    return replace(copy, cells=dict.fromkeys(copy.cells), doubts=[doubt])


@dataclass(slots=True)
class _Read:
    """What was read up to now."""

    values: dict[str, Value] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    doubts: list[OfficialDoubt] = field(default_factory=list)
    grids: dict[int, Grid] = field(default_factory=dict)


def _join(read: _Read, table: Table, copies: Sequence[Copy]) -> None:
    """Add the copies of one table; where they contradict each other, the cell is in doubt."""
    if not copies:
        return
    names = "、".join(copy.sheet.name for copy in copies)
    told: set[str] = set()
    for copy in copies:
        read.doubts += copy.doubts
        told |= {cell for doubt in copy.doubts for cell in doubt.cells}
    lacking: list[str] = []
    for cell in copies[0].cells:
        found = [copy.cells[cell] for copy in copies if copy.cells[cell]]
        readings = [reading for reading in found if reading is not None]
        if cell in told:
            continue
        if not readings:
            lacking.append(cell)
        elif len({value for value, _ in readings}) > 1:
            places = "、".join(place for _, place in readings)
            read.doubts.append(OfficialDoubt(names, "", (cell,), f"{places} 填的不一样", _ONE_COPY))
        else:
            read.values[cell], read.places[cell] = readings[0]
    read.doubts += [
        OfficialDoubt(names, "", cells, f"“{table.title}”没有认出{what}", _LABELS, lacking=True)
        for what, cells in _grouped(table, lacking)
    ]


def _grouped(table: Table, lacking: Sequence[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what is missing in words, with its cells: a block, rows, columns, what is left."""
    left = set(lacking)
    for block in table.blocks:
        rows, columns = block.leaf_rows(), block.leaf_columns()
        by_row = {r.label or r.name: [table.cell_id(r, c) for c in columns] for r in rows}
        by_column = {c.label: [table.cell_id(r, c) for r in rows] for c in columns}
        whole = {block.heading or table.title: [cell for row in by_row.values() for cell in row]}
        for kind, parts in (("部分", whole), ("行", by_row), ("栏", by_column)):
            gone = {name: cells for name, cells in parts.items() if left.issuperset(cells)}
            cells = tuple(cell for each in gone.values() for cell in each)
            if cells:
                yield f"{_listed(list(gone))}{kind}", cells
                left -= set(cells)
    if left:
        yield f"{len(left)} 格", tuple(sorted(left))


def _listed(names: Sequence[str]) -> str:
    """Return names in quotation marks, the first few of many."""
    more = f"等 {len(names)} " if len(names) > _MOST_NAMED else ""
    return "、".join(f"“{name}”" for name in names[:_MOST_NAMED]) + more


def with_list(official: Official, listed: Mapping[str, Value], file: str) -> Official:
    """Return a form with the cells of a list beside it; where they differ, the cell is in doubt."""
    differing = tuple(
        cell for cell, value in listed.items() if official.values.get(cell, value) != value
    )
    values = {
        cell: value
        for cell, value in {**official.values, **listed}.items()
        if cell not in differing
    }
    if not differing:
        return replace(official, values=values)
    places = "、".join(official.places[cell] for cell in differing)
    doubt = OfficialDoubt(file, "", differing, f"与 {places} 填的不一样", _ONE_COPY)
    return replace(official, values=values, doubts=(*official.doubts, doubt))


def problems_of(
    official: Official, edition: Edition, ledgers: Collection[str]
) -> Iterator[Problem]:
    """Yield what could not be read of a form as problems of the raw data.

    Parameters
    ----------
    official : Official
    edition : Edition
    ledgers : collection of str
        Those that are there: cells counted from them need not be in the form.
    """
    kept = edition.filled_in
    for doubt in official.doubts:
        cells = [edition.cells[cell] for cell in doubt.cells]
        names = [cell.name for cell in cells]
        which = f"（{_listed(names)}{'格' if len(names) > _MOST_NAMED else ''}）"
        counted = all(cell.count.ledger in ledgers for cell in cells)
        kind = STRANGE if not cells or (doubt.lacking and counted) else UNREADABLE
        fault = f"{doubt.place} {doubt.fault}{'' if doubt.lacking or not cells else which}"
        ledger = kept.id if kept else ""
        yield Problem(kind, ledger, doubt.file, (), "", fault.strip(), doubt.remedy)
