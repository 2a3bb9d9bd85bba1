"""Streams of a compound file, the container of XLS and of locked workbooks."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from reportkit.grids.archive import refuse_damaged

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFFFFFA
_ENTRY = 128
_STREAM, _ROOT = 2, 5

_Sector = Callable[[int], bytes]


def streams(data: bytes) -> dict[str, bytes]:
    """Return the streams of a compound file by name.

    Raises
    ------
    GridError
        Where the file does not hang together.
    """
    try:
        return _streams(data)
    except (struct.error, IndexError, ValueError):
        refuse_damaged()


def _streams(data: bytes) -> dict[str, bytes]:
    power, small_power = struct.unpack_from("<HH", data, 30)
    directory, cutoff, small_table = struct.unpack_from("<I4xII", data, 48)
    sector = _cutter(data, power, 1 << power)
    table = b"".join(map(sector, _tables(data, sector)))
    entries = b"".join(map(sector, _chain(table, directory)))
    small_sector: _Sector | None = None
    small_links = b"".join(map(sector, _chain(table, small_table)))
    found: dict[str, bytes] = {}
    for start in range(0, len(entries), _ENTRY):
        name, kind, first, length = _entry(entries[start : start + _ENTRY])
        if kind == _ROOT:
            content = b"".join(map(sector, _chain(table, first)))
            small_sector = _cutter(content, small_power, 0)
        elif kind == _STREAM and length < cutoff and small_sector:
            content = b"".join(map(small_sector, _chain(small_links, first)))
            found.setdefault(name, content[:length])
        elif kind == _STREAM:
            content = b"".join(map(sector, _chain(table, first)))
            found.setdefault(name, content[:length])
    return found


def _cutter(data: bytes, power: int, offset: int) -> _Sector:
    """Return what cuts a sector out of data, of which the first `offset` bytes are a header."""
    if not 6 <= power <= 12:  # noqa: PLR2004 - 64 to 4,096 bytes
        raise ValueError
    size = 1 << power
    return lambda number: data[offset + number * size : offset + (number + 1) * size]


def _tables(data: bytes, sector: _Sector) -> Iterator[int]:
    """Yield the sectors in which the links between sectors stand."""
    following, count = struct.unpack_from("<II", data, 68)
    numbers = struct.unpack_from("<109I", data, 76)
    yield from (number for number in numbers if number < _LAST)
    for _ in range(count):
        links = sector(following)
        *more, following = struct.unpack(f"<{len(links) // 4}I", links)
        yield from (number for number in more if number < _LAST)


def _chain(table: bytes, number: int) -> Iterator[int]:
    """Yield sector after sector; a ring is no chain."""
    for _ in range(len(table) // 4 + 1):
        if number >= _LAST:
            return
        yield number
        (number,) = struct.unpack_from("<I", table, number * 4)
    raise ValueError


def _entry(entry: bytes) -> tuple[str, int, int, int]:
    name_length, kind = struct.unpack_from("<HB", entry, 64)
    name = entry[: max(0, name_length - 2)].decode("utf-16-le", "replace")
    first, length = struct.unpack_from("<II", entry, 116)
    return name, kind, first, length
