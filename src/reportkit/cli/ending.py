"""How a command ends that the system ends: in order, and with nothing of its data left behind."""

from __future__ import annotations

import atexit
import os
import signal
import sys
from contextlib import suppress
from typing import NoReturn

from reportkit.cores import leave_no_core

_heeded: list[int] = []


def end_in_order() -> None:
    """Let a signal end the command as Ctrl-C does, so that what is temporary is removed."""
    atexit.register(_die)
    for name in ("SIGTERM", "SIGHUP"):  # Windows has but the first, and sends it nobody
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:  # not with nohup
            signal.signal(number, _end)
    leave_no_core()


def _end(number: int, _frame: object) -> NoReturn:
    signal.signal(number, signal.SIG_IGN)  # once is enough
    _heeded.append(number)
    raise KeyboardInterrupt


def _die() -> None:
    """End as a program does that minds no signals: who sent one sees that it was heeded."""
    for number in _heeded:
        with suppress(OSError, ValueError):
            sys.stdout.flush()
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)
