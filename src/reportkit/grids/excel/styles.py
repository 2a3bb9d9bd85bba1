"""What the style sheet of an Open XML workbook says that values depend on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar
from xml.etree import ElementTree as ET

from reportkit.grids.archive import local
from reportkit.grids.as_shown import SMALLEST, Look
from reportkit.grids.colours import WHITE, colour_of, is_faded, is_unseen, shade
from reportkit.grids.excel.number_formats import BUILT_IN, shown_by

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


def looks_of(styles: ET.Element) -> list[Look]:
    """Return how cells of each format look, by its number."""
    inks = _numbered(styles, "fonts", _ink)
    grounds = _numbered(styles, "fills", _paper)
    codes = {str(number): code for number, code in BUILT_IN.items()}
    codes |= {
        one.get("numFmtId", ""): one.get("formatCode", "") for one in _children(styles, "numFmts")
    }
    looks = []
    for one in _children(styles, "cellXfs"):
        ink, size = inks.get(one.get("fontId", ""), ("", SMALLEST))
        paper = grounds.get(one.get("fillId", ""), WHITE)
        code = codes.get(one.get("numFmtId", ""), "")
        looks.append(Look(size < SMALLEST or is_unseen(ink, paper), partial(shown_by, code)))
    return looks


def _ink(font: ET.Element) -> tuple[str, float]:
    """Return the colour of a font, and its size in points."""
    said = {local(one.tag): one.attrib for one in font}
    try:
        size = float(said.get("sz", {}).get("val", ""))
    except ValueError:
        size = SMALLEST
    return colour_of(said.get("color")), size


def _paper(fill: ET.Element) -> str:
    """Return the colour of a ground; empty where it is a pattern, or one that a program chooses."""
    for one in fill:
        pattern = one.get("patternType", "none" if local(one.tag) == "patternFill" else "")
        if pattern == "none":
            return WHITE
        if pattern == "solid":
            return next((colour_of(c.attrib) for c in one if local(c.tag) == "fgColor"), "")
        return ""
    return WHITE


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
