"""What one rule says of one place of one report."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from reportkit.figures import Mark, Value, value_from_json, value_to_json
from reportkit.inputs.run_state import RunState

_TEXTS = ("rule", "title", "citation", "place", "place_name", "message", "suggestion")
_FINGERPRINT = 12  # hexadecimal digits: enough to tell the findings of a report apart


class Severity(StrEnum):
    """How much a failing finding weighs: only an error makes a run fail."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


SEVERITY_WORDS = {
    Severity.ERROR: "必须符合",
    Severity.WARNING: "应当核实",
    Severity.NOTICE: "供参考",
}


class State(StrEnum):
    """The four answers a rule can give; `BROKEN` counts as a failure, never as a pass."""

    PASS = "pass"  # noqa: S105 - a state, not a password
    FAIL = "fail"
    UNKNOWN = "unknown"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class CellValue:
    """A cell as a finding cites it.

    Attributes
    ----------
    id : str
        Stable cell id, such as ``t3.new.natural_person``.
    name : str
        Chinese name from the edition.
    value : Value
        What the report says there.
    """

    id: str
    name: str
    value: Value

    def to_json(self) -> dict[str, Any]:
        """Return it as an object."""
        return {"id": self.id, "name": self.name, "value": value_to_json(self.value)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> CellValue:
        """Read back what `to_json` returned."""
        return cls(data["id"], data["name"], value_from_json(data["value"]))


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule at one place.

    Attributes
    ----------
    rule, title, citation : str
        Id, Chinese title and source of the rule.
    severity : Severity
    place : str
        Column, row, group, or ``ledger:row`` the rule was held against.
    place_name : str
        The same in Chinese.
    state : State
    message : str
        One Chinese sentence that a bureau clerk understands.
    suggestion : str
        What to do about it; empty where the message says it all.
    left, right, residual : Value or None
        The two sides and left minus right; None where the rule has no sides.
    cells : tuple of CellValue
        The cells on both sides.
    suspects : tuple of str
        Ids of the cells that are likely to be wrong, in the order of the form.
    """

    rule: str
    title: str
    citation: str
    severity: Severity
    place: str
    place_name: str
    state: State
    message: str
    suggestion: str = ""
    left: Value | None = None
    right: Value | None = None
    residual: Value | None = None
    cells: tuple[CellValue, ...] = ()
    suspects: tuple[str, ...] = ()

    @property
    def fails_run(self) -> bool:
        """Whether this finding alone keeps the report a draft."""
        if self.state is State.BROKEN:
            return True
        return self.severity is Severity.ERROR and self.state is State.FAIL

    @property
    def fingerprint(self) -> str:
        """What tells the same finding in two runs: rule, place, state and the figures cited."""
        figures = [value_to_json(cell.value) for cell in self.cells]
        said = [self.rule, self.place, self.state.value, figures or self.message]
        text = json.dumps(said, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:_FINGERPRINT]

    def to_json(self) -> dict[str, Any]:
        """Return the object written to ``findings.json``.

        Where a rule holds, the figures that it was held against are left to ``figures.json``.
        """
        cited = () if self.state is State.PASS else self.cells
        return {
            "rule": self.rule,
            "title": self.title,
            "citation": self.citation,
            "severity": self.severity.value,
            "place": self.place,
            "place_name": self.place_name,
            "state": self.state.value,
            "fingerprint": self.fingerprint,
            "message": self.message,
            "suggestion": self.suggestion,
            "left": _side_to_json(self.left),
            "right": _side_to_json(self.right),
            "residual": _side_to_json(self.residual),
            "cells": [cell.to_json() for cell in cited],
            "suspects": list(self.suspects),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Finding:
        """Read back what `to_json` wrote.

        Raises
        ------
        AttributeError, LookupError, TypeError, ValueError
            Where it is anything else.
        """
        for name in _TEXTS:
            if not isinstance(data[name], str):
                raise TypeError(name)
        return cls(
            rule=data["rule"],
            title=data["title"],
            citation=data["citation"],
            severity=Severity(data["severity"]),
            place=data["place"],
            place_name=data["place_name"],
            state=State(data["state"]),
            message=data["message"],
            suggestion=data["suggestion"],
            left=_side_from_json(data["left"]),
            right=_side_from_json(data["right"]),
            residual=_side_from_json(data["residual"]),
            cells=tuple(map(CellValue.from_json, data["cells"])),
            suspects=tuple(data.get("suspects", ())),
        )


def run_state(findings: Iterable[Finding]) -> RunState:
    """Return whether a report with these findings passes or fails."""
    fails = any(finding.fails_run for finding in findings)
    return RunState.FAILED if fails else RunState.PASSED


def _side_to_json(side: Value | None) -> Any:
    if side is Mark.BLANK:
        return {"mark": side.value}  # null says that the rule has no sides
    return None if side is None else value_to_json(side)


def _side_from_json(data: Any) -> Value | None:
    return None if data is None else value_from_json(data)
