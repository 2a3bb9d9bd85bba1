"""Addresses that Word takes: it refuses a whole document for one that is no URI."""

from __future__ import annotations

import re
from urllib.parse import quote

from reportkit.rendering.paper.elements import EXTERNAL_LINK

_URI = re.compile(
    r"(?:https?://[a-z0-9.-]+(?::\d{1,5})?(?:[/?#][!#$%&'()*+,./0-9:;=?@A-Z_a-z~-]*)?"
    r"|mailto:[!$%&'*+./0-9=?@A-Z_a-z~-]+|tel:[+0-9().-]+)",
    re.IGNORECASE,
)
_KEPT = "!#$%&'()*+,/:;=?@~"


def safe_link(address: str) -> str:
    """Return an address as a URI; empty, where it is none or leads to no page, mail or telephone.

    Examples
    --------
    >>> safe_link("https://www.gov.cn/条例?a=1")
    'https://www.gov.cn/%E6%9D%A1%E4%BE%8B?a=1'
    >>> safe_link("http://[::1"), safe_link("file:///etc/passwd")
    ('', '')
    """
    uri = quote(address, safe=_KEPT) if EXTERNAL_LINK.fullmatch(address) else ""
    broken = re.search(r"%(?![0-9A-Fa-f]{2})|#.*#", uri)
    return uri if _URI.fullmatch(uri) and not broken else ""
