"""Reading all the raw data of one bureau-year, with all its problems and an account of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path, PurePosixPath

import pandas as pd

from reportkit.errors import RawDataError, UnknownNameError
from reportkit.forms import Edition, Field, Schema
from reportkit.grids import Grid
from reportkit.grids.limits import uncollected
from reportkit.ledgers.account import Account, BlockRead, LeftOut
from reportkit.ledgers.across import hold_across
from reportkit.ledgers.aggregate_layout import Layout, find_aggregate
from reportkit.ledgers.aggregates import read_aggregate
from reportkit.ledgers.amounts import split_unit
from reportkit.ledgers.copies import leave_copies
from reportkit.ledgers.frame import Ledger, ledger_of
from reportkit.ledgers.mapping import LedgerMapping
from reportkit.ledgers.personal import may_be_personal
from reportkit.ledgers.problem import Problem
from reportkit.ledgers.reading import Reading
from reportkit.ledgers.rows import NOTICE, ROW, Records, read_records
from reportkit.ledgers.sheets.blocks import Block, find_blocks, going_on
from reportkit.ledgers.sheets.columns import Unnamed, column_name, rivals, unnamed
from reportkit.ledgers.sheets.headings import Vocabulary, missing
from reportkit.ledgers.sheets.intake import Intake, receive
from reportkit.ledgers.sheets.names import year_in
from reportkit.ledgers.sheets.placing import (
    LOST,
    UNREAD,
    Placed,
    hint,
    looks_like_records,
    near_names,
    place_blocks,
)
from reportkit.ledgers.sheets.sorting import VOID as LEFT_OUT_VOID
from reportkit.ledgers.sheets.sorting import sort_rows

Own = Mapping[str, LedgerMapping]
NO_MAPPING: Own = {}
VOID, SHIFTED = "void", "shifted"
_UNREADABLE = "原始数据读不出来："
_MOST_DOUBTFUL = 0.2
_LONGEST_HEADING = 20


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


def read_raw_data(
    intake: Intake,
    edition: Edition,
    year: int,
    *,
    own: Own = NO_MAPPING,
    others: Sequence[Schema] = (),
    official: Collection[int] = (),
    told: Collection[str] = (),
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
    told : collection of str
        The cells that stand there, or need not be told: a ledger that no other cell is counted from
        may be missing.

    Raises
    ------
    RawDataError
        Where a ledger is missing or cannot be understood; with the problems of all other files.
    """
    with uncollected():
        parts, placed = read_parts(intake, edition, year, own=own, others=others, official=official)
    _miss(edition, parts, placed, {*told, *_listed(edition, parts)})
    every = [records for id_ in edition.ledgers for records in parts.get(id_, ())]
    problems = [*placed.problems, *(each for records in every for each in records.problems)]
    faults = [fault for one in placed.faults.values() for fault in one]
    if faults:
        raise RawDataError(_UNREADABLE, [*faults, *_told_beside(problems, faults)])
    ledgers = {
        id_: ledger_of(schema, parts[id_])
        for id_, schema in edition.ledgers.items()
        if parts.get(id_)
    }
    account = Account(tuple(map(_account_of, every)), tuple(placed.not_read))
    return RawData(ledgers, tuple(problems), account)


def read_parts(
    intake: Intake,
    edition: Edition,
    year: int,
    *,
    own: Own = NO_MAPPING,
    others: Sequence[Schema] = (),
    official: Collection[int] = (),
) -> tuple[dict[str, list[Records]], Placed]:
    """Return the records of every ledger, block by block, and where everything else is.

    Personal columns are in the grids of the blocks: they stay in this room. The parameters are
    those of `read_raw_data`.
    """
    schemas = list(edition.ledgers.values())
    placed = place_blocks(intake, schemas, others, own, official)
    parts = {id_: _read_blocks(blocks, year, own, placed) for id_, blocks in placed.blocks.items()}
    _read_headless(placed, parts, schemas, year, own)
    parts = {id_: leave_copies(records, placed) for id_, records in parts.items()}
    for records in parts.values():
        hold_across(records)
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
    if file.fault is not None:
        raise RawDataError(heading, [f"{path.name}：{file.fault.fault}。{file.fault.remedy}"])
    vocabulary = Vocabulary(schema, {})
    blocks = [
        block
        for grid in file.grids
        for block in find_blocks(grid, file.place(grid), [vocabulary], schema)
    ]
    if not blocks:
        raise RawDataError(heading, [_no_headings(path.name, "", schema)])
    lacking = [block for block in blocks if missing(block.headings, schema)]
    if lacking:
        raise RawDataError(heading, [f"{block.place}：缺少列。{hint(block)}" for block in lacking])
    placed = Placed()
    parts = _read_blocks(blocks, year, NO_MAPPING, placed)
    hold_across(parts)
    problems = [each for records in parts for each in records.problems if each.kind != NOTICE]
    if problems:
        raise RawDataError(f"“{schema.title}”有误：", list(map(str, problems)))
    return ledger_of(schema, parts)


def _read_blocks(blocks: Sequence[Block], year: int, own: Own, placed: Placed) -> list[Records]:
    return [_read_block(block, year, own, placed) for block in blocks]


def _read_block(block: Block, year: int, own: Own, placed: Placed) -> Records:
    sorted_ = sort_rows(block)
    void = _own(block, own).void_rows
    if void == "left_out" and sorted_.void:
        gone = set(sorted_.void)
        sorted_.records = [row for row in sorted_.records if row[0] not in gone]
        sorted_.left_out[LEFT_OUT_VOID].extend(sorted_.void)
    for fault in rivals(block, sorted_.records):
        placed.faults.setdefault(block.schema.id, []).append(f"{block.place}：{fault}")
    beside = unnamed(block, sorted_)
    records = read_records(block, sorted_, lambda field: _reading(field, block, year, own))
    _tell_beside(records, beside)
    if not void:
        _ask_about_void(records, sorted_.void)
    return records


def _reading(field: Field, block: Block, year: int, own: Own) -> Reading:
    stem = PurePosixPath(block.grid.file).stem
    return Reading(
        year=year,
        unit=_unit(field, block),
        written_year=year_in(stem, block.title, block.grid.sheet),
        words=_own(block, own).words,
    )


def _own(block: Block, own: Own) -> LedgerMapping:
    return own.get(block.schema.id) or LedgerMapping()


def _unit(field: Field, block: Block) -> Decimal:
    """Return what the amounts of a column are counted in: its heading says so, or the title."""
    if field.type != "money":
        return Decimal(1)
    _, above = split_unit(block.title)
    return block.headings.units.get(field.id) or above or Decimal(1)


def _ask_about_void(records: Records, void: Sequence[int]) -> None:
    positions = [records.rows.index(row) for row in void]
    if positions:
        records.doubtful[ROW].update(positions)
        remedy = (
            "不计入的，请删去这些行；要计入的，请去掉删除线和“作废”字样；"
            "一律照此办理的，可以在 mapping.yaml 里写明 void_rows。"
        )
        records.tell(VOID, positions, "", "划了删除线或者注明作废，是否计入无法确定", remedy)


def _tell_beside(records: Records, beside: Unnamed) -> None:
    """Tell of shifted rows, of which nothing else is told, and of columns without headings."""
    if beside.shifted:
        positions = [n for n, row in enumerate(records.rows) if row in beside.shifted]
        records.problems = _without_rows(records.problems, beside.shifted)
        for name in (*records.values, ROW):
            records.doubtful[name].update(positions)
        remedy = "内容里有逗号的，要用英文双引号括起来；最好另存为 .xlsx 再交。"
        records.tell(SHIFTED, positions, "", "比表头多出几列，各列可能错位", remedy)
    if beside.columns:
        names = f"{column_name(beside.columns[0])}–{column_name(beside.columns[-1])}"
        remedy = "是另一张表的，请补上表头，或者移到另一个文件。"
        records.tell(LOST, [], "", f"{names} 列有内容，却没有表头，没有读取", remedy)


def _without_rows(problems: Sequence[Problem], rows: Collection[int]) -> list[Problem]:
    return [problem for problem in problems if not set(problem.rows) <= set(rows)]


def _read_headless(
    placed: Placed,
    parts: dict[str, list[Records]],
    schemas: Sequence[Schema],
    year: int,
    own: Own,
) -> None:
    """Read sheets without headings that go on with what stands before them; name the others."""
    for file, grid, place, ledger in placed.headless:
        layout = _counted(grid, ledger, schemas)
        if layout is not None:
            _read_counts(grid, place, file.name, layout, year, placed, parts)
            continue
        before = _before(file.name, ledger, parts)
        if before is not None:
            records = _read_block(going_on(grid, place, before.block), year, own, Placed())
            if _fits(records):
                records.tell(NOTICE, [], "", f"没有表头，按 {before.block.place} 的续表读取", "")
                parts[records.schema.id].append(records)
                continue
        if (
            ledger is not None
            and not any(
                records.block.grid.file == file.name for one in parts.values() for records in one
            )
            and len(file.grids) == 1
        ):
            placed.faults.setdefault(ledger.id, []).append(_no_headings(place, grid.note, ledger))
        elif looks_like_records(grid.rows):
            remedy = "是台账的，请补上表头；不是的，请移出数据文件夹。"
            kind = LOST if before is not None else UNREAD
            placed.leave(place, file.name, "找不到表头", grid.rows, remedy, kind)
        else:
            placed.leave(place, file.name, "不是台账", grid.rows)


def _counted(grid: Grid, ledger: Schema | None, schemas: Sequence[Schema]) -> Layout | None:
    """Return how a sheet counts the records of one ledger by period; None where it does not."""
    meant = [ledger] if ledger is not None else schemas
    layouts = [layout for each in meant if (layout := find_aggregate(grid.rows, each))]
    return layouts[0] if len(layouts) == 1 else None


def _read_counts(
    grid: Grid,
    place: str,
    file: str,
    layout: Layout,
    year: int,
    placed: Placed,
    parts: dict[str, list[Records]],
) -> None:
    """Read counts by period, unless the ledger has one row a record: nothing counts twice."""
    ledger = layout.schema
    if any(records.weights is None for records in parts.get(ledger.id, ())):
        reason = f"是“{ledger.title}”的汇总数，台账已经逐件登记，没有再计入"
        remedy = "汇总数里还有台账没有登记的，请补登台账；没有的，请移出数据文件夹。"
        placed.leave(place, file, reason, grid.rows, remedy)
        return
    written = year_in(PurePosixPath(grid.file).stem, grid.sheet)
    records = read_aggregate(grid, place, layout, Reading(year, written_year=written))
    parts.setdefault(ledger.id, []).append(records)


def _before(
    file: str, ledger: Schema | None, parts: Mapping[str, Sequence[Records]]
) -> Records | None:
    """Return what a sheet without headings may go on with: the last block of its file or ledger."""
    same = [r for one in parts.values() for r in one if r.block.grid.file == file]
    of_ledger = parts.get(ledger.id, ()) if ledger is not None else ()
    return (same or [*of_ledger] or [None])[-1]


def _fits(records: Records) -> bool:
    """Whether nearly all values that every record needs can be read: then the columns are right."""
    needed = [f.id for f in records.schema.kept if f.required]
    wrong = sum(len(records.doubtful[name]) for name in needed)
    return bool(records.rows) and wrong <= _MOST_DOUBTFUL * len(needed) * len(records.rows)


def _no_headings(place: str, note: str, schema: Schema) -> str:
    headings = "、".join(f"“{field.heading}”" for field in schema.kept)
    how = f"（{note}）" if note else ""
    return f"{place}：找不到表头{how}。表头应有：{headings}。"


def _told_beside(problems: Sequence[Problem], faults: Sequence[str]) -> list[str]:
    """Return the problems that faults do not speak of already."""
    return [
        str(problem)
        for problem in problems
        if problem.kind != NOTICE
        and not (problem.kind == UNREAD and any(problem.file in fault for fault in faults))
    ]


def _listed(edition: Edition, parts: Mapping[str, Sequence[Records]]) -> Iterator[str]:
    """Yield the cells whose figures the bureau listed itself."""
    kept = edition.filled_in
    for records in parts.get(kept.id, ()) if kept else ():
        yield from records.values["cell"]


def _miss(
    edition: Edition,
    parts: Mapping[str, Sequence[Records]],
    placed: Placed,
    told: Collection[str],
) -> None:
    """Note the ledgers that a table counts from and that are not there."""
    needed = {cell.count.ledger for cell in edition.cells.values() if cell.id not in told}
    for id_, schema in edition.ledgers.items():
        if id_ not in needed or parts.get(id_) or id_ in placed.faults:
            continue
        names = near_names(schema, edition.ledgers.values(), placed)
        if names:
            remedy = (
                f"{'、'.join(names)} 没有读取；就是这本台账的，"
                f"请放在数据文件夹里，文件名用 {schema.stem}。"
            )
        else:
            remedy = "全年没有记录的，请放一份只有表头的文件。"
        placed.faults[id_] = [
            f"缺少“{schema.title}”（{schema.stem}.xlsx 或 {schema.stem}.csv）。{remedy}"
        ]


def _account_of(records: Records) -> BlockRead:
    block = records.block
    headings = block.headings
    by_column = {column: block.schema.by_id[id_] for id_, column in headings.columns.items()}
    kept = {c: field for c, field in by_column.items() if field.type != "personal"}
    return BlockRead(
        ledger=block.schema.id,
        title=block.schema.title,
        place=block.place,
        file=block.grid.file,
        heading_rows=block.heading_rows,
        columns={headings.written[column].strip(): field.heading for column, field in kept.items()},
        ignored=tuple(
            _heading_text(text, column)
            for column, text in headings.written.items()
            if column not in by_column and block.first <= column < block.end
        ),
        personal=len(by_column) - len(kept),
        read=len({*records.rows} - {*block.heading_rows}),
        left_out=tuple(LeftOut(reason, tuple(rows)) for reason, rows in records.left_out.items()),
        records=len(records.rows),
    )


def _heading_text(text: str, column: int) -> str:
    """Return a heading that nobody knows, unless it is too long for one or may be personal."""
    if len(text) > _LONGEST_HEADING or may_be_personal(text):
        return f"{column_name(column)} 列"
    return text.strip()
