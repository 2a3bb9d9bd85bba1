"""Where bureau-years are made: a workspace on this machine, or anything that can do the same."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from reportkit.batch.files import files_below
from reportkit.batch.manifest import MANIFEST
from reportkit.batch.outcome import Outcome
from reportkit.batch.stale import reasons_to_run
from reportkit.params import Parameters

ENGINES = ("reportkit", "nbclient")
# The engine of our own forks processes, which is safe on Linux only.
DEFAULT_ENGINE = "reportkit" if sys.platform.startswith("linux") else "nbclient"
DEFAULT_TIMEOUT = 600


class Place(Protocol):
    """What the batch asks of wherever raw data and outputs lie."""

    @property
    def folder(self) -> Path:
        """The workspace that the batch was started in; the record is written there."""
        ...

    @property
    def engine(self) -> str:
        """The papermill engine that executes notebooks."""
        ...

    def outputs_of(self, parameters: Parameters) -> str:
        """Return where the outputs of a bureau-year are, for people."""
        ...

    def prepare(self, parameters: Sequence[Parameters]) -> None:
        """Make ready for a batch of these; only for who has the place alone."""
        ...

    def warm_up(self) -> None:
        """Import what every report needs, in a worker that has just started."""
        ...

    def reasons_to_run(self, parameters: Parameters) -> list[str]:
        """Return, in Chinese, why a bureau-year has to be made; nothing where it stands."""
        ...

    def kept(self, parameters: Parameters) -> Outcome:
        """Return how the outputs that stand ended."""
        ...

    def make(self, parameters: Parameters) -> Outcome:
        """Make a bureau-year; called in a worker, so that the place itself is pickled."""
        ...

    def size(self, parameters: Parameters) -> int:
        """Return the bytes of raw data: what takes long is begun first."""
        ...


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
    """

    folder: Path
    engine: str = DEFAULT_ENGINE
    timeout: int = DEFAULT_TIMEOUT
    memory_limit: int | None = None

    def outputs_of(self, parameters: Parameters) -> str:
        """Return the output folder, from where the user stands."""
        return os.path.relpath(self.folder / parameters.output_folder)

    def prepare(self, parameters: Sequence[Parameters]) -> None:
        """Do nothing: who has the outputs alone has swept them."""

    def reasons_to_run(self, parameters: Parameters) -> list[str]:
        """Return why a bureau-year has to be made (see `stale.reasons_to_run`)."""
        return reasons_to_run(parameters, self.folder)

    def kept(self, parameters: Parameters) -> Outcome:
        """Return how the outputs that stand ended."""
        folder = self.folder / parameters.output_folder
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if manifest["state"] == "passed":
            return Outcome(parameters, "passed", unchanged=True)
        # The rules drag in pandas: only a draft that stands pays for it.
        from reportkit.rendering.findings import finding_text
        from reportkit.rules import Finding

        kept = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
        findings = [Finding.from_json(finding) for finding in kept]
        faults = tuple(finding_text(finding) for finding in findings if finding.fails_run)
        return Outcome(parameters, "failed", faults, unchanged=True)

    def make(self, parameters: Parameters) -> Outcome:
        """Execute and render a bureau-year (see `run.run_report`)."""
        from reportkit.batch.run import run_report

        return run_report(
            parameters,
            self.folder,
            engine=self.engine,
            timeout=self.timeout,
            memory_limit=self.memory_limit,
        )

    def size(self, parameters: Parameters) -> int:
        """Return the bytes of raw data."""
        folder = self.folder / parameters.data_folder
        return sum((folder / name).stat().st_size for name in files_below(folder))

    def warm_up(self) -> None:
        """Import what every report needs, in a worker that has just started."""
        # Typst would use every processor, while the other workers use theirs.
        os.environ.setdefault("RAYON_NUM_THREADS", "1")
        with suppress(Exception):  # what is missing, the first report will say
            if self.engine == "reportkit":
                from reportkit.engine.forks import zygote

                zygote()  # warms itself up meanwhile
            # jsonschema would take it to check addresses in notebooks, which nobody asks for; to
            # build its grammar takes longer than everything else together.
            sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
            import papermill  # noqa: F401

            from reportkit.batch import run  # noqa: F401
            from reportkit.rendering import exporters, pdf  # noqa: F401
