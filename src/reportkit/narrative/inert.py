"""Plain text in Markdown: nothing in it is markup."""

from __future__ import annotations

import re

_MARKUP = re.compile("[!-/:-@[-`{-~]")
_OF_FIGURES = re.compile(r"(?:[^!-/:-@[-`{-~\n]|[.,-](?=[0-9])|%(?![!-/:-@[-`{-~]))*+")


def plain_markdown(text: str) -> str:
    """Return Markdown that shows a text as it is, each of its lines a paragraph.

    Characters that Markdown, HTML or TeX could take for theirs become entities: a backslash before
    them is not understood by all who render notebooks.

    Examples
    --------
    >>> plain_markdown("  *3* 件")
    '&#42;3&#42; 件'
    """
    lines = (line.strip() for line in text.split("\n"))
    return "\n\n".join(_MARKUP.sub(_entity, line) for line in lines if line)


def bound(text: str) -> str:
    """Return Markdown of a text that an expression gave: figures and plain words as they are.

    Examples
    --------
    >>> bound("83.3%"), bound("<b>某局</b>")
    ('83.3%', '&#60;b&#62;某局&#60;&#47;b&#62;')
    """
    return text if _OF_FIGURES.fullmatch(text) else plain_markdown(text)


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"
