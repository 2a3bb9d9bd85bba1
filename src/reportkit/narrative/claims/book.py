"""The patterns of a form's ``claims.yaml``, compiled for one edition and one year."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cache, lru_cache

from reportkit.forms import Edition, Heading
from reportkit.narrative.claims.data import WORD, ClaimItem, TopicItem, read_claims
from reportkit.narrative.sentences import fold

# The cells whose sum a claim is about; a claim agrees where one of its readings does.
Reading = tuple[str, ...]

# A shorter name of a row (其他) is also a word of every day.
_SHORTEST_NAME = 4
_NEVER = re.compile(r"(?!)")
# What must follow a number where an entry does not say: the number ends what is said.
_PAUSE = re.compile(r"(?=[，；：、。！？（）…]|\Z|均|全部|都|和|及|以及|并)")


@dataclass(frozen=True, slots=True)
class Topic:
    """What sentences are about, from one that begins it to one that ends it (`alone`: just one)."""

    begins: re.Pattern[str]
    ends: re.Pattern[str]
    hints: re.Pattern[str]
    alone: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """What may speak of a cell, as the head of ``claims.yaml`` explains it."""

    id: str
    name: str
    readings: tuple[Reading, ...] = ()
    also: tuple[Reading, ...] = ()
    also_where: re.Pattern[str] | None = None
    before: re.Pattern[str] = _NEVER
    after: re.Pattern[str] = _PAUSE
    units: re.Pattern[str] = _NEVER
    topic: str = ""
    unless: re.Pattern[str] = _NEVER
    unless_before: re.Pattern[str] = _NEVER
    none: re.Pattern[str] = _NEVER
    says_none: re.Pattern[str] = _NEVER
    implies: Entry | None = None
    kind: str = ""
    under: tuple[str, ...] = ()
    nearest: bool = False
    columns: tuple[str, ...] = ()
    clause: re.Pattern[str] = _NEVER
    single: bool = False
    same: bool = False
    rest: bool = False
    beyond: bool = False
    cohort: bool = False
    sure: bool = True
    rows: Mapping[str, Entry] = field(default_factory=dict)

    def named(self, *matches: re.Match[str]) -> Entry:
        """Return the entry of the row that its words name, where it is one for several rows."""
        names = (match.groupdict().get("name") for match in matches)
        return next((self.rows[name] for name in names if name), self)


@dataclass(frozen=True, slots=True)
class ClaimBook:
    """Every pattern that finds claims in the prose of one year.

    Of the entries, `negated` may be the subject of a negation, and `none_by_words` have words that
    say by themselves that there was none.
    """

    year: int
    entries: tuple[Entry, ...]
    negated: tuple[Entry, ...]
    none_by_words: tuple[Entry, ...]
    whole: tuple[Entry, ...]
    facts: tuple[Entry, ...]
    growth: Mapping[str, re.Pattern[str]]
    topics: Mapping[str, Topic]
    times: Mapping[str, re.Pattern[str]]
    none: Mapping[str, re.Pattern[str]]
    bare: re.Pattern[str]
    never: re.Pattern[str]
    asked: re.Pattern[str]
    change: re.Pattern[str]
    area: re.Pattern[str]
    acting: re.Pattern[str]
    belongs: re.Pattern[str]
    called: re.Pattern[str]
    itself: re.Pattern[str]
    body: re.Pattern[str]
    units: re.Pattern[str]


@cache
def claim_book(edition: Edition, year: int) -> ClaimBook:
    """Return the patterns for the cells that an edition has, and for a report year.

    Raises
    ------
    FormError
        Where the form's ``claims.yaml`` is wrong: with file and line.
    """
    data = read_claims(edition.form)
    words = _words(data.words, year)
    units = {id_: _pattern(rf"\A{unit}(?!次|目)") for id_, unit in data.units.items()}
    entries, whole = (
        tuple(entry for item in items if (entry := _entry(item, edition, words, units)))
        for items in (data.entries, data.whole)
    )
    called = {fold(row.name) for item in data.entries for row in edition.headings_with(item.rows)}
    return ClaimBook(
        year=year,
        entries=entries,
        negated=tuple(entry for entry in entries if entry.none is not _NEVER),
        none_by_words=tuple(entry for entry in entries if entry.says_none is not _NEVER),
        whole=whole,
        facts=tuple(_fact(item, edition, words, units) for item in data.facts),
        growth={id_: _pattern(_filled(text, words)) for id_, text in data.growth.items()},
        topics={topic.id: _topic(topic) for topic in data.topics},
        times=_compiled(data.times),
        none=_compiled(data.none),
        bare=_pattern(data.bare),
        never=_pattern(data.never),
        asked=_pattern(data.asked),
        change=_pattern(data.change),
        area=_pattern(data.area),
        acting=_pattern(data.acting),
        belongs=_pattern(data.belongs),
        called=_pattern("|".join(map(re.escape, sorted(called))) or _NEVER.pattern),
        itself=_pattern(data.itself),
        body=_pattern(data.body),
        units=_pattern("|".join(unit.pattern for unit in units.values())),
    )


@lru_cache(maxsize=4096)
def _pattern(text: str) -> re.Pattern[str]:
    """Compile a pattern, once for all years and editions: few name the year."""
    return re.compile(text)


def _compiled(patterns: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {id_: _pattern(text) for id_, text in patterns.items()}


def _words(data: Mapping[str, str], year: int) -> dict[str, str]:
    """Return the words, with the neighbouring years and the words before them filled in."""
    words: dict[str, str] = {}
    for name, text in data.items():
        dated = text.replace("{last}", str(year - 1)).replace("{next}", str(year + 1))
        words[name] = _filled(dated, words)
    return words


def _filled(text: str, words: Mapping[str, str]) -> str:
    return WORD.sub(lambda match: words[match[1]], text)


def _topic(item: TopicItem) -> Topic:
    begins, ends, hints = map(_pattern, (item.begins, item.ends, item.hints))
    return Topic(begins, ends, hints, item.alone)


def _within(short: str, long: str) -> bool:
    """Whether one text is the other with characters left out."""
    rest = iter(long)
    return all(char in rest for char in short)


def _entry(
    item: ClaimItem,
    edition: Edition,
    words: Mapping[str, str],
    units: Mapping[str, re.Pattern[str]],
) -> Entry | None:
    """Return an entry; None where the edition has none of its cells."""
    if item.rows:
        return _entry_of_rows(item, edition, words, units)
    readings = _readings([item.cells] if item.cells else [], edition)
    if not readings and not item.columns:
        return None
    entry = _compile(item, readings, edition, words, units)
    if item.implies is None:
        return entry
    return replace(entry, implies=_entry(item.implies, edition, words, units))


def _entry_of_rows(
    item: ClaimItem,
    edition: Edition,
    words: Mapping[str, str],
    units: Mapping[str, re.Pattern[str]],
) -> Entry | None:
    """Return one entry for all rows of a role, which knows each by what it may be called.

    What a row is called beside its name may be but a part of it (商业秘密 of 保护第三方合法权益):
    that is a question.
    """
    rows: dict[str, tuple[Heading, tuple[Reading, ...], bool]] = {}
    for row in edition.headings_with(item.rows):
        readings = _readings([tuple(cell.format(row=row.id) for cell in item.cells)], edition)
        official = fold(row.name)
        for name in map(fold, (row.name, *row.synonyms) if readings else ()):
            alike = _within(name, official) or _within(official, name)
            if len(name) >= _SHORTEST_NAME:
                rows.setdefault(name, (row, readings, alike and item.sure))
    if not rows:
        return None
    longest_first = sorted(rows, key=lambda name: (-len(name), name))
    names = f"(?P<name>{'|'.join(map(re.escape, longest_first))})"
    entry = _compile(item, (), edition, {**words, "name": names}, units)
    named = {
        name: replace(entry, id=f"{item.id}:{row.id}", name=row.name, readings=readings, sure=sure)
        for name, (row, readings, sure) in rows.items()
    }
    return replace(entry, rows=named)


def _fact(
    item: ClaimItem,
    edition: Edition,
    words: Mapping[str, str],
    units: Mapping[str, re.Pattern[str]],
) -> Entry:
    """Return what finds a figure that no cell holds: it is about itself."""
    return _compile(item, ((item.id,),), edition, words, units)


def _compile(
    item: ClaimItem,
    readings: tuple[Reading, ...],
    edition: Edition,
    words: Mapping[str, str],
    units: Mapping[str, re.Pattern[str]],
) -> Entry:
    def pattern(text: str, default: re.Pattern[str] = _NEVER) -> re.Pattern[str]:
        return _pattern(_filled(text, words)) if text else default

    return Entry(
        id=item.id,
        name=item.name,
        readings=readings,
        also=_readings(item.also, edition),
        also_where=pattern(item.also_where) if item.also_where else None,
        before=pattern(item.before),
        after=pattern(item.after, _PAUSE),
        units=units[item.units],
        topic=item.topic,
        unless=pattern(item.unless),
        unless_before=pattern(item.unless_before),
        none=pattern(item.none),
        says_none=pattern(item.says_none),
        kind=item.kind,
        under=item.under,
        nearest=item.nearest,
        columns=item.columns,
        clause=pattern(item.clause),
        single=item.single,
        same=item.value == "same",
        rest=item.value == "rest",
        beyond=item.beyond,
        cohort=item.cohort,
        sure=item.sure,
    )


def _readings(data: Sequence[tuple[str, ...]], edition: Edition) -> tuple[Reading, ...]:
    expanded = (_matching(globs, edition) for globs in data)
    return tuple(reading for reading in expanded if reading)


@cache  # the year changes nothing here
def _matching(globs: tuple[str, ...], edition: Edition) -> Reading:
    return tuple(cell for cell in edition.cells if any(fnmatchcase(cell, glob) for glob in globs))
