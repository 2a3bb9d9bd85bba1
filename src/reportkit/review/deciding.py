"""Taking decisions of what the last run found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reportkit.decisions import (
    Kind,
    add_decision,
    add_decisions,
    decisions_of,
    findings_to_decide,
    not_permitted,
)
from reportkit.errors import DecisionsError
from reportkit.forms import edition_of
from reportkit.params import Parameters
from reportkit.review.choosing import chosen
from reportkit.review.reviewed import keep_reviewed
from reportkit.rules import State

if TYPE_CHECKING:
    from reportkit.decisions import Decision
    from reportkit.rules import Finding


def decide(
    parameters: Parameters,
    workspace: Path,
    named: Sequence[str],
    *,
    confirms: bool,
    by: str,
    words: str = "",
    printed: bool = False,
) -> list[Decision]:
    """Take the same decision of each finding that is named, of all or of none.

    Parameters
    ----------
    parameters : Parameters
    workspace : Path
    named : sequence of str
        See `choosing.chosen`.
    confirms : bool
        Whether they are confirmed; otherwise they are dismissed, or accepted where they cannot be
        told.
    by, words, printed
        See `add_decision`.

    Raises
    ------
    DecisionsError
        Where one may not be taken.
    WorkspaceError
        Where there are no outputs, or nothing can be written.
    """
    found = findings_to_decide(parameters, workspace)
    meant = chosen(named, decisions_of(parameters, workspace), found)
    kinds = [_kind(finding, confirms=confirms) for finding in meant]
    faults = [
        not_permitted(kind, finding, printed=printed)
        for kind, finding in zip(kinds, meant, strict=True)
    ]
    if any(faults):
        heading = "没有记下任何决定："
        raise DecisionsError(heading, [fault for fault in faults if fault])
    taken = [*zip(kinds, meant, strict=True)]
    decisions = add_decisions(parameters, workspace, taken, by=by, words=words, printed=printed)
    keep_reviewed(parameters, workspace)
    return decisions


def send_back(parameters: Parameters, workspace: Path, *, by: str, words: str) -> Decision:
    """Send a report back to its bureau, with a reason (see `add_decision`)."""
    decision = add_decision(parameters, workspace, Kind.RETURN, by=by, words=words)
    keep_reviewed(parameters, workspace)
    return decision


def withdraw(parameters: Parameters, workspace: Path, *, by: str, words: str) -> Decision:
    """Take back that a report was sent back, with a reason (see `add_decision`).

    Raises
    ------
    DecisionsError
        Where it is not sent back.
    """
    if decisions_of(parameters, workspace).returned is None:
        fault = f"{parameters.name}没有被退回，或者退回以后已经改过，不需要撤销。"
        raise DecisionsError("这一决定没有记下：", [fault])
    decision = add_decision(parameters, workspace, Kind.WITHDRAW, by=by, words=words)
    keep_reviewed(parameters, workspace)
    return decision


def hold_printable(parameters: Parameters, workspace: Path) -> None:
    """Refuse that an explanation be printed where the form does not say where.

    Parameters
    ----------
    parameters : Parameters
    workspace : Path
        May have forms of its own.

    Raises
    ------
    DecisionsError
    """
    edition = edition_of(parameters, workspace)
    if edition.explained_in is None:
        fault = (
            f"{edition.form.title}没有规定说明印在哪一部分，不能印。"
            "请在 form.yaml 里给一个部分（sections）加上 explanations: true。"
        )
        raise DecisionsError("这一决定没有记下：", [fault])


def _kind(finding: Finding, *, confirms: bool) -> Kind:
    if confirms:
        return Kind.CONFIRM
    return Kind.ACCEPT if finding.state is State.UNKNOWN else Kind.DISMISS
