"""What prose says of a cell of the form, as it was found."""

from __future__ import annotations

from dataclasses import dataclass

from reportkit.narrative.claims.book import Reading
from reportkit.narrative.sentences import Sentence
from reportkit.numerals import Number, Numeral


@dataclass(frozen=True, slots=True)
class Claim:
    """What the prose says of a cell, or of the sum of several.

    Attributes
    ----------
    id : str
        Entry of ``claims.yaml`` that found it.
    name : str
        Chinese name of what it is about.
    numeral : Numeral
        What is said, exactly as far as it is told.
    readings : tuple of tuple of str
        Cell ids whose sum it may speak of, the most likely first.
    sentence : Sentence
    start, end : int
        The words, in the sentence's text.
    kind : str
        ``applications`` or ``cases`` where details may follow.
    cohort : bool
        Whether it may be about the applications received this year only.
    mistaken : tuple of tuple of str
        Readings that its words do not allow, but that its author may have had in mind.
    named : bool
        Whether it is told of somebody by name: the bureau itself, or another.
    rest : bool
        Whether its number counts all others: 已审结2件 of those that are still pending.
    sure : bool
        Whether its words leave no doubt of what they are about.
    counted : bool
        Whether a number says it, or no number at all, and not a clause on the number before it.
    implied : bool
        Whether it only follows from another: where nothing came in, nothing was decided.
    """

    id: str
    name: str
    numeral: Numeral
    readings: tuple[Reading, ...]
    sentence: Sentence
    start: int
    end: int
    kind: str = ""
    cohort: bool = False
    mistaken: tuple[Reading, ...] = ()
    named: bool = False
    rest: bool = False
    sure: bool = True
    counted: bool = True
    implied: bool = False

    @property
    def value(self) -> Number:
        """The number that is said."""
        return self.numeral.value

    @property
    def place(self) -> str:
        """A stable id: the cell, or table and entry where it is about a sum."""
        first, *others = self.readings[0]
        return f"{first.split('.')[0]}.{self.id}" if others else first

    @property
    def words(self) -> str:
        """The words that say it."""
        return self.sentence.text[self.start : self.end]
