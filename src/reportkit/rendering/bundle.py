"""An output of a cell in several forms at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reportkit.visible import without_unseen


@dataclass(frozen=True, slots=True, repr=False)
class Bundle:
    """Something that a notebook shows, with what it carries for the exporters.

    Attributes
    ----------
    data : dict of str to Any
        MIME type to content, as Jupyter understands it.
    """

    data: dict[str, Any]

    def __repr__(self) -> str:
        """Name the forms only: Jupyter writes this beside them, which would hold the data twice."""
        return f"Bundle({', '.join(self.data)})"

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        return self.data


_OPENING = '<div class="working">'


def working(html: str) -> str:
    """Mark HTML as for those who work on the notebook: the public rendition does not print it."""
    return f"{_OPENING}{without_unseen(html)}</div>"


def is_working(html: str) -> bool:
    """Whether HTML is only for those who work on the notebook."""
    return html.startswith(_OPENING)


_TOLD = '<div class="told-apart">'


def told_apart(html: str) -> str:
    """Mark HTML as what the review page tells in a place of its own, by what is carried for it."""
    return f"{_TOLD}{without_unseen(html)}</div>"


def is_told_apart(html: str) -> bool:
    """Whether the review page tells it in a place of its own."""
    return html.startswith(_TOLD)
