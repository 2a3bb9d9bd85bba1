"""Writing: files and folders that appear whole or not at all; JSON and archives as all have them.

A folder is written beside its place and renamed into it. Replacing one takes two renames; a kill
between them leaves the old folder under its set-aside name, and the next `sweep` puts it back.

What is a link is never followed to be written, emptied or removed: what it leads to is not ours.

Windows refuses to replace what another program has open, be it only to show it. Virus scanners and
indexers let go in a moment; of others the user is told.
"""

from __future__ import annotations

import datetime as dt
import errno
import io
import json
import os
import secrets
import shutil
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from reportkit.reading import is_there
from reportkit.visible import in_escapes

UNFINISHED = ".unfinished-"
_SET_ASIDE = ".set-aside-"
ARCHIVE_DATE = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)
"""Of every file in an archive: the first day that one can name."""
_UNIX = 3
_WINDOWS = os.name == "nt"
_WAITS = (0.1, 0.2, 0.4, 0.8, 1.6)
"""Seconds between the attempts to move what is in use."""


class InUseError(PermissionError):
    """What shall be replaced is open in another program, and stayed so for some seconds."""


class LinkedError(OSError):
    """A folder that shall be written into, or a file that shall be added to, is a link."""


def hold_unlinked(root: Path, folder: Path) -> None:
    """Refuse a folder that is a link, or lies in one: it would lead out of where all is written.

    Parameters
    ----------
    root : Path
        May be a link itself: who makes it one says where all is to lie.
    folder : Path
        Below it; need not be there.

    Raises
    ------
    LinkedError
    """
    below = folder.relative_to(root).parts
    for number in range(1, len(below) + 1):
        place = root.joinpath(*below[:number])
        if place.is_symlink():
            raise LinkedError(errno.ELOOP, os.strerror(errno.ELOOP), str(place))


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Give a new folder to write into, which becomes `target` when the block ends well.

    Parameters
    ----------
    target : Path
        Where the folder shall stand; what stands there is replaced. Of a link, it is the link.

    Yields
    ------
    Path
        An empty folder on the same file system; it is removed if the block raises.

    Raises
    ------
    InUseError
        On Windows, where the old folder cannot be moved away; it is as it was.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    # Not by tempfile: Windows keeps what that makes from all others, whatever is said later.
    fresh = target.with_name(f"{UNFINISHED}{target.name}-{secrets.token_hex(4)}")
    fresh.mkdir()
    try:
        yield fresh
        replace_folder(target, fresh)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def replace_folder(target: Path, fresh: Path) -> None:
    """Give a folder that is written its place; what stands there is gone, or where it was.

    Raises
    ------
    InUseError
        On Windows, where the old folder cannot be moved away; it is as it was.
    """
    aside = target.with_name(_SET_ASIDE + target.name)
    if is_there(target):
        _discard(aside)  # of a folder that is there, a copy is litter
        if is_there(aside):
            _patiently(lambda: shutil.rmtree(aside), aside)
        _move(target, aside)
    try:
        _move(fresh, target)
    except OSError:
        if is_there(aside) and not is_there(target):
            _move(aside, target)
        raise
    _discard(aside)


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Give the path of a new file to write, which becomes `target` when the block ends well.

    Parameters
    ----------
    target : Path
        Where the file shall stand; what stands there is replaced.

    Yields
    ------
    Path
        A path in the same folder; what is there is removed if the block raises.

    Raises
    ------
    InUseError
        On Windows, where the old file is open; it is as it was.
    """
    fresh = target.with_name(UNFINISHED + target.name)
    fresh.unlink(missing_ok=True)  # another user's, who was killed, is not to be written to
    try:
        yield fresh
        _let_replace(target)
        _patiently(lambda: fresh.replace(target), target)
    finally:
        fresh.unlink(missing_ok=True)


def sweep(parent: Path) -> None:
    """Put right what a killed run left in a folder: restore what it set aside, remove the rest.

    Only for who has the folder alone: what another is still writing is removed as well.
    """
    if not parent.is_dir():
        return
    for left in parent.glob(f"{_SET_ASIDE}*"):
        with suppress(InUseError):  # nobody else has to wait for whoever looks at it
            _put_back(parent / left.name.removeprefix(_SET_ASIDE))
    for left in parent.glob(f"{UNFINISHED}*"):
        _remove(left)


def restore(target: Path) -> None:
    """Put right what a kill left of one folder, for who has that folder alone (see `sweep`)."""
    _put_back(target)
    for left in target.parent.glob(f"{UNFINISHED}{target.name}-{'[0-9a-f]' * 8}"):
        _remove(left)


def write_json(path: Path, data: Any) -> None:
    """Write JSON as every file of the kit has it: UTF-8, indented, one newline at the end."""
    _write_text(path, json.dumps(data, ensure_ascii=False, indent=2))


def write_lines_of_json(path: Path, items: Iterable[Any]) -> None:
    """Write a JSON list with a line for each item: as easy to compare as indented, and shorter."""
    lines = ",\n".join(map(short_json, items))
    _write_text(path, f"[\n{lines}\n]")


def write_json_and_lines(path: Path, data: Mapping[str, Any], name: str, items: Any) -> None:
    """Write a JSON object whose last entry is a list with a line for each item.

    Parameters
    ----------
    path : Path
    data : mapping
        The entries before it, at least one.
    name : str
        What the list is called.
    items : iterable
    """
    head = json.dumps(data, ensure_ascii=False, indent=2).removesuffix("\n}")
    lines = ",\n".join(map(short_json, items))
    _write_text(path, f'{head},\n  "{name}": [\n{lines}\n  ]\n}}')


def write_short_json(path: Path, data: Any) -> None:
    """Write JSON that programs read and nobody else: keys sorted, all of it on one line."""
    _write_text(path, short_json(data, sort_keys=True))


def short_json(data: Any, *, sort_keys: bool = False) -> str:
    """Return JSON without blanks."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=sort_keys)


def _write_text(path: Path, text: str) -> None:
    # What a terminal would obey becomes the escape that JSON has for it, so does half a character,
    # of a name that is not UTF-8.
    path.write_text(in_escapes(text) + "\n", encoding="utf-8", newline="\n")


def append(path: Path, line: bytes) -> None:
    """Add a line to a file, which is made where it is missing; all of it, or nothing.

    Raises
    ------
    OSError
        Also where it is a pipe that nobody reads, or a link, and where a full disk takes only a
        part.
    """
    if path.is_symlink():
        raise LinkedError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    how = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    how |= getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    with open(path, "ab", buffering=0, opener=lambda name, _: os.open(name, how, 0o666)) as file:
        length = os.fstat(file.fileno()).st_size
        try:
            if file.write(line) != len(line):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))  # noqa: TRY301
            os.fsync(file.fileno())
        except OSError:
            with suppress(OSError):
                file.truncate(length)
            raise


def _put_back(target: Path) -> None:
    aside = target.with_name(_SET_ASIDE + target.name)
    if is_there(target) or aside.is_symlink():  # a link was put there by somebody else
        _discard(aside)
    elif aside.exists():
        _move(aside, target)


def _remove(path: Path) -> None:
    """Remove a folder as far as it can be, a file or a link; never what a link leads to."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _discard(aside: Path) -> None:
    """Remove a folder, or at least its name.

    Something may stay: what is open on NFS, which hides it as ``.nfs…`` until it is closed, or on
    Windows; what another user made whose folders nobody else may write to. The next `sweep` tries
    again.
    """
    for path in aside.rglob("*") if _WINDOWS else ():
        _let_replace(path)
    _remove(aside)
    if is_there(aside):
        with suppress(OSError):
            aside.rename(aside.with_name(f"{UNFINISHED}{secrets.token_hex(8)}"))


def _let_replace(path: Path) -> None:
    """Let what is marked as read-only be replaced, as everywhere but on Windows it can be."""
    if _WINDOWS:
        with suppress(OSError):
            path.chmod(0o644)


def _move(source: Path, target: Path) -> None:
    _patiently(lambda: source.rename(target), source)


def _patiently(move: Callable[[], object], moved: Path) -> None:
    for wait in _WAITS if _WINDOWS else ():
        try:
            move()
        except PermissionError:
            time.sleep(wait)
        else:
            return
    try:
        move()
    except PermissionError as error:
        if not _WINDOWS:
            raise
        raise InUseError(errno.EACCES, error.strerror, str(_in_use(moved))) from None


def _in_use(place: Path) -> Path:
    """Return the file of a folder that cannot be written to; the place itself where all can."""
    for path in sorted(place.rglob("*")) if place.is_dir() else ():
        try:
            if path.is_file():
                path.open("r+b").close()
        except OSError:
            return path
    return place


def archive(parts: Mapping[str, bytes]) -> bytes:
    """Return a ZIP archive of some files, the same bytes on every machine and every day.

    Nothing is compressed: zlib does not pack alike on every machine.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for name, data in parts.items():
            entry = zipfile.ZipInfo(name, ARCHIVE_DATE.timetuple()[:6])
            entry.create_system = _UNIX
            file.writestr(entry, data)
    return target.getvalue()
