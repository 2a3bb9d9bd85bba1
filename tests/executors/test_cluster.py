"""A Dask cluster makes the reports of a workspace; what dies in it costs no bureau its report."""

from __future__ import annotations

import json
import logging
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from reportkit.batch.lock import sole_use
from reportkit.batch.loop import run_batch
from reportkit.errors import ParametersError, WorkerDiedError, WorkspaceError
from reportkit.executors import cluster
from reportkit.executors.cluster import on_cluster
from reportkit.making.engines import DEFAULT_ENGINE
from reportkit.making.manifest import output_digests
from reportkit.params import Parameters, parse_parameters, read_parameters
from reportkit.storage.store import Store
from reportkit.storage.workspace import Workspace
from tests.conftest import EXAMPLE, PATIENCE, YEAR, copy_workspace, eventually, started

if TYPE_CHECKING:
    from distributed import Client, Worker

pytest.importorskip("distributed")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
ROOT = Path(__file__).parents[2]


class Cluster:
    """A scheduler on this machine, and workers as asked for, until the stack is closed."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self._stack, self._folder, self._logs = stack, folder, 0
        self._file = folder / "scheduler.json"
        arguments = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        self.scheduler = self._start("scheduler", *arguments, "--scheduler-file", str(self._file))
        self.address = eventually(self._address)

    def _address(self) -> str:
        with suppress(OSError, ValueError):  # not there yet, or not all of it
            return str(json.loads(self._file.read_text())["address"])
        assert self.scheduler.poll() is None, "the scheduler has ended"
        return ""

    def add(self, *options: str, **environment: str) -> subprocess.Popen[str]:
        arguments = (self.address, "--no-dashboard", "--local-directory", str(self._folder))
        return self._start("worker", *arguments, *options, **environment)

    def _start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Run a command of Dask, as an administrator does."""
        path = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]  # for our functions
        self._logs += 1
        log = self._stack.enter_context((self._folder / f"{self._logs}.log").open("w"))
        process = started(
            [sys.executable, "-m", "dask", *arguments],
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path)} | environment,
            stdout=log,
            stderr=log,
        )
        return self._stack.enter_context(process)

    def await_workers(self, many: int) -> None:
        """Wait until so many answer: one that has died may be listed for a moment."""
        from distributed import Client

        with Client(self.address, timeout=PATIENCE, set_as_default=False) as client:
            eventually(lambda: len(client.run(pid_of_worker, on_error="ignore")) == many)


@pytest.fixture
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster of the test's own, without workers."""
    with ExitStack() as stack:
        yield Cluster(stack, tmp_path_factory.mktemp("cluster"))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster with two workers of one thread, as docs/cluster.md has it."""
    with ExitStack() as stack:
        cluster = Cluster(stack, tmp_path_factory.mktemp("cluster"))
        cluster.add("--nthreads", "1", "--nworkers", "2")
        yield cluster


@pytest.fixture
def running(shared: Cluster) -> Cluster:
    """The shared cluster, with both its workers: the test before may have killed them."""
    shared.await_workers(2)
    return shared


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the kit wait as long as the tests do, where waiting is not what they are about."""
    for name in ("_CONNECT", "_FETCH", "_LET_END", "_WITHOUT_WORKERS"):
        monkeypatch.setattr(cluster, name, PATIENCE)


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    workspace = copy_workspace(tmp_path / "workspace")
    (workspace / "outputs").mkdir()
    return Workspace(workspace)


def copies(workspace: Path, many: int) -> list[Parameters]:
    parameters = read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml").for_notebook()
    for n in range(many):
        shutil.copytree(workspace / "data" / EXAMPLE, workspace / "data" / f"bureau-{n}")
    return [parse_parameters(parameters | {"bureau": f"bureau-{n}"}, "") for n in range(many)]


def ignore(_: str) -> None:
    pass


def pid_of_worker() -> int:
    return os.getpid()


def die() -> None:
    os._exit(3)


def sleep_long(marker: Path) -> None:
    marker.touch()
    time.sleep(PATIENCE)


def work_until(go: Path, marker: Path) -> None:
    marker.touch()
    eventually(go.exists)
    marker.with_suffix(".ended").touch()


def tasks_of_worker(dask_worker: Worker) -> int:
    return len(dask_worker.state.tasks)


def overlap(folder: Path) -> None:
    (folder / "busy").touch(exist_ok=False)  # fails where another is at it
    time.sleep(0.2)
    (folder / "busy").unlink()


def refuse() -> None:
    raise ParametersError("参数有误。", ["缺少参数 year。"])


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_costs_no_bureau_its_report(
    running: Cluster, place: Workspace
) -> None:
    batch = copies(place.folder, 12)
    years = place.folder / "outputs" / "ogi" / YEAR
    outcomes, killed, before = [], list[psutil.Process](), 0
    with sole_use(place.folder / "outputs"), on_cluster(running.address, place, ignore) as executor:
        worker = psutil.Process(executor.submit(pid_of_worker).result())
        for outcome in run_batch(batch, place, executor):
            outcomes.append(outcome)
            if not killed and list(years.glob(".unfinished-*")) and worker.children():
                before = len(list(years.glob("bureau-*")))
                killed = [worker, *worker.children(recursive=True)]
                worker.kill()

    assert before < 12
    assert sorted(one.parameters.bureau for one in outcomes) == sorted(one.bureau for one in batch)
    assert [one.message for one in outcomes] == [""] * 12
    assert len(killed) > 1, "the worker had a process that forks notebooks"
    assert psutil.wait_procs(killed, timeout=PATIENCE)[1] == []
    assert sorted(path.name for path in years.iterdir()) == sorted(one.bureau for one in batch)
    for folder in years.iterdir():
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        assert manifest["outputs"] == output_digests(folder)
    assert [place.reasons_to_run(one) for one in batch] == [[]] * 12


@pytest.mark.slow
def test_both_engines_work_where_workers_are_no_daemons(own: Cluster, place: Workspace) -> None:
    own.add("--nthreads", "1", DASK_DISTRIBUTED__WORKER__DAEMON="False")
    batch = copies(place.folder, 1)

    with on_cluster(own.address, place, ignore) as executor:
        for engine in {DEFAULT_ENGINE, "nbclient"}:
            (outcome,) = run_batch(batch, Workspace(place.folder, engine), executor, force=True)
            assert (outcome.state, outcome.message) == ("passed", "")


def test_a_task_that_kills_every_worker_is_an_error_and_stops_no_other(
    running: Cluster, place: Workspace
) -> None:
    with on_cluster(running.address, place, ignore) as executor:
        with pytest.raises(WorkerDiedError, match="计算节点接连 4 次意外退出"):
            executor.submit(die).result(PATIENCE)
        with pytest.raises(ParametersError, match="缺少参数 year"):
            executor.submit(refuse).result(PATIENCE)
        assert executor.submit(pid_of_worker).result(PATIENCE) != os.getpid()


def test_leaving_early_forgets_what_waits_and_lets_end_what_is_in_work(
    running: Cluster, place: Workspace, tmp_path: Path
) -> None:
    markers, go = [tmp_path / str(n) for n in range(6)], tmp_path / "go"

    def let_go_once_the_rest_is_forgotten(client: Client) -> None:
        eventually(lambda: [*client.run(tasks_of_worker).values()] == [1, 1])
        go.touch()

    with (
        ThreadPoolExecutor(1) as beside,
        suppress(KeyboardInterrupt),
        on_cluster(running.address, place, ignore) as executor,
    ):
        futures = [executor.submit(work_until, go, marker) for marker in markers]
        eventually(lambda: sum(marker.exists() for marker in markers) == 2)
        done = beside.submit(let_go_once_the_rest_is_forgotten, executor._client)
        raise KeyboardInterrupt

    done.result()
    begun = [marker for marker in markers if marker.exists()]
    assert [marker.with_suffix(".ended").exists() for marker in begun] == [True, True]
    assert all(future.cancelled() for future in futures)


def test_the_end_of_the_scheduler_ends_the_batch_with_a_word_for_every_bureau(
    own: Cluster, place: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    logger, printed = logging.getLogger("distributed.client"), logging.Handler()
    logged = list[logging.LogRecord]()
    monkeypatch.setattr(printed, "emit", logged.append)
    monkeypatch.setattr(logger, "handlers", [printed])
    logger.setLevel(logging.WARNING)  # as Dask sets it
    own.add("--nthreads", "1")
    with on_cluster(own.address, place, ignore) as executor:
        futures = [executor.submit(sleep_long, tmp_path / str(n)) for n in range(2)]
        eventually((tmp_path / "0").exists)
        client = executor._client
        client._timeout = 1  # seconds that it tries to connect again; the first time took patience
        own.scheduler.kill()
        for future in [*futures, executor.submit(pid_of_worker)]:
            with pytest.raises(WorkerDiedError, match="与调度器的连接中断了"):
                future.result(PATIENCE)
        eventually(lambda: client.status == "closed")

    assert logged == []


def test_a_result_that_does_not_come_is_not_waited_for_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Dask fetches results in one thread, for which the program waits when it ends."""
    monkeypatch.setattr(cluster, "_FETCH", 0.1)

    class Lost:
        def result(self, timeout: float | None = None) -> None:
            time.sleep(60 if timeout is None else timeout)
            raise TimeoutError

    future: Future[None] = Future()
    cluster._hand_over(future, Lost())

    with pytest.raises(WorkerDiedError, match="与调度器的连接中断了"):
        future.result(0)


@pytest.mark.parametrize("how", [Future.cancel, lambda future: future.set_exception(OSError())])
def test_what_nobody_waits_for_is_not_fetched(how: Callable[[Future[None]], object]) -> None:
    """The client may be closing, and a coroutine of Dask that is never awaited is a warning."""

    class Task:
        def result(self, timeout: float) -> None:
            pytest.fail("it was asked for its result")

    future: Future[None] = Future()
    how(future)
    cluster._hand_over(future, Task())


def test_the_end_of_all_workers_ends_the_batch_too(
    own: Cluster, place: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_LOOK", 0.2)
    worker = own.add("--nthreads", "1", "--no-nanny")
    with on_cluster(own.address, place, ignore) as executor:
        futures = [executor.submit(sleep_long, tmp_path / str(n)) for n in range(2)]
        eventually((tmp_path / "0").exists)
        monkeypatch.setattr(cluster, "_WITHOUT_WORKERS", 1)
        worker.kill()
        for future in futures:
            with pytest.raises(WorkerDiedError, match="没有任何计算节点"):
                future.result(PATIENCE)


def test_workers_that_would_make_other_reports_are_refused(
    running: Cluster, place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = cluster.versions()
    monkeypatch.setattr(cluster, "versions", lambda: {**ours, "pandas": "1.0"})
    with (
        pytest.raises(
            WorkspaceError, match=r"tcp://127\S+：pandas 与本机不同（本机 1\.0，"
        ) as refused,
        on_cluster(running.address, place, ignore),
    ):
        pass

    assert str(refused.value).count("tcp://") == 2


def test_a_worker_that_comes_later_is_held_to_the_same() -> None:
    with pytest.raises(WorkspaceError, match="软件与本机不同"):
        cluster._do({"pandas": "1.0"}, pid_of_worker)


def test_workers_without_the_kit_are_refused(
    own: Cluster, place: Workspace, tmp_path: Path
) -> None:
    (tmp_path / "sitecustomize.py").write_text("import sys; sys.modules['reportkit'] = None\n")
    own.add("--nthreads", "1", PYTHONPATH=str(tmp_path))

    with (
        pytest.raises(WorkspaceError, match="没有安装 reportkit"),
        on_cluster(own.address, place, ignore),
    ):
        pass


def test_workers_that_do_not_see_the_workspace_are_refused(
    running: Cluster, place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportkit.storage.workspace._look", _look_elsewhere)
    with (
        pytest.raises(WorkspaceError, match=f"看不到工作目录 {place.folder}"),
        on_cluster(running.address, place, ignore),
    ):
        pass

    assert list((place.folder / "outputs").iterdir()) == []


def _look_elsewhere(workspace: Path, token: Path) -> None:
    from reportkit.storage.workspace import _look

    _look(workspace, Path("/nowhere") / token.name)


def test_workers_that_do_not_reach_the_store_are_refused(
    running: Cluster, place: Workspace
) -> None:
    store = Store("file:///proc/none", place.folder)
    with (
        pytest.raises(WorkspaceError, match="无法读写 file:///proc/none"),
        on_cluster(running.address, store, ignore),
    ):
        pass


@pytest.mark.parametrize("address", ["tcp://127.0.0.1", "127.0.0.1:8786", "ftp://host:1"])
def test_what_is_no_address_of_a_scheduler_is_told(address: str, place: Workspace) -> None:
    message = f"调度器的地址 {address} 不对"
    with pytest.raises(WorkspaceError, match=message), on_cluster(address, place, ignore):
        pass


def test_no_scheduler_is_told_in_a_sentence_and_nothing_else_is(tmp_path: Path) -> None:
    addresses = ("tcp://127.0.0.1:9", "tcp://127.0.0.1:99999")
    script = (
        "from reportkit.executors import cluster; from pathlib import Path; import sys\n"
        "from reportkit.storage.workspace import Workspace\n"
        "cluster._CONNECT = 1\n"
        "for address in sys.argv[1:]:\n"
        "    try: cluster.on_cluster(address, Workspace(Path('.')), print).__enter__()\n"
        "    except cluster.WorkspaceError as error: print(error)\n"
    )
    command = [sys.executable, "-c", script, *addresses]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=tmp_path, check=False)

    for address, line in zip(addresses, run.stdout.splitlines(), strict=True):
        assert line.startswith(f"连不上调度器 {address}")
    assert (run.stderr, run.returncode) == ("", 0)


def test_no_worker_is_told_too_and_one_that_comes_later_is_waited_for(
    own: Cluster, place: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Queues and slow machines start workers when they can; with threads, they take turns."""
    told = list[str]()
    monkeypatch.setattr(cluster, "_WITHOUT_WORKERS", 1)
    with (
        pytest.raises(WorkspaceError, match="没有计算节点（等了 1 秒）"),
        on_cluster(own.address, place, told.append),
    ):
        pass

    (words,) = told
    assert words.startswith(f"调度器 {own.address} 还没有计算节点，最多等待 1 秒。")
    assert words.endswith(f"请启动 dask worker {own.address}。")

    def start_one(words: str) -> None:
        told.append(words)
        own.add("--nthreads", "4")

    monkeypatch.setattr(cluster, "_WITHOUT_WORKERS", PATIENCE)
    with on_cluster(own.address, place, start_one) as executor:
        assert executor.submit(pid_of_worker).result(PATIENCE) != os.getpid()
        for future in [executor.submit(overlap, tmp_path) for _ in range(4)]:
            future.result()

    assert len(told) == 2


def test_a_missing_extra_is_named(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with (
        pytest.raises(WorkspaceError, match=r"reportkit\[dask\]"),
        on_cluster("tcp://x:1", place, ignore),
    ):
        pass
