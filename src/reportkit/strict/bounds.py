"""What no YAML file that a person has written exceeds: size, depth, items, digits of a number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import yaml

# libyaml's loader, where it is there, is the faster one, and as safe.
SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Far beyond what anybody writes. libyaml's loader goes down one level of its stack for each level
# of the text; a few aliases of aliases stand for more than any memory holds.
_LONGEST, _DEEPEST, _MOST_ITEMS = 4 << 20, 100, 200_000
# Of numbers to the base of sixty (1:59:59) each part is multiplied with all before it.
_LONGEST_NUMBER = 100
_NUMBER = re.compile(r"[-+0-9:._]+")
_LONG_NUMBER = re.compile(rf"[-+0-9:._]{{{_LONGEST_NUMBER}}}")


class BoundError(Exception):
    """A text is larger, or nests deeper, than any that a person has written."""


def hold_bounds(text: str) -> None:
    """Refuse a text that would take all memory, or the stack, before anything is made of it."""
    if _is_small(text):
        return
    if len(text) > _LONGEST:
        msg = f"超过 {_LONGEST >> 20} MB，没有读取"
        raise BoundError(msg)
    sizes: dict[str, int] = {}
    open_ones: list[tuple[str | None, int]] = []  # the anchor of each, and the items before it
    items = 0
    event: Any
    for event in yaml.parse(text, Loader=SAFE):
        items += 1
        match event:
            case yaml.CollectionStartEvent():
                open_ones.append((event.anchor, items))
            case yaml.CollectionEndEvent():
                anchor, before = open_ones.pop()
                sizes[anchor or ""] = items - before
            case yaml.AliasEvent():
                items += sizes.get(event.anchor or "", 0)
        if fault := _beyond(event, items, open_ones):
            msg = f"第 {event.start_mark.line + 1} 行：{fault}"
            raise BoundError(msg)


def _is_small(text: str) -> bool:
    """Return whether a text is so small that no bound can be exceeded: thousands are read a night.

    Each level opens with a sign of its own, and without an alias no part stands for more than it
    is.
    """
    signs = sum(map(text.count, "-?:[{"))
    few = len(text) < _MOST_ITEMS // 10 and signs <= _DEEPEST
    return few and "*" not in text and not _LONG_NUMBER.search(text)


def _beyond(event: Any, items: int, open_ones: Sequence[tuple[str | None, int]]) -> str:
    """Return, in Chinese, which bound a part of a text is beyond; empty where it is within all."""
    if isinstance(event, yaml.AliasEvent) and any(event.anchor == name for name, _ in open_ones):
        return f"*{event.anchor} 引用了它自己"
    if len(open_ones) > _DEEPEST:
        return f"层次超过 {_DEEPEST} 层，没有读取"
    if items > _MOST_ITEMS:
        return f"到此超过 {_MOST_ITEMS // 10_000} 万项（引用按展开计），没有读取"
    number = isinstance(event, yaml.ScalarEvent) and event.implicit[0]
    if number and len(event.value) > _LONGEST_NUMBER and _NUMBER.fullmatch(event.value):
        return f"一个数超过 {_LONGEST_NUMBER} 位，没有读取"
    return ""
