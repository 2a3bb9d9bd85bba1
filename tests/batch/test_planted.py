"""A hundred made-up bureaus, ten with a known error: the batch finds these and no others."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import reportkit

BUREAUS, ERRORS = 100, 10


def test_exactly_the_planted_errors_are_found(tmp_path: Path) -> None:
    options = ("--bureaus", str(BUREAUS), "--errors", str(ERRORS / BUREAUS), "--seed", "6")
    made = reportkit(tmp_path, "demo", "city", "--form", "ogi", *options)
    assert made.returncode == 0, made.stderr
    city = tmp_path / "city"
    planted = json.loads((city / "planted.json").read_text("utf-8"))

    run = reportkit(city, "run")

    assert run.returncode == 1, run.stderr
    assert f"共 {BUREAUS} 份：通过 {BUREAUS - ERRORS}，不符 {ERRORS}，没有完成 0" in run.stdout
    reports = json.loads((city / "outputs" / "run.json").read_text("utf-8"))["reports"]
    failed = {one["bureau"]: one for one in reports if one["state"] != "passed"}
    assert set(failed) == {error["bureau"] for error in planted}
    for error in planted:
        folder = city / "outputs" / "ogi" / str(error["year"]) / error["bureau"]
        findings = json.loads((folder / "findings.json").read_text("utf-8"))
        failing = {(f["rule"], f["place"]) for f in findings if f["state"] == "fail"}
        assert (error["rule"], error["place"]) in failing
        assert f"［{error['rule']} 不符］" in run.stdout
        assert failed[error["bureau"]]["message"]
