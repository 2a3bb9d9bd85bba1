"""The pictures of a Word document: where they are shown, and the parts that hold them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from reportkit.grids.archive import Archive, local
from reportkit.grids.document import says_all
from reportkit.grids.model import GridError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

PICTURES = frozenset({"blip", "imagedata"})
_RELATIONS = "word/_rels/document.xml.rels"
_IDS = ("embed", "id", "link")
# What was taken out, what is drawn for programs that cannot do better, what is read for itself.
_PASSED_OVER = frozenset({"del", "moveFrom", "Fallback", "txbxContent"})


def media_of(archive: Archive) -> Mapping[str, str]:
    """Return the parts of a document that its pictures are, by the ids that it knows them by."""
    return {
        one.get("Id", ""): posixpath.normpath(posixpath.join("/word", one.get("Target", "")))
        for one in _relations(archive)
        if one.get("TargetMode") != "External"
    }


def _relations(archive: Archive) -> Iterable[Element]:
    try:
        return archive.parse(_RELATIONS) if _RELATIONS in archive else ()
    except GridError:  # the pictures are told as not read
        return ()


def content_of(archive: Archive, media: Mapping[str, str], resource: str) -> bytes | None:
    """Return a picture as it is stored; None where it lies elsewhere, or cannot be unpacked."""
    part = media.get(resource, "")
    try:
        return archive.read(part) if part in archive else None
    except GridError:
        return None


def pictures_in(element: Element) -> Iterator[str]:
    """Yield the ids of the pictures in a paragraph; those in its text boxes are theirs."""
    left = [*reversed(element)]
    while left:
        one = left.pop()
        name = local(one.tag)
        if name in PICTURES:
            told = {local(key): value for key, value in one.attrib.items()}
            yield next((told[key] for key in _IDS if key in told), "")
        elif name not in _PASSED_OVER and not _says_all(one):
            left += reversed(one)


def _says_all(drawing: Element) -> bool:
    described = (one for one in drawing if local(one.tag) == "docPr")
    return any(says_all(one.get("descr", "")) for one in described)


def is_frame(table: Element) -> bool:
    """Whether nothing but pictures stands in a table."""
    names = {local(one.tag) for one in table.iter()}
    texts = (one.text or "" for one in table.iter() if local(one.tag) == "t")
    return not names.isdisjoint(PICTURES) and not any(text.strip() for text in texts)
