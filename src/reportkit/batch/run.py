"""One bureau-year from parameters to outputs: papermill executes, nbconvert renders."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from reportkit.batch.folders import sweep, whole_folder
from reportkit.batch.manifest import MANIFEST, manifest
from reportkit.batch.render import render, write_json
from reportkit.batch.stale import reasons_to_run
from reportkit.errors import ExecutionError, ReportkitError, WorkspaceError
from reportkit.params import Parameters
from reportkit.rendering.document import read_document
from reportkit.rules import Finding

_KERNEL = "python3"
# The kernel warns at each start that it talks over loopback sockets, and of its own shutdown after
# an error; what went wrong in a cell is in the notebook.
_QUIET = ["--log-level=50"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one bureau-year ended.

    Attributes
    ----------
    parameters : Parameters
    state : {"passed", "failed", "broken"}
        Passed: nothing of severity error fails. Failed: something does. Broken: the report could
        not be computed, and earlier outputs stand as they were.
    folder : Path
        The bureau-year's output folder.
    findings : tuple of Finding
        All of them, where the report could be computed.
    message : str
        Why it is broken.
    unchanged : bool
        Whether nothing was run, because nothing had changed since the outputs were made.
    """

    parameters: Parameters
    state: Literal["passed", "failed", "broken"]
    folder: Path
    findings: tuple[Finding, ...] = ()
    message: str = ""
    unchanged: bool = False


def run_report(parameters: Parameters, workspace: Path, *, force: bool = False) -> Outcome:
    """Execute the notebook of one bureau-year and write everything that comes of it.

    Parameters
    ----------
    parameters : Parameters
    workspace : Path
        Folder that holds ``notebooks/``, ``params/``, ``data/`` and ``outputs/``.
    force : bool
        Run even where nothing has changed.

    Returns
    -------
    Outcome
        Whatever is wrong with one bureau-year is in its outcome; nothing is raised for it.

    Raises
    ------
    WorkspaceError
        Where outputs cannot be written at all.
    """
    folder = workspace / parameters.output_folder
    try:
        sweep(folder.parent)
        if not force and not reasons_to_run(parameters, workspace):
            return _kept(parameters, folder)
        with whole_folder(folder) as fresh:
            findings = _run_into(fresh, parameters, workspace)
    except ReportkitError as error:
        return Outcome(parameters, "broken", folder, message=str(error))
    except OSError as error:
        # Not this bureau-year's fault: the others could not be written either.
        remedy = "请核对文件夹权限和磁盘空间；先前的输出没有改动。"
        msg = f"写不进 {folder.parent}（{error.strerror}）。{remedy}"
        raise WorkspaceError(msg) from error
    except Exception as error:  # noqa: BLE001 - one broken bureau never stops the others
        message = f"程序出错（{type(error).__name__}: {error}）。请把这条信息交给维护人员。"
        return Outcome(parameters, "broken", folder, message=message)
    state = _state(findings)
    return Outcome(parameters, state, folder, tuple(findings))


def _kept(parameters: Parameters, folder: Path) -> Outcome:
    """Return how the outputs that are there ended."""
    kept = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
    findings = [Finding.from_json(finding) for finding in kept]
    return Outcome(parameters, _state(findings), folder, tuple(findings), unchanged=True)


def _run_into(fresh: Path, parameters: Parameters, workspace: Path) -> list[Finding]:
    notebook = workspace / parameters.notebook_file
    executed = _execute(notebook, fresh / "report.ipynb", parameters, workspace)
    document = read_document(executed)
    findings = render(executed, document, fresh)
    made = manifest(parameters, _state(findings), workspace, fresh)
    write_json(fresh / MANIFEST, made)
    return findings


def _state(findings: list[Finding]) -> Literal["passed", "failed"]:
    return "failed" if any(finding.fails_run for finding in findings) else "passed"


def _execute(notebook: Path, output: Path, parameters: Parameters, workspace: Path) -> Any:
    """Execute a notebook with papermill and return it as executed.

    A reconciliation cell that fails makes papermill raise at the very end, with the notebook
    complete; whether it is complete, the result in it tells, not the exception.
    """
    import nbformat
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillException, PapermillExecutionError

    if not notebook.is_file():
        msg = f"没有笔记本 {notebook}。请核对参数 notebook。"
        raise ExecutionError(msg)
    failure: PapermillExecutionError | None = None
    try:
        papermill.execute_notebook(
            notebook,
            output,
            parameters=parameters.for_notebook(),
            kernel_name=_KERNEL,
            cwd=workspace,
            progress_bar=False,
            extra_arguments=_QUIET,
            request_save_on_cell_execute=False,
        )
    except PapermillExecutionError as error:
        failure = error
    except (DeadKernelError, CellTimeoutError, PapermillException, RuntimeError) as error:
        msg = f"笔记本没有运行完：内核中途退出或者超时（{type(error).__name__}）。"
        raise ExecutionError(msg) from error
    executed = nbformat.read(output, as_version=4)
    _forget_places(executed, notebook, output)
    nbformat.write(executed, output)
    if failure is not None and _read_state(executed) == "unfinished":
        raise ExecutionError(_explain(failure))
    return executed


def _read_state(notebook: Any) -> str:
    """Return the state of an executed notebook: ``unfinished`` where it did not reach its end."""
    try:
        return read_document(notebook).state
    except ReportkitError:
        return "unfinished"


def _forget_places(executed: Any, notebook: Path, output: Path) -> None:
    """Take the folders of this machine out of what papermill wrote down."""
    executed.metadata.papermill.input_path = notebook.name
    executed.metadata.papermill.output_path = output.name


def _explain(failure: Any) -> str:
    """Say why a notebook stopped: our own errors in their own words, others with their cell."""
    if failure.ename in {error.__name__ for error in _all_errors(ReportkitError)}:
        return str(failure.evalue)
    return f"笔记本第 {failure.exec_count} 个运行的单元格出错：{failure.ename}: {failure.evalue}"


def _all_errors(base: type[Exception]) -> set[type[Exception]]:
    return {base}.union(*(_all_errors(error) for error in base.__subclasses__()))
