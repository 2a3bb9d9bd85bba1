"""Core dumps: a picture of a process's memory, ledgers and all, that a crash leaves on the disk."""

from __future__ import annotations

import sys
from contextlib import suppress


def leave_no_core() -> None:
    """Have this process, and those that it starts from now on, leave none."""
    if sys.platform != "win32":
        import resource

        with suppress(OSError, ValueError):
            _, most = resource.getrlimit(resource.RLIMIT_CORE)
            resource.setrlimit(resource.RLIMIT_CORE, (0, most))
