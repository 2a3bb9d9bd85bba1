"""The record of a batch: how each bureau-year stands, and a history of batches."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportkit import __version__
from reportkit.batch.last_run import LAST_RUN, last_reports
from reportkit.forms import days_left, deadline_of, form_of
from reportkit.inputs.outcome import Outcome
from reportkit.inputs.run_state import INTERRUPTED, RunState, exit_code
from reportkit.params import Key
from reportkit.writing import append, whole_file, write_json_and_lines

HISTORY = "runs.jsonl"


@dataclass(frozen=True, slots=True)
class Entry:
    """How one bureau-year ended.

    Attributes
    ----------
    key : Key
    name : str
        The bureau-year in Chinese.
    document : str
        What its form calls the report.
    state : RunState
    unchanged : bool
        Whether it was not made again, because nothing had changed.
    message : str
        The first finding that fails it, or why it is broken; empty where it passed.
    seconds : float
        By the clock.
    deadline : datetime.date
        The last day for publishing the report.
    review : tuple of str
        In Chinese, that reviewers sent it back, and which of their decisions hold no more.
    """

    key: Key
    name: str
    document: str
    state: RunState
    unchanged: bool
    message: str
    seconds: float
    deadline: dt.date
    review: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, outcome: Outcome, workspace: Path | None = None, review: Iterable[str] = ()
    ) -> Entry:
        """Return the entry of an outcome; the workspace may have forms of its own."""
        one = outcome.parameters
        return cls(
            one.key,
            one.name,
            form_of(one, workspace).title,
            outcome.state,
            outcome.unchanged,
            outcome.message,
            round(outcome.seconds, 2),
            deadline_of(one, workspace),
            # What keeps a report from being made is told once.
            tuple(line for line in review if line not in outcome.faults),
        )


@dataclass(frozen=True, slots=True)
class Record:
    """One batch, whole or interrupted.

    Attributes
    ----------
    started, finished : datetime.datetime
        With their time zone.
    entries : tuple of Entry
        In the order in which they ended.
    unusable : int
        Sources of parameters that told no bureau-year.
    whole : bool
        Whether it came to its end.
    """

    started: dt.datetime
    finished: dt.datetime
    entries: tuple[Entry, ...]
    unusable: int = 0
    whole: bool = True

    @property
    def exit_code(self) -> int:
        """What the command ends with (see `run_state.exit_code`), and 130 where interrupted."""
        if not self.whole:
            return INTERRUPTED
        return exit_code((entry.state for entry in self.entries), self.unusable)

    @property
    def counts(self) -> dict[str, int]:
        """How many passed, failed and broke, and how many of all these are unchanged."""
        states = [entry.state for entry in self.entries]
        return {
            **{state.value: states.count(state) for state in RunState},
            "broken": states.count(RunState.BROKEN) + self.unusable,
            "unchanged": sum(entry.unchanged for entry in self.entries),
        }

    @property
    def seconds(self) -> float:
        """How long it took, by the clock."""
        return round((self.finished - self.started).total_seconds(), 2)

    @property
    def pressing(self) -> str:
        """In Chinese, which report that has not passed is due next; empty where all have."""
        today = self.finished.date()
        unpassed = [entry for entry in self.entries if entry.state is not RunState.PASSED]
        if not unpassed:
            return ""
        next_ = min(unpassed, key=lambda e: (e.deadline < today, abs(e.deadline - today), e.name))
        return f"还没有通过的报告里期限最近的是{next_.name}：{days_left(next_.deadline, today)}。"


def write_record(record: Record, outputs: Path) -> None:
    """Write ``run.json`` and add a line to ``runs.jsonl`` (see docs/files.md).

    What earlier batches said of bureau-years that this one did not come to is kept, so that
    ``run.json`` always tells how each bureau-year ended last.

    Parameters
    ----------
    record : Record
    outputs : Path
        The folder that holds one folder a form.
    """
    finished = _clock(record.finished)
    run = {"started": _clock(record.started), "finished": finished, "seconds": record.seconds}
    run["counts"] = record.counts
    reports = last_reports(outputs) | {
        entry.key: _report(entry) | {"finished": finished} for entry in record.entries
    }
    kept = [key._asdict() | reports[key] for key in sorted(reports)]  # old ones name no form
    with whole_file(outputs / LAST_RUN) as file:
        write_json_and_lines(file, run, "reports", kept)
    line = json.dumps(run | {"exit_code": record.exit_code, "version": __version__}) + "\n"
    append(outputs / HISTORY, line.encode())


def _report(entry: Entry) -> dict[str, Any]:
    names = ("name", "state", "unchanged", "seconds", "message", "review")
    return entry.key._asdict() | {name: getattr(entry, name) for name in names}


def _clock(time: dt.datetime) -> str:
    return time.isoformat(timespec="seconds")
