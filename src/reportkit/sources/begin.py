"""The files that a bureau-year begins with: parameters, ledgers, narrative; nothing is replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from reportkit.demo.notebook import master_notebook
from reportkit.errors import ParametersError, WorkspaceError
from reportkit.forms import Edition, Schema, edition_of, form_of, load_form, usable_forms
from reportkit.inputs.files import files_below
from reportkit.inputs.typed import NOTEBOOKS
from reportkit.ledgers.carry import Carried, missing_columns, open_records
from reportkit.ledgers.mapping import LedgerMapping, read_mapping
from reportkit.ledgers.sheets.names import claimed
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

    def own_words(self, workspace: Path) -> Callable[[], Mapping[str, LedgerMapping]]:
        """Return what reads the bureau's own headings and words."""
        path = workspace / self.parameters.mapping_file
        return partial(read_mapping, path, self.edition, workspace)


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
    reports: Sequence[_Report],
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
    _write(workspace, path, write_template(template, carried), begun, "；".join(said))
    begun.notes += _doubts(path, carried)


def _schemas(reports: Sequence[_Report]) -> list[Schema]:
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


def _carried(workspace: Path, reports: Sequence[_Report]) -> Mapping[str, Carried]:
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
            others=_others(workspace, report.edition),
        )
        found = {**records, **found}
    return found


def _lacking(
    workspace: Path, folder: Path, reports: Sequence[_Report]
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
            others=_others(workspace, report.edition),
        )
        for ledger, headings in lacking.items():
            found.setdefault(ledger, []).extend(headings)
    return {ledger: list(dict.fromkeys(headings)) for ledger, headings in found.items()}


def _others(workspace: Path, edition: Edition) -> list[Schema]:
    """Return the ledgers of other forms, which share the data folder."""
    forms = [form for form in usable_forms(workspace) if form != edition.form.id]
    return [schema for form in forms for schema in load_form(form, workspace).ledgers]


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
