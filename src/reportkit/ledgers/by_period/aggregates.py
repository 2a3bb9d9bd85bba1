"""Counts by period that are handed in instead of a ledger with one row a record.

What the counts do not tell of a record is doubtful: a figure that asks for it cannot be told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

from reportkit.forms import Field
from reportkit.grids import Grid, column_letters
from reportkit.ledgers.by_period.aggregate_layout import Layout, is_total
from reportkit.ledgers.by_period.periods import Period, read_period
from reportkit.ledgers.problem import Problem, runs
from reportkit.ledgers.rows import NOTICE, ROW, Records
from reportkit.ledgers.sheets.blocks import NO_END, Block
from reportkit.ledgers.sheets.headings import Headings
from reportkit.ledgers.values.amounts import read_count
from reportkit.ledgers.values.nothing import says_nothing
from reportkit.ledgers.values.parse import parse
from reportkit.ledgers.values.reading import Reading, ValueProblem

_WHOLE_YEAR = 12


@dataclass(frozen=True, slots=True)
class _Count:
    """One count.

    `period` is None where it cannot be told, `number` where it cannot be read; `beside` is what
    else stands in its row.
    """

    row: int
    period: Period | None
    codes: Mapping[str, str]
    number: int | None
    beside: tuple[str, ...] = attribute(default=(), repr=False)

    @property
    def what(self) -> tuple[Any, ...]:
        """What it counts, whatever the period."""
        return (*sorted(self.codes.items()), *self.beside)


def read_aggregate(grid: Grid, place: str, layout: Layout, reading: Reading) -> Records:
    """Return counts as records, each of which stands for as many as its weight says.

    Parameters
    ----------
    grid : Grid
    place : str
        File and sheet, as messages call them.
    layout : Layout
    reading : Reading
        Its year is meant where periods name none, unless file or sheet do.
    """
    block = _block(grid, place, layout)
    left_out: defaultdict[str, list[int]] = defaultdict(list)
    records = Records(block, [], left_out, weights=[])
    year = reading.written_year or reading.year
    found: list[_Count] = []
    start = 0
    for row, values in block.rows:
        if is_total(_at(values, layout.label)):
            left_out["合计行"].append(row)
            _check_total(records, row, values, layout, (found, found[start:]), year)
            start = len(found)
        elif _is_blank(values, layout):
            left_out["没有填数的行"].append(row)
        else:
            counts = list(_counts(row, values, year, layout, reading))
            _check_sum(records, row, values, layout, counts)
            found += counts
    if layout.period < 0 and not layout.periods:
        _tell(records, NOTICE, [], f"没有写明期间，按 {year} 年全年的汇总数读取", "")
    kept, doubtful = _without_sums(found)
    left_out["合计行"] += sorted({count.row for count in found} - {count.row for count in kept})
    _fill(records, kept, layout)
    _tell_wrong(records, kept, doubtful, layout)
    _tell_missing(records, kept, layout, reading.year)
    records.left_out = {reason: rows for reason, rows in left_out.items() if rows}
    return records


def _block(grid: Grid, place: str, layout: Layout) -> Block:
    row, values = grid.rows[layout.index]
    written = {column: value for column, value in enumerate(values) if isinstance(value, str)}
    dated_by = layout.schema.dated_by
    dated = {dated_by: layout.period} if layout.period >= 0 else {}
    headings = Headings(written, {**layout.fields, **dated}, {}, {})
    rows = grid.rows[layout.index + 1 :]
    return Block(grid, place, layout.schema, headings, (row,), 0, NO_END, "", rows)


def _check_total(
    records: Records,
    row: int,
    values: Sequence[Any],
    layout: Layout,
    sums: tuple[Sequence[_Count], Sequence[_Count]],
    year: int,
) -> None:
    """Tell of a row of sums that is neither that of all rows above nor since the last such row."""
    for column in layout.columns:
        code = layout.kinds.get(column)
        period = read_period(layout.periods.get(column), year)
        told = read_count(_at(values, column))
        right = {
            sum(
                count.number or 0
                for count in counts
                if code in (None, count.codes.get(layout.by)) and period in (None, count.period)
            )
            for counts in sums
        }
        if told is not None and told not in right:
            _tell_sum(records, row, column, told, max(right))


def _check_sum(
    records: Records,
    row: int,
    values: Sequence[Any],
    layout: Layout,
    counts: Sequence[_Count],
) -> None:
    """Tell of a column of sums that is not that of its row."""
    for column in layout.totals if layout.count < 0 else ():
        told = read_count(_at(values, column))
        right = sum(count.number or 0 for count in counts)
        if told is not None and told != right:
            _tell_sum(records, row, column, told, right)


def _tell_sum(records: Records, row: int, column: int, told: int, right: int) -> None:
    fault = f"{column_letters(column + 1)} 列的合计为 {told}，各项相加为 {right}"
    _tell(records, "number", [row], fault, "请核对各项和合计。")


def _without_sums(found: Sequence[_Count]) -> tuple[list[_Count], list[_Count]]:
    """Return the counts that are no sums of others, and those that contradict others.

    A quarter beside its months is their sum; where it is not, which of them hold cannot be told.
    """
    kept: list[_Count] = []
    doubtful: list[_Count] = []
    by_what: defaultdict[tuple[Any, ...], list[_Count]] = defaultdict(list)
    for count in found:
        by_what[count.what].append(count)
    for counts in by_what.values():
        known: list[tuple[Period, _Count]] = []
        dated = [(count.period, count) for count in counts if count.period is not None]
        kept += [count for count in counts if count.period is None]
        for period, count in sorted(dated, key=lambda each: each[0].last - each[0].first):
            within = [each for other, each in known if other.meets(period)]
            same = any(other == period for other, _ in known)
            if within and not same and count.number == sum(each.number or 0 for each in within):
                continue
            kept.append(count)
            known.append((period, count))
            doubtful += [count] if within else []
    order = {id(count): place for place, count in enumerate(found)}
    return sorted(kept, key=lambda count: order[id(count)]), doubtful


def _fill(records: Records, kept: Sequence[_Count], layout: Layout) -> None:
    """Fill in the records, one a count; what counts do not tell is doubtful."""
    records.rows = [count.row for count in kept]
    records.weights = [count.number or 0 for count in kept]
    records.in_months = all(count.period is None or count.period.is_month for count in kept)
    dated_by = layout.schema.dated_by
    for field in layout.schema.kept:
        values: list[Any]
        if field.id == dated_by:
            values = [count.period.date if count.period else None for count in kept]
        else:
            values = [count.codes.get(field.id) for count in kept]
        records.values[field.id] = values
        lacking = {n for n, value in enumerate(values) if value is None}
        records.doubtful[field.id] |= lacking


def _tell_wrong(
    records: Records, kept: Sequence[_Count], doubtful: Sequence[_Count], layout: Layout
) -> None:
    """Tell of what cannot be read, and of periods that overlap."""
    without_period = [count.row for count in kept if count.period is None]
    if without_period:
        fault = "看不出是哪个月、哪个季度或者哪一年的数"
        _tell(records, "date", without_period, fault, "请写成“1月”“第一季度”的样子，一行一个时期。")
    for id_ in layout.fields:
        unknown = [count.row for count in kept if id_ not in count.codes]
        field = layout.schema.by_id[id_]
        if unknown:
            remedy = "应填规定的类别，一行一个。"
            _tell(records, field.problem, unknown, f"“{field.heading}”不认识", remedy)
    no_number = [n for n, count in enumerate(kept) if count.number is None]
    records.doubtful[ROW].update(no_number)
    if no_number:
        rows = [kept[n].row for n in no_number]
        _tell(records, "number", rows, "填的不是件数", "请填整数；没有的填 0。")
    twice = [n for n, count in enumerate(kept) if any(count is each for each in doubtful)]
    records.doubtful[ROW].update(twice)
    if twice:
        remedy = "请每个时期、每个类别只填一个数。"
        rows = [kept[n].row for n in twice]
        _tell(records, "unique", rows, "与别的行是同一时期的数，又对不上", remedy)
    if layout.strange and layout.count < 0:
        names = "、".join(column_letters(column + 1) for column in layout.strange)
        what = "规定的类别" if layout.kinds else "时期"
        _tell(records, "lost", [], f"{names} 列的栏名不是{what}，没有读取", "请核对栏名。")


def _tell_missing(records: Records, kept: Sequence[_Count], layout: Layout, year: int) -> None:
    """Say that counts were read, what they do not tell, and which months have none."""
    field = layout.schema.by_id[layout.by]
    told = {*layout.kinds.values()} or {*(field.choices or {})}
    lacking = [code for code in field.choices or {} if code not in told]
    for code in lacking:  # a record that may be there and may not: its figures cannot be told
        position = len(records.rows)
        records.rows.append(records.block.heading_rows[0])
        (records.weights or []).append(0)
        for name, values in records.values.items():
            values.append(code if name == layout.by else None)
            records.doubtful[name] |= set() if name == layout.by else {position}
    notes = ["按汇总数读取，一行代表多件"]
    if lacking:
        notes.append(f"没有{'、'.join(f'“{field.label(code)}”' for code in lacking)}一栏")
    covered = {
        month
        for count in kept
        if count.period and count.period.year == year
        for month in range(count.period.first, count.period.last + 1)
    }
    missing = [month for month in range(1, _WHOLE_YEAR + 1) if month not in covered]
    if missing and covered:
        notes.append(f"没有 {'、'.join(runs(missing))} 月的数，按没有计")
    _tell(records, NOTICE, [], "；".join(notes), "")


def _tell(records: Records, kind: str, rows: Sequence[int], fault: str, remedy: str) -> None:
    numbers = tuple(dict.fromkeys(rows))
    block = records.block
    records.problems.append(
        Problem(kind, block.schema.id, block.place, numbers, "", fault, remedy, block.first)
    )


def _is_blank(values: Sequence[Any], layout: Layout) -> bool:
    return all(_is_empty(_at(values, column)) for column in layout.columns)


def _at(values: Sequence[Any], column: int) -> Any:
    return values[column] if 0 <= column < len(values) else None


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str) and says_nothing(value))


def _counts(
    row: int, values: Sequence[Any], year: int, layout: Layout, reading: Reading
) -> Iterator[_Count]:
    """Yield the counts of a row; a place that is empty has none."""
    written = _at(values, layout.period) if layout.period >= 0 else f"{year}年"
    codes = {
        id_: meant
        for id_, column in layout.fields.items()
        if (meant := _code(_at(values, column), layout.schema.by_id[id_], reading)) is not None
    }
    if layout.count >= 0:
        beside = tuple(str(_at(values, column)) for column in layout.strange)
        number = read_count(_at(values, layout.count))
        yield _Count(row, read_period(written, year), codes, number, beside)
        return
    for column in layout.columns:
        value = _at(values, column)
        if not _is_empty(value):
            period = read_period(layout.periods.get(column, written), year)
            kind = {layout.by: layout.kinds[column]} if layout.kinds else {}
            yield _Count(row, period, codes | kind, read_count(value))


def _code(value: Any, field: Field, reading: Reading) -> str | None:
    """Return which kind a cell names; None where it names none for sure."""
    try:
        return parse(value, field, reading).value if value is not None else None
    except ValueProblem:
        return None
