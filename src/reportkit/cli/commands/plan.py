"""``reportkit plan``: what would be made, and why."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from reportkit.cli import index
from reportkit.cli.options import formats
from reportkit.cli.streams import echo_as
from reportkit.cli.workspace import Asked, asks_for_reports
from reportkit.inputs.run_state import RunState, exit_code

if TYPE_CHECKING:
    from reportkit.params import Key, Parameters

_MOST_NAMED = 3


@click.command()
@asks_for_reports
@click.option("--embed-fonts", is_flag=True, help="As for `run`.")
@formats("json", told="Text for people, JSON for schedulers.")
def plan(asked: Asked, format_: str, *, embed_fonts: bool) -> None:
    """Say which reports of PARAMS `run` would make, and why.

    They are told in the order in which they would be made: members before parents, earlier years
    first. Whether a report made now changes those that rest on it cannot be foreseen: `run`
    compares these when their turn comes.

    Below a report stands whether reviewers sent it back, and which of their decisions hold no more.

    JSON has an object a report: its key, which `run --only` takes, on which others of the list it
    depends and at which level it so stands, whether it is stale, waiting or unchanged, and why.

    \b
    Examples:
      reportkit plan
      reportkit plan --year 2022 --only failed
      reportkit plan --format json
    """
    foreseen = list(_foreseen(asked, embed_fonts=embed_fonts))
    if format_ == "json":
        objects = [one.to_json(asked) for one in foreseen]
        echo_as(json.dumps(objects, ensure_ascii=False, indent=2), format_)
    else:
        _tell(foreseen, asked)
    sys.exit(exit_code((), asked.errors))


@dataclass(frozen=True, slots=True)
class _Foreseen:
    """What is foreseen of a bureau-year.

    Attributes
    ----------
    parameters : Parameters
    reasons : list of str
        Why it is to be made; empty where nothing tells yet that it is.
    waits_for : list of str
        In words, what it rests on that will be made before, or may be.
    depends_on : list of str
        The keys of those in the list that it rests on.
    level : int
        0 where it rests on none of them, else one more than the highest of these.
    """

    parameters: Parameters
    reasons: list[str]
    waits_for: list[str]
    depends_on: list[str]
    level: int

    @property
    def state(self) -> str:
        return "stale" if self.reasons else "waiting" if self.waits_for else "unchanged"

    def standing(self, asked: Asked) -> list[str]:
        """Return how it stands with its reviewers, as far as that is no reason to make it."""
        from reportkit.decisions import standing_of

        lines = standing_of(self.parameters, asked.workspace)
        return [line for line in lines if line not in self.reasons]

    def to_json(self, asked: Asked) -> dict[str, Any]:
        """Return the object that docs/files.md describes."""
        from reportkit.inputs.typed import inputs_of

        one = self.parameters
        return {
            "key": one.key.path,
            **one.key._asdict(),
            "name": one.name,
            "level": self.level,
            "depends_on": self.depends_on,
            "state": self.state,
            "why": self.reasons or self.waits_for,
            "review": self.standing(asked),
            "notebook": inputs_of(one, asked.workspace).notebook.path.as_posix(),
            "parameters": one.for_notebook(),
        }


def _tell(foreseen: Sequence[_Foreseen], asked: Asked) -> None:
    for one in foreseen:
        match one.state:
            case "stale":
                what = "；".join(one.reasons)
            case "waiting":
                what = f"所依据的 {_some(one.waits_for)}，届时再看"
            case _:
                what = "没有变化，不需要生成"
        click.echo(f"{one.parameters.name}：{what}")
        for line in one.standing(asked):
            click.echo(f"  {line}")
    index.tell(index.there(asked))
    states = [one.state for one in foreseen]
    waiting = states.count("waiting")
    later = f"届时再看 {waiting} 份，" if waiting else ""
    stale, unchanged = states.count("stale"), states.count("unchanged")
    click.echo(f"共 {len(states)} 份：需要生成 {stale} 份，{later}没有变化 {unchanged} 份")


def _foreseen(asked: Asked, *, embed_fonts: bool) -> Iterator[_Foreseen]:
    """Yield what is foreseen of each bureau-year, in order."""
    from reportkit.batch.last_run import last_states
    from reportkit.batch.loop import BROKE_LAST_TIME
    from reportkit.storage.workspace import Workspace

    states = last_states(asked.workspace / "outputs")
    made: dict[Key, str] = {}  # of those that will be made, or may be
    levels: dict[Key, int] = {}
    with Workspace(asked.workspace, embed_fonts=embed_fonts).remembering() as site:
        for one in asked.parameters:
            key, needs = one.key, sorted(asked.needs[one.key])
            broke = BROKE_LAST_TIME if states.get(key) is RunState.BROKEN else []
            reasons = site.reasons_to_run(one) or broke
            waits_for = [made[other] for other in needs if other in made]
            if reasons or waits_for:
                made[key] = f"{one.name}{'将' if reasons else '可能'}重新生成"
            levels[key] = 1 + max((levels[other] for other in needs), default=-1)
            yield _Foreseen(one, reasons, waits_for, [other.path for other in needs], levels[key])


def _some(names: Sequence[str]) -> str:
    """Return the first few of many."""
    more = f"等 {len(names)} 份" if len(names) > _MOST_NAMED else ""
    return "、".join(names[:_MOST_NAMED]) + more
