"""The pictures that scanned pages of an OFD document are made of."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.etree import ElementTree as ET

import numpy as np

from reportkit.grids.archive import Archive, local
from reportkit.grids.model import Box, GridError
from reportkit.grids.pages.content import Page
from reportkit.grids.pages.ofd.parts import joined, numbers_of, text_of
from reportkit.grids.pages.scans.opencv import opencv
from reportkit.grids.pages.scans.photos import pictures_of
from reportkit.grids.pages.scans.recognise import Picture

_RESOURCES = ("PublicRes", "DocumentRes")
_DOTS, _MOST_DOTS = 200 / 72, 4_000  # a point, and of a side
_WHOLE = 0.9  # of what pictures cover: what is besides the page is a seal


class Placed(NamedTuple):
    """A picture on a page.

    Attributes
    ----------
    resource : str
        The id by which the document knows it.
    box : Box
        In points.
    upright : bool
        Whether it is neither turned nor mirrored.
    """

    resource: str
    box: Box
    upright: bool


def placed(one: ET.Element, box: Box) -> Placed:
    """Return the picture that an object shows."""
    turn = numbers_of(one.get("CTM", ""))[:4]
    upright = not turn or (min(turn[0], turn[-1]) > 0 and not any(turn[1:3]))
    return Placed(one.get("ResourceID", ""), box, upright)


def media_of(archive: Archive, document: ET.Element, folder: str) -> Mapping[str, str]:
    """Return the parts that hold the pictures of a document, by their ids."""
    files = [text_of(document, name) for name in _RESOURCES]
    return dict(one for file in files if file for one in _listed(archive, joined(folder, file)))


def _listed(archive: Archive, path: str) -> Iterator[tuple[str, str]]:
    try:
        resources = archive.parse(path)
    except GridError:  # the pages say that they were not read
        return
    folder = joined(posixpath.dirname(path), resources.get("BaseLoc", ""))
    for one in resources.iter():
        if local(one.tag) == "MultiMedia":
            yield one.get("ID", ""), joined(folder, text_of(one, "MediaFile"))


def picture_of(
    archive: Archive, media: Mapping[str, str], pictures: Sequence[Placed]
) -> Picture | None:
    """Return the picture that a page is; None where several make it up, or it cannot be read."""
    largest = max(pictures, key=lambda one: one.box.area, default=None)
    if largest is None or not largest.upright:
        return None
    if largest.box.area < _WHOLE * sum(one.box.area for one in pictures):
        return None
    return _content(archive, media, largest)


def pictures_on(
    page: Page, archive: Archive, media: Mapping[str, str], pictures: Sequence[Placed]
) -> Picture | None:
    """Return a page with nothing on it but what may be tables; None where that cannot be had."""
    cv2 = opencv()

    part = min(_DOTS, _MOST_DOTS / max(page.width, page.height))
    paper = np.full((round(part * page.height), round(part * page.width), 3), 255, np.uint8)
    for one in pictures:
        if one.box not in page.pasted:
            continue
        left, top, right, bottom = (round(part * side) for side in one.box)
        shown = _content(archive, media, one) if one.upright else None
        inside = 0 <= left < right <= paper.shape[1] and 0 <= top < bottom <= paper.shape[0]
        if shown is None or not inside:
            return None
        fitting = cv2.resize(shown, (right - left, bottom - top), interpolation=cv2.INTER_AREA)
        paper[top:bottom, left:right] = fitting if fitting.ndim > 2 else fitting[:, :, None]  # noqa: PLR2004 - grey
    return paper


def _content(archive: Archive, media: Mapping[str, str], one: Placed) -> Picture | None:
    """Return a picture as it was stored; None where it cannot be read."""
    try:
        return next(pictures_of(archive.read(media[one.resource])), None)
    except (GridError, LookupError):
        return None
