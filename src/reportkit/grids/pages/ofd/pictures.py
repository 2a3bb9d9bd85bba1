"""The pictures that scanned pages of an OFD document are made of."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from xml.etree import ElementTree as ET

from reportkit.grids.archive import Archive, local
from reportkit.grids.model import Box, GridError
from reportkit.grids.pages.ofd.parts import joined, numbers_of, text_of
from reportkit.grids.pages.scans.photos import pictures_of
from reportkit.grids.pages.scans.recognise import Picture

_RESOURCES = ("PublicRes", "DocumentRes")
_WHOLE = 0.9  # of what pictures cover: what is besides the page is a seal


class Placed(NamedTuple):
    """A picture on a page.

    Attributes
    ----------
    resource : str
        The id by which the document knows it.
    box : Box
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
    largest = max(pictures, key=lambda one: _area(one.box), default=None)
    if largest is None or not largest.upright or largest.resource not in media:
        return None
    if _area(largest.box) < _WHOLE * sum(_area(one.box) for one in pictures):
        return None
    try:
        return next(pictures_of(archive.read(media[largest.resource])), None)
    except GridError:
        return None


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)
