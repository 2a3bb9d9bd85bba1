"""What the last batch wrote into an index, so that the next one reads what changed since.

It is never trusted blindly: each row is held against its files, the whole against its digest, so
that one that was edited, or that another version of the kit wrote, counts as none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from reportkit.inputs.kit import package_digest
from reportkit.reading import parse_json
from reportkit.review.index.row import Row
from reportkit.visible import in_escapes

CACHE = "index.json"
_LAST = b',\n"digest": '
_FIRST, _BETWEEN, _END = b'\n"bureaus": [\n', b",\n", b"\n],\n"
# Not json.dumps, which makes an encoder each time that it is called so.
_encoded = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Cached:
    """What stands in ``index.json``.

    Attributes
    ----------
    rows : mapping of str to Row
        By code.
    stamps : mapping of str to str
        By code, what is another when a file is another that the row was read from.
    pages : mapping of str to str
        By name, the digest of each file that shows them.
    unusable : int
        Sources of parameters that told no bureau-year.
    title : str
        What stands above the pages.
    lines : mapping of str to bytes
        Rows as the file that was read has them, by code.
    """

    rows: Mapping[str, Row] = field(default_factory=dict)
    stamps: Mapping[str, str] = field(default_factory=dict)
    pages: Mapping[str, str] = field(default_factory=dict)
    unusable: int = 0
    title: str = ""
    lines: Mapping[str, bytes] = field(default_factory=dict, compare=False)


def read_cache(content: bytes | None, form: str, year: int) -> Cached | None:
    """Return what a file holds; None where it holds nothing that we wrote for this place."""
    try:
        head, _, _ = (content or b"").rpartition(_LAST)
        data = parse_json(content or b"")
        if (data["digest"], data["form"], data["year"]) != (_digest(head), form, year):
            return None
        rows = {one[0]: Row.from_json(one) for one in data["bureaus"]}
        lines = dict(zip(rows, _rows_in(head), strict=True))
        told = {name: data[name] for name in ("stamps", "pages", "unusable", "title")}
        return Cached(rows, lines=lines, **told)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def cache_bytes(cached: Cached, form: str, year: int, before: Cached) -> bytes:
    """Return the file: JSON, a line a bureau, whose columns are named once.

    Of rows that are as they were, the lines of the file before are kept.
    """
    bureaus = _BETWEEN.join(
        before.lines[code] if before.rows.get(code) == row else _json(row)
        for code, row in cached.rows.items()
    )
    said = {"form": form, "year": year, "unusable": cached.unusable, "title": cached.title}
    first = b'{%b,\n"columns": %b,' % (_json(said)[1:-1], _json(Row._fields))
    last = b'"pages": %b,\n"stamps": %b' % (_json(cached.pages), _json(cached.stamps))
    head = first + _FIRST + bureaus + _END + last
    return head + _LAST + b'"%b"}\n' % _digest(head).encode()


def _json(value: Any) -> bytes:
    return in_escapes(_encoded(value)).encode()


def _rows_in(head: bytes) -> list[bytes]:
    rows = head.partition(_FIRST)[2].partition(_END)[0]
    return rows.split(_BETWEEN) if rows else []


def _digest(head: bytes) -> str:
    return hashlib.sha256(package_digest().encode() + head).hexdigest()
