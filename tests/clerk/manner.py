"""The register of manners: how clerks keep ledgers, and what must come of each."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from tests.clerk import base, enforcement
from tests.clerk.base import BUREAU, YEAR, Figures, Ledgers, Record
from tests.clerk.draft import Draft, Stage
from tests.clerk.writers import neat_csv, save_xlsx


class Comes(StrEnum):
    """What must come of a manner."""

    RIGHT = "the right figures"
    RIGHT_OR_TOLD = "the right figures, or a word"
    TOLD = "a word, whatever the figures"


@dataclass(frozen=True)
class Manner:
    """One manner of keeping a ledger.

    Attributes
    ----------
    name, what : str
    ledger : str
        The ledger that is kept so.
    stage : Stage
    comes : Comes
    words : str
        Regular expression that what is said must match, where a word is needed.
    make : callable
        Changes a draft; at the stages `Stage.FILES` and `Stage.BESIDE` also given the data folder.
    alone : bool
        Whether it cannot be combined with another of the same ledger.
    book : bool
        Whether it needs a workbook: merged cells, several sheets, cells that are no text.
    form : str
        The form whose ledger it is.
    """

    name: str
    what: str
    ledger: str
    stage: Stage
    comes: Comes
    words: str
    make: Callable[..., Any]
    alone: bool = False
    book: bool = False
    form: str = "ogi"


MANNERS: dict[str, Manner] = {}


def add(
    name: str,
    make: Callable[..., Any],
    stage: Stage,
    comes: Comes,
    words: str = "",
    ledger: str = "applications",
    what: str = "",
    **flags: Any,
) -> None:
    """Register a manner."""
    assert name not in MANNERS, name
    what = what or (inspect.getdoc(make) or name).partition("\n")[0]
    MANNERS[name] = Manner(name, what, ledger, stage, comes, words, make, **flags)


def manner(
    stage: Stage, comes: Comes, words: str = "", ledger: str = "applications", **flags: Any
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register a function as a manner under its own name."""

    def register(make: Callable[..., Any]) -> Callable[..., Any]:
        add(make.__name__.replace("_", "-"), make, stage, comes, words, ledger, **flags)
        return make

    return register


@dataclass(frozen=True)
class Office:
    """What a form's ledgers are when they are kept neatly, and what comes of them."""

    neat: Callable[[], dict[str, list[Record]]]
    right_figures: Callable[[Ledgers], Figures]
    narrative: tuple[str, str]
    parameters: Mapping[str, Any]


_PARAMETERS = {
    "bureau": "lvyang",
    "bureau_name": BUREAU,
    "year": YEAR,
    "date": dt.date(YEAR + 1, 1, 19),
}
OFFICES = {
    "ogi": Office(base.neat, base.right_figures, ("narrative.md", base.NARRATIVE), _PARAMETERS),
    "enforcement": Office(
        enforcement.neat,
        enforcement.right_figures,
        ("narrative-enforcement.md", enforcement.NARRATIVE),
        {**_PARAMETERS, "form": "enforcement", "edition": "zj-2024"},
    ),
}


@dataclass(frozen=True)
class Kept:
    """A workspace whose ledgers are kept in some manner, and the figures that are right."""

    root: Path
    figures: Figures
    drafts: Sequence[Draft]
    form: str = "ogi"

    @property
    def folder(self) -> Path:
        """The data folder."""
        return data_folder(self.root)


def data_folder(root: Path) -> Path:
    """Return the data folder of a workspace."""
    return root / "data" / "lvyang" / str(YEAR)


@cache
def _neat_files(form: str) -> dict[str, bytes]:
    office = OFFICES[form]
    files = {f"{ledger}.csv": neat_csv(records) for ledger, records in office.neat().items()}
    name, text = office.narrative
    return {**files, name: text.encode()}


def keep(
    root: Path,
    manners: Sequence[Manner],
    records: Mapping[str, list[Record]] | None = None,
    form: str = "ogi",
) -> Kept:
    """Write a workspace with some ledgers kept in some manners, all others neat."""
    form = manners[0].form if manners else form
    folder = data_folder(root)
    folder.mkdir(parents=True)
    ledgers = {**OFFICES[form].neat(), **(records or {})}
    for name, content in _neat_files(form).items():
        (folder / name).write_bytes(content)
    for ledger, rows in (records or {}).items():
        (folder / f"{ledger}.csv").write_bytes(neat_csv(rows))
    drafts = [
        _draft(folder, Draft(ledger, ledgers[ledger]), manners)
        for ledger in dict.fromkeys(each.ledger for each in manners)
    ]
    kept = {**ledgers, **{draft.ledger: draft.records for draft in drafts}}
    return Kept(root, OFFICES[form].right_figures(kept), drafts, form)


def _draft(folder: Path, draft: Draft, manners: Sequence[Manner]) -> Draft:
    chosen = sorted((m for m in manners if m.ledger == draft.ledger), key=lambda m: m.stage)

    def turn(stage: Stage, *given: Any) -> bool:
        mine = [each for each in chosen if each.stage is stage]
        for each in mine:
            each.make(draft, *given)
        return bool(mine)

    turn(Stage.RECORDS)
    draft.show()
    turn(Stage.VALUES)
    turn(Stage.HEADINGS)
    draft.lay_out()
    turn(Stage.SHEETS)
    neat_file = folder / f"{draft.ledger}.csv"
    if {each.stage for each in chosen} == {Stage.BESIDE}:
        turn(Stage.BESIDE, folder)  # the ledgers themselves stay neat
        return draft
    neat_file.unlink()
    if not turn(Stage.FILES, folder):
        save_xlsx(folder / f"{draft.ledger}.xlsx", draft.sheets)
    turn(Stage.BESIDE, folder)
    return draft
