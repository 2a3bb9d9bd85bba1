"""One batch at a time; what a killed one left is put right by the next."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from reportkit.batch.lock import sole_use
from reportkit.errors import WorkspaceError
from tests.conftest import EXAMPLE, YEAR, made_below, reportkit

_HOLD = """
import sys
from pathlib import Path
from reportkit.batch.lock import sole_use
with sole_use(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_batch_says_so_and_leaves(workspace: Path) -> None:
    outputs = workspace / "outputs"
    command = [sys.executable, "-c", _HOLD, str(outputs)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        (outputs / "ogi" / YEAR / ".unfinished-x").mkdir(parents=True)

        process = reportkit(workspace, "run")
        holder.kill()

    assert process.returncode == 3, "a scheduler tries again when the other has ended"
    assert "另一个 reportkit run 正在往" in process.stderr
    assert process.stdout == ""
    assert (outputs / "ogi" / YEAR / ".unfinished-x").exists(), "swept what another was writing"
    with sole_use(outputs):  # a lock does not outlive its holder
        assert not (outputs / "ogi" / YEAR / ".unfinished-x").exists()


def test_only_folders_of_years_are_swept_before_and_after(tmp_path: Path) -> None:
    for name in ("ogi/2022/.unfinished-a", "ogi/x/.unfinished-b", "own/2021/.set-aside-c"):
        (tmp_path / name).mkdir(parents=True)

    with sole_use(tmp_path):
        before = sorted(path.name for path in tmp_path.glob("*/*/*"))
        (tmp_path / "ogi/2022/.unfinished-d").mkdir()

    assert before == [".unfinished-b", "c"]
    assert sorted(path.name for path in tmp_path.glob("*/*/*")) == [".unfinished-b", "c"]


def test_where_nothing_can_be_written_the_message_says_why(tmp_path: Path) -> None:
    (tmp_path / "outputs").touch()

    with (
        pytest.raises(WorkspaceError, match="应为文件夹，却是文件"),
        sole_use(tmp_path / "outputs"),
    ):
        pass


def test_a_kill_between_the_two_renames_loses_no_report(workspace: Path) -> None:
    assert reportkit(workspace, "run").returncode == 0
    folder = workspace / "outputs" / "ogi" / YEAR
    (folder / EXAMPLE).rename(folder / f".set-aside-{EXAMPLE}")

    process = reportkit(workspace, "run")

    assert "通过（没有变化）" in process.stdout
    assert made_below(folder) == [EXAMPLE]
