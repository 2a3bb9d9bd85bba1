"""The benchmarks call the kit as it is: nothing else would tell when it has changed."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path

import pytest

from reportkit.inputs.run_state import RunState
from reportkit.params import parse_parameters, read_parameters
from reportkit.storage.workspace import Workspace
from tests.conftest import EXAMPLE, PROJECT, YEAR


def test_the_floor_of_the_batch_writes_what_a_run_writes(workspace: Path, tmp_path: Path) -> None:
    """``(d) plain functions`` of benchmarks/batch.py makes every rendition."""
    batch = runpy.run_path(str(PROJECT / "benchmarks" / "batch.py"))
    batch["plain_functions"](workspace, tmp_path / "out")
    (folder,) = (tmp_path / "out").iterdir()
    assert {path.name for path in folder.iterdir()} >= {
        *("report.html", "report.pdf", "report.docx"),
        *("review.html", "figures.json", "findings.json"),
    }


def test_the_reading_that_is_timed_is_the_kits() -> None:
    """``whole`` of benchmarks/reading.py reads ledgers as a report does."""
    reading = runpy.run_path(str(PROJECT / "benchmarks" / "reading.py"))
    reading["whole"](PROJECT / "data" / EXAMPLE / YEAR)


def test_rules_of_prose_take_what_they_took_and_invent_nothing() -> None:
    """``prose.py`` over all labelled sentences: recall, and precision of errors."""
    prose = runpy.run_path(str(PROJECT / "benchmarks" / "prose.py"))
    tally = prose["counted"](prose["FILES"])["all"].tally

    assert tally["taken"] >= 0.96 * tally["claims"]
    assert tally["wrong found"] >= 0.95 * tally["wrong"]
    assert tally["right errors"] >= 0.995 * tally["errors"]


def test_nothing_is_an_error_in_whole_reports_that_say_nothing_untrue(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """``whole_prose.py`` over sixty reports: no false error, and one changed figure is found."""
    monkeypatch.syspath_prepend(str(PROJECT / "benchmarks"))
    whole = runpy.run_path(str(PROJECT / "benchmarks" / "whole_prose.py"))
    tally = whole["counted"](60, seed=1)

    assert tally["false errors"] == 0
    assert tally["found"] >= 0.9 * tally["figures changed"] > 0


def test_the_copies_of_outputs_that_are_timed_stand_as_if_they_were_made(
    made: Path, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``copy`` of benchmarks/scale.py seals them: nothing is to be made again."""
    monkeypatch.syspath_prepend(str(PROJECT / "benchmarks"))
    scale = runpy.run_path(str(PROJECT / "benchmarks" / "scale.py"))
    one = read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml")
    shutil.copytree(made / one.output_folder, workspace / one.output_folder)
    shutil.copytree(workspace / "data" / EXAMPLE, workspace / "data" / "other")
    other = parse_parameters(one.for_notebook() | {"bureau": "other"}, "")

    scale["copy"](workspace, one, other, failing=True)

    assert Workspace(workspace).reasons_to_run(other) == []
    assert Workspace(workspace).kept(other).state is RunState.FAILED
