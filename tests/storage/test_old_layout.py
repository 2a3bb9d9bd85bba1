"""Outputs of the time of one form move below it, whole, and last year is still found there."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path

import pytest

from reportkit.errors import WorkspaceError
from reportkit.figures import Figures, Mark
from reportkit.forms import load_form
from reportkit.params import Parameters, read_parameters
from reportkit.report import Report
from reportkit.rules import Finding, State
from reportkit.storage import remote as remote_module
from reportkit.storage.old_layout import move_folders, move_remote
from reportkit.storage.remote import Remote
from reportkit.storage.store import Store
from tests.conftest import EXAMPLE, YEAR, reportkit
from tests.storage.test_store import Mortal

OLD, NEW = f"outputs/2021/{EXAMPLE}", f"outputs/ogi/2021/{EXAMPLE}"


def _of_last_year(carried: int | Mark = 3) -> dict[str, bytes]:
    """Return the outputs of a version that knew one form, whose figures carry three over."""
    edition = load_form("ogi").edition("2021")
    cells = dict.fromkeys(edition.cells, 0) | {"t3.carried_out.business": carried}
    figures = Figures.of(edition, cells).to_json()
    del figures["form"]
    files = {"figures.json": json.dumps(figures).encode(), "report.html": b"report"}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    manifest = {"state": "passed", "outputs": digests}
    return files | {"manifest.json": json.dumps(manifest).encode()}


def _write(workspace: Path, folder: str, files: dict[str, bytes]) -> None:
    (workspace / folder).mkdir(parents=True)
    for name, content in files.items():
        (workspace / folder / name).write_bytes(content)


def _read(workspace: Path, folder: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (workspace / folder).iterdir()}


def _example(workspace: Path) -> Parameters:
    return read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml")


def _carried(one: Parameters, workspace: Path) -> Finding:
    findings = Report(one, workspace).findings
    return next(f for f in findings if (f.rule, f.place) == ("Y-CARRIED", "business"))


def test_a_run_moves_them_says_so_and_finds_last_year(workspace: Path) -> None:
    old = _of_last_year()
    _write(workspace, OLD, old)
    _write(workspace, "outputs/logs/2021", {f"{EXAMPLE}.log": b"log"})

    process = reportkit(workspace, "run")

    assert process.returncode == 1
    assert "outputs/2021 里的 1 份输出已移到 outputs/ogi/2021" in process.stderr
    assert "Y-CARRIED 不符］商业企业列：二（上年结转）＝0，上年度报告的四＝3" in process.stdout
    assert _read(workspace, NEW) == old
    assert not (workspace / "outputs" / "2021").exists()
    assert (workspace / "outputs/logs/ogi/2021" / f"{EXAMPLE}.log").read_bytes() == b"log"
    assert move_folders(workspace) == []


def test_what_was_set_aside_or_unfinished_is_put_right_first(workspace: Path) -> None:
    old = _of_last_year()
    _write(workspace, f"outputs/2021/.set-aside-{EXAMPLE}", old)
    _write(workspace, "outputs/2021/.unfinished-other-1", {"report.html": b""})

    move_folders(workspace)

    assert _read(workspace, NEW) == old
    assert not (workspace / "outputs" / "2021").exists()


def test_what_has_no_manifest_or_is_there_already_stays(workspace: Path) -> None:
    _write(workspace, "outputs/2021/never-finished", {"report.html": b""})
    _write(workspace, OLD, _of_last_year())
    _write(workspace, NEW, {"manifest.json": b"newer"})

    notes = move_folders(workspace)

    assert notes == [
        "outputs/2021 里有 1 份输出没有移动：outputs/ogi/2021 里已经有了。旧的可以删去。"
    ]
    assert _read(workspace, NEW) == {"manifest.json": b"newer"}
    assert _read(workspace, OLD) == _of_last_year()
    assert (workspace / "outputs/2021/never-finished").is_dir()


def test_what_was_never_finished_in_the_new_place_gives_way(workspace: Path) -> None:
    _write(workspace, OLD, _of_last_year())
    _write(workspace, NEW, {"report.html": b"half"})

    (note,) = move_folders(workspace)

    assert "已移到 outputs/ogi/2021" in note
    assert _read(workspace, NEW) == _of_last_year()


def test_a_year_that_is_a_link_stays_as_it_is(workspace: Path, tmp_path: Path) -> None:
    """What it leads to may be anything: it is told, and not moved, emptied or swept."""
    _write(tmp_path, f"disk/{EXAMPLE}", _of_last_year())
    _write(tmp_path, "disk/.unfinished-of-others", {"report.html": b""})
    (workspace / "outputs").mkdir()
    (workspace / "outputs" / "2021").symlink_to(tmp_path / "disk")

    (note,) = move_folders(workspace)

    assert note.startswith("outputs/2021 是链接，里面的输出没有移动。请自行复制到 outputs/ogi ")
    assert _read(tmp_path, f"disk/{EXAMPLE}") == _of_last_year()
    assert (tmp_path / "disk/.unfinished-of-others").is_dir()
    assert not (workspace / NEW).exists()


def test_a_store_moves_them_too_and_finds_last_year(workspace: Path, tmp_path: Path) -> None:
    one, old = _example(workspace), _of_last_year()
    remote = Remote(f"file://{tmp_path}/store")
    remote.write({f"{OLD}/{name}": content for name, content in old.items()})
    data = [path for path in (workspace / "data").rglob("*") if path.is_file()]
    remote.write({path.relative_to(workspace).as_posix(): path.read_bytes() for path in data})
    store = Store(remote.address, workspace)

    (note,) = store.prepare([one])

    assert note.startswith("outputs/2021 里的 1 份输出已移到 outputs/ogi/2021")
    assert remote.children("outputs/2021") == []
    with store._workspace(store.inputs_of(one)) as fetched:
        assert _carried(one, fetched.folder).state is State.FAIL
    assert store.prepare([one]) == []


def test_a_kill_at_any_moment_loses_nothing_and_the_next_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remote, old = Remote(f"file://{tmp_path}/store"), _of_last_year()
    original = remote_module._file_system
    files, root = original(remote.address)

    def found(folder: str) -> dict[str, bytes]:
        there = remote.read(remote.files_below(folder))
        return {path.removeprefix(f"{folder}/"): content for path, content in there.items()}

    for dies_at in range(60):
        remote.remove_folder("outputs")
        remote.write({f"{OLD}/{name}": content for name, content in old.items()})
        mortal = Mortal(files, dies_at, lambda: None)
        monkeypatch.setattr(remote_module, "_file_system", lambda _, m=mortal: (m, root))
        survived = False
        with suppress(WorkspaceError):
            move_remote(remote)
            survived = True
        monkeypatch.setattr(remote_module, "_file_system", original)
        assert old in (found(OLD), found(NEW)), dies_at

        move_remote(remote)

        assert found(NEW) == old, dies_at
        assert found(OLD) == {}, dies_at
        if survived:
            return
    pytest.fail("it never came to its end")


def test_blank_is_not_nought_in_what_was_moved(workspace: Path) -> None:
    _write(workspace, OLD, _of_last_year(Mark.BLANK))

    move_folders(workspace)

    last_year = Report(_example(workspace), workspace).last_year
    assert last_year is not None
    assert last_year["t3.carried_out.business"] is Mark.BLANK
