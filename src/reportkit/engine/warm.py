"""What every report needs, done once before the fork: imports, and the first use of everything.

A small report of made-up ledgers is computed and shown in a folder of its own, so that whatever
the kit and its libraries prepare at first use is there in every child.
"""

from __future__ import annotations

import csv
import datetime as dt
import importlib
import tempfile
from pathlib import Path
from typing import Any

from reportkit.forms import Field, Schema, edition_of
from reportkit.params import Parameters
from reportkit.report import Report

# Imported at the first use of each, deep inside a cell; none of them may start a thread.
_MODULES = ("IPython.core.completer", "IPython.core.magics", "IPython.core.pylabtools")
_PARAMETERS = Parameters(
    bureau="sample", bureau_name="样本局", year=2024, date=dt.date(2025, 1, 16), data="."
)


def warm_up(shell: Any) -> None:
    """Import what reports use, and make one.

    Parameters
    ----------
    shell : ZMQInteractiveShell
        Runs a cell, of which nothing stays.
    """
    for name in _MODULES:
        importlib.import_module(name)
    with tempfile.TemporaryDirectory() as folder:
        report = sample_report(Path(folder))
        for shown in _show(report):
            shell.display_formatter.format(shown)
    shell.run_cell("None", silent=True)


def sample_report(folder: Path) -> Report:
    """Write a record into each ledger and a line into each section; return the report of it."""
    edition = edition_of(_PARAMETERS)
    for schema in edition.ledgers.values():
        if schema.holds == "records":
            _write_ledger(folder, schema)
    line = "新收{{ t3.new.total }}件。"
    prose = [f"# {section.heading}\n\n{line}" for section in edition.sections]
    (folder / "narrative.md").write_text("\n\n".join(prose), encoding="utf-8")
    return Report(_PARAMETERS, folder)


def _show(report: Report) -> list[Any]:
    numerals = [section.numeral for section in report.edition.sections]
    tables = [section.numeral for section in report.edition.sections if section.table]
    charts = [report.chart("website"), report.chart("outcomes")]
    sections = [report.section(numeral) for numeral in numerals]
    return [
        *(report.ledgers(), report.timeliness(), report.title(), report.opening()),
        *(*sections, *charts, *map(report.table, tables), report.signature(), report.result()),
    ]


def _write_ledger(folder: Path, schema: Schema) -> None:
    headings = [field.heading for field in schema.kept]
    record = [_value(field) for field in schema.kept]
    if schema.id == "fees":
        import openpyxl

        book = openpyxl.Workbook()
        for row in (headings, record):
            book.active.append(row)
        book.save(folder / f"{schema.id}.xlsx")
        return
    with (folder / f"{schema.id}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([headings, record])


def _value(field: Field) -> str:
    match field.type:
        case "date":
            return f"{_PARAMETERS.year}-03-01"
        case "choice":
            return field.label(next(iter(field.choices or {"": ()})))
        case "flag":
            return "否"
        case "money" | "number":
            return "1"
        case _:
            return "样本1号"
