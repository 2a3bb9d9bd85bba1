"""One bureau-year from parameters to outputs: papermill executes, nbconvert renders."""

from __future__ import annotations

import os
import time
from contextlib import chdir
from dataclasses import replace
from pathlib import Path
from typing import Any

from reportkit.errors import ExecutionError, ReportkitError
from reportkit.inputs.names import MANIFEST
from reportkit.inputs.outcome import Outcome
from reportkit.inputs.run_state import RunState
from reportkit.making.manifest import input_digests, manifest
from reportkit.making.render import render
from reportkit.params import Parameters
from reportkit.rendering.document import read_document
from reportkit.rendering.findings import finding_text
from reportkit.retries import with_retries
from reportkit.rules import Finding, run_state
from reportkit.trouble import program_error, refused
from reportkit.writing import whole_folder, write_json

_KERNEL = "python3"
_NO_RESULT = "笔记本运行完了，却没有得出结论：没有运行 report.result()。请把这一格加在笔记本最后。"
# The kernel warns at each start that it talks over loopback sockets, and of its own shutdown after
# an error; what went wrong in a cell is in the notebook.
_QUIET = ["--log-level=50"]


def run_report(
    parameters: Parameters,
    workspace: Path,
    *,
    engine: str,
    timeout: int,
    memory_limit: int | None = None,
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
        findings, used = with_retries(lambda: _make(parameters, workspace, options))
        faults = tuple(finding_text(finding) for finding in findings if finding.fails_run)
        outcome = Outcome(parameters, run_state(findings), faults)
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
    parameters: Parameters, workspace: Path, options: dict[str, Any]
) -> tuple[list[Finding], dict[str, Any]]:
    """Write the output folder; return the findings, and what the notebook's process used."""
    # Before anything is read: a ledger that is saved meanwhile will differ from its digest here.
    inputs = input_digests(parameters, workspace)
    with whole_folder(workspace / parameters.output_folder) as fresh:
        executed = _execute(parameters, workspace, fresh / "report.ipynb", options)
        result = read_document(executed).result
        if result is None:
            raise ExecutionError(_NO_RESULT)
        findings = render(executed, result, fresh)
        write_json(fresh / MANIFEST, manifest(parameters, run_state(findings), inputs, fresh))
    return findings, executed.metadata.get("forked", {})


def _cpu_seconds() -> float:
    """Return what this process has used, with the kernels that it started and that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _execute(parameters: Parameters, workspace: Path, output: Path, options: dict[str, Any]) -> Any:
    """Execute a notebook with papermill and return it as executed.

    A reconciliation cell that fails makes papermill raise at the very end, with the notebook
    complete; whether it is complete, the result in it tells, not the exception. Of a notebook that
    was cut short nothing tells but the exception: its metadata says that all went well.
    """
    import nbformat
    import papermill
    from nbclient.exceptions import CellTimeoutError
    from papermill.exceptions import PapermillException, PapermillExecutionError

    notebook = workspace / parameters.notebook_file
    if not notebook.is_file():
        msg = f"没有笔记本 {notebook}。请核对参数 notebook。"
        raise ExecutionError(msg)
    begun: list[int] = []
    try:
        # papermill writes down both paths as it is given them: relative ones tell nothing of this
        # machine.
        with chdir(output.parent):
            return papermill.execute_notebook(
                os.path.relpath(notebook),
                output.name,
                parameters=parameters.for_notebook(),
                kernel_name=_KERNEL,
                cwd=workspace,
                progress_bar=False,
                extra_arguments=_QUIET,
                request_save_on_cell_execute=False,
                on_cell_execute=lambda **cell: begun.append(cell["cell_index"]),
                **options,
            )
    except PapermillExecutionError as error:
        executed = nbformat.read(output, as_version=4)
        if not _is_complete(executed):
            raise ExecutionError(_explain(error)) from error
        return executed
    except (CellTimeoutError, PapermillException, RuntimeError) as error:
        msg = _cut_short(error, len(begun), options["execution_timeout"])
        raise ExecutionError(msg) from None  # a cell out of time is not a share that is away


def _cut_short(error: Exception, begun: int, timeout: int) -> str:
    """Say why a notebook did not come to its end, and at which of the cells that run."""
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    place = f"第 {begun} 个运行的单元格" if begun else "开头"
    if isinstance(error, CellTimeoutError):
        remedy = "请检查这个单元格；确实需要更长时间的，加 --timeout 秒数。"
        return f"笔记本{place}运行超过 {timeout} 秒，已经停止。{remedy}"
    if isinstance(error, DeadKernelError):
        return f"笔记本运行到{place}时内核中途退出（{_how(error)}）。请检查这个单元格。"
    return f"笔记本没有运行起来（{type(error).__name__}: {error}）。请把这条信息交给维护人员。"


def _how(death: Any) -> str:
    """Say how a kernel ended, where its engine knows: exit code, or minus the signal."""
    status = getattr(death, "status", None)
    if status is None:
        return "自行退出、内存不足或者被终止"
    if status < 0:
        return f"被信号 {-status} 终止，可能是内存不足"
    return f"自行退出，退出码 {status}"


def _is_complete(notebook: Any) -> bool:
    """Return whether an executed notebook reached its end."""
    try:
        return read_document(notebook).complete
    except ReportkitError:
        return False


def _explain(failure: Any) -> str:
    """Say why a notebook stopped: our own errors in their own words, others with their cell."""
    if failure.ename in {error.__name__ for error in _all_errors(ReportkitError)}:
        return str(failure.evalue)
    place = f"笔记本第 {failure.exec_count} 个运行的单元格"
    if failure.ename.endswith("MemoryError"):  # NumPy has one of its own
        return f"{place}内存不够用（{failure.ename}）。请检查这个单元格；确有需要的，调小 --jobs。"
    return f"{place}出错：{failure.ename}: {failure.evalue}"


def _all_errors(base: type[Exception]) -> set[type[Exception]]:
    return {base}.union(*(_all_errors(error) for error in base.__subclasses__()))
