"""Assertions of an analyst's own, in cells that may fail: as findings, as the notebook left them.

A cell tagged ``raises-exception`` does not stop the notebook, so that a plain ``assert`` in it says
what does not hold and the report is made all the same, as a draft. Only who reads the executed
notebook sees every such cell, whatever executed it.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from reportkit.rules.finding import Finding, Severity, State

MAY_FAIL = "raises-exception"
ASSERTION = "U-ASSERT"
_TITLE = "笔记本里的断言"
CITATION = "本单位笔记本"
"""Where a check of an analyst's own is laid down."""


def failed_assertions(nb: Any) -> list[Finding]:
    """Return a failing finding of each cell that may fail and in which an assertion did."""
    return [_finding(cell, output) for cell, output in _failures(nb)]


def assertions_in(source: str) -> list[str]:
    """Return the assertions that a cell's code makes, as they are written; none where it is odd.

    Examples
    --------
    >>> assertions_in("assert total == 3, '总数不对'")
    ['assert total == 3']
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):  # of IPython's own, or wrong: then it fails when it is run
        return []
    found = (node for node in _run(tree) if isinstance(node, ast.Assert))
    return [f"assert {ast.get_source_segment(source, node.test)}" for node in found]


def _run(node: ast.AST) -> Iterator[ast.AST]:
    """Walk what a cell may run itself: a decorated function is called by who decorates it."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not getattr(child, "decorator_list", None):
            yield from _run(child)


def is_assertion(cell: Any, output: Any) -> bool:
    """Whether an output tells of an assertion that did not hold, in a cell that may fail."""
    may_fail = MAY_FAIL in cell.metadata.get("tags", ())
    return may_fail and output.output_type == "error" and output.ename == "AssertionError"


def _failures(nb: Any) -> Iterator[tuple[Any, Any]]:
    for cell in nb.cells:
        for output in cell.get("outputs", ()):
            if is_assertion(cell, output):
                yield cell, output


def _finding(cell: Any, output: Any) -> Finding:
    place = f"笔记本第 {cell.execution_count} 个运行的单元格"
    words = " ".join(output.evalue.split()) or _written(cell.source)
    return Finding(
        rule=ASSERTION,
        title=_TITLE,
        citation=CITATION,
        severity=Severity.ERROR,
        place=f"notebook:{cell.get('id') or cell.execution_count}",
        place_name=place,
        state=State.FAIL,
        message=f"{place}：{words.removesuffix('。')}。",
    )


def _written(source: str) -> str:
    """Return the assertion that failed without a word, where the cell makes but one."""
    made = assertions_in(source)
    return f"不成立：{made[0]}" if len(made) == 1 else "有断言不成立"
