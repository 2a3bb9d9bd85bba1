"""Some of the bureau-years: by bureau, by year, by how they ended last."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from reportkit.batch.manifest import MANIFEST
from reportkit.batch.record import last_states
from reportkit.params import Parameters


def select(
    parameters: Iterable[Parameters], bureaus: Collection[str], years: Collection[int]
) -> list[Parameters]:
    """Return the bureau-years of some bureaus and some years; none named means all."""
    return [
        one
        for one in parameters
        if (not bureaus or one.bureau in bureaus) and (not years or one.year in years)
    ]


def failed_last_time(parameters: Iterable[Parameters], workspace: Path) -> list[Parameters]:
    """Return the bureau-years whose outputs do not reconcile, or whose last run failed or broke."""
    states = last_states(workspace / "outputs")
    return [
        one
        for one in parameters
        if states.get((one.bureau, one.year)) in {"failed", "broken"}
        or _json(workspace / one.output_folder / MANIFEST).get("state") == "failed"
    ]


def _json(path: Path) -> dict[str, Any]:
    """Return an object that was written; an empty one where none can be read."""
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}
