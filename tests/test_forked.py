"""A fork of the tests' server shows what a process that was started anew shows."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest

from tests import forked
from tests.conftest import EXAMPLE, YEAR, copy_workspace, new_process, reportkit

pytestmark = pytest.mark.skipif(not forked.can_fork(), reason="nothing is forked here")
PARAMS = f"params/{EXAMPLE}-{YEAR}.yaml"
_SECONDS = re.compile(r"用时 \d+ 秒")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("no-such-command",), 2),
        (("check", "params/none.yaml"), 2),
        (("check", PARAMS, "--format", "json"), 1),
        (("run",), 1),
    ],
)
def test_exit_code_output_and_files_are_the_same(
    tmp_path: Path, arguments: tuple[str, ...], code: int
) -> None:
    workspace = copy_workspace(tmp_path / "workspace")
    narrative = workspace / "data" / EXAMPLE / YEAR / "narrative.md"
    prose = narrative.read_text("utf-8").replace("申请{{ t3.new.total }}件", "申请9999件")
    narrative.write_text(prose, encoding="utf-8")
    another = shutil.copytree(workspace, tmp_path / "another" / "workspace")

    fork, process = reportkit(workspace, *arguments), new_process(another, *arguments)

    shown = [(one.returncode, _SECONDS.sub("", one.stdout), one.stderr) for one in (fork, process)]
    assert shown[0] == shown[1]
    assert fork.returncode == code
    assert _made(workspace) == _made(another)


def test_each_has_a_process_of_its_own(workspace: Path) -> None:
    """What one changes of itself, the next has not; the environment and the folder are the test's.

    A cell of the notebook writes down what it was started with.
    """
    notebook = workspace / "notebooks" / "annual_report.ipynb"
    cells = json.loads(notebook.read_text("utf-8"))
    source = "import os, pathlib\n" + "".join(
        f"pathlib.Path({name!r}).write_text(str({value}))\n"
        for name, value in (("cwd", "os.getcwd()"), ("env", "dict(os.environ)"))
    )
    cells["cells"].append(
        {"cell_type": "code", "id": "told", "metadata": {}, "source": source, "outputs": []}
        | {"execution_count": None}
    )
    notebook.write_text(json.dumps(cells), encoding="utf-8")

    assert reportkit(workspace, "run").returncode == 0

    assert (workspace / "cwd").read_text() == str(workspace)
    told = (workspace / "env").read_text()
    assert f"'PATH': {os.environ['PATH']!r}" in told


def test_what_is_read_at_the_start_of_a_process_starts_one(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANGUAGE", "zh_CN")

    assert not forked.can_fork()
    assert "用法" in reportkit(workspace, "--help", LC_ALL="zh_CN.UTF-8").stdout


def _made(workspace: Path) -> dict[str, bytes]:
    """Return the files of a report but for the executed notebook, and what has its digest."""
    folder = workspace / "outputs" / "ogi" / YEAR / EXAMPLE
    timed = {"report.ipynb", "manifest.json"}
    files = folder.iterdir() if folder.exists() else ()
    return {path.name: path.read_bytes() for path in files if path.name not in timed}
