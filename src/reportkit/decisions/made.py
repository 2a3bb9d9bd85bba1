"""What a report was made from, as far as its bureau can change it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reportkit.inputs.names import MANIFEST
from reportkit.inputs.typed import EXPLANATIONS
from reportkit.params import Parameters


def made_from(parameters: Parameters, workspace: Path) -> str:
    """Return the digest of what the outputs were made from; empty where there are none.

    The parameters and the inputs, but for the explanations that a reviewer lets be printed: a
    report that was sent back is made anew when the bureau has changed something.
    """
    try:
        path = workspace / parameters.output_folder / MANIFEST
        manifest = json.loads(path.read_text(encoding="utf-8"))
        return _digest(manifest["parameters"], manifest["inputs"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ""


def _digest(parameters: Any, inputs: Mapping[str, str]) -> str:
    ours = {path: inputs[path] for path in sorted(inputs) if not path.endswith(EXPLANATIONS)}
    text = json.dumps([parameters, ours], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
