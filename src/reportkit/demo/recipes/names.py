"""The ``$names`` in a recipe's texts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

NAME = re.compile(r"\$([a-z_]+)")


def names_in(text: str) -> list[str]:
    """Return the names in a text; ``n`` for every way to count.

    Examples
    --------
    >>> names_in("$mark规〔$year〕$nnn号")
    ['mark', 'year', 'n']
    """
    return ["n" if is_number(name) else name for name in NAME.findall(text)]


def is_number(name: str) -> bool:
    """Whether a name stands for a running number."""
    return set(name) == {"n"}


def every(pattern: str, values: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield every text that a pattern may give, each name having any of its values.

    Examples
    --------
    >>> list(every("t1.$kind.total", {"kind": ["a", "b"]}))
    ['t1.a.total', 't1.b.total']
    """
    found = NAME.search(pattern)
    if found is None:
        yield pattern
        return
    for value in values[found[1]]:
        yield from every(pattern.replace(found[0], value), values)
