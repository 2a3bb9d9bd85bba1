"""Which findings a reviewer means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reportkit.errors import DecisionsError

if TYPE_CHECKING:
    from reportkit.decisions import Decisions
    from reportkit.rules import Finding

_SHORTEST = 4  # characters of a fingerprint that may stand for it


def chosen(
    named: Sequence[str], decisions: Decisions, findings: Sequence[Finding]
) -> list[Finding]:
    """Return the findings that are named, each once.

    Parameters
    ----------
    named : sequence of str
        Fingerprints, or their first four characters and more; or rules, which stand for all that
        nobody has decided of theirs.
    decisions : Decisions
    findings : sequence of Finding

    Raises
    ------
    DecisionsError
        Where a name stands for nothing, or the beginning of a fingerprint for two.
    """
    found: dict[tuple[str, str], Finding] = {}
    for name in named:
        meant = _called(name, decisions, findings)
        if not meant:
            raise _refused(
                f"没有叫 {name} 的待核实之处，请照 reportkit review list 列出的写"
                "（左边的一串字符，或者规则编号）。"
            )
        found |= {(one.fingerprint, one.place): one for one in meant}
    return list(found.values())


def _called(name: str, decisions: Decisions, findings: Sequence[Finding]) -> list[Finding]:
    open_ones = decisions.open(findings)
    by_rule = [one for one in open_ones if one.rule == name]
    if by_rule:
        return [one for one in by_rule if decisions.on(one) is None] or by_rule
    if len(name) < _SHORTEST:
        return []
    begun = [one for one in open_ones if one.fingerprint.startswith(name)]
    if len({one.fingerprint for one in begun}) > 1:
        raise _refused(f"{name} 开头的不止一处，请多写几个字符。")
    return begun


def _refused(fault: str) -> DecisionsError:
    return DecisionsError("这一决定没有记下：", [fault])
