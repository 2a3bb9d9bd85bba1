"""``reportkit verify``: what was made or published, against what it is said to be."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from reportkit.cli.commands.review import from_store
from reportkit.cli.workspace import workspace_asked
from reportkit.errors import ReportkitError
from reportkit.inputs.run_state import RunState, exit_code
from reportkit.trouble import refused

if TYPE_CHECKING:
    from reportkit.review.publishing.checks import Check

_MARKS = {True: "相符", False: "不符", None: "不详"}


@click.command()
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...")
@click.option(
    "--rebuild", is_flag=True, help="Make the report again, in a temporary folder, and compare."
)
@from_store
def verify(folders: Sequence[str], *, rebuild: bool, store: str | None) -> None:
    """Hold the reports in FOLDER against what they are said to be.

    FOLDER is that of the outputs of a report, or of a published one: outputs/FORM/YEAR/BUREAU,
    published/FORM/YEAR/BUREAU, or a copy of the latter. Its files are hashed again and held against
    its manifest, and so are its parameters, its inputs, the decisions and the signatures, as far as
    they are here.
    Every change by hand is named. With --rebuild the report is made again of its inputs, and has to
    come out byte by byte, the executed notebook apart.

    \b
    Examples:
      reportkit verify published/ogi/2022/fuxin-ecology
      reportkit verify --rebuild outputs/ogi/2022/*
    """
    from reportkit.review.publishing.verify import verified

    workspace = workspace_asked()
    states = []
    for folder in folders:
        try:
            checks = verified(folder, workspace, store, rebuild=rebuild)
        except (ReportkitError, OSError) as error:
            told = refused(error) if isinstance(error, OSError) else error
            click.echo(f"{folder}：{told}", err=True)
            states.append(RunState.BROKEN)
        else:
            _tell(folder, checks)
            bad = any(check.good is False for check in checks)
            states.append(RunState.FAILED if bad else RunState.PASSED)
    sys.exit(exit_code(states))


def _tell(folder: str, checks: Sequence[Check]) -> None:
    bad = sum(check.good is False for check in checks)
    click.echo(f"{folder}：{f'{bad} 处不符' if bad else '没有发现不符'}")
    for check in checks:
        click.echo(f"  {_MARKS[check.good]}  {_visible(check.words)}")


def _visible(words: str) -> str:
    """Return words without what a terminal would obey: whoever put a file there named it."""
    return "".join(char if char.isprintable() or char == "\u3000" else "�" for char in words)
