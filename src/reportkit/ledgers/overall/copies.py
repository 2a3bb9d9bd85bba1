"""Files of one ledger that say the same: copies are not counted twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from reportkit.ledgers.rows import Records
from reportkit.ledgers.sheets.names import is_copy
from reportkit.ledgers.sheets.placing import Placed

_Content = Counter[tuple[Any, ...]]


def leave_copies(parts: Sequence[Records], placed: Placed) -> list[Records]:
    """Return the records of a ledger without those of files that are copies of others.

    A file that is called a copy, or like another one but for its ending, and says something else is
    a fault of the ledger: nobody can know which of them holds.
    """
    if len({records.block.grid.file for records in parts}) <= 1:
        return list(parts)
    by_file: dict[str, list[Records]] = {}
    for records in parts:
        by_file.setdefault(records.block.grid.file, []).append(records)
    contents = {file: _content_of(records) for file, records in by_file.items()}
    kept = sorted(filter(contents.get, by_file), key=lambda file: is_copy(_stem(file)))
    left: set[str] = set()
    for file in kept[::-1]:
        others = [other for other in kept if other != file and other not in left]
        twin = next((other for other in others if _stem(other) == _stem(file)), None)
        among = next((other for other in others if contents[file] <= contents[other]), None)
        if among is not None:
            left.add(file)
            _leave(file, among, by_file[file], placed)
        elif others and (twin or is_copy(_stem(file))):
            left.add(file)
            _refuse(file, twin or others[0], parts[0], placed)
    return [records for records in parts if records.block.grid.file not in left]


def _stem(file: str) -> str:
    return PurePosixPath(file).stem


def _content_of(parts: Sequence[Records]) -> _Content:
    """Return how often each record occurs; what cannot be read is as good as empty."""
    content: _Content = Counter()
    for records in parts:
        content.update(records.contents(records.schema.kept))
    return content


def _leave(file: str, among: str, parts: Sequence[Records], placed: Placed) -> None:
    rows = [row for records in parts for row in records.block.rows]
    remedy = "是多余的副本，请移出数据文件夹；确是另一批记录的，请核对。"
    placed.leave(file, file, f"内容都已在 {among} 里，没有重复计入", rows, remedy)


def _refuse(file: str, other: str, records: Records, placed: Placed) -> None:
    fault = f"{file} 和 {other} 像是同一本台账的两份文件，内容却不一致"
    remedy = "请只留一份；两份都要计入的，请改用不带“副本”字样的文件名，各放各的记录。"
    placed.refuse(records.schema.id, "", fault, remedy)
