"""One ledger changed: its report, the sums it is in and its next year are made again, no others."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.conftest import EXAMPLE, YEAR, reportkit

NEXT = str(int(YEAR) + 1)


def _add(workspace: Path, bureau: str, year: str = YEAR, extra: str = "") -> None:
    """Add a bureau-year with the example's ledgers."""
    shutil.copytree(workspace / "data" / EXAMPLE / YEAR, workspace / "data" / bureau / year)
    source = (workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml").read_text("utf-8")
    text = source.replace(EXAMPLE, bureau).replace(f"year: {YEAR}", f"year: {year}") + extra
    (workspace / "params" / f"{bureau}-{year}.yaml").write_text(text, "utf-8")


def _made(workspace: Path) -> set[tuple[str, int]]:
    """Run, and return what was made."""
    process = reportkit(workspace, "run")
    assert "Traceback" not in process.stderr
    reports = json.loads((workspace / "outputs" / "run.json").read_text("utf-8"))["reports"]
    assert len(reports) == 5
    return {(one["bureau"], one["year"]) for one in reports if not one["unchanged"]}


def test_a_changed_ledger_reaches_what_rests_on_it_and_nothing_else(workspace: Path) -> None:
    _add(workspace, "county", extra=f"members: [{EXAMPLE}]\n")
    _add(workspace, "city", extra="members: [county]\n")
    _add(workspace, "unrelated")
    _add(workspace, EXAMPLE, NEXT)
    dependants = {("county", 2022), ("city", 2022), (EXAMPLE, 2023)}
    everything = {(EXAMPLE, 2022), ("unrelated", 2022), *dependants}

    assert _made(workspace) == everything
    assert _made(workspace) == set()

    ledger = workspace / "data" / EXAMPLE / YEAR / "decisions.csv"
    ledger.write_text("".join(ledger.read_text("utf-8").splitlines(keepends=True)[:-1]), "utf-8")
    assert _made(workspace) == {(EXAMPLE, 2022), *dependants}
    assert _made(workspace) == set()

    # A new title of a publication changes no figure: what rests on the figures stands.
    ledger = workspace / "data" / EXAMPLE / YEAR / "publications.csv"
    ledger.write_text(ledger.read_text("utf-8").replace("环保知识问答", "环保问答", 1), "utf-8")
    assert _made(workspace) == {(EXAMPLE, 2022)}
