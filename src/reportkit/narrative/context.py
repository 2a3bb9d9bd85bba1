"""What checks on prose may ask of a report, beyond its figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol

from reportkit.narrative.bind import Narrative
from reportkit.rules.context import Context, WithFigures, WithLedgers


class WithProse(Context, Protocol):
    """A report's prose."""

    @property
    def narrative(self) -> Narrative:
        """The prose, its figures filled in."""


class WithProseOfAYear(WithProse, Protocol):
    """A report's prose, and the year that it is about."""

    @property
    def year(self) -> int:
        """The report year: what prose says of another is not held against the tables."""


class WithNamedProse(WithProse, Protocol):
    """A report's prose, and whose report it is."""

    @property
    def bureau_name(self) -> str:
        """Name of the bureau; empty where it is not known."""


class WithProseAndFigures(WithProseOfAYear, WithFigures, Protocol):
    """A report's prose beside its figures."""


class WithProseAndLedgers(WithProse, WithLedgers, Protocol):
    """A report's prose beside the ledgers that it counts from."""


class OthersProse(NamedTuple):
    """How much of a section the report of another bureau has too.

    Attributes
    ----------
    section : str
        Its id.
    file, bureau : str
        Which report, and whose.
    year : int
        0 where it is not told.
    shared, sentences : int
        How many of its own sentences, those left out that all bureaus write.
    """

    section: str
    file: str
    bureau: str
    year: int
    shared: int
    sentences: int


class WithProseOfOthers(WithProse, Protocol):
    """A report's prose beside that of other bureaus, as far as somebody has read them together."""

    @property
    def prose_of_others(self) -> Sequence[OthersProse]:
        """What others have too."""


class WithProseOfTwoYears(WithProse, Protocol):
    """A report's prose beside last year's."""

    @property
    def prose_of_last_year(self) -> Mapping[str, str] | None:
        """Last year's prose by section id; None where it is not there."""
