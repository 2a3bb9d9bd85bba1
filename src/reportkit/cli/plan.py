"""``reportkit plan``: what would be made, and why."""

from __future__ import annotations

from pathlib import Path

import click

from reportkit.cli.workspace import PARAMS_ARGUMENT, read_all


@click.command()
@PARAMS_ARGUMENT
def plan(params: tuple[Path, ...]) -> None:
    r"""Say which reports of PARAMS, or of every file in params/, `run` would make, and why.

    In the order in which they would be made: members before parents, earlier years first. What a
    report made now would change in later ones is not foreseen: these are compared when their turn
    comes.

    \b
    Example:
      reportkit plan
    """
    from reportkit.batch import in_order, reasons_to_run

    workspace, parameters, errors = read_all(params)
    for error in errors:
        click.echo(str(error), err=True)
    for one in in_order(parameters):
        reasons = reasons_to_run(one, workspace)
        click.echo(f"{one.name}：{'；'.join(reasons) if reasons else '没有变化，不需要生成'}")
