"""Where bureau-years come from: YAML files, tables, and folders of both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from reportkit.errors import ParametersError, ProblemsError
from reportkit.forms import edition_of
from reportkit.inputs.files import files_below
from reportkit.params import Key, Parameters, read_parameters
from reportkit.params.kinds import is_pattern
from reportkit.sources.members import with_members
from reportkit.sources.table import Sourced, read_table
from reportkit.workspace import PARAMS

_YAML = (".yaml", ".yml")
_TABLES = (".csv", ".xlsx")


def source_files(paths: Iterable[Path]) -> list[Path]:
    """Return the parameters files that paths stand for, each once.

    A file stands for itself; a folder for every YAML file, CSV file and workbook in it and in the
    folders in it, in order (`files_below` says what is left out).
    """
    files: dict[tuple[Path, str], Path] = {}
    whole = cache(_whole)  # of thousands of files, the folders are few
    for path in paths:
        for file in _files_of(path):
            place = _whole(file) if file.is_symlink() else file
            files.setdefault((whole(place.parent), place.name), file)
    return list(files.values())


def read_sources(
    files: Sequence[Path], workspace: Path | None = None
) -> tuple[list[Parameters], list[ProblemsError]]:
    """Read every bureau-year that parameters files tell.

    Parameters
    ----------
    files : sequence of Path
        See `source_files`.
    workspace : Path, optional
        May have forms of its own.

    Returns
    -------
    parameters : list of Parameters
        Those that can be used, no bureau-year twice, in the order of files and rows.
    errors : list of ProblemsError
        One a file or row that cannot be used, with all that is wrong in it, and one a form that
        cannot be read. None stops the others.
    """
    parameters: list[Parameters] = []
    errors: dict[str, ProblemsError] = {}  # a form that cannot be read is told once
    known: dict[Key, Sourced] = {}
    for one in (one for file in files for one in _read(file, workspace)):
        if isinstance(one, ProblemsError):
            errors.setdefault(str(one), one)
            continue
        # Windows makes one folder of two names that differ in capital letters alone.
        folder = one.parameters.key._replace(bureau=one.parameters.bureau.lower())
        first = known.setdefault(folder, one)
        if first is one:
            parameters.append(one.parameters)
        else:
            cased = "" if first.parameters.key == one.parameters.key else "（大小写不分）"
            problem = f"单位代码、年度和报告种类与 {first.place} 相同{cased}，只能留一份。"
            error = ParametersError(f"{one.place}：参数有误。", [problem])
            errors[str(error)] = error
    return parameters, list(errors.values())


def read_reports(
    files: Sequence[Path], workspace: Path
) -> tuple[list[Parameters], list[ProblemsError]]:
    """Read every bureau-year that parameters files tell, the members of each by their codes.

    Where a pattern stands for them, all of ``params/`` tells who fits it.

    Returns
    -------
    parameters : list of Parameters
    errors : list of ProblemsError
        See `read_sources`.
    """
    parameters, errors = read_sources(files, workspace)
    if not any(one.members for one in parameters):
        return parameters, errors
    known = {one.key: one for one in parameters}
    if any(is_pattern(each) for one in parameters for each in one.members):
        others, _ = read_sources(source_files([workspace / PARAMS]), workspace)
        known = {one.key: one for one in others} | known
    told, unusable = with_members(parameters, known.values(), workspace)
    return told, [*errors, *unusable]


def _whole(file: Path) -> Path:
    """Return the file that a path leads to; of a link that leads nowhere, the link."""
    try:
        return file.resolve()
    except (OSError, RuntimeError, ValueError):  # links in a circle
        return file.absolute()


def _files_of(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = (path / name for name in files_below(path))
    return [file for file in files if file.suffix.lower() in (*_YAML, *_TABLES)]


def _read(file: Path, workspace: Path | None) -> list[Sourced | ProblemsError]:
    """Return what a file tells, and what of it cannot be used."""
    try:
        if file.suffix.lower() in _TABLES:
            return read_table(file, workspace)
        if file.suffix.lower() not in _YAML:
            remedy = "请用 YAML（.yaml），或者另存为 .xlsx、“CSV UTF-8（逗号分隔）”。"
            return [ParametersError(f"{file}：参数有误。", [f"不是能读的格式。{remedy}"])]
        parameters = read_parameters(file)
        edition_of(parameters, workspace)
    except ProblemsError as error:
        return [error]
    return [Sourced(str(file), parameters)]
