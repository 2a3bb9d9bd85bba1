"""What was read of a published report as plain data: to be carried between processes, and kept.

The document itself is not: it is read anew where it is shown. Where to read it takes seconds, as
pictures have to be recognised, what its page shows is kept with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from reportkit.figures import value_from_json, value_to_json
from reportkit.forms import Form
from reportkit.grids.document import Block, Document, Paragraph
from reportkit.grids.model import Area, Box, Grid
from reportkit.narrative import Narrative
from reportkit.published.model import Published
from reportkit.published.tables.rows import Place

_Plain: TypeAlias = dict[str, Any]


def to_kept(one: Published) -> _Plain:
    """Return a report as plain data."""
    kept: _Plain = {
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
    if one.document.recognised:
        kept["blocks"] = [_block_to_kept(block) for block in one.document.blocks]
    return kept


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
        _document(file, data.get("blocks")),
    )


def _document(file: str, blocks: Any) -> Document:
    """Return what was recognised of a document; without anything in it where nothing was."""
    if blocks is None:
        return Document(file, "", ())
    return Document(file, "", tuple(_block(file, each) for each in blocks), recognised=True)


def _block_to_kept(block: Block) -> _Plain:
    if isinstance(block, Paragraph):
        return {"text": block.text, "page": block.page}
    return {
        "page": block.page,
        "rows": [[number, list(values)] for number, values in block.rows],
        "merged": [list(area) for area in block.merged],
        "boxes": [[*place, *box] for place, box in block.boxes.items()],
    }


def _block(file: str, data: _Plain) -> Block:
    page = int(data["page"])
    if "rows" not in data:
        return Paragraph(str(data["text"]), page)
    return Grid(
        file,
        [(int(number), [*map(_text, values)]) for number, values in data["rows"]],
        merged=tuple(Area(*map(int, area)) for area in data["merged"]),
        page=page,
        boxes={(int(row), int(at)): Box(*map(float, box)) for row, at, *box in data["boxes"]},
    )


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
