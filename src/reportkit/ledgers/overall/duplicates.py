"""What may be counted twice in a ledger: equal numbers, equal rows, sums beside their parts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Hashable, Iterator, Sequence
from typing import Any

from reportkit.folding import heading
from reportkit.forms import Field
from reportkit.grids import Row
from reportkit.ledgers.problem import rows_text
from reportkit.ledgers.rows import NOTICE, ROW, VOID, Records
from reportkit.ledgers.values.record_numbers import identities, is_serial, several
from reportkit.ledgers.values.told_numbers import told_numbers
from reportkit.personal import hide, quote

SAME, UNIQUE = "same", "unique"
_FEWEST_ALIKE = 2
_FEWEST_ADDED_UP = 2
_MOST_ALIKE = 0.25
# What has no numbers, such as what is published day by day, mostly has rows alike.
_FEW_ALIKE, _SHARE_ALIKE = 3, 0.1
_FEWEST_PERSONAL = 2  # who it was, and what was asked: one party has many decisions


def check_duplicates(parts: Sequence[Records]) -> None:
    """Tell of what may stand in a ledger twice, in one block or in two."""
    schema = parts[0].schema
    numbered = schema.numbers
    for each in numbered:
        _check_unique([one for one in parts if not _counts_rows(one, each)], each)
        for records in parts:
            _check_several(records, each)
    plain = [one for one in parts if all(_counts_rows(one, each) for each in numbered)]
    _check_same(plain)
    for records in parts:
        _notice_alike(records, numbered)
        _check_sum(records)


def _counts_rows(records: Records, each: Field) -> bool:
    """Whether the numbers of a block only count its rows: 序号 begins again in every sheet."""
    column = records.block.headings.columns.get(each.id)
    if column is None:
        return not any(records.values[each.id])
    word = heading(records.block.headings.written.get(column, ""))
    if word not in map(heading, each.fallbacks):
        return False
    return all(value is None or is_serial(value) for value in records.values[each.id])


def _check_unique(parts: Sequence[Records], each: Field) -> None:
    numbers = [identities(records.values[each.id]) for records in parts]
    filled = [same for one in numbers for same in one if same]
    if len(filled) == len(set(filled)):
        return
    texts = [one for records in parts for one in records.values[each.id]]
    told = {*told_numbers(texts, people=parts[0].schema.holds_people)}
    first: dict[str, tuple[Records, int]] = {}
    between: dict[tuple[int, int], list[tuple[int, Records, int]]] = {}
    for at, (records, identical) in enumerate(zip(parts, numbers, strict=True)):
        for position, same in enumerate(identical):
            if not same:
                continue
            known, there = first.setdefault(same, (records, position))
            if known is records and there == position:
                continue
            records.doubtful[ROW].add(position)
            if known is records:
                _tell_twice(records, [(position, known, there)], each, told)
            else:
                between.setdefault((at, id(known)), []).append((position, known, there))
    for (at, _), found in between.items():
        _tell_twice(parts[at], found, each, told)


def _tell_twice(
    records: Records,
    found: Sequence[tuple[int, Records, int]],
    each: Field,
    told: Container[str],
) -> None:
    """Tell of numbers that stand in another row; of two blocks only once."""
    positions = [position for position, _, _ in found]
    other = found[0][1]
    values = [records.values[each.id][position] for position in positions]
    rows = rows_text(sorted(other.rows[there] for _, _, there in found))
    place = rows if other is records else f" {other.block.place} {rows}"
    shown = (
        "各行编号" if len(found) > 1 else quote(values[0]) if values[0] in told else hide(values[0])
    )
    remedy = "两行是同一件的，请删去一行；不是的，请改正编号。"
    if all(map(is_serial, values)) and other is not records:
        remedy = "各表分别编号的，请在编号前加上年份、季度等；同一批登记了两次的，请只留一处。"
    elif len(found) > 1:
        remedy = "同一批登记了两次的，请只留一处；不是的，请改正编号。"
    records.tell(UNIQUE, positions, each.id, f"{shown}与{place}重复", remedy)


def _check_several(records: Records, each: Field) -> None:
    """Ask about numbers that name several records in one row."""
    positions = several(records.values[each.id])
    if positions:
        records.doubtful[ROW].update(positions)
        fault = "写了几个编号，是否只计一件无法确定"
        records.tell(VOID, positions, each.id, fault, "每件各填一行；确是一件的，请只写一个编号。")


def _check_same(parts: Sequence[Records]) -> None:
    """Tell of blocks of which half is in another one, where no number tells records apart.

    Within a block, records that are alike in every column are common: two fees on one day.
    """
    contents = [Counter(_rows(records)) for records in parts]
    for index, (records, content) in enumerate(zip(parts, contents, strict=True)):
        for other, before in zip(parts[:index], contents[:index], strict=True):
            alike = sum((content & before).values())
            enough = alike >= min(_FEWEST_ALIKE, len(records.rows)) and alike > 0
            if enough and 2 * alike >= len(records.rows):
                fault = f"有 {alike} 行与 {other.block.place} 里的各列都相同"
                remedy = "重复登记的，请删去；确是另一批的，不必处理。"
                records.tell(SAME, [], "", fault, remedy)
                break
            if _adds_up(records, other):
                fault = f"金额合计与 {other.block.place} 的相同，像是同一批的汇总"
                remedy = "是汇总的，请移出数据文件夹；确是另一批的，不必处理。"
                records.tell(SAME, [], "", fault, remedy)
                break


def _rows(records: Records) -> Iterator[tuple[Any, ...]]:
    """Yield what the records say, but for their numbers."""
    return records.contents(each for each in records.schema.kept if not each.unique)


def _adds_up(records: Records, other: Records) -> bool:
    """Whether the amounts of two blocks have one sum, and one of them has fewer rows."""
    one, two = _amounts(records), _amounts(other)
    if len(one) == len(two) or max(len(one), len(two)) < _FEWEST_ADDED_UP or not one or not two:
        return False
    return None not in one and None not in two and sum(one) == sum(two) != 0


def _amounts(records: Records) -> list[Any]:
    money = next((each.id for each in records.schema.kept if each.type == "money"), "")
    return list(records.values[money]) if money else []


def _check_sum(records: Records) -> None:
    """Tell of a row whose amount is the sum of all others, or of all before it."""
    amounts = _amounts(records)
    if len(amounts) <= _FEWEST_ADDED_UP or None in amounts:
        return
    total, before, found = sum(amounts), 0, []
    for position, amount in enumerate(amounts):
        of_before = position > _FEWEST_ADDED_UP and before == amount
        if amount and (2 * amount == total or of_before):
            found.append(position)
        before += amount
    found = [position for position in found if position not in records.doubtful[ROW]]
    if found:
        fault = "金额等于其他各行之和，像是合计行"
        remedy = "是合计的，请删去；确是一笔收费的，不必处理。"
        records.tell(SAME, found, "", fault, remedy)


def _notice_alike(records: Records, numbered: Sequence[Field]) -> None:
    """Note the records that are alike in all but their numbers: one may stand there twice.

    Where a number tells them apart, only if persons are alike too: of two decisions of one day,
    what is kept is often the same. Where many are alike, a ledger does not tell records apart.
    """
    if not numbered:
        _notice_same_rows(records)
        return
    columns = _personal_columns(records)
    if any(len(set(column)) == len(column) for column in columns):
        return
    persons = list(zip(*columns, strict=True)) or [()] * len(records.rows)
    times = Counter(persons)
    if len(times) == len(persons):
        return
    first: dict[Hashable, int] = {}
    found: defaultdict[bool, list[int]] = defaultdict(list)
    for position, (who, content) in enumerate(zip(persons, _rows(records), strict=True)):
        if times[who] == 1:
            continue
        has_number = any(records.values[each.id][position] for each in numbered)
        if has_number and sum(value is not None for value in who) < _FEWEST_PERSONAL:
            continue
        if first.setdefault((has_number, who, content), position) != position:
            found[has_number].append(position)
    for numbers, positions in found.items():
        told = [n for n in positions if n not in records.doubtful[ROW]]
        if told and len(positions) <= _MOST_ALIKE * len(records.rows):
            fault = f"{'除编号外各列' if numbers else '各列'}都与前面的一行相同，都已计入"
            records.tell(NOTICE, told, "", fault, "请核对是不是登记了两次。")


def _notice_same_rows(records: Records) -> None:
    """Note the rows that are alike in every column, those that are not read among them.

    Two fees of one day may well be alike; who paid, or which receipt, mostly tells them apart.
    Where many are alike, a ledger does not tell records apart.
    """
    if records.weights is not None:
        return
    contents = list(_rows(records))
    if len(set(contents)) == len(contents):
        return
    read = records.block.columns_of(records.schema.kept)
    rows = _own_rows(records)
    width = max(len(values) for _, values in rows)
    others = (records.block.column(rows, at) for at in range(records.block.first, width))
    beside = [
        column
        for at, column in enumerate(others, records.block.first)
        if at < records.block.end and at not in read and not _counts_up(column)
    ]
    first: set[Hashable] = set()
    found = []
    for position, row in enumerate(zip(contents, *beside, strict=True)):
        if row in first:
            found.append(position)
        first.add(row)
    if 0 < len(found) <= max(_FEW_ALIKE, _SHARE_ALIKE * len(contents)):
        fault = "各列都与前面的一行相同，都已计入"
        records.tell(NOTICE, found, "", fault, "请核对是不是登记了两次；确是另一件的，不必处理。")


def _counts_up(column: Sequence[Any]) -> bool:
    """Whether a column numbers the rows from 1 on; receipts are numbered from anywhere on."""
    filled = [str(value).strip() for value in column if value is not None]
    return filled == list(map(str, range(1, len(filled) + 1)))


def _personal_columns(records: Records) -> list[list[Any]]:
    """Return what stands in the personal columns; it is compared and goes no further."""
    block = records.block
    columns = sorted(block.columns_of(f for f in records.schema.fields if f.type == "personal"))
    if not columns:
        return []
    mine = _own_rows(records)
    return [block.column(mine, at) for at in columns]


def _own_rows(records: Records) -> Sequence[Row]:
    """Return the rows of the sheet that are records."""
    rows = records.block.rows
    if len(rows) == len(records.rows):
        return rows
    numbers = set(records.rows)
    return [row for row in rows if row[0] in numbers]
