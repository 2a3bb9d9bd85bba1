"""``reportkit run``: make reports."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportkit.cli.workspace import PARAMS_ARGUMENT, read_all

if TYPE_CHECKING:
    from reportkit.batch import Outcome

_WORDS = {"passed": "通过", "failed": "不符，已生成草稿", "broken": "没有完成"}


@click.command()
@PARAMS_ARGUMENT
@click.option("--force", is_flag=True, help="Make reports again even where nothing has changed.")
def run(params: tuple[Path, ...], *, force: bool) -> None:
    r"""Make the reports of PARAMS, or of every file in params/.

    For each bureau-year papermill executes the notebook and nbconvert renders it. Its folder
    outputs/YEAR/BUREAU holds report.html, report.pdf, review.html, the executed report.ipynb,
    figures.json, findings.json and manifest.json. A report that does not reconcile is still
    rendered, marked 草稿 on every page; one that cannot be computed leaves earlier outputs as they
    were, and does not stop the others. What has not changed since it was made is not made again:
    ledgers, narrative, parameters, notebook, rules, earlier years, members and the kit itself are
    compared by content (see reportkit plan). Members are made before the parents that add them up.

    \b
    Examples:
      reportkit run
      reportkit run params/fuxin-ecology-2022.yaml
    """
    workspace, parameters, errors = read_all(params)
    for error in errors:
        click.echo(str(error), err=True)
    from reportkit.batch import in_order, run_report

    states = ["broken"] * len(errors)
    for one in in_order(parameters):
        outcome = run_report(one, workspace, force=force)
        _tell(outcome)
        states.append(outcome.state)
    sys.exit(0 if all(state == "passed" for state in states) else 1)


def _tell(outcome: Outcome) -> None:
    """Print how a bureau-year ended: what was made, or what is wrong."""
    from reportkit.rendering.findings import finding_text

    place = os.path.relpath(outcome.folder)
    head = f"{outcome.parameters.name}：{_WORDS[outcome.state]}"
    if outcome.state == "broken":
        click.echo(f"{head}。先前的输出没有改动。\n{outcome.message}", err=True)
        return
    kept = "（没有变化）" if outcome.unchanged else ""
    click.echo(f"{head}{kept}。见 {place}")
    for finding in outcome.findings:
        if finding.fails_run:
            click.echo(f"  {finding_text(finding)}")
