"""Comparing prose, sentence by sentence."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from reportkit.comparing.model import Became, SentenceChange
from reportkit.comparing.set_aside import set_aside
from reportkit.narrative.sentences import in_sentences

_ALIKE = 0.5  # share of characters from which one sentence is another that was changed
_MOST_PAIRS = 1_000_000  # of equal characters, or sentences, that are looked through
_PART = re.compile(r"[0-9]+(?:\.[0-9]+)?|.", re.DOTALL)
_NEAR = 8  # sentences among which the one that was changed is looked for


class Piece(NamedTuple):
    """A stretch of two texts: equal in both, or not."""

    same: bool
    before: str
    after: str


def pieces(before: str, after: str) -> list[Piece]:
    """Return where two texts differ, to mark it in both: a number as a whole.

    Examples
    --------
    >>> pieces("办结6件。", "办结12件。")
    [Piece(same=True, before='办结', after='办结'), Piece(same=False, before='6', after='12'), \
Piece(same=True, before='件。', after='件。')]
    """
    first, second = _PART.findall(before), _PART.findall(after)
    return [
        Piece(same, "".join(first[a:b]), "".join(second[c:d]))
        for same, a, b, c, d in _stretches(first, second)
    ]


class _Placed(NamedTuple):
    """A sentence and the heading of its section."""

    section: str
    text: str


class _Stretch(NamedTuple):
    """What stands in one place of a section: sentences of the first and of the second report."""

    before: list[_Placed]
    after: list[_Placed]


def changed_sentences(before: Mapping[str, str], after: Mapping[str, str]) -> list[SentenceChange]:
    """Return the sentences that two reports do not have alike, in the order of their sections.

    Parameters
    ----------
    before, after : mapping of str to str
        Prose by the heading of its section, a paragraph a line.
    """
    sections = [*after, *(section for section in before if section not in after)]
    unlike = [
        stretch
        for section in sections
        for stretch in _unlike(section, before.get(section, ""), after.get(section, ""))
    ]
    return sorted(_changes(unlike), key=lambda change: sections.index(change.section))


def _changes(unlike: Sequence[_Stretch]) -> Iterator[SentenceChange]:
    """Yield what became of each sentence; those that only moved come first."""
    both = _texts(one.before for one in unlike) & _texts(one.after for one in unlike)
    came, went = Counter(both), Counter(both)
    rests, origins, places = [], defaultdict(list), []
    for stretch in unlike:
        moved_from, earlier = set_aside(stretch.before, _text, came)
        moved_to, later = set_aside(stretch.after, _text, went)
        rests.append((earlier, later))
        places += moved_to
        for one in moved_from:
            origins[one.text].append(one.section)
    for section, text in places:
        yield SentenceChange(Became.MOVED, origins[text].pop(0), section, text, text)
    for earlier, later in rests:
        yield from _matched(earlier, later)


def _text(one: _Placed) -> str:
    return one.text


def _texts(stretches: Iterable[Iterable[_Placed]]) -> Counter[str]:
    return Counter(one.text for stretch in stretches for one in stretch)


def _unlike(section: str, before: str, after: str) -> Iterator[_Stretch]:
    """Yield the stretches in which a section is not the same in both."""
    earlier, later = ([_Placed(section, one) for one in _split(text)] for text in (before, after))
    for same, a, b, c, d in _stretches(earlier, later):
        if not same:
            yield _Stretch(earlier[a:b], later[c:d])


def _split(text: str) -> list[str]:
    return [sentence for line in text.splitlines() for sentence in in_sentences(line)]


def _matched(before: Sequence[_Placed], after: Sequence[_Placed]) -> Iterator[SentenceChange]:
    """Yield each later sentence, with the earlier one that it was made from, in their order."""
    rest = list(before)
    for now in after:
        # Pairs do not cross: what comes before the one that is found is gone.
        near = range(min(_NEAR, len(rest)))
        found = next((number for number in near if _alike(rest[number].text, now.text)), None)
        if found is None:
            yield SentenceChange(Became.NEW, "", now.section, "", now.text)
            continue
        yield from map(_gone, rest[:found])
        was = rest[found]
        yield SentenceChange(Became.CHANGED, was.section, now.section, was.text, now.text)
        rest = rest[found + 1 :]
    yield from map(_gone, rest)


def _gone(was: _Placed) -> SentenceChange:
    return SentenceChange(Became.GONE, was.section, "", was.text, "")


def _alike(before: str, after: str) -> bool:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    # The first two are bounds that cost next to nothing.
    if min(matcher.real_quick_ratio(), matcher.quick_ratio()) < _ALIKE:
        return False
    same = sum(b - a for same, a, b, _, _ in _stretches(before, after) if same)
    return 2 * same >= _ALIKE * (len(before) + len(after))


def _stretches(
    before: Sequence[Hashable], after: Sequence[Hashable]
) -> Iterator[tuple[bool, int, int, int, int]]:
    """Yield what is equal in both and what is not, and where it begins and ends in each.

    What differs between the ends that are alike is one stretch where to look for more would take
    minutes: words of thousands of letters, the same sentence thousands of times.
    """
    shorter = min(len(before), len(after))
    head = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    rest = range(1, shorter - head + 1)
    tail = next((n - 1 for n in rest if before[-n] != after[-n]), shorter - head)
    first, second = before[head : len(before) - tail], after[head : len(after) - tail]
    if head:
        yield True, 0, head, 0, head
    counted = Counter(second)
    if sum(counted[one] * count for one, count in Counter(first).items()) > _MOST_PAIRS:
        yield False, head, head + len(first), head, head + len(second)
    else:
        matcher = SequenceMatcher(None, first, second, autojunk=False)
        for tag, a, b, c, d in matcher.get_opcodes():
            yield tag == "equal", head + a, head + b, head + c, head + d
    if tail:
        yield True, len(before) - tail, len(before), len(after) - tail, len(after)
