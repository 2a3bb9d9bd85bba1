"""The engine as papermill knows it: ``papermill --engine reportkit``."""

from __future__ import annotations

import sys
from typing import Any

from papermill.engines import NBClientEngine

from reportkit.engine.kernel import ForkedKernel
from reportkit.errors import EngineError

_KERNELS = ("python3", "python", "", None)


class ForkedEngine(NBClientEngine):  # type: ignore[misc]  # papermill has no types
    """papermill's own engine, with a forked child for a kernel.

    Everything but the kernel is papermill's and nbclient's: tags, errors, time limits, metadata.
    What the child used is left in the notebook's metadata under ``reportkit``.
    """

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, memory_limit: int | None = None, **options: Any
    ) -> Any:
        """Execute a notebook.

        Parameters
        ----------
        nb_man : papermill.engines.NotebookExecutionManager
        kernel_name : str
            A Python kernel: it is this interpreter that runs the cells.
        memory_limit : int, optional
            Bytes of memory that the notebook may have; more is a MemoryError in its cell.
        **options
            Those of papermill's own engine.

        Raises
        ------
        EngineError
            Where the platform cannot fork, or another kernel is asked for.
        KernelDied
            Where the child ended before the notebook did.
        """
        if not sys.platform.startswith("linux"):
            msg = "这个平台不支持 reportkit 引擎。请加 --engine nbclient。"
            raise EngineError(msg)
        if kernel_name not in _KERNELS:
            msg = f"reportkit 引擎不能运行内核 {kernel_name}。请加 --engine nbclient。"
            raise EngineError(msg)
        with ForkedKernel(memory_limit) as kernel:
            super().execute_managed_notebook(nb_man, kernel_name, km=kernel, **options)
        if kernel.ended is not None:
            used = {"cpu_seconds": round(kernel.ended.cpu, 3), "peak_memory": kernel.ended.memory}
            nb_man.nb.metadata["reportkit"] = used
        return nb_man.nb
