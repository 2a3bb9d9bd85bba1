"""However a notebook ends, it ends with an exception that says so, and the next one runs."""

from __future__ import annotations

import mmap
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import papermill
import pytest
from nbclient.exceptions import CellTimeoutError

from reportkit.engine import forks
from reportkit.engine.kernel import KernelDied
from reportkit.engine.memory import untouched
from reportkit.errors import EngineError
from reportkit.making.engine import ReportEngine
from tests.conftest import PATIENCE, eventually, started
from tests.engine.notebook import ended, execute, notebook, printed, room


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("import os; os._exit(3)", 3),
        ("import ctypes; ctypes.string_at(0)", -signal.SIGSEGV),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL),
    ],
)
def test_a_crash_tells_how_it_ended(cell: str, status: int) -> None:
    with pytest.raises(KernelDied) as caught:
        execute(notebook("print(1)", cell, "print('never')"))

    assert caught.value.status == status
    assert printed(execute(notebook("print('next')"))) == ["next\n"]


def test_a_cell_that_takes_too_long_is_ended() -> None:
    with pytest.raises(CellTimeoutError):
        execute(notebook("while True: pass"), execution_timeout=1)

    assert printed(execute(notebook("print('next')"))) == ["next\n"]


@pytest.mark.parametrize(
    "cell", ["import time; time.sleep(60)", "import asyncio\nawait asyncio.sleep(60)"]
)
def test_a_cell_can_be_interrupted_instead(cell: str) -> None:
    for seconds in (1, 5, 25):
        book = notebook(cell, "print('never')")
        with pytest.raises(papermill.PapermillExecutionError) as caught:
            execute(book, execution_timeout=seconds, interrupt_on_timeout=True)
        if caught.value.ename != "CellExecutionError":  # as it is where no cell had begun
            break

    assert caught.value.ename in {"KeyboardInterrupt", "CancelledError"}


def test_a_cell_that_wants_too_much_memory_gets_an_error() -> None:
    cell = "big = bytearray(2 << 30)"

    with pytest.raises(papermill.PapermillExecutionError, match="MemoryError"):
        execute(notebook(cell), memory_limit=room(512 << 20))


def test_addresses_that_are_only_reserved_are_no_memory() -> None:
    """Arrow reserves a gigabyte before the fork: in a small container no report could be made."""
    before = untouched()
    with mmap.mmap(-1, 1 << 30, flags=mmap.MAP_PRIVATE):
        assert untouched() - before > 1000 << 20

    execute(notebook("x = bytearray(150 << 20)"), memory_limit=room(300 << 20))


def test_fifty_megabytes_of_output_arrive_whole() -> None:
    (text,) = printed(execute(notebook("print('x' * 50_000_000)")))

    assert len(text) == 50_000_001


def test_many_small_outputs_arrive_in_order() -> None:
    (text,) = printed(execute(notebook("for n in range(20_000): print(n)")))

    assert text.split() == [str(n) for n in range(20_000)]


def _kill_child(pid: int) -> None:
    children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=True)
    os.kill(int(children.stdout.split()[0]), signal.SIGKILL)


@pytest.mark.parametrize("kill", [_kill_child, lambda pid: os.kill(pid, signal.SIGKILL)])
def test_kills_from_outside_are_noticed(kill: Callable[[int], None], tmp_path: Path) -> None:
    execute(notebook("1"))
    pid, at_work = forks.zygote(ReportEngine.warm_up)._process.pid, tmp_path / "at-work"
    cell = f"import pathlib, time; pathlib.Path('at-work').touch(); time.sleep({PATIENCE})"

    def kill_once_at_work() -> None:
        eventually(at_work.exists)
        kill(pid)

    with ThreadPoolExecutor(1) as beside:
        killed = beside.submit(kill_once_at_work)
        with pytest.raises((KernelDied, EngineError)):
            execute(notebook(cell), cwd=tmp_path)

    killed.result()
    assert printed(execute(notebook("print('next')"))) == ["next\n"]


def test_the_zygote_and_its_child_end_with_the_client() -> None:
    program = (
        "import time\n"
        "from reportkit.engine.kernel import ForkedKernel\n"
        "kernel = ForkedKernel().__enter__()\n"
        "print(kernel._zygote._process.pid, kernel._pid, flush=True)\n"
        f"time.sleep({PATIENCE})"
    )
    with started([sys.executable, "-c", program], stdout=subprocess.PIPE) as client:
        assert client.stdout is not None
        pids = [int(pid) for pid in client.stdout.readline().split()]
        client.kill()
        client.wait()

    assert len(pids) == 2
    eventually(lambda: all(map(ended, pids)))
