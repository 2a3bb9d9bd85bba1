"""Formulas in MathML, as a line of text: no rendition sets them, and none may lose them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING

from selectolax.lexbor import LexborHTMLParser

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_TAG = re.compile(r"<math(?=[\s/>])[^<>]*>", re.IGNORECASE | re.ASCII)
# All but `menu`, `meter`, `mark`, `main` and `map` are of formulas.
_ANY_TAG = re.compile(
    r"</?m(?!enu|eter|ark|ain|ap)[a-z]+(?=[\s/>])[^<>]*>", re.IGNORECASE | re.ASCII
)
_END = re.compile(r"</math\s*>", re.IGNORECASE | re.ASCII)
_SINGLE = re.compile(r"[\w.,%]*")
_UNSAID = frozenset({"annotation", "annotation-xml", "mphantom", "script", "style"})
_MAX_DEPTH = 64


def formulas_as_text(html: str) -> str:
    """Return HTML in which each formula is its text; of one that nobody closed, the tags go.

    Examples
    --------
    >>> formulas_as_text("<math><mfrac><mn>12</mn><mn>345</mn></mfrac><mo>=</mo></math>件")
    '12/345=件'
    """
    pieces, at = [], 0
    while (begins := _TAG.search(html, at)) and (ends := _END.search(html, begins.end())):
        pieces += [html[at : begins.start()], _text(html[begins.start() : ends.end()])]
        at = ends.end()
    return "".join([*pieces, _ANY_TAG.sub("", html[at:])])


def _text(formula: str) -> str:
    root = LexborHTMLParser(f"<body>{formula}").css_first("math")
    return escape(" ".join(_said(root, 0).split()), quote=False) if root else ""


def _said(node: LexborNode, depth: int) -> str:
    if node.is_text_node:
        return node.text_content or ""
    tag = node.tag or ""
    if tag in _UNSAID or not node.is_element_node:
        return ""
    if depth > _MAX_DEPTH:
        return node.text()
    told = [(child, _said(child, depth + 1)) for child in node.iter(include_text=True)]
    if (write := _WRITTEN.get(tag)) and (
        parts := [said for child, said in told if child.tag != "-text"]
    ):
        return write(parts)
    return "".join(said for _, said in told)


def _group(text: str) -> str:
    """Return a text that is one thing: in brackets where it is more than a name or a number."""
    text = text.strip()
    return text if _SINGLE.fullmatch(text) else f"({text})"


def _between(*marks: str) -> Callable[[Sequence[str]], str]:
    """Return what writes the parts of an element with a mark before all but the first."""

    def write(parts: Sequence[str]) -> str:
        first, *others = map(_group, parts)
        return first + "".join(map("".join, zip(marks, others, strict=False)))

    return write


def _root(parts: Sequence[str]) -> str:
    return f"√{_group(''.join(parts))}"


_WRITTEN: dict[str, Callable[[Sequence[str]], str]] = {
    "mfrac": _between("/"),
    "msup": _between("^"),
    "mover": _between("^"),
    "msub": _between("_"),
    "munder": _between("_"),
    "msubsup": _between("_", "^"),
    "munderover": _between("_", "^"),
    "msqrt": _root,
    "mroot": lambda parts: f"{_group(parts[-1])}√{_group(''.join(parts[:-1]))}",
    "mtr": "，".join,
    "mtable": "；".join,
}
