"""Which decisions may be taken of which finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportkit.decisions.decision import Kind

if TYPE_CHECKING:
    from reportkit.rules import Finding


def not_permitted(kind: Kind, finding: Finding, *, printed: bool = False) -> str:
    """Return in Chinese why a decision may not be taken of a finding; empty where it may.

    Parameters
    ----------
    kind : Kind
        One that is about a finding.
    finding : Finding
    printed : bool
        Whether the explanation shall be printed.
    """
    from reportkit.rules import Severity

    place = f"［{finding.rule}］{finding.place_name}"
    if fault := _fault(kind, finding):
        return f"{place}{fault}"
    if printed and (kind is not Kind.DISMISS or finding.severity is not Severity.WARNING):
        return f"{place}：只有排除“应当核实”的一项时，所写的说明才能印在报告里。"
    return ""


def _fault(kind: Kind, finding: Finding) -> str:
    from reportkit.rules import Severity, State

    fault = ""
    if finding.state is State.PASS:
        fault = "已经符合，不需要决定。"
    elif kind is Kind.CONFIRM:
        pass
    elif finding.state is State.BROKEN:
        fault = "核对出错，不能放过。请交给维护人员查明。"
    elif kind is Kind.ACCEPT and finding.state is not State.UNKNOWN:
        fault = "已有结论，不是“无法核对”，不能认可。"
    elif kind is Kind.DISMISS and finding.state is State.UNKNOWN:
        fault = "是“无法核对”，只能认可，不能排除。"
    elif kind is Kind.DISMISS and finding.severity is Severity.ERROR:
        fault = "是必须符合的，不能排除。请退回修改（reportkit review return）。"
    return fault
