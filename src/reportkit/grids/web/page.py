"""A web page as a document: what a reader sees of it, tables and text in their order.

Pages of governments are saved with all that stands around a report, with tables that only lay the
page out, with the styles of the word processor that they were written in, and now and then with the
whole report in a string of a script.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportkit.grids.document import Block, Document, Paragraph, says_all
from reportkit.grids.encoding import decode
from reportkit.grids.limits import refuse_document
from reportkit.grids.model import Grid, text_or_none
from reportkit.grids.running_text import blocks_of
from reportkit.grids.web.images import data_of, is_frame, is_icon
from reportkit.grids.web.seen import (
    BLANKS,
    BLOCKS,
    PLAIN,
    SKIPPED,
    Looks,
    cell_text,
    is_hidden,
    looks_of,
)
from reportkit.grids.web.tables import parse_page, refuse_large_page, refuse_nesting, table_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

    from reportkit.grids.pages.pictured import Pictures

_MOST_CELLS = 200_000  # of a report; a ledger may have more
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([nrt])|(.))")
_JOINED = re.compile(r"""(["'])\s*\+\s*\1""")
_TITLES = ('meta[name="ArticleTitle"]', 'meta[name="articletitle"]', 'meta[property="og:title"]')


def read_web_page(data: bytes, file: str, pictures: Pictures) -> Document:
    """Return what a page shows.

    Parameters
    ----------
    data : bytes
    file : str
        Its name.
    pictures : Pictures
        What reads its pictures.

    Raises
    ------
    GridError
    """
    refuse_large_page(data)
    text, _ = decode(_in_utf_8(data))
    tree = parse_page(text)
    try:
        blocks = _Reader(file, looks_of(tree), pictures).read(tree)
        if not any(isinstance(block, Grid) for block in blocks):
            for inner in _in_scripts(tree):
                blocks += _Reader(file, PLAIN, pictures).read(parse_page(inner))
    except RecursionError:
        refuse_nesting()
    return Document(file, _title(tree), tuple(blocks), pictures.unread, pictures.recognised)


_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*(big5|shift_jis|euc-kr)", re.IGNORECASE)


def _in_utf_8(data: bytes) -> bytes:
    """Return a page whose head names an encoding that would not be told from GB 18030."""
    named = _CHARSET.search(data[:4096])
    if named is None:
        return data
    try:
        return data.decode(named[1].decode()).encode()
    except UnicodeDecodeError:
        return data


def _title(tree: LexborHTMLParser) -> str:
    for selector in _TITLES:
        node = tree.css_first(selector)
        if node is not None and (told := node.attributes.get("content")):
            return BLANKS.sub(" ", told).strip()
    node = tree.css_first("title")
    return BLANKS.sub(" ", node.text()).strip() if node is not None else ""


def _in_scripts(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield the pages that stand in strings: of scripts, or written out for a script to read."""
    for node in tree.css("script, textarea, template, iframe[srcdoc]"):
        text = node.text() if node.tag != "template" else node.html or ""
        text = node.attributes.get("srcdoc") or text
        if "table" not in text:
            continue
        text = _ESCAPED.sub(_unescaped, _JOINED.sub("", text)) if node.tag == "script" else text
        text = html.unescape(text) if "&lt;table" in text else text
        start, end = text.find("<"), text.rfind(">")
        if "<table" in text and start < end:
            yield text[start : end + 1]


def _unescaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code:
        return chr(int(code, 16))
    return " " if match[3] else match[4]


@dataclass
class _Reader:
    """What was seen of a page up to now."""

    file: str
    looks: Looks
    pictures: Pictures
    blocks: list[Block] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    room: int = 0
    number: int = 0

    def read(self, tree: LexborHTMLParser) -> list[Block]:
        """Return the blocks of a page."""
        if tree.body is not None:
            self._walk(tree.body)
            self._end_line()
        return self.blocks

    def _walk(self, node: LexborNode) -> None:
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                self.line.append(child.text_content or "")
                continue
            if tag in SKIPPED or is_hidden(child, self.looks):
                continue
            if tag in BLOCKS:
                self._end_line()
            if tag == "table" and not _lays_out(child) and not is_frame(child):
                self._table(child)
            elif tag == "img":
                self._picture(child)
            elif tag == "pre":
                self._lines(child)
            else:
                self._walk(child)
            if tag in BLOCKS:
                self._end_line()

    def _lines(self, pre: LexborNode) -> None:
        """Add text whose line breaks a page keeps."""
        for block in blocks_of(pre.text().splitlines(), self.file):
            self.blocks.append(block)

    def _picture(self, image: LexborNode) -> None:
        if is_icon(image) or says_all(image.attributes.get("alt") or ""):
            return
        if found := self.pictures.blocks(data_of(image)):
            self._end_line()
            self.blocks += found

    def _end_line(self) -> None:
        text = BLANKS.sub(" ", "".join(self.line)).strip()
        self.line.clear()
        if text:
            self.blocks.append(Paragraph(text))

    def _table(self, table: LexborNode) -> None:
        caption = table.css_first("caption")
        if caption is not None and (text := cell_text(caption)[0]):
            self.blocks.append(Paragraph(text))
        unsure_of: dict[int, str] = {}

        def text_of(cell: LexborNode) -> str | None:
            text, why = cell_text(cell, self.looks)
            if why:
                unsure_of[cell.mem_id] = why
            return text_or_none(text)

        def is_shown(node: LexborNode) -> bool:
            return not is_hidden(node, self.looks)

        rows, merged, size = table_of(table, text_of, is_shown)
        self.room += size
        if self.room > _MOST_CELLS:
            refuse_document("网页里的单元格")
        unsure: dict[tuple[int, int], str] = {}
        if unsure_of:
            marks, _, _ = table_of(table, lambda cell: unsure_of.get(cell.mem_id), is_shown)
            unsure = {
                (number, column): str(why)
                for number, values in marks
                for column, why in enumerate(values, start=1)
                if why
            }
        self.number += 1
        self.blocks.append(Grid(self.file, rows, f"表 {self.number}", merged, unsure=unsure))


def _lays_out(table: LexborNode) -> bool:
    """Whether a table holds others that are tables: it but lays the page out."""
    inner = (one for one in table.css("table") if one.mem_id != table.mem_id)
    return any(len(one.css("td, th")) > 1 for one in inner)
