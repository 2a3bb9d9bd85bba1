"""The manifest of one bureau-year: what went in, what came out, and with what it was made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportkit.inputs.files import digest, files_below
from reportkit.inputs.kit import package_digest, rules_digest, versions
from reportkit.inputs.names import MANIFEST
from reportkit.inputs.run_state import RunState
from reportkit.params import Parameters, earlier_files


def manifest(
    parameters: Parameters, state: RunState, inputs: dict[str, str], outputs: Path
) -> dict[str, Any]:
    """Return the object written to ``manifest.json`` (see docs/files.md).

    Parameters
    ----------
    parameters : Parameters
    state : RunState
        Passed or failed.
    inputs : dict of str to str
        What `input_digests` returned before the first of them was read.
    outputs : Path
        Folder of the outputs, complete but for the manifest.
    """
    return {
        "state": state,
        "parameters": parameters.for_notebook(),
        "edition": parameters.edition,
        "rules": rules_digest(),
        "package": package_digest(),
        "inputs": inputs,
        "outputs": output_digests(outputs),
        "versions": versions(),
    }


def input_digests(parameters: Parameters, workspace: Path) -> dict[str, str]:
    """Return the sha256 of every file that a report is made from, by path in the workspace.

    Each file is read anew at every call: one that many reports share may change between two.
    """
    return {path: digest(workspace / path) for path in input_files(parameters, workspace)}


def output_digests(folder: Path) -> dict[str, str]:
    """Return the sha256 of every output but the manifest itself, by name."""
    names = [name for name in files_below(folder) if name != MANIFEST]
    return {name: digest(folder / name) for name in names}


def input_files(parameters: Parameters, workspace: Path) -> list[str]:
    """Return every file that a report is made from, relative to the workspace, in order.

    The notebook, the raw data, and where they are there the bureau's own rules, the figures of
    earlier years, last year's prose, and the figures of members.
    """
    year, data = parameters.year, parameters.data_folder
    raw = {f"{data.as_posix()}/{name}" for name in files_below(workspace / data)}
    others = [
        parameters.notebook_file,
        parameters.previous_file,
        *earlier_files(parameters, workspace),
        parameters.data_folder_of(year - 1) / "narrative.md",
        *([Path(parameters.rules)] if parameters.rules else []),
    ]
    members = [
        f"outputs/{year}/{member}/{name}"
        for member in parameters.members
        for name in ("figures.json", "findings.json")
    ]
    named = {*(path.as_posix() for path in others), *members}
    return sorted(raw | {path for path in named if (workspace / path).is_file()})
