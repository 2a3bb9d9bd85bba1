"""One batch at a time on a store, whichever machines they run on.

Whoever wants a store writes a lock of a name of its own, and then lists the locks: where another is
there, it takes its own away again. Of two who write before they list, one at least sees the other,
so that a store needs to offer nothing but listings in which is what was written before: object
stores and folders do. Conditional puts, which only some of them have, are not needed. Where a store
shows a machine what it wrote itself, and what others did only later, two may hold it: each looks at
the others' locks whenever it renews its own, and of two that are both renewed one is given up.

A lock is a lease: it is written again while the batch runs, and one that has not been for
`LEASE` counts no more. All times are the store's own: machines need not agree on theirs, and the
clock of one that slept may have slept, too.

A machine may stand still at any moment, wake, and go on with what it was about. So whoever puts a
report into its place asks just before whether the lock still counts (`Lock.hold`), which whoever
takes a store over takes away first. Only what is on its way to the store already cannot be stopped.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import platform
import random
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportkit.errors import UnavailableError, WorkspaceError
from reportkit.reading import parse_json
from reportkit.storage.remote import Remote
from reportkit.visible import in_escapes
from reportkit.workspace import OUTPUTS

LEASE = dt.timedelta(minutes=5)
_RENEWALS = 5  # in the time of one lease
_LOCK = ".lock-"
_LONGEST_WAIT = 2.0  # seconds: two who begin together wait for different times
_LONGEST_SHOWN = 60
_BOOT = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Lock:
    """The lock by which a batch holds a store; its workers have it, too, on whichever machine.

    Attributes
    ----------
    remote : Remote
    path : str
    content : bytes
    """

    remote: Remote
    path: str
    content: bytes

    def hold(self) -> None:
        """Write the lock again; raise `UnavailableError` where it counted no more."""
        if not self.renewed():
            raise _loss(self.remote)

    def renewed(self) -> bool:
        """Write the lock again; return whether it counted until then, by the store's clock."""
        if self.path not in _locks(self.remote):  # another took it for run out
            return False
        before = self.remote.modified([self.path])
        self.remote.write({self.path: self.content})
        after = self.remote.modified([self.path])
        if self.path not in after:
            # Where nobody knows when a file was written, no lock runs out; else it was taken away.
            return self.path in _locks(self.remote)
        # Without a time before, another took it away since it was listed.
        if self.path not in before or after[self.path] - before[self.path] > LEASE:
            self.give_up()  # before it was written, another may have begun
            return False
        return True

    def give_up(self) -> None:
        """Take the lock away: whoever puts a report by it is refused from now on."""
        self.remote.remove([self.path])


@dataclass(slots=True)
class Lease:
    """A store held for one batch.

    Attributes
    ----------
    lock : Lock
    lost : threading.Event
        Set when it turns out that the lease was not renewed in time, or another holds the store.
    """

    lock: Lock
    _renewed: float
    _beside: dict[str, dt.datetime] = field(default_factory=dict)
    lost: threading.Event = field(default_factory=threading.Event)
    _ended: threading.Event = field(default_factory=threading.Event)

    def hold(self) -> None:
        """Raise `UnavailableError` where the store is not ours any more."""
        if self.lost.is_set() or self._is_late():
            raise _loss(self.lock.remote)

    def keep(self) -> None:
        """Write the lock again and again, until the batch ends or the lease is lost."""
        while not self._ended.wait(LEASE.total_seconds() / _RENEWALS) and not self.lost.is_set():
            # A store that is away for a moment is asked again; when it was too long, `hold` says.
            with suppress(WorkspaceError):
                self.renew()

    def renew(self) -> None:
        """Write the lock again, unless it was lost."""
        now = time.monotonic()
        if not self.lock.renewed() or self._is_late():
            self.lost.set()
        elif self._yields():
            self.lost.set()
            self.lock.give_up()
        self._renewed = now

    def _yields(self) -> bool:
        """Return whether another renews its lock as well, and the store is to be left to it.

        The lock of one that is killed, or only looks whether the store is free, is never renewed.
        """
        remote, own = self.lock.remote, self.lock.path
        before, self._beside = self._beside, remote.modified({*_locks(remote)} - {own})
        both = self._beside.keys() & before.keys()
        return any(path < own and before[path] < self._beside[path] for path in both)

    def _is_late(self) -> bool:
        return time.monotonic() - self._renewed > LEASE.total_seconds()

    def release(self) -> None:
        """Take the lock away."""
        self._ended.set()
        with suppress(WorkspaceError):  # it runs out by itself
            self.lock.give_up()


@contextmanager
def leased(remote: Remote, workspace: Path) -> Iterator[tuple[Lock, Callable[[], None]]]:
    """Hold a store for one batch.

    Parameters
    ----------
    remote : Remote
    workspace : Path
        Held by this batch alone: what another of the same machine left locked there is nobody's.

    Yields
    ------
    lock : Lock
        For those who write.
    hold : callable
        Raises where the store is not held any more.

    Raises
    ------
    UnavailableError
        Where another machine holds it: who, and since when.
    WorkspaceError
        Where it cannot be read or written.
    """
    lease = _taken(remote, workspace)
    keeper = threading.Thread(target=lease.keep, name="lease", daemon=True)
    keeper.start()
    try:
        yield lease.lock, lease.hold
    finally:
        lease.release()
        keeper.join()


def _taken(remote: Remote, workspace: Path) -> Lease:
    machine, us = platform.node(), _holder(workspace)
    since = dt.datetime.now().astimezone().isoformat(timespec="minutes")
    content = json.dumps({"machine": machine, "since": since, "holder": us}).encode()
    seen: set[str] = set()
    while True:
        path, now = f"{OUTPUTS}/{_LOCK}{secrets.token_hex(8)}", time.monotonic()
        remote.write({path: content})
        if path not in _locks(remote):
            msg = f"{remote} 的列表里没有刚写入的文件，不能保证只由一台机器写入。请换一种存储。"
            raise WorkspaceError(msg)
        others = _others(remote, path, us)
        if not others:
            return Lease(Lock(remote, path, content), now)
        remote.remove([path])
        # One that is there twice works; else it may have begun together with us, and left as we do.
        if lasting := seen & others.keys():
            raise _refusal(remote, min(lasting), others[min(lasting)])
        seen |= others.keys()
        time.sleep(random.uniform(0, _LONGEST_WAIT))  # noqa: S311 - no secret


def _holder(workspace: Path) -> str:
    """Return what tells this workspace on this machine from any others.

    Machines that are copies of one have one name and the same paths: what Linux calls itself since
    it was started is not copied.
    """
    with suppress(OSError):
        started = _BOOT.read_text("ascii")
        status = workspace.stat()
        place = f"{platform.node()}\0{started}\0{status.st_dev} {status.st_ino}\0"
        return _digest(f"{place}{workspace.resolve()}")
    return _digest(f"{platform.node()}\0{workspace.resolve()}")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16]


def _locks(remote: Remote) -> list[str]:
    return [f"{OUTPUTS}/{name}" for name in remote.children(OUTPUTS) if name.startswith(_LOCK)]


def _others(remote: Remote, own: str, us: str) -> dict[str, dict[str, Any]]:
    """Return what the locks of others say that count; take away those that count no more."""
    locks = _locks(remote)
    times, contents = remote.modified(locks), remote.read({*locks} - {own})
    told = {path: _told(content) for path, content in contents.items()}
    gone = [path for path, one in told.items() if one.get("holder") == us]
    if own in times:  # else nobody knows when a file was written, and every lock counts
        last = times[own] - LEASE
        gone += [path for path in told.keys() - {*gone} if times.get(path, last) < last]
    remote.remove(gone)
    return {path: one for path, one in told.items() if path not in gone}


def _loss(remote: Remote) -> UnavailableError:
    msg = (
        f"没有保住 {remote} 的占用（这台机器停顿过久，或者连不上存储），"
        "为免与另一台机器同时写入，已经停下。请重新运行。"
    )
    return UnavailableError(msg)


def _told(content: bytes) -> dict[str, Any]:
    try:
        told = parse_json(content[:4096])
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _refusal(remote: Remote, path: str, other: dict[str, Any]) -> UnavailableError:
    machine, since = (
        in_escapes(str(other.get(name, "不明"))[:_LONGEST_SHOWN]) for name in ("machine", "since")
    )
    msg = (
        f"另一个 reportkit run 正在往 {remote} 里写（机器 {machine}，{since} 开始）。"
        f"请等它结束后再试；它若是中途被终止的，{round(LEASE.total_seconds() / 60)} 分钟以后"
        f"就能运行，仍然不能的，请删去存储里的 {path}。"
    )
    return UnavailableError(msg)
