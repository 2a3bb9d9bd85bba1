"""The names of the files of an output folder, and of those that reviewers keep."""

from __future__ import annotations

import re

FIGURES = "figures.json"
FINDINGS = "findings.json"
MANIFEST = "manifest.json"
NOTEBOOK = "report.ipynb"
RESULT_MIME = "application/vnd.reportkit.result+json"
"""Of the output of a notebook that tells what the last check of its figures found."""

# Relative to the workspace.
ROLES, SIGNERS, SEALS = "review/roles.yaml", "review/allowed_signers", "review/seals.yaml"
DECISIONS = "review.jsonl"
HEAD = ".head"  # what the name of an output folder ends with where its decisions' head is kept
SIGNATURES = "signatures"
FIRST_SIGNATURE = "first.txt.sig"  # where it is not, nobody has signed
_REVIEWED = re.compile(r"reviewed-[a-z][a-z0-9-]*\.json")


def reviewed_file(form: str) -> str:
    """Return the name of what was looked at last of a report of a form, in its data folder."""
    return f"reviewed-{form}.json"


def is_reviewers(name: str) -> bool:
    """Return whether a file of a data folder is the reviewers' own, and so no raw data.

    Parameters
    ----------
    name : str
        Relative to the data folder, with slashes.
    """
    folder, slash, _ = name.partition("/")
    if slash:
        return folder == SIGNATURES
    return name.startswith("review") and (
        name == DECISIONS or _REVIEWED.fullmatch(name) is not None
    )
