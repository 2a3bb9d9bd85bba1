"""What a worker does before its first report is what every report would do, and nothing dearer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
from pathlib import Path
from reportkit.storage.workspace import Workspace
Workspace(Path(), sys.argv[1]).warm_up()
dear, pdf = "rfc3987_syntax.syntax_helpers", "reportkit.rendering.paper.pdf"
print(dear in sys.modules, "papermill" in sys.modules, pdf in sys.modules)
"""


# Of our own engine, it imports what forks as well; the suite has that of the test below.
_OURS = pytest.param("reportkit", marks=[pytest.mark.posix, pytest.mark.slow])


@pytest.mark.parametrize("engine", [_OURS, "nbclient"])
def test_a_worker_never_builds_the_grammar_of_addresses(engine: str, tmp_path: Path) -> None:
    # It takes three seconds, and no notebook has an address that anybody checks.
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM, engine],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert told.stdout.split() == ["False", "True", "True"]


SUMS = """
import sys
import reportkit.report.notebook
from reportkit.figures import Figures
from reportkit.forms import load_form
from reportkit.report.checks import catalogue_of
from reportkit.rules.linear import compile_rules, evaluate_all
form = load_form("ogi")
edition = form.edition("2021")
rules = [r for r in catalogue_of(form).values() if r.linear and r.applies(edition, frozenset())]
zeros = Figures.of(edition, dict.fromkeys(edition.cells, 0))
findings = evaluate_all(compile_rules(edition, tuple(rules)), zeros)
print({finding.state.value for finding in findings})
print([name for name in ("lark", "arrow", "scipy", "jsonschema") if name in sys.modules])
"""


def test_nor_does_what_notebooks_import_in_a_fork_or_a_kernel() -> None:
    # Nor a library of dates for what no notebook has, nor one of science to add up.
    told = subprocess.run(
        [sys.executable, "-c", SUMS], capture_output=True, encoding="utf-8", check=True
    )

    states, imported = told.stdout.splitlines()
    assert "pass" in states
    assert imported == "['jsonschema']"
