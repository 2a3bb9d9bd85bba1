"""The kernel's own shell without a kernel: no ZMQ, no threads, no history file."""

from __future__ import annotations

import asyncio
import builtins
import getpass
import signal
import sys
import types
from collections.abc import Callable
from typing import Any

from ipykernel.compiler import XCachingCompiler
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.error import StdinNotImplementedError
from jupyter_client.session import Session
from traitlets.config import Config

Publish = Callable[[str, dict[str, Any]], None]  # message type, content


_WAITING = ("await", "async")
"""A cell without these words waits for nothing."""


class _PublishingSession(Session):
    """A session whose messages are handed to a function instead of a ZMQ socket."""

    publish: Publish

    def send(  # type: ignore[override]
        self, _stream: Any, message: Any, content: Any = None, *_args: Any, **_options: Any
    ) -> None:
        if isinstance(message, dict):
            self.publish(message["msg_type"], message["content"])
        else:
            self.publish(message, content)


class _Shell(ZMQInteractiveShell):
    """The shell of ipykernel, which asks nothing of a kernel that is not there."""

    use_reserve: Callable[[], object]  # see `memory.limit_memory`

    def enable_gui(self, gui: Any = None) -> None:
        """Accept the inline backend; there is no event loop for windows."""
        if gui not in (None, "inline"):
            msg = f"The forked engine has no event loop for {gui!r}; papermill's own has."
            raise RuntimeError(msg)

    def showtraceback(self, *place: Any, **options: Any) -> None:
        """Show an error, and be it that there is no memory left."""
        error = sys.exception()
        if not isinstance(error, MemoryError):
            super().showtraceback(*place, **options)
            return
        self.use_reserve()
        # To show the place, modules are imported and files read: there may be no room for that.
        show: Any = self._showtraceback  # as IPython's own, which has no types
        show(MemoryError, error, [f"MemoryError: {error}".rstrip(": ")])


# Libraries look at the name of the class to learn that they are in a notebook.
_Shell.__name__ = _Shell.__qualname__ = ZMQInteractiveShell.__name__
_Shell.__module__ = ZMQInteractiveShell.__module__


def make_shell() -> Any:
    """Build the shell, which then is what `get_ipython` returns."""
    config = Config()
    config.HistoryManager.enabled = False  # it would start a thread
    config.HistoryManager.hist_file = ":memory:"
    shell = _Shell.instance(config=config, compiler_class=XCachingCompiler)
    shell.kernel = types.SimpleNamespace(eventloop=None)  # asked for when a cell says exit()
    builtins.input = getpass.getpass = _no_input
    return shell


def connect(shell: Any, publish: Publish) -> None:
    """Let everything that the shell displays go to `publish`."""
    session = _PublishingSession(key=b"")
    session.publish = publish
    for publisher in (shell.displayhook, shell.display_pub):
        publisher.session = session
        publisher.pub_socket = object()  # any but None: publishing is on
        publisher.topic = b"forked"


async def run_cell(shell: Any, source: str, *, store_history: bool) -> Any:
    """Run one cell as ipykernel does and return the content of its ``execute_reply``."""
    try:
        result = await _run(shell, source, store_history)
        error = result.error_before_exec or result.error_in_exec
        failed = not result.success or shell._last_traceback_during_displayhook  # noqa: SLF001
    except (KeyboardInterrupt, asyncio.CancelledError, MemoryError) as interrupt:
        shell.showtraceback()
        error, failed = interrupt, True
    reply: dict[str, Any] = {"status": "ok", "execution_count": shell.execution_count - 1}
    if failed:
        traceback = shell._last_traceback or []  # noqa: SLF001 - as ipykernel itself reads it
        reply |= {"status": "error", "traceback": traceback}
        reply |= {"ename": type(error).__name__, "evalue": str(error)}
    shell.payload_manager.clear_payload()
    return reply


async def _run(shell: Any, source: str, store_history: bool) -> Any:
    if not any(word in source for word in _WAITING):  # nearly all: the shell then asks once itself
        return shell.run_cell(source, store_history=store_history)
    transformed, fault = source, None
    try:
        transformed = shell.transform_cell(source)
    except Exception as error:  # noqa: BLE001 - the shell shows it in its own way
        fault = (type(error), error, error.__traceback__)
    code = {"transformed_cell": transformed, "preprocessing_exc_tuple": fault}
    if not shell.should_run_async(source, **code):
        return shell.run_cell(source, store_history=store_history)
    task = asyncio.ensure_future(shell.run_cell_async(source, store_history=store_history, **code))
    loop = asyncio.get_running_loop()
    signal.signal(signal.SIGINT, lambda *_: loop.call_soon_threadsafe(task.cancel))
    result = None
    try:
        result = await task
    finally:
        shell.events.trigger("post_execute")
        shell.events.trigger("post_run_cell", result)
    return result


def _no_input(*_: Any, **__: Any) -> str:
    msg = "raw_input was called, but this frontend does not support input requests."
    raise StdinNotImplementedError(msg)
