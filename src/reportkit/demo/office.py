"""One made-up office: its records by ledger, and what it hands in for each form."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from reportkit.demo.bureaus import Bureau
from reportkit.demo.drawing.values import Records
from reportkit.demo.manner import Manner, plain_manner
from reportkit.demo.recipes import Recipes


@dataclass(slots=True)
class Filing:
    """What an office hands in for one form besides its ledgers.

    Attributes
    ----------
    recipes : Recipes
        The form, its edition and its demo data.
    prose : str
        Text of its narrative.
    filled_in : dict of str to str
        The figures that the bureau filled in itself, by cell id; empty where it handed in none.
    last_year : dict of str to str
        The same of last year.
    """

    recipes: Recipes
    prose: str = ""
    filled_in: dict[str, str] = field(default_factory=dict)
    last_year: dict[str, str] = field(default_factory=dict)

    @property
    def form_file(self) -> str:
        """The name of the file with figures that were filled in."""
        schema = self.recipes.edition.filled_in
        return plain_manner(schema).file if schema else ""


@dataclass(slots=True)
class Office:
    """A bureau-year in the making; an error is planted by changing it.

    Attributes
    ----------
    bureau : Bureau
    year : int
    date : datetime.date
        On which it signs its reports.
    records : Records
        A ledger without records is there too.
    manners : mapping of str to Manner
        How it keeps each ledger.
    filings : dict of str to Filing
        By form.
    """

    bureau: Bureau
    year: int
    date: dt.date
    records: Records
    manners: Mapping[str, Manner]
    filings: dict[str, Filing] = field(default_factory=dict)
