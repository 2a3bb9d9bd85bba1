"""``reportkit check``: hold raw data against the rules, without a notebook."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportkit.cli.options import FOLDER, formats
from reportkit.cli.streams import echo_as
from reportkit.cli.workspace import Asked, asks_for_reports
from reportkit.errors import ReportkitError
from reportkit.inputs.run_state import exit_code
from reportkit.params import Parameters
from reportkit.trouble import program_error, refused
from reportkit.workspace import DATA, OUTPUTS

if TYPE_CHECKING:
    from reportkit.cli.formats import Checked
    from reportkit.ledgers import Problem
    from reportkit.report.computed import Computed


@click.command()
@asks_for_reports
@formats("json", "junit", told="Text for people, JSON for programs, JUnit XML for CI servers.")
@click.option(
    "--annotate",
    "copies",
    type=FOLDER,
    metavar="FOLDER",
    help="Also write copies of the ledgers into FOLDER, with every problem marked in its cell.",
)
@click.option(
    "--suggest-mapping",
    is_flag=True,
    help="Also write data/BUREAU/mapping.suggested.yaml: what the bureau's own headings and "
    "words may mean.",
)
def check(asked: Asked, format_: str, copies: Path | None, *, suggest_mapping: bool) -> None:
    """Check ledgers, figures and prose of PARAMS.

    Reads the raw data, counts every table and holds all rules, as the notebook does, but makes no
    report: a second instead of ten. Prints what was read and what was not, and what does not hold,
    with place and remedy.

    The copies that --annotate writes can be mended and handed back. They hold personal data as the
    ledgers do: FOLDER may not lie in data/ or outputs/. A copy that was worked on is not replaced.

    Nothing reads mapping.suggested.yaml until it is renamed to mapping.yaml.

    \b
    Examples:
      reportkit check params/fuxin-ecology-2022.yaml
      reportkit check --format junit > check.xml
      reportkit check params/fuxin-ecology-2022.yaml --annotate ~/核对
    """
    from reportkit.cli.formats import FORMATS

    if copies is not None:
        _refuse_shared(copies, asked)
    checked = [_check_alone(one, asked.workspace, copies) for one in asked.parameters]
    echo_as(FORMATS[format_](checked), format_)
    if suggest_mapping:
        from reportkit.cli.suggesting import suggest_mappings

        for line in suggest_mappings(asked):
            click.echo(line, err=format_ != "text")
    sys.exit(exit_code((one.state for one in checked), asked.errors))


def _refuse_shared(copies: Path, asked: Asked) -> None:
    """Refuse folders that others read: copies of ledgers hold personal data."""
    for shared in (Path(DATA), Path(OUTPUTS), *(one.data_folder for one in asked.parameters)):
        if copies.resolve().is_relative_to((asked.workspace / shared).resolve()):
            name = shared.as_posix()
            msg = f"副本里有台账的个人信息，不能放在 {name}/ 里，请另选文件夹（现为 {copies}）。"
            raise click.UsageError(msg)


def _check_alone(parameters: Parameters, workspace: Path, copies: Path | None) -> Checked:
    """Check one bureau-year: whatever is wrong with it stops none of the others."""
    from reportkit.cli.formats import Checked

    try:
        return _check(parameters, workspace, copies)
    except ReportkitError:  # of the copies, which go into one folder
        raise
    except OSError as error:
        return Checked.broken(parameters, refused(error, workspace / parameters.data_folder))
    except Exception as error:  # noqa: BLE001 - one broken bureau never stops the others
        return Checked.broken(parameters, program_error(error))


def _check(parameters: Parameters, workspace: Path, copies: Path | None) -> Checked:
    from reportkit.cli.formats import Checked
    from reportkit.report.computed import Computed

    try:
        computed = Computed(parameters, workspace)
    except ReportkitError as error:
        return Checked.broken(parameters, str(error))
    checked = _held(computed, workspace)
    problems = _problems(computed)
    if copies is None or not problems:
        return replace(checked, problems=problems)
    from reportkit.ledgers.annotate import annotate

    target = copies / parameters.key.slug
    try:
        annotated = annotate(computed.intake, computed.folder, problems, target)
    except OSError as error:
        raise ReportkitError(refused(error, target)) from None
    return replace(checked, problems=problems, copies=tuple(annotated))


def _held(computed: Computed, workspace: Path) -> Checked:
    from reportkit.cli.formats import Checked
    from reportkit.decisions import decisions_of
    from reportkit.report.not_held import not_held
    from reportkit.report.reading import reading_json, reading_lines

    parameters = computed.parameters
    try:
        decisions = decisions_of(parameters, workspace)
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
        decisions=decisions,
    )


def _problems(computed: Computed) -> tuple[Problem, ...]:
    """Return what is wrong in the raw data; nothing where something else is wrong before that."""
    try:
        return computed.problems
    except ReportkitError:
        return ()
