"""Colours of cells: whether what stands there is grey, or white on white."""

from __future__ import annotations

from collections.abc import Mapping

# Excel's own palette, as far as it is without colour.
_PALETTE = {0: 0x00, 1: 0xFF, 8: 0x00, 9: 0xFF, 22: 0xC0, 23: 0x80, 55: 0x96, 63: 0x33}
_LIGHT, _DARK = "0", "1"  # the first two of a theme: paper and ink
_WHITE = 0xFF
_MOST_APART = 0x10
# Ink that is lighter than this is meant to recede; bands of a table are lighter than the other end.
_GREY = range(0x78, 0xE1)
_INVISIBLE = 0xF8
_RGB = 6


def shade(colour: Mapping[str, str]) -> int | None:
    """Return how light a colour of Open XML is, from 0 to 255; None where it is not grey.

    Examples
    --------
    >>> shade({"rgb": "FF808080"}), shade({"theme": "0", "tint": "-0.25"}), shade({"rgb": "FF0000"})
    (128, 191, None)
    """
    if "rgb" in colour:
        return shade_of(colour["rgb"])
    if "indexed" in colour:
        number = colour["indexed"]
        return of_palette(int(number)) if number.isdecimal() else None
    theme = colour.get("theme")
    if theme not in {_LIGHT, _DARK}:
        return None
    try:
        tint = float(colour.get("tint", "0"))
    except ValueError:
        return None
    return round(_WHITE * (1 + min(tint, 0) if theme == _LIGHT else max(tint, 0)))


def shade_of(digits: str) -> int | None:
    """Return how light a colour of six hexadecimal digits is, or of eight with its opacity."""
    try:
        red, green, blue = bytes.fromhex(digits[-_RGB:])
    except ValueError:
        return None
    apart = max(red, green, blue) - min(red, green, blue)
    return (red + green + blue) // 3 if apart <= _MOST_APART else None


def of_palette(number: int) -> int | None:
    """Return how light a colour of Excel's palette is; None where it is not grey."""
    return _PALETTE.get(number)


def is_faded(ink: int | None, paper: int | None, *, filled: bool) -> bool:
    """Whether a cell recedes: its text or its ground is grey, or its text is as white as paper.

    Parameters
    ----------
    ink, paper : int or None
        How light text and ground are; None where they have a colour, or none of their own.
    filled : bool
        Whether the ground is filled at all.
    """
    on_paper = not filled or (paper is not None and paper >= _GREY.start)
    if ink is not None and on_paper and (ink in _GREY or ink >= _INVISIBLE):
        return True
    return filled and paper is not None and paper in _GREY
