"""The process that forks: is warmed up once, then makes a child for each notebook.

It has one thread only, whatever its client is: it is started as a program of its own, or forked
from a process that is warm and has no other thread. It answers one request at a time over a socket
and ends when its client is gone. A child may be another program as well, which needs what has been
warmed up; that one then forks a zygote of its own instead of starting one.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import signal
import socket
import sys
import types
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from reportkit.engine import forks
from reportkit.engine.child import become, leave, take_on
from reportkit.engine.shell import make_shell
from reportkit.engine.streams import Stream

REQUEST = 1 << 20  # bytes that a request may have: the environment is in it
_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_OWN_CHILDREN = Path("/proc/thread-self/children")


def main() -> None:
    """Serve the socket whose descriptor is the first argument; the second names the warm-up."""
    _, descriptor, warm_up = sys.argv
    shell, fault = None, ""
    gc.disable()  # all that is made now is there to stay
    try:
        shell = _prepare(warm_up)
    except Exception as error:  # noqa: BLE001 - whatever it is, the client is told
        fault = f"The warm-up failed: {type(error).__name__}: {error}"
    else:
        offer(warm_up, shell)
    gc.freeze()
    gc.enable()
    serve(socket.socket(fileno=int(descriptor)), shell, fault)


def offer(warm_up: str, shell: Any) -> None:
    """Let this process and those forked from it be what a zygote with a warm-up is forked from."""
    forks.warm[warm_up] = partial(serve, shell=shell)


def serve(requests: socket.socket, shell: Any, fault: str = "") -> None:
    """Fork on request until the client is gone.

    Parameters
    ----------
    requests : socket.socket
    shell : ZMQInteractiveShell
    fault : str
        Why nothing can be forked, where the warm-up failed.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the client to decide upon
    libc = ctypes.CDLL(None, use_errno=True)
    # What a notebook started, wherever it has gone, falls to this process when its parent ends.
    libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    children: set[int] = set()
    try:
        while received := _receive(requests):
            request, end = received
            if "end" in request:
                children.discard(request["end"])
                answer = _end(request["end"])
                if not children:
                    _end_orphans()
            elif fault or forks.threads() > 1:
                threads = f"It has {forks.threads()} threads, and so cannot be forked"
                answer = {"fault": fault or threads, "has_threads": not fault}
                os.close(end)
            else:
                answer = {"pid": _fork(shell, requests, end, request, libc)}
                children.add(answer["pid"])
            requests.send(json.dumps(answer).encode())
    except OSError:
        pass  # the client is gone
    for pid in children:
        _end(pid)
    _end_orphans()


def _prepare(warm_up: str) -> Any:
    """Return the shell, warmed up."""
    # Some libraries look at their surroundings when imported, pandas among them: whether this is
    # a notebook, and what its output can show.
    sys.stdout, sys.stderr = Stream("stdout", _ignore, 1), Stream("stderr", _ignore, 2)
    shell = make_shell()
    if warm_up:
        with shell.builtin_trap:
            _named(warm_up)(shell)
    for module in list(sys.modules.values()):  # each notebook is to show its own warnings
        if isinstance(module, types.ModuleType):
            module.__dict__.pop("__warningregistry__", None)
    return shell


def _named(function: str) -> Any:
    module, _, name = function.partition(":")
    return getattr(importlib.import_module(module), name)


def _ignore(_name: str, _text: str) -> None:
    """Show nothing of what libraries print while they get ready."""


def _receive(requests: socket.socket) -> tuple[dict[str, Any], int] | None:
    """Return the next request and the descriptor that came with it; None when there are no more."""
    body, descriptors, *_ = socket.recv_fds(requests, REQUEST, 1)
    return (json.loads(body), descriptors[0] if descriptors else -1) if body else None


def _fork(
    shell: Any, requests: socket.socket, descriptor: int, request: dict[str, Any], libc: Any
) -> int:
    """Fork a child with its end of the socket; return its process id."""
    zygote = os.getpid()
    pid = os.fork()
    if pid == 0:
        requests.close()
        _serve(shell, socket.socket(fileno=descriptor), request, libc, zygote)
    os.close(descriptor)
    return pid


def _serve(
    shell: Any, end: socket.socket, request: dict[str, Any], libc: Any, zygote: int
) -> NoReturn:
    """Be the child; never return."""
    code = 1
    try:
        os.setsid()
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() == zygote:  # else it died before the call above
            if "program" in request:
                take_on(request)
                _named(request["program"])(end)
            else:
                become(shell, end, request)
            code = 0
    except OSError:
        pass  # the client is gone
    finally:
        leave(code)
    raise AssertionError


def _end(pid: int) -> dict[str, Any]:
    """Kill a child with all that its cells started; return how it ended and what it used."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:  # it has not yet got as far as a group of its own
        os.kill(pid, signal.SIGKILL)
    _, status, used = os.wait4(pid, 0)
    return {
        "status": os.waitstatus_to_exitcode(status),
        "cpu": used.ru_utime + used.ru_stime,
        "memory": used.ru_maxrss * 1024,
    }


def _end_orphans() -> None:
    """Kill what notebooks left running in groups of their own, such as daemons; reap the rest."""
    while orphans := _OWN_CHILDREN.read_text("ascii").split():  # those of an orphan are next
        for pid in map(int, orphans):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
