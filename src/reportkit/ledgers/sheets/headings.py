"""Recognising the headings of a ledger in a row of cells."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple

from reportkit.folding import heading as folded
from reportkit.forms import Field, Schema
from reportkit.ledgers.values.amounts import split_unit
from reportkit.simplified import is_traditional, simplified

FEWEST_MATCHES = 2
"""One cell that reads like a heading may be a title or a value; two are headings."""

_PROPER, _SYNONYM, _FALLBACK = 0, 1, 2
# Of what is counted here. 补正次数, 附件份数 are numbers of one record.
_COUNTED = (
    "收到|收件|新收|受理|办理|办结|办件|答复|申请|申请公开|公开|信息|发布|许可|处罚|强制|检查"
    "|决定|案件|文件|收费|征收|确认|给付|奖励|复议|诉讼|登记|记录|合计|总|办"
)
_COUNTS = re.compile(
    rf"(?:{_COUNTED})?(?:数量|件数|条数|宗数|起数|笔数)|(?:{_COUNTED})(?:次数|份数|个数)|数"
)
_COUNTED_IN = re.compile(r"\((?:单位:?)?[件条宗次份项个起]\)$")


# What clerks put around a heading: 1.登记编号, （2）收到日期, 【办理结果】, 收到日期（格式：…）.
_AROUND = re.compile(
    # Where a run of marks begins: from its middle, each of many would be looked at again.
    r"^[【\[〔“”\"'‘’<《#]+|(?<![】\]〕“”\"'‘’>》▼▽▾▲△↑↓⇅。.,;!?])[】\]〕“”\"'‘’>》▼▽▾▲△↑↓⇅。.,;!?]+$"
    r"|<br/?>|\\[nr]|^(?:\([0-9]{1,2}\)|[0-9]{1,2}[.、:]?|[A-Za-z](?![A-Za-z0-9]))"
    r"|\((?:按|指|请|格式|填|如|例|注|见|精确|单选|下拉|文本|yyyy)[^()]*\)$",
    re.IGNORECASE,
)
_IN_LATIN = re.compile(r"(?<=[一-鿋)])[/|-]?[A-Za-z][A-Za-z0-9_./-]*$")


def bare(text: str) -> str:
    """Return a heading, folded, without the unit that records are counted in."""
    return _COUNTED_IN.sub("", folded(text))


def counts_rows(text: str) -> bool:
    """Whether a heading says that numbers of records stand below it."""
    return bool(_COUNTS.fullmatch(bare(text)))


class Meaning(NamedTuple):
    """What a heading means.

    Attributes
    ----------
    field : str
        Id of the field.
    rank : int
        How surely: the lowest goes before others.
    unit : Decimal or None
        How many yuan the unit is that the heading names; None where it names none.
    """

    field: str
    rank: int
    unit: Decimal | None = None


@dataclass(frozen=True)
class Vocabulary:
    """The headings of one ledger.

    Attributes
    ----------
    schema : Schema
    own : mapping of str to str
        The bureau's own headings, folded, and the ids of their fields; they go before others.
    """

    schema: Schema
    own: Mapping[str, str]

    @cached_property
    def raw(self) -> frozenset[str]:
        """The headings as they are mostly written."""
        return frozenset(
            word
            for field in self.schema.fields
            for word in (field.heading, *field.synonyms, *field.fallbacks)
        )

    def meaning(self, text: str) -> Meaning | None:
        """Return what a heading means; None where it is none of this ledger's."""
        return self.meant_by(folded(text))

    def meant_by(self, word: str) -> Meaning | None:
        """Return what a heading that is folded means; None where it is none of this ledger's."""
        if word in self.own:
            return Meaning(self.own[word], _PROPER)
        if word in self._known:
            return self._known[word]
        worn = _worn(word)
        found = self._in_units(*worn.of_unit) or self._undressed(worn)
        return found or self._known.get(worn.simplified)

    def _undressed(self, worn: _Worn) -> Meaning | None:
        """Return what a heading means without a number, brackets or a hint around it."""
        meant = None
        if worn.around:
            meant = self._known.get(worn.around) or self._in_units(*worn.around_of_unit)
        elif worn.latin:
            meant = self._known.get(worn.latin)
            if meant and self.schema.by_id[meant.field].type == "money":
                return None  # it may be a currency
        return meant and meant._replace(rank=max(meant.rank, _SYNONYM))

    def _in_units(self, without: str, unit: Decimal | None) -> Meaning | None:
        """Return what a heading of amounts means that names another unit."""
        if unit is None:
            return None
        meant = self._known.get(without) or self._known.get(f"{without}(元)")
        if meant is None or self.schema.by_id[meant.field].type != "money":
            return None
        return meant._replace(unit=unit)

    @cached_property
    def _known(self) -> Mapping[str, Meaning]:
        return _meanings(self.schema)


class _Worn(NamedTuple):
    """A word without what may stand around a heading; empty where nothing does."""

    of_unit: tuple[str, Decimal | None]
    around: str
    around_of_unit: tuple[str, Decimal | None]
    latin: str
    simplified: str


@lru_cache(maxsize=64)  # a row of words: each is asked of every ledger
def _worn(word: str) -> _Worn:
    around = _AROUND.sub("", word)
    if around == word:
        around = ""
    latin = _IN_LATIN.sub("", word)
    return _Worn(
        split_unit(word),
        around,
        split_unit(around) if around else ("", None),
        latin if latin != word else "",
        simplified(word) if is_traditional(word) else "",
    )


@cache
def _meanings(schema: Schema) -> Mapping[str, Meaning]:
    """Return what folded headings mean: those proper go before synonyms of other fields."""
    known = {folded(field.heading): Meaning(field.id, _PROPER) for field in schema.fields}
    for field in schema.fields:
        for synonym in field.synonyms:
            known.setdefault(folded(synonym), Meaning(field.id, _SYNONYM))
    for field in schema.fields:
        for synonym in field.fallbacks:
            known.setdefault(folded(synonym), Meaning(field.id, _FALLBACK))
    return {word: meaning._replace(unit=split_unit(word)[1]) for word, meaning in known.items()}


@dataclass(frozen=True, slots=True)
class Headings:
    """A row of headings, or several that are read as one.

    Attributes
    ----------
    written : mapping of int to str
        Column, from 0, to the words above it.
    columns : mapping of str to int
        Field id to column.
    rivals : mapping of str to tuple of int
        Field id to the columns that may be meant as well as the one in `columns`.
    lesser : mapping of str to tuple of int
        Field id to the columns that could be meant if there were not a better one.
    units : mapping of str to Decimal
        Field id to how many yuan the unit is that the heading names.
    """

    written: Mapping[int, str] = attribute(repr=False)
    columns: Mapping[str, int]
    rivals: Mapping[str, tuple[int, ...]]
    units: Mapping[str, Decimal]
    lesser: Mapping[str, tuple[int, ...]] = attribute(default_factory=dict)


def texts(row: Sequence[Any]) -> dict[int, str] | None:
    """Return the words of a row by column; None where it holds what no row of headings does."""
    filled = {column: value for column, value in enumerate(row) if value is not None}
    if all(isinstance(value, str) for value in filled.values()):
        return filled
    return None


def match(written: Mapping[int, str], vocabulary: Vocabulary) -> Headings | None:
    """Return which columns the fields of a ledger stand in; None where these are no headings."""
    found: dict[str, list[tuple[int, int, Decimal | None]]] = {}
    for column, text in written.items():
        meaning = vocabulary.meaning(text)
        if meaning is not None:
            found.setdefault(meaning.field, []).append((meaning.rank, column, meaning.unit))
    if len(found) < FEWEST_MATCHES:
        return None
    columns: dict[str, int] = {}
    rivals: dict[str, tuple[int, ...]] = {}
    units: dict[str, Decimal] = {}
    lesser: dict[str, tuple[int, ...]] = {}
    for id_, places in found.items():
        best, column, unit = min(places, key=lambda place: place[:2])
        columns[id_] = column
        units |= {id_: unit} if unit is not None else {}
        others = tuple(place for rank, place, _ in places if rank == best and place != column)
        rivals |= {id_: others} if others else {}
        less = tuple(place for rank, place, _ in places if best < rank < _FALLBACK)
        lesser |= {id_: less} if less else {}
    return Headings(dict(written), columns, rivals, units, lesser)


def missing(headings: Headings, schema: Schema) -> list[Field]:
    """Return the fields that must have a column and have none.

    Two that are tied together or in order must both be there, even if empty throughout: a missing
    column of results would otherwise count as nothing concluded.
    """
    tied = {name for pair in (*schema.together, *schema.order) for name in pair}
    return [
        field
        for field in schema.kept
        if field.id not in headings.columns and (field.required or field.id in tied)
    ]
