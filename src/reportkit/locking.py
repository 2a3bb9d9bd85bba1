"""Locks on folders: by the system, and where a share has none, by a file that names its holder."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from filelock import BaseFileLock, FileLock, SoftFileLock

# What NFS without its lock daemon, and some FUSE file systems, answer.
_HAS_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EINVAL}
_HELD = ".held"
# Between making the file and writing its holder into it there is a moment; who was killed in it is
# waited for by `filelock` for ever.
_LONGEST_MOMENT = 60  # seconds


def lock(path: Path, timeout: float) -> BaseFileLock:
    """Take a lock; whoever is killed holds it no longer.

    Where a file stands for the lock, others on the same machine see that its holder is gone; from
    another machine it has to be removed by hand.

    Parameters
    ----------
    path : Path
        The file of the lock; who may write to its folder may take it.
    timeout : float
        Seconds to wait for another.

    Returns
    -------
    filelock.BaseFileLock
        Held; released at the end of a `with` block.

    Raises
    ------
    filelock.Timeout
        Where another holds it.
    OSError
        Where the file cannot be written.
    """
    taken: BaseFileLock = FileLock(path, fallback_to_soft=False)
    try:
        taken.acquire(timeout=timeout)
    except OSError as error:
        if error.errno not in _HAS_NO_LOCKS:
            raise
        held = _held(path)
        with suppress(OSError):
            _remove_nobodys(held)
        taken = SoftFileLock(held)
        taken.acquire(timeout=timeout)
    return taken


def remedy(path: Path) -> str:
    """Return, in Chinese, what to do about a lock that nobody holds any more.

    Nothing where the system keeps the lock: it does not outlive its holder.
    """
    held = _held(path)
    return f"；确实没有别的程序在写的，请删去 {held}" if held.exists() else ""


def _held(path: Path) -> Path:
    # Of another name: those who can lock the file must not take it for one of theirs.
    return path.with_name(path.name + _HELD)


def _remove_nobodys(held: Path) -> None:
    """Remove a file that names no holder and is no moment old, by the clock of where it lies."""
    status = held.stat()
    with tempfile.TemporaryFile(dir=held.parent) as probe:
        now = os.fstat(probe.fileno()).st_mtime
    if status.st_size == 0 and now - status.st_mtime > _LONGEST_MOMENT:
        held.unlink()
