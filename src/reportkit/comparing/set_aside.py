"""Some of many things, as often as they are wanted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import TypeVar

_T = TypeVar("_T")


def set_aside(
    items: Iterable[_T], name: Callable[[_T], str], wanted: Counter[str]
) -> tuple[list[_T], list[_T]]:
    """Return as many items of each name as are wanted, and the rest; what is found is used up."""
    aside: list[_T] = []
    rest: list[_T] = []
    for item in items:
        found = wanted[name(item)] > 0
        wanted[name(item)] -= found
        (aside if found else rest).append(item)
    return aside, rest
