"""The charts of a form: which figures each shows, and the sentence that says what it shows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product
from string import Formatter
from typing import Any, Literal

from pydantic import Field as Key
from pydantic import model_validator

from reportkit.forms.ledgers import Schema
from reportkit.forms.tables import Table
from reportkit.strict import Located, Strict

_KEYS = {
    "bars": ("role", "cell"),
    "years": ("cells",),
    "flow": ("before", "after"),
    "months": ("ledger", "date"),
}
_ALSO = {"bars": ("total",), "months": ("where", "by")}
_SAID = {
    "bars": ("year", "total", "most"),
    "years": ("first", "last", "changes"),
    "flow": ("year", "before", "after"),
    "months": ("year", "total", "most", "parts"),
}


class Chart(Strict):
    """A chart that the report may show; every number in it is a figure, or counts records.

    Attributes
    ----------
    id : str
    kind : {"bars", "years", "flow", "months"}
        Which keys it has: `bars` has role and cell, and may have total; `years` has cells; `flow`
        has before and after; `months` has ledger and date, and may have where and by.
    title : str
        May have ``{year}`` in it.
    says : str
        The sentence under it. May have ``{year}``, ``{total}`` and ``{most}`` in it (bars, months);
        ``{parts}`` (months); ``{first}``, ``{last}`` and ``{changes}`` (years); ``{year}``,
        ``{before}`` and ``{after}`` (flow).
    unit : str
        What the numbers in the sentence count.
    role : str
        One bar for each heading of this role...
    cell : str
        ...with the figure of this cell, ``{id}`` standing for the heading.
    total : str
        The cell that has their total.
    cells : mapping of str to str
        Cells to compare over five years, each with what the chart calls it.
    before, after : mapping of str to str
        Cells of what there was, and of what became of it, each with what the chart calls it.
    ledger, date : str
        One column for each month of a date in a ledger.
    where : mapping of str to str
        Fields of that ledger that must have these codes.
    by : str
        A field of it whose codes are shown apart.
    """

    id: str
    kind: Literal["bars", "years", "flow", "months"]
    title: str
    says: str
    unit: str
    role: str = ""
    cell: str = ""
    total: str = ""
    cells: Mapping[str, str] = Key(default_factory=dict)
    before: Mapping[str, str] = Key(default_factory=dict)
    after: Mapping[str, str] = Key(default_factory=dict)
    ledger: str = ""
    date: str = ""
    where: Mapping[str, str] = Key(default_factory=dict)
    by: str = ""

    @model_validator(mode="after")
    def _keys_go_with_its_kind(self) -> Chart:
        needed = _KEYS[self.kind]
        own = {key for keys in (*_KEYS.values(), *_ALSO.values()) for key in keys}
        missing = [key for key in needed if not getattr(self, key)]
        odd = sorted(own & self.model_fields_set - {*needed, *_ALSO.get(self.kind, ())})
        if missing or odd:
            told = [f"缺少 {'、'.join(missing)}"] * bool(missing)
            told += [f"不写 {'、'.join(odd)}"] * bool(odd)
            msg = f"kind 为 {self.kind} 的图{'，'.join(told)}"
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _words_are_filled_in(self) -> Chart:
        said = [name for name in _SAID[self.kind] if name != "total" or self.total or self.ledger]
        allowed = {"title": ["year"], "says": said, "cell": ["id"]}
        for key, names in allowed.items():
            try:
                asked = [name for _, name, *_ in Formatter().parse(getattr(self, key))]
            except ValueError:
                asked = [""]
            if any(name is not None and name not in names for name in asked):
                msg = f"{key} 的花括号里只能写 {'、'.join(names)}"
                raise ValueError(msg)
        return self


def dangling_charts(
    written: Sequence[Any],
    charts: Sequence[Chart],
    tables: Collection[Table],
    schemas: Mapping[str, Schema],
) -> Iterator[str]:
    """Yield what charts show that is not there: cells of any table, ledgers, fields, codes."""
    cells = dict(_cells(tables))
    for at, chart in zip(written, charts, strict=True):
        yield from _of_cells(at, chart, tables, cells)
        yield from _of_ledgers(at, chart, schemas)


def _cells(tables: Collection[Table]) -> Iterator[tuple[str, bool]]:
    """Yield the id of each cell, and whether counts from 0 up stand in it."""
    for table in tables:
        for block in table.blocks:
            for row, column in product(block.leaf_rows(), block.leaf_columns()):
                counts = all(each.kind == "count" and not each.signed for each in (row, column))
                yield table.cell_id(row, column), counts


def _of_cells(
    at: Located, chart: Chart, tables: Collection[Table], cells: Mapping[str, bool]
) -> Iterator[str]:
    headings = (heading for table in tables for heading in table.headings())
    ids = {heading.id for heading in headings if chart.role and heading.role == chart.role}
    if chart.role and not ids:
        yield f"{at.place('role')}：没有作用为 {chart.role} 的行或者列。"
    bars = [chart.cell.format(id=id_) for id_ in sorted(ids)]
    if bars and not cells.keys() & set(bars):
        yield f"{at.place('cell')}：没有 {bars[0]} 这样的格。"
    named = [("total", chart.total)] if chart.total else []
    for key in ("cells", "before", "after"):
        named += [(key, cell) for cell in getattr(chart, key)]
    for key, cell in named:
        if cell not in cells:
            yield f"{at.place(key)}：没有格 {cell}。"
    for cell in (*bars, *(cell for _, cell in named)):
        if not cells.get(cell, True):
            yield f"{at.place()}：格 {cell} 不是件数，画不成图。"


def _of_ledgers(at: Located, chart: Chart, schemas: Mapping[str, Schema]) -> Iterator[str]:
    if chart.kind != "months":
        return
    if chart.ledger not in schemas:
        yield f"{at.place('ledger')}：没有台账 {chart.ledger}，现有：{'、'.join(schemas)}。"
        return
    fields = schemas[chart.ledger].by_id
    asked = [("date", chart.date, "date"), *(("where", name, "choice") for name in chart.where)]
    asked += [("by", chart.by, "choice")] if chart.by else []
    for key, name, type_ in asked:
        if name not in fields or fields[name].type != type_:
            yield f"{at.place(key)}：台账 {chart.ledger} 没有可以这样用的列 {name}。"
        elif code := chart.where.get(name):
            choices = fields[name].choices
            if choices is not None and code not in choices:
                yield f"{at.place(key)}：列 {name} 没有类别 {code}，现有：{'、'.join(choices)}。"
