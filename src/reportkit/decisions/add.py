"""Adding a decision: one at a time, whole or not at all."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from reportkit.decisions.decision import KIND_WORDS, VERSION, Decision, Kind, values_of
from reportkit.decisions.decisions import chain_of
from reportkit.decisions.head import keep_head
from reportkit.decisions.lock import alone
from reportkit.decisions.made import made_from
from reportkit.decisions.permitted import not_permitted
from reportkit.errors import DecisionsError, WorkspaceError
from reportkit.inputs.names import DECISIONS
from reportkit.params import Parameters
from reportkit.trouble import refused
from reportkit.writing import append

if TYPE_CHECKING:
    from reportkit.rules import Finding

_CALLED = {"words": "说明", "by": "姓名"}
_LONGEST = 5000  # characters: what is once in the chain, every page shows for ever
_MUST_EXPLAIN = set(Kind) - {Kind.CONFIRM}


def add_decision(
    parameters: Parameters,
    workspace: Path,
    kind: Kind,
    finding: Finding | None = None,
    *,
    by: str,
    words: str = "",
    printed: bool = False,
    date: dt.date | None = None,
) -> Decision:
    """Add a decision to ``review.jsonl``, and keep the new head beside the outputs.

    The same decision right after itself is kept once.

    Parameters
    ----------
    parameters : Parameters
    workspace : Path
    kind : Kind
    finding : Finding, optional
        What it is about; left out where it is about the whole report.
    by : str
        Who decides.
    words : str
        The explanation; needed for all but a confirmation.
    printed : bool
        Whether it shall be printed in the report.
    date : datetime.date, optional
        Today, where it is left out.

    Raises
    ------
    DecisionsError
        Where the decision may not be taken, or what has been decided before cannot be read.
    WorkspaceError
        Where it cannot be written.
    """
    taken = [(kind, finding)]
    (decision,) = add_decisions(
        parameters, workspace, taken, by=by, words=words, printed=printed, date=date
    )
    return decision


def add_decisions(
    parameters: Parameters,
    workspace: Path,
    taken: Sequence[tuple[Kind, Finding | None]],
    *,
    by: str,
    words: str = "",
    printed: bool = False,
    date: dt.date | None = None,
) -> list[Decision]:
    """Add several decisions that are taken together: all of them, or none (see `add_decision`)."""
    date = date or dt.datetime.now().astimezone().date()
    words = "\n".join(" ".join(line.split()) for line in words.strip().splitlines())
    by = " ".join(by.split())
    for kind, finding in taken:
        _hold(kind, finding, words, by, printed=printed)
    folder = workspace / parameters.data_folder
    form, year, bureau = parameters.key
    said = {"version": VERSION, "form": form, "year": year, "bureau": bureau}
    said |= {"words": words, "by": by, "date": date, "print": printed}
    with alone(folder):
        chain = chain_of(parameters, workspace)
        head, decisions, lines = chain.head, list[Decision](), list[bytes]()
        for kind, finding in taken:
            about = _about(finding) if finding else _about_report(parameters, workspace)
            decisions.append(_decision(**said, kind=kind, **about, previous=head))
            lines.append(decisions[-1].to_line())
            head = hashlib.sha256(lines[-1]).hexdigest()
        last = [*chain.decisions[-len(taken) :]]
        if _repeat(decisions, last):
            return last
        # One write: whoever is killed has added all of them or none.
        _append(folder / DECISIONS, b"".join(line + b"\n" for line in lines))
        keep_head(parameters, workspace, head)
    return decisions


def _repeat(decisions: Sequence[Decision], last: Sequence[Decision]) -> bool:
    """Whether they are the last ones once more: browsers send a form twice, people press twice."""
    if len(decisions) != len(last):
        return False
    pairs = zip(decisions, last, strict=True)
    return all(replace(one, previous=other.previous) == other for one, other in pairs)


def _about(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "place": finding.place,
        "fingerprint": finding.fingerprint,
        "values": values_of(finding),
    }


def _about_report(parameters: Parameters, workspace: Path) -> dict[str, Any]:
    made = made_from(parameters, workspace)
    return {"rule": "", "place": "", "fingerprint": made, "values": {}}


def _decision(**said: Any) -> Decision:
    try:
        return Decision(**said)
    except ValidationError as error:
        names = [str(one["loc"][0]) for one in error.errors()]
        called = "、".join(_CALLED.get(name, name) for name in dict.fromkeys(names))
        raise _refused(f"{called}里有看不见的控制字符，请删去再试。") from None


def _hold(kind: Kind, finding: Finding | None, words: str, by: str, *, printed: bool) -> None:
    """Refuse a decision that may not be taken."""
    if not by:
        raise _refused("没有写明由谁决定。")
    if kind in _MUST_EXPLAIN and not words:
        raise _refused(f"{KIND_WORDS[kind]}要写明理由。")
    if len(words) > _LONGEST:
        raise _refused(f"说明有 {len(words)} 字，最多 {_LONGEST} 字。请写得简短些，细节另附文件。")
    if printed and _is_personal(words):
        fault = "说明里有像是电话号码、证件号码的数字或者邮箱，不能印在报告里，请删去再试。"
        raise _refused(fault)
    if finding is not None and (fault := not_permitted(kind, finding, printed=printed)):
        raise _refused(fault)


def _is_personal(words: str) -> bool:
    from reportkit.personal import may_be_personal  # with pandas, which a reader needs not

    return may_be_personal(words)


def _refused(fault: str) -> DecisionsError:
    return DecisionsError("这一决定没有记下：", [fault])


def _append(path: Path, line: bytes) -> None:
    try:
        append(path, line)
    except OSError as error:
        raise WorkspaceError(refused(error, path)) from error
