"""One reviewer at a time: who decides, signs or publishes has a bureau-year alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import Timeout

from reportkit.errors import UnavailableError
from reportkit.locking import lock, remedy
from reportkit.trouble import refused

_LOCK = ".review.lock"
_PATIENCE = 30  # seconds: another reviewer's line takes a moment


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a data folder for one reviewer.

    Raises
    ------
    UnavailableError
        Where another holds it for long, or it cannot be held.
    """
    try:
        held = lock(folder / _LOCK, timeout=_PATIENCE)
    except Timeout:
        msg = f"另一个人正在 {folder} 里作决定、签名或者发布，等了 {_PATIENCE} 秒。请稍后再试"
        msg += f"{remedy(folder / _LOCK)}。"
        raise UnavailableError(msg) from None
    except OSError as error:
        raise UnavailableError(refused(error, folder)) from error
    with held:
        yield
