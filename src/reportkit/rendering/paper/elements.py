"""What the elements of a report's HTML are to a reader, whatever it is then printed as."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote

from reportkit.rendering.wide import join_lines

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from reportkit.rendering.paper.grid import TableCell

HEADINGS = {f"h{level}": level for level in range(1, 7)}
BLOCKS = {
    *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl"),
    *("dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "li", "main"),
    *("nav", "ol", "p", "pre", "section", "summary", "table", "ul", *HEADINGS),
}
SKIPPED = frozenset({"head", "script", "style", "template", "title"})
PICTURES = frozenset({"img", "svg"})
ALIGNMENTS = frozenset({"left", "center", "right"})
WORDLESS = ", ".join(sorted(SKIPPED | PICTURES))
EXTERNAL_LINK = re.compile(r"(?:https?://|mailto:|tel:)\S{1,2000}", re.IGNORECASE)
MAX_DEPTH = 12  # deeper elements give their text only; Typst, too, has a limit
MANY_COLUMNS = 7  # of a table: with more, its letters are smaller
SENTENCE = 20  # characters of a cell too long to be centred
UNBREAKABLE_TEXT = 300  # characters of a cell or paragraph that surely fit on a page,
UNBREAKABLE_LINES = 20  # and what begins lines in it

_LINES = "br, p, li, dt, dd, div, tr, img, svg"
_SPACE = re.compile(r"[ \t\r\n\f]+")
_COUNT = re.compile(r"[0-9]{1,6}")
_NUMBER = re.compile(r"[0-9]{1,20}")
_TEXT_ALIGN = re.compile(r"text-align\s*:\s*(\w+)")


def link_targets(root: LexborNode) -> set[str]:
    """Return the ids that a link leads to, though some may lie where nothing is printed."""
    links = (node.attributes.get("href") or "" for node in root.css("a"))
    wanted = {unquote(link[1:]) for link in links if link.startswith("#")}
    return {node.id for node in root.css("[id]") if node.id} & wanted


def above_signatures(root: LexborNode) -> set[int]:
    """Return the paragraphs that a signature follows, but for long ones."""
    paragraphs = root.css("p")
    return {
        above.mem_id
        for above, below in pairwise(paragraphs)
        if "signature" in classes(below) and len(above.text()) <= UNBREAKABLE_TEXT
    }


def children(node: LexborNode) -> list[LexborNode]:
    """Return the texts and elements in an element that a reader may see on paper.

    What opens the numbers of a chart on a screen opens nothing there.
    """
    skipped = SKIPPED | {"summary"} if holds_numbers(node) else SKIPPED
    return [
        child
        for child in node.iter(include_text=True)
        if child.is_text_node
        or (child.is_element_node and child.tag not in skipped and not _for_screens(child))
    ]


def is_number(node: LexborNode, text: str) -> bool:
    """Whether an element holds a number and nothing else: it stays on its line."""
    return _is_one_text(node) and bool(_NUMBER.fullmatch(text))


def _is_one_text(node: LexborNode) -> bool:
    """Whether an element holds a text and no element."""
    only = node.child
    return only is not None and only.is_text_node and only.next is None


def holds_numbers(node: LexborNode) -> bool:
    """Whether an element holds the numbers of a chart."""
    return node.tag == "details" and "numbers" in classes(node)


def _for_screens(node: LexborNode) -> bool:
    """Whether an element holds numbers that a table of the report has as well."""
    return holds_numbers(node) and "screen" in classes(node)


def is_block(node: LexborNode) -> bool:
    """Whether the node is a block element, or an inline element around one."""
    if not node.is_element_node or node.tag in PICTURES:
        return False
    return node.tag in BLOCKS or any(inner.tag in BLOCKS for inner in node.traverse())


def figure_parts(node: LexborNode) -> tuple[list[LexborNode], LexborNode | None] | None:
    """Return the pictures of a figure and its caption; None where it holds anything else."""
    kept = children(node)
    captions = [child for child in kept if child.tag == "figcaption"]
    pictures = [child for child in kept if child.tag in PICTURES]
    others = (c for c in kept if c.tag != "figcaption" and c.tag not in PICTURES)
    if not pictures or any(child.is_element_node or child.text().strip() for child in others):
        return None
    return pictures, captions[0] if captions else None


def classes(node: LexborNode) -> list[str]:
    """Return the classes of an element."""
    return (node.attributes.get("class") or "").split()


def alignment_of(node: LexborNode) -> str:
    """Return how the element's own style or class aligns its text; empty where neither does."""
    told = node.attributes
    match = _TEXT_ALIGN.search(told.get("style") or "")
    asked = [match[1]] if match else [*(told.get("class") or "").split(), told.get("align") or ""]
    return next((word for word in asked if word in ALIGNMENTS), "")


def is_long(node: LexborNode) -> bool:
    """Whether a page might not hold an element's text: it is many letters, or many lines."""
    text = node.text()
    if len(text) > UNBREAKABLE_TEXT:
        return True
    lines = text.count("\n")
    if _is_one_text(node) and lines < UNBREAKABLE_LINES:
        return False  # as nearly every cell: to search each costs a tenth of the conversion
    return lines + len(node.css(_LINES)) > UNBREAKABLE_LINES


def cell_alignment(cell: TableCell) -> str:
    """Return a cell's alignment: centred, but for the heading of a row and whole sentences."""
    is_left = cell.node.attributes.get("scope") == "row" or len(cell.node.text()) > SENTENCE
    return alignment_of(cell.node) or ("left" if is_left else "center")


def first_number(items: LexborNode) -> int:
    """Return the number of the first item of an ``<ol>``; of one that states none, 1."""
    stated = (items.attributes.get("start") or "").strip()
    return int(stated) if _COUNT.fullmatch(stated) else 1


def one_line(text: str) -> str:
    """Collapse white space; a line break between two Chinese characters is none."""
    return one_space(join_lines(text))


def one_space(text: str) -> str:
    """Collapse white space, as HTML does."""
    return _SPACE.sub(" ", text)
