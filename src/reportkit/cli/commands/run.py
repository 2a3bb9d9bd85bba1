"""``reportkit run``: make reports."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from reportkit.cli import index
from reportkit.cli.workspace import Asked, asks_for_reports
from reportkit.inputs.run_state import exit_code
from reportkit.making.engines import (
    DEFAULT_ENGINE,
    DEFAULT_TIMEOUT,
    ENGINES,
    WORKERS_WARM_UP,
)

if TYPE_CHECKING:
    from reportkit.batch.record import Record
    from reportkit.batch.session import Workers
    from reportkit.storage.site import Site
    from reportkit.storage.store import Store

_OPTIONS = [
    click.option("--force", is_flag=True, help="Make reports even where nothing has changed."),
    click.option(
        "--embed-fonts",
        is_flag=True,
        help="Let HTML bring its Chinese fonts along, for machines without any.",
    ),
    click.option(
        "--jobs",
        type=click.IntRange(min=1),
        metavar="N",
        help="How many reports to make at a time.  "
        "[default: as many as processors and memory allow]",
    ),
    click.option(
        "--engine",
        type=click.Choice(ENGINES),
        default=DEFAULT_ENGINE,
        show_default="reportkit on Linux, nbclient elsewhere",
        help="What executes notebooks: a process forked for each, or an ordinary Jupyter kernel.",
    ),
    click.option(
        "--timeout",
        type=click.IntRange(min=1),
        metavar="SECONDS",
        default=DEFAULT_TIMEOUT,
        show_default=True,
        help="How long one cell of a notebook may run.",
    ),
    click.option(
        "--scheduler",
        metavar="ADDRESS",
        help="Make reports on the Dask cluster of this scheduler, such as tcp://host:8786.",
    ),
    click.option(
        "--store",
        metavar="URL",
        help="Where data/ and outputs/ are, if not here: any fsspec address, such as s3://bucket.",
    ),
    click.option(
        "--notify",
        multiple=True,
        metavar="URL",
        help="Send the summary to this apprise address; may be given several times.",
    ),
    click.option(
        "--notify-failures",
        multiple=True,
        metavar="URL",
        help="The same, only where something did not pass.",
    ),
]


def _takes_options(command: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@click.command()
@asks_for_reports
@_takes_options
def run(
    asked: Asked, *, force: bool, notify: Sequence[str], notify_failures: Sequence[str], **how: Any
) -> None:
    """Make the reports of PARAMS.

    For each bureau-year papermill executes the notebook and nbconvert renders it. Its folder
    outputs/FORM/YEAR/BUREAU holds report.html, report.pdf, report.docx, review.html, the
    executed report.ipynb, figures.json, findings.json and manifest.json. A report that does not
    reconcile is still rendered, marked 草稿 on every page; one that cannot be computed leaves
    earlier outputs as they were, and does not stop the others. What has not changed since it
    was made is not made again: ledgers, narrative, parameters, notebook, rules, earlier years,
    members and the kit itself are compared by content (see reportkit plan). Members are made
    before the parents that add them up.

    How all bureaus stand is in outputs/FORM/YEAR/index.html, for reviewers, and in index.xlsx
    beside it; how each bureau-year ended is in outputs/run.json, the history of runs in
    outputs/runs.jsonl, and why and how a report was made last in
    outputs/logs/FORM/YEAR/BUREAU.log. A second run on the same outputs is refused while one is at
    work; one that was killed is taken up by the next.

    \b
    Examples:
      reportkit run
      reportkit run params/fuxin-ecology-2022.yaml
      reportkit run --only failed
      reportkit run --jobs 4 --timeout 120
      reportkit run --embed-fonts
      reportkit run --scheduler tcp://10.0.0.5:8786
    """
    if not asked.parameters:
        sys.exit(exit_code((), asked.errors))
    if notify or notify_failures:
        from reportkit.batch.notify import check_addresses

        check_addresses([*notify, *notify_failures])
    if how["embed_fonts"] and not find_spec("fontTools"):
        from reportkit.rendering.web_fonts import MISSING

        raise click.UsageError(MISSING)
    site, workers = _where(asked, **how)
    record, is_indexed = _make(asked, site, workers, force=force)
    index.tell(index.made_at(asked.parameters, site), up_to_date=is_indexed)
    _tell(record, notify, notify_failures)
    sys.exit(record.exit_code)


def _where(
    asked: Asked, *, jobs: int | None, scheduler: str | None, store: str | None, **how: Any
) -> tuple[Site, Workers]:
    """Return where reports are made, and what opens the workers that make them."""
    from reportkit.executors.machine import default_jobs, memory_share
    from reportkit.storage.workspace import Workspace

    if jobs and scheduler:
        msg = "--jobs 和 --scheduler 不能同时用：同时生成几份由集群决定。"
        raise click.UsageError(msg)
    jobs = jobs or default_jobs()
    how["memory_limit"] = None if scheduler else memory_share(jobs)
    site: Workspace | Store = Workspace(asked.workspace, **how)
    if store:
        from reportkit.storage.remote import Remote
        from reportkit.storage.store import Store

        site = Store(Remote(store).absolute().address, asked.workspace, **how)
    if scheduler:
        from reportkit.executors.cluster import on_cluster

        return site, partial(on_cluster, scheduler, site, partial(click.echo, err=True))
    from reportkit.executors.workers import WorkerPool

    return site, partial(WorkerPool, jobs, site.warm_up, WORKERS_WARM_UP)


def _make(asked: Asked, site: Site, workers: Workers, *, force: bool) -> tuple[Record, bool]:
    """Make the reports; return how it went, and whether the indexes tell of it."""
    from reportkit.batch.session import run_session
    from reportkit.cli.progress import shown
    from reportkit.sources.order import Order

    brought = False

    def bring_up_to_date() -> None:
        nonlocal brought
        index.update(asked, site)
        brought = True

    with shown(len(asked.parameters), site) as show:
        record = run_session(
            Order(asked.parameters, [], asked.needs),
            site,
            workers,
            force=force,
            unusable=asked.errors,
            show=show,
            tell=partial(click.echo, err=True),
            index=bring_up_to_date,
        )
    return record, brought


def _tell(record: Record, urls: Sequence[str], failure_urls: Sequence[str]) -> None:
    """Show the summary, and send it to whoever wants it."""
    from reportkit.cli.progress import show_summary

    show_summary(record)
    if urls or failure_urls:
        from reportkit.batch.notify import send_summary

        for problem in send_summary(record, urls, failure_urls):
            click.echo(problem, err=True)
