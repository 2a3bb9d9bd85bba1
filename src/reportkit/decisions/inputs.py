"""The digests of all that a report rests on, reviewers' printed explanations among it."""

from __future__ import annotations

from pathlib import Path

from reportkit.decisions.decisions import read_decisions
from reportkit.inputs.files import digest
from reportkit.inputs.typed import WorkspaceTree, inputs_of
from reportkit.params import Parameters


def input_digests(parameters: Parameters, workspace: Path) -> dict[str, str]:
    """Return the sha256 of every file that a report is made from, by path in the workspace.

    Each file is read anew at every call: one that many reports share may change between two. Of
    the reviewers' explanations, only those that may be printed are told, where there are any.

    Raises
    ------
    DecisionsError
        Where the explanations cannot be read.
    """
    inputs = inputs_of(parameters, workspace)
    explanations = inputs.explanations
    files = WorkspaceTree(workspace).existing(inputs)
    digests = {path: digest(workspace / path) for path in files if path != explanations.where}
    decisions = read_decisions(workspace / explanations.path.parent, parameters.form)
    if printed := decisions.printable_digest:
        digests[explanations.name] = printed
    return digests
