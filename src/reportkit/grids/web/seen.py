"""What a reader sees of the elements of a web page, and what is hidden from them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

SKIPPED = frozenset(
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
BLOCKS = frozenset(
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
NO_CLASS: frozenset[str] = frozenset()
"""No class at all is hidden."""
_TYPED = frozenset(("text", "number", "tel", ""))  # inputs that show what stands in them
_LINE_THROUGH = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
BLANKS = re.compile(r"\s+")
"""Which a page shows as one, however many there are."""
_BREAK = "\v"


def hiding_classes(tree: LexborHTMLParser) -> frozenset[str]:
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


def is_hidden(node: LexborNode, hiding: frozenset[str] = NO_CLASS) -> bool:
    """Whether an element is hidden, by itself or by one of the classes that are."""
    attributes = node.attributes
    if not attributes:
        return False
    if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
        return True
    return bool(hiding) and not hiding.isdisjoint((attributes.get("class") or "").split())


def cell_text(cell: LexborNode, hiding: frozenset[str] = NO_CLASS) -> tuple[str, str]:
    """Return what a cell shows, and why it is not certain: some of it is struck out, or a picture.

    Paragraphs stay apart, and a raised figure is a note: neither becomes part of a number.
    """
    pieces: list[str] = []
    why = _gather(cell, pieces, hiding)
    text = BLANKS.sub(lambda gap: _BREAK if _BREAK in gap[0] else " ", "".join(pieces))
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
        if tag in SKIPPED or is_hidden(child, hiding):
            if tag == "input" and (child.attributes.get("type") or "").lower() in _TYPED:
                pieces.append(child.attributes.get("value") or "")
            continue
        if tag == "img":
            why = why or "这一格里有图片"
        style = child.attributes.get("style") or ""
        around = _BREAK if tag in BLOCKS else ""
        pieces += [around, "（注" if tag in _RAISED else ""]
        why = _gather(child, pieces, hiding) or why
        if tag in _STRUCK or _LINE_THROUGH.search(style):
            why = "有划了删除线的字"
        pieces += ["）" if tag in _RAISED else "", around]
    return why
