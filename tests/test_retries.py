"""What a short wait may heal is tried again; what is wrong for good is told at once."""

from __future__ import annotations

import errno
from collections.abc import Callable

import pytest

from reportkit import retries
from reportkit.errors import RawDataError, WorkspaceError
from reportkit.retries import is_transient, with_retries


class Flaky:
    """Raises the errors given, one a call, then returns its number of calls."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = errors
        self.calls = 0

    def __call__(self) -> int:
        self.calls += 1
        if self.calls <= len(self.errors):
            raise self.errors[self.calls - 1]
        return self.calls


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.EAGAIN, "Resource temporarily unavailable"),
        OSError(errno.ESTALE, "Stale file handle"),
        OSError(errno.ETIMEDOUT, "Connection timed out"),
        OSError(errno.EHOSTDOWN, "Host is down"),
        OSError(errno.EBUSY, "Device or resource busy"),
        OSError(errno.EIO, "Input/output error"),
        OSError(errno.EREMOTEIO, "s3fs: InternalError"),
        ConnectionResetError(),
        TimeoutError(),
    ],
)
def test_shares_and_connections_that_are_away_are_transient(error: OSError) -> None:
    assert is_transient(error)


@pytest.mark.parametrize(
    "error",
    [
        FileNotFoundError(errno.ENOENT, "No such file or directory"),
        IsADirectoryError(errno.EISDIR, "Is a directory"),
        PermissionError(errno.EACCES, "Permission denied"),
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EROFS, "Read-only file system"),
        OSError("no number"),
        MemoryError(),
        ValueError("figures"),
        RawDataError("台账有误", ["第 3 行"]),
        KeyboardInterrupt(),
    ],
)
def test_what_is_wrong_for_good_is_not_transient(error: BaseException) -> None:
    assert not is_transient(error)


def test_on_windows_a_file_in_use_is_called_a_missing_permission(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(retries, "_WINDOWS", True)

    assert is_transient(PermissionError(errno.EACCES, "Permission denied"))
    assert not is_transient(FileNotFoundError(errno.ENOENT, "No such file or directory"))


def test_on_windows_a_network_path_that_is_gone_is_transient() -> None:
    error = FileNotFoundError(errno.ENOENT, "The network path was not found")
    error.winerror = 53  # type: ignore[attr-defined]

    assert is_transient(error)


def _botocore() -> Exception:
    exceptions = pytest.importorskip("botocore.exceptions")
    error: Exception = exceptions.EndpointConnectionError(endpoint_url="https://s3.example")
    return error


def _botocore_read_timeout() -> Exception:
    exceptions = pytest.importorskip("botocore.exceptions")
    error: Exception = exceptions.ReadTimeoutError(endpoint_url="https://s3.example")
    return error


def _aiohttp() -> Exception:
    error: Exception = pytest.importorskip("aiohttp").ServerDisconnectedError()
    return error


def _requests() -> Exception:
    error: Exception = pytest.importorskip("requests").exceptions.ConnectionError()
    return error


@pytest.mark.parametrize("make", [_botocore, _botocore_read_timeout, _aiohttp, _requests])
def test_lost_connections_of_object_stores_are_transient(make: Callable[[], Exception]) -> None:
    assert is_transient(make())


def test_an_object_store_that_refuses_the_key_is_not_transient() -> None:
    exceptions = pytest.importorskip("botocore.exceptions")

    assert not is_transient(exceptions.NoCredentialsError())


def test_a_message_made_of_a_transient_error_is_transient() -> None:
    refused = WorkspaceError("写不进")
    refused.__cause__ = OSError(errno.ESTALE, "Stale file handle")

    assert is_transient(refused)


def test_an_error_met_while_another_was_handled_is_not_that_other() -> None:
    error = ValueError()
    error.__context__ = TimeoutError()

    assert not is_transient(error)


def test_a_transient_error_is_waited_out() -> None:
    call = Flaky(TimeoutError(), ConnectionResetError())

    assert with_retries(call, first_wait=0) == 3


def test_a_lasting_error_is_raised_at_once() -> None:
    call = Flaky(FileNotFoundError("decisions.csv"))

    with pytest.raises(FileNotFoundError, match=r"decisions\.csv"):
        with_retries(call, first_wait=0)
    assert call.calls == 1


def test_the_last_error_is_raised_as_it_is_after_the_last_attempt() -> None:
    call = Flaky(*(TimeoutError(f"attempt {n}") for n in range(1, 9)))

    with pytest.raises(TimeoutError, match="attempt 3"):
        with_retries(call, attempts=3, first_wait=0)
    assert call.calls == 3


def test_each_wait_is_twice_as_long_as_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("time.sleep", waits.append)

    with_retries(Flaky(*[TimeoutError()] * 3))

    assert waits == [0.5, 1, 2]
