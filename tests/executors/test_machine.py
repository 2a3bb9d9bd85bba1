"""What a batch may use of a machine: in a container, what the container has of it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reportkit.executors import machine

pytestmark = pytest.mark.posix
GIGABYTE = 1 << 30
ALL = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") if hasattr(os, "sysconf") else 0


@pytest.mark.parametrize(
    ("own", "files", "memory", "processors"),
    [
        pytest.param("0::/", {"memory.max": "max\n", "cpu.max": "max 100000\n"}, ALL, 64, id="v2"),
        pytest.param(
            "0::/kubepods/pod1",
            {
                "kubepods/pod1/memory.max": "max\n",
                "kubepods/memory.max": str(2 * GIGABYTE),
                "kubepods/pod1/cpu.max": "150000 100000",
                "kubepods/cpu.max": "800000 100000",
            },
            2 * GIGABYTE,
            2,
            id="v2, the least of all above",
        ),
        pytest.param(
            "9:memory:/docker/abc\n4:cpu,cpuacct:/docker/abc\n0::/",
            {
                "memory/memory.limit_in_bytes": str(GIGABYTE),
                "cpu/cpu.cfs_quota_us": "300000",
                "cpu/cpu.cfs_period_us": "100000",
            },
            GIGABYTE,
            3,
            id="v1, from inside",
        ),
        pytest.param(
            "9:memory:/a\n4:cpu:/a",
            {
                "memory/a/memory.limit_in_bytes": "9223372036854771712",
                "cpu/a/cpu.cfs_quota_us": "-1",
                "cpu/a/cpu.cfs_period_us": "100000",
            },
            ALL,
            64,
            id="v1, no limit",
        ),
        pytest.param(
            "0::/system.slice/a.service",
            {
                "system.slice/a.service/memory.max": str(3 * GIGABYTE),
                "system.slice/a.service/memory.high": str(2 * GIGABYTE),
                "system.slice/a.service/memory.swap.max": "0",
            },
            2 * GIGABYTE,
            64,
            id="v2, slowed down before it is ended",
        ),
        pytest.param("0::/\udcff/a", {"memory.max": str(GIGABYTE)}, GIGABYTE, 64, id="no text"),
        pytest.param("", {}, ALL, 64, id="none"),
    ],
)
def test_a_container_has_less_than_its_machine(
    own: str,
    files: dict[str, str],
    memory: int,
    processors: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "own").write_text(f"{own}\n" if own else "", "utf-8", "surrogateescape")
    monkeypatch.setattr(machine, "_CGROUPS", tmp_path)
    monkeypatch.setattr(machine, "_OWN_CGROUP", tmp_path / "own")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(64))

    assert machine.processors() == processors
    assert machine.memory_share(2) == int(memory * 0.8 / 2)
    assert machine.default_jobs() == min(processors, memory // (512 << 20))


def test_what_cannot_be_told_is_no_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_OWN_CGROUP", tmp_path / "none")

    assert machine.memory_share(1) == int(ALL * 0.8)
    assert machine.processors() >= 1
