"""Single files of wherever outputs and data lie: whether they changed, what is in them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Protocol

from reportkit.reading import read_bytes
from reportkit.writing import hold_unlinked, whole_file


class Files(Protocol):
    """Files by their path relative to a workspace, with slashes; `Remote` is one of these."""

    def children(self, folder: str) -> list[str]:
        """Return the names of what is in a folder; none where there is no such folder."""
        ...

    def stamps(self, below: str, paths: Iterable[str]) -> dict[str, str]:
        """Return, of those files that are there, what is another when the file is another.

        Parameters
        ----------
        below : str
            A folder that all of them are in: a store lists it once, and asks for none by itself.
        paths : iterable of str
        """
        ...

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return what is in files, by path; those that are not there are left out."""
        ...

    def write(self, contents: Mapping[str, bytes]) -> None:
        """Write files by path, each whole or not at all."""
        ...


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """The files of a workspace on this machine.

    Attributes
    ----------
    folder : Path
        The workspace.
    """

    folder: Path

    def children(self, folder: str) -> list[str]:
        """Return the names of what is in a folder; none where there is no such folder."""
        try:
            return sorted(os.listdir(self.folder / folder))  # noqa: PTH208 - 3,000 Paths take long
        except (FileNotFoundError, NotADirectoryError):
            return []

    def stamps(self, _below: str, paths: Iterable[str]) -> dict[str, str]:
        """Return the times and the size of each file that is there: nothing is read.

        Nobody sets the time of the last change of its status, so that one is noticed whose size
        and time of writing were put back.
        """
        found, root = {}, f"{self.folder}/"
        for path in paths:
            try:
                status = os.stat(root + path)  # noqa: PTH116 - as above
            except (FileNotFoundError, NotADirectoryError):
                continue
            written, changed = status.st_mtime_ns, status.st_ctime_ns
            found[path] = f"{written:x}-{changed - written:x}-{status.st_size:x}"
        return found

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return what is in files, by path; those that are not there are left out."""
        found = {}
        for path in paths:
            try:
                found[path] = read_bytes(self.folder / path)
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                continue
        return found

    def write(self, contents: Mapping[str, bytes]) -> None:
        """Write files by path, each whole or not at all."""
        for path, content in contents.items():
            target = self.folder / path
            hold_unlinked(self.folder / PurePath(path).parts[0], target.parent)
            target.parent.mkdir(parents=True, exist_ok=True)
            with whole_file(target) as fresh:
                fresh.write_bytes(content)
