"""How the run of a bureau-year ended."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

NOT_COMPUTED = 3  # the only exit code after which another try may end otherwise
INTERRUPTED = 130  # what a shell reports for a command that Ctrl-C ended


class RunState(StrEnum):
    """Passed: nothing of severity error fails. Failed: something does. Broken: not computed."""

    PASSED = "passed"
    FAILED = "failed"
    BROKEN = "broken"


STATE_WORDS = {
    RunState.PASSED: "通过",
    RunState.FAILED: "不符",
    RunState.BROKEN: "没有完成",
}


def exit_code(states: Iterable[RunState], unusable: int = 0) -> int:
    """Return what a command ends with.

    Parameters
    ----------
    states : iterable of RunState
        Of all bureau-years.
    unusable : int
        Sources of parameters that told no bureau-year.

    Returns
    -------
    int
        0 where all passed, 1 where something does not reconcile, 3 where something could not be
        computed: the only one that another try may change.
    """
    ended = set(states)
    if unusable or RunState.BROKEN in ended:
        return NOT_COMPUTED
    return 1 if RunState.FAILED in ended else 0
