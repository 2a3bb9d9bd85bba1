"""Pages of a report as pictures, the cells framed where they stand that something is said of."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from reportkit.grids.document import Document
from reportkit.grids.model import Box, Grid
from reportkit.grids.pages.shown import ShownPage
from reportkit.published.model import Published
from reportkit.published.tables.rows import Place
from reportkit.visible import without_unseen

MOST_PAGES = 12
_ROOM = 1.0  # points around a cell, so that its own sides stay seen


class Said(NamedTuple):
    """What is said of a cell: the number of the first entry of the list, and all of them.

    Attributes
    ----------
    number : int
    text : str
    """

    number: int
    text: str


def pages_of_cells(
    document: Document, published: Published, said: Mapping[Place, Said]
) -> set[int]:
    """Return the pages to be shown: those with cells of which something is said, else with any."""
    marked = _pages(document, [*said])
    return {*sorted(marked or _pages(document, [*published.places.values()]))[:MOST_PAGES]}


def _pages(document: Document, places: Sequence[Place]) -> set[int]:
    blocks = (document.blocks[place.block] for place in places)
    return {block.page for block in blocks if isinstance(block, Grid) and block.boxes}


def pictures(
    shown: Sequence[ShownPage], document: Document, said: Mapping[Place, Said]
) -> Iterator[str]:
    """Yield each page as a picture in HTML, a link to the list over every cell."""
    for page in shown:
        frames = list(_frames(page, document, said))
        source = b64encode(page.jpeg).decode()
        told = f"，标出 {len(frames)} 处" if frames else ""
        alt = f"原件第 {page.number} 页的图片{told}；文字见下文“读出的内容”"
        yield (
            f'<div class="wide" tabindex="0"><div class="sheet">'
            f'<img src="data:image/jpeg;base64,{source}" width="{page.across}" '
            f'height="{page.down}" alt="{alt}">'
            f"{''.join(frames)}</div></div>"
        )


def _frames(page: ShownPage, document: Document, said: Mapping[Place, Said]) -> Iterator[str]:
    for place, one in said.items():
        block = document.blocks[place.block]
        box = block.boxes.get((place.row, place.column)) if isinstance(block, Grid) else None
        if box is not None and isinstance(block, Grid) and block.page == page.number:
            text = escape(without_unseen(one.text))
            yield (
                f'<a class="spot" href="#n{one.number}" style="{_style(box, page)}" '
                f'title="{text}" aria-label="第 {one.number} 条：{text}">'
                f"<span>{one.number}</span></a>"
            )


def _style(box: Box, page: ShownPage) -> str:
    left, top = 100 * (box.left - _ROOM) / page.width, 100 * (box.top - _ROOM) / page.height
    across = 100 * (box.right - box.left + 2 * _ROOM) / page.width
    down = 100 * (box.bottom - box.top + 2 * _ROOM) / page.height
    return f"left:{left:.2f}%;top:{top:.2f}%;width:{across:.2f}%;height:{down:.2f}%"
