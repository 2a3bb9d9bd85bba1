"""What this machine has for a batch: processors and memory, or what a container has of it."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_FOR_NOTEBOOKS = 0.8  # of all memory
_OF_A_WORKER = 512 << 20  # bytes: a worker, what it forks from, and a notebook of ordinary size
_CGROUPS = Path("/sys/fs/cgroup")
_OWN_CGROUP = Path("/proc/self/cgroup")
_QUOTA_AND_PERIOD = 2


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), _processors_of_container())
    return os.cpu_count() or 1


def default_jobs() -> int:
    """Return how many reports to make at a time: one a processor, and no more than memory holds."""
    memory = _memory()
    return processors() if memory is None else max(1, min(processors(), memory // _OF_A_WORKER))


def memory_share(jobs: int) -> int | None:
    """Return the bytes of memory that each of several notebooks may have; None where unknown."""
    memory = _memory()
    return None if memory is None else int(memory * _FOR_NOTEBOOKS / jobs)


def _memory() -> int | None:
    """Return the bytes of memory that there are, for the container where it has fewer."""
    if not hasattr(os, "sysconf"):  # Windows, where no engine could limit it
        return None
    all_of_it = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    # Of the second version, of the first. Beyond "high" a container is slowed down, not ended.
    names = ("memory.max", "memory.high", "memory.limit_in_bytes")
    said = [_number(folder / name) for folder in _cgroups("memory") for name in names]
    return min([all_of_it, *(limit for limit in said if limit)])


def _processors_of_container() -> int:
    """Return how many processors a container may keep busy; more than any has where none is."""
    shares = [float(1 << 20)]
    for folder in _cgroups("cpu"):
        quota, period = folder / "cpu.cfs_quota_us", folder / "cpu.cfs_period_us"
        pairs = [_words(folder / "cpu.max"), _words(quota) + _words(period)]
        shares += [int(q) / int(p) for q, p in (pair for pair in pairs if _are_numbers(pair))]
    return math.ceil(min(shares))


def _cgroups(controller: str) -> Iterator[Path]:
    """Yield the folders whose limits hold for this process: its own, and all above it.

    Inside of a container the path may be the host's, and only the uppermost folder be there.
    """
    for line in _lines(_OWN_CGROUP):
        _, controllers, path = line.split(":", 2)
        if controllers and controller not in controllers.split(","):
            continue
        top = _CGROUPS / (controller if controllers else "")
        below = top / path.lstrip("/")
        yield from (below, *(one for one in below.parents if one.is_relative_to(top)))


def _number(path: Path) -> int:
    words = _words(path)
    return int(words[0]) if words and words[0].isdecimal() else 0


def _are_numbers(pair: list[str]) -> bool:
    """Whether these are a quota and its period; "max" and -1 are no quota."""
    return len(pair) == _QUOTA_AND_PERIOD and all(one.isdecimal() for one in pair)


def _words(path: Path) -> list[str]:
    return [word for line in _lines(path) for word in line.split()]


def _lines(path: Path) -> list[str]:
    with suppress(OSError):
        return [line for line in path.read_text("utf-8", "surrogateescape").split("\n") if line]
    return []
