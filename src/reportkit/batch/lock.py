"""One batch at a time on one folder of outputs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import Timeout

from reportkit.errors import UnavailableError
from reportkit.locking import lock, remedy
from reportkit.trouble import what_happened
from reportkit.writing import sweep

_LOCK = ".lock"


@contextmanager
def sole_use(outputs: Path) -> Iterator[None]:
    """Hold a folder of outputs for one batch, and put right what a killed one left there.

    Only the holder sweeps, before and after the workers: whatever is unfinished then is nobody's.

    Parameters
    ----------
    outputs : Path
        The folder that holds one folder a form; it is made where it is missing.

    Raises
    ------
    UnavailableError
        Where another batch holds it, or nothing can be written there.
    """
    try:
        outputs.mkdir(parents=True, exist_ok=True)
        held = lock(outputs / _LOCK, timeout=0)
        _sweep_years(outputs)
    except Timeout:
        msg = f"另一个 reportkit run 正在往 {outputs} 里写。请等它结束后再试"
        msg += f"{remedy(outputs / _LOCK)}。"
        raise UnavailableError(msg) from None
    except OSError as error:
        msg = f"写不进 {outputs}（{what_happened(error)}）。请核对文件夹权限和磁盘空间。"
        raise UnavailableError(msg) from error
    with held:
        try:
            yield
        finally:
            _sweep_years(outputs)


def _sweep_years(outputs: Path) -> None:
    for folder in outputs.glob("*/*"):
        # What a link leads to is not ours, whatever its names are.
        if folder.name.isdecimal() and not (folder.is_symlink() or folder.parent.is_symlink()):
            sweep(folder)
