"""The manifest of one bureau-year: what went in, what came out, and with what it was made."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from reportkit.batch.files import digest, files_below
from reportkit.params import Parameters, earlier_files

MANIFEST = "manifest.json"
_PACKAGE = Path(__file__).parents[1]
# The packages whose version can change a report.
_MAKERS = ("reportkit", "pandas", "openpyxl", "papermill", "nbconvert", "typst")


def manifest(
    parameters: Parameters, state: str, inputs: dict[str, str], outputs: Path
) -> dict[str, Any]:
    """Return the object written to ``manifest.json`` (see docs/files.md).

    Parameters
    ----------
    parameters : Parameters
    state : str
        ``passed`` or ``failed``.
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


@cache
def rules_digest() -> str:
    """Return the version of the rule set: the sha256 over its files."""
    return _folder_digest(_PACKAGE / "rules" / "catalogue")


@cache
def package_digest() -> str:
    """Return the version of the package as it lies on disk: code, data, templates and fonts."""
    return _folder_digest(_PACKAGE)


def _folder_digest(folder: Path) -> str:
    total = hashlib.sha256()
    for name in files_below(folder):
        if not name.endswith(".pyc"):
            total.update(name.encode())
            total.update((folder / name).read_bytes())
    return total.hexdigest()


@cache
def versions() -> dict[str, str]:
    """Return the versions of everything that can change a report."""
    makers = {name: version(name) for name in _MAKERS}
    return {"python": platform.python_version(), **makers}
