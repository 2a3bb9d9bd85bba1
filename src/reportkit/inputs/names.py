"""The names of the files of an output folder."""

from __future__ import annotations

FIGURES = "figures.json"
FINDINGS = "findings.json"
MANIFEST = "manifest.json"
NOTEBOOK = "report.ipynb"
