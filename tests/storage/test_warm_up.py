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


@pytest.mark.parametrize("engine", [pytest.param("reportkit", marks=pytest.mark.posix), "nbclient"])
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


def test_nor_does_what_notebooks_import_in_a_fork_or_a_kernel() -> None:
    names = "'lark' in sys.modules, 'jsonschema' in sys.modules"
    program = f"import sys, reportkit.report.notebook; print({names})"
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True
    )

    assert told.stdout.split() == ["False", "True"]
