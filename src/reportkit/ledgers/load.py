"""Reading all the raw data of one bureau-year, with all its problems and an account of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from reportkit.errors import RawDataError, UnknownNameError
from reportkit.forms import Edition, Schema
from reportkit.ledgers.account import Account, account_of
from reportkit.ledgers.frame import Ledger, ledger_of
from reportkit.ledgers.headless import no_headings, read_headless
from reportkit.ledgers.mapping import NO_MAPPING, Own
from reportkit.ledgers.masking import mask_numbers
from reportkit.ledgers.overall.absent import doubt_empty, refuse_missing
from reportkit.ledgers.overall.across import hold_across
from reportkit.ledgers.overall.copies import leave_copies
from reportkit.ledgers.problem import Problem, UnreadableError
from reportkit.ledgers.read_block import read_block
from reportkit.ledgers.rows import NOTICE, Records
from reportkit.ledgers.sheets.blocks import find_blocks
from reportkit.ledgers.sheets.headings import Vocabulary
from reportkit.ledgers.sheets.intake import NO_TABLE, Intake, receive
from reportkit.ledgers.sheets.placing import (
    UNREAD,
    Placed,
    hint,
    lacks,
    place_blocks,
)
from reportkit.trouble import unquoted
from reportkit.uncollected import uncollected

_UNREADABLE = "原始数据读不出来："


@dataclass(frozen=True, slots=True, repr=False)
class RawData:
    """The ledgers of one bureau-year.

    Attributes
    ----------
    ledgers : mapping of str to Ledger
    problems : tuple of Problem
        What is wrong in their rows, and what may have been meant as a record and is not read.
    account : Account
        What was read, and what was not.
    """

    ledgers: Mapping[str, Ledger]
    problems: tuple[Problem, ...]
    account: Account = Account()

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return the records of one ledger."""
        if name not in self.ledgers:
            titles = {id_: ledger.schema.title for id_, ledger in self.ledgers.items()}
            raise UnknownNameError("台账", name, titles)
        return self.ledgers[name].frame

    def __repr__(self) -> str:
        """Say how many records each ledger has: what is in them would be tens of pages."""
        counts = (f"{n} {len(ledger.frame)} 条" for n, ledger in self.ledgers.items())
        return f"{'，'.join(counts) or '没有台账'}；问题 {len(self.problems)} 个"

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.ledgers)


@dataclass(frozen=True, slots=True)
class Asked:
    """What else a report asks of the reading of its raw data.

    Attributes
    ----------
    reported : datetime.date or None
        Date of the report.
    told : collection of str
        The cells that stand in the form, or need not be told: a ledger that no other cell is
        counted from may be missing.
    masked : bool
        Whether the numbers of records go no further than the reader.
    """

    reported: dt.date | None = None
    told: Collection[str] = ()
    masked: bool = False


@unquoted()
def read_raw_data(
    intake: Intake,
    edition: Edition,
    year: int,
    *,
    own: Own = NO_MAPPING,
    others: Sequence[Schema] = (),
    official: Collection[int] = (),
    asked: Asked = Asked(),
) -> RawData:
    """Read the ledgers of one bureau-year.

    Parameters
    ----------
    intake : Intake
        Every file of the data folder.
    edition : Edition
    year : int
        Report year.
    own : mapping of str to LedgerMapping
        The bureau's own headings and words.
    others : sequence of Schema
        Ledgers of other forms, which share the folder.
    official : collection of int
        Ids of the grids that are the official form, filled in.
    asked : Asked

    Raises
    ------
    RawDataError
        Where a ledger is missing or cannot be understood; with the problems of all other files.
    """
    with uncollected():
        parts, placed = read_parts(
            intake,
            edition,
            year,
            own=own,
            others=others,
            official=official,
            reported=asked.reported,
        )
    if asked.masked:
        mask_numbers(parts, placed)
    refuse_missing(edition, parts, placed, asked.told)
    doubt_empty(edition, parts, placed)
    every = [records for id_ in edition.ledgers for records in parts.get(id_, ())]
    problems = [*placed.problems, *(each for records in every for each in records.problems)]
    faults = [fault for one in placed.faults.values() for fault in one]
    if faults:
        raise UnreadableError(_UNREADABLE, [*faults, *_told_beside(problems, faults)])
    ledgers = {
        id_: ledger_of(schema, parts[id_])
        for id_, schema in edition.ledgers.items()
        if parts.get(id_)
    }
    account = Account(tuple(map(account_of, every)), tuple(placed.not_read))
    return RawData(ledgers, tuple(problems), account)


@unquoted()
def read_parts(
    intake: Intake,
    edition: Edition,
    year: int,
    *,
    own: Own = NO_MAPPING,
    others: Sequence[Schema] = (),
    official: Collection[int] = (),
    reported: dt.date | None = None,
) -> tuple[dict[str, list[Records]], Placed]:
    """Return the records of every ledger, block by block, and where everything else is.

    Personal columns are in the grids of the blocks: they stay in this room. The parameters are
    those of `read_raw_data`.
    """
    schemas = list(edition.ledgers.values())
    placed = place_blocks(intake, schemas, others, own, official)
    parts = {
        id_: [read_block(block, year, own) for block in blocks]
        for id_, blocks in placed.blocks.items()
    }
    read_headless(placed, parts, schemas, year, own)
    for id_, every in parts.items():
        if faults := [fault for records in every for fault in records.faults]:
            placed.faults.setdefault(id_, []).extend(faults)
    parts = {id_: leave_copies(records, placed) for id_, records in parts.items()}
    for records in parts.values():
        hold_across(records, year, reported)
    return parts, placed


def read_ledger(path: Path, schema: Schema, year: int) -> Ledger:
    """Read one file that stands by itself, such as last year's filled-in figures.

    Raises
    ------
    RawDataError
        Where the file cannot be understood, or a row of it is wrong.
    """
    heading = f"“{schema.title}”读不出来："
    if not path.exists():
        raise RawDataError(heading, [f"{path.name}：没有这个文件。请核对路径。"])
    file = receive(path.parent, path.name)
    fault = file.fault if file.is_table else NO_TABLE
    if fault is not None:
        raise RawDataError(heading, [f"{path.name}：{fault.fault}。{fault.remedy}"])
    vocabulary = Vocabulary(schema, {})
    blocks = [
        block
        for grid in file.grids
        for block in find_blocks(grid, file.place(grid), [vocabulary], schema)
    ]
    if not blocks:
        raise RawDataError(heading, [f"{path.name}：{'。'.join(no_headings('', schema))}"])
    lacking = [block for block in blocks if lacks(block)]
    if lacking:
        told = [f"{block.place}：{lacks(block)}。{hint(block)}" for block in lacking]
        raise RawDataError(heading, told)
    parts = [read_block(block, year, NO_MAPPING) for block in blocks]
    if faults := [str(fault) for records in parts for fault in records.faults]:
        raise RawDataError(heading, faults)
    hold_across(parts, year)
    problems = [each for records in parts for each in records.problems if each.kind != NOTICE]
    if problems:
        raise RawDataError(f"“{schema.title}”有误：", list(map(str, problems)))
    return ledger_of(schema, parts)


def _told_beside(problems: Sequence[Problem], faults: Sequence[Problem]) -> list[Problem]:
    """Return the problems that faults do not speak of already."""
    return [
        problem
        for problem in problems
        if problem.kind != NOTICE
        and not (problem.kind == UNREAD and any(problem.file in str(fault) for fault in faults))
    ]
