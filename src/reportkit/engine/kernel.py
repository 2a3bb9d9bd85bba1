"""One forked child in the shape in which nbclient knows a kernel: its manager and its client."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import select
import signal
import socket
import uuid
from contextlib import suppress
from queue import Empty
from types import TracebackType
from typing import Any, Self

from nbclient.exceptions import DeadKernelError

from reportkit.engine.errors import ZygoteDiedError
from reportkit.engine.forks import Ended, zygote
from reportkit.engine.wire import Wire

_GRACE = 5.0  # seconds that a child may take to end by itself


class KernelDied(DeadKernelError):
    """The child ended before its notebook did.

    Attributes
    ----------
    status : int
        Exit code, or the negative number of the signal.
    """

    def __init__(self, status: int) -> None:
        super().__init__(f"Kernel died with status {status}")
        self.status = status

    def __reduce__(self) -> tuple[type[KernelDied], tuple[int]]:
        return type(self), (self.status,)


class _Channel:
    """The messages of one channel, in the order in which they came."""

    def __init__(self, kernel: ForkedKernel) -> None:
        self._kernel = kernel
        self.messages: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def get_msg(self, timeout: float | None = None) -> dict[str, Any]:
        """Return the next message; raise `queue.Empty` after `timeout` seconds without one."""
        self._kernel.listen()
        try:
            return await asyncio.wait_for(self.messages.get(), timeout)
        except TimeoutError:
            raise Empty from None


class ForkedKernel:
    """A child for one notebook, from its fork (`with`) to its end.

    Parameters
    ----------
    memory_limit : int or None
        Bytes of memory that it may have.
    warm_up : str
        What its zygote has been warmed up by (see `forks.zygote`).

    Attributes
    ----------
    ended : Ended or None
        How it ended, once it has.
    """

    has_kernel = True
    allow_stdin = False

    def __init__(self, memory_limit: int | None = None, warm_up: str = "") -> None:
        self.ended: Ended | None = None
        self.shell_channel = _Channel(self)
        self.iopub_channel = _Channel(self)
        self._ready = _Channel(self)
        self._memory_limit = memory_limit
        self._warm_up = warm_up
        self._language_info: dict[str, Any] = {}
        self._loop: asyncio.AbstractEventLoop | None = None

    def __enter__(self) -> Self:
        ours, theirs = socket.socketpair()
        self._zygote = zygote(self._warm_up)
        try:
            self._pid = self._zygote.fork(theirs, self._memory_limit)
            self._process = os.pidfd_open(self._pid)
        except ProcessLookupError:  # the zygote was killed, and its child with it
            ours.close()
            raise ZygoteDiedError from None
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        self._wire = Wire(ours)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        died = isinstance(error, DeadKernelError)
        try:
            if kind is None:
                self._send({"op": "end"})
                self._wait(_GRACE)
            self.ended = self._zygote.end(self._pid)
        finally:
            self._deafen()
            os.close(self._process)
            self._wire.socket.close()
        if died:
            raise KernelDied(self.ended.status) from error

    # What nbclient asks of a kernel's manager.

    def client(self) -> Self:
        """Return the kernel's client: itself."""
        return self

    def interrupt_kernel(self) -> None:
        """Interrupt the cell that runs."""
        if self.is_alive():
            signal.pidfd_send_signal(self._process, signal.SIGINT)

    def shutdown_kernel(self, *, now: bool = False) -> None:
        """Do nothing: the end of the `with` block does."""

    def cleanup_resources(self) -> None:
        """Do nothing: the end of the `with` block does."""

    # What it asks of a client.

    def start_channels(self) -> None:
        """Do nothing: the socket is there."""

    def stop_channels(self) -> None:
        """Do nothing: the end of the `with` block does."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait until the child can take cells.

        Raises
        ------
        DeadKernelError
            Where it ended before.
        RuntimeError
            Where it takes longer than `timeout` seconds.
        """
        try:
            hello = await self._ready.get_msg(timeout)
        except Empty:
            msg = "The forked kernel did not get ready."
            raise RuntimeError(msg) from None
        if not hello:
            msg = "Kernel died before it was ready."
            raise DeadKernelError(msg)
        self._language_info = hello["language_info"]

    def kernel_info(self) -> str:
        """Answer at once who the kernel is."""
        msg_id = uuid.uuid4().hex
        content = {"status": "ok", "language_info": self._language_info}
        reply = {"msg_type": "kernel_info_reply", "content": content}
        self.shell_channel.messages.put_nowait(reply | {"parent_header": {"msg_id": msg_id}})
        return msg_id

    def execute(self, code: str, *, store_history: bool = True, **_: Any) -> str:
        """Send a cell to run; return the id that its messages will bear."""
        msg_id = uuid.uuid4().hex
        self._send({"op": "run", "msg_id": msg_id, "source": code, "store_history": store_history})
        return msg_id

    def is_alive(self) -> bool:
        """Return whether the child still runs."""
        return not self._wait(0)

    def listen(self) -> None:
        """Let the running event loop deliver what the child sends."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop = loop
            loop.add_reader(self._wire.socket, self._deliver)

    def _deliver(self) -> None:
        try:
            messages = self._wire.receive(wait=False)
        except EOFError:
            self._deafen()
            self._ready.messages.put_nowait({})
            return
        for message in messages:
            now = dt.datetime.now(dt.UTC)
            message["header"] = {"msg_type": message.get("msg_type"), "date": now}
            channel = message.pop("channel")
            self._channel(channel).messages.put_nowait(message)

    def _channel(self, name: str) -> _Channel:
        return {"shell": self.shell_channel, "iopub": self.iopub_channel}.get(name, self._ready)

    def _deafen(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.remove_reader(self._wire.socket)

    def _send(self, message: dict[str, Any]) -> None:
        with suppress(OSError):  # it has died, which whoever waits for the answer will notice
            self._wire.send(message)

    def _wait(self, seconds: float) -> bool:
        """Wait until the child has ended; return whether it has."""
        return bool(select.select([self._process], [], [], seconds)[0])
