"""How each bureau-year ended last, as the record of earlier batches says."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from reportkit.inputs.names import MANIFEST
from reportkit.inputs.run_state import RunState
from reportkit.making.manifest import read_manifest
from reportkit.params import DEFAULT_FORM, Key, Parameters
from reportkit.reading import read_json

LAST_RUN = "run.json"


def last_states(outputs: Path) -> dict[Key, RunState]:
    """Return how each bureau-year ended last; empty where there is no record that can be read."""
    states = {state.value: state for state in RunState}
    told = {key: str(report.get("state")) for key, report in last_reports(outputs).items()}
    return {key: states[state] for key, state in told.items() if state in states}


def last_reports(outputs: Path) -> dict[Key, dict[str, Any]]:
    """Return what the last ``run.json`` says; nothing where there is none that can be read."""
    try:
        run = read_json(outputs / LAST_RUN)
        return {_key(one): one for one in run["reports"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return {}


def _key(report: dict[str, Any]) -> Key:
    # What was written before there were other forms names none.
    form, bureau = report.get("form", DEFAULT_FORM), report["bureau"]
    if not (isinstance(form, str) and isinstance(bureau, str)):
        raise TypeError
    return Key(form, int(report["year"]), bureau)


def failed_last_time(parameters: Iterable[Parameters], workspace: Path) -> list[Parameters]:
    """Return the bureau-years whose outputs do not reconcile, or whose last run failed or broke."""
    states = last_states(workspace / "outputs")
    return [
        one
        for one in parameters
        if states.get(one.key) in {RunState.FAILED, RunState.BROKEN} or _failed(one, workspace)
    ]


def _failed(one: Parameters, workspace: Path) -> bool:
    """Whether outputs stand that do not reconcile, or whose manifest cannot be trusted."""
    if made := read_manifest(one, workspace):
        return made.get("state") == RunState.FAILED
    return (workspace / one.output_folder / MANIFEST).exists()
