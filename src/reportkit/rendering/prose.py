"""The prose of a report's public HTML, to compare it with another's.

It is what people read, whoever wrote it: the narrative, text that an analyst has added to the
notebook, tables of their own, the numbers of a chart that no official table has. The official
tables are left out, as figures say what is in them, and of pictures all but the caption.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from selectolax.lexbor import LexborHTMLParser, LexborNode

OPENING = "标题和开头"
"""What stands before the first section is called so."""

_LEFT_OUT = (
    ".watermark, section.draft, section.review, .cell.review, table.official, p.note, style, "
    "figure > :not(figcaption), details.numbers.screen, details.numbers > summary"
)
_INLINE = frozenset(
    ("a", "abbr", "b", "code", "em", "i", "mark", "q", "s", "small", "span", "strong", "sub", "sup")
)


def prose_of(html: str) -> dict[str, str]:
    """Return what a report says, by the heading of each section.

    Parameters
    ----------
    html : str
        A public rendition: the page, or what stands in its body.

    Returns
    -------
    dict of str to str
        A paragraph a line; a heading within a section is one, and so is a row of a table.
    """
    tree = LexborHTMLParser(html)
    for node in tree.css(_LEFT_OUT):
        node.decompose()
    sections: dict[str, list[str]] = {OPENING: []}
    heading = OPENING
    for block, text in _paragraphs(tree):
        if block == "h2":
            heading = text
            sections.setdefault(heading, [])
        else:
            sections[heading].append(text)
    return {title: "\n".join(lines) for title, lines in sections.items()}


def _paragraphs(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    """Yield what each stretch of text stands in, and the text; blanks in it are folded."""
    body = tree.body
    nodes = body.traverse(include_text=True) if body else ()
    for (block, _), texts in groupby(_texts(nodes), key=itemgetter(0)):
        folded = " ".join("".join(text for _, text in texts).split())
        if folded:
            yield block, folded


def _texts(nodes: Iterable[LexborNode]) -> Iterator[tuple[tuple[str, int], str]]:
    """Yield each text with the block that it is in, by tag and identity."""
    for node in nodes:
        if node.tag == "tr":
            cells = (" ".join(cell.text().split()) for cell in node.css("th, td"))
            yield (node.tag, node.mem_id), "｜".join(cells)
        elif node.tag == "br":
            yield (node.tag, node.mem_id), ""
        elif node.tag == "-text" and (block := _block(node)):
            yield (block.tag or "", block.mem_id), node.text_content or ""


def _block(text: LexborNode) -> LexborNode | None:
    """Return the block that a text is in; None within a row of a table, which tells its cells."""
    node = text.parent
    inner = None
    while node is not None and node.tag not in ("tr", "body"):
        if inner is None and node.tag not in _INLINE:
            inner = node
        node = node.parent
    return None if node is not None and node.tag == "tr" else inner or node
