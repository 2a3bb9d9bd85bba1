"""A workspace in a folder that this machine sees: the one where the user stands."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Self

from reportkit.decisions import standing_of
from reportkit.errors import WorkspaceError
from reportkit.inputs.files import files_below, from_here
from reportkit.inputs.names import MANIFEST
from reportkit.inputs.outcome import Outcome
from reportkit.inputs.run_state import RunState
from reportkit.making.engines import DEFAULT_ENGINE, DEFAULT_TIMEOUT, WARM_UP
from reportkit.making.memory import Memory, remembering
from reportkit.making.ready import import_all
from reportkit.making.stale import reasons_to_run
from reportkit.params import Parameters
from reportkit.reading import read_json
from reportkit.storage.files import FolderFiles
from reportkit.storage.old_layout import move_folders
from reportkit.trouble import what_happened


@dataclass(frozen=True, slots=True)
class Workspace:
    """The folder that holds ``notebooks/``, ``params/``, ``data/`` and ``outputs/``.

    Attributes
    ----------
    folder : Path
        Absolute: a worker may stand elsewhere.
    engine : str
        The papermill engine that executes notebooks.
    timeout : int
        Seconds that one cell may run.
    memory_limit : int or None
        Bytes of memory that one notebook may have, where the engine can limit it.
    embed_fonts : bool or None
        Whether pages are to bring their fonts along; None where they may be as they are.
    memory : Memory or None
        Of what was found in order before; None where everything is to be read.
    """

    folder: Path
    engine: str = DEFAULT_ENGINE
    timeout: int = DEFAULT_TIMEOUT
    memory_limit: int | None = None
    embed_fonts: bool | None = None
    memory: Memory | None = None

    @property
    def files(self) -> FolderFiles:
        """Its single files."""
        return FolderFiles(self.folder)

    @property
    def other_outputs(self) -> tuple[Path, ...]:
        """None: it writes to its own."""
        return ()

    def outputs_of(self, parameters: Parameters) -> str:
        """Return the output folder, from where the user stands."""
        return from_here(self.folder / parameters.output_folder)

    @contextmanager
    def alone(self) -> Iterator[tuple[Self, Callable[[], None]]]:
        """Give the same, and what never raises: who holds the folder's lock has it alone."""
        yield self, lambda: None

    def prepare(self, _parameters: Sequence[Parameters], /) -> list[str]:
        """Move outputs from where they used to lie; return what was moved."""
        return move_folders(self.folder)

    def reasons_to_run(self, parameters: Parameters) -> list[str]:
        """Return why a bureau-year has to be made (see `stale.reasons_to_run`)."""
        return reasons_to_run(
            parameters, self.folder, embed_fonts=self.embed_fonts, memory=self.memory
        )

    @contextmanager
    def remembering(self) -> Iterator[Self]:
        """Give the same with what earlier batches found in order, which is kept at the end."""
        with remembering(self.folder) as memory:
            yield replace(self, memory=memory)

    def kept(self, parameters: Parameters) -> Outcome:
        """Return how the outputs that stand ended."""
        if self.memory is None:
            return self._kept(parameters)
        if (faults := self.memory.faults(parameters.key)) is None:
            outcome = self._kept(parameters)
            self.memory.tell(parameters.key, outcome.faults)
            return outcome
        state = RunState.FAILED if faults else RunState.PASSED
        return Outcome(parameters, state, faults, unchanged=True)

    def _kept(self, parameters: Parameters) -> Outcome:
        folder = self.folder / parameters.output_folder
        manifest = read_json(folder / MANIFEST)
        if manifest["state"] == RunState.PASSED:
            return Outcome(parameters, RunState.PASSED, unchanged=True)
        # The rules drag in pandas: only a draft that stands pays for it.
        from reportkit.rendering.parts.findings import finding_text
        from reportkit.rules import Finding

        kept = read_json(folder / "findings.json")
        findings = [Finding.from_json(finding) for finding in kept]
        faults = tuple(finding_text(finding) for finding in findings if finding.fails_run)
        return Outcome(parameters, RunState.FAILED, faults, unchanged=True)

    def make(self, parameters: Parameters) -> Outcome:
        """Execute and render a bureau-year (see `run.run_report`)."""
        from reportkit.making.run import run_report

        return run_report(
            parameters,
            self.folder,
            engine=self.engine,
            timeout=self.timeout,
            memory_limit=self.memory_limit,
            embed_fonts=bool(self.embed_fonts),
        )

    def standing(self, parameters: Parameters) -> list[str]:
        """Return how the outputs stand with reviewers (see `decisions.standing_of`)."""
        return standing_of(parameters, self.folder)

    def size(self, parameters: Parameters) -> int:
        """Return the bytes of raw data."""
        folder = self.folder / parameters.data_folder
        try:
            return sum((folder / name).stat().st_size for name in files_below(folder))
        except OSError:
            return 0  # why, its outcome tells

    def warm_up(self) -> None:
        """Import what every report needs, in a worker that has just started."""
        # Typst would use every processor, while the other workers use theirs.
        os.environ.setdefault("RAYON_NUM_THREADS", "1")
        if self.engine == "reportkit":
            from reportkit.engine.forks import zygote

            with suppress(Exception):  # what is missing, the first report will say
                zygote(WARM_UP)
        import_all()

    @contextmanager
    def check_from_workers(self) -> Iterator[Callable[[], None]]:
        """Give what looks, on another machine, whether this folder is there and can be written."""
        # A folder of the same name on another disk does not have this file.
        with tempfile.NamedTemporaryFile(prefix=".shared-", dir=self.folder / "outputs") as token:
            yield partial(_look, self.folder, Path(token.name))


def _look(workspace: Path, token: Path) -> None:
    """Raise where the worker that this runs on cannot make reports in a workspace."""
    if not token.exists():
        msg = f"看不到工作目录 {workspace}，请把它放在共享文件夹里，各台机器用同一个路径"
        raise WorkspaceError(msg)
    try:
        with tempfile.NamedTemporaryFile(prefix=".shared-", dir=token.parent):
            pass
    except OSError as error:
        msg = f"写不进 {token.parent}（{what_happened(error)}）"
        raise WorkspaceError(msg) from None
