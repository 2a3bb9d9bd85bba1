"""Whether a report may be signed or published at all: made from what is there now, and passed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from reportkit.decisions import decisions_of
from reportkit.inputs.names import ROLES
from reportkit.inputs.run_state import RunState
from reportkit.making.manifest import is_under_review, read_manifest
from reportkit.params import Parameters


def obstacles(parameters: Parameters, workspace: Path, stale: Sequence[str]) -> Iterator[str]:
    """Yield, in Chinese, what keeps a report from being signed and published.

    Parameters
    ----------
    parameters : Parameters
    workspace : Path
    stale : sequence of str
        Why it would have to be made anew (see `Site.reasons_to_run`).

    Raises
    ------
    DecisionsError
        Where the chain of decisions is broken.
    """
    if not is_under_review(workspace):
        yield f"工作目录里没有 {ROLES}，报告不经审签。写法见 docs/review.md。"
    if stale:
        yield f"输出已经不是现在的样子：{'；'.join(stale)}。请先运行 reportkit run。"
    elif read_manifest(parameters, workspace).get("state") != RunState.PASSED:
        yield "核对没有通过，现在是草稿。请改正后重新生成。"
    returned = decisions_of(parameters, workspace).returned
    if returned is not None:
        yield f"已经退回，还没有改好：{returned.signed_words}"
