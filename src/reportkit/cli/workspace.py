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
from reportkit.params import DEFAULT_FORM, Key, Parameters
from reportkit.workspace import PARAMS, WORKSPACE_VARIABLE, workspace_here

if TYPE_CHECKING:
    from reportkit.errors import ProblemsError

_NAMED = "named_workspace"
_FAILED = "failed"
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
        multiple=True,
        metavar="failed|KEY",
        help="Only reports that did not reconcile, or were not finished, when made last (failed), "
        "or the one of this key, as `plan --format json` lists it; may be given several times.",
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
    needs : dict of Key to set of Key
        On which of the others each rests.
    errors : int
        How many of what is asked for cannot be used: files and rows of parameters, and circles; why
        has been told.
    known : list of Parameters
        The bureau-years that they were chosen from.
    untold : int
        Sources of parameters that told no bureau-year.
    whole : bool
        Whether these are all of ``params/``, as no PARAMS were named.
    """

    workspace: Path
    parameters: list[Parameters]
    needs: dict[Key, set[Key]]
    errors: int
    known: list[Parameters]
    untold: int
    whole: bool


def give_workspace_option(command: click.Command) -> None:
    """Give a command, or all below a group, the option that says where the workspace is."""
    if isinstance(command, click.Group):
        for each in command.commands.values():
            give_workspace_option(each)
        return
    option = click.Option(
        ["--workspace", _NAMED],
        metavar="DIR",
        envvar=WORKSPACE_VARIABLE,
        show_envvar=True,
        expose_value=False,
        callback=_remember,
        help="The folder that holds params/; paths still count from where you are.  [default: the "
        "nearest above]",
    )
    command.params.append(option)


def _remember(context: click.Context, _: click.Parameter, named: str | None) -> None:
    if named and not Path(named).is_dir():
        msg = f"没有文件夹 {named}。请核对 --workspace 或者环境变量 {WORKSPACE_VARIABLE}。"
        raise click.UsageError(msg)
    context.meta[_NAMED] = named or ""


def named_folder() -> str:
    """Return the folder that the command was told to work in; empty where it was told none."""
    named: str = click.get_current_context().meta.get(_NAMED, "")
    return named


def workspace_asked() -> Path:
    """Return the workspace that the command is to work in.

    Raises
    ------
    WorkspaceError
    """
    return workspace_here(named_folder())


def workspace_or_none() -> Path | None:
    """Return the workspace, which may have forms of its own; None outside of any."""
    if named_folder():
        return workspace_asked()
    try:
        return workspace_asked()
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
        only: tuple[str, ...],
        **options: Any,
    ) -> None:
        from reportkit.sources.order import in_order

        folder, parameters, errors = read_all(params)
        # Before anything is chosen: what cannot be used cannot be chosen either.
        _tell(errors)
        meant = _choose(parameters, bureaus, years)
        chosen, circles, needs = in_order(meant, folder)
        _tell(circles)
        unusable = len(errors) + len(circles)
        if only:
            chosen = _only(chosen, only, parameters, folder)
            if _FAILED not in only:  # nobody asked for any other report that cannot be used
                in_circles = {one.key for one in meant} - {one.key for one in chosen}
                unusable = sum(key.path in only for key in in_circles)
        keys = {one.key for one in chosen}
        needs = {key: needs[key] & keys for key in keys}
        asked = Asked(folder, chosen, needs, unusable, parameters, len(errors), not params)
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
    from reportkit.sources.parameter_files import read_reports, source_files
    from reportkit.uncollected import uncollected

    folder = workspace_asked()
    missing = [path for path in paths if not path.exists()]
    if missing:
        listed = "、".join(str(path) for path in missing)
        msg = f"没有参数文件：{listed}。"
        raise click.UsageError(msg)
    asked = paths or [Path(from_here(folder / PARAMS))]
    files = source_files(asked)
    if not files:
        listed = "、".join(str(path) for path in asked)
        msg = f"{listed} 里没有参数文件（.yaml、.csv、.xlsx）。"
        raise click.UsageError(msg)
    with uncollected():
        return folder, *read_reports(files, folder)


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


def _only(
    chosen: Sequence[Parameters], only: Sequence[str], known: Sequence[Parameters], folder: Path
) -> list[Parameters]:
    """Return, in their order, those of the keys named, and those that failed where these are asked.

    Raises
    ------
    click.UsageError
        Where no bureau-year has a key that is named.
    """
    paths = {one.key.path for one in known}
    for named in only:
        if named not in (_FAILED, *paths):
            near = difflib.get_close_matches(named, [_FAILED, *paths], n=1)
            remedy = f"是否应为 {near[0]}？" if near else "应为 failed 或者 种类/年度/单位代码。"
            msg = f"--only {named}：没有这样的报告。{remedy}"
            raise click.UsageError(msg)
    failed: set[Key] = set()
    if _FAILED in only:
        from reportkit.batch.last_run import failed_last_time

        failed = {one.key for one in failed_last_time(chosen, folder)}
        if not failed:
            click.echo("没有上次核对不符或者没有完成的报告。", err=True)
    return [one for one in chosen if one.key in failed or one.key.path in only]
