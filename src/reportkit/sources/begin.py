"""The files that a bureau-year begins with: parameters, ledgers, narrative; nothing is replaced."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from reportkit.demo.notebook import shipped_notebook
from reportkit.errors import ParametersError, WorkspaceError
from reportkit.figures import Figures
from reportkit.forms import edition_of, form_of, load_form
from reportkit.inputs.typed import master_notebook
from reportkit.narrative.skeleton import skeleton_of
from reportkit.params import DEFAULT_FORM, Key
from reportkit.sources.begin_ledgers import begin_ledgers
from reportkit.sources.begun import Begun, NewReport
from reportkit.sources.settings import settings_of
from reportkit.sources.write_parameters import parameters_text
from reportkit.trouble import what_happened
from reportkit.workspace import DATA, PARAMS

PREVIOUS = "previous"
"""The parameter that names the figures of the year before."""


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
    previous : mapping of str to Figures
        By form, what the bureau published on the year before: its figures are kept, and the
        parameter ``previous`` names them.
    """

    bureau: str
    year: int
    forms: Sequence[str] = (DEFAULT_FORM,)
    editions: Sequence[str] = ()
    last_year: int | None = None
    bureau_name: str = ""
    previous: Mapping[str, Figures] = field(default_factory=dict)

    def kept(self, form: str) -> Path:
        """Return where the figures of the year before are kept, relative to the workspace."""
        return Path(DATA, self.bureau, f"{PREVIOUS}-{form}-{self.year - 1}.json")


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
            _keep_previous(workspace, wanted, report, begun)
            _begin_parameters(workspace, report, begun)
        for folder in dict.fromkeys(each.parameters.data_folder for each in reports):
            there = [each for each in reports if each.parameters.data_folder == folder]
            begin_ledgers(workspace, folder, there, begun)
        for report in reports:
            _begin_text(workspace, report, begun)
    except OSError as error:
        msg = f"写不进 {workspace}（{what_happened(error)}）。请核对文件夹权限和磁盘空间。"
        raise WorkspaceError(msg) from error
    return begun


def _check_editions(workspace: Path, wanted: Wanted) -> None:
    known = [each for form in wanted.forms for each in load_form(form, workspace).editions]
    unknown = "、".join(each for each in wanted.editions if each not in known)
    if unknown:
        problem = f"没有 {unknown} 版，可用的版本：{'、'.join(known)}。"
        raise ParametersError("建不了：", [problem])


def _report(workspace: Path, wanted: Wanted, form: str) -> NewReport:
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
    if form in wanted.previous and not settings.written:
        settings.values[PREVIOUS] = wanted.kept(form).as_posix()
    parameters = settings.parameters()
    if item.item.edition_by == "parameter" and not parameters.edition:
        known = [f"{each.id}（{each.title}）" for each in item.editions.values()]
        heading = f"{item.title}各地格式不同，请用 --edition 写明采用哪一版："
        raise ParametersError(heading, known)
    edition = edition_of(parameters, workspace)
    if not settings.written and "date" not in settings.values and parameters.organ in item.organs:
        settings.values["date"] = item.organs[parameters.organ].due(wanted.year)
    return NewReport(settings, settings.parameters(), edition)


def _keep_previous(workspace: Path, wanted: Wanted, report: NewReport, begun: Begun) -> None:
    """Write down the figures that the bureau published on the year before."""
    form = report.edition.form.id
    figures = wanted.previous.get(form)
    if figures is None:
        return
    whose = Key(form, wanted.year - 1, wanted.bureau)._asdict()
    text = json.dumps({**whose, **figures.to_json()}, ensure_ascii=False, indent=1)
    begun.write(workspace, wanted.kept(form), f"{text}\n".encode(), "上年度公布的数字")
    if report.settings.written:
        begun.notes.append(
            f"已经有参数，没有改；要用上年度公布的数字，请写 {PREVIOUS}: {wanted.kept(form)}"
        )


def _begin_parameters(workspace: Path, report: NewReport, begun: Begun) -> None:
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
    begun.write(workspace, path, text.encode())
    unset = [name for name, value in settings.values.items() if value is None]
    if unset:
        begun.unset[path] = unset


def _begin_text(workspace: Path, report: NewReport, begun: Begun) -> None:
    """Make the narrative, and the master notebook of a workspace that has none."""
    form = report.edition.form
    option = "" if form.id == DEFAULT_FORM else f" --form {form.id}"
    narrative = report.parameters.data_folder / form.item.narrative
    begun.write(workspace, narrative, skeleton_of(report.edition, option).encode(), "文字部分")
    notebook = Path(report.parameters.notebook or master_notebook(form))
    if (workspace / notebook).exists():
        return
    try:
        content = shipped_notebook(notebook.name)
    except WorkspaceError:
        begun.notes.append(f"没有笔记本 {notebook.as_posix()}，生成报告前请放好。")
        return
    begun.write(workspace, notebook, content, "主笔记本")
