"""Small notebooks, and their execution by one of the two engines."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import papermill
from nbformat.v4 import new_code_cell, new_notebook

KERNELSPEC = {"name": "python3", "display_name": "Python 3", "language": "python"}


def notebook(*sources: str) -> nbformat.NotebookNode:
    """Return a notebook of code cells with stable ids."""
    cells = [new_code_cell(source, id=f"cell-{n}") for n, source in enumerate(sources)]
    return new_notebook(cells=cells, metadata={"kernelspec": KERNELSPEC})


def execute(nb: nbformat.NotebookNode, engine: str = "reportkit", **options: Any) -> Any:
    """Execute a notebook in memory and return it."""
    return papermill.execute_notebook(
        nb,
        None,
        engine_name=engine,
        kernel_name="python3",
        progress_bar=False,
        extra_arguments=["--log-level=50"] if engine == "nbclient" else [],
        **options,
    )


def printed(nb: nbformat.NotebookNode) -> list[str]:
    """Return what each code cell printed."""
    return [
        "".join(output.text for output in cell.outputs if output.output_type == "stream")
        for cell in nb.cells
        if cell.cell_type == "code"
    ]


def ended(pid: int) -> bool:
    """Return whether a process has ended, whether or not somebody has taken note of it."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return True
    return status.rpartition(")")[2].split()[0] == "Z"


def room(more: int) -> int:
    """Return a limit of memory that leaves a fork of this process so many bytes more.

    What a run of the whole suite has collected by now is in the fork as well.
    """
    status = Path("/proc/self/status").read_text("ascii")
    (taken,) = re.findall(r"RssAnon:\s*(\d+) kB", status)
    return int(taken) * 1024 + more
