"""The kit itself, which every report rests on: its version, down to a font."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from reportkit.inputs.files import files_below

_PACKAGE = Path(__file__).parents[1]
# The packages whose version can change a report.
_MAKERS = ("reportkit", "pandas", "openpyxl", "papermill", "nbconvert", "typst")


@cache
def rules_digest() -> str:
    """Return the version of the forms that ship, rules included: the sha256 over their files."""
    return folder_digest(_PACKAGE / "forms")


@cache
def package_digest() -> str:
    """Return the version of the package as it lies on disk: code, data, templates and fonts."""
    return folder_digest(_PACKAGE)


@cache
def versions(*, embed_fonts: bool = False) -> dict[str, str]:
    """Return the versions of everything that can change a report, with or without its fonts."""
    names = (*_MAKERS, "fonttools") if embed_fonts else _MAKERS
    makers = {name: _version(name) for name in names}
    return {"python": platform.python_version(), **makers}


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def folder_digest(folder: Path) -> str:
    """Return the sha256 over the files below a folder, by name and content."""
    total = hashlib.sha256()
    for name in files_below(folder):
        if not name.endswith(".pyc"):
            total.update(name.encode())
            total.update((folder / name).read_bytes())
    return total.hexdigest()
