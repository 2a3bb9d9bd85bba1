"""Tables in WordprocessingML: merged cells, heads that repeat, rows that stay whole."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise, takewhile

from reportkit.rendering.docx.words import attribute
from reportkit.rendering.paper.grid import TableCell, TableGrid, column_widths

WIDTH = 8845  # twips between the margins
LONGEST_GROUP = 24  # rows that surely fit on a page


def table_xml(
    grid: TableGrid, style: str, name: str, content: Callable[[TableCell | None], str]
) -> str:
    """Return a table.

    Parameters
    ----------
    grid : TableGrid
    style : str
        The id of its style.
    name : str
        What it is called; read out to those who cannot see it.
    content : callable
        Returns the paragraphs of a cell; of None, those of a place that has none of its own.
    """
    widths = _twips(column_widths(grid))
    rows = 1 + max(cell.y + cell.rowspan - 1 for cell in grid.cells)
    places = {
        (cell.x, y): cell for cell in grid.cells for y in range(cell.y, cell.y + cell.rowspan)
    }
    repeated = _repeated_rows(grid, rows)
    body = "".join(
        f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if y < repeated else ''}</w:trPr>"
        f"{_row(y, widths, places, content)}</w:tr>"
        for y in range(rows)
    )
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{WIDTH}" w:type="dxa"/>'
        '<w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="06A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={attribute(name)}/></w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>"
    )


def kept_with_next(grid: TableGrid) -> set[int]:
    """Return the rows that stay on the page of the next: heads, and all but the last of a group.

    The label that a group of rows shares stands on the first page alone.
    """
    groups = (cell for cell in grid.cells if 1 < cell.rowspan <= LONGEST_GROUP)
    inner = {y for cell in groups for y in range(cell.y, cell.y + cell.rowspan - 1)}
    return inner | grid.header_rows


def _twips(shares: list[float]) -> list[int]:
    """Return widths that add up to the line."""
    ends = [round(WIDTH * sum(shares[:count]) / sum(shares)) for count in range(len(shares) + 1)]
    return [end - start for start, end in pairwise(ends)]


def _repeated_rows(grid: TableGrid, rows: int) -> int:
    """Count the rows that head every page; none, where others head later rows.

    Word repeats the first rows alone: over a block that has a head of its own they would be wrong.
    """
    first = sum(1 for _ in takewhile(grid.header_rows.__contains__, range(rows)))
    return first if first == len(grid.header_rows) and first < rows else 0


def _row(
    y: int,
    widths: list[int],
    places: dict[tuple[int, int], TableCell],
    content: Callable[[TableCell | None], str],
) -> str:
    parts = []
    x = 0
    while x < len(widths):
        cell = places.get((x, y))
        span = cell.colspan if cell else 1
        span_xml = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        own = cell if cell and cell.y == y else None
        merge = ""
        if own and own.rowspan > 1:
            merge = '<w:vMerge w:val="restart"/>'
        elif cell and not own:
            merge = "<w:vMerge/>"
        parts.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths[x : x + span])}" w:type="dxa"/>'
            f'{span_xml}{merge}<w:vAlign w:val="center"/></w:tcPr>{content(own)}</w:tc>'
        )
        x += span
    return "".join(parts)
