"""The served pages: plain HTML and forms, without script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from reportkit.decisions import Kind
from reportkit.review.signing.signers import ROLE_WORDS
from reportkit.visible import without_unseen

if TYPE_CHECKING:
    from reportkit.params import Key, Parameters
    from reportkit.review.serve.looking import Seen

_TEMPLATES = Path(__file__).parent / "templates"
_STYLE = (_TEMPLATES / "serve.css").read_text(encoding="utf-8")
STYLE_POLICY = f"'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'"
"""By which a browser knows our own style from any other."""
_RENDITIONS = {"report.html": "公开稿", "report.pdf": "PDF", "report.docx": "DOCX"}


@dataclass(frozen=True, slots=True)
class Refused:
    """What could not be done just now, and what its reader had typed for it.

    Attributes
    ----------
    told : str
        Why.
    what : str
        The form: ``decide``, ``return``, …
    finding : str
        Which finding it was about; empty where about none.
    words : str
    printed : bool
        Whether they were to be printed.
    """

    told: str
    what: str = ""
    finding: str = ""
    words: str = ""
    printed: bool = False

    def place(self, seen: Seen) -> str:
        """Return which form of a page has what was typed; empty where the page has it no more."""
        if self.what == "decide":
            return f"w-{self.finding}" if self._shown(seen) else ""
        return "return-words" if self.what == "return" else ""

    def _shown(self, seen: Seen) -> bool:
        return any(each.called == self.finding for each in seen.items)


def start_page(
    reports: Mapping[Key, Parameters],
    indexes: Sequence[tuple[str, str]],
    *,
    titles: Mapping[str, str],
    reader: str,
    start: str,
) -> str:
    """Return the first page: all reports, by form and year.

    Parameters
    ----------
    reports : mapping of Key to Parameters
    indexes : sequence of tuple
        Form and year of each index that is there.
    titles : mapping of str to str
        What each form is called; one that is not there cannot be read.
    reader : str
        Who reads; empty where nobody knows.
    start : str
        The address of this page.
    """
    groups: dict[tuple[str, str], list[Parameters]] = {}
    for one in reports.values():
        groups.setdefault((one.form, str(one.year)), []).append(one)
    told = {"groups": groups, "indexes": indexes, "titles": titles}
    return _render("start.html.j2", title="审核", **told, reader=reader, start=start)


def desk_page(
    seen: Seen, refused: Refused | None = None, *, reader: str, start: str, xsrf: bytes | str
) -> str:
    """Return the page of a report: its review rendition, and the forms beside it.

    Parameters
    ----------
    seen : Seen
    refused : Refused, optional
        Its form comes back as it was filled in.
    reader, start : str
        See `start_page`.
    xsrf : bytes or str
        The hidden field by which the server knows its own forms.
    """
    field = xsrf.decode() if isinstance(xsrf, bytes) else xsrf
    return _render(
        "desk.html.j2",
        title=f"审核：{seen.parameters.name}",
        seen=seen,
        refused=refused,
        at=refused.place(seen) if refused else "",
        reader=reader,
        start=start,
        xsrf=Markup(field),  # noqa: S704 - tornado's own
        accept=Kind.ACCEPT,
    )


def message_page(told: str, words: str = "", *, start: str) -> str:
    """Return a page that only says something, with the words that its reader would lose by it."""
    return _render("message.html.j2", title="审核", told=told, words=words, start=start, reader="")


def _render(template: str, **told: object) -> str:
    return without_unseen(_environment().get_template(template).render(told))


@cache
def _environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(_TEMPLATES), autoescape=True)
    style = Markup(_STYLE)  # noqa: S704 - our own
    environment.globals |= {"style": style, "roles": ROLE_WORDS, "renditions": _RENDITIONS}
    return environment
