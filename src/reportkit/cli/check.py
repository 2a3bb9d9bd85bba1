"""``reportkit check``: hold raw data against the rules, without a notebook."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reportkit.cli.workspace import PARAMS_ARGUMENT, read_all
from reportkit.errors import ReportkitError
from reportkit.params import Parameters


@click.command()
@PARAMS_ARGUMENT
def check(params: tuple[Path, ...]) -> None:
    r"""Check ledgers, figures and prose of PARAMS, or of every file in params/.

    Reads the raw data, counts every table and holds all rules, as the notebook does, but makes no
    report: a second instead of ten. Prints what does not hold, with place and remedy.

    \b
    Example:
      reportkit check params/fuxin-ecology-2022.yaml
    """
    workspace, parameters, errors = read_all(params)
    for error in errors:
        click.echo(str(error), err=True)
    passed = [_check(one, workspace) for one in parameters]
    sys.exit(0 if all(passed) and not errors else 1)


def _check(parameters: Parameters, workspace: Path) -> bool:
    """Check one bureau-year and print the outcome; return whether it passes."""
    from reportkit.rendering.findings import finding_text
    from reportkit.report import Report
    from reportkit.rules import State

    try:
        report = Report(parameters, workspace)
        findings = report.findings
    except ReportkitError as error:
        click.echo(f"{parameters.name}：无法核对。\n{error}", err=True)
        return False
    shown = [finding for finding in findings if finding.state is not State.PASS]
    passed = report.state == "passed"
    word = "通过" if passed else "不符"
    click.echo(f"{parameters.name}：{word}（核对 {len(findings)} 处，{len(shown)} 处有说明）")
    for finding in shown:
        click.echo(f"  {finding_text(finding)}")
    return passed
