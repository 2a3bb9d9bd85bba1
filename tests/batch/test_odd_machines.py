"""What a machine, another user or a hand has done keeps no batch from its end."""

from __future__ import annotations

import datetime as dt
import errno
import json
import os
import sys
from pathlib import Path

import pytest

from reportkit.batch.lock import sole_use
from reportkit.batch.log import write_log
from reportkit.batch.loop import run_batch
from reportkit.cli.streams import _Shown
from reportkit.errors import RawDataError, UnavailableError
from reportkit.inputs.files import handed_in
from reportkit.inputs.outcome import Outcome
from reportkit.inputs.run_state import RunState
from reportkit.locking import lock, remedy
from reportkit.params import Parameters
from reportkit.writing import append, sweep, whole_folder, write_json
from tests.batch.test_loop import AtOnce, Shelf, bureau


class Corrupted(Shelf):
    """Outputs that seem to stand, and cannot be read."""

    def kept(self, parameters: Parameters) -> Outcome:
        raise KeyError("state")


def test_outputs_that_do_not_tell_how_they_ended_are_made_again(tmp_path: Path) -> None:
    place = Corrupted(tmp_path, standing=frozenset({"a", "b"}))

    outcomes = list(run_batch([bureau("a"), bureau("b")], place, AtOnce()))

    assert [(one.state, one.reasons) for one in outcomes] == [
        (RunState.PASSED, ("上次的结果读不出来",))
    ] * 2


@pytest.mark.posix
def test_a_full_disk_behind_standard_output_ends_nothing() -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:  # noqa: PTH123
        shown = _Shown(full)
        shown.write("甲" * 100_000)
        shown.flush()
        shown.write("乙")

    assert shown.lost is not None
    assert shown.lost.errno == errno.ENOSPC


@pytest.mark.posix
def test_folders_follow_the_umask_so_that_a_group_can_share_them(tmp_path: Path) -> None:
    before = os.umask(0o002)
    try:
        with whole_folder(tmp_path / "a"):
            pass
        with lock(tmp_path / ".lock", 0):
            pass
    finally:
        os.umask(before)

    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o775
    assert (tmp_path / ".lock").stat().st_mode & 0o777 == 0o664


def test_what_cannot_be_removed_does_not_keep_the_next_from_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As on NFS while a reader has report.pdf open, and in folders that another user owns.
    monkeypatch.setattr("reportkit.writing.shutil.rmtree", lambda *_, **__: None)
    for text in ("1", "2", "3"):
        with whole_folder(tmp_path / "a") as fresh:
            (fresh / "report.pdf").write_text(text)
    assert (tmp_path / "a" / "report.pdf").read_text() == "3"
    monkeypatch.undo()

    sweep(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.posix
@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_a_share_without_locks_is_held_by_a_file(
    tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("fcntl.flock", refuse)

    with lock(tmp_path / ".lock", 0), pytest.raises(TimeoutError):
        lock(tmp_path / ".lock", 0)

    with lock(tmp_path / ".lock", 0):
        assert f"请删去 {tmp_path / '.lock.held'}" in remedy(tmp_path / ".lock")
    assert remedy(tmp_path / ".lock") == ""


@pytest.mark.posix
def test_whoever_was_killed_before_it_named_itself_holds_a_share_for_a_minute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr("fcntl.flock", refuse)
    held = tmp_path / ".lock.held"
    held.touch()
    with pytest.raises(UnavailableError, match="请删去"), sole_use(tmp_path):
        pytest.fail("it may be about to name itself")
    os.utime(held, (held.stat().st_mtime - 70,) * 2)

    with lock(tmp_path / ".lock", 0):
        pass


@pytest.mark.posix
@pytest.mark.skipif(sys.platform == "darwin", reason="file names are UTF-8 there")
def test_a_file_name_that_is_no_text_is_named_and_its_likely_meaning_told(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb8\xbd\xbc\xfe.csv")).touch()

    with pytest.raises(RawDataError, match=r"多半是“附件\.csv”.*请改名"):
        handed_in(tmp_path)


def test_half_a_character_keeps_no_log_and_no_record_from_being_written(tmp_path: Path) -> None:
    outcome = Outcome(bureau("a"), RunState.BROKEN, ("\udcff.csv 打不开",))

    write_log(outcome, tmp_path, "none", dt.datetime(2023, 1, 16, tzinfo=dt.UTC))
    write_json(tmp_path / "run.json", {"message": "\udcff"})

    assert json.loads((tmp_path / "run.json").read_text(encoding="utf-8")) == {"message": "\udcff"}


@pytest.mark.posix
def test_a_pipe_in_place_of_the_history_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "runs.jsonl")

    with pytest.raises(OSError, match="No such device"):
        append(tmp_path / "runs.jsonl", b"{}\n")


@pytest.mark.posix
def test_a_line_that_a_full_disk_takes_half_of_is_taken_back(tmp_path: Path) -> None:
    import resource

    path = tmp_path / "runs.jsonl"
    append(path, b"{}\n")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        with pytest.raises(OSError, match="No space"):
            append(path, b'{"seconds": 1}\n')
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    append(path, b"[]\n")

    assert path.read_bytes() == b"{}\n[]\n"
