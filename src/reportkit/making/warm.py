"""What every report needs, done once before the fork: imports, and the first use of everything.

A small report of made-up ledgers is computed and shown in a folder of its own, so that whatever
the kit and its libraries prepare at first use is there in every child. What a form does not have is
passed over: each notebook then does for itself what could not be done here.
"""

from __future__ import annotations

import csv
import datetime as dt
import importlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from reportkit.engine.zygote import offer
from reportkit.forms import Field, Schema, edition_of
from reportkit.making.engines import WARM_UP
from reportkit.making.ready import import_all
from reportkit.params import Parameters
from reportkit.report import Report

# Imported at the first use of each, deep inside a cell; none of them may start a thread. Encodings
# are those of ledgers that the sample is not written in: names within workbooks, GB 18030.
_MODULES = (
    "IPython.core.completer",
    "IPython.core.logger",
    "IPython.core.magics",
    "IPython.core.pylabtools",
    "encodings.cp437",
    "encodings.gb18030",
    "encodings.gb2312",
)
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
    with tempfile.TemporaryDirectory() as folder, suppress(Exception):
        for show in showings(sample_report(_PARAMETERS, Path(folder))):
            with suppress(Exception):
                shell.display_formatter.format(show())
    shell.run_cell("None", silent=True)


def warm_up_workers(shell: Any) -> None:
    """Import what workers need as well, once for all of them.

    Parameters
    ----------
    shell : ZMQInteractiveShell
    """
    warm_up(shell)
    import_all()
    offer(WARM_UP, shell)


def sample_report(parameters: Parameters, folder: Path) -> Report:
    """Write a record into each ledger and a line into each section; return the report of it.

    Parameters
    ----------
    parameters : Parameters
        Of any form; its data lie in `folder` itself.
    folder : Path
    """
    edition = edition_of(parameters)
    ledgers = [schema for schema in edition.ledgers.values() if schema.holds == "records"]
    for schema in ledgers:
        _write_csv(folder / schema.stem, schema, parameters.year)
    line = f"共{{{{ {next(iter(edition.cells))} }}}}件。"
    prose = [f"# {section.heading}\n\n{line}" for section in edition.sections]
    narrative = folder / edition.form.item.narrative
    narrative.write_text("\n\n".join(prose), encoding="utf-8", newline="\n")
    return Report(parameters, folder)


def showings(report: Report) -> Iterator[Callable[[], Any]]:
    """Yield what shows each part of a report."""
    yield from (report.ledgers, report.notes, report.timeliness, report.title, report.opening)
    for section in report.edition.sections:
        yield partial(report.section, section.numeral)
        yield from (partial(report.table, table) for table in section.table_ids)
    yield from (partial(report.chart, chart.id) for chart in report.edition.form.item.charts)
    yield from (report.signature, report.result)


def _write_csv(path: Path, schema: Schema, year: int) -> None:
    with path.with_suffix(".csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(_rows(schema, year))


def _rows(schema: Schema, year: int) -> Sequence[Sequence[str]]:
    return [
        [field.heading for field in schema.kept],
        [_value(field, year) for field in schema.kept],
    ]


def _value(field: Field, year: int) -> str:
    match field.type:
        case "date":
            return f"{year}-03-01"
        case "choice":
            return field.label(next(iter(field.choices or {"": ()})))
        case "flag":
            return "否"
        case "money" | "number":
            return "1"
        case _:
            return "样本1号"
