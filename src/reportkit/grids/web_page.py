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

from reportkit.grids.document import Block, Document, Paragraph
from reportkit.grids.encoding import decode
from reportkit.grids.html import parse_page, refuse_large_page, refuse_nesting, table_of
from reportkit.grids.limits import refuse_document
from reportkit.grids.model import Grid, text_or_none

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_MOST_CELLS = 200_000  # of a report; a ledger may have more
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "title",
        "svg",
        "object",
        "iframe",
        "textarea",
        "select",
        "button",
        "input",
        "-comment",
    ]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "td",
        "th",
        "tr",
        "tbody",
        "thead",
        "tfoot",
        "table",
        "ul",
    ]
)
_RAISED = frozenset(("sup", "sub"))
_STRUCK = frozenset(("s", "strike", "del"))
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE
)
_BRACES = re.compile(r"([{}])")
_CLASS = re.compile(r"\.[\w-]+")
_NONE: frozenset[str] = frozenset()
_TYPED = frozenset(("text", "number", "tel", ""))  # inputs that show what stands in them
_LINE_THROUGH = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")
_BREAK = "\v"
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([nrt])|(.))")
_JOINED = re.compile(r"""(["'])\s*\+\s*\1""")
_TITLES = ('meta[name="ArticleTitle"]', 'meta[name="articletitle"]', 'meta[property="og:title"]')


def read_web_page(data: bytes, file: str) -> Document:
    """Return what a page shows.

    Raises
    ------
    GridError
    """
    refuse_large_page(data)
    text, encoding = decode(_in_utf_8(data))
    tree = parse_page(text)
    try:
        blocks = _Reader(file, _hiding(tree)).read(tree)
        if not any(isinstance(block, Grid) for block in blocks):
            for inner in _in_scripts(tree):
                blocks += _Reader(file, _NONE).read(parse_page(inner))
    except RecursionError:
        refuse_nesting()
    return Document(file, _title(tree), tuple(blocks), f"按 {encoding} 编码的网页读取")


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
            return _BLANKS.sub(" ", told).strip()
    node = tree.css_first("title")
    return _BLANKS.sub(" ", node.text()).strip() if node is not None else ""


def _in_scripts(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield the pages that stand in strings: of scripts, or written out for a script to read."""
    for node in tree.css("script, textarea, template"):
        text = node.text() if node.tag != "template" else node.html or ""
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


def _hiding(tree: LexborHTMLParser) -> frozenset[str]:
    """Return the classes that a style sheet of a page hides, on every screen."""
    texts = (style.text() for style in tree.css("style"))
    return frozenset(name for text in texts if "none" in text for name in _hidden_by(text))


def _hidden_by(sheet: str) -> Iterator[str]:
    """Yield the classes that a style sheet hides; what is for some screens only does not count."""
    depth, before = 0, ""
    for text in _BRACES.split(sheet):
        if text == "{":
            depth += 1
        elif text == "}":
            depth = max(0, depth - 1)
        elif not depth:
            before = text.rpartition("*/")[2].strip()
        elif depth == 1 and not before.startswith("@") and _HIDDEN.search(text):
            selectors = (each.strip() for each in before.split(","))
            yield from (each[1:] for each in selectors if _CLASS.fullmatch(each))


def _is_hidden(node: LexborNode, hiding: frozenset[str] = _NONE) -> bool:
    attributes = node.attributes
    if not attributes:
        return False
    if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
        return True
    return bool(hiding) and not hiding.isdisjoint((attributes.get("class") or "").split())


@dataclass
class _Reader:
    """What was seen of a page up to now."""

    file: str
    hiding: frozenset[str]
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
            if tag in _SKIPPED or _is_hidden(child, self.hiding):
                continue
            if tag in _BLOCKS:
                self._end_line()
            if tag == "table" and not _lays_out(child):
                self._table(child)
            else:
                self._walk(child)
            if tag in _BLOCKS:
                self._end_line()

    def _end_line(self) -> None:
        text = _BLANKS.sub(" ", "".join(self.line)).strip()
        self.line.clear()
        if text:
            self.blocks.append(Paragraph(text))

    def _table(self, table: LexborNode) -> None:
        caption = table.css_first("caption")
        if caption is not None and (text := cell_text(caption)[0]):
            self.blocks.append(Paragraph(text))
        unsure_of: dict[int, str] = {}

        def text_of(cell: LexborNode) -> str | None:
            text, why = cell_text(cell, self.hiding)
            if why:
                unsure_of[cell.mem_id] = why
            return text_or_none(text)

        def is_shown(node: LexborNode) -> bool:
            return not _is_hidden(node, self.hiding)

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


def cell_text(cell: LexborNode, hiding: frozenset[str] = _NONE) -> tuple[str, str]:
    """Return what a cell shows, and why it is not certain: some of it is struck out, or a picture.

    Paragraphs stay apart, and a raised figure is a note: neither becomes part of a number.
    """
    pieces: list[str] = []
    why = _gather(cell, pieces, hiding)
    text = _BLANKS.sub(lambda gap: _BREAK if _BREAK in gap[0] else " ", "".join(pieces))
    lines = [line.strip() for line in text.split(_BREAK)]
    return "\n".join(filter(None, lines)), why


def _gather(node: LexborNode, pieces: list[str], hiding: frozenset[str]) -> str:
    """Gather the texts below a node; return why they are not certain, empty where they are."""
    why = ""
    for child in node.iter(include_text=True):
        tag = child.tag or ""
        if tag == "-text":
            pieces.append(child.text_content or "")
            continue
        if tag in _SKIPPED or _is_hidden(child, hiding):
            if tag == "input" and (child.attributes.get("type") or "").lower() in _TYPED:
                pieces.append(child.attributes.get("value") or "")
            continue
        if tag == "img":
            why = why or "这一格里有图片"
        style = child.attributes.get("style") or ""
        around = _BREAK if tag in _BLOCKS else ""
        pieces += [around, "（注" if tag in _RAISED else ""]
        why = _gather(child, pieces, hiding) or why
        if tag in _STRUCK or _LINE_THROUGH.search(style):
            why = "有划了删除线的字"
        pieces += ["）" if tag in _RAISED else "", around]
    return why
