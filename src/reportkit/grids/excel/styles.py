"""What the style sheet of an Open XML workbook says that values depend on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from xml.etree import ElementTree as ET

from reportkit.grids.archive import local
from reportkit.grids.colours import is_faded, shade

_T = TypeVar("_T")
_NO = {"0", "false", "off"}


def struck_styles(styles: ET.Element) -> frozenset[int]:
    """Return the numbers of the cell formats whose font is struck out."""
    fonts = _numbered(styles, "fonts", is_struck)
    return _formats(styles, lambda one: fonts.get(one.get("fontId", ""), False))


def faded_styles(styles: ET.Element) -> frozenset[int]:
    """Return the numbers of the cell formats whose text or ground is grey, or white on white."""
    inks = _numbered(styles, "fonts", lambda font: _shade_in(font, "color"))
    grounds = _numbered(styles, "fills", _ground)

    def fades(one: ET.Element) -> bool:
        filled, paper = grounds.get(one.get("fillId", ""), (False, None))
        return is_faded(inks.get(one.get("fontId", "")), paper, filled=filled)

    return _formats(styles, fades)


def putting_away(styles: ET.Element) -> tuple[frozenset[int], frozenset[int]]:
    """Return the looks of conditional formats that strike cells out, and those that fade them."""
    struck, faded = set(), set()
    for number, look in enumerate(_children(styles, "dxfs")):
        ink, paper, filled = None, None, False
        for part in look:
            if local(part.tag) == "font":
                struck |= {number} if is_struck(part) else set()
                ink = _shade_in(part, "color")
            elif local(part.tag) == "fill":
                # Of a look that is put over another, the ground stands in the other place.
                papers = [_shade_in(one, "bgColor") for one in part]
                filled, paper = bool(papers), papers[0] if papers else None
        faded |= {number} if is_faded(ink, paper, filled=filled) else set()
    return frozenset(struck), frozenset(faded)


def is_struck(font: ET.Element) -> bool:
    """Return whether a font, or what a run of text says of it, is struck out."""
    return any(
        local(one.tag) in {"strike", "dstrike"} and one.get("val", "1").lower() not in _NO
        for one in font
    )


def _formats(styles: ET.Element, holds: Callable[[ET.Element], bool]) -> frozenset[int]:
    formats = _children(styles, "cellXfs")
    return frozenset(number for number, one in enumerate(formats) if holds(one))


def _ground(fill: ET.Element) -> tuple[bool, int | None]:
    """Return whether a ground is filled in one colour, and how light it is."""
    solid = [one for one in fill if one.get("patternType") == "solid"]
    return (True, _shade_in(solid[0], "fgColor")) if solid else (False, None)


def _shade_in(element: ET.Element, name: str) -> int | None:
    return next((shade(one.attrib) for one in element if local(one.tag) == name), None)


def _children(styles: ET.Element, name: str) -> list[ET.Element]:
    return next((list(one) for one in styles if local(one.tag) == name), [])


def _numbered(styles: ET.Element, name: str, meaning: Callable[[ET.Element], _T]) -> dict[str, _T]:
    """Return what each of some parts means, by its number as formats refer to it."""
    return {str(number): meaning(one) for number, one in enumerate(_children(styles, name))}
