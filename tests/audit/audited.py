"""One file, as the command audits it."""

from __future__ import annotations

from pathlib import Path

from reportkit.audit.many import audit_many
from reportkit.audit.one import Audited


def audit_file(path: Path) -> Audited:
    """Audit one file by the forms of the kit."""
    (audited,) = audit_many([path], None, jobs=1)
    return audited
