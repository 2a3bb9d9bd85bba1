"""The catalogue of reconciliation rules, and what they say of a report."""

from reportkit.rules.catalogue import load_catalogue, read_rule_file
from reportkit.rules.evaluate import (
    check_figures,
    check_members,
    check_raw_data,
    check_summary,
    held,
)
from reportkit.rules.finding import SEVERITY_WORDS, CellValue, Finding, Severity, State, run_state
from reportkit.rules.rule import Rule
from reportkit.rules.suspects import name_suspects
from reportkit.rules.swing import check_swing
from reportkit.rules.timeliness import Timeliness, check_timeliness, timeliness

__all__ = [
    "SEVERITY_WORDS",
    "CellValue",
    "Finding",
    "Rule",
    "Severity",
    "State",
    "Timeliness",
    "check_figures",
    "check_members",
    "check_raw_data",
    "check_summary",
    "check_swing",
    "check_timeliness",
    "held",
    "load_catalogue",
    "name_suspects",
    "read_rule_file",
    "run_state",
    "timeliness",
]
