"""Ledgers that are not there, or have no records, while a table counts from them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from reportkit.forms import Edition
from reportkit.ledgers.problem import Problem
from reportkit.ledgers.rows import Records
from reportkit.ledgers.sheets.intake import TABLES
from reportkit.ledgers.sheets.placing import ARCHIVES, UNREAD, Placed, near_names

_MOST_FILES = 5


def refuse_missing(
    edition: Edition,
    parts: Mapping[str, Sequence[Records]],
    placed: Placed,
    told: Collection[str],
) -> None:
    """Note the ledgers that a table counts from and that are not there, nor what they would tell.

    Parameters
    ----------
    edition : Edition
    parts : mapping of str to sequence of Records
    placed : Placed
        Gets the faults.
    told : collection of str
        The cells that need not be counted; those that the bureau listed itself are told too.
    """
    known = {*told, *_listed(edition, parts)}
    needed = {cell.count.ledger for cell in edition.cells.values() if cell.id not in known}
    for id_, schema in edition.ledgers.items():
        if id_ not in needed or parts.get(id_) or id_ in placed.faults:
            continue
        names = near_names(schema, edition.ledgers.values(), placed)
        if names and all(PurePosixPath(name).suffix.lower() in ARCHIVES for name in names):
            remedy = f"{'、'.join(names)} 是压缩文件，请解压，把台账直接放在数据文件夹里。"
        elif names:
            remedy = (
                f"{'、'.join(names)} 没有读取；就是这本台账的，请直接放在数据文件夹里，"
                f"文件名用 {schema.stem}，有几份的加上 -1、-2。"
            )
        elif placed.problems:
            remedy = "记录若在没有读取的文件里，请先把那些文件改好。"
        else:
            remedy = "全年没有记录的，请放一份只有表头的文件。"
        fault = f"缺少“{schema.title}”（{schema.stem}.xlsx 或 {schema.stem}.csv）"
        placed.refuse(id_, "", fault, remedy)


def doubt_empty(edition: Edition, parts: Mapping[str, Sequence[Records]], placed: Placed) -> None:
    """Tell of ledgers with headings alone where tables in folders within were passed over."""
    passed_over = [
        each.file
        for each in placed.not_read
        if "/" in each.file and PurePosixPath(each.file).suffix.lower() in TABLES
    ]
    empty = [
        schema.title
        for id_, schema in edition.ledgers.items()
        if parts.get(id_) and not any(records.rows for records in parts[id_])
    ]
    if passed_over and empty:
        files = "、".join(passed_over[:_MOST_FILES]) + ("等" if passed_over[_MOST_FILES:] else "")
        fault = f"“{'”、“'.join(empty)}”只有表头，而子文件夹里的 {files} 没有读取"
        remedy = "记录在子文件夹里的，请移到数据文件夹里；确实没有记录的，不必处理。"
        placed.problems.append(Problem(UNREAD, "", "数据文件夹", (), "", fault, remedy))


def _listed(edition: Edition, parts: Mapping[str, Sequence[Records]]) -> Iterator[str]:
    """Yield the cells whose figures the bureau listed itself."""
    kept = edition.filled_in
    for records in parts.get(kept.id, ()) if kept else ():
        yield from records.values["cell"]
