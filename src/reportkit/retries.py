"""Trying again what a short wait may heal: a share that is away, a file that is in use.

What is wrong for good (a missing file, a full disk, wrong figures) is never tried twice.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from typing import TypeVar

from reportkit.writing import InUseError

_T = TypeVar("_T")
_WINDOWS = os.name == "nt"
# What POSIX systems, network shares (NFS, SMB) and s3fs report and later take back. Some of these
# do not exist on Windows.
_PASSING = {
    getattr(errno, name, None)
    for name in (
        "EAGAIN",
        "EBUSY",
        "ECONNABORTED",
        "ECONNREFUSED",
        "ECONNRESET",
        "EHOSTDOWN",
        "EHOSTUNREACH",
        "EINTR",
        "EIO",
        "ENETDOWN",
        "ENETRESET",
        "ENETUNREACH",
        "ENOLCK",
        "ENOTCONN",
        "EREMOTEIO",
        "ESTALE",
        "ETIMEDOUT",
        "ETXTBSY",
    )
} - {None}
# Windows' system error codes: network path or name gone, connection lost, time out, no network.
# Python maps them to errno that mean something else, such as ENOENT.
_PASSING_ON_WINDOWS = {53, 54, 59, 64, 121, 1231, 1236}
# What libraries raise on a lost connection without calling it an OSError or saying which.
_PASSING_CLASSES = {
    "aiohttp.client_exceptions.ClientConnectionError",
    "botocore.exceptions.ConnectionError",
    "botocore.exceptions.HTTPClientError",
    "requests.exceptions.ConnectionError",
    "requests.exceptions.Timeout",
}


def is_transient(error: BaseException) -> bool:
    """Return whether an error, or what it was raised from, may be gone in a moment.

    Transient are lost connections, time-outs, network shares that are away, and on Windows a file
    that another program (Excel, a virus scanner) holds, which Windows calls a missing permission;
    but not one that has been waited for already (`writing.InUseError`).
    An error that another was raised from in words (``raise ... from``) counts as that other.
    """
    cause: BaseException | None = error
    while cause is not None:
        if _passes(cause):
            return True
        cause = cause.__cause__
    return False


def with_retries(call: Callable[[], _T], *, attempts: int = 4, first_wait: float = 0.5) -> _T:
    """Return what `call` returns; where it fails for a moment, wait and call it again.

    Parameters
    ----------
    call : callable
        Takes nothing. It must be safe to call again after it has failed half-way.
    attempts : int
        How often it is called at most.
    first_wait : float
        Seconds before the second call; each later wait is twice as long.

    Raises
    ------
    Exception
        What `call` raised the last time, or at once where a wait would not help.
    """
    # Imports asyncio and, where it is installed, tornado: a batch without work does without.
    from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential

    retrying = Retrying(
        retry=retry_if_exception(is_transient),
        stop=stop_after_attempt(attempts),
        wait=wait_exponential(multiplier=first_wait),
        reraise=True,
    )
    return retrying(call)


def _passes(error: BaseException) -> bool:
    if isinstance(error, ConnectionError | TimeoutError | InterruptedError | BlockingIOError):
        return True
    if _WINDOWS and isinstance(error, PermissionError):
        return not isinstance(error, InUseError)
    if isinstance(error, OSError) and error.errno in _PASSING:
        return True
    if getattr(error, "winerror", None) in _PASSING_ON_WINDOWS:
        return True
    classes = {f"{one.__module__}.{one.__qualname__}" for one in type(error).__mro__}
    return not classes.isdisjoint(_PASSING_CLASSES)
