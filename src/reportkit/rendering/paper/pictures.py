"""Pictures of an HTML page, inline SVG and ``data:`` images, as Typst draws them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from selectolax.lexbor import LexborHTMLParser

from reportkit.rendering.cleaning.drawn_images import image_in
from reportkit.rendering.fonts import printable
from reportkit.rendering.paper.literals import quoted

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

RASTER_FORMATS = {"png": "png", "jpeg": "jpg", "jpg": "jpg", "gif": "gif", "webp": "webp"}
NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
SKIPPED = frozenset({"foreignObject", "iframe", "script"})
MAX_DEPTH = 64
TEXT_WIDTH = 442  # points between the margins

_NAME = re.compile(r"(?:xlink:|xml:)?[A-Za-z_][\w.-]*", re.ASCII)
_PIXELS = re.compile(r"\s*(\d{1,6}(?:\.\d{1,6})?)\s*(?:px)?\s*", re.ASCII)
NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def picture_call(node: LexborNode, alt: str) -> str | None:
    """Return the Typst call that draws an ``<svg>`` or ``<img>``; None where there is nothing.

    Parameters
    ----------
    node : LexborNode
        The element.
    alt : str
        Its alternative text, as a Typst literal.
    """
    if node.tag == "svg":
        return _image(quoted(svg_xml(node)), "svg", "auto", alt)
    found = image_in(node.attributes.get("src") or "")
    if found is None:
        return None
    kind, data = found
    width = _width(node.attributes.get("width"))
    if kind == "svg+xml":
        svg = LexborHTMLParser(data).css_first("svg")
        return _image(quoted(svg_xml(svg)), "svg", width, alt) if svg else None
    if kind not in RASTER_FORMATS:
        return None
    # A tuple of numbers: Typst has no literal for bytes.
    numbers = ",".join(map(str, data))
    return _image(f"({numbers},)", RASTER_FORMATS[kind], width, alt)


def picture_alt(node: LexborNode) -> str:
    """Return what a picture is called: its alternative text, label or title."""
    attributes = node.attributes
    named = attributes.get("alt") or attributes.get("aria-label") or attributes.get("title")
    if named:
        return named
    titles = (child.text() for child in node.iter() if child.tag == "title")
    return next(titles, "") if node.tag == "svg" else ""


def svg_xml(svg: LexborNode) -> str:
    """Return a parsed ``<svg>`` element as well-formed XML.

    HTML lets names, attributes and entities pass that XML does not, so the tree is written out
    afresh. Scripts, handlers, foreign content and references out of the picture are left out.
    """
    return _element(svg, f" {NAMESPACES}", 0)


def _image(data: str, kind: str, width: str, alt: str) -> str:
    return f'image(bytes({data}), format: "{kind}", width: {width}, alt: {alt})'


def _width(pixels: str | None) -> str:
    match = _PIXELS.fullmatch(pixels or "")
    return f"{min(float(match[1]) * 0.75, TEXT_WIDTH):g}pt" if match else "auto"


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
    text = NOT_XML.sub("", node.text_content or "") if node.is_text_node else ""
    return escape(text if parent == "style" else printable(text))


def _attributes(node: LexborNode) -> str:
    kept = (
        (name, NOT_XML.sub("", value or ""))
        for name, value in node.attributes.items()
        if _NAME.fullmatch(name) and not name.startswith(("xmlns", "on"))
    )
    return "".join(
        f" {name}={quoteattr(value)}" for name, value in kept if not _leads_out(name, value)
    )


def _leads_out(name: str, value: str) -> bool:
    """Whether the attribute refers to something outside the picture."""
    return name in {"href", "xlink:href"} and not value.startswith(("#", "data:"))
