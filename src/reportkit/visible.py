"""Characters that nobody sees, and that act on who shows them: on terminals, pages and workbooks.

Control characters, of which a terminal takes orders; what turns the order of letters around; what
takes no room, behind which other words can be hidden; heaps of marks on one letter, which paint
over its neighbours.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

# Of each kind, those among the first 65,536 characters and those beyond.
_UNSEEN_HERE = (
    "\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff"
)
_UNSEEN_BEYOND = "\U0001d173-\U0001d17a\U000e0000-\U000e007f"
# Where the marks of all scripts stand, with letters among them; Chinese and ASCII have none.
_MARKS_HERE = (
    "\u0300-\u1fff\u20d0-\u20ff\u2ce0-\u2dff\u302a-\u302f\u3099\u309a\ua660-\uabff\ufb1e"
    "\ufe00-\ufe2f"
)
_MARKS_BEYOND = "\U00010000-\U0001efff\U000e0100-\U000e01ef"
_UNSEEN = re.compile(f"[{_UNSEEN_HERE}{_UNSEEN_BEYOND}]")
_ACTING = re.compile(f"\r(?!\n)|{_UNSEEN.pattern}")
_BMP = 0x10000
_MOST_MARKS = 4  # on one letter: no orthography has more, Tibetan stacks included
_MAYBE_MARK = f"[{_MARKS_HERE}{_MARKS_BEYOND}]"
_MAYBE_ANY = re.compile(f"[\r{_UNSEEN_HERE}{_MARKS_HERE}]")
# The first by itself: what begins so is found in half the time.
_MAYBE_HEAP = re.compile(f"{_MAYBE_MARK}{_MAYBE_MARK}{{{_MOST_MARKS},}}")


def without_unseen(text: str) -> str:
    r"""Return a text without these characters, for a page or a workbook.

    Examples
    --------
    >>> without_unseen("三\u202e百\0件")
    '三百件'
    """
    if not _may_have_any(text):
        return text
    return _changed_heaps(_UNSEEN.sub("", text), lambda _mark: "")


def unseen_in(text: str) -> list[str]:
    r"""Return the code points of these characters in a text, each once, as one looks them up.

    Examples
    --------
    >>> unseen_in("三\u202e百\u200b件\u202e")
    ['U+202E', 'U+200B']
    """
    found = _UNSEEN.findall(text)

    def note(mark: str) -> str:
        found.append(mark)
        return mark

    _changed_heaps(text, note)
    return [f"U+{ord(char):04X}" for char in dict.fromkeys(found)]


def in_escapes(text: str) -> str:
    r"""Return a text with these characters as JSON would write them, for a terminal.

    So does a carriage return by itself, which would let a line write over itself.

    Examples
    --------
    >>> print(in_escapes("\x1b[2J三\u202e百"))
    \u001b[2J三\u202e百
    """
    if not _may_have_any(text):
        return text
    shown = _ACTING.sub(lambda match: _escape(match[0]), text)
    return _changed_heaps(shown, _escape)


def _may_have_any(text: str) -> bool:
    """Whether a text has to be looked through: whole files have none, which shows at a glance."""
    has_beyond = len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)
    return has_beyond or _MAYBE_ANY.search(text) is not None


def _changed_heaps(text: str, change: Callable[[str], str]) -> str:
    """Return a text with a change made to each mark that one letter has too many of."""
    return _MAYBE_HEAP.sub(lambda match: "".join(_changed(match[0], change)), text)


def _changed(piece: str, change: Callable[[str], str]) -> Iterator[str]:
    marks = 0
    for char in piece:
        marks = marks + 1 if unicodedata.category(char) in ("Mn", "Me") else 0
        yield char if marks <= _MOST_MARKS else change(char)


def _escape(char: str) -> str:
    code = ord(char)
    if code < _BMP:
        return f"\\u{code:04x}"
    high, low = divmod(code - _BMP, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
