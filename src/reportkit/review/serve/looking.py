"""What a reviewer sees of one report beside its review page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportkit.decisions import Kind, decisions_of, findings_to_decide, not_permitted, standing
from reportkit.errors import SigningError
from reportkit.forms import edition_of
from reportkit.inputs.run_state import STATE_WORDS
from reportkit.making.manifest import is_under_review, read_manifest
from reportkit.rendering.parts.findings import finding_text
from reportkit.rendering.review.findings import numbers_on_page
from reportkit.review.desk import stale_at
from reportkit.review.listing import shown
from reportkit.review.publishing.standing import published_words
from reportkit.review.serve.agent import key_in_agent
from reportkit.review.serve.shelf import DOWNLOADS, PAGES
from reportkit.review.signing.ready import obstacles
from reportkit.review.signing.sign import same_person_faults
from reportkit.review.signing.sign_offs import sign_offs
from reportkit.review.signing.signers import Role, read_signers

if TYPE_CHECKING:
    from reportkit.params import Parameters
    from reportkit.review.listing import Shown
    from reportkit.review.serve.shelf import Shelf
    from reportkit.review.signing.sign_offs import SignOff


@dataclass(frozen=True, slots=True)
class Item:
    """A finding that did not pass, its number on the review page, and what may be decided of it."""

    called: str
    number: int
    text: str
    decided: str
    kind: Kind | None
    may_print: bool

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided."""
        return not self.decided


@dataclass(frozen=True, slots=True)
class Signing:
    """How far a report is signed.

    Attributes
    ----------
    signed : tuple of SignOff
    obstacles : tuple of str
        What keeps it from being signed now.
    turn : Role or None
        Whose turn it is; None where all have signed.
    role : Role or None
        As what the reader may sign it now.
    agent : bool
        Whether an ssh-agent at hand has the reader's key.
    barred : str
        Why it is not for the reader to sign now, in Chinese; "" where it is.
    published : str
        How what is published stands to what all have signed; "" where nothing is published.
    """

    signed: tuple[SignOff, ...]
    obstacles: tuple[str, ...] = ()
    turn: Role | None = None
    role: Role | None = None
    agent: bool = False
    barred: str = ""
    published: str = ""


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
    signing : Signing or None
        None where reports are not under review.
    files : tuple of str
        The renditions that are there.
    has_index : bool
        Whether the page over all bureaus is there.
    """

    parameters: Parameters
    state: str
    notes: tuple[str, ...]
    items: tuple[Item, ...]
    signing: Signing | None
    files: tuple[str, ...]
    has_index: bool = False


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
        found = findings_to_decide(parameters, folder)
        decisions = decisions_of(parameters, folder)
        notes = [f"输出不是最新的：{'；'.join(stale)}。"] if stale else []
        notes += [f"{line}。" for line in standing(decisions, found)]
        outputs = folder / parameters.output_folder
        signing = None
        if is_under_review(folder):
            signing = _signing(parameters, folder, reader, stale)
        printable = edition_of(parameters, shelf.workspace).explained_in is not None
        number_of = numbers_on_page(found)
        items = tuple(
            _item(each, number_of(each.finding), printable=printable)
            for each in shown(decisions, found)
        )
        return Seen(
            parameters,
            _state(parameters, folder),
            tuple(notes),
            items,
            signing,
            tuple(name for name in (*PAGES, *DOWNLOADS) if (outputs / name).is_file()),
            shelf.has_index(parameters.form, str(parameters.year)),
        )


def _item(each: Shown, number: int, *, printable: bool) -> Item:
    text, decided = finding_text(each.finding), each.decision
    kinds = [kind for kind in (Kind.DISMISS, Kind.ACCEPT) if not not_permitted(kind, each.finding)]
    may_print = printable and not not_permitted(Kind.DISMISS, each.finding, printed=True)
    words = decided.signed_words if decided else ""
    return Item(each.called, number, text, words, kinds[0] if kinds else None, may_print)


def _state(parameters: Parameters, folder: Path) -> str:
    state = read_manifest(parameters, folder).get("state", "")
    return STATE_WORDS.get(state, "清单读不出来")


def _signing(parameters: Parameters, folder: Path, reader: str, stale: list[str]) -> Signing:
    signed = tuple(sign_offs(folder, parameters))
    done = {one.role for one in signed if one.valid}
    turn = next((role for role in Role if role not in done), None)
    try:
        faults = tuple(obstacles(parameters, folder, stale))
        barred = "" if turn is None else _barred(parameters, folder, reader, turn)
    except SigningError as error:
        return Signing(signed, (str(error),))
    if turn is None:
        content = signed[-1].content
        words = published_words(parameters, folder, content) if content else ""
        return Signing(signed, faults, published=words)
    role = turn if reader and not barred and not faults else None
    agent = role is not None and key_in_agent(reader, folder) is not None
    return Signing(signed, faults, turn, role, agent, barred)


def _barred(parameters: Parameters, folder: Path, reader: str, turn: Role) -> str:
    if not reader:
        return ""
    if fault := read_signers(folder).why_no_role(reader, turn):
        return f"{fault}。"
    return "".join(same_person_faults(parameters, folder, turn, reader))
