"""What a reviewer sees of one report beside its review page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportkit.decisions import Kind, decisions_of, findings_made, not_permitted, standing
from reportkit.errors import SigningError
from reportkit.forms import edition_of
from reportkit.inputs.run_state import STATE_WORDS
from reportkit.making.manifest import is_under_review, read_manifest
from reportkit.rendering.findings import finding_text
from reportkit.review.desk import stale_at
from reportkit.review.listing import shown
from reportkit.review.serve.agent import key_in_agent
from reportkit.review.serve.shelf import DOWNLOADS, PAGES
from reportkit.review.signing.sign_offs import sign_offs
from reportkit.review.signing.signers import Role, read_signers

if TYPE_CHECKING:
    from reportkit.params import Parameters
    from reportkit.review.listing import Shown
    from reportkit.review.serve.shelf import Shelf
    from reportkit.review.signing.sign_offs import SignOff


@dataclass(frozen=True, slots=True)
class Item:
    """A finding that did not pass, and what may be decided of it."""

    called: str
    text: str
    decided: str
    kind: Kind | None
    may_print: bool

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided."""
        return not self.decided


@dataclass(frozen=True, slots=True)
class Seen:
    """A report, for the one who reads its page.

    Attributes
    ----------
    parameters : Parameters
    state : str
        How it was made last, in words.
    notes : tuple of str
        What else to know: that it is not of today's data, that it was sent back, what lapsed.
    items : tuple of Item
    under_review : bool
        Whether it is signed at all.
    sign_offs : tuple of SignOff
    roles : tuple of Role
        Those in which the reader may sign it next.
    agent : bool
        Whether an ssh-agent at hand has the reader's key.
    files : tuple of str
        The renditions that are there.
    """

    parameters: Parameters
    state: str
    notes: tuple[str, ...]
    items: tuple[Item, ...]
    under_review: bool
    sign_offs: tuple[SignOff, ...]
    roles: tuple[Role, ...]
    agent: bool
    files: tuple[str, ...]


def look(shelf: Shelf, parameters: Parameters, reader: str) -> Seen:
    """Return what a reader sees of a report.

    Parameters
    ----------
    shelf : Shelf
    parameters : Parameters
    reader : str
        Who reads; empty where nobody knows.

    Raises
    ------
    ReportkitError
        Where there are no outputs, or the chain of decisions is broken.
    """
    stale = stale_at(parameters, shelf.workspace, shelf.store)
    with shelf.desk(parameters) as folder:
        found = findings_made(parameters, folder)
        decisions = decisions_of(parameters, folder)
        notes = [f"输出不是最新的：{'；'.join(stale)}。"] if stale else []
        notes += [f"{line}。" for line in standing(decisions, found)]
        outputs = folder / parameters.output_folder
        under_review = is_under_review(shelf.workspace)
        signed, roles, agent = (
            _signing(parameters, folder, reader, notes) if under_review else _NONE
        )
        printable = edition_of(parameters, shelf.workspace).explained_in is not None
        items = tuple(_item(each, printable=printable) for each in shown(decisions, found))
        return Seen(
            parameters,
            _state(parameters, folder),
            tuple(notes),
            items,
            under_review,
            signed,
            roles,
            agent,
            tuple(name for name in (*PAGES, *DOWNLOADS) if (outputs / name).is_file()),
        )


_NONE: tuple[tuple[SignOff, ...], tuple[Role, ...], bool] = ((), (), False)


def _item(each: Shown, *, printable: bool) -> Item:
    text, decided = finding_text(each.finding), each.decision
    kinds = [kind for kind in (Kind.DISMISS, Kind.ACCEPT) if not not_permitted(kind, each.finding)]
    may_print = printable and not not_permitted(Kind.DISMISS, each.finding, printed=True)
    words = decided.signed_words if decided else ""
    return Item(each.called, text, words, kinds[0] if kinds else None, may_print)


def _state(parameters: Parameters, folder: Path) -> str:
    state = read_manifest(parameters, folder).get("state", "")
    return STATE_WORDS.get(state, "清单读不出来")


def _signing(
    parameters: Parameters, folder: Path, reader: str, notes: list[str]
) -> tuple[tuple[SignOff, ...], tuple[Role, ...], bool]:
    """Return the signatures, in which roles the reader may add one, and whether an agent can."""
    signed = tuple(sign_offs(folder, parameters))
    try:
        roles = read_signers(folder).roles.get(reader, frozenset())
    except SigningError as error:
        notes.append(str(error))
        return signed, (), False
    done = {one.role for one in signed if one.valid}
    open_ = tuple(role for role in Role if role in roles and role not in done)
    return signed, open_, bool(open_) and key_in_agent(reader, folder) is not None
