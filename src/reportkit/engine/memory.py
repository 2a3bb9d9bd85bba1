"""How much memory a notebook may have, and a little more to say that it has run out."""

from __future__ import annotations

import re
import resource
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

_STATUS = Path("/proc/self/status")
_RESERVE = 64 << 20  # bytes: a traceback takes a few megabytes


def limit_memory(limit: int | None) -> Callable[[], None]:
    """Let the cell that asks for too much get a MemoryError, not the machine a standstill.

    Returns
    -------
    callable
        Frees what is held back, as the cell's error still holds what the cell hoards. It needs no
        memory itself.
    """
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    if limit is not None and (most == resource.RLIM_INFINITY or limit + _RESERVE < most):
        most = limit + _RESERVE
        resource.setrlimit(resource.RLIMIT_DATA, (limit, most))
    # Should memory run out all the same, this process is the first to go.
    with suppress(OSError):  # some containers do not allow it
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    return partial(resource.setrlimit, resource.RLIMIT_DATA, (most, most))


def untouched() -> int:
    """Return the bytes of addresses that this process has reserved, and put nothing at.

    They count for the limit that the system knows, and take no memory: libraries with a memory of
    their own, Arrow among them, reserve a gigabyte when they are first used.
    """
    with suppress(OSError):
        told = dict(re.findall(r"(VmData|RssAnon):\s*(\d+) kB", _STATUS.read_text("ascii")))
        return max(0, int(told.get("VmData", 0)) - int(told.get("RssAnon", 0))) << 10
    return 0
