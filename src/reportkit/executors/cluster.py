"""The workers of a Dask cluster behind Python's own `Executor`."""

from __future__ import annotations

import logging
import re
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from reportkit.errors import (
    ReportkitError,
    UnavailableError,
    WorkerDiedError,
    WorkspaceError,
)
from reportkit.inputs.kit import package_digest, versions

if TYPE_CHECKING:
    from distributed import Client

    from reportkit.storage.site import Site

_CONNECT = 30  # seconds that a scheduler has to answer
_FETCH = 30  # seconds for the outcome of a report that is made to come over
_LET_END = 10  # seconds that reports in work have to end when the batch is broken off
_WITHOUT_WORKERS = 60  # seconds after which nobody is expected to come any more
_LOOK = 5
_ADDRESS = re.compile(r"(tcp|tls)://[^/\s]+:\d{1,5}")
_DISCONNECTED = "与调度器的连接中断了。请核对 dask scheduler 是否还在运行，再运行一次。"
_P = ParamSpec("_P")
_T = TypeVar("_T")
_Kit = Mapping[str, str]
_notebook = threading.Lock()


@contextmanager
def on_cluster(address: str, site: Site, tell: Callable[[str], None]) -> Iterator[Executor]:
    """Give an executor whose tasks the workers of a Dask cluster do.

    A task whose worker dies goes to another worker; one whose workers keep dying (more often than
    the scheduler's ``allowed-failures``) raises `WorkerDiedError`, and so do all that are left when
    the scheduler is gone, or every worker for a minute. A worker makes one report at a time, even
    one with several threads: papermill changes the folder of the whole process.

    Parameters
    ----------
    address : str
        Of the scheduler: ``tcp://host:port``.
    site : Site
        Where reports are going to be made. Each worker must see it.
    tell : callable
        Told, in Chinese, that the first worker is still waited for.

    Yields
    ------
    concurrent.futures.Executor
        Where the block raises, what waits is forgotten, and what is in work has ten seconds to end.

    Raises
    ------
    WorkspaceError
        Where no scheduler answers, there is no worker, or one has another kit than this machine or
        does not see the site.
    """
    with _connected(address) as client:
        _await_worker(client, address, tell)
        kit = _kit()
        _check_kits(client, kit)
        _check_site(client, site)
        executor = _Cluster(client, kit)
        try:
            yield executor
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            _let_end(client)
            raise
        finally:
            executor.shutdown()


class _Cluster(Executor):
    """Submits to a client; a future always comes to an end."""

    def __init__(self, client: Client, kit: _Kit) -> None:
        self._client = client
        self._kit = kit
        self._pending: set[Future[Any]] = set()
        self._over = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Have a worker call a function; all of it has to survive pickling."""
        future: Future[_T] = Future()
        try:
            task = self._client.submit(_do, self._kit, partial(fn, *args, **kwargs), pure=False)
        except Exception:  # noqa: BLE001 - a client that is closed raises what it likes
            future.set_exception(WorkerDiedError(_DISCONNECTED))
            return future
        self._pending.add(future)
        future.add_done_callback(self._pending.discard)
        future.add_done_callback(partial(_cancel, task))
        task.add_done_callback(partial(_hand_over, future))
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the workers finish what was submitted, or forget it."""
        for future in list(self._pending):
            if cancel_futures:
                future.cancel()
            elif wait:
                with suppress(Exception):
                    future.result()
        self._over.set()

    def _watch(self) -> None:
        """End what is pending once there has been no worker for a while."""
        seen = time.monotonic()
        while not self._over.wait(_LOOK):
            with suppress(Exception):  # a scheduler that is gone ends what is pending by itself
                if self._client.scheduler_info()["workers"]:
                    seen = time.monotonic()
            if time.monotonic() - seen > _WITHOUT_WORKERS:
                msg = f"{_WITHOUT_WORKERS} 秒没有任何计算节点。请重新启动 dask worker，再运行一次。"
                for future in list(self._pending):
                    _settle(future, WorkerDiedError(msg))


def _do(kit: _Kit, task: Callable[[], _T]) -> _T:
    """Do a task, with no other notebook in this process; runs in the worker's process.

    A worker that came after the batch had begun is checked here.
    """
    if kit != _kit():
        msg = "有计算节点的软件与本机不同。请在所有机器上安装同一版本后再运行一次。"
        raise WorkspaceError(msg)
    with _notebook:
        return task()


def _kit() -> _Kit:
    """Return the versions of all that can change a report, and the digest of the package."""
    return {**versions(), "软件内容": package_digest()}


def _hand_over(future: Future[Any], task: Any) -> None:
    """Give a future the result of its task, or its error."""
    if future.done():  # settled or cancelled meanwhile; the client may be closing, or be closed
        return
    try:
        # Dask has one thread for all of this, and waits for it when the program ends: where the
        # scheduler is gone meanwhile, the result would never come.
        result = task.result(timeout=_FETCH)
    except BaseException as error:  # noqa: BLE001 - asyncio's cancellation is none of Exception
        _settle(future, _in_words(error))
    else:
        with suppress(Exception):  # cancelled meanwhile
            future.set_result(result)


def _settle(future: Future[Any], error: Exception) -> None:
    with suppress(Exception):  # it has ended meanwhile
        future.set_exception(error)


def _cancel(task: Any, future: Future[Any]) -> None:
    if future.cancelled():
        with suppress(Exception):  # the client may be closed
            task.cancel()


def _in_words(error: BaseException) -> Exception:
    from distributed import KilledWorker

    if isinstance(error, KilledWorker):
        msg = (
            f"执行报告的计算节点接连 {error.allowed_failures + 1} 次意外退出，可能是内存不足，"
            "也可能是被人终止。请核对后再运行一次。"
        )
        return WorkerDiedError(msg)
    if isinstance(error, CancelledError | TimeoutError) or not isinstance(error, Exception):
        return WorkerDiedError(_DISCONNECTED)
    return error


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    """Give a client; nothing of what Dask logs is for our users."""
    try:
        import distributed
    except ImportError:
        msg = "--scheduler 需要另外安装软件包。请先运行 pip install 'reportkit[dask]'。"
        raise WorkspaceError(msg) from None
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    # An address that it cannot read leaves Dask with a client that nobody can close.
    if not _ADDRESS.fullmatch(address):
        msg = f"调度器的地址 {address} 不对，应为 tcp://主机:端口 的样子。"
        raise WorkspaceError(msg)
    try:
        with warnings.catch_warnings():
            # Of versions that differ we judge ourselves.
            warnings.simplefilter("ignore", distributed.versions.VersionMismatchWarning)
            client = distributed.Client(address, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError, RuntimeError) as error:
        msg = (
            f"连不上调度器 {address}（{_CONNECT} 秒内没有应答）。请核对地址和网络，"
            "并核对 dask scheduler 是否在运行。"
        )
        raise UnavailableError(msg) from error
    with client:
        yield client


def _await_worker(client: Client, address: str, tell: Callable[[str], None]) -> None:
    """Wait for a first worker: they may be started together with us, or by a queue."""
    if client.scheduler_info()["workers"]:
        return
    remedy = f"请启动 dask worker {address}"
    tell(
        f"调度器 {address} 还没有计算节点，最多等待 {_WITHOUT_WORKERS} 秒。还没有启动的，{remedy}。"
    )
    try:
        client.wait_for_workers(1, timeout=_WITHOUT_WORKERS)
    except TimeoutError:
        msg = f"调度器 {address} 没有计算节点（等了 {_WITHOUT_WORKERS} 秒）。{remedy}，再运行一次。"
        raise UnavailableError(msg) from None


def _check_kits(client: Client, kit: _Kit) -> None:
    """Refuse workers whose reports would be other reports than this machine's."""
    _each_worker(client, _kit, lambda other: _difference(kit, other))


def _difference(kit: _Kit, other: _Kit) -> str:
    return "、".join(
        f"{name} 与本机不同（本机 {_short(kit.get(name))}，该节点 {_short(other.get(name))}）"
        for name in sorted({*kit, *other})
        if kit.get(name) != other.get(name)
    )


def _short(version: str | None) -> str:
    return "没有" if version is None else version[:12]


def _check_site(client: Client, site: Site) -> None:
    """Refuse workers that do not see the site, or cannot write there."""
    with site.check_from_workers() as look:
        _each_worker(client, look)


def _each_worker(
    client: Client, ask: Callable[[], _T], judge: Callable[[_T], str] = lambda _: ""
) -> None:
    """Ask every worker, and refuse to go on where one raises or gives a wrong answer.

    Raises
    ------
    WorkspaceError
        With every such worker, and what is wrong with it.
    """
    answers = client.run(ask, on_error="return")
    faults = {
        worker: _fault(answer) if isinstance(answer, Exception) else judge(answer)
        for worker, answer in answers.items()
    }
    lines = [f"  {worker}：{fault}" for worker, fault in faults.items() if fault]
    if lines:
        msg = "\n".join(["这些计算节点不能用，请更正或者停掉它们再试：", *lines])
        raise WorkspaceError(msg)


def _fault(error: Exception) -> str:
    if isinstance(error, ReportkitError):
        return str(error)
    # What cannot even be unpickled there, Dask tells in a plain Exception with words.
    if isinstance(error, ImportError) or "ModuleNotFoundError" in str(error):
        return f"没有安装 reportkit，或者安装不全（{error}）"
    return f"没有应答（{type(error).__name__}: {error}）"


def _let_end(client: Client) -> None:
    """Wait a little for the reports in work: Dask cannot end them."""
    end = time.monotonic() + _LET_END
    with suppress(Exception):  # a scheduler that is gone: there is nobody to ask
        while any(client.run(_is_busy, on_error="ignore").values()) and time.monotonic() < end:
            time.sleep(0.2)


def _is_busy() -> bool:
    return _notebook.locked()
