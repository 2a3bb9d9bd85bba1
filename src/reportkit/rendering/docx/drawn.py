"""The pictures of a report as PNG.

Every picture is drawn anew by Typst, which draws those of the PDF: what it cannot draw is named in
both, charts have the shipped fonts in WPS and Word alike, and nothing that was in a file beside
its picture, as the place where a photograph was taken, gets into the report.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typst

from reportkit.rendering.paper.pdf import compiler
from reportkit.rendering.paper.pictures import TEXT_WIDTH, picture_call

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

PIXELS_PER_INCH = 150
TEXT_HEIGHT = 425  # points: two thirds of a page, as nobody here knows where a page begins
_EMU_PER_PIXEL = 914_400 // PIXELS_PER_INCH
_PAGE = f"""#set page(width: auto, height: auto, margin: 0pt, fill: white)
#set text(size: 16pt, font: ("FandolFang R", "Noto Serif SC"))
#let drawn(body) = page(context {{
  let size = measure(body)
  let ratio = calc.min(1, {TEXT_WIDTH}pt / size.width, {TEXT_HEIGHT}pt / size.height)
  scale(ratio * 100%, reflow: true, body)
}})
"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as PNG, and its size on paper in EMU."""

    png: bytes
    width: int
    height: int


def draw_pictures(root: LexborNode) -> dict[int, Drawn]:
    """Return the pictures of a page that can be drawn, by the ``mem_id`` of their elements."""
    nodes = [node for node in root.css("svg, img") if not _is_within_svg(node)]
    calls = [(node.mem_id, picture_call(node, '""')) for node in nodes]
    wanted = {place: call for place, call in calls if call}
    drawn = zip(wanted, _draw(list(wanted.values())), strict=True)
    return {place: picture for place, picture in drawn if picture}


def _is_within_svg(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None and parent.tag != "svg":
        parent = parent.parent
    return parent is not None


def _draw(calls: Sequence[str]) -> list[Drawn | None]:
    """Draw some pictures at once; one by one, where one of them stops the others."""
    if not calls:
        return []
    source = _PAGE + "\n".join(f"#drawn({call})" for call in calls)
    try:
        made = compiler().compile(source.encode(), format="png", ppi=PIXELS_PER_INCH)
    except typst.TypstError:
        return [None] if len(calls) == 1 else [_draw([call])[0] for call in calls]
    pages = made if isinstance(made, list) else [made]
    return [_measured(page) for page in pages if isinstance(page, bytes)]


def _measured(png: bytes) -> Drawn:
    width, height = struct.unpack_from(">II", png, 16)
    return Drawn(png, width * _EMU_PER_PIXEL, height * _EMU_PER_PIXEL)
