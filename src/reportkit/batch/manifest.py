"""The manifest of one bureau-year: what went in, what came out, and with what it was made."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from reportkit.params import Parameters

# The packages whose version can change a report.
_MAKERS = ("reportkit", "pandas", "openpyxl", "papermill", "nbconvert", "typst")


def manifest(
    parameters: Parameters, state: str, notebook: Path, data: Path, outputs: Path
) -> dict[str, Any]:
    """Return the object written to ``manifest.json`` (see docs/files.md).

    Parameters
    ----------
    parameters : Parameters
    state : str
        ``passed`` or ``failed``.
    notebook : Path
        The notebook that was executed.
    data : Path
        Folder of the raw data; every file in it is an input.
    outputs : Path
        Folder of the outputs, complete but for the manifest.
    """
    return {
        "state": state,
        "parameters": parameters.for_notebook(),
        "edition": parameters.edition,
        "rules": _rules_digest(),
        "notebook": {"name": notebook.name, "sha256": digest(notebook)},
        "inputs": _digests(data),
        "outputs": _digests(outputs),
        "versions": {"python": platform.python_version()}
        | {name: version(name) for name in _MAKERS},
    }


def digest(path: Path) -> str:
    """Return the sha256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _digests(folder: Path) -> dict[str, str]:
    paths: Iterable[Path] = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): digest(path) for path in sorted(paths)}


@cache
def _rules_digest() -> str:
    """Return the version of the rule set: the sha256 over its files."""
    total = hashlib.sha256()
    catalogue = files("reportkit.rules") / "catalogue"
    for entry in sorted(catalogue.iterdir(), key=lambda entry: entry.name):
        total.update(entry.read_bytes())
    return total.hexdigest()
