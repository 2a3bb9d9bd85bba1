"""Drawings that a page shows as images: their words are seen, as those of drawings in the page."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from html import unescape
from urllib.parse import unquote_to_bytes

from selectolax.lexbor import LexborHTMLParser

from reportkit.visible import without_unseen

_DATA_URL = re.compile(
    r"\s*data:image/([a-z0-9+.-]+)((?:;[^,;]*)*),(.*)", re.DOTALL | re.IGNORECASE
)
_IMAGE = re.compile(r'((?:src|href)=)"(\s*data:image/svg\+xml[^"]*)"', re.IGNORECASE)
_SPACES = {
    "xmlns": "http://www.w3.org/2000/svg",
    "xmlns:xlink": "http://www.w3.org/1999/xlink",
}


def image_in(address: str) -> tuple[str, bytes] | None:
    """Return the kind and the bytes of an image that an address holds; None where it holds none."""
    match = _DATA_URL.fullmatch(address)
    if match is None:
        return None
    data = unquote_to_bytes(match[3])
    if match[2].lower().endswith(";base64"):
        try:
            data = base64.b64decode(data + b"==")
        except binascii.Error:
            data = b""
    return match[1].lower(), data


def mend_images(html: str, clean: Callable[[str], str]) -> str:
    """Return HTML whose drawings with words are cleaned; what of them cannot be seen stands below.

    Parameters
    ----------
    html : str
        Cleaned already.
    clean : callable
        Cleans a drawing, and puts behind it what cannot be seen.
    """
    below: list[str] = []

    def mended(match: re.Match[str]) -> str:
        found = image_in(unescape(match[2]))
        svg = found and LexborHTMLParser(b"<body>" + found[1]).css_first("svg")
        if not svg or not svg.css_first("text, image, foreignObject"):
            return match[0]
        for name, space in _SPACES.items():
            svg.attrs[name] = space
        drawn, end, told = clean(svg.html or "").rpartition("</svg>")
        below.append(told.removesuffix("</div>"))
        # What is written for a page knows an entity that XML does not.
        text = without_unseen(f"{drawn}{end}").replace("&nbsp;", "&#160;")
        coded = base64.b64encode(text.encode()).decode()
        return f'{match[1]}"data:image/svg+xml;base64,{coded}"'

    return _IMAGE.sub(mended, html) + "".join(dict.fromkeys(below))
