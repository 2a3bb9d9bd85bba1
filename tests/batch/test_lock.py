"""One batch at a time; what a killed one left is put right by the next."""

from __future__ import annotations

import hashlib
import itertools
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from reportkit.batch.lock import sole_use
from reportkit.errors import UnavailableError, WorkspaceError
from reportkit.storage.remote import Remote
from reportkit.storage.roll_forward import finish, finish_here, put_folder
from reportkit.storage.store import Store
from tests.conftest import EXAMPLE, YEAR, copy_workspace, made_below, reportkit

PLACE = f"outputs/ogi/{YEAR}"
_HOLD = """
import sys
from pathlib import Path
from reportkit.batch.lock import sole_use
with sole_use(*map(Path, sys.argv[1:])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_batch_says_so_and_leaves(workspace: Path) -> None:
    outputs = workspace / "outputs"
    with _at_work(outputs):
        (outputs / "ogi" / YEAR / ".unfinished-x").mkdir(parents=True)

        process = reportkit(workspace, "run")

    assert process.returncode == 3, "a scheduler tries again when the other has ended"
    assert "另一个 reportkit run 正在往" in process.stderr
    assert process.stdout == ""
    assert (outputs / "ogi" / YEAR / ".unfinished-x").exists(), "swept what another was writing"
    with sole_use(outputs):  # a lock does not outlive its holder
        assert not (outputs / "ogi" / YEAR / ".unfinished-x").exists()


@contextmanager
def _at_work(*outputs: Path) -> Iterator[None]:
    command = [sys.executable, "-c", _HOLD, *map(str, outputs)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        try:
            yield
        finally:
            holder.kill()


@pytest.mark.parametrize("address", ["file://{}", "{}", "{}/../link", "../link", "file://../link"])
def test_a_folder_that_is_a_store_to_one_and_a_workspace_to_another_is_one_batchs(
    workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    other = tmp_path / "other"
    for folder in ("params", "elsewhere"):
        (other / folder).mkdir(parents=True)
    (tmp_path / "link").symlink_to(workspace, target_is_directory=True)
    monkeypatch.chdir(other)
    store = Store(Remote(address.format(workspace)).absolute().address, other)
    monkeypatch.chdir(other / "elsewhere")  # as a worker may stand anywhere

    (outputs,) = store.other_outputs
    assert outputs.parent.samefile(workspace)
    with _at_work(workspace / "outputs"):
        (workspace / "outputs" / "ogi" / YEAR / ".unfinished-x").mkdir(parents=True)
        with (
            pytest.raises(UnavailableError, match="另一个 reportkit run 正在往"),
            sole_use(other / "outputs", *store.other_outputs),
        ):
            pytest.fail("both write to it")
    with sole_use(other / "outputs", *store.other_outputs):
        left = workspace / "outputs" / "ogi" / YEAR / ".unfinished-x"
        assert left.exists(), "what is unfinished on a store is to be finished"
    with sole_use(workspace / "outputs", *store.other_outputs):
        pass  # the same folder, as a store of itself


def test_a_run_is_refused_where_another_writes_to_it_as_a_store(
    workspace: Path, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    with _at_work(tmp_path / "other" / "outputs", workspace / "outputs"):
        process = reportkit(workspace, "run")
    with _at_work(workspace / "outputs"):
        other = copy_workspace(tmp_path / "another")
        back = reportkit(other, "run", "--store", f"file://{workspace}")

    assert (process.returncode, back.returncode) == (3, 3)
    for one in (process, back):
        assert f"另一个 reportkit run 正在往 {workspace / 'outputs'} 里写" in one.stderr


def test_only_folders_of_years_are_swept_before_and_after(tmp_path: Path) -> None:
    for name in ("ogi/2022/.unfinished-a", "ogi/x/.unfinished-b", "own/2021/.set-aside-c"):
        (tmp_path / name).mkdir(parents=True)

    with sole_use(tmp_path):
        before = sorted(path.name for path in tmp_path.glob("*/*/*"))
        (tmp_path / "ogi/2022/.unfinished-d").mkdir()

    assert before == [".unfinished-b", "c"]
    assert sorted(path.name for path in tmp_path.glob("*/*/*")) == [".unfinished-b", "c"]


def test_a_store_s_run_that_was_killed_as_it_copied_is_finished_by_a_folder_s(
    tmp_path: Path,
) -> None:
    for bureau, killed_after in (("copied", 1), ("untouched", 0), ("first", 0)):
        if bureau != "first":
            _put_and_killed(tmp_path, f"{PLACE}/{bureau}", b"old", 9)
        _put_and_killed(tmp_path, f"{PLACE}/{bureau}", b"new", killed_after)
    (tmp_path / PLACE / ".unfinished-first-0").mkdir()
    (tmp_path / PLACE / ".unfinished-copied-1").symlink_to(tmp_path / PLACE / "untouched")

    with sole_use(tmp_path / "outputs"):
        pass

    found = {path.parent.name: path.read_bytes() for path in tmp_path.rglob("report.html")}
    assert found == {"copied": b"new", "untouched": b"old", "first": b"new"}
    assert len(list((tmp_path / PLACE).iterdir())) == len(found), "nothing hidden is left"


@pytest.mark.parametrize("name", [".", "..", "", "..%2f", "甲"])
def test_what_somebody_hid_there_goes_to_no_other_folder(tmp_path: Path, name: str) -> None:
    """Neither in a workspace nor on a store."""
    place = tmp_path / "outputs" / "ogi" / YEAR
    place.mkdir(parents=True)
    for tidy in (lambda: finish_here(place), lambda: finish(Remote(f"file://{tmp_path}"), PLACE)):
        hidden = place / f".unfinished-{name}-0"
        hidden.mkdir(exist_ok=True)
        (hidden / "manifest.json").write_text('{"outputs": {}}')
        tidy()
        left = [path for path in tmp_path.rglob("*") if path.name == "manifest.json"]
        assert left in ([], [hidden / "manifest.json"])


def _put_and_killed(store: Path, target: str, report: bytes, after: int) -> None:
    """Put a report where it was asked `after` times whether the store is held."""
    digest = hashlib.sha256(report).hexdigest()
    manifest = json.dumps({"outputs": {"report.html": digest}}).encode()
    asked = itertools.count()

    def hold() -> None:
        if next(asked) == after:
            raise KeyboardInterrupt

    with suppress(KeyboardInterrupt):
        put_folder(
            Remote(f"file://{store}"),
            target,
            {"report.html": report, "manifest.json": manifest},
            hold,
        )


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
