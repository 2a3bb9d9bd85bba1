"""What the outputs of a report state: figures, findings and prose, to compare them with others."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reportkit.comparing import Statements
from reportkit.figures import value_from_json
from reportkit.inputs.names import FIGURES, FINDINGS
from reportkit.params import DEFAULT_FORM
from reportkit.reading import read_json, read_text
from reportkit.rendering.prose import prose_of
from reportkit.rules import Finding

PAGE = "report.html"


def stated_in(folder: Path) -> Statements:
    """Return what a folder of outputs, or a published one, states.

    Raises
    ------
    OSError
        Where there are no figures, or something cannot be read.
    KeyError, TypeError, ValueError
        Where it is not what the kit writes.
    """
    figures = with_form(read_json(folder / FIGURES))
    findings = None
    if (folder / FINDINGS).is_file():
        kept = read_json(folder / FINDINGS)
        findings = tuple(map(Finding.from_json, kept))
    page = folder / PAGE
    prose = prose_of(read_text(page)) if page.is_file() else None
    return Statements(figures, findings, prose)


def with_form(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return figures that name their form: those of earlier versions are of the one there was.

    Raises
    ------
    KeyError, TypeError, ValueError
        Where they are no figures.
    """
    for cell in data["cells"].values():
        if not isinstance(cell["name"], str):
            raise TypeError(cell)
        value_from_json(cell["value"])
    return {"form": DEFAULT_FORM, **data}
