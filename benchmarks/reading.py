"""What reading costs, in seconds of the processor: files into grids, ledgers, a whole report.

Sizes double, so that cost which grows faster than the file shows. Each file is read once before
it is timed; the best of five counts. With ``--before SRC``, the ``src`` folder of another version,
the example bureau's report is computed by both, in turns.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from reportkit.forms import load_form
from reportkit.grids import read_grids
from reportkit.ledgers import Asked, read_raw_data, take_in

WORKBOOKS = (3_000, 6_000, 12_000)
TEXTS = (50_000, 100_000, 200_000)
ROUNDS = 5
WORKSPACE = Path(__file__).resolve().parents[1]
EDITION = load_form("ogi").edition("2021")
HEADINGS = ("决定文书号", "决定类别", "行政相对人", "决定日期", "是否公开")
# Characters that totals and notes have, too: each name is looked at closer.
PARTIES = ("某某同济科技有限公司", "某区人民医院", "某县单家屯饭店", "某某", "中某石油某分公司")
_ONE_REPORT = """
import statistics, sys, time
from pathlib import Path
from reportkit.params import read_parameters
from reportkit.report.computed import Computed
workspace = Path(sys.argv[1])
parameters = read_parameters(workspace / "params" / "fuxin-ecology-2022.yaml")
seconds = []
for _ in range(10):
    started = time.process_time()
    Computed(parameters, workspace).findings
    seconds.append(time.process_time() - started)
print(statistics.median(seconds[1:]))
"""


def row(number: int) -> list[Any]:
    """Return an application as it stands in a ledger, invented."""
    day = dt.date(2022, 1, 1) + dt.timedelta(number % 365)
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
        writer.writerow(HEADINGS)
        for number in range(rows):
            day = dt.date(2022, 1, 1) + dt.timedelta(number % 300)
            party = f"{PARTIES[number % len(PARTIES)]}{number}"
            writer.writerow([f"某罚决〔2022〕{number}号", "行政处罚", party, day, "是"])


def whole(folder: Path) -> None:
    """Read a folder as a report does, to data frames with problems and account."""
    cells = [cell.id for cell in EDITION.cells.values()]
    read_raw_data(take_in(folder), EDITION, 2022, asked=Asked(told=cells))


def a_report(source: Path) -> float:
    """Return what computing the example bureau's report takes with the kit of a ``src`` folder."""
    script = [sys.executable, "-c", _ONE_REPORT, str(WORKSPACE)]
    kit = os.environ | {"PYTHONPATH": str(source)}
    return float(subprocess.run(script, env=kit, check=True, capture_output=True).stdout)


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
        started = time.process_time()
        work()
        seconds.append(time.process_time() - started)
    return min(seconds)


def main() -> None:
    """Print a line for each file, then one for each version of the kit."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--before", type=Path, metavar="SRC")
    before = parser.parse_args().before
    with tempfile.TemporaryDirectory() as folder:
        print("XLSX, rows    read_grids  openpyxl")
        for rows in WORKBOOKS:
            path = Path(folder, f"{rows}.xlsx")
            write_workbook(path, rows)
            ours, other = best(partial(read_grids, path)), best(partial(with_openpyxl, path))
            print(f"{rows:10,}{ours:12.3f} s{other:9.3f} s")
        print("CSV, rows     read_grids  whole reader")
        for rows in TEXTS:
            data = Path(folder, str(rows))
            data.mkdir()
            path = data / "decisions.csv"
            write_text(path, rows)
            grids, ledgers = best(partial(read_grids, path)), best(partial(whole, data))
            print(f"{rows:10,}{grids:12.3f} s{ledgers:12.3f} s")
    sources = {"before": before, "now": WORKSPACE / "src"} if before else {}
    times: dict[str, list[float]] = {name: [] for name in sources}
    for _ in range(3):
        for name, source in sources.items():
            times[name].append(a_report(source.resolve()))
    for name, seconds in times.items():
        print(f"a report, {name:8}{min(seconds):8.3f} s")


if __name__ == "__main__":
    main()
