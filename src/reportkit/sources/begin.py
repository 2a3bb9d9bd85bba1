"""The files that a bureau-year begins with: parameters, ledgers, narrative; nothing is replaced."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reportkit.demo.notebook import master_notebook
from reportkit.errors import ParametersError, WorkspaceError
from reportkit.forms import Edition, Field, Schema, edition_of, form_of, load_form
from reportkit.inputs.typed import NOTEBOOKS
from reportkit.ledgers.carry import Carried, missing_columns, open_records
from reportkit.ledgers.templates import Template, write_template
from reportkit.narrative.skeleton import skeleton_of
from reportkit.params import DEFAULT_FORM, Key, Parameters
from reportkit.sources.settings import Settings, settings_of
from reportkit.sources.write_parameters import parameters_text

PARAMS = "params"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be begun.

    Attributes
    ----------
    bureau : str
    year : int
    forms : sequence of str
        The reports that the bureau makes; ledgers that several count from have the columns of all.
    editions : sequence of str
        For forms that do not go by the year.
    last_year : int or None
        Whose settings and open records are taken over.
    bureau_name : str
        Empty where last year, or another report of the bureau, tells it.
    """

    bureau: str
    year: int
    forms: Sequence[str] = (DEFAULT_FORM,)
    editions: Sequence[str] = ()
    last_year: int | None = None
    bureau_name: str = ""


@dataclass(slots=True)
class Begun:
    """What has come of it; paths are relative to the workspace.

    Attributes
    ----------
    made : dict of Path to str
        Files that were made, and what is to be said of each.
    left : list of Path
        Files that were there already.
    notes : list of str
        What the user has to know, in Chinese sentences.
    parameters : list of Path
        The parameters files, made or there.
    unset : dict of Path to list of str
        Parameters that are still to be filled in.
    """

    made: dict[Path, str] = field(default_factory=dict)
    left: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    parameters: list[Path] = field(default_factory=list)
    unset: dict[Path, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Report:
    """One report to begin: what is set, and the edition that follows from it."""

    settings: Settings
    parameters: Parameters
    edition: Edition


def begin(workspace: Path, wanted: Wanted) -> Begun:
    """Make the files of a bureau-year that are not there yet.

    Parameters
    ----------
    workspace : Path
        Gets ``params/`` where it has none.
    wanted : Wanted

    Raises
    ------
    ParametersError
        Where bureau, year, form, edition or last year cannot be.
    WorkspaceError
        Where something cannot be written.
    """
    _check_editions(workspace, wanted)
    reports = [_report(workspace, wanted, form) for form in dict.fromkeys(wanted.forms)]
    begun = Begun()
    try:
        for report in reports:
            _begin_parameters(workspace, report, begun)
        for folder in dict.fromkeys(each.parameters.data_folder for each in reports):
            there = [each for each in reports if each.parameters.data_folder == folder]
            _begin_ledgers(workspace, folder, there, begun)
        for report in reports:
            _begin_text(workspace, report, begun)
    except OSError as error:
        msg = f"写不进 {workspace}（{error.strerror}）。请核对文件夹权限和磁盘空间。"
        raise WorkspaceError(msg) from error
    return begun


def _check_editions(workspace: Path, wanted: Wanted) -> None:
    known = [each for form in wanted.forms for each in load_form(form, workspace).editions]
    unknown = "、".join(each for each in wanted.editions if each not in known)
    if unknown:
        problem = f"没有 {unknown} 版，可用的版本：{'、'.join(known)}。"
        raise ParametersError("建不了：", [problem])


def _report(workspace: Path, wanted: Wanted, form: str) -> _Report:
    settings = settings_of(
        workspace / PARAMS,
        workspace,
        Key(form, wanted.year, wanted.bureau),
        last_year=wanted.last_year,
        bureau_name=wanted.bureau_name,
    )
    item = form_of(settings.parameters(), workspace)
    chosen = [each for each in wanted.editions if each in item.editions]
    if chosen and not settings.written:
        settings.values["edition"] = chosen[0]
    parameters = settings.parameters()
    if item.item.edition_by == "parameter" and not parameters.edition:
        known = [f"{each.id}（{each.title}）" for each in item.editions.values()]
        heading = f"{item.title}各地格式不同，请用 --edition 写明采用哪一版："
        raise ParametersError(heading, known)
    edition = edition_of(parameters, workspace)
    if not settings.written and "date" not in settings.values and parameters.organ in item.organs:
        settings.values["date"] = item.organs[parameters.organ].due(wanted.year)
    return _Report(settings, settings.parameters(), edition)


def _begin_parameters(workspace: Path, report: _Report, begun: Begun) -> None:
    settings, edition = report.settings, report.edition
    path = Path(PARAMS, f"{report.parameters.key.slug}.yaml")
    begun.notes += settings.notes
    if settings.written and not (workspace / path).exists():
        begun.left.append(Path(PARAMS))
        begun.notes.append(
            f"{PARAMS}/ 里已经有 {report.parameters.key} 的参数（另一个文件或者表格），没有另写。"
        )
        return
    begun.parameters.append(path)
    name = settings.values.get("bureau_name") or report.parameters.bureau
    head = f"{name} {report.parameters.year} 年{edition.form.title}。"
    text = parameters_text(head, settings.values)
    _write(workspace, path, text.encode(), begun)
    unset = [name for name, value in settings.values.items() if value is None]
    if unset:
        begun.unset[path] = unset


def _begin_ledgers(workspace: Path, folder: Path, reports: Sequence[_Report], begun: Begun) -> None:
    """Make the ledgers of a data folder; those of several reports are one file for all."""
    for schema in _schemas(reports):
        needed = any(schema.id in each.edition.counted_ledgers for each in reports)
        path = folder / f"{schema.stem}.xlsx"
        carried, said = _carried(workspace, schema, reports)
        there = _there(workspace / folder, schema)
        if there:
            _tell_what_is_there(there, folder, schema, carried, begun)
            continue
        name = reports[0].settings.values.get("bureau_name") or ""
        year = reports[0].parameters.year
        template = Template(schema, year, f"{name}{year}年{schema.title}", needed)
        optional = [] if needed else ["没有这本台账的，请删去这个文件"]
        remark = "；".join([schema.title, *optional, *said])
        _write(workspace, path, write_template(template, carried), begun, remark)
        begun.notes += _doubts(path, carried)


def _schemas(reports: Sequence[_Report]) -> list[Schema]:
    """Return the ledgers of records of all reports, each with the columns of all."""
    found: dict[str, Schema] = {}
    for report in reports:
        for schema in report.edition.ledgers.values():
            if schema.holds != "records":
                continue
            first = found.setdefault(schema.id, schema)
            more: tuple[Field, ...] = tuple(
                each for each in schema.fields if each.id not in first.by_id
            )
            if more:
                found[schema.id] = first.changed(fields=(*first.fields, *more))
    return list(found.values())


def _carried(
    workspace: Path, schema: Schema, reports: Sequence[_Report]
) -> tuple[Carried | None, list[str]]:
    """Return what last year's ledger hands on, and what is to be said of it."""
    for report in reports:
        settings, edition = report.settings, report.edition
        if settings.last_folder is None or schema.id not in edition.ledgers:
            continue
        between = edition.open_between(schema.id)
        if between is None:
            continue
        last_year = settings.last_year
        schemas = list(edition.ledgers.values())
        last_folder = workspace / settings.last_folder
        carried = open_records(last_folder, schemas, schema, between, last_year)
        end = schema.by_id[between[1]].heading
        said = f"带入 {last_year} 年末还没有“{end}”的 {len(carried.rows)} 条"
        return carried, [said] if carried.rows else []
    return None, []


def _there(folder: Path, schema: Schema) -> Path | None:
    """Return a file of a folder that holds a ledger, whatever kind of file it is."""
    if not folder.is_dir():
        return None
    names = "|".join(map(re.escape, (schema.stem, schema.title)))
    called = re.compile(rf"(?:{names})(?![A-Za-z0-9_])")
    return next((path for path in sorted(folder.iterdir()) if called.match(path.name)), None)


def _tell_what_is_there(
    path: Path, folder: Path, schema: Schema, carried: Carried | None, begun: Begun
) -> None:
    shown = folder / path.name
    begun.left.append(shown)
    lacking = "、".join(
        f"“{heading}”" for heading in missing_columns(path.parent, [schema], schema)
    )
    if lacking:
        begun.notes.append(f"{shown.as_posix()} 没有{lacking}列，请加上。")
    if carried and carried.rows:
        begun.notes.append(
            f"{shown.as_posix()} 已有，上年度台账里还没有办完的 {len(carried.rows)} 条没有带进来，"
            "请核对是否已经登记。"
        )


def _doubts(path: Path, carried: Carried | None) -> Iterator[str]:
    """Yield what is to be looked at in what was handed on: rows are those of last year's file."""
    if carried is None:
        return
    name = path.as_posix()
    if carried.fault:
        yield f"{name}：上年度的记录没有带进来（{carried.fault.rstrip('。')}）。"
    if carried.doubtful:
        rows = _numbers(carried.doubtful)
        yield f"{name}：上年度台账第 {rows} 行看不出是否办完，也带了进来，请核对。"
    if carried.later:
        rows = _numbers(carried.later)
        yield f"{name}：上年度台账第 {rows} 行的日期在那一年以后，没有带进来，请核对。"


def _numbers(rows: Sequence[int]) -> str:
    most = 10
    more = f" 等 {len(rows)} " if len(rows) > most else ""
    return "、".join(map(str, rows[:most])) + more


def _begin_text(workspace: Path, report: _Report, begun: Begun) -> None:
    """Make the narrative, and the master notebook of a workspace that has none."""
    form = report.edition.form
    option = "" if form.id == DEFAULT_FORM else f" --form {form.id}"
    narrative = report.parameters.data_folder / form.item.narrative
    _write(workspace, narrative, skeleton_of(report.edition, option).encode(), begun, "文字部分")
    notebook = Path(report.parameters.notebook or Path(NOTEBOOKS, form.item.notebook))
    if (workspace / notebook).exists():
        return
    try:
        content = master_notebook(notebook.name)
    except WorkspaceError:
        begun.notes.append(f"没有笔记本 {notebook.as_posix()}，生成报告前请放好。")
        return
    _write(workspace, notebook, content, begun, "主笔记本")


def _write(workspace: Path, path: Path, content: bytes, begun: Begun, remark: str = "") -> None:
    """Write a file, unless there is one: no file is ever replaced."""
    target = workspace / path
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("xb") as file:
            file.write(content)
    except FileExistsError:
        begun.left.append(path)
    else:
        begun.made[path] = remark
