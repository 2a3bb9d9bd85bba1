"""Who is at the other end: identities are Jupyter's, and so is what they may do."""

from __future__ import annotations

import getpass
import os
import re
from typing import TYPE_CHECKING, Any

import psutil
from jupyter_server.auth import User
from jupyter_server.auth.identity import PasswordIdentityProvider
from traitlets import Unicode, default

if TYPE_CHECKING:
    from tornado.web import RequestHandler

RESOURCE = "reportkit_review"
_ANONYMOUS = re.compile(r"[0-9a-f]{32}")  # what Jupyter calls somebody who has not said who


class OwnerIdentityProvider(PasswordIdentityProvider):
    """Of a server at somebody's desk: who has its token is who started it."""

    reviewer = Unicode(help="Who decides.").tag(config=True)

    @default("reviewer")
    def _default_reviewer(self) -> str:
        try:
            return getpass.getuser()
        except (ImportError, KeyError, OSError):
            # A uid without a name; on Windows, whose Python asks the environment alone, a task.
            return f"uid {os.getuid()}" if hasattr(os, "getuid") else psutil.Process().username()

    @default("updatable_fields")
    def _default_updatable_fields(self) -> list[str]:
        return []

    def generate_anonymous_user(self, handler: RequestHandler) -> User:
        """Return the owner."""
        del handler
        return User(self.reviewer)


def name_of(user: Any) -> str:
    """Return who decides; empty where Jupyter does not know who it is.

    The user name alone: what people are called besides, they may change themselves.
    """
    return "" if _ANONYMOUS.fullmatch(user.username) else str(user.username)
