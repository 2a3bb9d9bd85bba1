"""A report that somebody published, as it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reportkit.figures import Figures, Mark, Value
from reportkit.forms import Edition
from reportkit.grids.document import Document
from reportkit.narrative import Narrative
from reportkit.published.tables.rows import Place

BUREAU, YEAR = "bureau", "year"
"""What a doubt is about that is about no cell."""


@dataclass(frozen=True, slots=True)
class Published:
    """A published report.

    Attributes
    ----------
    file : str
        As it was asked for.
    edition : Edition
        The form with the tables that it has.
    bureau : str
        Name of the bureau; empty where it is not told.
    year : int
        Report year; 0 where it is not told.
    values : mapping of str to Value
        By cell id, every cell of the edition; `Mark.UNKNOWN` where it cannot be told.
    doubts : mapping of str to str
        Cell id, or what else, to why it is not certain.
    notes : mapping of str to str
        Cell id to how its figure was found, where that needs saying though it is certain.
    places : mapping of str to Place
        Where each cell stands in the document.
    narrative : Narrative
        Its prose.
    document : Document
        Without anything in it where it was left out, as it can be read anew.
    """

    file: str
    edition: Edition
    bureau: str
    year: int
    values: Mapping[str, Value]
    doubts: Mapping[str, str]
    notes: Mapping[str, str]
    places: Mapping[str, Place] = field(repr=False)
    narrative: Narrative = field(repr=False)
    document: Document = field(repr=False)

    @property
    def figures(self) -> Figures:
        """Its figures."""
        return Figures.of(self.edition, self.values)

    @property
    def certain(self) -> Figures:
        """Its figures; those in doubt are unknown."""
        known = {
            cell: Mark.UNKNOWN if cell in self.doubts else value
            for cell, value in self.values.items()
        }
        return Figures.of(self.edition, known)
