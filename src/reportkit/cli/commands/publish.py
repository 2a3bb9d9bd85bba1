"""``reportkit publish``: what passed and was signed, to ``published/``."""

from __future__ import annotations

import sys

import click

from reportkit.cli.commands.review import from_store, tell_aside
from reportkit.cli.workspace import Asked, asks_for_reports
from reportkit.errors import ReportkitError
from reportkit.inputs.run_state import RunState, exit_code


@click.command()
@asks_for_reports
@click.option(
    "--correct",
    metavar="REASON",
    default="",
    help="Correct what was published before, and say why; the earlier version is kept.",
)
@from_store
def publish(asked: Asked, *, correct: str, store: str | None) -> None:
    """Publish the reports of PARAMS that passed and that three people signed.

    What is published are just the bytes that were signed: report.html, report.pdf, report.docx and
    figures.json are rendered again, unmarked, and held against the signatures. They go to
    published/FORM/YEAR/BUREAU, with manifest.json, content.txt and the signatures. Everything else
    is refused, with the reason.

    With --correct a report that was published before is published again. The version before stays,
    in a folder earlier/, and correction.txt says what changed.

    \b
    Examples:
      reportkit publish --year 2022
      reportkit publish params/fuxin-ecology-2022.yaml --correct 依申请公开一件漏登
    """
    from reportkit.review.desk import stale_at
    from reportkit.review.index.refresh import at_work
    from reportkit.review.publishing.publish import publish as publish_one

    states = []
    for one in asked.parameters:
        try:
            stale = stale_at(one, asked.workspace, store)
            desk = at_work(one, asked.workspace, store, tell_aside, publishes=True)
            with desk as folder:
                anew = publish_one(one, folder, stale, correct=correct)
        except ReportkitError as error:
            click.echo(str(error), err=True)
            states.append(RunState.FAILED)
        else:
            place = one.published_folder.as_posix()
            done = f"已发布到 {place}" if anew else f"已经发布过，没有变化（{place}）"
            click.echo(f"{one.name}：{done}")
            states.append(RunState.PASSED)
    sys.exit(exit_code(states, asked.errors))
