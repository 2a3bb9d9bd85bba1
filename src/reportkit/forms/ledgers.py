"""What the ledgers of a form are called, what their columns are, and what may stand in these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Literal

from pydantic import Field as Key
from pydantic import StrictBool

from reportkit.strict import Strict

FieldType = Literal["text", "date", "choice", "money", "number", "flag", "personal"]
SUMMED = ("money", "number")
"""The types of fields that can be added up."""

YES, NO = "是", "否"
"""What stands in a cell of kind ``flag``, and how counts call the codes of such a field."""


class Field(Strict):
    """One column of a ledger.

    Attributes
    ----------
    id : str
        Column of the data frame.
    heading : str
        Chinese heading in the file.
    type : FieldType
        A ``personal`` column is recognised and left behind.
    what : str
        What stands in it, in Chinese.
    synonyms : tuple of str
        Other headings that mean the same.
    fallbacks : tuple of str
        Headings that mean it only where no other column does: 序号 beside a number is none.
    role : str
        Its codes are the ids of the headings of this role; where `choices` is left out, its words
        are these headings' names, labels and synonyms.
    choices : mapping of str to tuple of str
        Code to the words that mean it, the official one first; light kinds before heavy ones.
    ambiguous : mapping of str to tuple of str
        Words that leave a choice, each with the codes that it may mean; a code stands for those
        below it too (``refused`` for ``refused.third_party``). The names of merged headings are
        added, where the codes are those of a role.
    unfilled : tuple of str
        Words that say that nothing is filled in yet, such as 未办结.
    zero : tuple of str
        Of an amount: words that say that it is exactly 0, such as 免收.
    beside : tuple of str
        Of an amount: words in the heading of another column that make it an amount of the same
        record, such as 没收: whether the sum should have it too is asked.
    several : bool
        Whether one record may have several of the choices; they stand in one place of the sheet.
    problem : str
        Which kind of problem a wrong choice is; rules of check ``ledger`` tell of it.
    required, unique : bool
        Whether every record must fill it in, and no two records with the same.
    """

    id: str
    heading: str
    type: FieldType
    what: str
    synonyms: tuple[str, ...] = ()
    fallbacks: tuple[str, ...] = ()
    role: str = ""
    choices: Mapping[str, tuple[str, ...]] | None = None
    ambiguous: Mapping[str, tuple[str, ...]] = Key(default_factory=dict)
    unfilled: tuple[str, ...] = ()
    zero: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    several: StrictBool = False
    problem: str = "choice"
    required: StrictBool = False
    unique: StrictBool = False

    def label(self, code: str) -> str:
        """Return the official word for a code."""
        return self.choices[code][0] if self.choices else code

    def codes_below(self, codes: Sequence[str]) -> tuple[str, ...]:
        """Return those of the field's codes that are among `codes`, or below or above one of them.

        What has a row of its own in one edition may be part of another row in the next.
        """
        return tuple(
            code
            for code in self.choices or ()
            if any(
                f"{code}.".startswith(f"{each}.") or each.startswith(f"{code}.") for each in codes
            )
        )


class Aggregate(Strict):
    """How a ledger may be handed in as counts by period instead of one row a record.

    Attributes
    ----------
    by : str
        The field whose choices are counted apart: one column each, or one row each.
    """

    by: str


class Schema(Strict):
    """One ledger: its fields, and the rules that tie fields together.

    Attributes
    ----------
    id : str
    title, what : str
        What it is, in Chinese.
    file : str
        Name of its file without the ending; the id where it is left out. ``{form}`` in it stands
        for the form's id.
    names : tuple of str
        What its file or sheet may be called as well, or have in its name.
    holds : {"records", "figures"}
        Records to be counted, or the figures of a form that was filled in by hand.
    fields : tuple of Field
    together : tuple of (str, str)
        Two fields that are both filled in or both empty.
    order : tuple of (str, str)
        Two dates, of which the second is not before the first.
    aggregate : Aggregate or None
        None where it must have one row a record.
    ends : str
        The date with which a record is done: until it is filled in, every new year's ledger begins
        with the record. Where it is left out, counts of what is open say it.
    """

    id: str
    title: str
    what: str
    file: str = ""
    names: tuple[str, ...] = ()
    holds: Literal["records", "figures"] = "records"
    fields: tuple[Field, ...]
    together: tuple[tuple[str, str], ...] = ()
    order: tuple[tuple[str, str], ...] = ()
    aggregate: Aggregate | None = None
    ends: str = ""

    @property
    def stem(self) -> str:
        """The name of its file without the ending."""
        return self.file or self.id

    @cached_property
    def by_id(self) -> Mapping[str, Field]:
        """The fields by id."""
        return {field.id: field for field in self.fields}

    @property
    def kept(self) -> list[Field]:
        """The fields that are read: all but the personal ones."""
        return [field for field in self.fields if field.type != "personal"]

    @property
    def numbers(self) -> list[Field]:
        """The fields by which records are told apart: no two have the same."""
        return [field for field in self.kept if field.unique]

    @property
    def holds_people(self) -> bool:
        """Whether the ledger has columns of personal data."""
        return len(self.kept) < len(self.fields)

    @property
    def dated_by(self) -> str:
        """The field that says to which year a record belongs: its first required date, if any."""
        return next((f.id for f in self.kept if f.type == "date" and f.required), "")

    def condition(self, heading: str, word: str) -> tuple[str, str]:
        """Return field and code for a heading and the word under it.

        Numbers, of which no two records have the same, are nothing to count by.

        Raises
        ------
        ValueError
            Where no column that is read has the heading, or the word is none of its choices.
        """
        field = self.field_headed(heading)
        asked = [f for f in self.kept if f.type in ("choice", "text") and not f.unique]
        if field is None or field not in asked:
            headings = "、".join(f.heading for f in asked)
            msg = f"“{self.title}”没有可选的“{heading}”列，可选：{headings}"
            raise ValueError(msg)
        if field.choices is None:
            return field.id, word
        for code, words in field.choices.items():
            if word in words:
                return field.id, code
        msg = f"“{heading}”没有“{word}”这一类别"
        raise ValueError(msg)

    def field_headed(self, heading: str) -> Field | None:
        """Return the field with this heading or synonym."""
        for field in self.fields:
            if heading in (field.heading, *field.synonyms, *field.fallbacks):
                return field
        return None
