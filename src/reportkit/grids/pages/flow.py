"""Text outside of tables, as paragraphs; what is printed on every page is none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from reportkit.grids.model import Box
from reportkit.grids.pages.content import Glyph, Page, around
from reportkit.grids.pages.text import lines_of, text_of_line

_MARGIN = 0.12  # the part of a page's height in which page numbers and running heads stand
_NUMBER = re.compile(
    r"[-—–－·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/,，共]\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–－·\s]*"
)
_FIGURES = re.compile(r"(?:(?:^|\s)[\d,.]+){2}$")  # a row of a table, and no sentence
_INDENT = 1.2  # sizes of type by which a new paragraph is moved in, at least
_FAR = 3.8  # lines of one paragraph are nearer, in sizes of its type
_ENDS = tuple("。；：！？")
_LARGER = 1.34  # and a heading's type is so much larger


class Line(NamedTuple):
    """A line of text on a page."""

    text: str
    box: Box
    size: float
    page: int
    head: float
    """The room that its beginning needs, as far as it is not broken: an address, a number."""
    glyphs: Sequence[Glyph]


class Flowed(NamedTuple):
    """A paragraph, and where its first line stands."""

    text: str
    page: int
    top: float


def lines_on(page: int, glyphs: Sequence[Glyph]) -> list[Line]:
    """Return characters outside of tables, on one page, as lines."""
    lines = []
    for line in lines_of(glyphs):
        size = median(glyph.size for glyph in line)
        lines.append(Line(text_of_line(line), around(line), size, page, _head(line), line))
    return lines


def _head(line: Sequence[Glyph]) -> float:
    end = line[0].end
    for before, glyph in pairwise(line):
        if not (before.text.isascii() and glyph.text.isascii() and glyph.start - before.end < 1):
            break
        end = glyph.end
    return end - line[0].start


def without_running(pages: Sequence[tuple[Page, list[Line]]]) -> list[list[Line]]:
    """Return the lines of each page without page numbers, and without heads that are repeated."""
    often: dict[tuple[str, int], int] = {}
    for page, lines in pages:
        for key in {_key(line) for line in lines if _in_margin(line, page)}:
            often[key] = often.get(key, 0) + 1
    most = max(2, len(pages) // 3)

    def is_running(line: Line) -> bool:
        number = _NUMBER.fullmatch(line.text)
        # On one of several pages alone, it may be the rest of a figure that the page has cut.
        again = often[_key(line)] >= (2 if number and len(pages) > 1 else most)
        return bool(again or (number and len(pages) == 1)) and not _FIGURES.search(line.text)

    return [
        [line for line in lines if not _in_margin(line, page) or not is_running(line)]
        for page, lines in pages
    ]


def _in_margin(line: Line, page: Page) -> bool:
    edge = _MARGIN * page.height
    return line.box.bottom < edge or line.box.top > page.height - edge


def _key(line: Line) -> tuple[str, int]:
    return re.sub(r"\d+", "0", line.text), round(line.box.top / 6)


def paragraphs_of(lines: Sequence[Line], breaks: Sequence[tuple[int, float]]) -> list[Flowed]:
    """Return lines as paragraphs.

    Parameters
    ----------
    lines : sequence of Line
        In reading order.
    breaks : sequence of (int, float)
        Page and top of the tables, over which no paragraph goes on.
    """
    paragraphs: list[Flowed] = []
    before: Line | None = None
    left = min((line.box.left for line in lines), default=0.0)
    right = max((line.box.right for line in lines), default=0.0)
    for line in lines:
        if before and _goes_on(before, line, left, right) and not _between(before, line, breaks):
            last = paragraphs[-1]
            paragraphs[-1] = last._replace(text=last.text + _glue(last.text, line.text) + line.text)
        else:
            paragraphs.append(Flowed(line.text, line.page, line.box.top))
        before = line
    return paragraphs


def _goes_on(before: Line, line: Line, left: float, right: float) -> bool:
    """Whether a line continues the one before: that one is full, this one is not indented.

    Or it is set below its middle, as the captions of charts are, in the midst of a sentence.
    """
    full = before.box.right + max(line.head, 1.5 * line.size) > right - before.size
    flush = line.box.left < left + _INDENT * line.size or _is_below_middle(before, line)
    alike = line.size < _LARGER * before.size and before.size < _LARGER * line.size
    near = line.page != before.page or line.box.top - before.box.top < _FAR * before.size
    row = any(_FIGURES.search(one.text) for one in (before, line))
    return full and flush and alike and near and not row


def _is_below_middle(before: Line, line: Line) -> bool:
    apart = line.box.left + line.box.right - before.box.left - before.box.right
    return abs(apart) < line.size and not before.text.endswith(_ENDS)


def _between(before: Line, line: Line, breaks: Sequence[tuple[int, float]]) -> bool:
    first, last = (before.page, before.box.top), (line.page, line.box.top)
    return any(first < one < last for one in breaks)


def _glue(before: str, after: str) -> str:
    latin = before[-1:].isascii() and before[-1:].isalpha() and after[:1].isascii()
    return " " if latin and after[:1].isalpha() else ""
