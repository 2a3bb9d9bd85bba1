"""The reviewers' pages: an extension of Jupyter Server, whose authentication it keeps to."""

from __future__ import annotations

from typing import Any


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Tell Jupyter Server what it serves here."""
    from reportkit.review.serve.app import ReviewApp

    return [{"module": __name__, "app": ReviewApp}]
