"""Our papermill engine, ``papermill --engine reportkit``: the forked one, warmed up for reports."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from papermill.engines import NBClientEngine

from reportkit.engine.errors import (
    ForkedEngineError,
    HasThreadsError,
    NotReadyError,
    NotSupportedError,
)
from reportkit.engine.forked import ForkedEngine
from reportkit.errors import EngineError
from reportkit.making.engines import WARM_UP, kernel_arguments
from reportkit.workspace import WORKSPACE_NAMES, in_workspace

_REMEDY = "请加 --engine nbclient"
_INJECTED = "injected-parameters"
_SAYS_WHERE = re.compile(rf"^(?:{'|'.join(WORKSPACE_NAMES)}) = .*\n?", re.MULTILINE)


class ReportEngine(ForkedEngine):
    """The forked engine, whose zygote has made a report before it forks."""

    warm_up = WARM_UP

    @classmethod
    def execute_notebook(cls, nb: Any, *arguments: Any, **options: Any) -> Any:
        """Execute a notebook that papermill has given its parameters.

        Where the workspace is reaches the notebook by the environment: the notebook that is kept
        has no path of this machine in it. Dates, of which YAML makes objects that a notebook cannot
        hold, are written as text.
        """
        given = nb.metadata.papermill.get("parameters") or {}
        folder = next((given[name] for name in WORKSPACE_NAMES if given.get(name)), None)
        nb.metadata.papermill["parameters"] = _kept(given)
        if folder is None:
            return super().execute_notebook(nb, *arguments, **options)
        for cell in nb.cells:
            if _INJECTED in cell.metadata.get("tags", []):
                cell.source = _SAYS_WHERE.sub("", cell.source)
        with in_workspace(Path(folder)):
            return super().execute_notebook(nb, *arguments, **options)

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, memory_limit: int | None = None, **options: Any
    ) -> Any:
        """Execute a notebook; what the engine cannot do is told in words for the user.

        Where something that is started with every Python has begun a thread (``sitecustomize``, an
        agent that watches processes), nothing can be forked: papermill's own engine takes over,
        with the same limit of memory.

        Raises
        ------
        EngineError
        """
        try:
            return super().execute_managed_notebook(nb_man, kernel_name, memory_limit, **options)
        except HasThreadsError:
            given = [*options.pop("extra_arguments", []), *kernel_arguments(memory_limit)]
            return NBClientEngine.execute_managed_notebook(
                nb_man, kernel_name, extra_arguments=given, **options
            )
        except ForkedEngineError as error:
            raise EngineError(_in_words(error)) from error


def _kept(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return parameters as a notebook keeps them."""
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in given.items()
        if name not in WORKSPACE_NAMES
    }


def _in_words(error: ForkedEngineError) -> str:
    match error:
        case NotSupportedError():
            return f"reportkit 引擎用不了（{error}）。{_REMEDY}。"
        case NotReadyError():
            return f"预热进程没有准备好（{error}）。{_REMEDY} 再试，并把这条信息交给维护人员。"
        case _:
            return f"预热进程中途退出。请再试一次；仍然如此的，{_REMEDY}。"
