"""A worker that dies is replaced and its task tried once more; none outlives its parent."""

from __future__ import annotations

import os
import signal
import sys
import time
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from reportkit.engine.forks import zygote
from reportkit.errors import ParametersError, ReportkitError, WorkerDiedError
from reportkit.executors.workers import WorkerPool
from tests.conftest import PATIENCE, eventually, started

POSIX_ONLY = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")


def no_warm_up() -> None:
    pass


def my_pid(_: object = None) -> int:
    return os.getpid()


def forks_its_zygote() -> bool:
    """Whether it and the one before it have come of one program, and so have its children."""
    own, above = (Path(f"/proc/{pid}/cmdline").read_bytes() for pid in ("self", os.getppid()))
    zygote("")
    (child,) = psutil.Process().children()
    return own == above == Path(f"/proc/{child.pid}/cmdline").read_bytes()


def die() -> None:
    os._exit(9)


def die_once(marker: Path) -> int:
    if not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGTERM)
    return os.getpid()


def note(path: Path, word: str) -> None:
    with path.open("a") as file:
        file.write(f"{word} ")


def refuse() -> None:
    raise ParametersError("参数有误。", ["缺少参数 year。"])


class Unpicklable(Exception):
    def __init__(self, first: str, second: str) -> None:
        super().__init__(first)


def raise_unpicklable() -> None:
    raise Unpicklable("one", "two")


def return_unpicklable() -> object:
    return lambda: None


def sleep_long(marker: Path) -> None:
    marker.write_text(str(os.getpid()))
    time.sleep(2 * PATIENCE)  # else it might end by itself while the test waits for its end


def test_a_worker_that_died_is_replaced_and_its_task_done_again(tmp_path: Path) -> None:
    with WorkerPool(1, no_warm_up) as pool:
        first = pool.submit(my_pid).result()
        second = pool.submit(die_once, tmp_path / "marker").result()
        third = pool.submit(my_pid).result()

    assert first != second
    assert second == third


def test_a_task_that_always_kills_its_worker_is_an_error_and_stops_no_other() -> None:
    with WorkerPool(1, no_warm_up) as pool:
        deadly, harmless = pool.submit(die), pool.submit(my_pid)

        with pytest.raises(WorkerDiedError, match="两次意外退出"):
            deadly.result()
        assert harmless.result() != os.getpid()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks safely")
def test_nothing_is_imported_again_for_a_worker_or_for_what_its_notebooks_are_forked_from() -> None:
    with WorkerPool(1, no_warm_up) as pool:
        assert pool.submit(forks_its_zygote).result()


@POSIX_ONLY
def test_workers_killed_while_idle_cost_no_task_a_try(tmp_path: Path) -> None:
    with WorkerPool(2, no_warm_up) as pool:
        pids = {future.result() for future in [pool.submit(my_pid) for _ in range(8)]}
        processes = [psutil.Process(pid) for pid in pids]
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
        assert eventually(lambda: not any(map(_runs, processes)))

        assert pool.submit(die_once, tmp_path / "marker").result() not in pids


def test_tasks_begin_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    path = tmp_path / "order"
    with WorkerPool(1, no_warm_up) as pool:
        for word in "abcdefgh":
            pool.submit(note, path, word)

    assert path.read_text() == "a b c d e f g h "


def test_no_process_without_a_task_and_none_is_left() -> None:
    before = {*psutil.Process().children(recursive=True)}
    with WorkerPool(4, no_warm_up) as pool:
        assert {*psutil.Process().children(recursive=True)} <= before
        pid = pool.submit(my_pid).result()
        again = pool.submit(my_pid).result()

    assert pid == again
    assert not psutil.pid_exists(pid)


def test_errors_come_back_as_they_were_raised_or_at_least_with_their_kind() -> None:
    with WorkerPool(1, no_warm_up) as pool:
        with pytest.raises(ParametersError) as ours:
            pool.submit(refuse).result()
        with pytest.raises(ReportkitError, match="Unpicklable，"):
            pool.submit(raise_unpicklable).result()
        with pytest.raises(Exception, match="pickle"):
            pool.submit(return_unpicklable).result()
        with pytest.raises(Exception, match="pickle"):
            pool.submit(lambda: None).result()  # pragma: no cover - it never gets there
        pid = pool.submit(my_pid).result()

    assert ours.value.problems == ("缺少参数 year。",)
    assert pid != os.getpid()


def _runs(process: psutil.Process) -> bool:
    """Whether a process has not ended; its parent may not have asked how."""
    with suppress(psutil.NoSuchProcess):
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    return False


def _pid_in(path: Path) -> int:
    return int(eventually(lambda: path.exists() and path.read_text()))


def test_an_error_in_the_block_kills_what_runs_and_forgets_what_waits(tmp_path: Path) -> None:
    futures: list[Future[None]] = []
    with suppress(KeyboardInterrupt), WorkerPool(1, no_warm_up) as pool:
        futures = [pool.submit(sleep_long, tmp_path / str(n)) for n in range(3)]
        pid = _pid_in(tmp_path / "0")
        raise KeyboardInterrupt

    assert not psutil.pid_exists(pid)
    assert [future.cancelled() for future in futures] == [False, True, True]
    assert isinstance(futures[0].exception(), WorkerDiedError)


_PARENT = """
import sys
from contextlib import suppress
from pathlib import Path
from tests.executors.test_workers import no_warm_up, sleep_long
from reportkit.executors.workers import WorkerPool

if __name__ == "__main__":
    with WorkerPool(2, no_warm_up) as pool:
        for name in sys.argv[1:]:
            pool.submit(sleep_long, Path(name))
"""


@POSIX_ONLY
def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(_PARENT)
    markers = [tmp_path / "a", tmp_path / "b"]
    root = str(Path(__file__).parents[2])
    command = [sys.executable, str(script), *map(str, markers)]
    with started(command, env=os.environ | {"PYTHONPATH": root}) as parent:
        workers = [psutil.Process(_pid_in(marker)) for marker in markers]

        parent.kill()
        parent.wait()

        gone, alive = psutil.wait_procs(workers, timeout=PATIENCE)
    assert (len(gone), alive) == (2, [])
