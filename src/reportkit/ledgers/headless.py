"""Sheets without headings: counts by period, sheets that go on with others, and what is neither."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from reportkit.forms import Schema
from reportkit.grids import Grid, Row
from reportkit.ledgers.by_period.aggregate_layout import Layout, find_aggregate
from reportkit.ledgers.by_period.aggregates import read_aggregate
from reportkit.ledgers.mapping import Own, mapping_of
from reportkit.ledgers.read_block import read_block
from reportkit.ledgers.rows import NOTICE, Records
from reportkit.ledgers.sheets.blocks import going_on
from reportkit.ledgers.sheets.headings import Vocabulary
from reportkit.ledgers.sheets.names import year_in
from reportkit.ledgers.sheets.placing import LOST, UNREAD, Placed, looks_like_records
from reportkit.ledgers.values.days import is_day
from reportkit.ledgers.values.reading import Reading

_MOST_DOUBTFUL = 0.2
_DEEPEST, _WIDEST = 50, 8
_FEWEST_BELOW = 3


def read_headless(
    placed: Placed,
    parts: dict[str, list[Records]],
    schemas: Sequence[Schema],
    year: int,
    own: Own,
) -> None:
    """Read sheets without headings that go on with what stands before them; name the others."""
    for file, grid, place, ledger in placed.headless:
        layout = _counted(grid, ledger, schemas, own)
        if layout is not None:
            reading = _reading(grid, layout, year, own)
            _read_counts(grid, place, layout, reading, placed, parts)
            continue
        before = _before(file.name, ledger, parts)
        if before is not None:
            records = read_block(going_on(grid, place, before.block), year, own)
            if _fits(records):
                records.tell(NOTICE, [], "", f"没有表头，按 {before.block.place} 的续表读取", "")
                parts[records.schema.id].append(records)
                continue
        turned = _turned(grid.rows, [ledger] if ledger else schemas, own)
        if turned is not None and not parts.get(turned.id):
            _refuse_turned(placed, turned, file.name, grid, place)
            continue
        if turned is not None and any(records.block.spots for records in parts[turned.id]):
            placed.leave(place, file.name, *_unlike(grid, turned))
            continue
        if (
            ledger is not None
            and not any(
                records.block.grid.file == file.name for one in parts.values() for records in one
            )
            and len(file.sheets) == 1
        ):
            placed.refuse(ledger.id, place, *no_headings(grid.note, ledger))
        elif (many := looks_like_records(grid.rows)) or (before and _has_days(grid.rows)):
            remedy = "是台账的，请补上表头；不是的，请移出数据文件夹。"
            kind = LOST if before is not None and many else UNREAD
            placed.leave(place, file.name, "找不到表头", grid.rows, remedy, kind)
        else:
            placed.leave(place, file.name, "不是台账", grid.rows)


def _turned(rows: Sequence[Row], schemas: Sequence[Schema], own: Own) -> Schema | None:
    """Return the ledger whose headings stand below each other: a form for each record, perhaps."""
    for schema in schemas:
        meant = Vocabulary(schema, mapping_of(schema, own).headings)
        found: dict[int, set[str]] = {}
        for _, values in rows[:_DEEPEST]:
            for column, value in enumerate(values[:_WIDEST]):
                meaning = meant.meaning(value) if isinstance(value, str) else None
                if meaning is not None:
                    found.setdefault(column, set()).add(meaning.field)
        if any(len(fields) >= _FEWEST_BELOW for fields in found.values()):
            return schema
    return None


def _refuse_turned(placed: Placed, ledger: Schema, file: str, grid: Grid, place: str) -> None:
    """Refuse a ledger with its headings on the left, once a file; name each sheet."""
    fault = "表头竖着排在左边，像是一件一张的登记表，或者横竖颠倒的台账"
    if not any(each.fault == fault for each in placed.faults.get(ledger.id, ())):
        remedy = (
            "请改成每行一件、表头横排在上面（一张表横竖颠倒的，可以在 Excel、WPS 里“选择性粘贴”"
            "选“转置”）。一件一张的登记表，栏目照列名的写法、必填的都有、各张一样的，也能读取。"
        )
        placed.refuse(ledger.id, place, fault, remedy)
    placed.leave(place, file, fault, grid.rows)


def _unlike(grid: Grid, ledger: Schema) -> tuple[str, Sequence[Row], str, str]:
    """Return how a form is left that is not made as those are that were read."""
    remedy = f"请照其他登记表改正；不是“{ledger.title}”的，请移出数据文件夹。"
    return "像是一件一张的登记表，缺少必填的栏目，或者同一栏目前后不一致", grid.rows, remedy, LOST


def _has_days(rows: Sequence[Row]) -> bool:
    """Whether every row has a day beside something else: records of which little is written."""
    return all(
        sum(value is not None for value in values) > 1 and any(map(is_day, values))
        for _, values in rows
    )


def _counted(
    grid: Grid, ledger: Schema | None, schemas: Sequence[Schema], own: Own
) -> Layout | None:
    """Return how a sheet counts the records of one ledger by period; None where it does not."""
    meant = [ledger] if ledger is not None else schemas
    found = (find_aggregate(grid.rows, each, mapping_of(each, own)) for each in meant)
    layouts = [layout for layout in found if layout is not None]
    return layouts[0] if len(layouts) == 1 else None


def _reading(grid: Grid, layout: Layout, year: int, own: Own) -> Reading:
    written = year_in(PurePosixPath(grid.file).stem, grid.sheet)
    return Reading(year, written_year=written, words=mapping_of(layout.schema, own).words)


def _read_counts(
    grid: Grid,
    place: str,
    layout: Layout,
    reading: Reading,
    placed: Placed,
    parts: dict[str, list[Records]],
) -> None:
    """Read counts by period, unless the ledger has one row a record: nothing counts twice."""
    ledger = layout.schema
    if any(records.weights is None for records in parts.get(ledger.id, ())):
        reason = f"是“{ledger.title}”的汇总数，台账已经逐件登记，没有再计入"
        remedy = "汇总数里还有台账没有登记的，请补登台账；没有的，请移出数据文件夹。"
        # A summary without periods beside a ledger is what its author adds up for himself.
        told = remedy if layout.period >= 0 else ""
        placed.leave(place, grid.file, reason, grid.rows, told)
        return
    records = read_aggregate(grid, place, layout, reading)
    parts.setdefault(ledger.id, []).append(records)


def _before(
    file: str, ledger: Schema | None, parts: Mapping[str, Sequence[Records]]
) -> Records | None:
    """Return what a sheet without headings may go on with: the last block of its file or ledger.

    With forms, one for each record, nothing goes on.
    """
    same = [r for one in parts.values() for r in one if r.block.grid.file == file]
    found = same or list(parts.get(ledger.id, ()) if ledger is not None else ())
    before = [records for records in found if not records.block.spots]
    return before[-1] if before else None


def _fits(records: Records) -> bool:
    """Whether nearly all values that every record needs can be read: then the columns are right."""
    needed = [f.id for f in records.schema.kept if f.required]
    wrong = sum(len(records.doubtful[name]) for name in needed)
    return bool(records.rows) and wrong <= _MOST_DOUBTFUL * len(needed) * len(records.rows)


def no_headings(note: str, schema: Schema) -> tuple[str, str]:
    """Return fault and remedy of a sheet in which no row is one of headings."""
    headings = "、".join(f"“{field.heading}”" for field in schema.kept)
    how = f"（{note}）" if note else ""
    return f"找不到表头{how}", f"表头应有：{headings}。"
