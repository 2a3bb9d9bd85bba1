"""A notebook of one bureau-year's own, for an analyst to change."""

from __future__ import annotations

from pathlib import Path

from reportkit.inputs.typed import NOTEBOOKS
from reportkit.making.execute import read_notebook
from reportkit.params import DEFAULT_FORM, Parameters
from reportkit.writing import whole_file


def copy_notebook(parameters: Parameters, workspace: Path) -> Path:
    """Copy the bureau-year's notebook with its parameters filled in.

    Parameters
    ----------
    parameters : Parameters
    workspace : Path

    Returns
    -------
    Path
        ``notebooks/<bureau>-<year>.ipynb``, or ``<bureau>-<year>-<form>``; one that exists is left
        as it is.

    Raises
    ------
    ExecutionError
        Where the notebook to copy is missing or has no parameters cell.
    """
    import nbformat

    target = workspace / NOTEBOOKS / f"{_stem(parameters)}.ipynb"
    if target.exists():
        return target
    _, notebook, cell = read_notebook(parameters, workspace)
    cell.source = _assignments(parameters)
    with whole_file(target) as file:
        nbformat.write(notebook, file)
    return target


def _stem(parameters: Parameters) -> str:
    form = () if parameters.form == DEFAULT_FORM else (parameters.form,)
    return "-".join([parameters.bureau, str(parameters.year), *form])


def _assignments(parameters: Parameters) -> str:
    lines = [f"{name} = {value!r}" for name, value in parameters.for_notebook().items()]
    return "\n".join(["# 参数；含义见 docs/parameters.md。", *lines])
