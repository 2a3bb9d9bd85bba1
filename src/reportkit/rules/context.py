"""What checks may ask of a report: views of one object that works each out when it is asked for.

Each check asks for the smallest view that it needs; those on prose and print are described where
these are known.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from reportkit.figures import Figures, Member, Value
from reportkit.forms import Edition
from reportkit.ledgers import RawData


class Context(Protocol):
    """What decides whether a rule applies."""

    @property
    def edition(self) -> Edition:
        """The form that the report follows."""

    @property
    def facts(self) -> frozenset[str]:
        """What is true of the organ: its level, and parameters such as ``legislative_power``."""


class WithFigures(Context, Protocol):
    """A report's figures."""

    @property
    def figures(self) -> Figures:
        """A value for every cell, with the other reports beside it that are known."""


class WithDuties(WithFigures, Protocol):
    """A report's figures, and what its organ has to do."""

    @property
    def duties(self) -> Collection[str]:
        """The duties that the organ says it has; none named: it does not say."""


class WithHistory(WithFigures, Protocol):
    """A report's figures, and those of years past."""

    @property
    def history(self) -> Sequence[Figures]:
        """The figures of earlier years, in any order."""


class Copy(NamedTuple):
    """A further file that is a report of the same bureau, year and form.

    Attributes
    ----------
    file : str
    figures : mapping of str to value
        What is certain of it, by cell id.
    """

    file: str
    figures: Mapping[str, Value]


class WithCopies(WithFigures, Protocol):
    """A report's figures, and other files of the same report."""

    @property
    def copies(self) -> Sequence[Copy]:
        """The others; none where a report is read alone."""


class WithCount(WithFigures, Protocol):
    """A report's figures, and what they are counted from."""

    @property
    def counted(self) -> Figures:
        """What the ledgers count to, with the figures of members added."""

    @property
    def filled_in(self) -> Mapping[str, Value]:
        """What the bureau filled in itself, by cell id; empty where it handed in nothing."""

    @property
    def taken(self) -> frozenset[str]:
        """The cells whose figures are what was filled in: no ledger is there to count them."""

    @property
    def members(self) -> Sequence[Member]:
        """The members whose figures a parent adds up; empty for a bureau of its own."""


class WithLedgers(Context, Protocol):
    """A report's raw data."""

    @property
    def raw(self) -> RawData:
        """The ledgers, and what is wrong in them."""

    @property
    def year(self) -> int:
        """The report year."""


@dataclass(frozen=True, slots=True)
class BareFigures:
    """The context of figures that come alone, as those of a published report."""

    figures: Figures
    facts: frozenset[str] = frozenset()

    @property
    def edition(self) -> Edition:
        """The form that the figures are of."""
        return self.figures.edition
