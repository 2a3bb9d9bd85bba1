"""In what a bureau's own notebook differs from the master notebook that it was copied from."""

from __future__ import annotations

from typing import Any

from reportkit.inputs.merge import Change, base_of, changes

_ADDED = {"injected-parameters", "papermill-error-cell-tag"}  # by papermill


def changed_cells(nb: Any) -> list[Change] | None:
    """Return the cells that are not as they were copied; None where nothing tells of a copy."""
    base = base_of(nb)
    if not base:
        return None
    own = [cell for cell in nb.cells if not _ADDED & {*cell.metadata.get("tags", ())}]
    as_copied = [
        {"id": id_, "cell_type": one.kind, "source": one.source, "metadata": {"tags": one.tags}}
        for id_, one in base.items()
    ]
    return changes(base, own, as_copied)
