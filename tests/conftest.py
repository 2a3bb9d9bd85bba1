"""What tests of several rooms share: a workspace to work in, and programs that may be missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
EXAMPLE = "fuxin-ecology"
YEAR = "2022"
# The rules that have nothing to compare the example with: no earlier year of it is there.
WITHOUT_LAST_YEAR = {"Y-CARRIED", "Y-VALID", "Y-PENDING", "Y-SWING", "N-BOILERPLATE"}


def copy_workspace(folder: Path) -> Path:
    """Copy what a user starts from into a folder: parameters, example data, notebooks."""
    for name in ("params", "data", "notebooks"):
        shutil.copytree(PROJECT / name, folder / name)
    return folder


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with the example in it, for one test to spoil."""
    return copy_workspace(tmp_path / "workspace")


def reportkit(
    workspace: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "reportkit", *arguments],
        cwd=workspace,
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="session")
def program() -> Callable[[str], str]:
    """Find an optional program, or skip; under CI, where all are installed, a miss is a failure."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None and os.environ.get("REPORTKIT_NO_SKIP"):
            pytest.fail(f"{name} is missing, and nothing may be skipped here")
        if path is None:
            pytest.skip(f"{name} is not installed")
        return path

    return find
