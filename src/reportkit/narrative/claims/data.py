"""What a form's ``claims.yaml`` and ``parts.yaml`` may say; their heads explain it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, Field, StrictBool, StrictInt, model_validator

from reportkit.errors import FormError
from reportkit.forms import Form
from reportkit.strict import Strict, faults

WORD = re.compile(r"<([a-z_]+)>")
"""A word in a pattern."""

_M = TypeVar("_M", bound=Strict)


def _is_pattern(text: str) -> str:
    """Refuse what is no regular expression once its words are filled in."""
    try:
        re.compile(WORD.sub("x", text))
    except re.error as error:
        msg = f"不是正则表达式（{error}）"
        raise ValueError(msg) from None
    return text


Pattern = Annotated[str, AfterValidator(_is_pattern)]


class TopicItem(Strict):
    """A topic: from a sentence that begins it to one that ends it; `alone`: just one.

    Where a sentence has words that only hint at it, it may be about it: what it says is a question.
    """

    id: str
    begins: Pattern
    ends: Pattern
    hints: Pattern = "(?!)"
    alone: StrictBool = False


class ClaimItem(Strict):
    """One entry: what may speak of which cells."""

    id: str
    name: str = ""
    cells: tuple[str, ...] = ()
    also: tuple[tuple[str, ...], ...] = ()
    also_where: Pattern = ""
    before: Pattern = ""
    after: Pattern = ""
    units: str = "count"
    topic: str = ""
    unless: Pattern = ""
    unless_before: Pattern = ""
    none: Pattern = ""
    says_none: Pattern = ""
    implies: ClaimItem | None = None
    kind: str = ""
    under: tuple[str, ...] = ()
    nearest: StrictBool = False
    columns: tuple[str, ...] = ()
    rows: str = ""
    clause: Pattern = ""
    single: StrictBool = False
    beyond: StrictBool = False
    value: Literal["same", "rest", 0] = 0
    cohort: StrictBool = False
    sure: StrictBool = True

    def patterns(self) -> Iterable[str]:
        """Return the texts in which words may stand."""
        texts = (self.also_where, self.before, self.after, self.unless, self.unless_before)
        return (*texts, self.none, self.says_none, self.clause)


class ClaimsItem(Strict):
    """All of ``claims.yaml``; a form whose prose is not read so has none of it."""

    words: Mapping[str, Pattern] = Field(default_factory=dict)
    units: Mapping[str, Pattern] = Field(default_factory=lambda: {"count": "件"})
    bare: Pattern = "(?!)"
    never: Pattern = "(?!)"
    asked: Pattern = "(?!)"
    change: Pattern = "(?!)"
    area: Pattern = "(?!)"
    acting: Pattern = "(?!)"
    belongs: Pattern = "(?!)"
    itself: Pattern = "(?!)"
    body: Pattern = "(?!)"
    times: Mapping[str, Pattern] = Field(default_factory=dict)
    topics: tuple[TopicItem, ...] = ()
    none: Mapping[str, Pattern] = Field(default_factory=dict)
    growth: Mapping[str, Pattern] = Field(default_factory=dict)
    facts: tuple[ClaimItem, ...] = ()
    whole: tuple[ClaimItem, ...] = ()
    entries: tuple[ClaimItem, ...] = ()

    @model_validator(mode="after")
    def _names_lead_somewhere(self) -> ClaimsItem:
        known: set[str] = set()
        for word, text in self.words.items():  # each may stand in those after it
            if lost := sorted({*WORD.findall(text)} - known):
                msg = f"words 里的 {word} 用到的 {'、'.join(lost)} 没有写在它前面"
                raise ValueError(msg)
            known.add(word)
        topics = {topic.id for topic in self.topics}
        for entry in (*self.facts, *self.whole, *self.entries):
            used = {word for text in entry.patterns() for word in WORD.findall(text)}
            lost = sorted(used - self.words.keys() - {"name"})
            lost += [name for name in [entry.units] if name not in self.units]
            lost += [name for name in [entry.topic] if name and name not in topics]
            if lost:
                msg = f"{entry.id} 用到的 {'、'.join(lost)} 没有写明"
                raise ValueError(msg)
        return self


class PartsItem(Strict):
    """All of ``parts.yaml``."""

    units: Pattern
    item_units: frozenset[str]
    items: Pattern
    noun: Pattern
    official: Pattern
    listed: Pattern
    published: Pattern
    opens: Pattern
    at_once: Pattern
    all_of_it: Pattern
    rest: Pattern
    and_so_on: Pattern
    share: Pattern
    share_of: Pattern
    apart: Pattern
    rate: Pattern
    rate_of: Pattern
    change: Pattern
    longest: StrictInt
    dimensions: tuple[Pattern, ...]
    verbs: Pattern


@cache
def read_claims(form: Form) -> ClaimsItem:
    """Return what a form says of claims in prose.

    Raises
    ------
    FormError
        With file and line of all that is wrong.
    """
    return _read(ClaimsItem, form.claims or {}, form)


@cache
def read_parts(form: Form) -> PartsItem | None:
    """Return what a form says of lists in prose; None where it says nothing.

    Raises
    ------
    FormError
    """
    return None if form.parts is None else _read(PartsItem, form.parts, form)


def _read(model: type[_M], data: object, form: Form) -> _M:
    read, problems = faults(model, data, f"forms/{form.id}")
    if read is None:
        heading = f"forms/{form.id} 有误："
        raise FormError(heading, problems)
    return read
