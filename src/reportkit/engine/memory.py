"""How much memory a notebook may have, and a little more to say that it has run out."""

from __future__ import annotations

import resource
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

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
