"""Finding in prose the parts that are told some sentences after their total.

Only where a whole sentence is a list of what was published, and adds up to a total told shortly
before, or nearly does: 全年公开信息 90 条。……机构职能类信息 1 条；规范性文件类信息 10 条；……
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from reportkit.forms import Form
from reportkit.narrative.parts.counts import Counted, PartsWords, counted_in, parts_words
from reportkit.narrative.parts.lists import PartsList
from reportkit.narrative.sentences import Sentence

_FEWEST = 4
# How many sentences before the list its total may be told.
_SENTENCES = 3
# A list that is further from a total than this, in per cent, is hardly a list of its parts.
_NEAR = 10


def find_later_parts(prose: Iterable[Sentence], form: Form) -> Iterator[PartsList]:
    """Yield the lists of parts whose total was told in an earlier sentence of their section."""
    words = parts_words(form)
    if words is None:
        return
    before: list[tuple[str, list[Counted]]] = []
    for sentence in prose:
        counted = counted_in(sentence.text, words)
        if _is_list(sentence.text, counted, words):
            totals = [
                each
                for section, earlier in before[-_SENTENCES:]
                for each in earlier
                if section == sentence.section and _is_total(each, counted[0], words)
            ]
            found = _nearest(sentence, totals, counted, words)
            if found is not None:
                yield found
        before.append((sentence.section, counted))


def _is_list(text: str, counted: Sequence[Counted], words: PartsWords) -> bool:
    """Whether a sentence is nothing but a list of what was published, each with its own name."""
    return (
        len(counted) >= _FEWEST
        and not words.opens.search(text)
        and all(each.numeral.exact and each.label and not each.depth for each in counted)
        and all(each.led in ("", "、") for each in counted)
        and len({each.unit for each in counted}) == 1
        and all(words.listed.search(each.label) for each in counted)
    )


def _is_total(each: Counted, part: Counted, words: PartsWords) -> bool:
    told = each.numeral.exact and words.published.search(each.label) is not None
    return told and each.unit == part.unit and not words.change.search(each.label)


def _nearest(
    sentence: Sentence, totals: Sequence[Counted], parts: Sequence[Counted], words: PartsWords
) -> PartsList | None:
    """Return the list with the total that it comes nearest to; None where it is near none."""
    added = sum((Decimal(part.value) for part in parts), Decimal())
    total = min(totals, key=lambda each: abs(each.value - added), default=None)
    if total is None or 100 * abs(total.value - added) > _NEAR * total.value:
        return None
    closed = words.rest.match(parts[-1].label) is not None
    if added < total.value and not closed:
        return None
    return PartsList(sentence, total, tuple(parts), total.value, closed)
