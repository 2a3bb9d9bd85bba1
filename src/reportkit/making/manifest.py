"""The manifest of one bureau-year: what went in, what came out, and with what it was made."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from reportkit.inputs.agreement import disagreements, with_digest
from reportkit.inputs.files import digest, files_below
from reportkit.inputs.kit import package_digest, rules_digest, versions
from reportkit.inputs.names import MANIFEST, ROLES, reviewed_file
from reportkit.inputs.run_state import RunState
from reportkit.params import Parameters
from reportkit.reading import read_json


def manifest(
    parameters: Parameters,
    *,
    state: RunState,
    edition: str,
    under_review: bool,
    reviewed: Path,
    embed_fonts: bool,
    inputs: dict[str, str],
    outputs: Path,
) -> dict[str, Any]:
    """Return the object written to ``manifest.json`` (see docs/files.md).

    Parameters
    ----------
    parameters : Parameters
    state : RunState
        Passed or failed.
    edition : str
        Of the form.
    under_review : bool
        Whether the renditions say that they are not signed yet.
    reviewed : Path
        What the report stated when it was reviewed last: the review page tells what has changed
        since. It is no input, and a report is not made anew for it.
    embed_fonts : bool
        Whether the pages bring their fonts along.
    inputs : dict of str to str
        What `decisions.inputs.input_digests` returned before the first of them was read.
    outputs : Path
        Folder of the outputs, complete but for the manifest.
    """
    made = {
        "state": state,
        "parameters": parameters.for_notebook(),
        "form": parameters.form,
        "edition": edition,
        "under_review": under_review,
        "reviewed": digest(reviewed) if reviewed.is_file() else "",
        "embed_fonts": embed_fonts,
        "rules": rules_digest(),
        "package": package_digest(),
        "inputs": inputs,
        "outputs": output_digests(outputs),
        "versions": versions(embed_fonts=embed_fonts),
    }
    return with_digest(made)


def read_manifest(parameters: Parameters, workspace: Path) -> dict[str, Any]:
    """Return the manifest of the outputs as they stand; nothing where none can be trusted."""
    try:
        read = read_json(workspace / parameters.output_folder / MANIFEST)
    except (OSError, ValueError):
        return {}
    return {} if not isinstance(read, dict) or disagreements(read, parameters.key, {}) else read


def reviewed_path(parameters: Parameters) -> Path:
    """Return where it is kept what a report stated when it was reviewed last."""
    return parameters.data_folder / reviewed_file(parameters.form)


def is_under_review(workspace: Path) -> bool:
    """Return whether reports of a workspace have to be signed before they go out."""
    return os.path.isfile(f"{workspace}/{ROLES}")  # noqa: PTH113 - thousands ask


def output_digests(folder: Path) -> dict[str, str]:
    """Return the sha256 of every output but the manifest itself, by name."""
    names = [name for name in files_below(folder) if name != MANIFEST]
    return {name: digest(folder / name) for name in names}
