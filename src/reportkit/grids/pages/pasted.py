"""Pictures among the text of a page: those that may be tables, and what such show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from reportkit.grids.model import Box
from reportkit.grids.pages.content import Glyph, Page, Rule
from reportkit.grids.pages.scans.page import may_hold_table, page_of_picture
from reportkit.grids.pages.scans.recognise import Picture

_BROAD = 0.3  # of a page's width: no seal is as broad, and hardly a table narrower
_LOWEST = 24.0  # points: a table has two rows
_FEW = 5  # characters that may lie over a picture: under more it is a ground
_MOST = 500  # of a page, strips and all, that are looked at
_AS_WIDE = 2.0  # points


def pasted_on(page: Page, pictures: Sequence[Box]) -> list[Box]:
    """Return those of the pictures on a page that may be tables.

    One may be cut into strips, each of them lower than any table.
    """
    broad = [box for box in pictures if box.right - box.left >= _BROAD * page.width]
    x, y = np.array([one.middle for one in page.glyphs] if broad else []).reshape(-1, 2).T
    alone = [
        box
        for box in broad[:_MOST]
        if np.sum((x > box.left) & (x < box.right) & (y > box.top) & (y < box.bottom)) <= _FEW
    ]
    return alone if sum(box.bottom - box.top for box in alone) >= _LOWEST else []


def with_pasted(page: Page, picture: Picture) -> Page:
    """Return a page with the tables that its pictures show.

    Parameters
    ----------
    page : Page
    picture : Picture
        The page, with nothing on it but these pictures.
    """
    if not may_hold_table(picture):
        return page
    read = page_of_picture(picture, page.number)
    part = min(page.width, page.height) / min(read.width, read.height)
    if not read.across or abs(part * read.width - page.width) > _AS_WIDE:
        return page
    across, down = (
        [Rule(*(part * side for side in rule)) for rule in rules]
        for rules in (read.across, read.down)
    )
    return replace(
        page,
        glyphs=[*page.glyphs, *(_scaled(glyph, part) for glyph in read.glyphs)],
        across=[*page.across, *across],
        down=[*page.down, *down],
        pasted=[
            box for box in page.pasted if not any(box.top < one.at < box.bottom for one in across)
        ],
    )


def _scaled(glyph: Glyph, part: float) -> Glyph:
    left, top, right, bottom, base = (part * side for side in glyph[1:6])
    return glyph._replace(left=left, top=top, right=right, bottom=bottom, base=base)
