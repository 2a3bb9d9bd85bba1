"""The ledgers that a bureau-year begins with: empty, or with what last year hands on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from reportkit.forms import Schema, ledgers_beside
from reportkit.inputs.files import files_below
from reportkit.ledgers.sheets.names import claimed
from reportkit.ledgers.templates.carry import Carried, missing_columns, open_records
from reportkit.ledgers.templates.write import Template, write_template
from reportkit.sources.begun import Begun, NewReport


def begin_ledgers(
    workspace: Path, folder: Path, reports: Sequence[NewReport], begun: Begun
) -> None:
    """Make the ledgers of a data folder; those of several reports are one file for all.

    Parameters
    ----------
    workspace : Path
    folder : Path
        Relative to it.
    reports : sequence of NewReport
        Those that count from the folder.
    begun : Begun
        Takes what was made, what was there, what is to be said.
    """
    carried = _carried(workspace, reports)
    lacking = _lacking(workspace, folder, reports)
    schemas = _schemas(reports)
    for schema in schemas:
        handed_on = carried.get(schema.id, Carried())
        there = _there(workspace / folder, schema, schemas)
        if there:
            path = folder / there
            begun.left.append(path)
            begun.notes += _said_of_what_is_there(path, lacking.get(schema.id, ()), handed_on)
        else:
            _begin_ledger(workspace, folder, schema, reports, handed_on, begun)


def _begin_ledger(
    workspace: Path,
    folder: Path,
    schema: Schema,
    reports: Sequence[NewReport],
    carried: Carried,
    begun: Begun,
) -> None:
    needed = any(schema.id in each.edition.counted_ledgers for each in reports)
    path = folder / f"{schema.stem}.xlsx"
    settings = reports[0].settings
    name = settings.values.get("bureau_name") or ""
    year = reports[0].parameters.year
    said = [schema.title]
    if not needed:
        said.append("没有这本台账的，请删去这个文件")
    if carried.rows:
        said.append(f"带入 {settings.last_year} 年末还没有办完的 {len(carried.rows)} 条")
    template = Template(schema, year, f"{name}{year}年{schema.title}", needed)
    begun.write(workspace, path, write_template(template, carried), "；".join(said))
    begun.notes += _doubts(path, carried)


def _schemas(reports: Sequence[NewReport]) -> list[Schema]:
    """Return the ledgers of records of all reports, each with the columns of all."""
    found: dict[str, Schema] = {}
    for report in reports:
        for schema in report.edition.ledgers.values():
            if schema.holds != "records":
                continue
            first = found.setdefault(schema.id, schema)
            more = tuple(each for each in schema.fields if each.id not in first.by_id)
            if more:
                found[schema.id] = first.changed(fields=(*first.fields, *more))
    return list(found.values())


def _carried(workspace: Path, reports: Sequence[NewReport]) -> Mapping[str, Carried]:
    """Return what last year's ledgers hand on, by ledger; of one that is shared, the first."""
    found: dict[str, Carried] = {}
    for report in reports:
        settings = report.settings
        if settings.last_folder is None:
            continue
        records = open_records(
            workspace / settings.last_folder,
            report.edition,
            settings.last_year,
            own=report.own_words(workspace),
            others=ledgers_beside(report.edition.form, workspace),
        )
        found = {**records, **found}
    return found


def _lacking(
    workspace: Path, folder: Path, reports: Sequence[NewReport]
) -> Mapping[str, Sequence[str]]:
    """Return the columns that ledgers lack which are there already, by ledger."""
    if not (workspace / folder).is_dir():
        return {}
    found: dict[str, list[str]] = {}
    for report in reports:
        lacking = missing_columns(
            workspace / folder,
            report.edition,
            report.parameters.year,
            own=report.own_words(workspace),
            others=ledgers_beside(report.edition.form, workspace),
        )
        for ledger, headings in lacking.items():
            found.setdefault(ledger, []).extend(headings)
    return {ledger: list(dict.fromkeys(headings)) for ledger, headings in found.items()}


def _there(folder: Path, schema: Schema, schemas: Sequence[Schema]) -> str:
    """Return the name of a file that is called as a ledger is, whatever kind of file it is."""
    if not folder.is_dir():
        return ""
    names = (name for name in files_below(folder) if "/" not in name)
    return next((name for name in names if claimed(Path(name).stem, schemas) is schema), "")


def _said_of_what_is_there(path: Path, lacking: Sequence[str], carried: Carried) -> Iterator[str]:
    name = path.as_posix()
    if lacking:
        columns = "、".join(f"“{heading}”" for heading in lacking)
        yield f"{name} 没有{columns}列，请加上。"
    if carried.rows:
        yield (
            f"{name} 已有，上年度台账里还没有办完的 {len(carried.rows)} 条没有带进来，"
            "请核对是否已经登记。"
        )


def _doubts(path: Path, carried: Carried) -> Iterator[str]:
    """Yield what is to be looked at in what was handed on."""
    name = path.as_posix()
    if carried.faults:
        why = "".join(carried.faults).rstrip("。")
        yield f"{name}：上年度的记录没有带全（{why}）。"
    if carried.doubtful:
        yield f"{name}：上年度 {'，'.join(carried.doubtful)}看不出是否办完，也带了进来，请核对。"
    if carried.later:
        yield f"{name}：上年度 {'，'.join(carried.later)}的日期在那一年以后，没有带进来，请核对。"
