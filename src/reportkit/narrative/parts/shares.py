"""Finding in prose the shares that it works out from numbers beside them: 30件，占75%."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reportkit.forms import Form
from reportkit.narrative.parts.counts import Counted, PartsWords, counted_in, parts_words
from reportkit.narrative.sentences import Sentence
from reportkit.numerals import find_numerals

# A rate of 100 % may be of anything: that all was answered, that all was published.
_ALL = 100


@dataclass(frozen=True, slots=True)
class Share:
    """A share, the number it is told of, and what it may be the share of.

    Attributes
    ----------
    sentence : Sentence
    start, end : int
        The words, in the sentence's text.
    told, step : Decimal
        The share in per cent, and the last place that is told.
    part : Counted
    wholes : tuple of Counted
        Numbers told before it, the likeliest first.
    """

    sentence: Sentence
    start: int
    end: int
    told: Decimal
    step: Decimal
    part: Counted
    wholes: tuple[Counted, ...]

    @property
    def holds(self) -> bool:
        """Whether it is the share of one of them, its last place cut or rounded."""
        return any(abs(self.worked_out(whole) - self.told) < self.step for whole in self.wholes)

    def worked_out(self, whole: Counted) -> Decimal:
        """Return the share of a whole, in per cent."""
        return Decimal(self.part.value) * 100 / Decimal(whole.value)


def find_shares(prose: Iterable[Sentence], form: Form) -> Iterator[Share]:
    """Yield every share whose part and whole can be told from what stands before it."""
    words = parts_words(form)
    if words is None:
        return
    before: Sequence[Counted] = ()
    for sentence in prose:
        counted = counted_in(sentence.text, words)
        goes_on = words.opens.match(sentence.text) is not None and not sentence.opens
        yield from _shares(sentence, counted, before if goes_on else (), words)
        before = counted


def _shares(
    sentence: Sentence, counted: Sequence[Counted], before: Sequence[Counted], words: PartsWords
) -> Iterator[Share]:
    text = sentence.text
    shared: set[int] = set()  # numbers told with their share are parts beside each other
    for numeral in find_numerals(text):
        head = text[: numeral.start]
        mark = words.share_of.search(head)
        if mark is None or not numeral.exact or not text.startswith("%", numeral.end):
            continue
        told = [each for each in counted if each.end <= mark.start()]
        if (
            not told
            or not told[-1].numeral.exact
            or words.apart.search(text[told[-1].end : mark.start()])
        ):
            continue
        part, earlier = told[-1], (*reversed(before), *told[:-1])
        shared.add(part.end)
        if words.rate.search(mark[0]) and (
            numeral.value == _ALL or not words.rate_of.search(part.label)
        ):
            continue
        wholes = tuple(
            each
            for each in earlier
            if each.numeral.exact
            and each.end not in shared
            and each.unit == part.unit
            and each.value >= part.value > 0
        )
        if wholes:
            step = Decimal(numeral.step)
            value = Decimal(numeral.value)
            start = part.numeral.start - len(part.label.removeprefix("其中"))
            yield Share(sentence, start, numeral.end + 1, value, step, part, wholes)
