"""``reportkit audit``: what is wrong in reports that others published."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportkit.cli.options import FILE_THERE, FOLDER, formats
from reportkit.cli.streams import echo_as
from reportkit.cli.workspace import workspace_or_none
from reportkit.errors import PublishedError
from reportkit.executors.machine import processors
from reportkit.inputs.run_state import RunState, exit_code
from reportkit.scratch import own_folder

if TYPE_CHECKING:
    from reportkit.audit.one import Audited


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE|FOLDER|URL...")
@formats(
    "json", "jsonl", told="Text for people, JSON for programs, an object a line for many files."
)
@click.option(
    "--output",
    type=FOLDER,
    metavar="FOLDER",
    help="Also write lists and a page a report into FOLDER; what was read is not read again.",
)
@click.option(
    "--parent",
    type=FILE_THERE,
    metavar="FILE",
    help="A report whose figures are to be the sums of all the others on its year.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=processors,
    show_default="as many as there are processors",
    metavar="N",
    help="How many files to read at the same time.",
)
@click.option("--private", is_flag=True, help="Let a URL lead to an address of a private network.")
def audit(
    files: tuple[str, ...],
    format_: str,
    output: Path | None,
    parent: Path | None,
    jobs: int,
    *,
    private: bool,
) -> None:
    """Read reports that others published, and hold them against the rules.

    Each FILE is a report as it was put out: a web page, a Word document, a PDF, a spreadsheet,
    text. Its tables are found by their labels. What is read with certainty is a figure; what is not
    is named as a doubt, never guessed. Of a FOLDER, all files below are read.

    Reports of one bureau on several years are held against each other, and so are those of several
    forms on one year. FOLDER of --output gets audit.jsonl, audit.xlsx, index.html, and in pages/
    each report with the cells marked that something is wrong with.

    \b
    Examples:
      reportkit audit 年报.html
      reportkit audit 年报.html --format json
      reportkit audit 各局年报/ --output 核查结果
      reportkit audit 全市.pdf 各局年报/ --parent 全市.pdf
    """
    from reportkit.audit.many import audit_many, files_in
    from reportkit.audit.output.formats import FORMATS

    workspace = workspace_or_none()
    with own_folder() as folder, ExitStack() as closing:
        named: dict[Path, str] = {}
        refused: dict[Path, Audited] = {}
        for name, found in _sources(files, folder, private=private):
            if isinstance(found, Path):
                below = files_in([found], output)
                named |= {path: name if found.is_file() else path.as_posix() for path in below}
            else:
                named[Path(name)], refused[Path(name)] = name, found
        if parent is not None:
            named.setdefault(parent, parent.as_posix())
        paths = [path for path in named if path not in refused]
        read = audit_many(paths, workspace, jobs=jobs, output=output, parent=parent)
        closing.callback(read.close)  # what was read lies in a folder of its own until then
        told: Iterator[Audited] = (
            replace(refused[path] if path in refused else next(read), file=name)
            for path, name in named.items()
        )
        if output is not None:
            from reportkit.audit.output.folder import write_folder

            told = write_folder(output, told, [*named])
        states: list[RunState] = []
        for line in FORMATS[format_](_noting(told, states)):
            echo_as(line, format_)
    if output is not None:
        click.echo(f"名单和各份报告的核查页在 {output.as_posix()}。", err=True)
    sys.exit(exit_code(states))


def _noting(audited: Iterable[Audited], states: list[RunState]) -> Iterator[Audited]:
    """Yield reports as they come, and note how each ended."""
    for one in audited:
        states.append(one.state)
        yield one


def _sources(
    files: Sequence[str], folder: Path, *, private: bool
) -> Iterator[tuple[str, Path | Audited]]:
    """Yield what is meant, with where it is; what a URL leads to is fetched into a folder."""
    from reportkit.audit.fetched import fetch, is_url
    from reportkit.audit.one import Audited

    for number, file in enumerate(files):
        if not is_url(file):
            yield file, Path(file)
            continue
        try:
            content, name = fetch(file, private=private)
        except PublishedError as error:
            yield file, Audited(file, message=str(error))
            continue
        own = folder / str(number)
        own.mkdir()
        path = own / name
        path.write_bytes(content)
        yield file, path
