"""The rules of a catalogue, the register of their checks, and what they say of a report."""

from reportkit.rules.catalogue import compile_catalogue, read_rule_file, read_rules
from reportkit.rules.evaluate import check_figures, evaluate
from reportkit.rules.finding import SEVERITY_WORDS, CellValue, Finding, Severity, State, run_state
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
