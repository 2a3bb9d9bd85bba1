"""Temporary folders that hold what nobody else may read, such as ledgers: none lies about."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import Timeout

from reportkit.locking import lock

_PREFIX = "reportkit-"
_LOCK = ".lock"
_YOUNG = 60  # seconds: somebody may be about to lock it


@contextmanager
def own_folder() -> Iterator[Path]:
    """Give a temporary folder; remove it, and those of processes that were killed.

    Whoever uses one holds a lock in it, which ends with its process: a number of a process says
    nothing where containers share a temporary folder.
    """
    _sweep()
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as outer:
        inner = Path(outer, "own")
        with lock(Path(outer, _LOCK), 0):
            inner.mkdir()
            yield inner


def _sweep() -> None:
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(Timeout, OSError):  # in use, or somebody else's
            if time.time() - left.stat().st_mtime > _YOUNG:
                with lock(left / _LOCK, 0):
                    shutil.rmtree(left, ignore_errors=True)
