"""What a run leaves of a report, without one being made."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reportkit.inputs.agreement import with_digest
from reportkit.inputs.names import FIGURES, FINDINGS, MANIFEST
from reportkit.inputs.run_state import RunState
from reportkit.making.manifest import manifest, output_digests
from reportkit.params import Parameters

FAILED = {"rule": "R-SUM", "severity": "error", "state": "fail", "message": "两处不等。"}


def correct_manifest(folder: Path, **entries: Any) -> None:
    """Bring the manifest of outputs in line with them, as whoever forges them would."""
    kept = json.loads((folder / MANIFEST).read_text("utf-8"))
    kept |= {"outputs": output_digests(folder)} | entries
    (folder / MANIFEST).write_text(json.dumps(with_digest(kept)), "utf-8")


def keep_outputs(
    parameters: Parameters,
    workspace: Path,
    state: str = "passed",
    figures: Mapping[str, Any] | None = None,
    inputs: dict[str, str] | None = None,
    findings: Sequence[Mapping[str, Any]] | None = None,
) -> Path:
    """Write figures, findings and a manifest that agree; return their folder."""
    folder = workspace / parameters.output_folder
    folder.mkdir(parents=True, exist_ok=True)
    told = {"edition": "2021", "cells": {}, **(figures or {})}
    told |= parameters.key._asdict() | {"state": state}
    (folder / FIGURES).write_text(json.dumps(told), "utf-8")
    if findings is None:
        findings = [FAILED] if state == "failed" else []
    (folder / FINDINGS).write_text(json.dumps(findings), "utf-8")
    made = manifest(
        parameters,
        state=RunState(state),
        edition=told["edition"],
        under_review=False,
        reviewed=folder,
        embed_fonts=False,
        inputs=inputs or {},
        outputs=folder,
    )
    (folder / MANIFEST).write_text(json.dumps(made), "utf-8")
    return folder
