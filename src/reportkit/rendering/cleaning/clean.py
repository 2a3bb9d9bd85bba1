"""HTML that others wrote, without what acts, asks, leads away or hides.

Prose may bring text, tables, lists, links and pictures. A notebook's own outputs may bring more,
classes, drawings and colours of a data frame, but neither scripts nor forms, and no style by which
what is there could not be seen.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache, lru_cache
from typing import Any

import nh3

from reportkit.rendering.cleaning.markup import only_tags
from reportkit.rendering.cleaning.styles import safe_declarations, safe_property, safe_sheet

_PROSE = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "center", "code", "col", "colgroup", "dd"),
    *("del", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small"),
    *("span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u"),
    *("ul", "var"),
}
_DRAWN = {
    *("circle", "clipPath", "defs", "desc", "ellipse", "g", "image", "line", "linearGradient"),
    *("marker", "path", "pattern", "polygon", "polyline", "radialGradient", "rect", "stop", "svg"),
    *("symbol", "text", "title", "tspan", "use"),
}
_OWN = {
    *_PROSE,
    *_DRAWN,
    *("article", "aside", "details", "footer", "header", "main", "section", "style", "summary"),
    "time",
}
# What is no text to a reader even where the element goes.
_WITHOUT_CONTENT = {"iframe", "noembed", "noframes", "noscript", "script", "template", "textarea"}

_PROSE_ATTRIBUTES = {
    "*": {"align", "style", "title"},
    "a": {"href"},
    "img": {"alt", "height", "src", "width"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan", "valign"},
    "th": {"colspan", "rowspan", "scope", "valign"},
}
_DRAWN_ATTRIBUTES = {
    *("clip-path", "clipPathUnits", "cx", "cy", "d", "dx", "dy", "fx", "fy", "gradientTransform"),
    *("gradientUnits", "height", "href", "markerHeight", "markerUnits", "markerWidth", "offset"),
    *("orient", "pathLength", "patternTransform", "patternUnits", "points", "preserveAspectRatio"),
    *("r", "refX", "refY", "rotate", "rx", "ry", "transform", "viewBox", "width"),
    *("x", "x1", "x2", "xlink:href", "xml:space", "xmlns", "xmlns:xlink", "y", "y1", "y2"),
}
_STYLED_ATTRIBUTES = {
    *("clip-rule", "color", "dominant-baseline", "fill", "fill-opacity", "fill-rule"),
    *("font-family", "font-size", "font-style", "font-weight", "stop-color", "stroke"),
    "stroke-dasharray",
    *("stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-opacity"),
    *("stroke-width", "text-anchor"),
}
_OWN_ATTRIBUTES = {
    **_PROSE_ATTRIBUTES,
    **dict.fromkeys(_DRAWN, _DRAWN_ATTRIBUTES | _STYLED_ATTRIBUTES),
    "*": {*_PROSE_ATTRIBUTES["*"], "aria-label", "class", "datetime", "id", "lang", "role"},
    "details": {"open"},
    "col": {"span", "width"},
    "table": {"border"},
}

_NAME = 12  # hexadecimal digits: enough to tell the outputs of a report apart
_REMEMBERED = 64  # one report, whose outputs all its renditions print

_LINK = re.compile(r"(?:https?://|mailto:|tel:|#)\S*", re.IGNORECASE)
_PICTURE = re.compile(r"data:image/[a-z0-9.+-]+[;,].*", re.IGNORECASE | re.DOTALL)
_SCOPED = re.compile(r"<style scoped\b.*?(?:</style\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_SHEET = re.compile(r"(<style\b[^>]*>)(.*?)</style>", re.DOTALL | re.IGNORECASE)
_TEXT_ALIGN = re.compile(r"text-align\s*:\s*(left|center|right)\s*;?", re.IGNORECASE)


@lru_cache(_REMEMBERED)
def clean_prose(html: str) -> str:
    """Return HTML of prose: of style it keeps how a text is aligned."""
    cleaned = str(_prose().clean(only_tags(_without_formulas(_whole(html)), _PROSE)))
    return _with_words(cleaned)


@lru_cache(_REMEMBERED)
def clean_own(html: str) -> str:
    """Return HTML of an output: as it was, but for what acts, asks, leads away or hides.

    A style sheet that would look nowhere but in its own frame goes as a whole: what pandas writes
    with each data frame is of no use in a report. Any other reaches its own output alone.
    """
    if "<foreignobject" not in html.lower():
        return _cleaned_own(html)
    from reportkit.rendering.cleaning.drawn_words import told_below, words_laid_in

    return _cleaned_own(html) + told_below(words_laid_in(html))


def _cleaned_own(html: str) -> str:
    cleaned = str(_own().clean(_SCOPED.sub("", _without_formulas(_whole(html)))))
    cleaned = _with_words(cleaned)
    if "<text" in cleaned:
        # The HTML parser is wanted by nobody who has no words in drawings.
        from reportkit.rendering.cleaning.drawn_words import show_words

        cleaned = show_words(cleaned)
    if not _SHEET.search(cleaned):
        return cleaned
    name = f"own-{hashlib.sha256(cleaned.encode()).hexdigest()[:_NAME]}"

    def placed(match: re.Match[str]) -> str:
        return f"{match[1]}{safe_sheet(match[2], f'.{name}')}</style>"

    styled = _SHEET.sub(placed, cleaned)
    # A drawing is taken out of its page by who prints it, and has to know its own name then.
    if styled.startswith("<svg") and ' class="' not in styled.partition(">")[0]:
        return f'<svg class="{name}"{styled.removeprefix("<svg")}'
    return f'<div class="{name}">{styled}</div>'


def _without_formulas(html: str) -> str:
    """Return HTML with formulas as text: a cleaner knows nothing of them, and drops their words."""
    if "<math" not in html.lower():
        return html
    from reportkit.rendering.cleaning.formulas import formulas_as_text

    return formulas_as_text(html)


def _with_words(html: str) -> str:
    """Return HTML with the words of drawings that it shows as images."""
    if "data:image/svg" not in html.lower():
        return html
    from reportkit.rendering.cleaning.drawn_images import mend_images

    return mend_images(html, clean_own)


def _whole(html: str) -> str:
    """Return a text without halves of characters, which no file can hold."""
    return html.encode("utf-8", "ignore").decode()


@cache
def _prose() -> nh3.Cleaner:
    return _cleaner(_PROSE, _PROSE_ATTRIBUTES, _prose_attribute, {"style"})


@cache
def _own() -> nh3.Cleaner:
    return _cleaner(_OWN, _OWN_ATTRIBUTES, _own_attribute, set())


def _cleaner(
    tags: set[str], attributes: dict[str, set[str]], kept: Any, without: set[str]
) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=tags,
        attributes=attributes,
        attribute_filter=kept,
        clean_content_tags=_WITHOUT_CONTENT | without,
        url_schemes={"data", "http", "https", "mailto", "tel"},
        link_rel=None,
    )


def _prose_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "style":
        found = _TEXT_ALIGN.search(value)
        return f"text-align:{found[1]}" if found else None
    return _address(tag, name, value)


def _own_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "style":
        return safe_declarations(value) or None
    if name in _STYLED_ATTRIBUTES:
        return value if safe_property(name, value) else None
    if name == "clip-path" and not value.startswith("url(#"):
        return None
    return _address(tag, name, value)


def _address(tag: str, name: str, value: str) -> str | None:
    """Return an attribute, unless it is an address that leads where none may."""
    if name == "src" or (name.endswith("href") and tag == "image"):
        return value if _PICTURE.fullmatch(value) else None
    if name.endswith("href"):
        pattern_fits = value.startswith("#") if tag != "a" else _LINK.fullmatch(value.strip())
        return value if pattern_fits else None
    return value
