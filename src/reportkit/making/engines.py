"""The papermill engines that reports are executed with."""

from __future__ import annotations

import sys

ENGINES = ("reportkit", "nbclient")
# The engine of our own forks processes, which is safe on Linux only.
DEFAULT_ENGINE = "reportkit" if sys.platform.startswith("linux") else "nbclient"
DEFAULT_TIMEOUT = 600  # seconds that one cell may run
WARM_UP = "reportkit.making.warm:warm_up"
"""What the process does that our engine forks from, before it forks."""
WORKERS_WARM_UP = "reportkit.making.warm:warm_up_workers"
"""The same, and what workers need besides: where they are forked from one such process, each forks
what its engine forks from."""
