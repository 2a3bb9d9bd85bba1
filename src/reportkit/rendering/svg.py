"""Inline SVG of an HTML page as an XML document that stands alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from reportkit.rendering.fonts import printable

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
SKIPPED = frozenset({"script", "foreignObject", "a:script", "iframe"})
MAX_DEPTH = 64

_NAME = re.compile(r"(?:xlink:|xml:)?[A-Za-z_][\w.-]*", re.ASCII)
_CONTROL = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def svg_xml(svg: LexborNode) -> str:
    """Return a parsed ``<svg>`` element as well-formed XML.

    HTML lets names, attributes and entities pass that XML does not, so the tree is written out
    afresh. Scripts, handlers, foreign content and references out of the picture are dropped.
    """
    return _element(svg, f" {NAMESPACES}", 0)


def svg_title(svg: LexborNode) -> str:
    """Return the name by which a picture is read out: its label, else its title."""
    label = svg.attributes.get("aria-label")
    if label:
        return label
    for child in svg.iter():
        if child.tag == "title":
            return child.text()
    return ""


def _element(node: LexborNode, namespaces: str, depth: int) -> str:
    tag = node.tag or ""
    if depth > MAX_DEPTH or tag in SKIPPED or not _NAME.fullmatch(tag):
        return ""
    opening = tag + namespaces + _attributes(node)
    content = "".join(_content(child, tag, depth) for child in node.iter(include_text=True))
    return f"<{opening}>{content}</{tag}>" if content else f"<{opening}/>"


def _content(node: LexborNode, parent: str, depth: int) -> str:
    if node.is_element_node:
        return _element(node, "", depth + 1)
    text = _CONTROL.sub("", node.text_content or "") if node.is_text_node else ""
    return escape(text if parent == "style" else printable(text))


def _attributes(node: LexborNode) -> str:
    kept = (
        (name, _CONTROL.sub("", value or ""))
        for name, value in node.attributes.items()
        if _NAME.fullmatch(name) and not name.startswith(("xmlns", "on"))
    )
    return "".join(
        f" {name}={quoteattr(value)}" for name, value in kept if not _leads_out(name, value)
    )


def _leads_out(name: str, value: str) -> bool:
    """Whether the attribute refers to something outside the picture."""
    return name in {"href", "xlink:href"} and not value.startswith(("#", "data:"))
