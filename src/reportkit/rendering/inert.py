"""Plain text in Markdown: nothing in it is markup."""

from __future__ import annotations

import re

_MARKUP = re.compile("[!-/:-@[-`{-~]")


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


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"
