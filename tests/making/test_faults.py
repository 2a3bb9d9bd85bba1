"""Whatever goes wrong with a notebook or a disk: a plain message, and nothing lost.

Ctrl-C: tests/batch/test_interrupted.py.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path

import nbformat
import psutil
import pytest

from reportkit.params import read_parameters
from reportkit.storage.workspace import Workspace
from tests.conftest import EXAMPLE, PATIENCE, YEAR, eventually, made_below, reportkit, started

pytestmark = [
    pytest.mark.posix,
    pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX"),
]


def _notebook(workspace: Path, name: str, source: str) -> None:
    """Write a notebook of one cell."""
    parameters = nbformat.v4.new_code_cell("bureau = ''", metadata={"tags": ["parameters"]})
    cells = [parameters, nbformat.v4.new_code_cell(source)]
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(notebook, workspace / "notebooks" / name)


def _bureau(workspace: Path, code: str, year: int, notebook: str) -> None:
    values = {"bureau": code, "bureau_name": code, "year": year, "date": "2023-01-16"}
    text = "".join(f"{name}: {value}\n" for name, value in values.items())
    path = workspace / "params" / f"{code}-{year}.yaml"
    path.write_text(f"{text}notebook: {notebook}\n", "utf-8")


def _running(workspace: Path) -> AbstractContextManager[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "reportkit", "run"]
    return started(command, cwd=workspace, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def _await_report_in_work(workspace: Path) -> None:
    eventually(lambda: any((workspace / "outputs" / "ogi" / YEAR).glob(".unfinished-*")))


def _family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def test_a_killed_notebook_and_one_without_a_report_are_told_apart(
    workspace: Path, params: Path
) -> None:
    """What hangs, exits or crashes: tests/batch/test_hostile.py."""
    params.unlink()
    sources = {
        "killed": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "prints": "print('x' * 50_000_000)",
    }
    for code, source in sources.items():
        _notebook(workspace, f"{code}.ipynb", source)
        _bureau(workspace, code, 2022, f"notebooks/{code}.ipynb")

    process = reportkit(workspace, "run")

    assert process.returncode == 3
    assert "Traceback" not in process.stderr + process.stdout
    run = json.loads((workspace / "outputs" / "run.json").read_text("utf-8"))
    messages = {one["bureau"]: one["message"] for one in run["reports"]}
    assert set(messages) == set(sources)
    died = "笔记本运行到第 3 个运行的单元格时内核中途退出（被信号 9 终止"
    assert messages["killed"].startswith(died)
    assert messages["prints"].startswith("这个笔记本里没有报告内容")
    assert run["counts"]["broken"] == 2
    assert made_below(workspace / "outputs" / "ogi" / YEAR) == []


def test_what_a_busy_machine_brings_late_is_in_the_report_all_the_same(
    workspace: Path, params: Path
) -> None:
    source = (
        "import sys, time\n"
        "for stream in (sys.stdout, sys.stderr): stream.flush = lambda: None  # it would wait\n"
        "sys.stdout.pub_thread.schedule(lambda: time.sleep(5))\n"
        "display('late')"
    )
    path = workspace / "notebooks" / "annual_report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(2, nbformat.v4.new_code_cell(source))
    nbformat.write(notebook, path)

    outcome = Workspace(workspace, "nbclient").make(read_parameters(params))

    assert (outcome.state, outcome.message) == ("passed", "")
    executed = nbformat.read(
        workspace / "outputs" / "ogi" / YEAR / EXAMPLE / "report.ipynb", as_version=4
    )
    shown = next(cell.outputs for cell in executed.cells if cell.source == source)
    assert [output.data["text/plain"] for output in shown] == ["'late'"]


# The suite kills all five kinds of process in one run: tests/batch/test_kills.py.
@pytest.mark.slow
def test_a_killed_worker_is_replaced_and_its_report_still_made(workspace: Path) -> None:
    with _running(workspace) as process:
        _await_report_in_work(workspace)
        (nursery,) = psutil.Process(process.pid).children()
        nursery.children()[0].kill()

        out, err = process.communicate(timeout=PATIENCE)

    assert process.returncode == 0, out + err
    assert made_below(workspace / "outputs" / "ogi" / YEAR) == [EXAMPLE]


@pytest.mark.slow
def test_a_killed_batch_leaves_no_process_and_the_next_one_does_the_rest(workspace: Path) -> None:
    with _running(workspace) as process:
        _await_report_in_work(workspace)
        eventually(lambda: len(_family(process)) >= 2)
        family = _family(process)
        process.kill()
        process.communicate()

        assert psutil.wait_procs(family, timeout=PATIENCE)[1] == []
    assert reportkit(workspace, "run").returncode == 0
    assert made_below(workspace / "outputs" / "ogi" / YEAR) == [EXAMPLE]


@pytest.mark.slow  # the suite has a disk that is really full: tests/batch/test_disk.py
def test_a_full_disk_breaks_each_report_with_a_message_and_loses_none(workspace: Path) -> None:
    """No file may grow: what a full disk refuses, refused by the same system call."""
    assert reportkit(workspace, "run").returncode == 0
    report = workspace / "outputs" / "ogi" / YEAR / EXAMPLE / "report.pdf"
    before = report.read_bytes()

    process = subprocess.run(
        [sys.executable, "-m", "reportkit", "run", "--force"],
        cwd=workspace,
        capture_output=True,
        encoding="utf-8",
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )

    assert process.returncode == 3
    assert "没有完成。先前的输出没有改动。" in process.stderr
    assert "文件超过允许的大小" in process.stderr
    assert "Traceback" not in process.stderr
    assert report.read_bytes() == before
    assert made_below(report.parents[1]) == [EXAMPLE]


def test_a_year_that_cannot_be_written_breaks_no_other(workspace: Path) -> None:
    (workspace / "outputs" / "ogi").mkdir(parents=True)
    (workspace / "outputs" / "ogi" / YEAR).write_text("a file where the folder should be")
    (workspace / "outputs" / "logs").write_text("likewise")
    _bureau(workspace, "other", 2023, "notebooks/nowhere.ipynb")

    process = reportkit(workspace, "run")

    assert process.returncode == 3
    assert "应为文件夹，却是文件" in process.stderr
    assert "没有笔记本" in process.stderr
    assert "运行记录写不进" in process.stderr
    assert "Traceback" not in process.stderr
    assert process.stdout.splitlines()[-1].startswith("共 2 份：通过 0，不符 0，没有完成 2")
