"""What the commands have in common: which bureau-years they are asked for."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from reportkit.errors import WorkspaceError
from reportkit.inputs.files import from_here
from reportkit.params import DEFAULT_FORM, PARAMS, Parameters, find_workspace

if TYPE_CHECKING:
    from reportkit.errors import ProblemsError

_Command = TypeVar("_Command", bound=Callable[..., Any])
_PARAMS_ARGUMENT = click.argument(
    "params", nargs=-1, type=click.Path(path_type=Path), metavar="[PARAMS]..."
)
_WHAT_PARAMS_ARE = (
    "PARAMS are YAML files, tables (.csv or .xlsx, one row a bureau-year) and folders of both; "
    "without any, the folder params/."
)
_SELECTION = [
    click.option(
        "--bureau",
        "bureaus",
        multiple=True,
        metavar="CODE",
        help="Only this bureau; may be given several times.",
    ),
    click.option(
        "--year",
        "years",
        multiple=True,
        type=int,
        metavar="YEAR",
        help="Only reports on this year; may be given several times.",
    ),
    click.option(
        "--only",
        type=click.Choice(["failed"]),
        help="Only reports that did not reconcile, or were not finished, when made last.",
    ),
]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a command is asked to work on.

    Attributes
    ----------
    workspace : Path
        Absolute.
    parameters : list of Parameters
        The bureau-years chosen, each after all that its figures rest on.
    errors : int
        How many files and rows of parameters cannot be used; why has been told.
    known : list of Parameters
        The bureau-years that they were chosen from.
    untold : int
        Sources of parameters that told no bureau-year.
    whole : bool
        Whether these are all of ``params/``, as no PARAMS were named.
    """

    workspace: Path
    parameters: list[Parameters]
    errors: int
    known: list[Parameters]
    untold: int
    whole: bool


def here() -> Path:
    """Return where the command was started.

    Raises
    ------
    WorkspaceError
        Where that folder is not there any more.
    """
    try:
        return Path.cwd()
    except FileNotFoundError:
        msg = "当前文件夹已经被删去或者移走。请用 cd 进入工作目录再试。"
        raise WorkspaceError(msg) from None


def workspace_or_none() -> Path | None:
    """Return the workspace, which may have forms of its own; None outside of any."""
    try:
        return find_workspace(here())
    except WorkspaceError:
        return None


def asks_for_form(whose: str) -> Callable[[_Command], _Command]:
    """Give a command the option that chooses a form, of which it shows what is named here."""
    return click.option(
        "--form",
        "form_id",
        default=DEFAULT_FORM,
        show_default=True,
        metavar="FORM",
        help=f"The form whose {whose} are meant; also one of the workspace's own.",
    )


def asks_for_reports(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the argument and options that choose bureau-years, and `Asked` in their place.

    Its help says what PARAMS are, behind the first paragraph. What is wrong with parameters is told
    on stderr before the command begins.
    """

    @wraps(command)
    def wrapped(
        params: tuple[Path, ...],
        bureaus: tuple[str, ...],
        years: tuple[int, ...],
        only: str | None,
        **options: Any,
    ) -> None:
        from reportkit.sources.order import in_order

        workspace, parameters, errors = read_all(params)
        # Before anything is chosen: what cannot be used cannot be chosen either.
        _tell(errors)
        chosen, circles = in_order(_choose(parameters, bureaus, years), workspace)
        _tell(circles)
        if only:
            from reportkit.batch.last_run import failed_last_time

            chosen = failed_last_time(chosen, workspace)
            if not chosen:
                click.echo("没有上次核对不符或者没有完成的报告。", err=True)
        unusable = len(errors) + len(circles)
        asked = Asked(workspace, chosen, unusable, parameters, len(errors), not params)
        command(asked, **options)

    first, *others = inspect.cleandoc(command.__doc__ or "").split("\n\n")
    wrapped.__doc__ = "\n\n".join([first, _WHAT_PARAMS_ARE, *others])
    for decorate in reversed([_PARAMS_ARGUMENT, *_SELECTION]):
        wrapped = decorate(wrapped)
    return wrapped


def _tell(errors: Sequence[ProblemsError]) -> None:
    for error in errors:
        click.echo(str(error), err=True)


def read_all(paths: Sequence[Path]) -> tuple[Path, list[Parameters], list[ProblemsError]]:
    """Read the parameters asked for, or all of ``params/``.

    Parameters
    ----------
    paths : sequence of Path
        YAML files, tables, and folders of both.

    Returns
    -------
    workspace : Path
    parameters : list of Parameters
        Those that can be used, in the order of the files and their rows.
    errors : list of ProblemsError
        What is wrong with the others, one a file or row: they do not stop these.

    Raises
    ------
    click.UsageError
        Where a file named does not exist, or none is there at all.
    """
    from reportkit.sources.parameter_files import read_sources, source_files

    workspace = find_workspace(here())
    missing = [path for path in paths if not path.exists()]
    if missing:
        listed = "、".join(str(path) for path in missing)
        msg = f"没有参数文件：{listed}。"
        raise click.UsageError(msg)
    asked = paths or [Path(from_here(workspace / PARAMS))]
    files = source_files(asked)
    if not files:
        listed = "、".join(str(path) for path in asked)
        msg = f"{listed} 里没有参数文件（.yaml、.csv、.xlsx）。"
        raise click.UsageError(msg)
    return workspace, *read_sources(files, workspace)


def _choose(
    parameters: Sequence[Parameters], bureaus: Sequence[str], years: Sequence[int]
) -> list[Parameters]:
    """Return the bureau-years of the bureaus and years named, or of all.

    Raises
    ------
    click.UsageError
        Where a bureau or a year has none, or no bureau has one for a year.
    """
    from reportkit.sources.selection import select

    codes = {one.bureau for one in parameters}
    for code in bureaus:
        if code not in codes:
            near = difflib.get_close_matches(code, codes, n=1)
            remedy = f"是否应为 {near[0]}？" if near else "请核对单位代码（参数 bureau）。"
            msg = f"没有单位 {code} 的参数。{remedy}"
            raise click.UsageError(msg)
    for year in years:
        if not select(parameters, bureaus, [year]):
            known = sorted({one.year for one in select(parameters, bureaus, [])})
            listed = "、".join(str(year) for year in known) or "无"
            msg = f"没有 {year} 年的参数；有的年度：{listed}。"
            raise click.UsageError(msg)
    return select(parameters, bureaus, years)
