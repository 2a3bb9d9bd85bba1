"""The numbers of the records of a ledger, row by row, as text that people and the script read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple


class Block(NamedTuple):
    """One block of a ledger: its title and place, and a line for each row, with its number."""

    block: int
    title: str
    place: str
    lines: str


def numbered(block: int, told: Mapping[str, str]) -> Block:
    r"""Return a block as the notebook carries it, row by row.

    Examples
    --------
    >>> told = {"title": "申请", "place": "a.csv", "rows": "2-3,7", "numbers": "甲1\n\n甲3"}
    >>> numbered(0, told).lines
    '2\t甲1\n3\t\n7\t甲3'
    """
    pairs = zip(_rows(told["rows"]), told["numbers"].split("\n"), strict=True)
    lines = "\n".join(f"{row}\t{number}" for row, number in pairs)
    return Block(block, told["title"], told["place"], lines)


def _rows(written: str) -> Iterator[int]:
    for run in written.split(","):
        first, _, last = run.partition("-")
        yield from range(int(first), int(last or first) + 1)
