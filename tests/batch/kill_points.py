"""Kills a batch, a publishing, a decision just before each single change that it makes to files.

A program of its own, without threads, so that each kill costs a fork and not a start. What is
killed goes on from what the kill before it left. Prints how many were killed, as JSON.
"""

from __future__ import annotations

import ctypes
import errno
import json
import mmap
import os
import shutil
import signal
import struct
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from reportkit import locking
from reportkit.batch.session import run_session
from reportkit.decisions import Kind
from reportkit.engine import forks
from reportkit.inputs.outcome import Outcome
from reportkit.inputs.run_state import RunState
from reportkit.making.engines import WARM_UP
from reportkit.params import Parameters, read_parameters
from reportkit.rendering.paper import pdf
from reportkit.review.desk import stale_at
from reportkit.review.index import Batch, update_indexes
from reportkit.review.publishing.publish import publish
from reportkit.review.publishing.verify import verified
from reportkit.sources.order import in_order
from reportkit.storage.workspace import Workspace
from tests import forked
from tests.batch.whole import assert_tidy, assert_whole, contents
from tests.conftest import EXAMPLE, YEAR
from tests.review import kills
from tests.review.office import PEOPLE

_USERS, _GROUP = (61001, 61002), 61000
_CHANGES = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate", "os.chmod", "os.link"}
_KEEP_CAPABILITIES, _READ_SEARCH, _CAPABILITIES = 8, 1 << 2, 0x20080522
_KINDS = (Kind.CONFIRM, Kind.ACCEPT, Kind.RETURN)
_BROKEN = 3  # what a process ends with whose report came to no end
_MOST = 2000  # of one action: far more than any takes
_LONGEST_PDF = 0.2  # seconds, about
_HAS_ENDED = os.WEXITED | os.WNOHANG | os.WNOWAIT
_in_pdf = mmap.mmap(-1, 1)  # of all forks: 1 while one of them has Typst make a PDF

Act = Callable[[], None]
Check = Callable[[], None]
Wait = Callable[[int], None]  # told of the process


class Killing:
    """Counts what changes files below a folder, and ends the process before the one that is due."""

    def __init__(self, folder: Path, due: int) -> None:
        self._folder, self._left = str(folder), due

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._changes(event, arguments):
            return
        self._left -= 1
        if self._left <= 0:
            self._act()

    def _act(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def _changes(self, event: str, arguments: tuple[Any, ...]) -> bool:
        if event == "open":
            path, mode, flags = arguments
            writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) if not mode else mode != "r"
        else:
            path, writes = (arguments or ("",))[0], event in _CHANGES
        # Folders are emptied by names relative to them.
        inside = isinstance(path, str | os.PathLike) and str(path).startswith(self._folder)
        return bool(writes) and (inside or event in {"os.remove", "os.rmdir"})


class Refusing(Killing):
    """Refuses whatever changes files from the one that is due on: the disk is read-only now."""

    def _act(self) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))


def killed(workspace: Path, act: Act, check: Check, user: Iterator[int | None]) -> int:
    """Kill an action at each point in turn until it comes to its end; return how often."""
    for due in range(1, _MOST):
        ended = _forked(act, next(user), Killing(workspace, due))
        if ended == _BROKEN:
            ended = _again(act, next(user), Killing(workspace, due))
        assert ended in {0, -signal.SIGKILL}, f"ended with {ended} at point {due}"
        check()
        if not ended:
            return due - 1
    raise AssertionError("it does not come to its end")


def refused(workspace: Path, act: Act, check: Check, user: Iterator[int | None], most: int) -> int:
    """Make the disk read-only at each point in turn, up to `most`; return how often."""
    for due in range(1, most + 1):
        who = next(user)
        ended = _forked(act, who, Refusing(workspace, due))
        assert ended in {0, 1, _BROKEN}, f"ended with {ended} at point {due}"
        check()
        if ended:
            _again(act, who)  # what was left half-way is put right, and all is as it was
            check()
    return most


def killed_at_random(act: Act, check: Check, user: Iterator[int | None], times: int) -> int:
    """Kill an action at any moment, also while a PDF is made; return how often it had not ended."""
    chance = Random(1)  # noqa: S311
    _again(act, next(user))
    check()
    began = time.monotonic()  # an ordinary one, without what the first has to set up
    assert _forked(act, next(user)) == 0
    longest, hits = time.monotonic() - began, 0
    check()
    for _ in range(times):
        hits += _killed_after(lambda _: time.sleep(chance.uniform(0, longest)), act, check, user)
    return hits


def killed_in_pdf(act: Act, check: Check, user: Iterator[int | None], times: int) -> int:
    """Kill an action while Typst makes a PDF; return how often it was at work just then."""
    chance, hits = Random(2), 0  # noqa: S311

    def wait(pid: int) -> None:
        while not _in_pdf[0] and not os.waitid(os.P_PID, pid, _HAS_ENDED):
            time.sleep(0.001)
        time.sleep(chance.uniform(0, _LONGEST_PDF))

    for _ in range(times):
        _in_pdf[0] = 0
        # Whoever is killed leaves it as it is.
        hits += _killed_after(wait, act, check, user) and _in_pdf[0]
    return hits


def _killed_after(wait: Wait, act: Act, check: Check, user: Iterator[int | None]) -> bool:
    """Kill an action after a wait; return whether it had not ended."""
    who = next(user)
    ended = _forked(act, who, wait=wait)
    check()
    if ended == _BROKEN:
        _again(act, who)
    return ended == -signal.SIGKILL


def _tell_of_pdfs() -> None:
    """Have every fork tell when it makes a PDF."""

    def compile_(*arguments: Any) -> bytes:
        _in_pdf[0] = 1
        try:
            return before(*arguments)
        finally:
            _in_pdf[0] = 0

    before = pdf._compile
    pdf._compile = compile_


def _forked(act: Act, user: int | None, hook: Any = None, wait: Wait | None = None) -> int:
    """Act in a process of its own, that is killed after a wait; return how that ended.

    What it imports and the threads that it starts (Typst has some) end with it.
    """
    pid = os.fork()
    if pid:
        if wait is not None:
            wait(pid)
            os.kill(pid, signal.SIGKILL)
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    try:
        _become(user)
        if hook:
            sys.addaudithook(hook)
        act()
        os._exit(0)
    except BaseException:  # noqa: BLE001 - whatever it was, it is told, and ends this process
        traceback.print_exc()
        os._exit(1)


def _again(act: Act, user: int | None, hook: Any = None) -> int:
    """Act once more, with another process to fork notebooks from.

    All children share one here: after one that was killed between question and answer, the next
    gets the other's answer. In a batch each worker has its own.
    """
    forks._zygotes.pop(WARM_UP).close()
    forked._keep_zygote()
    return _forked(act, user, hook)


def _become(user: int | None) -> None:
    if user is not None:
        libc = ctypes.CDLL(None)
        libc.prctl(_KEEP_CAPABILITIES, 1)
        os.setgroups([_GROUP])
        os.setgid(_GROUP)
        os.setuid(user)
        # To read, as Python may lie where only root does; never to write.
        sets = struct.pack("6I", _READ_SEARCH, _READ_SEARCH, 0, 0, 0, 0)
        assert libc.capset(struct.pack("Ii", _CAPABILITIES, 0), sets) == 0


def _users(several: bool) -> Iterator[int | None]:
    while True:
        yield from _USERS if several else (None,)


def _share(workspace: Path) -> None:
    """Let a group have a workspace, as offices have theirs on a server."""
    for path in (workspace, *workspace.rglob("*")):
        os.chown(path, -1, _GROUP)
        path.chmod(0o2775 if path.is_dir() else 0o664)


def _fill(disk: Path) -> None:
    """Leave a small disk less room than a report takes."""
    size = sum(path.stat().st_size for path in disk.glob("ogi/*/*/*"))
    room = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    (disk / "filler").write_bytes(bytes(max(0, room - size // 2)))


def _as_on_nfs() -> None:
    """Refuse locks, and leave of every folder that is removed a file that somebody has open."""
    import fcntl

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    def rmtree(path: Any, ignore_errors: bool = False, **_: Any) -> None:
        is_closed = any(Path(path).glob(".nfs*"))  # by whoever had it open the last time
        before(path, ignore_errors=ignore_errors)
        with suppress(OSError):
            if is_closed:
                return
            Path(path).mkdir()
            (Path(path) / f".nfs{time.monotonic_ns():024x}").touch()

    before = shutil.rmtree
    locking._LONGEST_MOMENT = -1  # nobody else is at work who may be about to name itself
    fcntl.flock = refuse
    shutil.rmtree = rmtree  # type: ignore[assignment]


def _batch(one: Parameters, workspace: Path, *, room_is_short: bool) -> Act:
    """Make a report anew, with log, record and index."""
    ended: list[int] = []
    site = Workspace(workspace, "reportkit")

    def index() -> None:
        update_indexes(Batch((one,), True, lambda: ([one], 0)), site.files, workspace)

    def hold(outcome: Outcome) -> None:
        if outcome.state is RunState.BROKEN and not room_is_short:
            ended.append(_BROKEN)
            sys.stderr.write("\n".join(outcome.faults))

    def act() -> None:
        run_session(
            in_order([one]),
            site,
            lambda: forked._Here(1, site.warm_up),
            force=True,
            unusable=0,
            show=hold,
            tell=lambda _: None,
            index=index,
        )
        if ended:
            os._exit(_BROKEN)

    return act


def _batch_is_whole(workspace: Path) -> Check:
    """Return what holds after each kill, of the files as they were made at first."""
    first = contents(workspace)
    shelf = workspace / "outputs" / "ogi" / YEAR

    def check() -> None:
        assert_whole(workspace)
        aside = shelf / f".set-aside-{EXAMPLE}"
        if aside.exists() and not (shelf / EXAMPLE).exists():
            return  # for the next batch to restore
        assert contents(workspace) == first
        json.loads((workspace / "outputs" / "run.json").read_text("utf-8"))
        for line in (workspace / "outputs" / "runs.jsonl").read_text("utf-8").splitlines():
            json.loads(line)
        for name in ("index.json", "index.html", "index.xlsx"):
            assert (shelf / name).stat().st_size > 1000, name
        json.loads((shelf / "index.json").read_text("utf-8"))
        assert "</html>" in (shelf / "index.html").read_text("utf-8")[-20:]

    return check


def _publishing(one: Parameters, workspace: Path) -> tuple[Act, Check]:
    folder = workspace / one.published_folder

    def act() -> None:
        publish(one, workspace, stale_at(one, workspace))

    def check() -> None:
        if any(not path.name.startswith(".nfs") for path in folder.glob("*")):  # all, or nothing
            assert [each.words for each in verified(str(folder), workspace) if not each.good] == []

    return act, check


def _reviewing(
    one: Parameters, workspace: Path, users: Iterator[int | None], times: int, *, corrects: bool
) -> dict[str, int]:
    """Kill what reviewers do at each point, and at random moments; return how often."""
    kills.render_once(one, workspace, _again)
    counts = dict[str, int]()
    for name, prepare in _doing(one, workspace, corrects=corrects).items():
        act, check = prepare()  # only now: what has to hold follows from what was done before
        counts[name] = killed(workspace, act, check, users)
        counts[f"{name} at random"] = killed_at_random(act, check, users, times)
    return counts


def _doing(
    one: Parameters, workspace: Path, *, corrects: bool
) -> dict[str, Callable[[], tuple[Act, Check]]]:
    people = [(role, workspace / "keys" / person) for role, person in PEOPLE.items()]
    doing: dict[str, Callable[[], tuple[Act, Check]]] = {}
    doing["signing"] = partial(kills.taking, one, workspace)
    doing |= {kind.value: partial(kills.deciding, one, workspace, kind) for kind in _KINDS}
    if corrects:
        doing["correcting"] = partial(kills.correcting, one, workspace, people, _again)
    return doing


def main(workspace: Path, times: int, *how: str) -> None:
    """Kill a batch at each point and at random, then others; each goes through at last."""
    one = read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml")
    several = "users" in how
    if several:
        _share(workspace)
    forked._keep_zygote()
    forked._import()
    _tell_of_pdfs()
    batch = _batch(one, workspace, room_is_short="full" in how)
    assert _forked(batch, None) == 0
    if several:
        _share(workspace)
    if "nfs" in how:
        _as_on_nfs()
    is_whole, users = _batch_is_whole(workspace), _users(several)
    if "full" in how:
        _fill(workspace / "outputs")
    counts = {"batch": killed(workspace, batch, is_whole, users)}
    if "read-only" in how:
        counts["read-only"] = refused(workspace, batch, is_whole, users, counts["batch"])
    counts["at random"] = killed_at_random(batch, is_whole, users, times)
    counts["in a PDF"] = killed_in_pdf(batch, is_whole, users, times // 4)
    (workspace / "outputs" / "filler").unlink(missing_ok=True)
    assert _again(batch, next(users)) == 0
    if "nfs" not in how:
        assert_tidy(workspace)
    if (workspace / one.data_folder / "signatures").exists():
        shutil.rmtree(workspace / one.published_folder, ignore_errors=True)
        counts["publishing"] = killed(workspace, *_publishing(one, workspace), users)
        assert (workspace / one.published_folder).exists()
        counts |= _reviewing(one, workspace, users, times // 5, corrects=not how)
    sys.stdout.write(f"{json.dumps(counts)}\n")


if __name__ == "__main__":
    os.umask(int(sys.argv[2], 8))
    main(Path(sys.argv[1]), int(sys.argv[3]), *sys.argv[4:])
