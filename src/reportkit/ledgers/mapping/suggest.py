"""Suggesting a bureau's mapping: what its own headings and words may mean, for it to decide.

Only what resembles something that the form knows, or what the form calls ambiguous, is suggested:
of anything else nobody can say that it is no name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reportkit.forms import Edition, Field, Schema
from reportkit.grids import Row
from reportkit.ledgers.load import read_parts
from reportkit.ledgers.mapping.model import NO_MAPPING, Own, mapping_of
from reportkit.ledgers.sheets.blocks import Block
from reportkit.ledgers.sheets.intake import Intake
from reportkit.ledgers.sheets.placing import near_headings
from reportkit.ledgers.values.parse import parse
from reportkit.ledgers.values.reading import Reading, ValueProblem
from reportkit.ledgers.values.words import open_words
from reportkit.reading import read_bytes
from reportkit.visible import in_escapes
from reportkit.writing import whole_file

_HEAD = "# 列名和写法的对应关系（建议），由 reportkit check --suggest-mapping 生成。\n"
_HOW = (
    "# 改名为 {name} 以后才起作用。请先逐条核对，不对的删去；\n"
    "# 行首有“#”的，从几种里选一种，去掉那一行的“# ”。\n"
)
_BESIDE = "# 本单位已有 {name}：请把需要的行并入其中，不要用本文件覆盖。\n"
_PLAIN = re.compile(r"(?=[^一-鿿]*[一-鿿])[\w（）〔〕、“”]*")


@dataclass(slots=True)
class Suggestion:
    """What a bureau's own headings and words in one ledger may mean.

    Attributes
    ----------
    headings : dict of str to list of str
        Official heading to those that may stand for it.
    words : dict of str to dict of str to list of str
        By official heading of the column: word to the official words that it may stand for.
    """

    headings: dict[str, list[str]] = field(default_factory=dict)
    words: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.headings) + sum(map(len, self.words.values()))


Suggestions = dict[str, Suggestion]
"""By title of the ledger."""


def suggest(
    intake: Intake,
    edition: Edition,
    year: int,
    *,
    own: Own = NO_MAPPING,
    others: Sequence[Schema] = (),
    official: Collection[int] = (),
) -> Suggestions:
    """Return what may be meant by headings and words that cannot be read.

    The parameters are those of `read_raw_data`.
    """
    parts, placed = read_parts(intake, edition, year, own=own, others=others, official=official)
    found: Suggestions = {}
    for block in placed.incomplete:
        one = found.setdefault(block.schema.title, Suggestion())
        for written, heading in near_headings(block).values():
            _add(one.headings.setdefault(heading, []), [written])
        _suggest_words(block, block.rows, year, own, one)
    for records in (each for one in parts.values() for each in one):
        of_block = found.setdefault(records.schema.title, Suggestion())
        meant = set(records.rows)
        rows = [row for row in records.block.grid.rows if row[0] in meant]
        _suggest_words(records.block, rows, year, own, of_block)
    return {title: one for title, one in found.items() if len(one)}


def _suggest_words(
    block: Block, rows: Sequence[Row], year: int, own: Own, found: Suggestion
) -> None:
    reading = Reading(year, words=mapping_of(block.schema, own).words)
    for each in block.schema.kept:
        column = block.headings.columns.get(each.id)
        if each.type != "choice" or column is None:
            continue
        texts = {cell for cell in block.column(rows, column) if isinstance(cell, str)}
        for word, codes in _unread(sorted(texts), each, reading):
            labels = list(map(each.label, codes))
            _add(found.words.setdefault(each.heading, {}).setdefault(word, []), labels)


def _unread(
    cells: Iterable[str], each: Field, reading: Reading
) -> Iterator[tuple[str, Sequence[str]]]:
    for cell in cells:
        try:
            parse(cell, each, reading)
        except ValueProblem:
            yield from open_words(cell, each, reading)


def _add(known: list[str], more: Iterable[str]) -> None:
    known += [each for each in more if each not in known]


def join(all_: Iterable[Suggestions]) -> Suggestions:
    """Return the suggestions of several bureau-years of one bureau as one."""
    joined: Suggestions = {}
    for suggestions in all_:
        for title, one in suggestions.items():
            into = joined.setdefault(title, Suggestion())
            for heading, written in one.headings.items():
                _add(into.headings.setdefault(heading, []), written)
            for heading, words in one.words.items():
                for word, labels in words.items():
                    _add(into.words.setdefault(heading, {}).setdefault(word, []), labels)
    return joined


def suggested_path(mapping: Path) -> Path:
    """Return where the suggestions for a mapping stand: beside it, under a name nobody reads."""
    return mapping.with_name(f"{mapping.stem}.suggested{mapping.suffix}")


def is_suggested(path: Path) -> bool:
    """Whether a file is one that `write_suggestions` has written."""
    return read_bytes(path).startswith(_HEAD.rstrip().encode())


def write_suggestions(suggestions: Suggestions, mapping: Path) -> None:
    """Write suggestions beside the mapping that they are for, as YAML that it may become."""
    with whole_file(suggested_path(mapping)) as fresh:
        text = suggestions_text(suggestions, mapping.name, beside=mapping.exists())
        fresh.write_text(text, encoding="utf-8", newline="\n")


def suggestions_text(suggestions: Suggestions, name: str, *, beside: bool) -> str:
    """Return suggestions as YAML.

    Parameters
    ----------
    suggestions : Suggestions
    name : str
        Of the file that it may become.
    beside : bool
        Whether there is such a file already.
    """
    how = (_BESIDE if beside else _HOW).format(name=name)
    lines = [line for title, one in suggestions.items() for line in _ledger_lines(title, one)]
    return _HEAD + how + "".join(f"{line}\n" for line in lines)


def _ledger_lines(title: str, one: Suggestion) -> Iterator[str]:
    yield f"{_scalar(title)}:"
    if one.headings:
        yield "  headings:"
    for heading, written in one.headings.items():
        yield from _choice([(each, heading) for each in written], 4)
    if one.words:
        yield "  words:"
    for heading, words in one.words.items():
        yield f"    {_scalar(heading)}:"
        for word, labels in words.items():
            yield from _choice([(word, label) for label in labels], 6)


def _choice(pairs: Sequence[tuple[str, str]], indent: int) -> Iterator[str]:
    """Yield the one thing that may be meant, or all of several, commented out."""
    mark = "" if len(pairs) == 1 else "# "
    for key, value in pairs:
        yield f"{' ' * indent}{mark}{_scalar(key)}: {_scalar(value)}"


def _scalar(text: str) -> str:
    """Return a text as YAML takes it for one."""
    return text if _PLAIN.fullmatch(text) else in_escapes(json.dumps(text, ensure_ascii=False))
