"""Verifying outputs, as they stand in the workspace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reportkit.inputs.agreement import WITNESSED, disagreements
from reportkit.inputs.basis import differences
from reportkit.inputs.names import NOTEBOOK
from reportkit.making.manifest import output_digests
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
    faults = faults or [*_disagreeing(made, workspace)]
    same = Check(f"输出 {len(told)} 个文件与清单相同，所说的一致")
    signed = [Check(one.words, good=one.valid) for one in sign_offs(workspace, parameters)]
    return [
        *(faults or [same]),
        *input_checks(made, workspace, published=False),
        *kit_checks(made),
        *chain_checks(parameters, workspace)[0],
        *signed,
    ]


def _disagreeing(made: Made, workspace: Path) -> Iterator[Check]:
    """Yield what one output says otherwise than another, the executed notebook among them."""
    key, folder = made.parameters.key, workspace / made.parameters.output_folder
    told = [name for name in (*WITNESSED, NOTEBOOK) if name in made.manifest["outputs"]]
    contents = {name: (folder / name).read_bytes() for name in told}
    for fault in disagreements(made.manifest, key, contents):
        yield Check(f"{fault}：生成以后被手工改过", good=False)
