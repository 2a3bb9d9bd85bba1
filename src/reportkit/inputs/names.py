"""The names of the files of an output folder, and of those that say how a workspace is reviewed."""

from __future__ import annotations

FIGURES = "figures.json"
FINDINGS = "findings.json"
MANIFEST = "manifest.json"
NOTEBOOK = "report.ipynb"

ROLES, SIGNERS = "review/roles.yaml", "review/allowed_signers"  # relative to the workspace
