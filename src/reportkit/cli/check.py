"""``reportkit check``: hold raw data against the rules, without a notebook."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportkit.cli.streams import echo_as
from reportkit.cli.workspace import Asked, asks_for_reports
from reportkit.errors import ReportkitError
from reportkit.inputs.run_state import exit_code
from reportkit.params import Parameters

if TYPE_CHECKING:
    from reportkit.cli.formats import Checked


@click.command()
@asks_for_reports
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "junit"]),
    default="text",
    show_default=True,
    help="Text for people, JSON for programs, JUnit XML for CI servers.",
)
def check(asked: Asked, format_: str) -> None:
    """Check ledgers, figures and prose of PARAMS.

    PARAMS are YAML files, tables (.csv or .xlsx, one row a bureau-year) and folders of both;
    without any, the folder params/.

    Reads the raw data, counts every table and holds all rules, as the notebook does, but makes no
    report: a second instead of ten. Prints what was read and what was not, and what does not hold,
    with place and remedy.

    \b
    Examples:
      reportkit check params/fuxin-ecology-2022.yaml
      reportkit check --format junit > check.xml
    """  # noqa: D301 - click wants the backspace itself
    from reportkit.cli.formats import FORMATS

    checked = [_check(one, asked.workspace) for one in asked.parameters]
    echo_as(FORMATS[format_](checked), format_)
    sys.exit(exit_code((one.state for one in checked), asked.errors))


def _check(parameters: Parameters, workspace: Path) -> Checked:
    from reportkit.cli.formats import Checked
    from reportkit.report.computed import Computed
    from reportkit.report.not_held import not_held
    from reportkit.report.reading import reading_json, reading_lines

    try:
        computed = Computed(parameters, workspace)
        findings = computed.findings
        of_notebook = not_held(workspace / computed.inputs.notebook.path)
    except ReportkitError as error:
        return Checked.broken(parameters, str(error))
    return Checked(
        parameters.name,
        parameters.key,
        computed.state,
        (*findings, *of_notebook),
        read=reading_json(computed),
        lines=tuple(reading_lines(computed)),
    )
