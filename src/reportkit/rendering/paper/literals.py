"""Texts as Typst string literals."""

from __future__ import annotations

import re

from reportkit.rendering.fonts import printable

_SPECIAL = re.compile(r'[\\"\0-\x1f\x7f-\x9f]')


def literal(text: str) -> str:
    """Return a Typst string literal of a text, as far as it can be printed."""
    return quoted(printable(text))


def quoted(text: str) -> str:
    """Return a Typst string literal of a text as it is, every character of it."""
    return f'"{_SPECIAL.sub(_escaped, text)}"'


def _escaped(character: re.Match[str]) -> str:
    found = character[0]
    return f"\\{found}" if found in '\\"' else f"\\u{{{ord(found):x}}}"
