"""How a report stands with its reviewers, in the words that its bureau is told."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from reportkit.decisions.decisions import Decisions, decisions_of
from reportkit.decisions.made import findings_to_decide
from reportkit.errors import DecisionsError, WorkspaceError
from reportkit.params import Parameters

if TYPE_CHECKING:
    from reportkit.rules import Finding

_MOST_NAMED = 5


def standing(decisions: Decisions, findings: Iterable[Finding]) -> list[str]:
    """Return in Chinese that a report was sent back, and which decisions hold no more.

    Nothing where neither is so.
    """
    returned = [decisions.returned.signed_words] if decisions.returned else []
    lapsed = [f"［{one.rule} {one.place}］" for one in decisions.lapsed(findings)]
    if not lapsed:
        return returned
    named = "".join(lapsed[:_MOST_NAMED]) + ("等" if len(lapsed) > _MOST_NAMED else "")
    return [*returned, f"{len(lapsed)} 处审核决定已失效（数字或者内容变了），要重新审核：{named}"]


def standing_of(parameters: Parameters, workspace: Path) -> list[str]:
    """Return how a report stands as it was made last (see `standing`); why, where nobody can tell.

    Parameters
    ----------
    parameters : Parameters
    workspace : Path
    """
    try:
        decisions = decisions_of(parameters, workspace)
        return (
            standing(decisions, findings_to_decide(parameters, workspace))
            if decisions.lines
            else []
        )
    except DecisionsError as error:
        return [str(error)]
    except WorkspaceError:  # never made: it may have been sent back all the same
        return standing(decisions, ())
