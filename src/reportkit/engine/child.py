"""The process of one notebook: runs the cells it is sent, then ends."""

from __future__ import annotations

import asyncio
import atexit
import os
import signal
import socket
import sys
import time
from typing import Any

from ipykernel.ipkernel import IPythonKernel

from reportkit.engine.forks import INLINE_BACKEND
from reportkit.engine.memory import limit_memory, untouched
from reportkit.engine.shell import connect, run_cell
from reportkit.engine.streams import Descriptors, Stream
from reportkit.engine.wire import Wire


def become(shell: Any, end: socket.socket, request: dict[str, Any]) -> None:
    """Turn a process just forked into the kernel of one notebook, and serve until told to end.

    Parameters
    ----------
    shell : ZMQInteractiveShell
        Made before the fork; unused until now.
    end : socket.socket
        Connected to the client.
    request : dict
        ``cwd``, ``environment``, and ``memory_limit`` in bytes or None.
    """
    _settle(shell, request)
    wire = Wire(end)
    descriptors = Descriptors()
    parent = {"msg_id": ""}

    def message(kind: str, content: dict[str, Any], channel: str = "iopub") -> dict[str, Any]:
        about = {"channel": channel, "metadata": {}, "parent_header": dict(parent)}
        return {"msg_type": kind, "content": content, **about}

    def publish(kind: str, content: dict[str, Any]) -> None:
        wire.send(message(kind, content))

    def emit(name: str, text: str) -> None:
        publish("stream", {"name": name, "text": text})

    sys.stdout, sys.stderr = Stream("stdout", emit, 1), Stream("stderr", emit, 2)
    connect(shell, publish)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    wire.send({"channel": "ready", "language_info": IPythonKernel.language_info})
    for asked in _requests(wire):
        parent["msg_id"] = asked["msg_id"]
        started = {"code": asked["source"], "execution_count": shell.execution_count}
        busy = message("status", {"execution_state": "busy"})
        wire.send(busy, message("execute_input", started))
        signal.signal(signal.SIGINT, signal.default_int_handler)
        reply = loop.run_until_complete(
            run_cell(shell, asked["source"], store_history=asked["store_history"])
        )
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        sys.stdout.flush()
        sys.stderr.flush()
        descriptors.emit(emit)
        idle = message("status", {"execution_state": "idle"})
        wire.send(message("execute_reply", reply, "shell"), idle)
        if shell.exit_now:
            return


def _requests(wire: Wire) -> Any:
    """Yield requests until the client says that there are no more, or is gone."""
    while True:
        try:
            messages = wire.receive(wait=True)
        except EOFError:
            return
        for message in messages:
            if message["op"] == "end":
                return
            yield message


def take_on(request: dict[str, Any]) -> None:
    """Give a process just forked the surroundings of its client, as a new program has them.

    Parameters
    ----------
    request : dict
        ``cwd``, ``environment``, ``path`` of modules.
    """
    _move(request)
    sys.path[:] = request["path"]
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _move(request: dict[str, Any]) -> None:
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    os.chdir(request["cwd"])


def _settle(shell: Any, request: dict[str, Any]) -> None:
    """Give the process what a new one would have of its own."""
    _move(request)
    os.environ.setdefault("MPLBACKEND", INLINE_BACKEND)
    shell.init_environment()
    sys.argv = [""]
    _add_working_folder()
    if "numpy.random" in sys.modules:
        # Its old global generator would give every notebook the same numbers; Python's own
        # `random` is seeded anew after every fork.
        sys.modules["numpy.random"].seed()
    limit = request["memory_limit"]
    shell.use_reserve = limit_memory(None if limit is None else limit + untouched())


def _add_working_folder() -> None:
    """Let cells import modules beside them, after the standard library, as the kernel does."""
    names = [os.path.basename(path) for path in sys.path]  # noqa: PTH119 - zip files among them
    places = [n for n, name in enumerate(names) if name in ("site-packages", "dist-packages")]
    sys.path.insert(places[0] if places else 0, "")


def leave(code: int) -> None:
    """End at once: what cells registered with `atexit` runs, the interpreter is not taken apart."""
    try:
        atexit._run_exitfuncs()  # noqa: SLF001
    finally:
        os._exit(code)
