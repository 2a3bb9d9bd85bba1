"""What reviewers decided and signed of a bureau-year, as its row of the index says it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reportkit.decisions import decisions_of, findings_to_decide
from reportkit.errors import DecisionsError, ReportkitError, WorkspaceError
from reportkit.inputs.names import DECISIONS, SIGNATURES
from reportkit.params import Parameters
from reportkit.review.desk import at_desk
from reportkit.review.index.row import one_line
from reportkit.review.signing.sign_offs import (
    sign_offs,
    signature_name,
    text_name,
    void_words,
)
from reportkit.review.signing.signers import Role
from reportkit.storage.files import Files
from reportkit.storage.remote import Remote


def kept_names(form: str) -> list[str]:
    """Return where decisions and signatures on a bureau-year are below its raw data."""
    names = [name(role) for role in Role for name in (text_name, signature_name)]
    return [DECISIONS, *(f"{SIGNATURES}/{form}/{name}" for name in names)]


def reviewed(parameters: Parameters, files: Files, workspace: Path) -> dict[str, Any]:
    """Return the fields of a row that tell what reviewers did.

    Parameters
    ----------
    parameters : Parameters
    files : Files
        Of where the outputs lie.
    workspace : Path
    """
    store = files.address if isinstance(files, Remote) else None
    try:
        with at_desk(parameters, workspace, store) as folder:
            return reviewed_at(parameters, folder)
    except ReportkitError as error:
        return {"fault": one_line(str(error))}


def reviewed_at(parameters: Parameters, folder: Path) -> dict[str, Any]:
    """Return the same of a folder that has the outputs, and what reviewers keep."""
    try:
        return _decided(parameters, folder) | _signed(parameters, folder)
    except ReportkitError as error:
        return {"fault": one_line(str(error))}


def _decided(parameters: Parameters, folder: Path) -> dict[str, Any]:
    try:
        decisions = decisions_of(parameters, folder)
        findings = findings_to_decide(parameters, folder) if decisions.lines else []
    except DecisionsError as error:
        return {"fault": one_line("；".join(error.problems))}
    except WorkspaceError:  # never made: it may have been sent back all the same
        findings = []
    if not decisions.lines:
        return {}
    undecided = len(decisions.undecided(findings))
    return {
        "decided": len(decisions.open(findings)) - undecided,
        "undecided": undecided,
        "lapsed": len(decisions.lapsed(findings)),
        "returned": one_line(decisions.returned.signed_words) if decisions.returned else "",
    }


def _signed(parameters: Parameters, folder: Path) -> dict[str, Any]:
    signatures = sign_offs(folder, parameters)
    return {
        "signed": tuple(one_line(one.words) for one in signatures if one.valid),
        "void": tuple(map(one_line, void_words(signatures))),
    }
