"""The fonts that ship with the package, and the characters they have."""

from __future__ import annotations

import json
import unicodedata
from bisect import bisect_right
from functools import cache
from pathlib import Path

FONT_FOLDER = Path(__file__).parent / "fonts"

INVISIBLE_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})
VARIATION_SELECTORS = frozenset({*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)})


def missing_characters(text: str) -> list[str]:
    """Return the characters of a text that no shipped font can print.

    Parameters
    ----------
    text : str
        Text as a reader sees it, free of markup.

    Returns
    -------
    list of str
        Each character once, in order of first occurrence. Whitespace, control and format
        characters and variation selectors print nothing, so they are never missing.

    Examples
    --------
    >>> missing_characters("𰻝字，𰻝")
    ['𰻝']
    """
    return [char for char in dict.fromkeys(text) if not (is_covered(char) or is_invisible(char))]


def printable(text: str) -> str:
    r"""Return the text with a visible token for every character that no shipped font has.

    Control and format characters and variation selectors go; rare spaces become plain ones.

    Examples
    --------
    >>> printable("a\ufeff𰻝\u1680b")
    'a〔U+30EDD〕 b'
    """
    return text.translate(_printed_as)


def is_covered(char: str) -> bool:
    """Whether every stack of shipped fonts has the character."""
    firsts, lasts = _coverage()
    place = bisect_right(firsts, ord(char)) - 1
    return place >= 0 and ord(char) <= lasts[place]


def is_invisible(char: str) -> bool:
    """Whether the character prints nothing by itself."""
    return (
        unicodedata.category(char) in INVISIBLE_CATEGORIES
        or char.isspace()
        or ord(char) in VARIATION_SELECTORS
    )


class _PrintedAs(dict[int, str | None]):
    """What becomes of each code point; filled in as characters turn up."""

    def __missing__(self, code: int) -> str | None:
        self[code] = _replacement(chr(code))
        return self[code]


_printed_as = _PrintedAs()


def _replacement(char: str) -> str | None:
    if char in "\n\t":
        return char.expandtabs(4)
    is_control = unicodedata.category(char) in INVISIBLE_CATEGORIES
    if is_covered(char) and not is_control:
        return char
    if char.isspace():
        return " "
    return None if is_invisible(char) else f"〔U+{ord(char):04X}〕"


@cache
def _coverage() -> tuple[list[int], list[int]]:
    """Return the first and last code points of the covered ranges, in ascending order."""
    ranges = json.loads((FONT_FOLDER / "coverage.json").read_text(encoding="ascii"))
    return [first for first, _ in ranges], [last for _, last in ranges]
