"""The ways in which the value of a field is made up, and the conditions on a record.

A way is a text such as ``$mark罚决〔$year〕$n号`` (see `reportkit.demo.drawing.texts`), nothing at
all, or a mapping with one of the verbs below.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, StrictBool, StrictInt, Tag
from pydantic import Field as Key

from reportkit.strict import Strict


def _alone(value: Any) -> Any:
    """Return a single word as a list of one."""
    return (value,) if isinstance(value, str) else value


def _both(value: Any) -> Any:
    """Return a single number as a span from itself to itself."""
    return (value, value) if isinstance(value, int) else value


Span = Annotated[tuple[StrictInt, StrictInt], BeforeValidator(_both)]
Words = Annotated[tuple[str, ...], BeforeValidator(_alone)]


class When(Strict):
    """What must be so of a record; all that is said must hold.

    Attributes
    ----------
    this_year, before : str
        A date in the report year, or before it.
    filled, empty : str
        A field with something in it, or nothing.
    where : mapping of str to tuple of str
        Fields that have one of these codes; of several kinds, the heaviest.
    """

    this_year: str = ""
    before: str = ""
    filled: str = ""
    empty: str = ""
    where: Mapping[str, Words] = Key(default_factory=dict)

    @property
    def asked(self) -> list[str]:
        """The fields that are asked for."""
        dates = (self.this_year, self.before, self.filled, self.empty)
        return [name for name in (*dates, *self.where) if name]


class Choice(Strict):
    """One of several texts: words by their name, a list, or each with how often it occurs.

    ``once``: no two records have the same.
    """

    choice: str | tuple[str, ...] | Mapping[str, int]
    once: StrictBool = False


class Kept(Strict):
    """One of several texts, the same for all records of an office."""

    kept: tuple[str, ...]


class Several(Strict):
    """Several codes at once, written from the lightest to the heaviest with how often each occurs.

    ``many``: how often there are one, two and so on.
    """

    several: Mapping[str, int]
    many: Mapping[int, int]


class Whole(Strict):
    """A whole number."""

    whole: Span


class Money(Strict):
    """An amount between two of whole yuan, with jiao and fen."""

    money: Span


class Workday(Strict):
    """A working day of a year so long ago; ``last``: one of the last so many of that year."""

    years_ago: Span
    last: StrictInt = 0


class After(Strict):
    """So many working days after a date: a span, or the sum of some fields.

    What comes after the end of the report year has not happened: it stays empty. What was begun
    before the report year does not end before it.
    """

    after: str
    days: Span | tuple[str, ...]


class Before(Strict):
    """So many working days before a date."""

    before: str
    days: Span | tuple[str, ...]


class Case(Strict):
    """One way in so many of a hundred cases of which something holds, else another."""

    when: When = When()
    percent: StrictInt = 100
    then: Way
    otherwise: Way = None


class ByField(Strict):
    """A way for each code of another field."""

    by: str
    gives: Mapping[str, Way]
    otherwise: Way = None


_TEXT = "[text]"
_VERBS = (
    "choice",
    "kept",
    "several",
    "whole",
    "money",
    "years_ago",
    "after",
    "before",
    "then",
    "by",
)


def _verb(value: Any) -> str | None:
    """Return the tag of a way as it is written."""
    if value is None or isinstance(value, str):
        return _TEXT
    if isinstance(value, Mapping):
        return next((f"[{verb}]" for verb in _VERBS if verb in value), None)
    return None


Way = Annotated[
    Annotated[str | None, Tag(_TEXT)]
    | Annotated[Choice, Tag("[choice]")]
    | Annotated[Kept, Tag("[kept]")]
    | Annotated[Several, Tag("[several]")]
    | Annotated[Whole, Tag("[whole]")]
    | Annotated[Money, Tag("[money]")]
    | Annotated[Workday, Tag("[years_ago]")]
    | Annotated[After, Tag("[after]")]
    | Annotated[Before, Tag("[before]")]
    | Annotated[Case, Tag("[then]")]
    | Annotated[ByField, Tag("[by]")],
    Discriminator(_verb, custom_error_type="no_verb", custom_error_message="no verb"),
]

Case.model_rebuild()
ByField.model_rebuild()
