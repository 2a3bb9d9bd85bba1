"""All decisions on one report, and which of them still hold."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reportkit.decisions.chain import Chain, broken, read_chain
from reportkit.decisions.decision import Decision, Kind
from reportkit.decisions.head import head_path, hold_head, kept_head
from reportkit.decisions.made import made_from
from reportkit.decisions.permitted import not_permitted
from reportkit.inputs.names import DECISIONS
from reportkit.params import Parameters
from reportkit.reading import is_missing

if TYPE_CHECKING:
    from reportkit.rules import Finding


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions on one report.

    Attributes
    ----------
    lines : tuple of Decision
        Those on this form, oldest first.
    chain : tuple of str
        The digest of every line of the file, whatever form it is about.
    made : str or None
        What the report was made from last (see `made.made_from`); None where nobody looked.
    """

    lines: tuple[Decision, ...] = ()
    chain: tuple[str, ...] = ()
    made: str | None = None

    @property
    def head(self) -> str:
        """The sha256 of the file's last line; empty where there is none."""
        return self.chain[-1] if self.chain else ""

    def on(self, finding: Finding) -> Decision | None:
        """Return the last decision on a finding that holds; None where there is none."""
        taken = (one for one in reversed(self.lines) if not one.kind.is_of_report)
        last = next((one for one in taken if one.is_about(finding)), None)
        # A rule may have come to weigh more since: what must hold can be explained away no more.
        return None if last is None or not_permitted(last.kind, finding) else last

    def lapsed(self, findings: Iterable[Finding]) -> list[Decision]:
        """Return the decisions that hold no more, where there is something to be decided anew.

        The last one on each place, where its finding is not what it was and the same rule still
        has a finding that nobody decided. What has been put right needs no decision.

        Parameters
        ----------
        findings : iterable of Finding
            Those of the report as it is now.
        """
        holding, undecided = set[int](), set[str]()
        for finding in self.open(findings):
            if (decision := self.on(finding)) is not None:
                holding.add(id(decision))
            else:
                undecided.add(finding.rule)
        last = {(one.rule, one.place): one for one in self.lines if not one.kind.is_of_report}
        return [one for one in last.values() if id(one) not in holding and one.rule in undecided]

    def undecided(self, findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that did not pass and that no decision holds of."""
        return [finding for finding in self.open(findings) if self.on(finding) is None]

    @staticmethod
    def open(findings: Iterable[Finding]) -> list[Finding]:
        """Return the findings that did not pass."""
        from reportkit.rules import State

        return [finding for finding in findings if finding.state is not State.PASS]

    @property
    def returned(self) -> Decision | None:
        """The decision that sent the report back; None once it was made anew."""
        of_report = (one for one in reversed(self.lines) if one.kind.is_of_report)
        last = next(of_report, None)
        if last is None or last.kind is Kind.WITHDRAW:
            return None
        anew = self.made is not None and self.made != last.fingerprint
        return None if anew else last

    @property
    def printable(self) -> tuple[Decision, ...]:
        """The explanations that are printed where they hold: those not decided otherwise since."""
        last = {_subject(one): one for one in self.lines if not one.kind.is_of_report}
        return tuple(one for one in last.values() if one.print)

    @property
    def printable_digest(self) -> str:
        """What tells the explanations that may be printed from any others; empty without any."""
        said = sorted([*_subject(one), one.words] for one in self.printable)
        text = json.dumps(said, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest() if said else ""

    def to_print(self, findings: Iterable[Finding]) -> list[Decision]:
        """Return the explanations that are printed in a report with these findings, in order."""
        held = (self.on(finding) for finding in self.open(findings))
        found = {id(one): one for one in held if one is not None and one.print}
        return list(found.values())


def read_decisions(data_folder: Path, form: str) -> Decisions:
    """Read the decisions on a report of a form; none where there is no file of them.

    Parameters
    ----------
    data_folder : Path
    form : str

    Raises
    ------
    DecisionsError
        Where the chain is broken.
    """
    return _of(read_chain(data_folder), form)


def decisions_of(parameters: Parameters, workspace: Path) -> Decisions:
    """Read the decisions on a report, and hold them against its outputs.

    Raises
    ------
    DecisionsError
        Where the chain is broken, lacks the line that outputs have kept as its last, or is about
        another bureau-year.
    """
    chain = chain_of(parameters, workspace)
    return _of(chain, parameters.form, made_from(parameters, workspace) if chain.digests else None)


def chain_of(parameters: Parameters, workspace: Path) -> Chain:
    """Read the chain of a bureau-year (see `decisions_of`)."""
    if is_missing(f"{workspace}/{head_path(parameters)}") and is_missing(
        f"{workspace}/{parameters.data_path}/{DECISIONS}"
    ):
        return Chain()
    folder = workspace / parameters.data_folder
    kept = kept_head(parameters, workspace)
    chain = read_chain(folder)
    others = {(one.bureau, one.year) for one in chain.decisions}
    if others - {(parameters.bureau, parameters.year)}:
        bureau, year = next(iter(others))
        problem = f"里面是 {bureau} {year} 的决定，不是这份报告的。请把这个文件移走。"
        raise broken(folder, [problem])
    hold_head(kept, parameters, workspace, chain)
    return chain


def _of(chain: Chain, form: str, made: str | None = None) -> Decisions:
    lines = tuple(one for one in chain.decisions if one.form == form)
    return Decisions(lines, chain.digests, made)


def _subject(one: Decision) -> Sequence[str]:
    values = json.dumps(one.values, ensure_ascii=False, sort_keys=True)
    return (one.rule, one.place, one.fingerprint, values)
