"""Text as editors save it: UTF-8, with or without a mark, UTF-16, or GB 18030."""

from __future__ import annotations

import codecs

UTF_8 = "UTF-8"
_MARKED = {
    codecs.BOM_UTF8: ("utf-8-sig", UTF_8),
    codecs.BOM_UTF16_LE: ("utf-16", "UTF-16"),
    codecs.BOM_UTF16_BE: ("utf-16", "UTF-16"),
}
# GB 18030 makes sense of nearly any bytes. Of Chinese text in it, UTF-8 makes next to none; text
# of which UTF-8 makes nearly everything is UTF-8 that was spoilt.
_MOSTLY = 10


def decode(data: bytes) -> tuple[str, str]:
    """Return the text of a file, and the name of its encoding.

    Raises
    ------
    UnicodeDecodeError
        Where it is in none of the encodings, or in UTF-8 but for a few bytes.
    """
    for mark, (encoding, name) in _MARKED.items():
        if data.startswith(mark):
            return data.decode(encoding), name
    try:
        return data.decode("utf-8"), UTF_8
    except UnicodeDecodeError:
        guess = data.decode("utf-8", errors="replace")
        spoilt = guess.count("\ufffd")
        if _MOSTLY * spoilt <= sum(char > "\x7f" for char in guess):
            raise
        return data.decode("gb18030"), "GB 18030"
