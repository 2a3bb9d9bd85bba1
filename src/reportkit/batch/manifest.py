"""The manifest of one bureau-year: what went in, what came out, and with what it was made."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from reportkit.figures import earlier_files
from reportkit.params import Parameters

MANIFEST = "manifest.json"
_PACKAGE = Path(__file__).parents[1]
# The packages whose version can change a report.
_MAKERS = ("reportkit", "pandas", "openpyxl", "papermill", "nbconvert", "typst")


def manifest(parameters: Parameters, state: str, workspace: Path, outputs: Path) -> dict[str, Any]:
    """Return the object written to ``manifest.json`` (see docs/files.md).

    Parameters
    ----------
    parameters : Parameters
    state : str
        ``passed`` or ``failed``.
    workspace : Path
        What the inputs are relative to.
    outputs : Path
        Folder of the outputs, complete but for the manifest.
    """
    return {
        "state": state,
        "parameters": parameters.for_notebook(),
        "edition": parameters.edition,
        "rules": rules_digest(),
        "package": package_digest(),
        "inputs": input_digests(parameters, workspace),
        "outputs": output_digests(outputs),
        "versions": versions(),
    }


def input_digests(parameters: Parameters, workspace: Path) -> dict[str, str]:
    """Return the sha256 of every file that a report is made from, by path in the workspace."""
    paths = input_files(parameters, workspace)
    return {path.as_posix(): digest(workspace / path) for path in paths}


def output_digests(folder: Path) -> dict[str, str]:
    """Return the sha256 of every output but the manifest itself, by name."""
    return {path.name: digest(path) for path in _files(folder) if path.name != MANIFEST}


def digest(path: Path) -> str:
    """Return the sha256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def input_files(parameters: Parameters, workspace: Path) -> list[Path]:
    """Return every file that a report is made from, relative to the workspace, in order.

    The notebook, the raw data, and where they are there the bureau's own rules, the figures of
    earlier years, last year's prose, and the figures of members.
    """
    year, data = parameters.year, parameters.data_folder
    raw = [data / path.relative_to(workspace / data) for path in _files(workspace / data)]
    members = [
        Path("outputs", str(year), member, name)
        for member in parameters.members
        for name in ("figures.json", "findings.json")
    ]
    others = [
        parameters.notebook_file,
        parameters.previous_file,
        *earlier_files(parameters, workspace),
        parameters.data_folder_of(year - 1) / "narrative.md",
        *([Path(parameters.rules)] if parameters.rules else []),
        *members,
    ]
    return sorted({*raw, *(path for path in others if (workspace / path).is_file())})


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


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
    for path in _files(folder):
        if path.suffix != ".pyc":
            total.update(path.relative_to(folder).as_posix().encode())
            total.update(path.read_bytes())
    return total.hexdigest()


@cache
def versions() -> dict[str, str]:
    """Return the versions of everything that can change a report."""
    makers = {name: version(name) for name in _MAKERS}
    return {"python": platform.python_version(), **makers}
