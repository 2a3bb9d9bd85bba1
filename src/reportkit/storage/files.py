"""Single files of wherever outputs and data lie: whether they changed, what is in them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
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

    def stamps(self, paths: Sequence[str]) -> list[str]:
        """Return of each file what is another when the file is another; empty where there is none.

        A store asks for none by itself, and lists what folders they have in common.
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

    def stamps(self, paths: Sequence[str]) -> list[str]:
        """Return the times and the size of each file, nothing where it is not there.

        Nobody sets the time of the last change of its status, so that one is noticed whose size
        and time of writing were put back.
        """
        found = []
        with _below(self.folder) as (root, folder):
            for path in paths:
                try:
                    status = os.stat(root + path, dir_fd=folder)
                except (FileNotFoundError, NotADirectoryError):
                    found.append("")
                else:
                    found.append(f"{status.st_mtime_ns} {status.st_ctime_ns} {status.st_size}")
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


@contextmanager
def _below(folder: Path) -> Iterator[tuple[str, int | None]]:
    """Give what paths below a folder begin with, and what they are relative to.

    Of thousands of files, the system would else look for the folder each time.
    """
    if os.stat not in os.supports_dir_fd or not folder.is_dir():
        yield f"{folder}/", None
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        yield "", opened
    finally:
        os.close(opened)
