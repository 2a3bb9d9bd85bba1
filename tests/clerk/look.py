"""What the kit says of a workspace: figures, everything it says, and what of that leads astray."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from reportkit.errors import ReportkitError
from reportkit.inputs.run_state import RunState
from reportkit.params import Parameters
from reportkit.report.computed import Computed
from reportkit.rules import State
from tests.clerk.base import CANARIES, WEBSITE, Figures
from tests.clerk.manner import OFFICES, Comes, Kept, Manner, keep

_ON_WEBSITE = re.compile(r"在政府网站发布信息(\d+)条")
# That a figure has no value says nothing of why: words that name what it counts do not lead there.
_FIGURE_ALONE = re.compile("”无法确定。$|没有数字，无法核对|^原始数据读不出来：$")


@dataclass(frozen=True)
class Seen:
    """What came of a workspace.

    Attributes
    ----------
    figures : dict, or None
        None where nothing could be computed.
    passed : bool
    said : frozenset of str
        Every sentence that is said of what does not pass, or why nothing could be computed.
    account : object, or None
        What was read and what was not (``raw.account``); None where nothing could be computed.
    """

    figures: Figures | None
    passed: bool
    said: frozenset[str]
    account: Any


def look(root: Path, form: str = "ogi") -> Seen:
    """Compute a report as `reportkit check` does."""
    computed = Computed(Parameters(**OFFICES[form].parameters), root)
    try:
        findings = computed.findings
    except ReportkitError as error:
        return Seen(None, False, frozenset(str(error).splitlines()), None)
    figures: Figures = dict(computed.figures)
    on_website = _ON_WEBSITE.search(computed.narrative.text)
    if on_website:
        figures[WEBSITE] = int(on_website[1])
    said = {each.message + each.suggestion for each in findings if each.state is not State.PASS}
    passed = computed.state is RunState.PASSED
    return Seen(figures, passed, frozenset(said), getattr(computed.raw, "account", None))


def known_of(folder: Path) -> frozenset[str]:
    """Return what is said of neat ledgers, of every form."""
    kept = [keep(folder / form, [], form=form) for form in OFFICES]
    return frozenset(text for one in kept for text in look(one.root, one.form).said)


def wrong_figures(seen: Seen, right: Figures) -> dict[str, tuple[Any, Any]]:
    """Return the figures that are not right, with the right ones, as far as they are printed."""
    got = seen.figures or {}
    absent = {WEBSITE} if seen.figures is not None else set()
    return {
        cell: (got.get(cell), value)
        for cell, value in right.items()
        if not (cell in absent and cell not in got) and not _same(got.get(cell), value)
    }


def _same(got: Any, right: Any) -> bool:
    return isinstance(got, int | Decimal) and not isinstance(got, bool) and Decimal(got) == right


def faults(manners: Iterable[Manner], kept: Kept, seen: Seen, known: Iterable[str]) -> list[str]:
    """Return what is wrong with what came of one manner, or of several together."""
    return [
        *_faults_of_figures(list(manners), kept, seen, known),
        *leads_astray(seen.said - frozenset(known), kept.folder),
        *shows_persons(seen.said),
    ]


def _faults_of_figures(
    manners: list[Manner], kept: Kept, seen: Seen, known: Iterable[str]
) -> Iterable[str]:
    wrong = wrong_figures(seen, kept.figures)
    told = {text for text in seen.said - frozenset(known) if not _FIGURE_ALONE.search(text)}
    if wrong and all(manner.comes is Comes.RIGHT for manner in manners):
        yield f"figures: {wrong}"
    if not wrong and all(manner.comes is not Comes.TOLD for manner in manners):
        return
    if not told:
        yield f"silent: {wrong}"
    elif len(manners) == 1 and not re.search(manners[0].words, "\n".join(told)):
        yield f"words: {manners[0].words}"  # of two, either may be what is spoken of


# Suggestions that do harm when they are followed.

_QUOTED = "(?:[^“”]|“[^“”]{1,30}”){1,60}"  # 危及“三安全一稳定” has quotation marks of its own
_PROPOSAL = re.compile(
    rf"“(?P<written>{_QUOTED})”(?!：)[^“；]{{0,30}}"  # before a colon it is where something stands
    rf"(?:是否应为|应为|应填|改名为|改为|改成|是不是)(?:“(?P<proposed>{_QUOTED})”)"
)
_NOT = re.compile(r"[不未非无]")
_UNIT = re.compile(r"[亿万千百十美港欧日]元|元|万|(?<=[（(])[分角]")
_ONE_SHEET = re.compile(r"只留一张")
_HEADING_ALONE = re.compile(r"放一份只有表头的文件")
_DELETE = re.compile(r"删[去除掉].{0,6}重复")
_INVISIBLE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\xad\ufe00]")


def leads_astray(said: Iterable[str], folder: Path) -> list[str]:
    """Return the suggestions that turn a meaning around, change a unit or lose records."""
    found = []
    for text in said:
        found += [f"astray: {fault}: {text}" for fault in _faults_of_proposals(text)]
        if _ONE_SHEET.search(text):
            found.append(f"astray: loses the other sheets: {text}")
        if _DELETE.search(text):
            found.append(f"astray: may delete a genuine record: {text}")
        if _HEADING_ALONE.search(text) and _may_hold_ledger(folder):
            found.append(f"astray: there is a file with records: {text}")
    return found


def _faults_of_proposals(text: str) -> Iterable[str]:
    for match in _PROPOSAL.finditer(text):
        written, proposed = match["written"], match["proposed"]
        if bool(_NOT.search(written)) != bool(_NOT.search(proposed)):
            yield "turns the meaning around"
        if _unit(written) and _unit(proposed) and _unit(written) != _unit(proposed):
            yield "changes the unit"
        if _INVISIBLE.sub("", written) == _INVISIBLE.sub("", proposed):
            yield "renames a thing to itself"


def _unit(text: str) -> str:
    match = _UNIT.search(text)
    return match.group() if match else ""


def _may_hold_ledger(folder: Path) -> bool:
    """Whether a file in the folder, or below it, is none of the neat ones and may hold records."""
    neat = {"narrative", *(ledger for office in OFFICES.values() for ledger in office.neat())}
    kinds = {".xlsx", ".xls", ".xlsm", ".et", ".ods", ".csv", ".txt", ".tsv", ".html", ".docx"}
    return any(
        path.suffix.lower() in kinds
        and (path.stem not in neat or path.parent != folder)
        and path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file()
    )


def shows_persons(said: Iterable[str]) -> list[str]:
    """Return the personal values that are said."""
    text = "\n".join(said)
    return [f"personal: {canary}" for canary in CANARIES if canary in text]
