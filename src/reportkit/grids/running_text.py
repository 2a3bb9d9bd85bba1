"""Running text as a document: as it was copied from a page or a PDF, or written in Markdown."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from reportkit.grids.document import Block, Document, Paragraph
from reportkit.grids.encoding import decode
from reportkit.grids.limits import LONGEST_TEXT, refuse_document
from reportkit.grids.model import Grid, Row, text_or_none
from reportkit.visible import without_unseen

_MOST_LINES, _MOST_CELLS = 100_000, 200_000  # a report has some hundreds
_RULE = re.compile(r"(?=[^-]*-)[\s:|-][\s:-]*\|[\s:|-]*")
_SPANNED = re.compile(r"\|\s+\|{2,}$")  # what some write behind a row for cells that span others
_BARS = re.compile(r"(?<!\\)\|")
_WORDS = re.compile(r"(?![\d,.]+\s*[(（]).*?[^\W\d_]{2}")  # and no figure with a note in brackets
_DRAWN_BARS = str.maketrans("│┃║｜", "||||")
_FRAME = re.compile(r"[\u2500-\u257f|+=\-\s]+")  # a line of a frame that is drawn with characters
_OTHERWISE = re.compile(r"[\t|]")  # what cuts a line into cells before any comma
_THOUSANDS = re.compile(r"(?<![\d,])\d{1,3},\d{3}(?!\d)")  # one figure, and no two cells
_FEWEST = 3  # lines of a table, and cells of each, where nothing but commas tells
_MARKUP = re.compile(r"^\s{0,3}(?:#{1,6}\s+|>\s?)|\*\*|__|(?<=\S)\s+#+\s*$")


def read_running_text(data: bytes, file: str) -> Document:
    """Return the lines of a text, each a paragraph; tables of Markdown are grids.

    A line that is cut into cells by tabs, or by bars that make no table, keeps tabs: what was
    copied from a page tells by them where cells end, but not always where they stand.

    Raises
    ------
    GridError
    """
    text, _ = decode(data)
    lines = without_unseen(text.replace("\f", "\n")).splitlines()
    if len(lines) > _MOST_LINES or sum(map(text.count, "\t|,")) > _MOST_CELLS:
        refuse_document("文本的行数或者格数")
    return Document(file, "", tuple(blocks_of(lines, file)))


def blocks_of(lines: Sequence[str], file: str) -> Iterator[Block]:
    """Yield lines of text as paragraphs, and those that bars or commas cut into cells as tables."""
    others: list[str] = []
    for width, run in groupby(((_by_commas(line), line) for line in lines), key=_width):
        table = list(run)
        if width >= _FEWEST and len(table) >= _FEWEST:
            yield from _barred(others, file)
            others = []
            yield _grid([cells for cells, _ in table], file)
        else:
            others += (line for _, line in table)
    yield from _barred(others, file)


def _width(cut: tuple[list[str], str]) -> int:
    return len(cut[0])


def _by_commas(line: str) -> list[str]:
    """Return the cells of a line of CSV; none where commas do not surely cut it."""
    if line.count(",") < _FEWEST - 1 or _OTHERWISE.search(line) or _THOUSANDS.search(line):
        return []
    try:
        return [cell.strip() for cell in next(csv.reader([line]))]
    except csv.Error:
        return []


def _barred(lines: Sequence[str], file: str) -> Iterator[Block]:
    run: list[str] = []  # lines with bars
    for line in [*lines, ""]:
        stripped = line.strip(" \r\n\u3000\u00a0").translate(_DRAWN_BARS)
        if "|" in stripped or (run and _FRAME.fullmatch(stripped)):
            run.append(stripped)
            continue
        yield from _told_by_bars(run, file)
        run = []
        if stripped:
            yield _paragraph(line if "\t" in line else stripped)


def _told_by_bars(run: Sequence[str], file: str) -> Iterator[Block]:
    """Yield a table where bars tell columns, else what they cut as if tabs had cut it.

    What turns web pages into text may leave out what cells span: rows differ in length then, or
    each line is one cell, and bars tell where cells end, but not where they stand.
    """
    ruled = any(map(_RULE.fullmatch, run))
    frames = (_RULE, _FRAME)
    rows = [_cells(line) for line in run if not any(each.fullmatch(line) for each in frames)]
    if len(rows) < _FEWEST and all(line.count("|") == 1 for line in run):
        yield from map(_paragraph, run)
    elif all(sum(map(bool, row)) <= 1 for row in rows):
        yield from (_paragraph("\t".join(row).strip("\t")) for row in _lengthened(run))
    elif ruled or len({*map(len, rows)}) == 1:
        yield _grid(rows, file)
    else:
        yield from (_paragraph("\t".join(row).lstrip("\t")) for row in rows)


def _lengthened(run: Sequence[str]) -> Iterator[list[str]]:
    """Yield the rows of a table of which each cell is a line: words, then figures."""
    row: list[str] = []
    for line in run:
        if _FRAME.fullmatch(line) and line != "|":  # which closes a cell in which nothing stands
            continue
        cell = "".join(_cells(line))
        if row and _WORDS.match(cell):
            yield row
            row = []
        row.append(cell)
    yield row


def _paragraph(text: str) -> Paragraph:
    return Paragraph(_MARKUP.sub("", text)[:LONGEST_TEXT])


def _cells(line: str) -> list[str]:
    """Return the cells of a row of Markdown."""
    bare = _SPANNED.sub("|", line).removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return [_MARKUP.sub("", cell.strip().replace("\\|", "|")) for cell in _BARS.split(bare)]


def _grid(table: list[list[str]], file: str) -> Grid:
    rows: list[Row] = [
        (number, [text_or_none(cell) for cell in row]) for number, row in enumerate(table, start=1)
    ]
    return Grid(file, rows)
