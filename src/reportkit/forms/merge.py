"""Putting a form together with the one that it extends.

Lists whose items have an ``id`` are merged: new ids come after the others, and the same id is a
mistake unless the item says ``replaces: true`` (it stands in the other's place) or
``changes: true`` (its keys do, lists keyed by id among them item by item). Of mappings each key is
merged; anything else replaces what it goes on from.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportkit.strict import Located

_REPLACES, _CHANGES = "replaces", "changes"


def merged(base: Any, own: Any, problems: list[str]) -> Any:
    """Return what a form says together with what it goes on from.

    Parameters
    ----------
    base, own : Any
        As `reportkit.strict.read_yaml` returned them; None where there is nothing.
    problems : list of str
        Takes what is wrong, in Chinese, with file and line.
    """
    if own is None:
        return base
    if base is None:
        return own
    if isinstance(base, Located) and isinstance(own, Located):
        both = {key: merged(base.get(key), value, problems) for key, value in own.items()}
        joined = own.changed(**{**base, **both})
        joined.lines = {**base.lines, **own.lines}
        return joined
    if is_keyed(base) and is_keyed(own):
        return _by_id(base, own, problems)
    return own


def without(items: Any, ids: Sequence[str]) -> Any:
    """Return a list keyed by id without some of its items."""
    return [item for item in items if item["id"] not in ids] if is_keyed(items) else items


def is_keyed(data: Any) -> bool:
    """Return whether data is a list whose items have an id, such as are merged by it."""
    return isinstance(data, list) and all(
        isinstance(item, Located) and isinstance(item.get("id"), str) for item in data
    )


def _by_id(base: Sequence[Located], own: Sequence[Located], problems: list[str]) -> list[Located]:
    items = {item["id"]: item for item in base}
    for item in own:
        earlier = items.get(item["id"])
        how = next((key for key in (_REPLACES, _CHANGES) if item.get(key) is True), "")
        if earlier is not None and not how:
            problems.append(
                f"{item.place('id')}：{item['id']} 与 {earlier.place('id')} 重复；"
                "要取代它，请写明 replaces: true；只改几项，请写明 changes: true。"
            )
        elif earlier is None and how:
            problems.append(f"{item.place(how)}：没有 {item['id']} 可以取代或者更改。")
        plain = item.without(_REPLACES, _CHANGES)
        changed = earlier is not None and how == _CHANGES
        items[item["id"]] = _changed(earlier, plain, problems) if changed else plain
    return list(items.values())


def _changed(earlier: Located | None, item: Located, problems: list[str]) -> Located:
    """Return an item with some keys changed: merged in their turn, each where it was written."""
    if earlier is None:
        return item
    changed: Located = merged(earlier, item, problems)
    changed.lines = {**dict.fromkeys(earlier, item.line), **item.lines}
    return changed
