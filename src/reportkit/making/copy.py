"""A notebook of one bureau-year's own, for an analyst to change: copied, and kept up to date.

The copy remembers the cells that it was made of, so that later it can be told who changed what.
"""

from __future__ import annotations

import ast
import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from reportkit.errors import ExecutionError
from reportkit.forms import form_of
from reportkit.inputs.merge import Change, Kept, base_of, changes, merged
from reportkit.inputs.typed import master_notebook, own_notebook
from reportkit.making.execute import read_cells
from reportkit.params import Parameters, parameter_name
from reportkit.writing import whole_file

_NEWER = "主笔记本后来改过：reportkit notebook diff 列出改动，reportkit notebook update 并入。"


def open_copy(parameters: Parameters, workspace: Path) -> tuple[Path, list[str]]:
    """Return the notebook that a bureau-year is made with, one of its own, and what to tell.

    Where parameters name a notebook it is that, as it is. Otherwise it is the copy of the master
    notebook, made if need be. Nothing that an analyst wrote in it is changed; parameters that have
    changed since reach it.

    Raises
    ------
    ExecutionError
        Where the notebook is missing, cannot be read or has no parameters cell.
    """
    if parameters.notebook:
        path = workspace / parameters.notebook
        _, cell = read_cells(path)
        told = [f"参数 notebook 写明用 {parameters.notebook}，打开的就是它，不另抄。"]
        return path, told + _told_differences(cell.source, parameters)
    path = workspace / own_notebook(parameters.key)
    if path.exists():
        return path, _refresh(path, parameters, workspace)
    master = master_notebook(form_of(parameters, workspace))
    notebook, cell = read_cells(workspace / master)
    cell.source = _assignments(parameters)
    _write(notebook, notebook.cells, path)
    return path, [
        f"已由 {master} 抄出 {own_notebook(parameters.key)}。",
        "从此这份报告（reportkit run）就用抄出的这一份；把它删去，便又用主笔记本。",
    ]


def changes_of(parameters: Parameters, workspace: Path) -> list[Change]:
    """Return which cells the copy and the master notebook have changed since the copy was made.

    Raises
    ------
    ExecutionError
        Where there is no copy, either cannot be read, or it is not known what the copy is made of.
    """
    notebook, _ = read_cells(workspace / own_notebook(parameters.key))
    base = _base_of(notebook, parameters)
    return changes(base, notebook.cells, _master_cells(parameters, workspace, base))


def update_copy(parameters: Parameters, workspace: Path) -> list[Change]:
    """Take into the copy what has changed in the master notebook; return all changes.

    Where both changed a cell the copy's stays, with the master's in a note below it.

    Raises
    ------
    ExecutionError
        See `changes_of`.
    """
    path = workspace / own_notebook(parameters.key)
    notebook, _ = read_cells(path)
    base = _base_of(notebook, parameters)
    master = _master_cells(parameters, workspace, base)
    found = changes(base, notebook.cells, master)
    if any(one.master_changed for one in found):
        notebook.cells = merged(base, notebook.cells, master)
        _write(notebook, master, path)
    return found


def _refresh(path: Path, parameters: Parameters, workspace: Path) -> list[str]:
    """Bring changed parameters into the copy, or tell where it differs; tell of a newer master."""
    notebook, cell = read_cells(path)
    told = _told_differences(cell.source, parameters)
    base = base_of(notebook)
    if told and base.get(cell.get("id")) == Kept.of(cell):
        cell.source = _assignments(parameters)
        notebook.metadata["reportkit"]["copied"][cell.id]["source"] = cell.source
        _write(notebook, None, path)
        told = ["参数后来改过，笔记本里的已经随之改好：", *told[1:]]
    return [*told, *_told_of_the_master(parameters, workspace)] if base else told


def _told_of_the_master(parameters: Parameters, workspace: Path) -> Iterator[str]:
    """Tell where the master has changed; that it cannot be compared keeps nobody from the copy."""
    try:
        if any(one.master_changed for one in changes_of(parameters, workspace)):
            yield _NEWER
    except ExecutionError as error:
        yield f"看不出主笔记本是否改过：{error}"


def _master_cells(parameters: Parameters, workspace: Path, base: Mapping[str, Kept]) -> list[Any]:
    """Return the cells of the master notebook, its parameters filled in as in the copy."""
    path = master_notebook(form_of(parameters, workspace))
    master, cell = read_cells(workspace / path)
    if not _has_ids(master.cells):
        msg = f"{path} 是旧格式的，各格没有编号（id），无法比较。请换成各格有编号的笔记本。"
        raise ExecutionError(msg)
    if cell.id in base:
        cell.source = base[cell.id].source
    return list(master.cells)


def _base_of(notebook: Any, parameters: Parameters) -> dict[str, Kept]:
    base = base_of(notebook)
    if not base:
        msg = (
            f"{own_notebook(parameters.key)} 没有记下它抄自主笔记本的哪一版，无法比较。"
            "请把它改名，用 reportkit lab 重新抄一份，再把改动移过去。"
        )
        raise ExecutionError(msg)
    return base


def _write(notebook: Any, master: Sequence[Any] | None, path: Path) -> None:
    """Write a copy, which remembers the master's cells where these are given."""
    import nbformat

    if master is not None and _has_ids(master):
        copied = {cell.id: dataclasses.asdict(Kept.of(cell)) for cell in master}
        notebook.metadata["reportkit"] = {"copied": copied}
    with whole_file(path) as file:
        nbformat.write(notebook, file)


def _has_ids(cells: Sequence[Any]) -> bool:
    """Whether cells can be told from each other: ids came with nbformat 4.5."""
    return all("id" in cell for cell in cells)


def _assignments(parameters: Parameters) -> str:
    lines = [f"{name} = {value!r}" for name, value in parameters.for_notebook().items()]
    return "\n".join(["# 参数；含义见 docs/parameters.md。", *lines])


def _told_differences(source: str, parameters: Parameters) -> list[str]:
    """Return in words what a parameters cell has otherwise than the parameters; the head first."""
    lines = list(_differences(dict(_assigned(source)), parameters))
    head = "笔记本里的参数与 params/ 里的不同；reportkit run 以后者为准："
    return [head, *lines] if lines else []


def _differences(written: Mapping[str, Any], parameters: Parameters) -> Iterator[str]:
    defaults = {field.name: field.default for field in dataclasses.fields(parameters)}
    for name, value in parameters.for_notebook().items():
        if name in written and written[name] != value:
            yield f"  {name}：笔记本里是 {written[name]!r}，params/ 里是 {value!r}"
        elif name not in written and value and value != defaults[name]:
            yield f"  {name}：笔记本里没有，params/ 里是 {value!r}"


def _assigned(source: str) -> Iterator[tuple[str, Any]]:
    """Yield the parameters that a cell gives a plain value."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return
    for statement in body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=written)], value=value):
                name = parameter_name(written)
                # What is worked out, be it in a list, is no plain value.
                with suppress(ValueError):
                    if name and isinstance(value, ast.Constant | ast.List | ast.Tuple):
                        yield name, ast.literal_eval(value)
