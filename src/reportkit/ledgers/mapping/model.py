"""What a bureau says of its ledgers: its own headings, words and files, and its void rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reportkit.forms import Schema


@dataclass(frozen=True, slots=True)
class LedgerMapping:
    """What a bureau says of one ledger.

    Attributes
    ----------
    headings : mapping of str to str
        Its own heading, folded, to the id of the field.
    words : mapping of str to mapping of str to str
        By id of the field: its own word, folded, to the code; of yes or no, to 是 or 否.
    files : tuple of str
        The files that hold it, relative to the data folder.
    void_rows : {"counted", "left_out", ""}
        What becomes of rows that are struck out or marked 作废; empty where it does not say.
    """

    headings: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    void_rows: str = ""


Own = Mapping[str, LedgerMapping]
"""By ledger, the bureau's own headings, words and files."""
NO_MAPPING: Own = {}


def mapping_of(schema: Schema, own: Own) -> LedgerMapping:
    """Return what a bureau says of a ledger; nothing where it does not speak of it."""
    return own.get(schema.id) or LedgerMapping()


def files_named(own: Own) -> frozenset[str]:
    """Return the files that a mapping names for any ledger."""
    return frozenset(file for each in own.values() for file in each.files)
