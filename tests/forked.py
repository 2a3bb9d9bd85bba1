"""Starting the command without importing everything again: forks of one process that has.

Nine tenths of what ``python -m reportkit run`` costs for one report is imports: of the command, of
the worker, of the process that the engine forks from. One server a pytest process pays for them
once, then forks a child for every command: a process of its own, with an exit code, streams, folder
and environment of its own, that ends as any interpreter does. Two things are otherwise than in a
process that was started anew: reports are made in that process itself instead of in workers, and
notebooks are forked from what the server keeps warm. Tests of those two, of starting and of
streams start a process (`conftest.new_process`).
"""

from __future__ import annotations

import atexit
import builtins
import gc
import getpass
import json
import os
import runpy
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, TextIO

_REQUEST = 1 << 20  # bytes that a request may have: the environment is in it
# What is read only when it is needed: where a store is, and by which key.
_READ_LATE = ("AWS_",)
_ASKING = (builtins.input, getpass.getpass)


def can_fork() -> bool:
    """Whether a fork would show what a new process shows: it reads the environment at its start."""
    return sys.platform == "linux" and all(name.startswith(_READ_LATE) for name in changed())


def changed() -> set[str]:
    """Return the variables of the environment that are not as they were when tests began."""
    now = _surroundings()
    return {name for name in {*now, *_AT_START} if now.get(name) != _AT_START.get(name)}


def put_back() -> set[str]:
    """Make the environment as it was when tests began; return the variables that were not."""
    names = changed()
    for name in names:
        os.environ.pop(name, None)
    os.environ.update({name: _AT_START[name] for name in names & {*_AT_START}})
    return names


def run(arguments: tuple[str, ...], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the command in a fork of the server; return what `subprocess.run` would."""
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as out,
        tempfile.TemporaryFile("w+", encoding="utf-8") as err,
    ):
        status = _server()(arguments, folder, out, err)
        for stream in (out, err):
            stream.seek(0)
        return subprocess.CompletedProcess(arguments, status, out.read(), err.read())


def _surroundings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}


_AT_START = _surroundings()


@cache
def _server() -> Callable[[tuple[str, ...], Path, TextIO, TextIO], int]:
    """Start the server; return what asks it for a child, and waits for the child's end."""
    from reportkit.engine.forks import _ENVIRONMENT

    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(
        [sys.executable, __file__, str(theirs.fileno())],
        pass_fds=[theirs.fileno()],
        env=os.environ | _ENVIRONMENT,  # else libraries start threads
        stdin=subprocess.DEVNULL,
    )
    theirs.close()

    def ask(arguments: tuple[str, ...], folder: Path, out: TextIO, err: TextIO) -> int:
        request = {"arguments": arguments, "folder": str(folder), "environment": dict(os.environ)}
        socket.send_fds(ours, [json.dumps(request).encode()], [out.fileno(), err.fileno()])
        answer = json.loads(ours.recv(_REQUEST) or "{}")
        assert "status" in answer, answer.get("fault", "the server is gone")
        status: int = answer["status"]
        return status

    @atexit.register
    def end() -> None:
        ours.close()
        process.wait()

    return ask


def _serve(requests: socket.socket) -> None:
    """Fork a child for each request; return in each child, and when there are no more requests."""
    while True:
        body, descriptors, *_ = socket.recv_fds(requests, _REQUEST, 2)
        if not body:
            sys.exit()
        _keep_zygote()
        if (threads := len(os.listdir("/proc/self/task"))) > 1:  # noqa: PTH208
            requests.send(json.dumps({"fault": f"{threads} threads: cannot fork"}).encode())
            continue
        child = os.fork()
        if not child:
            requests.close()
            return _become(json.loads(body), descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        _, status = os.waitpid(child, 0)
        requests.send(json.dumps({"status": os.waitstatus_to_exitcode(status)}).encode())


def _become(request: dict[str, Any], descriptors: list[int]) -> None:
    """Give the process what a new one would have of its own."""
    for number, descriptor in enumerate(descriptors, start=1):
        os.dup2(descriptor, number)
        os.close(descriptor)
    builtins.input, getpass.getpass = _ASKING  # IPython's shell has put others there
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    os.chdir(request["folder"])
    sys.path[0] = request["folder"]
    sys.argv = ["reportkit", *request["arguments"]]


def _keep_zygote() -> None:
    """Have what the engine forks notebooks from, for all children to share."""
    from reportkit.engine import forks
    from reportkit.making.engines import WARM_UP

    class Shared(forks.Zygote):
        """One that is taken for a child's own, and outlives it."""

        @property
        def usable(self) -> bool:
            return self.owner != os.getpid() or super().usable

        def close(self) -> None:
            if self.owner == os.getpid():
                super().close()

    kept = forks._zygotes.get(WARM_UP)
    if kept is None or not kept.usable:
        forks._zygotes[WARM_UP] = Shared(WARM_UP)


class _Here(Executor):
    """Makes reports in the process that asks for them, as a worker would."""

    def __init__(self, _size: int, warm_up: Callable[[], None], _once: str = "") -> None:
        warm_up()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - whoever asks for the result is told
            future.set_exception(error)
        return future


def _import() -> None:
    """Import what commands do; warm up once, for workers and for what notebooks are forked from."""
    from reportkit.engine import zygote
    from reportkit.executors import workers
    from reportkit.making.engines import WORKERS_WARM_UP

    streams = sys.stdout, sys.stderr
    zygote._prepare(WORKERS_WARM_UP)
    sys.stdout, sys.stderr = streams
    import_module("reportkit.cli.formats")
    workers.WorkerPool = _Here  # type: ignore[assignment, misc]


if __name__ == "__main__":
    _import()
    gc.collect()
    gc.freeze()
    _serve(socket.socket(fileno=int(sys.argv[1])))
    runpy.run_module("reportkit", run_name="__main__", alter_sys=True)
