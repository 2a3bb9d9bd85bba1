"""What the style sheet of an Open XML workbook says that values depend on."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from reportkit.grids.archive import local

_NO = {"0", "false", "off"}


def struck_styles(styles: ET.Element) -> frozenset[int]:
    """Return the numbers of the cell formats whose font is struck out."""
    fonts = [is_struck(font) for font in _children(styles, "fonts")]
    if not any(fonts):
        return frozenset()
    formats = _children(styles, "cellXfs")
    return frozenset(
        number for number, one in enumerate(formats) if _at(fonts, one.get("fontId", ""))
    )


def is_struck(font: ET.Element) -> bool:
    """Return whether a font, or what a run of text says of it, is struck out."""
    return any(
        local(one.tag) in {"strike", "dstrike"} and one.get("val", "1").lower() not in _NO
        for one in font
    )


def _children(styles: ET.Element, name: str) -> list[ET.Element]:
    return next((list(one) for one in styles if local(one.tag) == name), [])


def _at(fonts: list[bool], number: str) -> bool:
    return number.isascii() and number.isdigit() and int(number) < len(fonts) and fonts[int(number)]
