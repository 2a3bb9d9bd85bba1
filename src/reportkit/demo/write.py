"""Writing one made-up office into a workspace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from reportkit.demo.drawing.values import Record
from reportkit.demo.manner import plain_manner
from reportkit.demo.office import Filing, Office
from reportkit.forms import Edition
from reportkit.params import DEFAULT_FORM, Key
from reportkit.workspace import DATA, PARAMS


def write_office(workspace: Path, office: Office) -> None:
    """Write parameters, ledgers, narratives and filled-in forms of one office.

    Parameters
    ----------
    workspace : Path
        Has ``params/`` and ``data/``.
    office : Office
    """
    folder = workspace / DATA / office.bureau.code
    data, last_year = folder / str(office.year), folder / str(office.year - 1)
    data.mkdir(parents=True)
    for name, manner in office.manners.items():
        (data / manner.file).write_bytes(manner.write(office.records[name]))
    for filing in office.filings.values():
        edition = filing.recipes.edition
        _write_parameters(workspace, office, filing)
        _write_text(data / edition.form.item.narrative, filing.prose)
        _write_form(data, filing.filled_in, edition)
        _write_form(last_year, filing.last_year, edition)


def _write_parameters(workspace: Path, office: Office, filing: Filing) -> None:
    key = Key(filing.recipes.form.id, office.year, office.bureau.code)
    path = workspace / PARAMS / f"{key.slug}.yaml"
    _write_text(path, "".join(f"{line}\n" for line in _parameters(office, filing)))


def _parameters(office: Office, filing: Filing) -> Iterator[str]:
    bureau, year, edition = office.bureau, office.year, filing.recipes.edition
    yield f"# {bureau.name} {year} 年（试用数据，单位和记录都是虚构的）。"
    if edition.form.id != DEFAULT_FORM:
        yield f"form: {edition.form.id}"
    if edition.form.item.edition_by == "parameter":
        yield f"edition: {edition.id}"
    yield f"bureau: {bureau.code}"
    yield f"bureau_name: {bureau.name}"
    yield f"year: {year}"
    yield f"date: {office.date.isoformat()}"
    yield f"organ: {bureau.organ}"
    if filing.last_year:
        yield f"previous: data/{bureau.code}/{year - 1}/{filing.form_file}"


def _write_form(folder: Path, figures: Mapping[str, str], edition: Edition) -> None:
    """Write the figures that a bureau filled in itself, where it did."""
    if not figures or edition.filled_in is None:
        return
    folder.mkdir(exist_ok=True)
    records: list[Record] = [
        {"cell": cell, "name": edition.cells[cell].name, "value": figure}
        for cell, figure in figures.items()
    ]
    manner = plain_manner(edition.filled_in)
    (folder / manner.file).write_bytes(manner.write(records))


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
