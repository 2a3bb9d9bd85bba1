"""What reviewers look at: the outputs of a bureau-year, as they were made last."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportkit.errors import WorkspaceError
from reportkit.inputs.names import FINDINGS, MANIFEST
from reportkit.params import Parameters

if TYPE_CHECKING:
    from reportkit.rules import Finding


def read_findings(parameters: Parameters, workspace: Path) -> list[Finding]:
    """Return what the rules said of a report when it was made last.

    Raises
    ------
    WorkspaceError
        Where it was never made, or what was made cannot be read.
    """
    from reportkit.rules import Finding

    path = workspace / parameters.output_folder / FINDINGS
    try:
        return [Finding.from_json(one) for one in json.loads(path.read_text(encoding="utf-8"))]
    except FileNotFoundError:
        msg = f"{parameters.name}还没有生成过，没有可审核的。请先运行 reportkit run。"
        raise WorkspaceError(msg) from None
    except (OSError, ValueError, KeyError, TypeError):
        msg = f"{path} 读不出来。请用 reportkit run --force 重新生成。"
        raise WorkspaceError(msg) from None


def read_manifest(parameters: Parameters, workspace: Path) -> dict[str, Any]:
    """Return the manifest of a report that was made; nothing where there is none."""
    try:
        text = (workspace / parameters.output_folder / MANIFEST).read_text(encoding="utf-8")
        manifest: dict[str, Any] = json.loads(text)
    except (OSError, ValueError):
        return {}
    return manifest
