"""Colours of cells: whether what stands there is grey, or of the colour of its ground."""

from __future__ import annotations

import re
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
_OWN = (
    "000000ffffffff000000ff000000ffffff00ff00ff00ffff800000008000000080808000800080008080"
    "c0c0c08080809999ff993366ffffccccffff660066ff80800066ccccccff000080ff00ffffff0000ffff"
    "8000808000000080800000ff00ccffccffffccffccffff9999ccffff99cccc99ffffcc993366ff33cccc"
    "99cc00ffcc00ff9900ff6600666699969696003366339966003300333300993300993366333399333333"
)
_OWN_COLOURS = [_OWN[at : at + _RGB] for at in range(0, len(_OWN), _RGB)]
_FIRST_OWN = 8
_INDEX, _AUTOMATIC = re.compile(r"\d{1,5}"), 64
WHITE = "ffffff"
_LEAST_APART = 24  # of 255 in any of three, by which ink differs from its ground for whoever looks


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
        return of_palette(_number(colour["indexed"]))
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


def colour_of(said: Mapping[str, str] | None) -> str:
    """Return a colour of Open XML as six digits; by its name where its theme says which it is.

    Empty where a program chooses.

    Examples
    --------
    >>> colour_of({"rgb": "FFFF0000"}), colour_of({"indexed": "10"}), colour_of({"theme": "4"})
    ('ff0000', 'ff0000', 'theme 4 0')
    """
    if not said:
        return ""
    if "rgb" in said:
        return said["rgb"][-_RGB:].lower()
    if "indexed" in said:
        return indexed(_number(said["indexed"]))
    if "theme" not in said:
        return ""
    light = shade(said)
    tint = said.get("tint", "0")
    return f"theme {said['theme']} {tint}" if light is None else f"{light:02x}" * 3


def _number(text: str) -> int:
    return int(text) if _INDEX.fullmatch(text) else _AUTOMATIC


def indexed(number: int) -> str:
    """Return a colour of Excel's palette as six digits; empty where a program chooses."""
    at = number if number < _FIRST_OWN else number - _FIRST_OWN
    return _OWN_COLOURS[at] if at < len(_OWN_COLOURS) else ""


def is_unseen(ink: str, paper: str) -> bool:
    """Whether nobody sees text of a colour on a ground of another.

    Examples
    --------
    >>> is_unseen("fefefe", "ffffff"), is_unseen("ff0000", "ffffff"), is_unseen("", "ffffff")
    (True, False, False)
    """
    if not ink or ink == paper:
        return bool(ink)
    try:
        both = zip(bytes.fromhex(ink), bytes.fromhex(paper), strict=True)
        return all(abs(one - other) < _LEAST_APART for one, other in both)
    except ValueError:
        return False
