"""Made-up bureaus that report on every form, some with a known error: just these are found."""

from __future__ import annotations

import json
from pathlib import Path

from reportkit.demo import demo_forms
from tests.conftest import reportkit

BUREAUS, ERRORS = 6, 4


def test_exactly_the_planted_errors_are_found(tmp_path: Path) -> None:
    options = ("--bureaus", str(BUREAUS), "--errors", str(ERRORS / BUREAUS), "--seed", "6")
    made = reportkit(tmp_path, "demo", "city", *options)
    assert made.returncode == 0, made.stderr
    city = tmp_path / "city"
    planted = json.loads((city / "planted.json").read_text("utf-8"))
    assert {error["form"] for error in planted} == set(demo_forms())

    run = reportkit(city, "run")

    many = BUREAUS * len(demo_forms())
    assert run.returncode == 1, run.stderr
    told = f"共 {many} 份：通过 {many - len(planted)}，不符 {len(planted)}，没有完成 0"
    assert told in run.stdout
    reports = json.loads((city / "outputs" / "run.json").read_text("utf-8"))["reports"]
    failed = {(one["form"], one["bureau"]): one for one in reports if one["state"] != "passed"}
    assert set(failed) == {(error["form"], error["bureau"]) for error in planted}
    for error in planted:
        folder = city / "outputs" / error["form"] / str(error["year"]) / error["bureau"]
        findings = json.loads((folder / "findings.json").read_text("utf-8"))
        failing = {(f["rule"], f["place"]) for f in findings if f["state"] == "fail"}
        assert (error["rule"], error["place"]) in failing
        assert f"［{error['rule']} 不符］" in run.stdout
        assert failed[error["form"], error["bureau"]]["message"]
