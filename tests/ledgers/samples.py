"""Ledgers for tests: writing them as offices do, reading them back."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportkit.errors import RawDataError
from reportkit.forms import load_form
from reportkit.ledgers import Problem, RawData, read_raw_data, take_in

EDITION = load_form("ogi").edition("2021")
SCHEMAS = EDITION.ledgers
YEAR = 2022
REQUIRED = [name for name in SCHEMAS if name in EDITION.counted_ledgers]

# An application as a clerk would enter it, and the people in it, who are invented.
APPLICATION = {
    "登记编号": "依申请〔2022〕1号",
    "收到日期": "2022-03-01",
    "申请人类别": "自然人",
    "申请人姓名": "欧阳明月",
    "证件号码": "210902198703154321",
    "联系电话": "13904180001",
    "联系地址": "海州区中华路12号3单元",
    "申请内容": "请公开本人住宅的征收补偿方案",
    "办结日期": "2022-03-20",
    "办理结果": "予以公开",
    "是否延期": "否",
    "不计入期限天数": "0",
}

Row = Mapping[str, Any]


def application(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Return an application with the columns named in `changes` filled in otherwise."""
    return {**APPLICATION, "登记编号": f"依申请〔2022〕{number}号", **changes}


def open_application(number: int = 1, **changes: Any) -> dict[str, Any]:
    """Return an application that is not concluded."""
    return application(number, **{"办结日期": None, "办理结果": None, **changes})


def headings(ledger: str) -> list[str]:
    """Return the official headings of a ledger."""
    return [field.heading for field in SCHEMAS[ledger].fields]


def grid(ledger: str, rows: Iterable[Row]) -> list[list[Any]]:
    """Return a ledger as rows of values, the headings first."""
    columns = headings(ledger)
    return [columns, *([row.get(column) for column in columns] for row in rows)]


def csv_text(rows: Iterable[Sequence[Any]], newline: str = "\r\n") -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator=newline).writerows(rows)
    return text.getvalue()


def write_csv(path: Path, rows: Iterable[Sequence[Any]], encoding: str = "utf-8") -> Path:
    path.write_bytes(csv_text(rows).encode(encoding))
    return path


def write_xlsx(path: Path, rows: Iterable[Sequence[Any]], title: str = "台账") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def fill(folder: Path, **rows: Iterable[Row]) -> Path:
    """Write all required ledgers as CSV: those named with rows, the others with headings alone."""
    for ledger in {*REQUIRED, *rows}:
        write_csv(folder / f"{ledger}.csv", grid(ledger, rows.get(ledger, [])))
    return folder


def replace(folder: Path, ledger: str) -> None:
    """Take a ledger away, so that a test can put another file in its place."""
    (folder / f"{ledger}.csv").unlink()


def read(folder: Path, edition: str = "2021", year: int = YEAR) -> RawData:
    return read_raw_data(take_in(folder), load_form("ogi").edition(edition), year)


def read_rows(edition: str = "2021", year: int = YEAR, **rows: Iterable[Row]) -> RawData:
    """Write ledgers into a folder of their own and read them."""
    with tempfile.TemporaryDirectory() as folder:
        return read(fill(Path(folder), **rows), edition, year)


def refusal(folder: Path) -> list[str]:
    """Return what is wrong with files that must be refused."""
    with pytest.raises(RawDataError) as caught:
        read(folder)
    return list(caught.value.problems)


def only(problems: Sequence[Problem]) -> Problem:
    """Return the one problem there must be."""
    assert len(problems) == 1, [str(problem) for problem in problems]
    return problems[0]
