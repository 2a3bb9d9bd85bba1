"""Counting records by an author's words: Chinese headings and what stands under them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from reportkit.figures.count import count_rows, sum_rows
from reportkit.figures.values import Mark
from reportkit.forms import Count
from reportkit.forms.ledgers import SUMMED
from reportkit.ledgers import Ledger, RawData


def count_records(raw: RawData, year: int, ledger: str, where: Mapping[str, str]) -> int | Mark:
    """Return how many records of the report year a ledger has.

    Parameters
    ----------
    raw : RawData
    year : int
        Report year; a record belongs to the year of its first required date.
    ledger : str
        Name of the ledger, such as ``publications``.
    where : mapping of str to str
        Chinese headings and the word that must stand under each: ``{"栏目": "通知公告"}``.

    Raises
    ------
    ValueError
        Where there is no such ledger or column; the message is for the author.
    """
    source = _ledger(raw, ledger)
    return count_rows(source, _conditions(source, where), year)


def total_records(
    raw: RawData, year: int, ledger: str, heading: str, where: Mapping[str, str]
) -> int | Decimal | Mark:
    """Return the sum of one column of money or numbers over the records of the report year.

    Parameters
    ----------
    heading : str
        Chinese heading of the column: amounts of money, or whole numbers.
    raw, year, ledger, where
        As for `count_records`.

    Raises
    ------
    ValueError
    """
    source = _ledger(raw, ledger)
    field = source.schema.field_headed(heading)
    if field is None or field.type not in SUMMED:
        msg = f"“{source.schema.title}”没有“{heading}”这一金额或者数字列"
        raise ValueError(msg)
    return sum_rows(source, _conditions(source, where).changed(sum=field.id), year)


def _ledger(raw: RawData, name: str) -> Ledger:
    ledger = raw.ledgers.get(name)
    if ledger is None:
        msg = f"没有台账 {name}，现有：{'、'.join(raw.ledgers)}"
        raise ValueError(msg)
    return ledger


def _conditions(ledger: Ledger, where: Mapping[str, str]) -> Count:
    conditions = dict(ledger.schema.condition(*item) for item in where.items())
    return Count(within=ledger.schema.dated_by, where=conditions)
