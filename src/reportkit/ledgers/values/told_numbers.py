"""Which numbers of records may be told: where a name could stand among them, their place alone.

A number is made of digits, brackets, marks and the words of offices. What else stands in it may be
who applied; only where most numbers of a ledger are written alike is it the office's own way.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from reportkit.folding import plain
from reportkit.ledgers.personal import holds_identity
from reportkit.ledgers.problem import HIDDEN, hide

_WORDS = (
    "第|号|字|年|月|日|件|依申请|申请|公开|政府信息|信息|政公|依公|登记|受理|行政|复议|应诉|诉讼|处罚|许可|强制"
    "|决定|行复|行初|行终|行审|行申|告知|答复|收费|报告|备案|法规|规章|规范性文件|罚|许|复|初|终"
)
_OF_OFFICES = re.compile(
    r"(?:[0-9*\-—–_./\\()〔〕\[\]【】{}〈〉《》 #、至]|[一二三四五六七八九十〇零百]+(?=[号件季])"
    rf"|(?<![a-z])[a-z]{{1,3}}(?![a-z])|{_WORDS})*",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"[0-9]+")
_FEWEST, _SHARE = 3, 5  # written alike: three of them at least, and a fifth of all


def told_numbers(texts: Sequence[str | None], *, people: bool) -> list[str]:
    """Return the numbers of a ledger that may be told; of the others nothing.

    Parameters
    ----------
    texts : sequence of str or None
        Of the whole ledger: how most are written tells what the office's own way is.
    people : bool
        Whether persons stand in the ledger, and so may among its numbers.

    Examples
    --------
    >>> told_numbers(["依申请〔2022〕3号", "张三〔2022〕4号", "139:0418:0001"], people=True)
    ['依申请〔2022〕3号', '', '']
    """
    folded = {text: plain(text) for text in texts if text}
    ways = {text: _DIGITS.sub("0", same) for text, same in folded.items()}
    enough = max(_FEWEST, len(folded) / _SHARE) if people else 0
    usual = {way for way, times in Counter(ways.values()).items() if times >= enough}
    # What an office writes does not depend on which digits it is.
    own = usual | {way for way in {*ways.values()} - usual if _OF_OFFICES.fullmatch(way)}
    told = {
        text
        for text, same in folded.items()
        if ways[text] in own and HIDDEN not in same and not holds_identity(same)
    }
    return [text if text and text in told else "" for text in texts]


def with_places_alone(texts: Sequence[str | None], *, people: bool) -> list[str | None]:
    """Return the numbers of a ledger, with the length alone of those that may not be told."""
    told = told_numbers(texts, people=people)
    return [text and (shown or hide(text)) for text, shown in zip(texts, told, strict=True)]
