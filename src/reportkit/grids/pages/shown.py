"""Pages as pictures to be looked at, with the measure by which places on them are told."""

from __future__ import annotations

import io
from collections.abc import Collection
from typing import NamedTuple

from reportkit.grids.pages.apart import drawn_apart
from reportkit.grids.pages.pdf import SHOWN_DOTS
from reportkit.grids.pages.scans.photos import pictures_of
from reportkit.grids.pages.scans.recognise import Picture, can_recognise
from reportkit.grids.pages.scans.sheet import straightened

_QUALITY = 60
_WIDEST = 1_400  # dots


class ShownPage(NamedTuple):
    """A page as a picture.

    Attributes
    ----------
    number : int
    jpeg : bytes
    across, down : int
        Its size in dots.
    width, height : float
        Its size in points, in which the boxes of cells are told.
    """

    number: int
    jpeg: bytes
    across: int
    down: int
    width: float
    height: float


def shown_pdf(data: bytes, numbers: Collection[int]) -> list[ShownPage]:
    """Return some pages of a PDF as pictures.

    Raises
    ------
    GridError
    """
    return [
        _straight(page.number, page.picture)
        if page.scanned
        else _shown(page.number, page.picture, SHOWN_DOTS / 72)
        for page in drawn_apart(data, numbers)
    ]


def shown_pictures(data: bytes, numbers: Collection[int]) -> list[ShownPage]:
    """Return some pages of a file of pictures, straight as they were read.

    Raises
    ------
    GridError
    """
    if not can_recognise():
        return []
    pages = enumerate(pictures_of(data), 1)
    return [_straight(number, picture) for number, picture in pages if number in numbers]


def _straight(number: int, picture: Picture) -> ShownPage:
    sheet = straightened(picture)
    return _shown(number, sheet.grey, sheet.scale)


def _shown(number: int, grey: Picture, scale: float) -> ShownPage:
    from PIL import Image

    down, across = grey.shape
    picture = Image.fromarray(grey)
    picture.thumbnail((_WIDEST, 2 * _WIDEST))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return ShownPage(
        number, out.getvalue(), picture.width, picture.height, across / scale, down / scale
    )
