"""Files as a hand, a program or a disk spoils them: other bytes, values of other kinds."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from reportkit.errors import ReportkitError

_PIECES = [b"[", b"{", b"]", b"}", b'"', b"\0", b"\xff", b"*a", b"&a ", b"- ", b"\n", b": ", b"{{ "]
_PIECES += [b"}}", b"9" * 30, b"null", b"1e999", b"NaN", "䶮".encode(), b"<!--", b"**"]
_PIECES += [b"[" * 2000]
_VALUES: list[Any] = [
    None,
    [],
    {},
    "",
    -1,
    0,
    True,
    1.5,
    10**30,
    "甲",
    "a" * 3000,
    [[]],
    {"a": []},
    ["x"],
]
_VALUES += [{"x": 1}, "\0", "../../x", "2022", 1e308, [None], "<b>", "\ud800"]


class Case(NamedTuple):
    """A kind of file: what is in a good one, what reads it, and the errors that refuse it.

    Bytes are spoilt as bytes, anything else as JSON; the reader may use the folder that it is told.
    """

    good: Any
    read: Callable[[bytes, Path], object]
    refusals: tuple[type[Exception], ...] = (ReportkitError,)


def fuzz(cases: Mapping[str, Case], folder: Path, times: int, seed: int) -> None:
    """Read so many spoilt files, of each kind in turn; what is no refusal is raised."""
    chance = random.Random(seed)  # noqa: S311 - the same inputs each time
    for number in range(times):
        name = list(cases)[number % len(cases)]
        good, read, refusals = cases[name]
        content = spoilt(good, chance) if isinstance(good, bytes) else spoilt_json(good, chance)
        try:
            read(content, folder)
        except refusals:
            pass
        except Exception as error:
            error.add_note(f"{name}: {content[:2000]!r}")
            raise


def put(folder: Path, name: str, content: bytes) -> Path:
    """Write a file, and return where it is."""
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content)
    return path


def as_text(content: bytes) -> str:
    """Return text, whatever the bytes are."""
    return content.decode(errors="replace")


def spoilt(content: bytes, chance: random.Random) -> bytes:
    """Return a file in which some bytes are others."""
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(content) + 1)
        end = chance.choice([start, start + chance.randint(0, 6)])
        content = content[:start] + chance.choice(_PIECES) + content[end:]
    return content


def spoilt_values(data: Any, chance: random.Random) -> Any:
    """Return what JSON says, with some of it left out, called otherwise, or of another kind."""
    data = copy.deepcopy(data)
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        holder, key = chance.choice([*_places(data)] or [([data], 0)])
        match chance.randrange(4):
            case 0:
                del holder[key]
            case 1 if isinstance(holder, dict):
                holder[chance.choice(["", "甲", f"{key}x"])] = holder.pop(key)
            case _:
                holder[key] = copy.deepcopy(chance.choice(_VALUES))
    return data


def spoilt_json(data: Any, chance: random.Random) -> bytes:
    """Return a file of JSON, which is YAML too, that is spoilt."""
    if chance.random() < 0.2:
        return spoilt(json.dumps(data).encode(), chance)
    text = json.dumps(spoilt_values(data, chance), ensure_ascii=chance.random() < 0.5)
    return text.encode("utf-8", "surrogatepass")


def _places(data: Any) -> Iterator[tuple[Any, Any]]:
    """Yield what holds each value, and where."""
    if not isinstance(data, dict | list):
        return
    for key, value in [*(data.items() if isinstance(data, dict) else enumerate(data))]:
        yield data, key
        yield from _places(value)
