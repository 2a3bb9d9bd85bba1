"""``reportkit diff``: what differs between two reports."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from reportkit.cli.options import FILE, formats
from reportkit.cli.streams import echo_as
from reportkit.cli.workspace import workspace_or_none


@click.command()
@click.argument("first", metavar="A")
@click.argument("second", metavar="B")
@formats("json", told="Text for people, JSON for programs.")
@click.option(
    "--html",
    "page",
    type=FILE,
    metavar="FILE",
    help="Also write the comparison as a page that needs no other file.",
)
def diff(first: str, second: str, format_: str, page: Path | None) -> None:
    """Compare two reports: their figures, what the rules say of them, and their sentences.

    A and B are each a folder of outputs or a published one; BUREAU/YEAR or BUREAU/YEAR/FORM, or a
    parameters file, for the outputs of that report; or a report.html or report.pdf of the kit by
    itself. They may be of two runs, two years, two bureaus, two editions or two forms: cells that
    only one of them has are named. A page is compared by the figures that it shows.

    What cannot be compared is said: a published folder has no findings, a PDF no sentences. Exits
    with 0 where nothing differs, with 1 where something does.

    \b
    Examples:
      reportkit diff fuxin-ecology/2021 fuxin-ecology/2022
      reportkit diff outputs/ogi/2022/fuxin-ecology published/ogi/2022/fuxin-ecology
      reportkit diff fuxin-ecology/2022 ~/下载/report.html --html 比较.html
    """
    from reportkit.comparing import compare
    from reportkit.review.diff.formats import FORMATS
    from reportkit.review.diff.page import as_page
    from reportkit.review.diff.sides import hold_known, read_sides
    from reportkit.review.diff.words import Compared
    from reportkit.writing import whole_file

    workspace = workspace_or_none()
    before, after = read_sides(first, second, workspace)
    for side in (before, after):
        hold_known(side, workspace)
    told = Compared(before, after, compare(before.statements, after.statements))
    echo_as(FORMATS[format_](told), format_)
    if page is not None:
        with whole_file(page) as fresh:
            fresh.write_text(as_page(told), encoding="utf-8", newline="\n")
    sys.exit(1 if told.comparison.differs else 0)
