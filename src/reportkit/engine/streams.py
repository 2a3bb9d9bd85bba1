"""What cells print: Python's own streams, and whatever writes to descriptors 1 and 2."""

from __future__ import annotations

import io
import os
import sys
import threading
import time
from collections.abc import Callable

Emit = Callable[[str, str], None]  # name of the stream, text

_AGE = 0.2  # seconds that printed text may wait, as in the ordinary kernel
_SIZE = 1 << 16  # characters that may wait


class Stream(io.TextIOBase):
    """``sys.stdout`` or ``sys.stderr`` of a notebook.

    Text is sent in larger pieces: when something is displayed, when the cell ends, and while it
    runs as soon as it has waited for a fifth of a second.

    Parameters
    ----------
    name : {"stdout", "stderr"}
    emit : callable
        Takes the name and the text.
    descriptor : int
        What `fileno` tells libraries that ask for it.
    """

    encoding = "UTF-8"
    errors = "replace"

    def __init__(self, name: str, emit: Emit, descriptor: int) -> None:
        self.name = name
        self._emit = emit
        self._descriptor = descriptor
        self._waiting: list[str] = []
        self._size = 0
        self._sent = 0.0
        self._lock = threading.RLock()

    def writable(self) -> bool:
        """Return that it can be written to."""
        return True

    def fileno(self) -> int:
        """Return the descriptor that this stream stands for."""
        return self._descriptor

    def write(self, text: str) -> int:
        """Take text to be sent soon."""
        if not isinstance(text, str):
            msg = f"write() argument must be str, not {type(text)}"
            raise TypeError(msg)
        with self._lock:
            self._waiting.append(text)
            self._size += len(text)
            if self._size > _SIZE or time.monotonic() - self._sent > _AGE:
                self.flush()
        return len(text)

    def flush(self) -> None:
        """Send what is waiting."""
        with self._lock:
            text = "".join(self._waiting)
            self._waiting.clear()
            self._size = 0
            self._sent = time.monotonic()
            if text:
                self._emit(self.name, text)


class Descriptors:
    """Catches what C code and other programs write to descriptors 1 and 2, for after the cell."""

    def __init__(self) -> None:
        self._caught = {"stdout": os.memfd_create("stdout"), "stderr": os.memfd_create("stderr")}
        for descriptor, caught in enumerate(self._caught.values(), start=1):
            os.dup2(caught, descriptor)

    def emit(self, emit: Emit) -> None:
        """Pass on what was written since the last call."""
        for stream in (sys.__stdout__, sys.__stderr__):
            if stream is not None:
                stream.flush()
        for name, caught in self._caught.items():
            size = os.lseek(caught, 0, os.SEEK_CUR)
            if size:
                text = os.pread(caught, size, 0).decode("utf-8", "replace")
                os.lseek(caught, 0, os.SEEK_SET)
                os.ftruncate(caught, 0)
                emit(name, text)
