"""The files of a folder, and what is in them."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

from reportkit.errors import RawDataError
from reportkit.reading import opened

_CHUNK = 1 << 20
_MOST_BYTES = 2 << 30  # of one file: a second or two of reading, each time that it is looked at
_OF_WINDOWS = {"desktop.ini", "thumbs.db"}


def files_below(folder: Path | str) -> list[str]:
    """Return the files of a folder and of the folders in it; none where there is no such folder.

    Left out are hidden ones, those that Excel and WPS keep beside a workbook while it is open
    (``~$cases.xlsx``), and those in which Windows notes how it shows a folder: they come and go
    without anything having changed. What is no plain file (a pipe, a link that leads nowhere or to
    a folder) is told as well: whoever reads it says that it cannot be read.

    Returns
    -------
    list of str
        Relative to the folder, with slashes, in order.
    """
    try:
        found: list[str] = []
        _find(str(folder), "", found)
        return sorted(found)
    except (FileNotFoundError, NotADirectoryError):
        return []


def handed_in(folder: Path) -> list[str]:
    """Return the files of a folder of raw data, as `files_below` does.

    Raises
    ------
    RawDataError
        Where the name of one is no text, as of archives that are unpacked on another system:
        neither manifest nor page could name it.
    """
    names = files_below(folder)
    problems = [
        f"{name.encode(errors='backslashreplace').decode()}：文件名不是 UTF-8 编码"
        f"（多半是“{os.fsencode(name).decode('gb18030', 'replace')}”）。请改名。"
        for name in names
        if not _is_text(name)
    ]
    if problems:
        raise RawDataError(f"{folder.name} 里有读不出名称的文件：", problems)
    return names


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_input(name: str) -> bool:
    """Return whether a file or folder of this name is one of those that `files_below` tells."""
    return not name.startswith((".", "~$")) and name.lower() not in _OF_WINDOWS


def digest(path: Path) -> str:
    """Return the sha256 of a file's bytes, in hexadecimal.

    Raises
    ------
    OSError
        Also of what is no plain file (see `reading.opened`), and of one of more than 2 GB.
    """
    total = hashlib.sha256()
    with opened(path) as file:
        if os.fstat(file.fileno()).st_size > _MOST_BYTES:
            raise OSError(errno.EINVAL, f"文件超过 {_MOST_BYTES >> 30} GB，没有读取", str(path))
        while chunk := file.read(_CHUNK):
            total.update(chunk)
    return total.hexdigest()


def from_here(path: Path) -> str:
    """Return a path from where the process stands; one on another drive of Windows, whole."""
    try:
        return os.path.relpath(path)
    except ValueError:
        return str(path)


def _find(folder: str, prefix: str, found: list[str]) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if not is_input(name):
                continue
            if entry.is_dir(follow_symlinks=False):
                _find(entry.path, f"{prefix}{name}/", found)
            else:
                found.append(prefix + name)
