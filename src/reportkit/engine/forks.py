"""The client's side of the zygote: start it, ask it for children."""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportkit.engine.errors import HasThreadsError, NotReadyError, ZygoteDiedError

INLINE_BACKEND = "module://matplotlib_inline.backend_inline"  # as ipykernel sets it
_START = "from reportkit.engine.zygote import main; main()"
_ANSWER = 1 << 16
# Read when libraries are imported. Threads cannot be forked, so there must be none: neither of
# the linear algebra nor of Arrow's allocator. A fixed hash seed keeps bytes reproducible.
_ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
    "PYTHONHASHSEED": "0",
    "MPLBACKEND": INLINE_BACKEND,
}


Serve = Callable[[socket.socket], None]
warm: dict[str, Serve] = {}
"""What a zygote forked from this process does, by the warm-ups that this process has had."""


def threads() -> int:
    """Return how many threads this process has."""
    return sum(1 for _ in Path("/proc/self/task").iterdir())


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended.

    Attributes
    ----------
    status : int
        Its exit code; of a child that a signal ended, the signal's number, negative.
    cpu : float
        Seconds of processor time, with those of its own children.
    memory : int
        Most memory it had at a time, in bytes.
    """

    status: int
    cpu: float
    memory: int


class _Fork:
    """A process forked from this one, which is warm and has no other thread."""

    def __init__(self, end: socket.socket, serve: Serve) -> None:
        self._status: int | None = None
        self._pid = os.fork()
        if self._pid == 0:
            try:
                os.setsid()  # what ends this process's group is not for it
                os.closerange(3, end.fileno())
                os.closerange(end.fileno() + 1, os.sysconf("SC_OPEN_MAX"))
                serve(end)
            finally:
                os._exit(0)

    def poll(self) -> int | None:
        """Return how it ended; None where it has not."""
        return self._reap(os.WNOHANG)

    def wait(self) -> int | None:
        """Return how it ended, once it has."""
        return self._reap(0)

    def _reap(self, options: int) -> int | None:
        if self._status is None:
            ended, status = os.waitpid(self._pid, options)
            self._status = os.waitstatus_to_exitcode(status) if ended else None
        return self._status


def _started(end: socket.socket, warm_up: str) -> subprocess.Popen[bytes]:
    """Start a program of its own, which has nothing to do with this process but a socket."""
    return subprocess.Popen(
        # -P: nothing in the folder that it is started in is taken for a library.
        [sys.executable, "-P", "-c", _START, str(end.fileno()), warm_up],
        pass_fds=[end.fileno()],
        env=os.environ | _ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # what a terminal sends to all is not for it
    )


class Zygote:
    """The process that forks; begun at once, ready when the first answer comes.

    Parameters
    ----------
    warm_up : str
        ``module:function`` that it calls first, with IPython's shell; empty: nothing.
    """

    def __init__(self, warm_up: str = "") -> None:
        self.socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.owner = os.getpid()
        self._asking = threading.Lock()
        serve = warm.get(warm_up)
        self._process = (
            _started(theirs, warm_up) if serve is None or threads() > 1 else _Fork(theirs, serve)
        )
        theirs.close()

    @property
    def usable(self) -> bool:
        """Whether it is this process's own and still there."""
        return self.owner == os.getpid() and self._process.poll() is None

    def fork(self, end: socket.socket, memory_limit: int | None) -> int:
        """Return the process id of a new child that has `end` and runs a notebook.

        Raises
        ------
        NotReadyError, ZygoteDiedError
            Where no child can be had.
        """
        return self._fork(end, {"memory_limit": memory_limit})

    def fork_program(self, end: socket.socket, program: str) -> int:
        """Return the process id of a new child that has `end` and runs a function.

        Parameters
        ----------
        end : socket.socket
            What the function is called with.
        program : str
            ``module:function``; where it returns, the child ends.

        Raises
        ------
        NotReadyError, ZygoteDiedError
            Where no child can be had.
        """
        return self._fork(end, {"program": program, "path": sys.path})

    def _fork(self, end: socket.socket, request: dict[str, Any]) -> int:
        request["cwd"] = os.getcwd()  # noqa: PTH109 - papermill has just changed into it
        request["environment"] = dict(os.environ)
        answer = self._ask(request, [end.fileno()])
        if "fault" in answer:
            raise (HasThreadsError if answer["has_threads"] else NotReadyError)(answer["fault"])
        pid: int = answer["pid"]
        return pid

    def end(self, pid: int) -> Ended:
        """Kill a child, if it still runs, with everything it started; return how it ended."""
        return Ended(**self._ask({"end": pid}, []))

    def close(self) -> None:
        """End it and all its children."""
        self.socket.close()
        if self.owner == os.getpid():
            self._process.wait()

    def _ask(self, request: dict[str, Any], descriptors: list[int]) -> dict[str, Any]:
        with self._asking:
            try:
                socket.send_fds(self.socket, [json.dumps(request).encode()], descriptors)
                body = self.socket.recv(_ANSWER)
            except OSError:
                body = b""
        if not body:
            raise ZygoteDiedError
        answer: dict[str, Any] = json.loads(body)
        return answer


_zygotes: dict[str, Zygote] = {}  # by what warms them up


def zygote(warm_up: str = "") -> Zygote:
    """Return this process's zygote with a warm-up; start one where there is none."""
    known = _zygotes.get(warm_up)
    if known is None or not known.usable:
        if known is not None:
            known.close()
        _zygotes[warm_up] = Zygote(warm_up)
    return _zygotes[warm_up]


@atexit.register
def close() -> None:
    """End this process's zygotes."""
    while _zygotes:
        _zygotes.popitem()[1].close()
