"""How one bureau-year ended: what crosses process boundaries, and so is small."""

from __future__ import annotations

from dataclasses import dataclass

from reportkit.inputs.run_state import RunState
from reportkit.params import Parameters


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one bureau-year ended.

    Attributes
    ----------
    parameters : Parameters
    state : RunState
        Of a broken one, earlier outputs stand as they were.
    faults : tuple of str
        In Chinese, what is wrong: of a failed report each finding that fails it, one line each; of
        a broken one why it is broken, on one or more lines.
    unchanged : bool
        Whether nothing was run, because nothing had changed since the outputs were made.
    reasons : tuple of str
        In Chinese, why it was run.
    seconds, cpu_seconds : float
        Time taken: by the clock, and of processors, its notebook included.
    peak_memory : int or None
        Bytes that the notebook's process took at most, where the engine tells.
    """

    parameters: Parameters
    state: RunState
    faults: tuple[str, ...] = ()
    unchanged: bool = False
    reasons: tuple[str, ...] = ()
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    peak_memory: int | None = None

    @property
    def message(self) -> str:
        """The first thing that is wrong; empty where it passed."""
        return self.faults[0] if self.faults else ""
