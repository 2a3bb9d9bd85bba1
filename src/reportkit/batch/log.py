"""The log of one bureau-year: when, why and how its report was last made.

What cells printed is not in it: an analyst's own cell may print anything.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from reportkit.inputs.outcome import Outcome
from reportkit.inputs.run_state import STATE_WORDS, RunState
from reportkit.visible import in_escapes
from reportkit.writing import hold_unlinked, whole_file

ENDINGS = STATE_WORDS | {RunState.FAILED: "不符，已生成草稿"}
_MEGABYTE = 1 << 20


def log_file(outputs: Path, outcome: Outcome) -> Path:
    """Return where the log of a bureau-year lies: beside the outputs, as a broken run has none."""
    one = outcome.parameters
    return outputs / "logs" / one.form / str(one.year) / f"{one.bureau}.log"


def write_log(outcome: Outcome, outputs: Path, engine: str, finished: dt.datetime) -> None:
    """Write the log of a bureau-year that was made, in place of its last one.

    Parameters
    ----------
    outcome : Outcome
    outputs : Path
        The folder that holds one folder a form.
    engine : str
        What executed the notebook.
    finished : datetime.datetime
        When, with its time zone.
    """
    path = log_file(outputs, outcome)
    hold_unlinked(outputs, path.parent)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = in_escapes("\n".join(_lines(outcome, engine, finished)) + "\n")
    with whole_file(path) as fresh:  # the last one may be another user's
        fresh.write_text(text, encoding="utf-8", newline="\n")


def _lines(outcome: Outcome, engine: str, finished: dt.datetime) -> list[str]:
    memory = outcome.peak_memory
    return [
        f"{outcome.parameters.name}（{outcome.parameters.bureau}）",
        f"完成时间：{finished.isoformat(sep=' ', timespec='seconds')}",
        f"生成原因：{'；'.join(outcome.reasons)}",
        f"执行引擎：{engine}",
        f"用时：{outcome.seconds:.2f} 秒，其中处理器 {outcome.cpu_seconds:.2f} 秒",
        *([f"内存峰值：{memory / _MEGABYTE:.0f} MB"] if memory is not None else []),
        f"结果：{ENDINGS[outcome.state]}",
        *(f"  {line}" for fault in outcome.faults for line in fault.splitlines()),
    ]
