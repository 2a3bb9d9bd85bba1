"""Help with Chinese in it, wrapped by the columns that it takes in a terminal.

click counts characters and breaks at blanks; Chinese has none, and a character takes two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

import click

AS_IT_IS = "\b\n"  # click's mark of a paragraph that is not to be wrapped
# Blanks; a word of Latin letters, or one character, with the marks that may not be parted from it.
_PIECES = re.compile(r"\s+|[（“《［]*(?:[!-~]+|.)[，。、；：？！）”》］]*")
_NARROWEST = 20


class WideFormatter(click.HelpFormatter):
    """click's formatter, for text that it cannot wrap itself."""

    def write_text(self, text: str) -> None:
        """Write paragraphs."""
        super().write_text(_prepared(text, self.width - self.current_indent))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write terms, and beside each what it means."""
        rows = list(rows)
        longest = max((_columns(term) for term, _ in rows), default=0)
        width = self.width - min(longest, col_max) - 2 * col_spacing
        super().write_dl(
            [(term, _prepared(text, width)) for term, text in rows], col_max, col_spacing
        )


class WideContext(click.Context):
    """The context of a command whose help is Chinese."""

    formatter_class = WideFormatter


def _prepared(text: str, width: int) -> str:
    """Return paragraphs broken into lines, each marked so that click leaves it as it is."""
    return "\n\n".join(
        paragraph
        if paragraph.startswith(AS_IT_IS)
        else AS_IT_IS + "\n".join(wrapped(paragraph, width))
        for paragraph in text.split("\n\n")
    )


def wrapped(text: str, width: int) -> list[str]:
    """Break a paragraph into lines of a width in columns; marks stay where they belong.

    Examples
    --------
    >>> wrapped("把 reportkit 装好，再运行。", 20)
    ['把 reportkit 装好，', '再运行。']
    """
    lines = [""]
    for piece in _PIECES.findall(" ".join(text.split())):
        if lines[-1] and _columns(lines[-1] + piece) > max(width, _NARROWEST):
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return lines


def _columns(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)
