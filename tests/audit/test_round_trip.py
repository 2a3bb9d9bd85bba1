"""What the kit publishes is read back to what it counted, in every form in which it is put out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from reportkit.audit.many import audit_many
from reportkit.audit.one import Audited, to_json
from tests.conftest import reportkit

KINDS = ("html", "docx", "pdf")
ALONE = {"Y-CARRIED", "Y-VALID", "Y-PENDING"}
"""Rules that say that last year's figures are not at hand, which the report itself had."""


def folders(workspace: Path) -> list[Path]:
    return sorted(path.parent for path in workspace.glob("outputs/*/*/*/manifest.json"))


def differences(folder: Path, audited: Audited) -> list[str]:
    """Return what is read otherwise than it was counted, and what is found that was not."""
    counted = json.loads((folder / "figures.json").read_text("utf-8"))["cells"]
    own = json.loads((folder / "findings.json").read_text("utf-8"))
    read = to_json(audited)
    if audited.published is None:
        return [f"{audited.file}: {audited.message}"]
    told = []
    for cell, entry in counted.items():
        value = entry["value"]
        if value == {"mark": "unknown"}:
            wrong = cell not in read["doubts"] and read["figures"][cell] is not None
        else:
            expected = None if isinstance(value, dict) else value
            wrong = cell in read["doubts"] or read["figures"][cell] != expected
        if wrong:
            told.append(f"{audited.file} {cell}: {value} → {read['figures'].get(cell)}")
    doubts = {cell: why for cell, why in read["doubts"].items() if cell not in counted}
    told += [f"{audited.file} {name}: {why}" for name, why in doubts.items()]
    known = {(one["rule"], one["place"]) for one in own if one["state"] != "pass"}
    told += [
        f"{audited.file} {one['rule']} {one['place']}: {one['message']}"
        for one in read["findings"]
        if one["state"] != "pass" and (one["rule"], one["place"]) not in known
        if not (one["rule"] in ALONE and one["state"] == "unknown")
    ]
    return told


def read_back(reports: Sequence[Path]) -> list[str]:
    files = [(folder, folder / f"report.{kind}") for kind in KINDS for folder in reports]
    audits = audit_many([path for _, path in files], None, jobs=1)
    return [
        line
        for (folder, _), audited in zip(files, audits, strict=True)
        for line in differences(folder, audited)
    ]


def test_the_examples_of_both_forms_and_a_large_bureau(made: Path) -> None:
    assert len(folders(made)) == 3
    assert read_back(folders(made)) == []


@pytest.mark.slow
def test_two_hundred_made_up_bureaus_every_fifth_with_an_error(tmp_path: Path) -> None:
    made_up = ("--bureaus", "200", "--errors", "0.2", "--seed", "77", "--form", "ogi")
    assert reportkit(tmp_path, "demo", "w", *made_up).returncode == 0
    workspace = tmp_path / "w"
    assert reportkit(workspace, "run").returncode == 1
    assert len(folders(workspace)) == 200
    assert read_back(folders(workspace)) == []
