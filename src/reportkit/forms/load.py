"""Forms by their id, read strictly: all that is wrong in a form's folder is told at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from reportkit.errors import FormError, ParametersError
from reportkit.forms.dangling import dangling
from reportkit.forms.files import FOLDER, Written, find_folder, form_ids, own_files, read_form_files
from reportkit.forms.form import Edition, Form
from reportkit.forms.items import FormItem
from reportkit.forms.ledgers import Schema
from reportkit.forms.tables import Table
from reportkit.params import Parameters
from reportkit.personal import as_now, code_or_hidden
from reportkit.strict import faults


def load_form(form_id: str, workspace: Path | None = None) -> Form:
    """Return a form; the same object as long as no file of it changes.

    Parameters
    ----------
    form_id : str
        Such as ``ogi``.
    workspace : Path, optional
        May have forms of its own below ``forms/``.

    Raises
    ------
    FormError
        Where there is no such form, or something in its folder is wrong: with file and line.
    """
    own = own_files(workspace)
    return _load(form_id, workspace if own else None, own)


@cache
def _load(form_id: str, workspace: Path | None, _state: object) -> Form:
    """Return a form; read anew once a file of the workspace's own forms is another."""
    written = read_form_files(form_id, workspace)
    problems: list[str] = []
    item = _made(FormItem, written.form, form_id, problems)
    if written.form.get("id") != form_id:
        problems.append(f"{written.form.place('id')}：id 应与文件夹同名，即 {form_id}。")
    tables = {name: _made(Table, table, name, problems) for name, table in written.tables.items()}
    ledgers = [_made(Schema, ledger, ledger["id"], problems) for ledger in written.ledgers]
    if not problems:
        problems += dangling(written, item, tables, ledgers)
    if problems:
        heading = f"forms/{form_id} 有误："
        raise FormError(heading, problems)
    return _form(written, item, tables, ledgers)


def _form(
    written: Written, item: FormItem, tables: dict[str, Table], ledgers: list[Schema]
) -> Form:
    return Form(
        item=item,
        tables={name: table.changed(variant=name) for name, table in tables.items()},
        ledgers=tuple(each.changed(file=each.file.format(form=item.id)) for each in ledgers),
        rules=tuple(written.rules),
        claims=written.claims,
        parts=written.parts,
        skeleton=written.skeleton,
    )


def _made(model: Any, data: Any, name: str, problems: list[str]) -> Any:
    made, found = faults(model, data, name)
    problems += found
    return made


def is_own_form(form_id: str, workspace: Path | None) -> bool:
    """Return whether a form lies in the workspace, not in the package."""
    # The package first: that is known, and the workspace has to be looked at.
    return find_folder(form_id, None) is None and isinstance(find_folder(form_id, workspace), Path)


def form_of(parameters: Parameters, workspace: Path | None = None) -> Form:
    """Return the form that a report follows.

    Raises
    ------
    ParametersError
        Where there is no such form.
    FormError
        Where something in its folder is wrong.
    """
    own = own_files(workspace)
    where = workspace if own else None
    if find_folder(parameters.form, where) is not None:
        form = _load(parameters.form, where, own)
        if not form.item.abstract:
            return form
    known = "、".join(usable_forms(workspace))
    lacking = workspace is not None and (workspace / FOLDER / parameters.form).is_dir()
    why = f"{FOLDER}/{parameters.form} 里没有 form.yaml；" if lacking else ""
    raise _wrong(parameters, "form", f"{why}没有格式 {parameters.form}，可用的格式：{known}。")


def usable_forms(workspace: Path | None = None) -> list[str]:
    """Return the ids of the forms that reports may follow.

    All but those to be extended only, and those in which something is wrong.
    """
    return [form_id for form_id in form_ids(workspace) if _is_usable(form_id, workspace)]


def ledgers_beside(form: Form, workspace: Path | None = None) -> list[Schema]:
    """Return the ledgers of all other forms: they may lie in the same data folder."""
    others = [id_ for id_ in usable_forms(workspace) if id_ != form.id]
    return [schema for id_ in others for schema in load_form(id_, workspace).ledgers]


def _is_usable(form_id: str, workspace: Path | None) -> bool:
    try:
        return not load_form(form_id, workspace).item.abstract
    except FormError:
        return False


def edition_of(parameters: Parameters, workspace: Path | None = None) -> Edition:
    """Return the edition that a report follows.

    Raises
    ------
    ParametersError
        Where there is no such form, edition, table or duty, or it knows no such organ.
    FormError
        Where something in the form's folder is wrong.
    """
    form = form_of(parameters, workspace)
    asked = _Asked(
        parameters.edition,
        parameters.year,
        tuple(parameters.tables),
        tuple(parameters.duties),
        parameters.organ,
    )
    try:
        return _held(form, asked)
    except _WrongError as error:
        raise _wrong(parameters, *error.args) from None


class _Asked(NamedTuple):
    """What parameters ask of their form: of thousands, few ask for something else."""

    edition: str
    year: int
    tables: tuple[str, ...]
    duties: tuple[str, ...]
    organ: str


class _WrongError(Exception):
    """Which parameter is wrong, and in which way."""


@lru_cache(maxsize=1024)
def _held(form: Form, asked: _Asked) -> Edition:
    """Return the edition that is asked for."""
    edition_id = asked.edition or _by_year(form, asked.year)
    if edition_id not in form.editions:
        editions = "、".join(form.editions)
        problem = f"没有“{code_or_hidden(edition_id)}”版{form.title}格式，可用的版本：{editions}。"
        raise _WrongError("edition", problem)
    unknown = [code_or_hidden(name) for name in asked.tables if name not in form.tables]
    if unknown:
        problem = f"没有表 {'、'.join(unknown)}，可用的表：{'、'.join(sorted(form.tables))}。"
        raise _WrongError("tables", problem)
    if problem := _not_each_once(form, edition_id, asked.tables):
        raise _WrongError("tables", problem)
    if problem := _unknown_duties(form, asked.duties):
        raise _WrongError("duties", problem)
    if asked.organ not in form.organs:
        now = as_now(code_or_hidden(asked.organ))
        raise _WrongError("organ", f"应为 {'、'.join(form.organs)} 之一{now}。")
    return form.edition(edition_id, asked.tables)


def _not_each_once(form: Form, edition_id: str, variants: Sequence[str]) -> str:
    """Say which tables of an edition are missing among chosen variants, or are there twice."""
    of_edition = form.editions[edition_id].tables
    chosen = [form.tables[variant].id for variant in variants or of_edition]
    problems = []
    for variant in of_edition:
        table = form.tables[variant]
        alike = "、".join(name for name in form.tables if form.tables[name].id == table.id)
        if table.id not in chosen:
            problems.append(f"缺少表“{table.title}”（{alike}）")
        elif chosen.count(table.id) > 1:
            problems.append(f"表“{table.title}”只能有一张（{alike} 之一）")
    return f"{'；'.join(problems)}。请依次写明各表，一张不少。" if problems else ""


def _unknown_duties(form: Form, duties: Sequence[str]) -> str:
    """Say which duties a form does not know: taken for others, they would strike tables out."""
    unknown = "、".join(code_or_hidden(duty) for duty in duties if duty not in form.item.duties)
    if not unknown:
        return ""
    if not form.item.duties:
        return f"{form.title}不分职责，请删去这一项。"
    return f"没有职责 {unknown}，可用的：{'、'.join(form.item.duties)}。"


def _by_year(form: Form, year: int) -> str:
    """Return the edition that is for the report year, where the form lets the year decide."""
    if form.item.edition_by == "parameter":
        problem = f"{form.title}各地格式不同，请写明采用哪一版：{'、'.join(form.editions)}。"
        raise _WrongError("edition", problem)
    found = form.editions_for(year)
    if not found:
        problem = f"{form.title}没有用于 {year} 年度的格式。确要采用某一版的，请写明 edition。"
        raise _WrongError("edition", problem)
    return found[-1].id


def _wrong(parameters: Parameters, name: str, problem: str) -> ParametersError:
    return ParametersError(f"{parameters.name}：参数 {name} 有误。", [problem])
