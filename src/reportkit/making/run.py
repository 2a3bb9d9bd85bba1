"""One bureau-year from parameters to outputs: papermill executes, nbconvert renders."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from reportkit.decisions.inputs import input_digests
from reportkit.errors import ExecutionError, ReportkitError
from reportkit.inputs.names import MANIFEST, NOTEBOOK
from reportkit.inputs.outcome import Outcome
from reportkit.inputs.run_state import RunState
from reportkit.making.execute import execute
from reportkit.making.manifest import is_under_review, manifest, reviewed_path
from reportkit.making.render import render
from reportkit.params import Parameters
from reportkit.rendering.document import Document, Result, read_document
from reportkit.rendering.parts.findings import finding_text
from reportkit.retries import with_retries
from reportkit.trouble import program_error, refused
from reportkit.workspace import OUTPUTS
from reportkit.writing import hold_unlinked, whole_folder, write_json, write_short_json

_NO_RESULT = "笔记本运行完了，却没有得出结论：没有运行 report.result()。请把这一格加在笔记本最后。"
_REMEDY = (
    "请核对笔记本：带 parameters 标签的应是给参数赋初值的那一格，此后不再给 bureau、year 等赋值，"
    "并由 open_report 用上这些参数。"
)


def run_report(
    parameters: Parameters,
    workspace: Path,
    *,
    engine: str,
    timeout: int,
    memory_limit: int | None = None,
    embed_fonts: bool = False,
) -> Outcome:
    """Execute the notebook of one bureau-year and write everything that comes of it.

    Parameters
    ----------
    parameters : Parameters
    workspace : Path
        Folder that holds ``notebooks/``, ``params/``, ``data/`` and ``outputs/``.
    engine : str
        The papermill engine.
    timeout : int
        Seconds that one cell may run.
    memory_limit : int, optional
        Bytes of memory that the notebook may have, where the engine can limit it.
    embed_fonts : bool
        Whether pages bring their fonts along.

    Returns
    -------
    Outcome
        Whatever is wrong with one bureau-year is in its outcome; nothing is raised for it.
    """
    started, used_before = time.perf_counter(), _cpu_seconds()
    limit = {} if memory_limit is None else {"memory_limit": memory_limit}
    # On a busy machine an ordinary kernel may bring what a cell puts out long after it has run;
    # nbclient would wait four seconds for it.
    options = {
        "engine_name": engine,
        "execution_timeout": timeout,
        "iopub_timeout": timeout,
        **limit,
    }
    used: dict[str, Any] = {}
    try:
        result, used = with_retries(
            lambda: _make(parameters, workspace, options, embed_fonts=embed_fonts)
        )
        faults = tuple(finding_text(finding) for finding in result.findings if finding.fails_run)
        outcome = Outcome(parameters, result.state, faults)
    except ReportkitError as error:
        outcome = Outcome(parameters, RunState.BROKEN, (str(error),))
    except OSError as error:
        message = refused(error, workspace / parameters.output_folder)
        outcome = Outcome(parameters, RunState.BROKEN, (message,))
    except Exception as error:  # noqa: BLE001 - one broken bureau never stops the others
        outcome = Outcome(parameters, RunState.BROKEN, (program_error(error),))
    return replace(
        outcome,
        seconds=time.perf_counter() - started,
        cpu_seconds=_cpu_seconds() - used_before + used.get("cpu_seconds", 0.0),
        peak_memory=used.get("peak_memory"),
    )


def _make(
    parameters: Parameters, workspace: Path, options: dict[str, Any], *, embed_fonts: bool
) -> tuple[Result, dict[str, Any]]:
    """Write the output folder; return the result, and what the notebook's process used."""
    # Before anything is read: a ledger that is saved meanwhile will differ from its digest here.
    inputs = input_digests(parameters, workspace)
    how = {"under_review": is_under_review(workspace), "embed_fonts": embed_fonts}
    folder = workspace / parameters.output_folder
    hold_unlinked(workspace / OUTPUTS, folder.parent)
    with whole_folder(folder) as fresh:
        executed = execute(parameters, workspace, fresh / NOTEBOOK, options)
        # Not as papermill writes it, with a line for each value: that is a fifth of its bytes.
        write_short_json(fresh / NOTEBOOK, executed)
        result = result_for(parameters, read_document(executed))
        reviewed = workspace / reviewed_path(parameters)
        result = render(executed, result, fresh, **how, reviewed=reviewed)
        made = {"state": result.state, "edition": result.figures["edition"]}
        made |= how | {"reviewed": reviewed, "inputs": inputs, "outputs": fresh}
        write_json(fresh / MANIFEST, manifest(parameters, **made))
    return result, executed.metadata.get("forked", {})


def result_for(parameters: Parameters, document: Document) -> Result:
    """Return what a notebook found, once it is known to be of this bureau-year.

    Raises
    ------
    ExecutionError
    """
    result = document.result
    if result is None:
        raise ExecutionError(_NO_RESULT)
    if result.key != parameters.key:
        msg = f"笔记本得出的是 {result.key} 的报告，不是 {parameters.key} 的。{_REMEDY}"
        raise ExecutionError(msg)
    titled = (document.bureau_name, document.date) == (parameters.bureau_name, parameters.date)
    if result.parameters != parameters.digest or not titled:
        msg = f"笔记本没有采用这份报告的参数，得出的是另一份报告。{_REMEDY}"
        raise ExecutionError(msg)
    return result


def _cpu_seconds() -> float:
    """Return what this process has used, with the kernels that it started and that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
