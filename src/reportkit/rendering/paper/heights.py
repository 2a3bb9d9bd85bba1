"""How high tables are, asked of Typst once for all reports that have a table of that look.

A table is laid out according to how high it is, and to find that out takes as long as to lay it
out. The tables of a form differ from report to report in numbers alone, which make no row higher.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

import typst

from reportkit.rendering.paper.typst_table import TableCall

_MOST_KEPT = 4096
_LABEL = "table-height"
_PLACED = ("label(", "picture(")
"""What a table alone is no document with: links lead elsewhere, pictures may be none."""

_told: dict[bytes, float] = {}  # points, by the digest of what they were asked with


def known_heights(tables: Sequence[TableCall], style: str, fonts: typst.Fonts) -> str:
    """Return the definition of ``heights``, by which the tables of a document are laid out.

    A table that Typst cannot measure by itself is left out, to be measured where it stands.

    Parameters
    ----------
    tables : sequence of TableCall
    style : str
        What defines ``table-height``, and how a report looks.
    fonts : typst.Fonts
    """
    asked = {_digest(one.height): one for one in tables if not _is_placed(one)}
    if len(_told) > _MOST_KEPT:
        _told.clear()
    unknown = {key: one for key, one in asked.items() if key not in _told}
    _told.update(zip(unknown, _measured(list(unknown.values()), style, fonts), strict=False))
    known = ((one.name, _told.get(_digest(one.height))) for one in tables)
    pairs = "".join(f"{name}: {high!r}pt, " for name, high in known if high is not None)
    return f"#let heights = ({pairs or ':'})\n"


def _digest(call: str) -> bytes:
    """Return what a look is known by: no words of a report stay behind."""
    return hashlib.sha256(call.encode()).digest()


def _is_placed(table: TableCall) -> bool:
    return any(words in table.height for words in _PLACED)


def _measured(tables: Sequence[TableCall], style: str, fonts: typst.Fonts) -> list[float]:
    """Return how many points high some tables are; nothing where Typst stumbles over one."""
    if not tables:
        return []
    asked = "".join(f"#context [#metadata({one.height}.pt())<{_LABEL}>]\n" for one in tables)
    source = f"{style}\n#show: report\n{asked}"
    try:
        found = typst.query(source.encode(), f"<{_LABEL}>", field="value", font_paths=fonts)
    except typst.TypstError:
        return []
    return [float(high) for high in json.loads(found)]
