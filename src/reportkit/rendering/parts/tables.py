"""The official tables as HTML, with the merged headings of the form."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from types import MappingProxyType
from typing import Any

from reportkit.figures import Mark, Value, value_text
from reportkit.forms import Block, Heading, Table

UNKNOWN_SHOWN = "？"
"""What a cell shows that the ledgers cannot tell."""
PARTIAL_SHOWN = "部分和"
"""What stands before the figure where a sum lacks members: no reader may take it for the sum."""
_MOST_LACKING = 20


def table_html(
    table: Table,
    figures: Mapping[str, Value],
    *,
    captioned: bool = False,
    partial: Mapping[str, Value] = MappingProxyType({}),
    lacking: Sequence[str] = (),
) -> str:
    """Return one table of the form, filled in.

    Parameters
    ----------
    table : Table
    figures : mapping of str to Value
        By cell id. A blank cell stays empty; one that the ledgers cannot tell shows ？.
    captioned : bool
        Whether its title is printed: where a section is but one table, its heading is the title.
    partial : mapping of str to Value
        By cell id, what those come to that are there, where a sum lacks members.
    lacking : sequence of str
        The codes of the members that are lacking.

    Returns
    -------
    str
        A ``table`` element with caption; every figure's ``td`` has the cell id as its ``id``. A
        table of one block has its headings in ``thead``; of several, each block is a ``tbody``
        that begins with its own headings, as the form prints it. Its footnotes are paragraphs
        after it.
    """
    stub = max(_stub_levels(block) for block in table.blocks)
    # As many columns as let each block share them out evenly.
    width = math.lcm(*(len(block.leaf_columns()) for block in table.blocks))
    look = "official captioned" if captioned else "official"
    parts = [f'<table class="{look}" id="{table.id}">', _caption(table)]
    shown = {cell: _shown(value) for cell, value in figures.items()}
    shown |= {cell: f"{PARTIAL_SHOWN} {value_text(value)}" for cell, value in partial.items()}
    for block in table.blocks:
        head = _rows(_head(block, stub, width))
        body = _rows(_body(table, block, stub, width, shown))
        if len(table.blocks) == 1:
            parts.append(f"<thead>\n{head}\n</thead>\n<tbody>\n{body}\n</tbody>")
        else:
            parts.append(f"<tbody>\n{head}\n{body}\n</tbody>")
    return "\n".join([*parts, "</table>", *_notes(table), *_told_lacking(lacking)])


def _notes(table: Table) -> Iterator[str]:
    """Yield the footnotes, numbered where there are several."""
    for number, note in enumerate(table.notes, start=1):
        mark = f"{number}." if len(table.notes) > 1 else ""
        begins = "说明：" if number == 1 else ""
        yield f'<p class="note">{begins}{mark}{escape(note, quote=False)}</p>'


def _told_lacking(lacking: Sequence[str]) -> Iterator[str]:
    """Yield the note that a table is not added up, with who is lacking; the first of very many."""
    if lacking:
        more = f"等 {len(lacking)} 个" if len(lacking) > _MOST_LACKING else ""
        named = f"{'、'.join(lacking[:_MOST_LACKING])}{more}"
        words = f"本表没有合计数：{PARTIAL_SHOWN}没有计入全部所属单位，缺 {named}。"
        yield f'<p class="note">{escape(words, quote=False)}</p>'


def _caption(table: Table) -> str:
    return f"<caption>{escape(table.title)}</caption>"


def _rows(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(f"<tr>{''.join(cells)}</tr>" for cells in rows)


def _stub_levels(block: Block) -> int:
    if not block.stub_head:
        return 0
    return max(heading.depth for heading in block.rows)


def _head(block: Block, stub: int, width: int) -> list[list[str]]:
    """Return the heading rows: the block's own, then the column tree beside the stub head."""
    levels = max(heading.depth for heading in block.columns)
    rows: list[list[str]] = [[] for _ in range(levels)]
    if block.stub_head:
        rows[0].append(_th(block.stub_head, "col", rowspan=levels, colspan=stub))
    stretch = width // len(block.leaf_columns())
    for heading in block.columns:
        _place_column(heading, 0, rows, stretch)
    if block.heading:
        rows.insert(0, [_th(block.heading, "colgroup", colspan=stub + width)])
    return rows


def _place_column(heading: Heading, level: int, rows: list[list[str]], stretch: int) -> None:
    """Put a heading into its row; a leaf reaches down to the figures."""
    span = len(list(heading.leaves())) * stretch
    if not heading.items:
        rowspan = len(rows) - level
        rows[level].append(_th(heading.label, "col", rowspan=rowspan, colspan=span))
        return
    rows[level].append(_th(heading.label, "colgroup", colspan=span))
    for item in heading.items:
        _place_column(item, level + 1, rows, stretch)


def _body(
    table: Table, block: Block, stub: int, width: int, shown: Mapping[str, str]
) -> list[list[str]]:
    stubs = [cells for heading in block.rows for cells in _stub(heading, stub)]
    stretch = width // len(block.leaf_columns())
    rows = []
    for cells, row in zip(stubs, block.leaf_rows(), strict=True):
        ids = [table.cell_id(row, column) for column in block.leaf_columns()]
        rows.append([*cells, *(_td(cell, shown[cell], stretch) for cell in ids)])
    return rows


def _stub(heading: Heading, levels: int) -> Iterator[list[str]]:
    """Yield the row headings of each leaf row; a merged one stands in the first of its rows."""
    if not heading.items:
        yield [_th(heading.label, "row", colspan=levels)] if levels else []
        return
    rows = [cells for item in heading.items for cells in _stub(item, levels - 1)]
    rows[0] = [_th(heading.label, "rowgroup", rowspan=len(rows)), *rows[0]]
    yield from rows


def _th(label: str, scope: str, rowspan: int = 1, colspan: int = 1) -> str:
    spans = _span("rowspan", rowspan) + _span("colspan", colspan)
    return f'<th scope="{scope}"{spans}>{escape(label, quote=False)}</th>'


def _td(cell: str, shown: str, colspan: int) -> str:
    return f'<td id="{cell}"{_span("colspan", colspan)}>{escape(shown, quote=False)}</td>'


def _shown(value: Value) -> str:
    if value is Mark.BLANK:
        return ""
    return UNKNOWN_SHOWN if value is Mark.UNKNOWN else value_text(value)


def _span(name: str, count: int) -> str:
    return f' {name}="{count}"' if count > 1 else ""


def plain_table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """Return a table of one row of headings, as HTML; words stand to the left."""
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "\n".join(f"<tr>{''.join(map(_plain_td, row))}</tr>" for row in rows)
    return (
        f"<table>\n<caption>{escape(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{body}\n</tbody>\n</table>"
    )


def _plain_td(value: Any) -> str:
    look = ' class="left"' if isinstance(value, str) else ""
    return f"<td{look}>{escape(str(value))}</td>"
