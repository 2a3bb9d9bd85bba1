"""A decision holds while the finding is the same, and never of what may not be decided."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reportkit.decisions import Decisions, Kind, decisions_of, findings_to_decide, read_decisions
from reportkit.errors import DecisionsError
from reportkit.inputs.names import MANIFEST
from reportkit.rules import Finding, Severity, State
from reportkit.writing import write_json
from tests.decisions.samples import decide, finding, folder, parameters
from tests.outputs import keep_outputs

ERROR = finding(severity=Severity.ERROR)
UNKNOWN = finding(state=State.UNKNOWN, severity=Severity.ERROR)


def _read(workspace: Path) -> Decisions:
    return read_decisions(folder(workspace), "ogi")


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (Kind.CONFIRM, finding()),
        (Kind.CONFIRM, ERROR),
        (Kind.CONFIRM, finding(state=State.BROKEN)),
        (Kind.DISMISS, finding()),
        (Kind.DISMISS, finding(severity=Severity.NOTICE)),
        (Kind.ACCEPT, UNKNOWN),
    ],
)
def test_what_may_be_decided_holds_of_the_same_finding(
    tmp_path: Path, kind: Kind, found: Finding
) -> None:
    decision = decide(tmp_path, kind, found)

    assert _read(tmp_path).on(found) == decision


@pytest.mark.parametrize(
    ("kind", "found", "why"),
    [
        (Kind.DISMISS, ERROR, "是必须符合的，不能排除"),
        (Kind.DISMISS, UNKNOWN, "只能认可，不能排除"),
        (Kind.DISMISS, finding(state=State.BROKEN), "核对出错，不能放过"),
        (Kind.ACCEPT, finding(state=State.BROKEN), "核对出错，不能放过"),
        (Kind.ACCEPT, finding(), "已有结论"),
        (Kind.CONFIRM, finding(state=State.PASS), "已经符合"),
    ],
)
def test_what_may_not_be_decided_is_refused_with_its_reason(
    tmp_path: Path, kind: Kind, found: Finding, why: str
) -> None:
    with pytest.raises(DecisionsError, match=why):
        decide(tmp_path, kind, found)

    assert _read(tmp_path).lines == ()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"words": " \n"}, "要写明理由"),
        ({"words": "长" * 5001}, "5001 字，最多 5000 字"),
        ({"by": " "}, "没有写明由谁决定"),
        ({"words": "\x1b[2J"}, "说明里有看不见的控制字符"),
        ({"words": "对\u202e反"}, "说明里有看不见的控制字符"),
        ({"by": "王\ud800"}, "姓名里有看不见的控制字符"),
    ],
)
def test_a_decision_says_who_and_why_in_plain_text(
    tmp_path: Path, said: dict[str, str], why: str
) -> None:
    with pytest.raises(DecisionsError, match=why):
        decide(tmp_path, Kind.DISMISS, finding(), **said)


@pytest.mark.parametrize(
    "other",
    [
        finding(13),
        finding(place="t3.new.legal"),
        replace(finding(), right=4),  # the figure is the same, what it is held against is not
        replace(finding(), rule="Y-CARRIED"),
    ],
)
def test_a_decision_does_not_hold_of_anything_else(tmp_path: Path, other: Finding) -> None:
    decide(tmp_path, Kind.DISMISS, finding())

    assert _read(tmp_path).on(other) is None


def test_a_dismissal_does_not_hold_once_the_rule_must_hold(tmp_path: Path) -> None:
    decide(tmp_path, Kind.DISMISS, finding())

    assert _read(tmp_path).on(ERROR) is None


def test_the_last_decision_counts(tmp_path: Path) -> None:
    decide(tmp_path, Kind.DISMISS, finding(), printed=True)
    assert len(_read(tmp_path).to_print([finding()])) == 1

    confirmed = decide(tmp_path, Kind.CONFIRM, finding(), words="")

    decisions = _read(tmp_path)
    assert decisions.on(finding()) == confirmed
    assert (decisions.to_print([finding()]), decisions.printable_digest) == ([], "")


def test_a_decision_lapses_with_a_value_until_it_is_taken_anew(tmp_path: Path) -> None:
    first = decide(tmp_path, Kind.DISMISS, finding(12))
    assert _read(tmp_path).lapsed([finding(12)]) == []
    assert _read(tmp_path).lapsed([finding(13)]) == [first]
    # A row that moved stands at another place: what was said of the old place holds nowhere.
    assert _read(tmp_path).lapsed([finding(12, place="row 14")]) == [first]

    decide(tmp_path, Kind.DISMISS, finding(13))
    assert _read(tmp_path).lapsed([finding(13)]) == []


def test_of_what_was_put_right_nothing_lapses(tmp_path: Path) -> None:
    decide(tmp_path, Kind.CONFIRM, finding())

    assert _read(tmp_path).lapsed([finding(state=State.PASS)]) == []
    assert _read(tmp_path).lapsed([]) == []


def _made(workspace: Path, **inputs: str) -> None:
    folder = workspace / parameters().output_folder
    folder.mkdir(parents=True, exist_ok=True)
    write_json(folder / MANIFEST, {"parameters": {}, "inputs": inputs})


def test_what_passed_is_nothing_to_decide(tmp_path: Path) -> None:
    told = [finding(state=state) for state in State]
    keep_outputs(parameters(), tmp_path, "failed", findings=[one.to_json() for one in told])

    found = findings_to_decide(parameters(), tmp_path)

    assert found == [one for one in told if one.state is not State.PASS]
    assert len(found) == 3


def test_a_report_is_sent_back_until_it_is_made_anew_from_something_else(tmp_path: Path) -> None:
    _made(tmp_path, ledger="1")
    sent = decide(tmp_path, Kind.RETURN, words="请补第五部分。")
    assert decisions_of(parameters(), tmp_path).returned == sent

    _made(tmp_path, **{"ledger": "1", "review.jsonl#印出的说明": "2"})
    assert decisions_of(parameters(), tmp_path).returned == sent  # that was the reviewer

    _made(tmp_path, ledger="2")
    assert decisions_of(parameters(), tmp_path).returned is None
    assert decide(tmp_path, Kind.RETURN).kind is Kind.RETURN
    assert decisions_of(parameters(), tmp_path).returned is not None


def test_each_form_has_its_own_decisions_in_one_chain(tmp_path: Path) -> None:
    ours = decide(tmp_path, Kind.DISMISS, finding())
    other = parameters(form="enforcement")
    theirs = decide(tmp_path, Kind.DISMISS, finding(), of=other)

    assert decisions_of(parameters(), tmp_path).lines == (ours,)
    assert decisions_of(other, tmp_path).lines == (theirs,)
    assert theirs.previous == decisions_of(parameters(), tmp_path).chain[0]


def test_a_form_that_is_sent_twice_decides_once(tmp_path: Path) -> None:
    first = decide(tmp_path, Kind.DISMISS, finding())

    assert decide(tmp_path, Kind.DISMISS, finding()) == first
    assert decide(tmp_path, Kind.DISMISS, finding(), words="另有原因。") != first
    assert decide(tmp_path, Kind.DISMISS, finding()) != first  # changed one's mind twice

    assert len(_read(tmp_path).lines) == 3
