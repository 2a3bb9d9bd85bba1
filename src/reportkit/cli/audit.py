"""``reportkit audit``: what is wrong in reports that others published."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reportkit.cli.streams import echo_as
from reportkit.cli.workspace import workspace_or_none
from reportkit.inputs.run_state import exit_code


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "jsonl"]),
    default="text",
    show_default=True,
    help="Text for people, JSON for programs, an object a line for many files.",
)
def audit(files: tuple[str, ...], format_: str) -> None:
    """Read reports that others published, and hold them against the rules.

    Each FILE is a report as it was put out: a web page, a Word document, a spreadsheet, text. Its
    tables are found by their labels. What is read with certainty is a figure; what is not is named
    as a doubt, never guessed.

    \b
    Examples:
      reportkit audit 年报.html
      reportkit audit 年报.html --format json
    """
    from reportkit.audit.formats import FORMATS
    from reportkit.audit.one import audit_file, forms_in

    forms = forms_in(workspace_or_none())
    audited = [audit_file(Path(file), forms) for file in files]
    echo_as(FORMATS[format_](audited), "json" if format_ == "json" else format_)
    sys.exit(exit_code(one.state for one in audited))
