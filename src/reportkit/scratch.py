"""Temporary folders that hold what nobody else may read, such as ledgers: none lies about."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import Timeout

from reportkit.locking import lock

_PREFIX = "reportkit-scratch-"
_LOCK, _OWN = ".lock", "own"
_YOUNG = 60  # seconds: somebody may be about to lock it


@contextmanager
def own_folder() -> Iterator[Path]:
    """Give a temporary folder; remove it, and those of processes that were killed.

    Whoever uses one holds a lock in it, which ends with its process: a number of a process says
    nothing where containers share a temporary folder.
    """
    _sweep()
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as outer:
        inner = Path(outer, _OWN)
        with lock(Path(outer, _LOCK), 0):
            inner.mkdir()
            yield inner


def _sweep() -> None:
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(Timeout, OSError):  # in use, or gone
            if _is_ours(left):
                with lock(left / _LOCK, 0):
                    shutil.rmtree(left, ignore_errors=True)


def _is_ours(left: Path) -> bool:
    """Whether a folder was made above, by ourselves, and not just now.

    Where all may write, others may have laid there whatever they like, or keep theirs there.
    """
    status, marker = left.lstat(), (left / _LOCK).lstat()
    mine = not hasattr(os, "getuid") or {status.st_uid, marker.st_uid} == {os.getuid()}
    made = stat.S_ISDIR(status.st_mode) and stat.S_ISREG(marker.st_mode)
    return mine and made and time.time() - status.st_mtime > _YOUNG
