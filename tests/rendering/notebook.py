"""Small executed notebooks for the tests of the exporters."""

from typing import Any

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from reportkit.inputs.carried import packed
from reportkit.inputs.names import RESULT_MIME
from reportkit.rendering.document import REPORT_MIME
from reportkit.rendering.glyphs import failing_glyphs
from reportkit.rules import Finding, Severity, State
from tests.catalogue import CATALOGUE

LINES = ["阜新市生态环境局", "2022年政府信息公开工作年度报告"]
REPORT = {
    "title": "".join(LINES),
    "title_lines": LINES,
    "bureau_name": "阜新市生态环境局",
    "date": "2023-01-16",
}
GLYPHS = failing_glyphs(CATALOGUE["N-GLYPHS"])
FIGURES = {
    "form": "ogi",
    "edition": "2021",
    "cells": {
        "t3.new.total": {"name": "一 本年新收·总计", "value": 6},
        "t2.fees.amount": {"name": "收费金额", "value": "0.5"},
    },
}


def finding(rule: str = "T3-BALANCE", state: State = State.FAIL) -> Finding:
    return Finding(
        rule=rule,
        title="纵向平衡",
        citation="国办公开办函〔2021〕30号",
        severity=Severity.ERROR,
        place="natural_person",
        place_name="自然人",
        state=state,
        message=f"{rule}的说明",
    )


def display(**forms: Any) -> NotebookNode:
    """Return an output; `text_html` stands for the MIME type text/html."""
    return new_output("display_data", {key.replace("_", "/", 1): v for key, v in forms.items()})


def code(*outputs: NotebookNode, tags: tuple[str, ...] = ()) -> NotebookNode:
    return new_code_cell("secret = 1", outputs=list(outputs), metadata={"tags": list(tags)})


def markdown(source: str, **more: Any) -> NotebookNode:
    return new_markdown_cell(source, **more)


def executed(
    *cells: NotebookNode,
    state: str | None = "passed",
    findings: Any = (),
    figures: Any = FIGURES,
    glyphs: Finding | None = GLYPHS,
) -> NotebookNode:
    """Return a notebook whose report reached its end, or did not if the state is None."""
    report = new_output("display_data", {REPORT_MIME: REPORT, "text/plain": "report fallback"})
    whose = {"form": "ogi", "year": 2022, "bureau": "fuxin-ecology", "parameters": "digest"}
    told = [{**f.to_json(), "cells": [c.to_json() for c in f.cells]} for f in findings]
    facts = {"state": state, **packed(figures, told)}
    if glyphs is not None:
        facts["glyphs"] = glyphs.to_json()
    whose |= {"glyphs": None}
    result = new_output(
        "display_data", {RESULT_MIME: whose | facts, "text/html": "<p>result fallback</p>"}
    )
    ending = [] if state is None else [code(result)]
    return new_notebook(cells=[code(report), *cells, *ending])
