"""Characters that fill a square in Chinese fonts, and lines broken between two of them."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

# Unicode leaves it to the font; Chinese ones have them as wide as any other character.
_WIDE_PUNCTUATION = frozenset("“”‘’—…·")
_SPACES = re.compile(r"(?<!\s)\s+")
_TAG_OR_BREAK = re.compile(r"(<[^<>]*>|(?<![ \t])[ \t]*\n\s*)")


def is_wide(char: str) -> bool:
    """Whether a character fills a square; none at all, as at the end of a text, does not."""
    return char != "" and (east_asian_width(char) in "WF" or char in _WIDE_PUNCTUATION)


def join_lines(text: str) -> str:
    r"""Return a text without the line breaks between wide characters: they would show as spaces.

    Examples
    --------
    >>> join_lines("依申请公开\n  情况 of\nyear")
    '依申请公开情况 of\nyear'
    """

    def joined(match: re.Match[str]) -> str:
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        broken = "\n" in match[0] and is_wide(before) and is_wide(after)
        return "" if broken else match[0]

    return _SPACES.sub(joined, text)


def join_html_lines(html: str) -> str:
    r"""Do as `join_lines` in inline HTML, where tags may stand between the two characters.

    Examples
    --------
    >>> join_html_lines("依申请<b>公开</b>\n情况 of\nyear")
    '依申请<b>公开</b>情况 of\nyear'
    """
    pieces = _TAG_OR_BREAK.split(html)
    before = ""
    for place, piece in enumerate(pieces):
        if piece.startswith("<"):
            continue
        if piece.strip():
            before = piece[-1]
        elif "\n" in piece:
            texts = (text for text in pieces[place + 1 :] if text and not text.startswith("<"))
            after = next(texts, "")[:1]
            pieces[place] = "" if is_wide(before) and is_wide(after) else piece
    return "".join(pieces)
