"""What `reportkit check` prints: text for people, JSON for programs, JUnit for CI servers."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from reportkit.inputs.files import from_here
from reportkit.inputs.run_state import STATE_WORDS, RunState
from reportkit.params import Key, Parameters
from reportkit.rendering.findings import causes_first, finding_text
from reportkit.rules import Finding, State

if TYPE_CHECKING:
    from reportkit.ledgers import Problem
    from reportkit.ledgers.annotate import Annotated


@dataclass(frozen=True, slots=True)
class Checked:
    """One bureau-year as checked: its state and findings, or why it could not be checked.

    `read` and `lines` say what was read of its data, for programs and for people; `problems` what
    is wrong in it, `copies` where that is marked.
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
    shown = [finding for finding in one.findings if finding.state is not State.PASS]
    counts = f"核对 {len(one.findings)} 处，{len(shown)} 处有说明"
    head = f"{one.name}：{STATE_WORDS[one.state]}（{counts}）"
    told = [finding_text(finding) for finding in causes_first(shown)]
    return [head, *(f"  {line}" for line in (*one.lines, *told)), *_copy_lines(one)]


def _copy_lines(one: Checked) -> Iterator[str]:
    """Yield where the problems are marked in copies of the ledgers."""
    for copy in one.copies:
        path = from_here(copy.path)
        note = f"（{copy.note}）" if copy.note else ""
        if copy.written:
            yield f"  标注了 {copy.problems} 个问题的副本：{path}{note}。"
        else:
            yield f"  {path} 已经有人改过，没有覆盖。请先移走，或者另选一个文件夹。"


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
            "findings": [finding.to_json() for finding in one.findings],
        }
        for one in checked
    ]
    return json.dumps(objects, ensure_ascii=False, indent=2)


def as_junit(checked: Sequence[Checked]) -> str:
    """Return JUnit's XML: a test suite a bureau-year, a test case a finding.

    An error that fails is a failure, a bureau-year or rule that breaks an error, what is unknown is
    skipped; warnings and notices pass, with their message as output.
    """
    suites = ET.Element("testsuites")
    for one in checked:
        suite = ET.SubElement(suites, "testsuite", name=one.key.slug)
        for finding in one.findings:
            _test_case(suite, finding)
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
