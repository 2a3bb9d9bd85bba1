"""``reportkit notebook``: a bureau-year's own notebook against the master notebook."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportkit.cli.workspace import Asked, asks_for_reports
from reportkit.inputs.run_state import RunState, exit_code

if TYPE_CHECKING:
    from reportkit.inputs.merge import Change
    from reportkit.params import Parameters


@click.group()
def notebook() -> None:
    """Compare bureaus' own notebooks with the master notebook, or update them from it.

    A bureau-year has a notebook of its own after `reportkit lab`. It remembers the cells that it
    was copied from, so that what the bureau changed can be told from what the master changed since.
    """


@notebook.command()
@asks_for_reports
def diff(asked: Asked) -> None:
    """Say which cells of the notebooks of PARAMS have changed since they were copied.

    Those without a notebook of their own are passed over.

    \b
    Examples:
      reportkit notebook diff params/fuxin-ecology-2022.yaml
      reportkit notebook diff --year 2022
    """
    from reportkit.making.copy import changes_of

    _each(asked, changes_of, updated=False)


@notebook.command()
@asks_for_reports
def update(asked: Asked) -> None:
    """Take what has changed in the master notebook into the notebooks of PARAMS.

    Those without a notebook of their own are passed over.

    Nothing that the bureau changed is lost. A cell that both changed stays as the bureau has it;
    below it comes a note, which no report prints, with what the master has there now.

    \b
    Examples:
      reportkit notebook update params/fuxin-ecology-2022.yaml
    """
    from reportkit.making.copy import update_copy

    _each(asked, update_copy, updated=True)


def _each(asked: Asked, find: Callable[[Parameters, Path], list[Change]], *, updated: bool) -> None:
    from reportkit.errors import ReportkitError
    from reportkit.inputs.typed import own_notebook

    having = [
        (one, own)
        for one in asked.parameters
        if (asked.workspace / (own := own_notebook(one.key))).is_file()
    ]
    if asked.parameters and not having:
        click.echo("选到的报告都没有自己的笔记本，用的是主笔记本（reportkit lab 会抄出一份）。")
    states = []
    for one, own in having:
        try:
            changes = find(one, asked.workspace)
        except ReportkitError as error:
            click.echo(str(error), err=True)
            states.append(RunState.BROKEN)
        else:
            click.echo("\n".join([f"{own.as_posix()}：", *_shown(changes, updated=updated)]))
    sys.exit(exit_code(states, asked.errors))


def _shown(changes: Sequence[Change], *, updated: bool) -> Iterator[str]:
    """Yield the changes in words: the bureau's, the master's, and cells that both changed."""
    own = [one for one in changes if not one.master_changed]
    master = [one for one in changes if not one.own_changed]
    both = [one for one in changes if one.own_changed and one.master_changed]
    taken = "，已经并入" if updated else "，可用 reportkit notebook update 并入"
    kept = "，保留了本单位的，主笔记本的写在其下，请自行合并" if updated else ""
    for title, some in (
        ("本单位改了 {n} 格", own),
        ("主笔记本改了 {n} 格" + taken, master),
        ("两边都改了 {n} 格" + kept, both),
    ):
        if some:
            yield f"{title.format(n=len(some))}："
            yield from (one.text() for one in some)
    if not changes:
        yield "与抄出时的主笔记本一样，主笔记本也没有改过。"
    elif not master and not both:
        yield "主笔记本没有改过。"
