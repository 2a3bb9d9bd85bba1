"""Files below a folder, and paths that are told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reportkit.inputs.files import files_below, from_here


def test_what_programs_leave_beside_ledgers_is_no_input(tmp_path: Path) -> None:
    for name in ("~$a.xlsx", ".a.csv", "Thumbs.db", "desktop.ini", "thumbs.csv", "a.xlsx"):
        (tmp_path / name).touch()

    assert files_below(tmp_path) == ["a.xlsx", "thumbs.csv"]


def test_path_on_another_drive_is_told_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    def relpath(path: Path) -> str:
        raise ValueError("path is on mount 'D:', start on mount 'C:'")

    assert from_here(Path.cwd() / "outputs" / "ogi") == os.path.join("outputs", "ogi")  # noqa: PTH118
    monkeypatch.setattr(os.path, "relpath", relpath)
    assert from_here(Path("/d/outputs")) == str(Path("/d/outputs"))
