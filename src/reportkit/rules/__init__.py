"""The rules of a catalogue, the register of their checks, and what they say of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportkit.lazily import named

if TYPE_CHECKING:
    from reportkit.rules.catalogue import compile_catalogue, read_rule_file, read_rules
    from reportkit.rules.finding import (
        SEVERITY_WORDS,
        CellValue,
        Finding,
        Severity,
        State,
        run_state,
    )
    from reportkit.rules.loop import check_figures, evaluate
    from reportkit.rules.places import name_places
    from reportkit.rules.rule import Rule
    from reportkit.rules.suspects import name_suspects

__all__ = [
    "SEVERITY_WORDS",
    "CellValue",
    "Finding",
    "Rule",
    "Severity",
    "State",
    "check_figures",
    "compile_catalogue",
    "evaluate",
    "name_places",
    "name_suspects",
    "read_rule_file",
    "read_rules",
    "run_state",
]

# Whoever asks only what a finding is need not wait for pandas.
__getattr__ = named(
    __name__,
    {
        "catalogue": ("compile_catalogue", "read_rule_file", "read_rules"),
        "loop": ("check_figures", "evaluate"),
        "finding": ("CellValue", "Finding", "SEVERITY_WORDS", "Severity", "State", "run_state"),
        "places": ("name_places",),
        "rule": ("Rule",),
        "suspects": ("name_suspects",),
    },
)
