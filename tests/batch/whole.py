"""What must hold of a workspace whatever was killed, refused or hostile while it was being made.

Told from the files alone, with nothing of the kit's own code.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

from tests.conftest import eventually

MARK = "REPORTKIT_TEST_RUN"  # in the environment of a run, and so of all that it starts
_MANIFEST = "manifest.json"
# The same bytes in every run; papermill writes its timings into the notebook.
_SAME = ("report.html", "report.pdf", "report.docx", "review.html", "figures.json", "findings.json")
_FILES = {*_SAME, "report.ipynb"}


def assert_whole(workspace: Path) -> None:
    """Every folder that has its own name has all its files, each as its manifest says."""
    for folder in _folders(workspace):
        digests = {path.name: _digest(path) for path in folder.iterdir()}
        assert digests.pop(_MANIFEST, None), folder
        assert digests == _manifest(folder)["outputs"], folder
        assert digests.keys() == _FILES, folder


def assert_tidy(workspace: Path) -> None:
    """Nothing is left that was not finished or was only set aside."""
    assert [path.name for path in (workspace / "outputs").glob("*/[0-9]*/.*")] == []


def assert_as_planted(workspace: Path) -> None:
    """Bureaus with a planted error failed by the rule that must tell of it; the others passed."""
    planted = json.loads((workspace / "planted.json").read_text("utf-8"))
    assert states(workspace) == dict.fromkeys(bureaus(workspace), "passed") | {
        one["bureau"]: one["state"] for one in planted
    }
    for one in planted:
        folder = workspace / "outputs" / "ogi" / str(one["year"]) / one["bureau"]
        findings = json.loads((folder / "findings.json").read_text("utf-8"))
        assert [
            finding
            for finding in findings
            if (finding["rule"], finding["place"]) == (one["rule"], one["place"])
            and finding["state"] == "fail"
        ], one


def bureaus(workspace: Path) -> set[str]:
    """Return the codes of all bureaus that have parameters, each for one year."""
    return {path.stem.rpartition("-")[0] for path in (workspace / "params").iterdir()}


def standing(workspace: Path) -> set[str]:
    """Return the bureaus whose outputs are there, or are set aside for the next run to restore."""
    folders = (workspace / "outputs").glob("ogi/[0-9]*/*")
    names = {folder.name.removeprefix(".set-aside-") for folder in folders if folder.is_dir()}
    return {name for name in names if not name.startswith(".")}


def current(workspace: Path) -> set[str]:
    """Return the bureaus whose outputs were made from the files that are there now."""
    return {folder.name for folder in _folders(workspace) if _is_current(workspace, folder)}


def states(workspace: Path) -> dict[str, str]:
    """Return how ``run.json`` says that each bureau ended, which is in it once."""
    listed = record(workspace)
    told = {one["bureau"]: one["state"] for one in listed}
    assert len(told) == len(listed), "a bureau is told of twice"
    return told


def record(workspace: Path) -> list[dict[str, Any]]:
    """Return what ``run.json`` says of each bureau."""
    run = json.loads((workspace / "outputs" / "run.json").read_text("utf-8"))
    reports: list[dict[str, Any]] = run["reports"]
    return reports


def contents(workspace: Path) -> dict[str, str]:
    """Return the sha256 of every output that is the same in every run, by its place."""
    return {
        f"{folder.name}/{name}": _digest(folder / name)
        for folder in _folders(workspace)
        for name in _SAME
    }


def running(mark: str) -> list[psutil.Process]:
    """Return the processes whose environment has a mark, whoever their parent has become.

    One that has ended, and that nobody asks after, has no environment.
    """
    return [one for one in psutil.process_iter() if _environment(one).get(MARK) == mark]


def assert_nothing_runs(mark: str) -> None:
    """Every process of a run ends."""
    eventually(lambda: not running(mark))


def _environment(process: psutil.Process) -> dict[str, str]:
    try:
        return process.environ()
    except psutil.Error:
        return {}


def _folders(workspace: Path) -> Iterator[Path]:
    for folder in sorted((workspace / "outputs").glob("ogi/[0-9]*/*")):
        if folder.is_dir() and not folder.name.startswith("."):
            yield folder


def _is_current(workspace: Path, folder: Path) -> bool:
    inputs = _manifest(folder)["inputs"]
    raw = (workspace / "data" / folder.name / folder.parent.name).iterdir()
    there = {path.relative_to(workspace).as_posix(): path for path in raw}
    there |= {name: workspace / name for name in inputs}
    return all(path.is_file() and inputs.get(name) == _digest(path) for name, path in there.items())


def _manifest(folder: Path) -> dict[str, Any]:
    manifest: dict[str, Any] = json.loads((folder / _MANIFEST).read_text("utf-8"))
    return manifest


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
