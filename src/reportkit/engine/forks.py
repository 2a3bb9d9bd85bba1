"""The client's side of the zygote: start it, ask it for children."""

from __future__ import annotations

import atexit
import json
import os
import socket
import subprocess
import sys
import threading
from dataclasses import dataclass
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


class Zygote:
    """The process that forks; started at once, ready when the first answer comes.

    Parameters
    ----------
    warm_up : str
        ``module:function`` that it calls first, with IPython's shell; empty: nothing.
    """

    def __init__(self, warm_up: str = "") -> None:
        self.socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.owner = os.getpid()
        self._asking = threading.Lock()
        self._process = subprocess.Popen(
            # -P: nothing in the folder that it is started in is taken for a library.
            [sys.executable, "-P", "-c", _START, str(theirs.fileno()), warm_up],
            pass_fds=[theirs.fileno()],
            env=os.environ | _ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # what a terminal sends to all is not for it
        )
        theirs.close()

    @property
    def usable(self) -> bool:
        """Whether it is this process's own and still there."""
        return self.owner == os.getpid() and self._process.poll() is None

    def fork(self, end: socket.socket, memory_limit: int | None) -> int:
        """Return the process id of a new child that has `end`.

        Raises
        ------
        NotReadyError, ZygoteDiedError
            Where no child can be had.
        """
        request = {
            "cwd": os.getcwd(),  # noqa: PTH109 - papermill has just changed into it
            "environment": dict(os.environ),
            "memory_limit": memory_limit,
        }
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
