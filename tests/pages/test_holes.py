"""An empty cell at the end of a row is a blank where it is drawn, and none where a row is short."""

from __future__ import annotations

import pytest

from reportkit.grids.model import Grid
from reportkit.grids.pages.content import Glyph, Page, Rule
from reportkit.grids.pages.read import document_of
from reportkit.published.tables.lines import lines_of

XS, YS = (50.0, 150.0, 250.0, 350.0), (100.0, 130.0, 160.0, 190.0)
TEXTS = (("项", "甲", "乙"), ("子", "1", "2"), ("丑", "3", ""))


def page_of(cells: set[tuple[int, int]], *, apart: float) -> Page:
    """Return a page of a table: cells with lines of their own, so far apart, in a frame."""
    page = Page(1, 595, 842)
    boxes = [(XS[c] + apart, YS[r] + apart, XS[c + 1] - apart, YS[r + 1] - apart) for r, c in cells]
    if apart:
        boxes.append((XS[0], YS[0], XS[-1], YS[-1]))
    for left, top, right, bottom in boxes:
        page.across += [Rule(top, left, right), Rule(bottom, left, right)]
        page.down += [Rule(left, top, bottom), Rule(right, top, bottom)]
    for r, row in enumerate(TEXTS):
        for c, text in enumerate(row):
            if text:
                left, base = XS[c] + 20, YS[r] + 20
                page.glyphs.append(Glyph(text, left, base - 10, left + 10, base + 2, base))
    return page


@pytest.mark.parametrize("apart", [0.0, 1.1])
@pytest.mark.parametrize("is_short", [False, True])
def test_an_empty_cell_at_the_end_of_a_row(apart: float, is_short: bool) -> None:
    cells = {(r, c) for r in range(3) for c in range(3)} - ({(2, 2)} if is_short else set())
    document = document_of([page_of(cells, apart=apart)], "x.pdf")

    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    last = lines_of(document)[-1]

    assert len(grid.rows) == 3
    assert [piece.text for piece in last.pieces] == ["丑", "3", *([] if is_short else [""])]
