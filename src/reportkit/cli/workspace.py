"""What the commands have in common: which parameters they are asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from reportkit.editions import edition_of
from reportkit.errors import ParametersError
from reportkit.params import Parameters, find_workspace, read_parameters

PARAMS_ARGUMENT = click.argument(
    "params", nargs=-1, type=click.Path(path_type=Path), metavar="[PARAMS]..."
)


def read_all(paths: Sequence[Path]) -> tuple[Path, list[Parameters], list[ParametersError]]:
    """Read the parameters files asked for, or all of ``params/``.

    Returns
    -------
    workspace : Path
    parameters : list of Parameters
        Those that can be used, in the order of the files.
    errors : list of ParametersError
        What is wrong with the others: they do not stop these.

    Raises
    ------
    click.UsageError
        Where a file named does not exist, or none is there at all.
    """
    workspace = find_workspace(Path.cwd())
    missing = [path for path in paths if not path.exists()]
    if missing:
        listed = "、".join(str(path) for path in missing)
        msg = f"没有参数文件：{listed}。"
        raise click.UsageError(msg)
    files = list(paths) or sorted((workspace / "params").glob("*.y*ml"))
    if not files:
        msg = f"{workspace / 'params'} 里没有参数文件（.yaml）。"
        raise click.UsageError(msg)
    parameters: list[Parameters] = []
    errors: list[ParametersError] = []
    seen: dict[tuple[str, int], Path] = {}
    for file in files:
        try:
            one = read_parameters(file)
            edition_of(one)
        except ParametersError as error:
            errors.append(error)
            continue
        first = seen.setdefault((one.bureau, one.year), file)
        if first != file:
            problem = f"单位代码和年度与 {first} 相同，只能留一份。"
            errors.append(ParametersError(f"{file}：参数有误。", [problem]))
            continue
        parameters.append(one)
    return workspace, parameters, errors
