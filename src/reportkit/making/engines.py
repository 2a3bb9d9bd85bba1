"""The papermill engines that reports are executed with."""

from __future__ import annotations

import sys

OWN_ENGINE = "reportkit"
ENGINES = (OWN_ENGINE, "nbclient")
# The engine of our own forks processes, which is safe on Linux only.
DEFAULT_ENGINE = OWN_ENGINE if sys.platform.startswith("linux") else "nbclient"
DEFAULT_TIMEOUT = 600  # seconds that one cell may run
WARM_UP = "reportkit.making.warm:warm_up"
"""What the process does that our engine forks from, before it forks."""
WORKERS_WARM_UP = "reportkit.making.warm:warm_up_workers"
"""The same, and what workers need besides: where they are forked from one such process, each forks
what its engine forks from."""


def kernel_arguments(memory_limit: int | None) -> list[str]:
    """Return what an ordinary kernel is started with to have so many bytes of memory at most."""
    if memory_limit is None:
        return []
    # Before the first cell, and leaving no name among the notebook's.
    limit = f"__import__('reportkit.engine.memory', fromlist=['x']).limit_memory({memory_limit});"
    return [f"--IPKernelApp.exec_lines={limit}"]
