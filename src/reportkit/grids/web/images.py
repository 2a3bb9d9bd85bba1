"""The pictures of a web page: which of them it holds itself, and which are ornaments."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_DATA = re.compile(r"data:image/[\w.+-]+((?:;[\w=.-]+)*),", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(\d{1,4})\s*(?:px)?\s*")
_ICON = 80  # dots: no table is as narrow


def data_of(image: LexborNode) -> bytes | None:
    """Return a picture that stands in the page itself; None of one that lies elsewhere.

    Nothing is fetched, and no file beside the page is opened.
    """
    source = (image.attributes.get("src") or "").strip()
    told = _DATA.match(source)
    if told is None:
        return None
    content = unquote_to_bytes(source[told.end() :])
    if not told[1].lower().endswith(";base64"):
        return content
    try:
        return base64.b64decode(content)
    except binascii.Error:
        return None


def is_icon(image: LexborNode) -> bool:
    """Whether a page says of a picture that it is shown as small as an icon."""
    told = _NUMBER.fullmatch(image.attributes.get("width") or "")
    return told is not None and int(told[1]) < _ICON


def is_frame(table: LexborNode) -> bool:
    """Whether nothing but pictures stands in a table."""
    return table.css_first("img") is not None and not table.text().strip()
