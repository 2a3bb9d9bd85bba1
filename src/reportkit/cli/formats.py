"""What `reportkit check` prints: text for people, JSON for programs, JUnit for CI servers."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reportkit.decisions import Decisions, standing
from reportkit.inputs.files import from_here
from reportkit.inputs.run_state import STATE_WORDS, RunState
from reportkit.params import Key, Parameters
from reportkit.review.listing import shown
from reportkit.rules import Finding, State

if TYPE_CHECKING:
    from reportkit.ledgers import Problem
    from reportkit.ledgers.annotate import Annotated


@dataclass(frozen=True, slots=True)
class Checked:
    """One bureau-year as checked: its state and findings, or why it could not be checked.

    `read` and `lines` say what was read of its data, for programs and for people; `problems` what
    is wrong in it, `copies` where that is marked; `decisions` what reviewers decided.
    """

    name: str
    key: Key
    state: RunState
    findings: tuple[Finding, ...] = ()
    message: str = ""
    read: Mapping[str, Any] = field(default_factory=dict)
    lines: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    copies: tuple[Annotated, ...] = ()
    decisions: Decisions = field(default_factory=Decisions)

    @property
    def standing(self) -> list[str]:
        """In words, how the report stands with its reviewers."""
        return standing(self.decisions, self.findings)

    @classmethod
    def broken(cls, parameters: Parameters, message: str) -> Checked:
        """Return a bureau-year that could not be checked."""
        return cls(parameters.name, parameters.key, RunState.BROKEN, (), message)


def as_text(checked: Sequence[Checked]) -> str:
    """Return a line a bureau-year, and below it one for whatever does not pass."""
    return "\n".join(line for one in checked for line in _text_lines(one))


def _text_lines(one: Checked) -> list[str]:
    if one.state is RunState.BROKEN:
        return [f"{one.name}：无法核对。", one.message, *_copy_lines(one)]
    open_ones = one.decisions.open(one.findings)
    counts = f"核对 {len(one.findings)} 处，{len(open_ones)} 处有说明"
    head = f"{one.name}：{STATE_WORDS[one.state]}（{counts}）"
    told = [line for each in shown(one.decisions, one.findings) for line in each.lines]
    lines = (*one.standing, *one.lines, *told)
    return [head, *(f"  {line}" for line in lines), *_copy_lines(one)]


def _copy_lines(one: Checked) -> Iterator[str]:
    """Yield where the problems are marked in copies of the ledgers."""
    for copy in one.copies:
        path = from_here(copy.path)
        note = f"（{copy.note}）" if copy.note else ""
        if copy.written:
            yield f"  标注了 {copy.problems} 个问题的副本：{path}{note}。"
        else:
            why = copy.note or "已经有人改过"
            remedy = "关闭后再运行一次" if copy.note else "先移走"
            yield f"  {path} {why}，没有覆盖。请{remedy}，或者另选一个文件夹。"


def as_json(checked: Sequence[Checked]) -> str:
    """Return a list of objects, one a bureau-year; docs/files.md says what is in them."""
    objects = [
        {
            **one.key._asdict(),
            "state": one.state.value,
            "message": one.message,
            "read": dict(one.read),
            "problems": [problem.to_json() for problem in one.problems],
            "copies": [from_here(copy.path) for copy in one.copies if copy.written],
            "review": _review_json(one),
            "findings": [finding.to_json() for finding in one.findings],
        }
        for one in checked
    ]
    return json.dumps(objects, ensure_ascii=False, indent=2)


def _review_json(one: Checked) -> dict[str, Any]:
    decisions, returned = one.decisions, one.decisions.returned
    decided = (decisions.on(finding) for finding in decisions.open(one.findings))
    return {
        "returned": returned and returned.to_json(),
        "lapsed": [decision.to_json() for decision in decisions.lapsed(one.findings)],
        "decided": [decision.to_json() for decision in decided if decision],
    }


def as_junit(checked: Sequence[Checked]) -> str:
    """Return JUnit's XML: a test suite a bureau-year, a test case a finding.

    An error that fails is a failure, a bureau-year or rule that breaks an error, what is unknown is
    skipped; warnings and notices pass, with their message as output, and so does what reviewers
    want the bureau to know.
    """
    suites = ET.Element("testsuites")
    for one in checked:
        suite = ET.SubElement(suites, "testsuite", name=one.key.slug)
        for finding in one.findings:
            _test_case(suite, finding)
        if one.standing:
            case = ET.SubElement(suite, "testcase", classname="reportkit", name="review")
            ET.SubElement(case, "system-out").text = "\n".join(one.standing)
        if one.state is RunState.BROKEN:
            case = ET.SubElement(suite, "testcase", classname="reportkit", name="raw data")
            ET.SubElement(case, "error", message=one.message)
        _count(suite)
    ET.indent(suites)
    # Not "unicode": it would name the machine's encoding.
    xml: bytes = ET.tostring(suites, encoding="utf-8", xml_declaration=True)
    return xml.decode()


def _test_case(suite: ET.Element, finding: Finding) -> None:
    name = f"{finding.title} {finding.place_name}"
    case = ET.SubElement(suite, "testcase", classname=finding.rule, name=name)
    if finding.state is State.BROKEN:
        ET.SubElement(case, "error", message=finding.message)
    elif finding.fails_run:
        ET.SubElement(case, "failure", message=finding.message + finding.suggestion)
    elif finding.state is State.UNKNOWN:
        ET.SubElement(case, "skipped", message=finding.message)
    elif finding.state is State.FAIL:
        ET.SubElement(case, "system-out").text = finding.message + finding.suggestion


def _count(suite: ET.Element) -> None:
    suite.set("tests", str(len(suite)))
    for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(attribute, str(len(suite.findall(f"testcase/{tag}"))))


FORMATS = {"text": as_text, "json": as_json, "junit": as_junit}
