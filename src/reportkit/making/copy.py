"""A notebook of one bureau-year's own, for an analyst to change."""

from __future__ import annotations

from pathlib import Path

from reportkit.errors import ExecutionError
from reportkit.params import Parameters
from reportkit.writing import whole_file

_PARAMETERS_TAG = "parameters"


def copy_notebook(parameters: Parameters, workspace: Path) -> Path:
    """Copy the bureau-year's notebook with its parameters filled in.

    Parameters
    ----------
    parameters : Parameters
    workspace : Path

    Returns
    -------
    Path
        ``notebooks/<bureau>-<year>.ipynb``; one that exists is left as it is.

    Raises
    ------
    ExecutionError
        Where the notebook to copy is missing or has no parameters cell.
    """
    import nbformat

    source = workspace / parameters.notebook_file
    target = workspace / "notebooks" / f"{parameters.bureau}-{parameters.year}.ipynb"
    if target.exists():
        return target
    if not source.is_file():
        msg = f"没有笔记本 {source}。请核对参数 notebook。"
        raise ExecutionError(msg)
    notebook = nbformat.read(source, as_version=4)
    for cell in notebook.cells:
        if _PARAMETERS_TAG in cell.metadata.get("tags", []):
            cell.source = _assignments(parameters)
            break
    else:
        msg = f"{source} 里没有带 parameters 标签的单元格。"
        raise ExecutionError(msg)
    with whole_file(target) as file:
        nbformat.write(notebook, file)
    return target


def _assignments(parameters: Parameters) -> str:
    lines = [f"{name} = {value!r}" for name, value in parameters.for_notebook().items()]
    return "\n".join(["# 参数；含义见 docs/parameters.md。", *lines])
