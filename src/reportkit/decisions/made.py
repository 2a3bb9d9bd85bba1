"""What reviewers look at: a report as it was made last."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportkit.errors import WorkspaceError
from reportkit.inputs.agreement import faults_of_outputs, findings_in
from reportkit.inputs.names import FINDINGS, MANIFEST
from reportkit.inputs.typed import EXPLANATIONS
from reportkit.params import Parameters
from reportkit.reading import read_bytes, read_json

if TYPE_CHECKING:
    from reportkit.rules import Finding


def made_from(parameters: Parameters, workspace: Path) -> str:
    """Return the digest of what the outputs were made from; empty where there are none.

    The parameters and the inputs, but for the explanations that a reviewer lets be printed: a
    report that was sent back is made anew when the bureau has changed something.
    """
    try:
        path = workspace / parameters.output_folder / MANIFEST
        manifest = read_json(path)
        return _digest(manifest["parameters"], manifest["inputs"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ""


def findings_to_decide(parameters: Parameters, workspace: Path) -> list[Finding]:
    """Return what did not pass of a report when it was made last: all that is to be decided.

    Most of what the rules said passed, and is not made findings of again.

    Raises
    ------
    WorkspaceError
        Where it was never made, or what was made cannot be read.
    """
    from reportkit.rules import Finding, State

    path = workspace / parameters.output_folder / FINDINGS
    if faults := faults_of_outputs(parameters.key, workspace, (FINDINGS,)):
        msg = (
            f"{parameters.name}的输出不是原样（{'；'.join(faults)}）。请用 reportkit run 重新生成。"
        )
        raise WorkspaceError(msg)
    try:
        told = findings_in(read_bytes(path))
        return [Finding.from_json(one) for one in told if one["state"] != State.PASS]
    except FileNotFoundError:
        msg = f"{parameters.name}还没有生成过，没有可审核的。请先运行 reportkit run。"
        raise WorkspaceError(msg) from None
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        msg = f"{path} 读不出来。请用 reportkit run --force 重新生成。"
        raise WorkspaceError(msg) from None


def _digest(parameters: Any, inputs: Mapping[str, str]) -> str:
    ours = {path: inputs[path] for path in sorted(inputs) if not path.endswith(EXPLANATIONS)}
    text = json.dumps([parameters, ours], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
