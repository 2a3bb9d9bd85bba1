"""Prose as people see it: what is checked is what is printed, whatever stands between the letters.

A mark of direction shows 32 as 23 to who writes, and what takes no room parts a number for who
reads it by machine; a reference (``&#51;``) is a letter like any other to who looks at the page.
"""

from __future__ import annotations

import re
from html import unescape

from reportkit.visible import unseen_in, without_unseen

_REFERENCE = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[a-zA-Z][a-zA-Z0-9]{1,31});?")


def as_seen(text: str) -> tuple[str, tuple[str, ...]]:
    r"""Return a text without characters that nobody sees, and the code points of these.

    References to letters, digits and unseen characters are taken for these; those to signs stay, as
    a sign (``&lt;``) could become markup. Lines end as files of the kit have them.

    Examples
    --------
    >>> as_seen("新收&#49;2件，办结\u202e32\u202c件，&lt;&rlm;")
    ('新收12件，办结32件，&lt;', ('U+202E', 'U+202C', 'U+200F'))
    """
    named = _REFERENCE.sub(_letter, text) if "&" in text else text
    lines = "\n".join(named.splitlines())
    return without_unseen(lines), tuple(unseen_in(lines))


def _letter(reference: re.Match[str]) -> str:
    char = unescape(reference[0])
    return char if char.isalnum() or unseen_in(char) else reference[0]
