"""Tables of a form as the rendition prints them, on sheets as offices keep them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import openpyxl
from openpyxl.utils import get_column_letter
from selectolax.lexbor import LexborHTMLParser

from reportkit.figures import Mark, Value, value_text
from reportkit.forms import Edition, Table, load_form
from reportkit.forms.files import form_ids
from reportkit.grids import Area, Grid
from reportkit.grids import Value as Written
from reportkit.rendering.paper.grid import lay_out
from reportkit.rendering.parts.tables import table_html


@dataclass(frozen=True)
class Printed:
    """A table as rows of values, with its merged areas and the number of its heading rows."""

    rows: list[list[Written]]
    merged: tuple[Area, ...]
    heads: frozenset[int] = frozenset()

    def below(self, other: Printed, gap: int = 0) -> Printed:
        """Return this table below another, on one sheet."""
        down = len(other.rows) + gap
        moved = tuple(Area(a.top + down, a.left, a.bottom + down, a.right) for a in self.merged)
        rows = [*other.rows, *([[]] * gap), *self.rows]
        return Printed(rows, (*other.merged, *moved), frozenset())

    def without_merging(self) -> Printed:
        return replace(self, merged=())

    def repeated(self) -> Printed:
        """Return it with every merged cell filled in."""
        rows = [list(row) for row in self.rows]
        for area in self.merged:
            for y in range(area.top - 1, area.bottom):
                for x in range(area.left - 1, area.right):
                    rows[y][x] = self.rows[area.top - 1][area.left - 1]
        return Printed(rows, (), self.heads)

    def with_lowest_heads_only(self) -> Printed:
        """Return it with the lowest headings alone over each block, nothing merged above."""
        whole = self.repeated()
        lowest = {row for row in self.heads if row + 1 not in self.heads}
        kept = [n for n in range(1, len(self.rows) + 1) if n in lowest or n not in self.heads]
        rows = [list(self.rows[n - 1]) for n in kept]
        for row, number in zip(rows, kept, strict=True):
            if number in lowest:
                row[:] = [
                    value if x == 0 or value != whole.rows[number - 1][x - 1] else None
                    for x, value in enumerate(whole.rows[number - 1])
                ]
        return Printed(rows, (), frozenset(n for n, k in enumerate(kept, start=1) if k in lowest))

    def grid(self, file: str = "汇总表.xlsx", sheet: str = "") -> Grid:
        numbered = [
            (number, row)
            for number, row in enumerate(self.rows, start=1)
            if any(value is not None for value in row)
        ]
        return Grid(file, numbered, sheet, self.merged)


def editions() -> list[Edition]:
    """Return every edition of every form that ships, and every table variant once more alone."""
    forms = [load_form(id_) for id_ in form_ids() if not load_form(id_).item.abstract]
    whole = [form.edition(id_) for form in forms for id_ in form.editions]
    used = {variant for edition in whole for variant in edition.variants}
    alone = [
        form.edition(next(iter(form.editions)), [variant])
        for form in forms
        for variant in form.tables
        if variant not in used
    ]
    return [*whole, *alone]


def printed(table: Table, values: Mapping[str, Value], *, blank: bool = False) -> Printed:
    """Lay a table out as the rendition does; cells without value are empty."""
    shown = {cell: values.get(cell, Mark.BLANK) for cell in _ids(table)}
    html = table_html(table, dict.fromkeys(shown, Mark.BLANK))
    node = LexborHTMLParser(html).css_first("table")
    assert node is not None
    grid = lay_out(node)
    height = 1 + max(cell.y for cell in grid.cells)
    rows: list[list[Written]] = [[None] * grid.columns for _ in range(height)]
    merged = []
    for cell in grid.cells:
        id_ = cell.node.attributes.get("id")
        rows[cell.y][cell.x] = (
            written(shown[id_]) if id_ in shown else cell.node.text().strip() or None
        )
        if cell.rowspan > 1 or cell.colspan > 1:
            merged.append(
                Area(cell.y + 1, cell.x + 1, cell.y + cell.rowspan, cell.x + cell.colspan)
            )
    return Printed(rows, tuple(merged), frozenset(y + 1 for y in grid.header_rows))


def written(value: Value) -> Written:
    """Return a value as a spreadsheet holds it."""
    if isinstance(value, int | Decimal):
        return value
    return {Mark.BLANK: None, Mark.NOT_APPLICABLE: "/"}.get(value) or (  # type: ignore[call-overload]
        value_text(value) if isinstance(value, str) else None
    )


def _ids(table: Table) -> list[str]:
    return [
        table.cell_id(row, column)
        for block in table.blocks
        for row in block.leaf_rows()
        for column in block.leaf_columns()
    ]


def write_workbook(path: Path, sheets: Mapping[str, Printed]) -> Path:
    """Write tables as sheets of a workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, table in sheets.items():
        sheet = book.create_sheet(name)
        for row in table.rows:
            sheet.append(list(row))
        for area in table.merged:
            sheet.merge_cells(
                f"{get_column_letter(area.left)}{area.top}:{get_column_letter(area.right)}{area.bottom}"
            )
    book.save(path)
    return path


def grids_of(path: Path) -> list[Grid]:
    """Read a workbook as grids."""
    book = openpyxl.load_workbook(path, data_only=True)
    return [
        Grid(
            path.name,
            [(n, [_exact(v) for v in row]) for n, row in enumerate(sheet.values, start=1)],
            sheet.title,
            tuple(
                Area(r.min_row, r.min_col, r.max_row, r.max_col) for r in sheet.merged_cells.ranges
            ),
        )
        for sheet in book
    ]


def _exact(value: object) -> Written:
    return Decimal(repr(value)) if isinstance(value, float) else value  # type: ignore[return-value]


def one_below_the_other(tables: Sequence[Printed], gap: int) -> Printed:
    """Return tables all below each other."""
    joined = tables[0]
    for table in tables[1:]:
        joined = table.below(joined, gap)
    return joined
