"""What this machine has for a batch: processors and memory."""

from __future__ import annotations

import os

_FOR_NOTEBOOKS = 0.8  # of all memory


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def memory_share(jobs: int) -> int | None:
    """Return the bytes of memory that each of several notebooks may have; None where unknown."""
    if not hasattr(os, "sysconf"):  # Windows, where no engine could limit it
        return None
    all_of_it = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return int(all_of_it * _FOR_NOTEBOOKS / jobs)
