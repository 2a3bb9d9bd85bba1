"""What an executed notebook tells the exporters.

A notebook that prints a report carries two outputs which no reader sees: the report's title, bureau
and date under `REPORT_MIME`, and under `RESULT_MIME` what the last check of its figures found.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reportkit.errors import NotebookNotExecutedError
from reportkit.inputs.run_state import RunState
from reportkit.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

REPORT_MIME = "application/vnd.reportkit.report+json"
RESULT_MIME = "application/vnd.reportkit.result+json"


@dataclass(frozen=True, slots=True)
class Result:
    """What the last check of a report's figures found.

    Attributes
    ----------
    state : RunState
        Passed or failed.
    figures : object
        The JSON form of all cells of the report.
    findings : tuple of Finding
        What the rules said.
    glyphs : Finding or None
        What is to be found where a character cannot be printed, without its name; None where the
        report is not held against such a rule.
    """

    state: RunState
    figures: Any
    findings: tuple[Finding, ...]
    glyphs: Finding | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One report, as its notebook left it.

    Attributes
    ----------
    title : str
        The whole title on one line.
    title_lines : tuple of str
        The title as it is broken on the first page.
    bureau_name : str
        Whose report it is.
    date : datetime.date
        The date the report bears (成文日期).
    result : Result or None
        None where the notebook stopped before its figures were checked.
    complete : bool
        Whether every cell did what it should: there is a result, and no cell failed but those that
        say what does not reconcile.
    """

    title: str
    title_lines: tuple[str, ...]
    bureau_name: str
    date: datetime.date
    result: Result | None = None
    complete: bool = False

    @property
    def is_draft(self) -> bool:
        """Whether the report must be marked 草稿."""
        return not self.complete or self.result is None or self.result.state is not RunState.PASSED

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the rules said, as far as they were held."""
        return self.result.findings if self.result else ()


def read_document(nb: Any) -> Document:
    """Read the two outputs; of several of one kind, as a cell run twice leaves, the last counts.

    Parameters
    ----------
    nb : nbformat.NotebookNode
        An executed notebook.

    Raises
    ------
    NotebookNotExecutedError
        Where the notebook has no report output.
    """
    report = result = None
    for data in _output_data(nb):
        report = data.get(REPORT_MIME, report)
        result = data.get(RESULT_MIME, result)
    if report is None:
        raise NotebookNotExecutedError(
            "这个笔记本里没有报告内容：请先把全部单元格运行一遍并保存，再导出。"
        )
    read = None if result is None else _read_result(result)
    # Of a report that passed, a cell that failed is no reconciliation: something is not shown.
    cut_short = read is None or (read.state is RunState.PASSED and _has_error(nb))
    return Document(
        title=report["title"],
        title_lines=tuple(report["title_lines"]),
        bureau_name=report["bureau_name"],
        date=datetime.date.fromisoformat(report["date"]),
        result=read,
        complete=not cut_short,
    )


def figures_json(figures: Any) -> str:
    """Return the text of ``figures.json``, the same in the file and in the PDF's attachment.

    Keys are sorted: a notebook file sorts them on its way to disk, so their order cannot be kept.
    """
    return json.dumps(figures, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _output_data(nb: Any) -> Iterator[dict[str, Any]]:
    """Yield the MIME bundle of each output."""
    for cell in nb.cells:
        for output in cell.get("outputs", ()):
            yield output.get("data", {})


def _has_error(nb: Any) -> bool:
    outputs = (output for cell in nb.cells for output in cell.get("outputs", ()))
    return any(output.output_type == "error" for output in outputs)


def _read_result(result: dict[str, Any]) -> Result:
    findings = tuple(Finding.from_json(finding) for finding in result["findings"])
    glyphs = result.get("glyphs")
    told = None if glyphs is None else Finding.from_json(glyphs)
    return Result(RunState(result["state"]), result["figures"], findings, told)
