"""Sentences as they are held against others: without what every report fills in for itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportkit.narrative.sentences import sentences

_SPLIT = re.compile(r"[；：]")
_NUMBERING = re.compile(
    r"\A(?:（?[0-9一二三四五六七八九十]{1,3}[）、.．是]|第[一二三四五六七八九十]，?|[①-⑳])+，?"
)
_TIME = re.compile(r"(?:20[0-9]{2}|[今本去上下明]一?)年度?|下一步|全年")
_HAN = "[零〇一二两三四五六七八九十百千万亿]"
_FOLDED_AWAY = re.compile(rf"[0-9]+|[^\w]+|(?<!{_HAN}){_HAN}++(?=[个件条项次期场篇名家])")
_NOTHING = re.compile(r"(?!)")


def bare_parts(prose: str, shortest: int, own: re.Pattern[str] = _NOTHING) -> Iterator[str]:
    """Yield what stands between the marks of some prose, without numbering, years and numbers.

    Parameters
    ----------
    prose : str
    shortest : int
        Characters; a shorter part says nothing of its own.
    own : re.Pattern
        What else is left out: names of the bureau itself.

    Examples
    --------
    >>> list(bare_parts("一是2023年受理申请12件；下一步，加强培训。", 4))
    ['受理申请件', '加强培训']
    """
    for sentence in sentences("", prose):
        for part in _SPLIT.split(sentence.text):
            bare = _FOLDED_AWAY.sub("", _TIME.sub("", _NUMBERING.sub("", own.sub("", part))))
            if len(bare) >= shortest:
                yield bare
