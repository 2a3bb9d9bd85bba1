"""Tables too wide for paper, in parts below each other: the first columns stand in each of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reportkit.rendering.paper.elements import MANY_COLUMNS
from reportkit.rendering.paper.grid import LINE, PADDING, TableCell, TableGrid, column_widths

LINE_OF_FEW = 42.0  # ems, where letters are larger as columns are few
MOST_REPEATED = 0.4  # of a line
_WORD = re.compile(r"[A-Za-z]+")
_NUMBER = re.compile(r"[0-9][0-9.,%-]*")
_LONGEST_WORD, _LONGEST_NUMBER = 6.0, 12.0  # ems: of longer ones, lines are made
_LETTER = 0.55
_NARROWEST = 2.0


def in_parts(grid: TableGrid) -> list[TableGrid]:
    """Return a table as parts that fit between the margins: itself alone, where it does.

    Columns that head rows, or else the first one, are in every part; a cell over columns of
    several parts is in each of them.
    """
    least = _least_widths(grid)
    if sum(least) <= _line(grid.columns):
        return [grid]
    heads = _heading_columns(grid, least)
    widths = [max(pair) for pair in zip(least, column_widths(grid), strict=True)]
    groups = _groups(widths, heads)
    return [_part(grid, [*range(heads), *group]) for group in groups]


def part_name(place: int, parts: int) -> str:
    """Return what tells a part from the others, counted from 0; nothing of a whole table."""
    if parts == 1:
        return ""
    return f"（{'续 ' if place else ''}{place + 1}/{parts}）"


def _line(columns: int) -> float:
    return LINE if columns > MANY_COLUMNS else LINE_OF_FEW


def _least_widths(grid: TableGrid) -> list[float]:
    """Return what each column needs at least, so that its numbers and short words stay whole."""
    widths = [_NARROWEST] * grid.columns
    for cell in grid.cells:
        if cell.colspan == 1:
            text = cell.node.text(separator=" ")
            needed = (
                min(longest, _LETTER * max(map(len, whole.findall(text)), default=0))
                for whole, longest in ((_WORD, _LONGEST_WORD), (_NUMBER, _LONGEST_NUMBER))
            )
            widths[cell.x] = max(widths[cell.x], *needed)
    return [width + PADDING for width in widths]


def _heading_columns(grid: TableGrid, least: Sequence[float]) -> int:
    """Count the columns that are in every part."""
    body = [cell for cell in grid.cells if cell.y not in grid.header_rows]
    others = [cell.x for cell in body if cell.node.tag != "th"]
    count = max(1, min(others, default=1))
    while count > 1 and sum(least[:count]) > MOST_REPEATED * LINE_OF_FEW:
        count -= 1
    return count


def _groups(widths: Sequence[float], heads: int) -> list[list[int]]:
    """Return the other columns in groups: as few as there must be, about equally wide if so."""
    room = LINE_OF_FEW - sum(widths[:heads])
    count = len(_filled(widths, heads, room, 1.0))
    even = _filled(widths, heads, sum(widths[heads:]) / count, 0.5)
    fits = all(sum(widths[column] for column in group) <= room for group in even)
    return even if fits and len(even) == count else _filled(widths, heads, room, 1.0)


def _filled(widths: Sequence[float], heads: int, room: float, share: float) -> list[list[int]]:
    """Return columns in groups: each of those that lie in a room with so much of their width."""
    groups: list[list[int]] = [[]]
    used = 0.0
    for column in range(heads, len(widths)):
        if groups[-1] and used + widths[column] * share > room:
            groups.append([])
            used = 0.0
        groups[-1].append(column)
        used += widths[column]
    return groups


def _part(grid: TableGrid, columns: Sequence[int]) -> TableGrid:
    """Return some columns of a table, in their order."""
    place = {column: number for number, column in enumerate(columns)}
    cells = [part for cell in grid.cells for part in _pieces(cell, place)]
    declared = tuple(grid.declared[c] for c in columns) if len(grid.declared) > columns[-1] else ()
    return replace(grid, cells=tuple(cells), columns=len(columns), declared=declared)


def _pieces(cell: TableCell, place: dict[int, int]) -> list[TableCell]:
    """Return a cell as far as it reaches over some columns: apart, where these lie apart."""
    spanned = [place[x] for x in range(cell.x, cell.x + cell.colspan) if x in place]
    if not spanned:
        return []
    return [replace(cell, x=spanned[0], colspan=spanned[-1] - spanned[0] + 1)]
