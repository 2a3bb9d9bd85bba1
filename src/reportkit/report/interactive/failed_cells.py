"""Cells of a notebook that failed, as the shell that ran them saw it.

The result must not say that all is well where the exporters, who see the outputs of every cell,
print a draft.
"""

from __future__ import annotations

from typing import Any

from reportkit.errors import ReconciliationError


class FailedCells:
    """Cells that failed since a report was opened; not those that only say what does not hold."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def begin(self, info: Any) -> None:
        """Forget how a cell ended that is run again, and those that JupyterLab has deleted."""
        told = getattr(info, "cell_meta", None) or {}
        for cell in (_id(info), *told.get("deletedCells", ())):
            self._counts.pop(cell, None)

    def end(self, result: Any) -> None:
        """Note how a cell ended."""
        error = result and (result.error_before_exec or result.error_in_exec)
        if error and result.execution_count and not isinstance(error, ReconciliationError):
            self._counts[_id(result.info)] = result.execution_count

    @property
    def words(self) -> str:
        """Which cells failed, by the numbers that stand beside them; empty where none did."""
        numbers = "、".join(map(str, self._counts.values()))
        return f"笔记本第 {numbers} 个运行的单元格没有成功" if numbers else ""


def watch(shell: Any) -> FailedCells:
    """Note from now on which cells of a shell of IPython fail; nobody else does any more."""
    failed = FailedCells()
    for event, callback in (("pre_run_cell", failed.begin), ("post_run_cell", failed.end)):
        for each in list(shell.events.callbacks[event]):
            if isinstance(getattr(each, "__self__", None), FailedCells):
                shell.events.unregister(event, each)
        shell.events.register(event, callback)
    return failed


def _id(info: Any) -> str:
    """Return what a cell is known by: nbclient does not tell the shell of ids."""
    return str(info.cell_id or info.raw_cell)
