"""Findings and a report to decide on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

from reportkit.decisions import Decision, Kind, add_decision
from reportkit.figures import Value
from reportkit.params import Parameters, parse_parameters
from reportkit.rules import Finding, Severity, State
from reportkit.rules.finding import CellValue

DAY = dt.date(2023, 1, 10)


def parameters(**other: Any) -> Parameters:
    said = {"bureau": "a", "bureau_name": "甲局", "year": 2022, "date": "2023-01-16"}
    return parse_parameters(said | other, "test")


def finding(value: Value = 12, **other: Any) -> Finding:
    """A warning about one cell."""
    said = Finding(
        rule="Y-SWING",
        title="与往年相差很大",
        citation="无",
        severity=Severity.WARNING,
        place="t3.new.total",
        place_name="本年新收",
        state=State.FAIL,
        message=f"本年 {value}，相差很大。",
        left=value,
        right=3,
        cells=(CellValue("t3.new.total", "本年新收", value),),
    )
    return replace(said, **other)


def folder(workspace: Path) -> Path:
    """Return the data folder of the report, which is there then."""
    there = workspace / parameters().data_folder
    there.mkdir(parents=True, exist_ok=True)
    return there


def decide(
    workspace: Path, kind: Kind, *about: Finding, of: Parameters | None = None, **how: Any
) -> Decision:
    """Take a decision, by default of the report that `parameters` returns."""
    folder(workspace)
    said = {"by": "王某", "words": "机构合并。", "date": DAY} | how
    return add_decision(of or parameters(), workspace, kind, *about, **said)
