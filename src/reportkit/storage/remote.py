"""The files below an address, on whatever fsspec reads and writes.

Whatever goes wrong is told in words: fsspec's file systems raise errors of their own libraries.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from posixpath import commonpath, dirname
from typing import Any, TypeVar

from reportkit.errors import UnavailableError, WorkspaceError
from reportkit.inputs.files import is_input
from reportkit.retries import is_transient
from reportkit.trouble import what_happened

_T = TypeVar("_T")
_AT_A_TIME = 8  # what waits for a network may wait for several
_SCHEME = re.compile(r"([\w.+-]{2,})://")  # a letter alone is a drive of Windows


@dataclass(frozen=True, slots=True)
class Remote:
    r"""The files below an address, by their path relative to it, with slashes.

    Attributes
    ----------
    address : str
        As fsspec takes it: ``s3://bucket/prefix``, ``file:///folder``; or the path of a folder that
        is there, such as ``D:\reports`` and ``\\server\share``.

    Raises
    ------
    WorkspaceError
        By every method, where the address cannot be used, what is there cannot be read or written,
        or an extra is not installed.
    """

    address: str

    def __str__(self) -> str:
        """Return the address without a password that may be in it."""
        return re.sub(r"//[^/@]*@", "//", self.address)

    def folder(self) -> Path | None:
        """Return the folder of this machine that the address is; None where it is none."""
        from fsspec.implementations.local import LocalFileSystem

        with self._open() as (files, root):
            return Path(root) if isinstance(files, LocalFileSystem) else None

    def absolute(self) -> Remote:
        """Return the same for a worker that stands elsewhere: a path may be relative."""
        if (folder := self.folder()) is None:
            return self
        return Remote(f"file://{folder.as_posix()}" if _SCHEME.match(self.address) else str(folder))

    def files_below(self, folder: str) -> dict[str, int]:
        """Return the files of a folder and of the folders in it, by path, with their bytes.

        Hidden ones and those that Excel keeps beside an open workbook are left out (see
        `files.files_below`), but `folder` itself may be hidden.
        """
        with self._open() as (files, root):
            start = f"{root}/{folder}"
            found = files.find(start, detail=True)
            sizes = {name.removeprefix(f"{start}/"): info["size"] for name, info in found.items()}
        return {f"{folder}/{name}": sizes[name] for name in sorted(sizes) if _is_input(name)}

    def children(self, folder: str) -> list[str]:
        """Return the names of what is in a folder, hidden or not; none where there is no folder."""
        with self._open() as (files, root):
            try:
                found = files.ls(f"{root}/{folder}", detail=False)
            except FileNotFoundError:
                return []
        return sorted(name.rstrip("/").rpartition("/")[2] for name in found)

    def stamps(self, paths: Sequence[str]) -> list[str]:
        """Return of each file what is another when the file is another; empty where there is none.

        What they have in common of their paths is listed once, by the first folder of each.
        """
        tops: dict[str, list[str]] = {}
        for path in paths:
            tops.setdefault(path.partition("/")[0], []).append(path)
        with self._open() as (files, root):
            found = dict[str, Any]()
            for some in tops.values():
                below = commonpath(map(dirname, some))
                found |= files.find(f"{root}/{below}", detail=True)
            # What a store tells of a file: of S3, its ETag among others; of a folder, its times.
            there = (found.get(f"{root}/{path}") for path in paths)
            return ["" if info is None else _stamp(info) for info in there]

    def modified(self, paths: Iterable[str]) -> dict[str, dt.datetime]:
        """Return when files were written last, by the clock of where they lie, if that tells.

        Parameters
        ----------
        paths : iterable of str
        """

        def time(path: str) -> tuple[str, dt.datetime | None]:
            try:
                return path, files.modified(f"{root}/{path}")
            except (FileNotFoundError, NotImplementedError):
                return path, None

        with self._open() as (files, root):
            found = _each(time, paths)
        return {path: time for path, time in found if time is not None}

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return what is in files, by path; those that are not there are left out."""

        def content(path: str) -> tuple[str, bytes | None]:
            try:
                return path, files.cat_file(f"{root}/{path}")
            except FileNotFoundError:
                return path, None

        with self._open() as (files, root):
            found = _each(content, paths)
        return {path: bytes_ for path, bytes_ in found if bytes_ is not None}

    def write(self, contents: Mapping[str, bytes]) -> None:
        """Write files by path, each whole or not at all where the file system is an object store.

        What is there is replaced.
        """
        with self._open() as (files, root):
            _each(lambda path: files.pipe_file(f"{root}/{path}", contents[path]), contents)

    def copy(self, targets: Mapping[str, str]) -> None:
        """Copy files, without a way through this machine, to the path that each is given."""
        with self._open() as (files, root):
            _each(lambda path: files.cp_file(f"{root}/{path}", f"{root}/{targets[path]}"), targets)

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files; one that is gone already is no error."""

        def remove(path: str) -> None:
            with suppress(FileNotFoundError):
                files.rm_file(f"{root}/{path}")

        with self._open() as (files, root):
            _each(remove, paths)

    def remove_folder(self, folder: str) -> None:
        """Remove all that is in a folder, in no order; one that is gone already is no error."""
        with self._open() as (files, root), suppress(FileNotFoundError):
            files.rm(f"{root}/{folder}", recursive=True)

    @contextmanager
    def _open(self) -> Iterator[tuple[Any, str]]:
        """Give the file system and the path of the address on it; tell in words what it raises."""
        try:
            yield _file_system(self.address)
        except Exception as error:
            what, remedy = _words(error, self.address)
            msg = f"无法读写 {self}（{what}）。{remedy}"
            kind = UnavailableError if is_transient(error) else WorkspaceError
            raise kind(msg) from error


def _file_system(address: str) -> tuple[Any, str]:
    from fsspec.core import url_to_fs

    options = {"auto_mkdir": True} if _is_folder(address) else {}
    # Other machines write there too: what a listing said a minute ago need not be so.
    files, root = url_to_fs(address, use_listings_cache=False, **options)
    return files, root.rstrip("/")


def _is_folder(address: str) -> bool:
    """Return whether an address is one of a folder: folders in it are made, as in a bucket.

    A path by itself is one only where the folder is there: ``s3:/bucket`` is a slip of the pen.
    """
    scheme = _SCHEME.match(address)
    return Path(address).is_dir() if scheme is None else scheme[1] in {"file", "local"}


def _stamp(info: Mapping[str, Any]) -> str:
    said = repr(sorted((name, str(value)) for name, value in info.items()))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _is_input(name: str) -> bool:
    """Return whether a file is an input; an empty last part is the mark of a folder."""
    parts = name.split("/")
    return parts[-1] != "" and all(map(is_input, parts))


def _each(act: Callable[[str], _T], paths: Iterable[str]) -> list[_T]:
    with ThreadPoolExecutor(_AT_A_TIME) as threads:
        return list(threads.map(act, paths))


def _words(error: Exception, address: str) -> tuple[str, str]:
    """Say what happened, and what to do."""
    access = "请核对这台机器上的访问凭证（如 AWS_ACCESS_KEY_ID）和它的读写权限。"
    network = "请核对网络和服务地址（如 AWS_ENDPOINT_URL），稍后再试。"
    spelling = "请核对地址，应为 s3://存储桶/前缀 的样子；是文件夹的，请先建好。"
    match error:
        case ImportError():
            s3 = address.startswith(("s3://", "s3a://"))
            return f"缺少软件包：{error}", "请先运行 pip install 'reportkit[s3]'。" if s3 else ""
        case PermissionError():
            words = "没有权限", access
        case FileNotFoundError():
            words = "没有这个存储桶或者文件夹", spelling
        case OSError() if not is_transient(error):
            words = what_happened(error), spelling
        case _ if is_transient(error):
            words = "连不上", network
        case _ if "Credentials" in type(error).__name__:  # botocore has five such classes
            words = "没有可用的访问凭证", access
        case _:
            words = f"{type(error).__name__}: {error}", spelling
    return words
