"""``reportkit plan``: what would be made, and why."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from reportkit.cli import index
from reportkit.cli.workspace import Asked, asks_for_reports
from reportkit.inputs.run_state import RunState, exit_code

if TYPE_CHECKING:
    from reportkit.params import Key, Parameters

_MOST_NAMED = 3


@click.command()
@asks_for_reports
@click.option("--embed-fonts", is_flag=True, help="As for `run`.")
def plan(asked: Asked, *, embed_fonts: bool) -> None:
    """Say which reports of PARAMS `run` would make, and why.

    They are told in the order in which they would be made: members before parents, earlier years
    first. Whether a report made now changes those that rest on it cannot be foreseen: `run`
    compares these when their turn comes.

    Below a report stands whether reviewers sent it back, and which of their decisions hold no more.

    \b
    Examples:
      reportkit plan
      reportkit plan --year 2022 --only failed
    """
    from reportkit.decisions import standing_of

    to_make = waiting = unchanged = 0
    for one, reasons, rests_on in _foreseen(asked, embed_fonts=embed_fonts):
        if reasons:
            to_make += 1
            what = "；".join(reasons)
        elif rests_on:
            waiting += 1
            what = f"所依据的 {_some(rests_on)}，届时再看"
        else:
            unchanged += 1
            what = "没有变化，不需要生成"
        click.echo(f"{one.name}：{what}")
        for line in standing_of(one, asked.workspace):
            if line not in reasons:
                click.echo(f"  {line}")
    index.tell(index.there(asked))
    later = f"届时再看 {waiting} 份，" if waiting else ""
    total = len(asked.parameters)
    click.echo(f"共 {total} 份：需要生成 {to_make} 份，{later}没有变化 {unchanged} 份")
    sys.exit(exit_code((), asked.errors))


def _foreseen(
    asked: Asked, *, embed_fonts: bool
) -> Iterator[tuple[Parameters, list[str], list[str]]]:
    """Yield each bureau-year in order, why it is to be made, and what it rests on that may be."""
    from reportkit.batch.last_run import last_states
    from reportkit.batch.loop import BROKE_LAST_TIME
    from reportkit.making.stale import reasons_to_run
    from reportkit.sources.order import dependencies

    states = last_states(asked.workspace / "outputs")
    needed = dependencies(asked.parameters, asked.workspace)
    made: dict[Key, str] = {}  # of those that will be made, or may be
    for one in asked.parameters:
        key = one.key
        broke = BROKE_LAST_TIME if states.get(key) is RunState.BROKEN else []
        reasons = reasons_to_run(one, asked.workspace, embed_fonts=embed_fonts) or broke
        rests_on = [made[other] for other in sorted(needed[key]) if other in made]
        if reasons or rests_on:
            made[key] = f"{one.name}{'将' if reasons else '可能'}重新生成"
        yield one, reasons, rests_on


def _some(names: Sequence[str]) -> str:
    """Return the first few of many."""
    more = f"等 {len(names)} 份" if len(names) > _MOST_NAMED else ""
    return "、".join(names[:_MOST_NAMED]) + more
