"""Writing one made-up office into a workspace."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reportkit.demo.draft import Draft
from reportkit.demo.manner import plain_manner
from reportkit.demo.office import Office, Record
from reportkit.forms import Edition


def write_office(workspace: Path, draft: Draft, date: int) -> None:
    """Write parameters, ledgers, narrative and filled-in forms of one office.

    Parameters
    ----------
    workspace : Path
        Has ``params/`` and ``data/``.
    draft : Draft
    date : int
        Day of January on which the report is signed.
    """
    _write_parameters(workspace, draft.office, date)
    _write_data(workspace / "data" / draft.office.bureau.code, draft)


def _write_parameters(workspace: Path, office: Office, date: int) -> None:
    bureau, year = office.bureau, office.year
    lines = [
        f"# {bureau.name} {year} 年（试用数据，单位和记录都是虚构的）。",
        f"bureau: {bureau.code}",
        f"bureau_name: {bureau.name}",
        f"year: {year}",
        f"date: {year + 1}-01-{date:02d}",
        f"organ: {bureau.organ}",
    ]
    if office.last_form:
        lines.append(f"previous: data/{bureau.code}/{year - 1}/summary.csv")
    path = workspace / "params" / f"{bureau.code}-{year}.yaml"
    _write_text(path, "\n".join(lines) + "\n")


def _write_data(folder: Path, draft: Draft) -> None:
    office = draft.office
    data = folder / str(office.year)
    data.mkdir(parents=True)
    for name, manner in draft.manners.items():
        (data / manner.file).write_bytes(manner.write(office.records[name]))
    _write_text(data / "narrative.md", office.prose)
    _write_form(data, office.form, draft.edition)
    _write_form(folder / str(office.year - 1), office.last_form, draft.edition)


def _write_form(folder: Path, cells: Mapping[str, str], edition: Edition) -> None:
    """Write the figures that a bureau filled in itself, where it did."""
    if not cells:
        return
    folder.mkdir(exist_ok=True)
    records: list[Record] = [
        {"cell": cell, "name": edition.cells[cell].name, "value": figure}
        for cell, figure in cells.items()
    ]
    if edition.filled_in is not None:
        manner = plain_manner(edition.filled_in)
        (folder / manner.file).write_bytes(manner.write(records))


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
