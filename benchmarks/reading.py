"""Time for reading foreign files into grids, beside openpyxl on the same workbook.

Sizes double, so that cost which grows faster than the file shows. Each file is read once before
it is timed; the best of five counts.
"""

from __future__ import annotations

import csv
import datetime as dt
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from reportkit.grids import read_grids

WORKBOOKS = (3_000, 6_000, 12_000)
TEXTS = (50_000, 100_000, 200_000)
ROUNDS = 5


def row(number: int) -> list[Any]:
    """Return an application as it stands in a ledger, invented."""
    day = dt.datetime(2022, 1, 1) + dt.timedelta(number % 365)  # noqa: DTZ001
    words = ["自然人", "某某", f"请公开第{number}号文件", "予以公开", "否"]
    return [f"依申请〔2022〕{number}号", day, day, *words, number % 7, 12.5]


def write_workbook(path: Path, rows: int) -> None:
    """Write a ledger as Excel does."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("台账")
        for number in range(rows):
            sheet.write_row(number, 0, row(number))


def write_text(path: Path, rows: int) -> None:
    """Write decisions as a system exports them."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for number in range(rows):
            writer.writerow([f"某罚决〔2022〕{number}号", "行政处罚", "2022-03-04", "", number % 9])


def with_openpyxl(path: Path) -> None:
    """Read a workbook as the kit did before."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    for sheet in book.worksheets:
        list(sheet.iter_rows(values_only=True))
    book.close()


def best(work: Callable[[], object]) -> float:
    """Return the seconds of the quickest round."""
    work()
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return min(seconds)


def main() -> None:
    """Print a line for each file."""
    with tempfile.TemporaryDirectory() as folder:
        print("XLSX, rows    read_grids  openpyxl")
        for rows in WORKBOOKS:
            path = Path(folder, f"{rows}.xlsx")
            write_workbook(path, rows)
            ours, other = best(lambda: read_grids(path)), best(lambda: with_openpyxl(path))  # noqa: B023
            print(f"{rows:10,}{ours:12.3f} s{other:9.3f} s")
        print("CSV, rows     read_grids")
        for rows in TEXTS:
            path = Path(folder, f"{rows}.csv")
            write_text(path, rows)
            print(f"{rows:10,}{best(lambda: read_grids(path)):12.3f} s")  # noqa: B023


if __name__ == "__main__":
    main()
