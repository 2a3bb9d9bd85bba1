"""How the run of a bureau-year ended."""

from __future__ import annotations

from enum import StrEnum


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
