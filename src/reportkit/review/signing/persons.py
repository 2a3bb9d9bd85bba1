"""Who is one person: the same name, however it is typed, or the same key.

Whether somebody *may* sign is asked letter by letter, as OpenSSH asks it. Whether two who signed
are two people is asked here, and what an eye or a login does not tell apart counts as one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from reportkit.folding import plain
from reportkit.inputs.names import SIGNERS

if TYPE_CHECKING:
    from reportkit.review.signing.signers import Key

People = Mapping[str | bytes, frozenset[str | bytes]]
"""The folded names and the keys of a person, by each of them."""
_NOBODY = frozenset[str | bytes]()


def folded(name: str) -> str:
    r"""Return a name without what people do not tell names apart by.

    Examples
    --------
    >>> folded("Ｚhang") == folded("zhang\u3164"), folded("li") == folded("l1")
    (True, False)
    """
    return unicodedata.normalize("NFKC", plain(name).casefold())


def people_of(keys: Iterable[Key]) -> People:
    """Return who is one person by ``allowed_signers``: whoever has a key in common, on and on."""
    people: dict[str | bytes, frozenset[str | bytes]] = {}
    for key in keys:
        named: set[str | bytes] = {key.blob, *map(folded, key.principals)}
        own = frozenset(named.union(*(people[one] for one in named if one in people)))
        people |= dict.fromkeys(own, own)
    return people


def same_person(one: str, other: str, people: People, keys: tuple[bytes, bytes]) -> str:
    """Return in Chinese why two signatures are by one person; "" where they are by two.

    Parameters
    ----------
    one, other : str
        The principals.
    people : People
        By ``allowed_signers``; empty where it cannot be read.
    keys : tuple of bytes
        The keys of both, in their order; b"" where it is not known yet.
    """
    if one == other:
        return "是同一个人"
    if folded(one) == folded(other):
        return f"是同一个人：{one} 与 {other} 只差大小写、全角半角或者看不见的字符"
    if keys[0] and keys[0] == keys[1]:
        return "用的是同一把密钥，算同一个人"
    if not people.get(folded(one), _NOBODY).isdisjoint(people.get(folded(other), _NOBODY)):
        return f"是同一个人：{SIGNERS} 里 {one} 与 {other} 有同一把密钥"
    return ""
