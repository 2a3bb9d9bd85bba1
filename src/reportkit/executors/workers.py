"""Worker processes behind Python's own `Executor`.

One that dies, whatever killed it, is replaced, and what it was doing is tried once more. None
outlives the process that started it, not even where that one is killed. Where the platform can fork
safely, all are forked from one process that has imported what they need; elsewhere each is started
anew.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import pickle
import signal
import socket
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Any, ParamSpec, Protocol, TypeVar

from reportkit.engine.errors import ForkedEngineError
from reportkit.engine.forks import Zygote
from reportkit.errors import ExecutionError, WorkerDiedError
from reportkit.trouble import program_error

_ATTEMPTS = 2
_P = ParamSpec("_P")
_T = TypeVar("_T")
_Task = Callable[[], Any]


class WorkerPool(Executor):
    """Up to `size` processes, each started when there is something for it to do.

    Tasks are begun in the order in which they are submitted. A task whose worker dies twice raises
    `WorkerDiedError`.

    Parameters
    ----------
    size : int
        How many processes at most.
    warm_up : callable
        Called in each new process before its first task.
    once : str
        ``module:function`` that the process which they are forked from calls first, with IPython's
        shell.
    """

    def __init__(self, size: int, warm_up: Callable[[], None], once: str = "") -> None:
        # A thread for each process does nothing but wait for it.
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="worker")
        self._warm_up = warm_up
        self._once = once
        self._nursery: Zygote | None = None
        self._idle: list[_Worker] = []
        self._workers: set[_Worker] = set()
        self._lock = threading.Lock()
        self._stopped = False

    def submit(self, fn: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Have a worker call a function; all of it has to survive pickling."""
        return self._threads.submit(self._run, partial(fn, *args, **kwargs))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the workers finish what was submitted, then end them."""
        self._threads.shutdown(wait, cancel_futures=cancel_futures)
        if wait:
            self._end_workers()

    def stop(self) -> None:
        """End now: kill the workers, forget what was submitted."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._end_workers()
        self._threads.shutdown()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Wait for everything; where the block raised, for nothing."""
        if kind is None:
            self.shutdown()
        else:
            self.stop()

    def _run(self, task: _Task) -> Any:
        request = pickle.dumps(task)
        for _ in range(_ATTEMPTS):
            worker = self._take()
            try:
                reply = worker.call(request)
            except (EOFError, OSError):
                self._drop(worker)
                continue
            with self._lock:
                self._idle.append(worker)
            succeeded, result = pickle.loads(reply)  # noqa: S301 - from our own process
            if succeeded:
                return result
            raise result
        msg = "执行报告的进程两次意外退出，可能是内存不足，也可能是被人终止。请核对后再运行一次。"
        raise WorkerDiedError(msg)

    def _take(self) -> _Worker:
        """Return an idle worker, or a new one."""
        with self._lock:
            if self._stopped:
                msg = "批处理已经停止。"
                raise WorkerDiedError(msg)
            while self._idle:
                worker = self._idle.pop()
                if worker.is_alive():
                    return worker
                worker.kill()
                self._workers.discard(worker)
            worker = _Worker(self._begin(), self._warm_up)
            self._workers.add(worker)
            return worker

    def _begin(self) -> _Process:
        """Fork a process, or start one where nothing can be forked."""
        if not sys.platform.startswith("linux"):
            return _Spawned()
        if self._nursery is None or not self._nursery.usable:
            self._close_nursery()
            self._nursery = Zygote(self._once)
        try:
            return _Forked(self._nursery)
        except ForkedEngineError:  # something that every Python starts with has begun a thread
            return _Spawned()

    def _drop(self, worker: _Worker) -> None:
        worker.kill()
        with self._lock:
            self._workers.discard(worker)

    def _end_workers(self) -> None:
        with self._lock:
            self._stopped = True
            for worker in self._workers:
                worker.kill()
            self._workers.clear()
            self._idle.clear()
            self._close_nursery()

    def _close_nursery(self) -> None:
        if self._nursery is not None:
            self._nursery.close()
            self._nursery = None


class _Process(Protocol):
    """A process that does what it is told over a connection."""

    connection: Connection

    def kill(self) -> None:
        """End it at once."""


class _Forked:
    """A process forked from one that is warm: this one has threads, and never is."""

    def __init__(self, zygote: Zygote) -> None:
        ours, theirs = socket.socketpair()
        try:
            self._pid = zygote.fork_program(theirs, "reportkit.executors.workers:work")
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()  # so that the end of the process is the end of the connection
        self._zygote: Zygote | None = zygote
        self._ending = threading.Lock()
        self.connection = Connection(ours.detach())

    def kill(self) -> None:
        """End it at once; a second time, nothing."""
        with self._ending, suppress(ForkedEngineError):  # what forked it is gone, and so is it
            zygote, self._zygote = self._zygote, None
            if zygote is not None:
                zygote.end(self._pid)


class _Spawned:
    """A process started anew."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.connection, theirs = context.Pipe()
        self._process = context.Process(target=_spawned, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.join()


class _Worker:
    """A process, and what it is told to do."""

    def __init__(self, process: _Process, warm_up: Callable[[], None]) -> None:
        self._process = process
        self._connection = process.connection
        with suppress(OSError):  # it has died, which whoever gives it a task will notice
            self._connection.send(warm_up)

    def call(self, request: bytes) -> bytes:
        """Send a pickled task and wait for `_reply`'s answer.

        Raises
        ------
        EOFError, OSError
            Where the process died.
        """
        self._connection.send_bytes(request)
        return self._connection.recv_bytes()

    def is_alive(self) -> bool:
        """Return whether an idle worker is still there: it says nothing until it is asked."""
        return not self._connection.poll()

    def kill(self) -> None:
        """End the process at once; one that waits for a task has nothing to lose by it."""
        self._process.kill()


def work(end: socket.socket) -> None:
    """Be a worker in a process just forked, which ends with the one that it was forked from."""
    _work(Connection(end.detach()))


def _spawned(connection: Connection) -> None:
    """Be a worker in a process started anew."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _work(connection)


def _work(connection: Connection) -> None:
    """Do what comes over the connection until it ends; runs in the worker's process."""
    # Ctrl-C reaches every process of a terminal: what it means, the parent decides. A handler that
    # does nothing, unlike SIG_IGN, is not handed down to the programs that this process starts.
    signal.signal(signal.SIGINT, lambda *_: None)
    # What libraries log of a notebook that dies or hangs, the outcome says in words for the user.
    logging.getLogger().addHandler(logging.NullHandler())
    connection.recv()()
    while True:
        try:
            request = connection.recv_bytes()
        except EOFError:
            os._exit(0)
        connection.send_bytes(_reply(request))


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None  # noqa: S101 - a worker has one
    wait([parent.sentinel])
    os._exit(1)


def _reply(request: bytes) -> bytes:
    """Do a pickled task; return, pickled, whether it succeeded, and its result or its error."""
    try:
        task: _Task = pickle.loads(request)  # noqa: S301 - from our own parent
        return pickle.dumps((True, task()))
    except Exception as error:  # noqa: BLE001 - it is raised again where the task was submitted
        return _pickled_error(error)


def _pickled_error(error: Exception) -> bytes:
    try:
        copy = pickle.dumps((False, error))
        pickle.loads(copy)  # noqa: S301 - what cannot be read back is no use either
    except Exception:  # noqa: BLE001 - an error may hold anything
        return pickle.dumps((False, ExecutionError(program_error(error))))
    return copy
