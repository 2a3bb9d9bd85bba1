"""Ctrl-C and kills leave earlier outputs as they were and nothing half-written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import nbformat
import psutil
import pytest

from reportkit.params import read_parameters
from reportkit.storage.workspace import Workspace
from reportkit.writing import sweep, whole_folder
from tests.conftest import EXAMPLE, PATIENCE, YEAR, eventually, made_below, started


@pytest.mark.skipif(sys.platform == "win32", reason="signals of a process group are POSIX")
def test_ctrl_c_leaves_nothing_half_written(workspace: Path) -> None:
    folder = workspace / "outputs" / "ogi" / YEAR
    (folder / EXAMPLE).mkdir(parents=True)
    path = workspace / "notebooks" / "annual_report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    at_work = workspace / "at-work"
    hangs = f"import pathlib, time; pathlib.Path({str(at_work)!r}).touch(); time.sleep({PATIENCE})"
    notebook.cells.append(nbformat.v4.new_code_cell(hangs))
    nbformat.write(notebook, path)  # else the report may be there before Ctrl-C is
    command = [sys.executable, "-m", "reportkit", "run"]
    with started(command, cwd=workspace, stderr=subprocess.PIPE) as process:
        eventually(at_work.exists)
        assert list(folder.glob(".unfinished-*"))
        family = psutil.Process(process.pid).children(recursive=True)
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=PATIENCE)
        assert psutil.wait_procs(family, timeout=PATIENCE)[1] == []

    assert len(family) > 1
    assert process.returncode == 130
    assert "Traceback" not in errors
    assert errors.endswith("已中断。写完的报告都在，没写完的没有留下痕迹。\n")
    assert made_below(folder) == [EXAMPLE]
    record = json.loads((workspace / "outputs" / "runs.jsonl").read_text("utf-8"))
    assert (record["exit_code"], record["counts"]["passed"]) == (130, 0)


def test_a_folder_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "outputs" / "bureau"
    with whole_folder(target) as fresh:
        (fresh / "report.html").write_text("first")
        assert not target.exists()
    with suppress(RuntimeError), whole_folder(target) as fresh:
        (fresh / "report.html").write_text("second")
        raise RuntimeError

    assert (target / "report.html").read_text() == "first"
    assert list(target.parent.iterdir()) == [target]


def test_an_error_of_our_own_breaks_one_bureau_and_raises_nothing(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("reportkit.making.run.execute", fail)
    parameters = read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml")

    outcome = Workspace(workspace).make(parameters)

    assert outcome.state == "broken"
    assert outcome.message.startswith("程序出错（ZeroDivisionError")
    assert made_below(workspace / "outputs" / "ogi" / YEAR) == []


def test_replacing_leaves_no_file_of_the_old_folder(tmp_path: Path) -> None:
    target = tmp_path / "bureau"
    for name in ("old", "new"):
        with whole_folder(target) as fresh:
            (fresh / name).touch()

    assert [path.name for path in target.iterdir()] == ["new"]
    assert list(tmp_path.iterdir()) == [target]


def test_sweep_restores_what_a_kill_left_set_aside(tmp_path: Path) -> None:
    (tmp_path / ".set-aside-lost").mkdir()
    (tmp_path / ".set-aside-lost" / "report.html").write_text("earlier")
    (tmp_path / ".set-aside-done").mkdir()
    (tmp_path / "done").mkdir()
    (tmp_path / ".unfinished-other-x1").mkdir()

    sweep(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["done", "lost"]
    assert (tmp_path / "lost" / "report.html").read_text() == "earlier"
