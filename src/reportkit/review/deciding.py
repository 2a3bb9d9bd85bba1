"""Taking decisions of what the last run found."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reportkit.decisions import Kind, add_decision, decisions_of, findings_made, not_permitted
from reportkit.errors import DecisionsError
from reportkit.params import Parameters
from reportkit.review.choosing import chosen
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
    found = findings_made(parameters, workspace)
    meant = chosen(named, decisions_of(parameters, workspace), found)
    kinds = [_kind(finding, confirms=confirms) for finding in meant]
    faults = [
        not_permitted(kind, finding, printed=printed)
        for kind, finding in zip(kinds, meant, strict=True)
    ]
    if any(faults):
        heading = "没有记下任何决定："
        raise DecisionsError(heading, [fault for fault in faults if fault])
    return [
        add_decision(parameters, workspace, kind, finding, by=by, words=words, printed=printed)
        for kind, finding in zip(kinds, meant, strict=True)
    ]


def _kind(finding: Finding, *, confirms: bool) -> Kind:
    if confirms:
        return Kind.CONFIRM
    return Kind.ACCEPT if finding.state is State.UNKNOWN else Kind.DISMISS
