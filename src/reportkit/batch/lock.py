"""One batch at a time on one folder of outputs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from filelock import BaseFileLock, Timeout

from reportkit.errors import UnavailableError
from reportkit.locking import lock, remedy
from reportkit.storage.roll_forward import finish_here
from reportkit.trouble import what_happened
from reportkit.writing import sweep

_LOCK = ".lock"


@contextmanager
def sole_use(outputs: Path, *others: Path) -> Iterator[None]:
    """Hold a folder of outputs for one batch, and put right what a killed one left there.

    Only the holder sweeps, before and after the workers: whatever is unfinished then is nobody's.

    Parameters
    ----------
    outputs : Path
        The folder that holds one folder a form; it is made where it is missing.
    *others : Path
        Those that are a store to this batch and may be a workspace to another: held, not swept, as
        what is unfinished on a store is to be finished. The same folder by another name is one.

    Raises
    ------
    UnavailableError
        Where another batch holds it, or nothing can be written there.
    """
    with ExitStack() as stack:
        stack.enter_context(_held(outputs))
        for other in others:
            if not _is_same(other, outputs):
                stack.enter_context(_held(other))
        with _told(outputs):
            _sweep_years(outputs)
        try:
            yield
        finally:
            _sweep_years(outputs)


def _held(outputs: Path) -> BaseFileLock:
    try:
        with _told(outputs):
            outputs.mkdir(parents=True, exist_ok=True)
            return lock(outputs / _LOCK, timeout=0)
    except Timeout:
        msg = f"另一个 reportkit run 正在往 {outputs} 里写。请等它结束后再试"
        msg += f"{remedy(outputs / _LOCK)}。"
        raise UnavailableError(msg) from None


@contextmanager
def _told(outputs: Path) -> Iterator[None]:
    try:
        yield
    except Timeout:
        raise
    except OSError as error:
        msg = f"写不进 {outputs}（{what_happened(error)}）。请核对文件夹权限和磁盘空间。"
        raise UnavailableError(msg) from error


def _is_same(one: Path, other: Path) -> bool:
    """Whether two names are of one folder: by a link, a mount, or in other letters."""
    try:
        return one.samefile(other)
    except OSError:  # it is not there yet
        return False


def _sweep_years(outputs: Path) -> None:
    for folder in outputs.glob("*/*"):
        # What a link leads to is not ours, whatever its names are.
        if folder.name.isdecimal() and not (folder.is_symlink() or folder.parent.is_symlink()):
            finish_here(folder)
            sweep(folder)
