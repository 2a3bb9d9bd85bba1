"""What the columns of each ledger are called and what may stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from reportkit.editions import Edition
from reportkit.package_data import read_yaml

FieldType = Literal["text", "date", "choice", "money", "number", "flag", "personal"]


@dataclass(frozen=True, slots=True, eq=False)  # one object a column: what hangs on it is cached
class Field:
    """One column of a ledger.

    Attributes
    ----------
    id : str
        Column of the data frame.
    heading : str
        Chinese heading in the file.
    synonyms : tuple of str
        Other headings that mean the same.
    type : FieldType
        A ``personal`` column is recognised and left behind.
    what : str
        What stands in it, in Chinese.
    choices : mapping of str to tuple of str
        Code to the words that mean it, the official one first.
    rule : str
        Rule that a wrong choice breaks.
    required, unique : bool
        Whether every row must fill it in, and no two rows with the same.
    """

    id: str
    heading: str
    type: FieldType
    what: str
    synonyms: tuple[str, ...] = ()
    choices: Mapping[str, tuple[str, ...]] | None = None
    rule: str = ""
    required: bool = False
    unique: bool = False

    def label(self, code: str) -> str:
        """Return the official word for a code."""
        return self.choices[code][0] if self.choices else code


@dataclass(frozen=True, slots=True)
class Schema:
    """One ledger: its fields, and the rules that tie fields together."""

    name: str
    title: str
    what: str
    optional: bool
    fields: Mapping[str, Field]
    together: tuple[tuple[str, str], ...]
    order: tuple[tuple[str, str], ...]

    @property
    def kept(self) -> list[Field]:
        """The fields that are read: all but the personal ones."""
        return [field for field in self.fields.values() if field.type != "personal"]

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

        Raises
        ------
        ValueError
            Where no column that is read has the heading, or the word is none of its choices.
        """
        field = self.field_headed(heading)
        if field is None or field.type not in ("choice", "text"):
            headings = "、".join(f.heading for f in self.kept if f.type in ("choice", "text"))
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
        for field in self.fields.values():
            if heading == field.heading or heading in field.synonyms:
                return field
        return None


@cache
def load_schemas(edition: Edition) -> Mapping[str, Schema]:
    """Return the schemas of all ledgers; outcomes and kinds of applicant are the edition's."""
    data = read_yaml(files("reportkit.ledgers") / "schemas.yaml")
    return {name: _schema(name, item, edition) for name, item in data.items()}


def _schema(name: str, data: dict[str, Any], edition: Edition) -> Schema:
    return Schema(
        name=name,
        title=data["title"],
        what=data["what"],
        optional=data.get("optional", False),
        fields={key: _field(key, item, edition) for key, item in data["fields"].items()},
        together=tuple((first, second) for first, second in data.get("together", [])),
        order=tuple((first, second) for first, second in data.get("order", [])),
    )


def _field(key: str, data: dict[str, Any], edition: Edition) -> Field:
    return Field(
        id=key,
        heading=data["heading"],
        type=data["type"],
        what=data["what"],
        synonyms=tuple(data.get("synonyms", [])),
        choices=_choices(data["choices"], edition) if "choices" in data else None,
        rule=data.get("rule", ""),
        required=data.get("required", False),
        unique=data.get("unique", False),
    )


def _choices(data: dict[str, Any], edition: Edition) -> Mapping[str, tuple[str, ...]]:
    if "role" not in data:
        return {code: tuple(words) for code, words in data.items()}
    return {
        heading.id: (heading.name, heading.label, *heading.synonyms)
        for heading in edition.headings_with(data["role"])
    }
