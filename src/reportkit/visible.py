"""Characters that nobody sees, and that act on who shows them: on terminals, pages and workbooks.

Control characters, of which a terminal takes orders; what turns the order of letters around; what
takes no room, behind which other words can be hidden.
"""

from __future__ import annotations

import re

_UNSEEN = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
_ACTING = re.compile(f"\r(?!\n)|{_UNSEEN.pattern}")
_BMP = 0x10000


def without_unseen(text: str) -> str:
    r"""Return a text without these characters, for a page or a workbook.

    Examples
    --------
    >>> without_unseen("三\u202e百\0件")
    '三百件'
    """
    return _UNSEEN.sub("", text)


def unseen_in(text: str) -> list[str]:
    r"""Return the code points of these characters in a text, each once, as one looks them up.

    Examples
    --------
    >>> unseen_in("三\u202e百\u200b件\u202e")
    ['U+202E', 'U+200B']
    """
    return [f"U+{ord(char):04X}" for char in dict.fromkeys(_UNSEEN.findall(text))]


def in_escapes(text: str) -> str:
    r"""Return a text with these characters as JSON would write them, for a terminal.

    So does a carriage return by itself, which would let a line write over itself.

    Examples
    --------
    >>> print(in_escapes("\x1b[2J三\u202e百"))
    \u001b[2J三\u202e百
    """
    return _ACTING.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < _BMP:
        return f"\\u{code:04x}"
    high, low = divmod(code - _BMP, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
