"""The checks that a notebook makes of its own, as far as can be told without running it."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportkit.reading import parse_json, read_bytes
from reportkit.rendering.asserted import ASSERTION, CITATION, MAY_FAIL, assertions_in
from reportkit.report.own import own_id
from reportkit.rules import Finding, Severity, State

_MARKS = (b".check", b"assert")  # in every notebook that makes any


@dataclass(frozen=True, slots=True)
class _Written:
    """A check as its cell writes it."""

    rule: str
    title: str
    severity: Severity


def not_held(notebook: Path) -> list[Finding]:
    """Return what is not known for the notebook was not run: one finding a check of its own.

    Parameters
    ----------
    notebook : Path
        One that is not there, or cannot be read, makes none: whoever runs it will tell.
    """
    message = "这项核对写在笔记本里，check 不运行笔记本，没有核对。"
    remedy = "请用 reportkit run。"
    return [
        Finding(
            rule=check.rule,
            title=check.title,
            citation=CITATION,
            severity=check.severity,
            place="notebook",
            place_name="笔记本",
            state=State.UNKNOWN,
            message=f"“{check.title}”：{message}",
            suggestion=remedy,
        )
        for check in _checks_in(notebook)
    ]


def repeated(notebook: Path) -> list[str]:
    """Return the ids of checks that a notebook writes twice: only the later would be held."""
    counts = Counter(check.rule for check in _checks_in(notebook) if check.rule != ASSERTION)
    return [rule for rule, count in counts.items() if count > 1]


def _checks_in(notebook: Path) -> Iterator[_Written]:
    try:
        text = read_bytes(notebook)
    except OSError:
        return
    if not any(mark in text for mark in _MARKS):
        return
    try:
        cells = parse_json(text)["cells"]
        for cell in cells:
            if cell["cell_type"] == "code":
                yield from _in_cell("".join(cell["source"]), cell["metadata"].get("tags", ()))
    except (ValueError, LookupError, TypeError, AttributeError):
        return


def _in_cell(source: str, tags: Any) -> Iterator[_Written]:
    if MAY_FAIL in tags:
        for asserted in assertions_in(source):
            yield _Written(ASSERTION, asserted, Severity.ERROR)
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for decorator in function.decorator_list:
                if _is_check(decorator):
                    yield _written(function, decorator)


def _is_check(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Attribute) and called.attr == "check"


def _written(function: ast.FunctionDef, decorator: ast.expr) -> _Written:
    told = {
        keyword.arg: keyword.value.value
        for keyword in (decorator.keywords if isinstance(decorator, ast.Call) else ())
        if isinstance(keyword.value, ast.Constant)
    }
    doc = (ast.get_docstring(function) or "").partition("\n")[0]
    severity = told.get("severity")
    return _Written(
        own_id(function.name),
        str(told.get("title") or doc or function.name),
        Severity(severity) if severity in set(Severity) else Severity.ERROR,
    )
