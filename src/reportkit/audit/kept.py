"""What was read of a published report as plain data: to be carried between processes, and kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportkit.figures import value_from_json, value_to_json
from reportkit.forms import Form
from reportkit.grids.document import Document
from reportkit.narrative import Narrative
from reportkit.published.model import Published
from reportkit.published.tables.rows import Place


def to_kept(one: Published) -> dict[str, Any]:
    """Return a report as plain data, without the document itself."""
    return {
        "file": one.file,
        "form": one.edition.form.id,
        "edition": one.edition.id,
        "tables": list(one.edition.variants),
        "bureau": one.bureau,
        "year": one.year,
        "values": {cell: value_to_json(value) for cell, value in one.values.items()},
        "doubts": dict(one.doubts),
        "notes": dict(one.notes),
        "places": {cell: [p.block, p.row, p.column] for cell, p in one.places.items()},
        "opening": one.narrative.opening,
        "sections": dict(one.narrative.sections),
    }


def from_kept(data: Mapping[str, Any], forms: Mapping[str, Form]) -> Published:
    """Read back what `to_kept` returned.

    Raises
    ------
    AttributeError, LookupError, TypeError, ValueError
        Where it is nothing of the kind.
    """
    form = forms[data["form"]]
    file = data["file"]
    return Published(
        file,
        form.edition(data["edition"], tuple(data["tables"])),
        data["bureau"],
        data["year"],
        {cell: value_from_json(value) for cell, value in data["values"].items()},
        data["doubts"],
        data["notes"],
        {cell: Place(*place) for cell, place in data["places"].items()},
        Narrative("", data["opening"], data["sections"]),
        Document(file, "", ()),
    )
