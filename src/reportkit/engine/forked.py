"""The engine as papermill knows it."""

from __future__ import annotations

import sys
from typing import Any, ClassVar

from papermill.engines import NBClientEngine

from reportkit.engine.errors import NotSupportedError
from reportkit.engine.kernel import ForkedKernel

_KERNELS = ("python3", "python", "", None)


class ForkedEngine(NBClientEngine):  # type: ignore[misc]  # papermill has no types
    """papermill's own engine, with a forked child for a kernel.

    Everything but the kernel is papermill's and nbclient's: tags, errors, time limits, metadata.
    What the child used is left in the notebook's metadata under ``forked``.

    Attributes
    ----------
    warm_up : str
        ``module:function`` that is called with IPython's shell, once, before anything is forked: it
        imports and tries out whatever notebooks are going to need. A subclass names its own.
    """

    warm_up: ClassVar[str] = ""

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
        NotSupportedError
            Where the platform cannot fork, or another kernel is asked for.
        NotReadyError, ZygoteDiedError
            Where no child can be had.
        KernelDied
            Where the child ended before the notebook did.
        """
        if not sys.platform.startswith("linux"):
            msg = f"Only Linux can fork safely, not {sys.platform}."
            raise NotSupportedError(msg)
        if kernel_name not in _KERNELS:
            msg = f"Only a kernel of this Python can be forked, not {kernel_name!r}."
            raise NotSupportedError(msg)
        with ForkedKernel(memory_limit, cls.warm_up) as kernel:
            super().execute_managed_notebook(nb_man, kernel_name, km=kernel, **options)
        if kernel.ended is not None:
            used = {"cpu_seconds": round(kernel.ended.cpu, 3), "peak_memory": kernel.ended.memory}
            nb_man.nb.metadata["forked"] = used
        return nb_man.nb
