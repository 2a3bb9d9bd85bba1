"""Reading what somebody else wrote: a file is read within bounds, and only where it is one.

A pipe that nobody writes to, a device without end and a file of many gigabytes may stand wherever
a file is expected. What is refused is an `OSError`, so that whoever reads tells it as one.
"""

from __future__ import annotations

import errno
import json
import os
import stat
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

MOST_BYTES = 256 << 20
"""Of a file that is read whole."""

MOST_OF_TEXT = 32 << 20
"""Of a file of JSON or prose: far beyond what the kit or a person writes."""

# A pipe is opened without waiting for who writes to it; Windows has neither.
_HOW = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_NOT_PLAIN = "不是普通文件（设备、管道或者套接字），没有读取"
_NO_NAME = "路径里有不能用的字符"


def opened(path: Path) -> BinaryIO:
    """Open a plain file for reading.

    Raises
    ------
    OSError
        Where the system refuses it, or it is a folder, a pipe, a device.
    """
    try:
        # A device may act on being opened; what it is now, the open file tells.
        _hold_plain(path.stat().st_mode, path)
        file = open(path, "rb", opener=lambda name, flags: os.open(name, flags | _HOW))  # noqa: SIM115 - Path.open takes no opener
    except ValueError:  # a NUL, or what no file system can encode
        raise OSError(errno.EINVAL, _NO_NAME, str(path)) from None
    try:
        _hold_plain(os.fstat(file.fileno()).st_mode, path)
    except OSError:
        file.close()
        raise
    return file


def is_there(path: Path) -> bool:
    """Whether anything has this name, be it a link that leads nowhere: who reads it says so."""
    return os.path.lexists(path)


def is_missing(path: str) -> bool:
    """Whether nothing has this name, for sure: who asks of thousands reads none of these."""
    try:
        os.lstat(path)
    except FileNotFoundError:
        return True
    except OSError:
        return False  # why, whoever reads it tells
    return False


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """Return what is in a plain file.

    Raises
    ------
    OSError
        As `opened` does, and where it is larger than `most`.
    """
    with opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > most:
            _refuse_size(path, most)
        # Room for `most` bytes takes longer to be had than most files to be read.
        content = file.read(size + 1)
        if len(content) > size:  # it grows, or the system does not tell, as of those of /proc
            content += file.read(most + 1 - len(content))
    if len(content) > most:
        _refuse_size(path, most)
    return content


def read_text(path: Path, encoding: str = "utf-8", most: int = MOST_OF_TEXT) -> str:
    """Return the text of a plain file; every line ends as on Unix.

    Raises
    ------
    OSError
        As `read_bytes` does.
    UnicodeDecodeError
    """
    text = read_bytes(path, most).decode(encoding)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_json(path: Path) -> Any:
    """Return what a file of JSON says.

    Raises
    ------
    OSError
        As `read_bytes` does.
    ValueError
        Where it is no JSON, or none that anybody writes.
    """
    return parse_json(read_bytes(path, MOST_OF_TEXT))


def parse_json(content: bytes | str) -> Any:
    """Return what JSON says.

    Raises
    ------
    ValueError
        Where it is no JSON, nests without end, or has numbers that are none.
    """
    try:
        return json.loads(content, parse_constant=_refuse_number)
    except RecursionError:
        msg = "nested too deeply"
        raise ValueError(msg) from None


def _refuse_number(name: str) -> NoReturn:
    raise ValueError(name)


def _hold_plain(mode: int, path: Path) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        raise OSError(errno.EINVAL, _NOT_PLAIN, str(path))


def _refuse_size(path: Path, most: int) -> NoReturn:
    raise OSError(errno.EINVAL, f"文件超过 {most >> 20} MB，没有读取", str(path))
