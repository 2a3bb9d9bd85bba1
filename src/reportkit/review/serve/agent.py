"""The ssh-agent of the user that the server runs as: it signs, and no key is ever read here."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from reportkit.review.signing.signers import Signers, read_signers
from reportkit.review.signing.sshsig import key_of

_PATIENCE = 5  # seconds: an agent that does not answer is none


def key_in_agent(principal: str, workspace: Path) -> str | None:
    """Return the public key of somebody that the agent can sign with; None where there is none.

    Parameters
    ----------
    principal : str
        As ``review/roles.yaml`` has them.
    workspace : Path
        With ``review/allowed_signers``.

    Raises
    ------
    SigningError
        Where nobody can tell who may sign.
    """
    if not principal or not os.environ.get("SSH_AUTH_SOCK"):
        return None
    signers = read_signers(workspace)
    return next((key for key in _keys() if _owner(key, signers) == principal), None)


def _keys() -> list[str]:
    try:
        told = subprocess.run(
            ["ssh-add", "-L"], capture_output=True, check=False, timeout=_PATIENCE
        )
    except (OSError, subprocess.TimeoutExpired):
        return []
    return told.stdout.decode("utf-8", "replace").splitlines() if told.returncode == 0 else []


def _owner(key: str, signers: Signers) -> str | None:
    try:
        return signers.principal_of(key_of(key))
    except ValueError:  # of another kind than reviewers sign with
        return None
