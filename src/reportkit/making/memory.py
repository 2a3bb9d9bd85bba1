"""Which bureau-years had nothing to be made, by what the system says of the files looked at then.

As git's index does it: a file of which device, number, kind, size, both times are what they were is
not read again. Nobody sets the time of the last change of a file's status (ctime), so that a file
is noticed whose size and time were put back. What changed within two seconds of being looked at is
not remembered ("racily clean"): the system may not tell the next change from that one.

Only what was found in order by its content is remembered, and only where the file system is that
of the outputs, whose clock all is held against. Windows tells no time of a status: nothing is
remembered there.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from reportkit.inputs.kit import package_digest
from reportkit.params import Key
from reportkit.reading import MOST_OF_TEXT, parse_json, read_bytes
from reportkit.visible import in_escapes
from reportkit.workspace import OUTPUTS
from reportkit.writing import whole_file

UNCHANGED = ".unchanged.json"
_LAST = b',\n"digest": '
_RACY = 2 * 10**9  # nanoseconds: as coarse as any file system's times are
_LONG_AGO = 10**18
# Not json.dumps, which makes an encoder each time that it is called so.
_json = json.JSONEncoder(ensure_ascii=False).encode


class Seen(NamedTuple):
    """What the system said of all files that a bureau-year rests on, and of its outputs.

    Attributes
    ----------
    stamp : str
        Another where anything of it is another.
    newest : int
        When the last of them was changed, in nanoseconds.
    devices : frozenset of int
        The file systems that they lie on.
    """

    stamp: str
    newest: int
    devices: frozenset[int]


class Found(NamedTuple):
    """What was found of a bureau-year that was in order.

    Attributes
    ----------
    stamp : str
        See `Seen`.
    faults : tuple of str or None
        What keeps it from passing, in Chinese; None where nobody has asked yet.
    """

    stamp: str
    faults: tuple[str, ...] | None = None


@dataclass(slots=True)
class Memory:
    """What is remembered of the bureau-years of one workspace.

    Attributes
    ----------
    found : dict of str to Found
        By the path of a key.
    clock : tuple of int or None
        The file system of the outputs, and its time before anything was looked at; None where
        nothing can be remembered.
    """

    found: dict[str, Found] = field(default_factory=dict)
    clock: tuple[int, int] | None = None
    _held: set[Key] = field(default_factory=set)

    def holds(self, key: Key, seen: Seen | None) -> bool:
        """Return whether a bureau-year was in order, and every file is the one it was then."""
        found = self.found.get(key.path)
        held = seen is not None and found is not None and found.stamp == seen.stamp
        (self._held.add if held else self._held.discard)(key)
        return held

    def keep(self, key: Key, seen: Seen | None) -> None:
        """Remember that a bureau-year was found in order, where that can be relied on.

        Parameters
        ----------
        key : Key
        seen : Seen or None
            What the system said of its files, before the first of them was read.
        """
        if seen is None or self.clock is None:
            return
        device, now = self.clock
        if seen.devices <= {device} and seen.newest <= now - _RACY:
            self.found[key.path] = Found(seen.stamp)
            self._held.add(key)

    def faults(self, key: Key) -> tuple[str, ...] | None:
        """Return what keeps one that was just found in order from passing; None where unknown."""
        return self.found[key.path].faults if key in self._held else None

    def tell(self, key: Key, faults: tuple[str, ...]) -> None:
        """Remember what keeps one that was just found in order from passing."""
        if key in self._held:
            self.found[key.path] = self.found[key.path]._replace(faults=faults)


def look(workspace: Path, paths: Iterable[str], context: str) -> Seen | None:
    """Return what the system says of files; None where it does not.

    Parameters
    ----------
    workspace : Path
    paths : iterable of str
        Relative to the workspace; there or not.
    context : str
        What else the answer rests on.
    """
    said: list[object] = [context]
    newest, devices = 0, set()
    root = f"{workspace}/"
    for path in paths:
        try:
            status = os.stat(root + path)  # noqa: PTH116 - 300,000 Paths take long
        except (FileNotFoundError, NotADirectoryError):
            said.append(path)
            continue
        except (OSError, ValueError):
            return None
        written, changed = status.st_mtime_ns, status.st_ctime_ns
        # All that is no time: kind, number, device, names, owners, size.
        said.append((path, status[:7], written, changed))
        newest = max(newest, written, changed)
        devices.add(status.st_dev)
    stamp = hashlib.sha256(repr(said).encode()).hexdigest()[:32]
    return Seen(stamp, newest, frozenset(devices))


@contextmanager
def remembering(workspace: Path) -> Iterator[Memory]:
    """Give what is remembered of a workspace; what is new in it is kept at the end of the block.

    A memory that cannot be read counts as none, and one that cannot be written is not: whoever
    asks finds the same without it.
    """
    path = workspace / OUTPUTS / UNCHANGED
    before = _read(path)
    memory = Memory(dict(before), _clock(path.parent))
    try:
        yield memory
    finally:
        if memory.clock is not None and memory.found != before:
            with suppress(OSError):
                _write(path, memory.found)


def _read(path: Path) -> dict[str, Found]:
    try:
        content = read_bytes(path, MOST_OF_TEXT)
        head, _, _ = content.rpartition(_LAST)
        data = parse_json(content)
        told = data["unchanged"].items() if data["digest"] == _digest(head) else ()
        return {key: _found(*one) for key, one in told}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _found(stamp: Any, faults: Any) -> Found:
    texts = [stamp, *([] if faults is None else faults)]
    if not all(isinstance(each, str) for each in texts):
        raise TypeError
    return Found(stamp, None if faults is None else tuple(faults))


def _write(path: Path, found: Mapping[str, Found]) -> None:
    lines = ",\n".join(f"{_json(key)}: {_json(found[key])}" for key in sorted(found))
    head = in_escapes(f'{{"unchanged": {{\n{lines}\n}}').encode()
    with whole_file(path) as fresh:
        fresh.write_bytes(head + _LAST + f'"{_digest(head)}"}}\n'.encode())


def _digest(head: bytes) -> str:
    # Of another version of the kit, whatever is remembered means nothing.
    return hashlib.sha256(package_digest().encode() + head).hexdigest()


def _clock(outputs: Path) -> tuple[int, int] | None:
    """Return the file system of the outputs and its time; None where its times cannot be relied on.

    One that keeps no times of a status of its own lets them be set.
    """
    if os.name == "nt":
        return None
    try:
        with tempfile.TemporaryFile(dir=outputs) as probe:
            now = os.fstat(probe.fileno()).st_mtime_ns
            os.utime(probe.fileno(), ns=(_LONG_AGO, _LONG_AGO))
            status = os.fstat(probe.fileno())
            return (status.st_dev, now) if status.st_ctime_ns >= now else None
    except OSError:
        return None
