"""What `reportkit run` shows: a live bar on a terminal, plain lines elsewhere, a summary."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from reportkit.batch.log import ENDINGS
from reportkit.cli.streams import bare
from reportkit.inputs.run_state import RunState
from reportkit.making.stale import changed_by_hand
from reportkit.visible import in_escapes

if TYPE_CHECKING:
    from rich.progress import Progress

    from reportkit.batch.record import Entry, Record
    from reportkit.inputs.outcome import Outcome
    from reportkit.storage.site import Site

Show = Callable[["Outcome"], None]
_MOST_TOLD = 20  # reports of which each has a line, whatever became of it
_HEADINGS = ("单位和年度", "结果", "第一处问题")


@contextmanager
def shown(total: int, site: Site) -> Iterator[Show]:
    """Give a function that shows how a bureau-year ended.

    Parameters
    ----------
    total : int
        How many bureau-years there are.
    site : Site
        Where they are made.
    """
    if not sys.stdout.isatty():
        with _counting(total, site) as show:
            yield show
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(file=bare(sys.stdout))
    columns = ("{task.completed}/{task.total}", "{task.fields[counts]}", "{task.fields[speed]}")
    with Progress(BarColumn(), *map(TextColumn, columns), console=console) as progress:
        yield _Bar(progress, total).show


@contextmanager
def _counting(total: int, site: Site) -> Iterator[Show]:
    """Give a function that prints lines; of many that stand as they passed, their count alone.

    A night in January has ten thousand of these, and whoever is mailed the lines looks for others.
    """
    counted = 0

    def show(outcome: Outcome) -> None:
        nonlocal counted
        if total > _MOST_TOLD and outcome.unchanged and outcome.state is RunState.PASSED:
            counted += 1
        else:
            _print(outcome, site)

    yield show
    if counted:
        click.echo(
            f"通过、没有变化的 {counted} 份不逐一列出；要看全部的，请用 reportkit plan，"
            "或者看 outputs/run.json。"
        )


class _Bar:
    """The live bar; what does not pass is printed above it."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._counts = dict.fromkeys(map(str, RunState), 0)
        self._unchanged = 0
        self._task = progress.add_task("", total=total, counts="", speed="")

    def show(self, outcome: Outcome) -> None:
        """Count a bureau-year."""
        from rich.text import Text

        self._counts[outcome.state] += 1
        self._unchanged += outcome.unchanged
        if outcome.state is not RunState.PASSED or changed_by_hand(outcome.reasons):
            for line in _lines(outcome):
                self._progress.console.print(Text(in_escapes(line)))
        counts = _counts(self._counts | {"unchanged": self._unchanged})
        self._progress.update(self._task, advance=1, counts=counts)
        self._progress.update(self._task, speed=self._speed())

    def _speed(self) -> str:
        """Say how fast reports are made, and how long those that are left would take."""
        task = self._progress.tasks[0]
        made = sum(self._counts.values()) - self._unchanged
        if not made or not task.elapsed or not task.remaining:
            return ""
        left = task.remaining * task.elapsed / made
        return f"每分钟 {made / task.elapsed * 60:.0f} 份，还要 {_duration(left)}"


def _print(outcome: Outcome, site: Site) -> None:
    head, *faults = _lines(outcome)
    if outcome.state is RunState.BROKEN:
        click.echo("\n".join([f"{head}。先前的输出没有改动。", *faults]), err=True)
        return
    click.echo("\n".join([f"{head}。见 {site.outputs_of(outcome.parameters)}", *faults]))


def _lines(outcome: Outcome) -> list[str]:
    """Return a line for how a bureau-year ended, and those that say what is wrong."""
    kept = "（没有变化）" if outcome.unchanged else ""
    head = f"{outcome.parameters.name}：{ENDINGS[outcome.state]}{kept}"
    faults = [line for fault in outcome.faults for line in fault.splitlines()]
    if outcome.state is not RunState.BROKEN and (changed := changed_by_hand(outcome.reasons)):
        faults.append(f"{'；'.join(changed)}：生成以后被手工改过，已按数据重新生成。")
    return [head, *(f"  {line}" for line in faults)]


def show_summary(record: Record) -> None:
    """Print a table of what did not pass, what reviewers want to be known, and the counts."""
    not_passed = [entry for entry in record.entries if entry.state is not RunState.PASSED]
    if not_passed:
        click.echo(_table(not_passed))
        click.echo(record.pressing)
    for entry in record.entries:
        for line in entry.review:
            click.echo(f"{entry.name}：{line}")
    total = len(record.entries) + record.unusable
    click.echo(f"共 {total} 份：{_counts(record.counts)}；用时 {_duration(record.seconds)}")


def _table(entries: Sequence[Entry]) -> str:
    rows = [(e.name, ENDINGS[e.state], " ".join(e.message.split())) for e in entries]
    return _drawn(rows) if sys.stdout.isatty() else _columns(rows)


def _drawn(rows: Iterable[tuple[str, ...]]) -> str:
    """Return a table for a terminal, as wide as that is."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE, pad_edge=False)
    for heading in _HEADINGS:
        table.add_column(heading, overflow="fold")
    for row in rows:
        # As `Text`: in a plain string rich would take [brackets] for its markup.
        table.add_row(*map(Text, row))
    console = Console(color_system=None)
    with console.capture() as captured:
        console.print(table)
    return "\n".join(line.rstrip() for line in captured.get().rstrip().split("\n"))


def _columns(rows: Sequence[tuple[str, ...]]) -> str:
    """Return rows in columns; no line that is not a terminal's is ever broken."""
    from rich.cells import cell_len

    widths = [max(cell_len(row[at]) for row in rows) for at in range(len(_HEADINGS) - 1)]
    return "\n".join(
        "  ".join(
            [t + " " * (w - cell_len(t)) for t, w in zip(row, widths, strict=False)] + [row[-1]]
        ).rstrip()
        for row in rows
    )


def _counts(counts: dict[str, int]) -> str:
    ended = f"通过 {counts['passed']}，不符 {counts['failed']}，没有完成 {counts['broken']}"
    return f"{ended}（其中没有变化 {counts['unchanged']}）"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} 小时 {minutes} 分"
    return f"{minutes} 分 {rest} 秒" if minutes else f"{rest} 秒"
