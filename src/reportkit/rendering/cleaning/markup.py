"""What in prose counts as markup: no tag, comment or script takes the words behind it with it.

A parser of HTML reads on from an element that nobody closed, from a quotation mark or a comment, to
the end, and what it read is text to nobody. So the prose is cut into tags before one reads it, and
what is none is shown as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Container

_TAG = re.compile(
    r"""</?([a-zA-Z][a-zA-Z0-9-]*+)
    (?:\s++[^\s"'<>/=]++(?:\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+'|[^\s"'=<>`]++))?+)*+\s*+/?>""",
    re.VERBOSE,
)
_BEGINS = re.compile("[a-zA-Z/!?]")
_COMMENT, _COMMENT_END = "<!--", "-->"
_CODE = ("script", "style")
_WORDS = re.compile(r"[^\0-\x7f]")


def only_tags(html: str, known: Container[str]) -> str:
    """Return HTML without comments and tags of other elements; what is no whole tag is text.

    Code, which nobody reads, goes with its tags, unless it has words in it.

    Parameters
    ----------
    html : str
    known : container of str
        The elements that stay.

    Examples
    --------
    >>> only_tags("<b>甲</b><textarea>乙<!-- 丙", {"b"})
    '<b>甲</b>乙&lt;!-- 丙'
    """
    folded = html.encode().lower().decode()  # of ASCII alone: no letter becomes two
    # Where an end is sought that comes no more, each beginning would be read to the end.
    last = {end: folded.rfind(end) for end in (_COMMENT_END, *(f"</{one}" for one in _CODE))}
    pieces: list[str] = []
    at = 0
    while (start := html.find("<", at)) >= 0:
        pieces.append(html[at:start])
        tag = _TAG.match(html, start)
        if tag is None:
            at = start + 1
            if html.startswith(_COMMENT, start) and last[_COMMENT_END] > start:
                at = html.index(_COMMENT_END, start) + len(_COMMENT_END)
            else:
                pieces.append("&lt;" if _BEGINS.match(html, at) else "<")
            continue
        name, at = tag[1].lower(), tag.end()
        if name in known:
            pieces.append(tag[0])
        elif name in _CODE and last[f"</{name}"] >= at:
            end = folded.index(f"</{name}", at)
            at = at if _WORDS.search(html, at, end) else end
    pieces.append(html[at:])
    return "".join(pieces)
