"""Of all machines that run on one store, one at a time writes."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from reportkit.errors import UnavailableError, WorkspaceError
from reportkit.params import parse_parameters
from reportkit.storage import lease
from reportkit.storage.lease import Lease, Lock, leased
from reportkit.storage.remote import Remote
from reportkit.storage.roll_forward import finish, put_folder
from reportkit.storage.store import Store
from tests.conftest import eventually
from tests.storage.s3 import s3_bucket

_B = {"bureau": "b", "bureau_name": "某局", "year": 2022, "date": "2023-01-16"}
_HERE, _THERE = Path("/here"), Path("/there")


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of a bucket."""
    with s3_bucket() as address:
        yield address


@pytest.fixture(params=["memory", "file", "s3"])
def remote(request: pytest.FixtureRequest, tmp_path: Path) -> Remote:
    """An empty store of each kind."""
    name = uuid.uuid4().hex
    match request.param:
        case "memory":
            return Remote(f"memory://{name}")
        case "file":
            return Remote(f"file://{tmp_path}/{name}")
    return Remote(f"{request.getfixturevalue('s3')}/{name}")


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lease, "_LONGEST_WAIT", 0.02)


def _locks(remote: Remote) -> list[str]:
    return remote.children("outputs")


def test_a_second_machine_is_told_who_works_and_since_when(remote: Remote) -> None:
    with leased(remote, _HERE) as (_, hold):
        before = _locks(remote)
        with (
            pytest.raises(UnavailableError, match=r"机器 .+，2\d{3}-.+ 开始.+5 分钟以后") as told,
            leased(remote, _THERE),
        ):
            pytest.fail("both hold it")
        assert f"请删去存储里的 outputs/{before[0]}" in str(told.value)
        assert _locks(remote) == before
        hold()
    assert _locks(remote) == []
    with leased(remote, _THERE) as (_, hold):
        hold()


def test_what_a_killed_run_left_is_taken_over_at_once_by_the_same_place(remote: Remote) -> None:
    lease._taken(remote, _HERE)

    with leased(remote, _HERE):
        assert len(_locks(remote)) == 1


def test_one_that_is_not_renewed_runs_out_and_its_holder_notices(
    remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    asleep = lease._taken(remote, _HERE)
    asleep.hold()
    time.sleep(1.1)  # a store may tell whole seconds
    monkeypatch.setattr(lease, "LEASE", dt.timedelta(seconds=0.2))

    other = lease._taken(remote, _THERE)

    assert [f"outputs/{name}" for name in _locks(remote)] == [other.lock.path]
    with pytest.raises(UnavailableError, match="为免与另一台机器同时写入，已经停下"):
        asleep.hold()
    monkeypatch.setattr(lease, "LEASE", dt.timedelta(minutes=5))
    asleep.hold()  # its clock stood still, say
    asleep.renew()
    with pytest.raises(UnavailableError, match="没有保住"):
        asleep.hold()
    assert [f"outputs/{name}" for name in _locks(remote)] == [other.lock.path]


def _stand_still(remote: Remote, lock: Lock) -> None:
    """Let a store's clock, and no machine's, be ahead by more than a lease."""
    path = Path(remote.address.removeprefix("file://"), lock.path)
    then = time.time() - lease.LEASE.total_seconds() - 60
    os.utime(path, (then, then))


@pytest.mark.parametrize("taken", [True, False], ids=["another works", "nobody came"])
@pytest.mark.parametrize("asked", [1, 2], ids=["before the place is touched", "half-way"])
def test_who_stood_still_within_a_report_puts_nothing_when_it_wakes(
    tmp_path: Path, asked: int, *, taken: bool
) -> None:
    remote, target = Remote(f"file://{tmp_path}"), "outputs/ogi/2022/b"
    before, ours, theirs = _report(b"before"), _report(b"ours"), _report(b"theirs")
    put_folder(remote, target, before)
    asleep, others, times = lease._taken(remote, _HERE).lock, list[Lease](), iter(range(1, 9))

    def hold() -> None:
        if next(times) == asked:
            _stand_still(remote, asleep)
            if taken:
                others.append(lease._taken(remote, _THERE))
                finish(remote, "outputs/ogi/2022")  # as every batch begins
                put_folder(remote, target, theirs, others[0].lock.hold)
        asleep.hold()

    with pytest.raises(UnavailableError, match="没有保住"):
        put_folder(remote, target, ours, hold)

    there = _in_place(remote, target)
    if taken:
        assert there == theirs
        others[0].lock.hold()
    else:
        assert there == (before if asked == 1 else {"report.html": b"ours"})
        finish(remote, "outputs/ogi/2022")
        assert _in_place(remote, target) == (before if asked == 1 else ours)
    assert [f"outputs/{one}" for one in _locks(remote) if one != "ogi"] == [
        other.lock.path for other in others
    ]


_SLEEPER = """
import datetime as dt, sys
from pathlib import Path
from reportkit.errors import UnavailableError
from reportkit.storage import lease
from reportkit.storage.remote import Remote
from reportkit.storage.roll_forward import put_folder
lease.LEASE = dt.timedelta(seconds=1)
remote = Remote(sys.argv[1])
with lease.leased(remote, Path("/here")) as (lock, _):
    print("held", flush=True)
    sys.stdin.readline()
    try:
        put_folder(remote, sys.argv[2], {"manifest.json": b"ours"}, lock.hold)
    except UnavailableError as error:
        sys.exit(str(error))
"""


@pytest.mark.posix
def test_a_process_that_is_stopped_and_goes_on_puts_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remote, target, theirs = Remote(f"file://{tmp_path}"), "outputs/ogi/2022/b", _report(b"theirs")
    command = [sys.executable, "-X", "utf8", "-c", _SLEEPER, remote.address, target]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as sleeper:
        assert sleeper.stdout is not None
        assert sleeper.stdout.readline() == b"held\n"
        sleeper.send_signal(signal.SIGSTOP)
        time.sleep(1.2)
        with monkeypatch.context() as patched:
            patched.setattr(lease, "LEASE", dt.timedelta(seconds=1))
            other = lease._taken(remote, _THERE)
        put_folder(remote, target, theirs, other.lock.hold)
        sleeper.send_signal(signal.SIGCONT)
        _, told = sleeper.communicate(b"\n")

    assert sleeper.returncode == 1
    assert "没有保住" in told.decode()
    assert _in_place(remote, target) == theirs
    other.lock.hold()


def _report(text: bytes) -> dict[str, bytes]:
    told = {"outputs": {"report.html": hashlib.sha256(text).hexdigest()}}
    return {"report.html": text, "manifest.json": json.dumps(told).encode()}


def _in_place(remote: Remote, target: str) -> dict[str, bytes]:
    found = remote.read(remote.files_below(target))
    return {path.removeprefix(f"{target}/"): content for path, content in found.items()}


def test_a_worker_of_a_batch_has_its_lock_and_puts_nothing_without(tmp_path: Path) -> None:
    store = Store(f"file://{tmp_path}", tmp_path)
    with store.alone() as (ours, hold):
        worker = pickle.loads(pickle.dumps(ours))  # noqa: S301
        worker.lock.hold()
        hold()
        worker.files.remove([worker.lock.path])  # as whoever takes the store over does
        made = tmp_path / "made" / "outputs" / "ogi" / "2022" / "b"
        made.mkdir(parents=True)
        (made / "manifest.json").write_bytes(_report(b"")["manifest.json"])
        one = parse_parameters(_B, "test")
        with pytest.raises(UnavailableError, match="没有保住"):
            worker._put(tmp_path / "made", one)
        assert _in_place(ours.files, "outputs/ogi/2022/b") == {}


def test_it_is_renewed_while_it_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    remote = Remote(f"file://{tmp_path}")
    monkeypatch.setattr(lease, "_RENEWALS", 3000)
    with leased(remote, _HERE) as (_, hold):
        paths = [f"outputs/{name}" for name in _locks(remote)]
        before = remote.modified(paths)
        eventually(lambda: remote.modified(paths) != before)
        hold()


def test_many_that_begin_together_never_hold_it_together(tmp_path: Path) -> None:
    remote, inside, worked = Remote(f"file://{tmp_path}"), list[str](), list[str]()
    together = threading.Barrier(6)

    def held(name: str) -> bool:
        with suppress(UnavailableError), leased(remote, Path("/", name)):
            inside.append(name)
            time.sleep(0.002)
            assert inside == [name]
            inside.clear()
            worked.append(name)
            return True
        return False

    def work(name: str) -> None:
        together.wait()
        eventually(lambda: held(name))

    threads = [threading.Thread(target=work, args=(str(number),)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(worked) == [str(number) for number in range(6)]


@pytest.mark.parametrize("content", [b"", b"[" * 5000, b"[1]", b'{"machine": "\\u001b[2J"}'])
def test_a_lock_of_whatever_content_counts_until_it_runs_out(
    tmp_path: Path, content: bytes
) -> None:
    remote = Remote(f"file://{tmp_path}")
    remote.write({"outputs/.lock-x": content})

    with pytest.raises(UnavailableError) as told, leased(remote, _HERE):
        pytest.fail("both hold it")
    assert "\x1b" not in str(told.value)


def test_a_lock_that_is_taken_away_while_it_is_renewed_is_lost(
    remote: Remote, monkeypatch: pytest.MonkeyPatch
) -> None:
    asleep = lease._taken(remote, _HERE).lock
    remote.remove([asleep.path])
    monkeypatch.setattr(lease, "_locks", lambda _: [asleep.path])  # as it was a moment before

    assert not asleep.renewed()
    assert _locks(remote) == []


def test_of_two_that_hold_a_store_as_its_lists_lag_one_gives_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remote = Remote(f"file://{tmp_path}")
    remote.write({"outputs/.lock-0": b"{}"})  # of one that was killed, and is never renewed
    with monkeypatch.context() as patched:
        patched.setattr(lease, "_others", lambda *_: {})
        both = [lease._taken(remote, place) for place in (_HERE, _THERE)]
    first, second = sorted(both, key=lambda one: one.lock.path)

    for one in (*both, *both, *both):
        time.sleep(0.02)
        if not one.lost.is_set():
            one.renew()

    first.hold()
    first.lock.hold()
    with pytest.raises(UnavailableError, match="没有保住"):
        second.hold()
    with pytest.raises(UnavailableError, match="没有保住"):
        second.lock.hold()  # of a worker, on whichever machine


@pytest.mark.posix
def test_machines_that_are_copies_of_one_are_two(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remote, started = Remote(f"file://{tmp_path}"), tmp_path / "boot_id"
    monkeypatch.setattr(lease, "_BOOT", started)
    started.write_text("one\n")
    with leased(remote, tmp_path) as (_, hold):
        started.write_text("other\n")
        with pytest.raises(UnavailableError, match="请等它结束后再试"), leased(remote, tmp_path):
            pytest.fail("both hold it")
        hold()


def test_heaps_of_locks_that_killed_runs_left_are_swept(tmp_path: Path) -> None:
    remote, outputs = Remote(f"file://{tmp_path}"), tmp_path / "outputs"
    outputs.mkdir()
    then = time.time() - lease.LEASE.total_seconds() - 60
    for number in range(300):
        path = outputs / f".lock-{number}"
        path.touch()
        os.utime(path, (then, then))

    with leased(remote, _HERE) as (_, hold):
        hold()
        assert len(_locks(remote)) == 1


def test_a_store_whose_lists_lag_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lease, "_locks", lambda _: [])

    with (
        pytest.raises(WorkspaceError, match="不能保证只由一台机器写入"),
        leased(Remote(f"file://{tmp_path}"), _HERE),
    ):
        pytest.fail("it cannot be held")
