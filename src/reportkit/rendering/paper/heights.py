"""How high the rows of tables are, asked of Typst once for all reports with a table of that look.

A table is laid out according to how high it is, and to find that out takes as long as to lay it
out; so it does for each of its rows. The tables of a form differ from report to report in numbers
alone, which make no row higher.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

import typst

from reportkit.rendering.paper.typst_table import TableCall

_MOST_KEPT = 4096
_LABEL = "row-height"
_PLACED = ("label(", "picture(")
"""What a table alone is no document with: links lead elsewhere, pictures may be none."""

_told: dict[bytes, tuple[float, ...]] = {}  # points, by the digest of what they were asked with


def known_heights(tables: Sequence[TableCall], style: str, fonts: typst.Fonts) -> str:
    """Return the definition of ``heights``, by which the tables of a document are laid out.

    A table that Typst cannot lay out by itself is left out, to be measured where it stands.

    Parameters
    ----------
    tables : sequence of TableCall
    style : str
        What defines ``told-heights``, and how a report looks.
    fonts : typst.Fonts
    """
    asked = {_digest(one.look): one for one in tables if not _is_placed(one)}
    if len(_told) > _MOST_KEPT:
        _told.clear()
    unknown = {key: one for key, one in asked.items() if key not in _told}
    _told.update(zip(unknown, _measured(list(unknown.values()), style, fonts), strict=False))
    known = ((one.name, _told.get(_digest(one.look), ())) for one in tables)
    pairs = (f"{name}: ({''.join(f'{high!r}pt, ' for high in rows)})" for name, rows in known)
    return f"#let heights = ({', '.join(pairs) or ':'})\n"


def _digest(call: str) -> bytes:
    """Return what a look is known by: no words of a report stay behind."""
    return hashlib.sha256(call.encode()).digest()


def _is_placed(table: TableCall) -> bool:
    return any(words in table.look for words in _PLACED)


def _measured(
    tables: Sequence[TableCall], style: str, fonts: typst.Fonts
) -> list[tuple[float, ...]]:
    """Return how many points high the rows are; nothing where Typst stumbles over a table."""
    if not tables:
        return []
    asked = "".join(f"#told-heights({n}, {one.look})\n" for n, one in enumerate(tables))
    source = f"{style}\n#show: report\n{asked}"
    try:
        found = typst.query(source.encode(), f"<{_LABEL}>", field="value", font_paths=fonts)
    except typst.TypstError:
        return []
    rows: list[dict[int, float | None]] = [{} for _ in tables]
    for table, row, high in json.loads(found):
        rows[table][row] = high
    return [_in_order(one) for one in rows]


def _in_order(rows: Mapping[int, float | None]) -> tuple[float, ...]:
    """Return the heights; nothing where a row is as high as there is room, which is not told."""
    told = [float(high) for _, high in sorted(rows.items()) if high is not None]
    return tuple(told) if len(told) == len(rows) else ()
