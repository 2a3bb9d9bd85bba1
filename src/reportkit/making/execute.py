"""Executing the notebook of a bureau-year with papermill."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path
from typing import Any

from reportkit.errors import ExecutionError, ReportkitError
from reportkit.importing import FORMATS, without
from reportkit.inputs.files import from_here
from reportkit.inputs.typed import inputs_of
from reportkit.making.engines import OWN_ENGINE, kernel_arguments
from reportkit.params import Parameters
from reportkit.reading import MOST_BYTES, read_text
from reportkit.rendering.document import read_document
from reportkit.report.not_held import repeated
from reportkit.trouble import refused
from reportkit.workspace import in_workspace

_KERNEL = "python3"
# The kernel warns at each start that it talks over loopback sockets, and of its own shutdown after
# an error; what went wrong in a cell is in the notebook.
_QUIET = ["--log-level=50"]
_LANGUAGE = "python"
_PARAMETERS_TAG = "parameters"


def execute(parameters: Parameters, workspace: Path, output: Path, options: dict[str, Any]) -> Any:
    """Execute a notebook with papermill and return it as executed.

    A reconciliation cell that fails makes papermill raise at the very end, with the notebook
    complete; whether it is complete, the result in it tells, not the exception. Of a notebook that
    was cut short nothing tells but the exception: its metadata says that all went well.

    Raises
    ------
    ExecutionError
        Where there is no notebook, it takes no parameters, two of its checks have one name, or it
        does not come to its end.
    """
    with without(*FORMATS):
        import nbformat
        import papermill
    from nbclient.exceptions import CellTimeoutError
    from papermill.engines import papermill_engines
    from papermill.exceptions import PapermillException, PapermillExecutionError
    from papermill.execute import raise_for_execution_errors

    notebook = workspace / inputs_of(parameters, workspace).notebook.path
    read_cells(notebook)
    if twice := repeated(notebook):
        msg = f"笔记本里有同名的核对：{'、'.join(twice)}，只有后一个会执行。请改函数名。"
        raise ExecutionError(msg)
    begun: list[int] = []
    # Our engine limits its children itself; of papermill's own, the kernel has to.
    is_ours = options["engine_name"] == OWN_ENGINE
    limited = kernel_arguments(None if is_ours else options.get("memory_limit"))
    try:
        # papermill writes down both paths as it is given them: relative ones tell nothing of this
        # machine.
        with chdir(output.parent), in_workspace(workspace):
            prepared = papermill.execute_notebook(
                from_here(notebook),
                None,
                parameters=parameters.for_notebook(),
                engine_name=options["engine_name"],
                kernel_name=_KERNEL,
                language=_LANGUAGE,  # a notebook need not say
                progress_bar=False,
                prepare_only=True,
            )
            prepared.metadata.papermill["output_path"] = output.name
            # What it does next itself, but for the file, which it would write with a line for each
            # value, and before that without outputs: one that failed, it writes, with marks.
            with chdir(workspace):
                executed = papermill_engines.execute_notebook_with_engine(
                    nb=prepared,
                    kernel_name=_KERNEL,
                    progress_bar=False,
                    extra_arguments=[*_QUIET, *limited],
                    record_timing=False,  # papermill itself writes down when a cell ran
                    on_cell_execute=lambda **cell: begun.append(cell["cell_index"]),
                    **options,
                )
            raise_for_execution_errors(executed, output.name)
            return executed
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


def read_notebook(path: Path) -> Any:
    """Return a notebook.

    Raises
    ------
    OSError
    ValueError
        Where it is none, or none that can be read; says in one word what stands in the way.
    """
    with without(*FORMATS):
        from nbformat import convert, reader

    text = read_text(path, most=MOST_BYTES)
    try:
        # Not `nbformat.reads`, which writes what is odd into a log, with whatever stands there.
        notebook = convert(reader.reads(text), 4)
        tags = [tag for cell in notebook.cells for tag in cell.metadata.get("tags", [])]
    except Exception as error:  # noqa: BLE001 - nbformat asserts, and has errors of its own
        raise ValueError(type(error).__name__) from None
    if not all(isinstance(tag, str) for tag in tags):
        msg = "tags"
        raise ValueError(msg)
    return notebook


def read_cells(path: Path) -> tuple[Any, Any]:
    """Return a notebook, and the cell of its parameters.

    Raises
    ------
    ExecutionError
        Where there is no notebook, none that can be read, or it has no such cell.
    """
    if not path.is_file():
        msg = f"没有笔记本 {path}。请核对参数 notebook。"
        raise ExecutionError(msg)
    try:
        notebook = read_notebook(path)
    except OSError as error:
        raise ExecutionError(refused(error, path)) from None
    except ValueError as error:
        msg = f"{path} 不是能读的笔记本（{error}）。请核对参数 notebook。"
        raise ExecutionError(msg) from None
    for cell in notebook.cells:
        if _PARAMETERS_TAG in cell.metadata.get("tags", []):
            return notebook, cell
    msg = (
        f"{path} 里没有带 parameters 标签的单元格，参数代不进去。"
        "请给赋初值的那一格加上这个标签（JupyterLab 右上角的齿轮，Cell Tags）。"
    )
    raise ExecutionError(msg)
