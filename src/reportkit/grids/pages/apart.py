"""PDF read in a process of its own: what it does to the library that reads it ends there.

What a PDF draws may draw itself ten times over at every level, and the library follows before
anybody is asked. It can be stopped only from outside: the process has a bound of time and memory,
and where it ends before its time, the file is refused. It reads one file after the other, as
starting it takes longer than most files.
"""

from __future__ import annotations

import atexit
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import suppress
from typing import IO, Any

from reportkit.grids.model import GridError
from reportkit.grids.pages.content import Page
from reportkit.grids.pages.pdf import RESAVE, Drawn, drawn_pages, pages_of
from reportkit.grids.pages.scans.recognise import Picture

SECONDS = 10.0
"""Of processor time that a file may take; a page of a report takes 0.03."""
SECONDS_A_PAGE = 0.2
_MEMORY = 1 << 30
_LOOK = 0.25  # seconds from one look at the time to the next

_lock = threading.Lock()
_kept: dict[int, subprocess.Popen[bytes]] = {}
"""The process of each process that reads: a fork has the one of its parent, and must not use it."""


def pages_apart(data: bytes) -> Iterator[tuple[Page, Picture | None]]:
    """Yield the pages of a PDF as `pages_of` does, read by another process.

    Raises
    ------
    GridError
    """
    yield from _asked(data, None)


def drawn_apart(data: bytes, numbers: Collection[int]) -> Iterator[Drawn]:
    """Yield some pages of a PDF as `drawn_pages` does, drawn by another process.

    Raises
    ------
    GridError
    """
    yield from _asked(data, frozenset(numbers))


def _asked(data: bytes, numbers: frozenset[int] | None) -> Iterator[Any]:
    """Yield what another process reads of a PDF, or draws of it."""
    with _lock:
        reader = _kept.pop(os.getpid(), None) or _started()
    whole = False
    try:
        for answer in _answers(reader, (data, numbers, SECONDS)):
            if isinstance(answer, GridError):
                whole = True
                raise answer
            yield answer
        whole = True
    except (EOFError, OSError, pickle.UnpicklingError):
        fault = "PDF 画的东西多得反常，或者已损坏，没有读完"
        raise GridError(fault, RESAVE) from None
    finally:
        _give_back(reader) if whole else _end(reader)


def _give_back(reader: subprocess.Popen[bytes]) -> None:
    """Keep a process for the next file; where another thread gave one back before, end it."""
    with _lock:
        kept = _kept.setdefault(os.getpid(), reader)
    if kept is not reader:
        _end(reader)


def _answers(reader: subprocess.Popen[bytes], question: Any) -> Iterator[Any]:
    """Yield what a process answers: pages, and at last why there are no more of them."""
    assert reader.stdin is not None  # noqa: S101 - as it was started
    assert reader.stdout is not None  # noqa: S101
    pickle.dump(question, reader.stdin)
    reader.stdin.flush()
    while (answer := pickle.load(reader.stdout)) is not None:  # noqa: S301 - of this very module
        yield answer


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _end(reader: subprocess.Popen[bytes]) -> None:
    reader.kill()
    with reader, suppress(OSError):  # what was not yet taken is lost
        pass


@atexit.register
def _end_kept() -> None:
    if reader := _kept.pop(os.getpid(), None):
        _end(reader)


def _serve(questions: IO[bytes], answers: IO[bytes]) -> None:
    """Read one file after the other, until none comes."""
    while True:
        try:
            data, numbers, seconds = pickle.load(questions)  # noqa: S301 - of this very module
        except EOFError:
            return
        over = threading.Event()
        bound = [time.process_time() + seconds]
        threading.Thread(target=_watch, args=(over, bound), daemon=True).start()
        try:
            for page in pages_of(data) if numbers is None else drawn_pages(data, numbers):
                bound[0] += SECONDS_A_PAGE
                pickle.dump(page, answers)
            last: Any = None
        except GridError as refused:
            last = refused
        over.set()
        pickle.dump(last, answers)
        answers.flush()


def _watch(over: threading.Event, bound: list[float]) -> None:
    """End the process where a file takes too long; the library lets nothing else through."""
    while not over.wait(_LOOK):
        if time.process_time() > bound[0]:
            os._exit(1)


def _bound_memory() -> None:
    with suppress(ImportError):  # Windows has no such bound
        from reportkit.engine.memory import limit_memory

        limit_memory(_MEMORY)


if __name__ == "__main__":
    _bound_memory()
    own = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    _serve(sys.stdin.buffer, own)
