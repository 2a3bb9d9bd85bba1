"""Verifying outputs, as they stand in the workspace."""

from __future__ import annotations

from pathlib import Path

from reportkit.making.manifest import output_digests
from reportkit.making.stale import differences
from reportkit.review.publishing.checks import (
    Check,
    Made,
    chain_checks,
    input_checks,
    kit_checks,
)
from reportkit.review.signing.sign_offs import sign_offs


def verify_outputs(made: Made, workspace: Path) -> list[Check]:
    """Hold the outputs of a report against their manifest, its inputs, decisions and signatures.

    Parameters
    ----------
    made : Made
        What their manifest tells.
    workspace : Path
    """
    parameters, told = made.parameters, made.manifest["outputs"]
    changed = [*differences(told, output_digests(workspace / parameters.output_folder))]
    faults = [Check(f"{name} {how}：生成以后被手工改过", good=False) for name, how in changed]
    same = Check(f"输出 {len(told)} 个文件与清单相同")
    signed = [Check(one.words, good=one.valid) for one in sign_offs(workspace, parameters)]
    return [
        *(faults or [same]),
        *input_checks(made, workspace),
        *kit_checks(made),
        *chain_checks(parameters, workspace)[0],
        *signed,
    ]
