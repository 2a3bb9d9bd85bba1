"""What ``form.yaml`` says of a form, key by key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from re import Pattern
from typing import Literal

from pydantic import Field as Key
from pydantic import StrictBool, StrictInt, model_validator

from reportkit.forms.charts import Chart
from reportkit.strict import Strict

_DAY = r"\d{2}-\d{2}"


class Section(Strict):
    """One section of the report.

    Attributes
    ----------
    id, numeral, title : str
    table : str
        Id of the table that makes up the section; empty where prose alone does.
    tables : tuple of str
        The same, where several do.
    prose : bool
        Whether the narrative must say something here.
    limit : int
        The length in characters it should keep to; 0: none.
    must_mention : str
        A word that may not be missing.
    mentioned_as : tuple of str
        Other words that will do for it.
    explanations : bool
        Whether the explanations that reviewers let be printed stand at its end.
    """

    id: str
    numeral: str
    title: str
    table: str = ""
    tables: tuple[str, ...] = ()
    prose: StrictBool = False
    limit: StrictInt = 0
    must_mention: str = ""
    mentioned_as: tuple[str, ...] = ()
    explanations: StrictBool = False

    @property
    def heading(self) -> str:
        """The heading as printed: 一、总体情况."""
        return f"{self.numeral}{'　' if self.numeral.endswith('部分') else '、'}{self.title}"

    @property
    def table_ids(self) -> tuple[str, ...]:
        """The tables that stand in the section, in order."""
        return (self.table,) if self.table else self.tables


class Organ(Strict):
    """A level of organ, and the last day for it to publish (month-day after the report year)."""

    id: str
    title: str
    deadline: str = Key(pattern=_DAY)
    source: str

    def due(self, year: int) -> dt.date:
        """Return the last day for publishing the report on `year`."""
        return dt.date.fromisoformat(f"{year + 1}-{self.deadline}")


class EditionItem(Strict):
    """What a form says of one of its editions.

    Attributes
    ----------
    id, title, document : str
        The document is the notice that prescribes it.
    first_year, last_year : int
        Report years that it is for; 0: no bound.
    tables : tuple of str
        Variants, in the order of the report.
    report_title : tuple of str
        Line by line, with ``{bureau_name}`` and ``{year}``; the form's own where it is left out.
    sections : tuple of Section
        The form's own where they are left out.
    """

    id: str
    title: str
    document: str
    first_year: StrictInt = 0
    last_year: StrictInt = 0
    tables: tuple[str, ...]
    report_title: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def years(self) -> str:
        """The report years that it is for, in Chinese."""
        first, last = self.first_year, self.last_year
        if first and first == last:
            return f" {first} 年度"
        if first and last:
            return f" {first} 至 {last} 年度"
        if last:
            return f" {last} 年度以前"
        return f" {first} 年度以后" if first else "任何年度"

    def is_for(self, year: int) -> bool:
        """Whether the edition is for reports on a year."""
        return self.first_year <= year <= (self.last_year or year)


class FormItem(Strict):
    """What ``form.yaml`` says.

    Attributes
    ----------
    id, title : str
        The title is what the document is called.
    extends : str
        The form that this one goes on from.
    abstract : bool
        Whether it is there to be extended only, and no report follows it.
    basis : str
        The law that asks for the report.
    narrative : str
        Name of the file with the prose in a data folder; ``narrative-<id>.md`` where it is left
        out.
    notebook : str
        Name of the master notebook in ``notebooks/``; ``<id>.ipynb`` where it is left out.
    edition_by : {"year", "parameter"}
        What decides which edition a report follows where its parameters do not say.
    report_title : tuple of str
    sections : tuple of Section
    organs : tuple of Organ
    duties : mapping of str to str
        What organs may or may not have to do, by id: its name. Blocks of tables name them.
    named : mapping of str to Pattern
        What the name of an organ tells of it where nothing else does, by the fact that rules ask
        about (``unless``): of a report that others published.
    charts : tuple of Chart
    editions : tuple of EditionItem
    """

    id: str = Key(pattern=r"[a-z][a-z0-9-]*")
    title: str
    extends: str = ""
    abstract: StrictBool = False
    basis: str = ""
    narrative: str = ""
    notebook: str = ""
    edition_by: Literal["year", "parameter"] = "year"
    report_title: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    organs: tuple[Organ, ...] = ()
    duties: Mapping[str, str] = Key(default_factory=dict)
    named: Mapping[str, Pattern[str]] = Key(default_factory=dict)
    charts: tuple[Chart, ...] = ()
    editions: tuple[EditionItem, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _files_are_called_after_it(cls, data: object) -> object:
        if not isinstance(data, dict) or "id" not in data:
            return data
        own = data["id"]
        return {"narrative": f"narrative-{own}.md", "notebook": f"{own}.ipynb", **data}
