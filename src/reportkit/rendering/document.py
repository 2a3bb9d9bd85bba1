"""What an executed notebook tells the exporters.

A notebook that prints a report carries two outputs which no reader sees: the report's title, bureau
and date under `REPORT_MIME`, and under `RESULT_MIME` what the last check of its figures found.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from reportkit.errors import NotebookNotExecutedError
from reportkit.rules.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

REPORT_MIME = "application/vnd.reportkit.report+json"
RESULT_MIME = "application/vnd.reportkit.result+json"

State = Literal["passed", "failed", "unfinished"]


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
    state : {"passed", "failed", "unfinished"}
        "unfinished" where the notebook stopped before its figures were checked, or a cell that
        is no reconciliation failed.
    figures : object or None
        The JSON form of all cells of the report.
    findings : tuple of Finding
        What the rules said.
    glyphs : Finding or None
        What is to be found where a character cannot be printed, without its name; None where the
        report is not held against such a rule.
    """

    title: str
    title_lines: tuple[str, ...]
    bureau_name: str
    date: datetime.date
    state: State
    figures: Any = None
    findings: tuple[Finding, ...] = ()
    glyphs: Finding | None = None

    @property
    def is_draft(self) -> bool:
        """Whether the report must be marked 草稿."""
        return self.state != "passed"


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
    told = _read_result(result)
    if told["state"] == "passed" and _has_error(nb):
        told["state"] = "unfinished"  # a cell failed that is no reconciliation: something lacks
    return Document(
        title=report["title"],
        title_lines=tuple(report["title_lines"]),
        bureau_name=report["bureau_name"],
        date=datetime.date.fromisoformat(report["date"]),
        **told,
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


def _read_result(result: dict[str, Any] | None) -> dict[str, Any]:
    """Return state, figures, findings and glyphs of a document."""
    if result is None:
        return {"state": "unfinished"}
    glyphs = result.get("glyphs")
    return {
        "state": "passed" if result["state"] == "passed" else "failed",
        "figures": result["figures"],
        "findings": tuple(Finding.from_json(finding) for finding in result["findings"]),
        "glyphs": None if glyphs is None else Finding.from_json(glyphs),
    }
