"""Columns that a sheet lacks because its name says the same of all its records: a sheet a kind."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from reportkit.folding import plain
from reportkit.forms import Field
from reportkit.ledgers.mapping import Own, mapping_of
from reportkit.ledgers.sheets.blocks import Block
from reportkit.ledgers.sheets.headings import missing
from reportkit.ledgers.values.words import codes_of

_OTHERS = "其他"
# What offices put around a kind in the name of a sheet: 1.行政许可, 2023年行政许可台账（5件）.
_AROUND = re.compile(
    r"^(?:20\d\d年?度?)?(?:\(?[一二三四五六七八九十0-9]{1,2}[).、.\-_]+)?(?:20\d\d年?度?)?"
    r"|(?:类|台账|登记表|登记簿|明细表?|情况|一览表)?(?:\(\d+[件条个]?\)|(?<!\d)\d+[件条个])?$"
)


def filled_by_names(blocks: Sequence[Block], own: Own) -> list[Block]:
    """Return the blocks of a ledger with what the names of their sheets say of lacking columns.

    A sheet called 其他 is one of a kind only beside others that are called by kinds.
    """
    filled = [_filled(block, own) for block in blocks]
    kinds = {word for block in filled for word in block.said.values()}
    return list(blocks) if all(word.startswith(_OTHERS) for word in kinds) else filled


def _filled(block: Block, own: Own) -> Block:
    """Return a block with what the name of its sheet or file says in place of lacking columns.

    Only where the name is, for every column that is lacking, one of its choices, or a word for a
    place that is not filled in yet; and where no words in the sheet name another choice.
    """
    lacking = missing(block.headings, block.schema)
    if not lacking:
        return block
    names = [block.grid.sheet, PurePosixPath(block.grid.file).stem]
    words = mapping_of(block.schema, own).words
    for name in names:
        said = {each.id: _said(name, each, words) for each in lacking}
        if all(said.values()):
            return block if _says_otherwise(block, lacking, said) else replace(block, said=said)
    return block


def _said(name: str, field: Field, words: Mapping[str, Mapping[str, str]]) -> str:
    """Return the word of a field that a name consists of; empty where it does not."""
    for text in dict.fromkeys((plain(name), _AROUND.sub("", plain(name)))):
        if text in map(plain, field.unfilled):
            return text
        if field.type == "choice" and len(codes_of(text, field, words)) == 1:
            return text
    return ""


def _says_otherwise(block: Block, lacking: list[Field], said: Mapping[str, str]) -> bool:
    """Whether a row of words alone, a title or a label between records, names another choice."""
    texts = [text for row in block.grid.rows if (text := _lone_text(row[1]))]
    return any(
        (other := _said(text, each, {})) and other != said[each.id]
        for each in lacking
        for text in texts
    )


def _lone_text(values: Sequence[Any]) -> str:
    filled = [value for value in values if value is not None]
    return filled[0] if len(filled) == 1 and isinstance(filled[0], str) else ""
