"""What an executed notebook tells the exporters.

A notebook that prints a report carries outputs which no reader sees: the report's title, bureau
and date under `REPORT_MIME`, under `RESULT_MIME` what the last check of its figures found, and
beside it under `REVIEW_MIME` what reviewers ask of them.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from reportkit.errors import NotebookNotExecutedError
from reportkit.inputs.carried import packed, unpacked
from reportkit.inputs.names import RESULT_MIME
from reportkit.inputs.run_state import RunState
from reportkit.params import Key, Parameters
from reportkit.rendering.asserted import failed_assertions, is_assertion
from reportkit.rendering.printed import left_out
from reportkit.rules.finding import Finding, run_state
from reportkit.visible import in_escapes

REPORT_MIME = "application/vnd.reportkit.report+json"
REVIEW_MIME = "application/vnd.reportkit.review+json"
DRAFT, FOR_REVIEW = "草稿", "送审稿"


@dataclass(frozen=True, slots=True)
class Result:
    """What the last check of a report's figures found, and whose report it is.

    Attributes
    ----------
    key : Key
    parameters : str
        Digest of the parameters that it was made with (`Parameters.digest`).
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

    key: Key
    parameters: str
    state: RunState
    figures: Mapping[str, Any]
    findings: tuple[Finding, ...]
    glyphs: Finding | None = None

    @classmethod
    def of(
        cls,
        parameters: Parameters,
        figures: Mapping[str, Any],
        findings: Sequence[Finding],
        glyphs: Finding | None = None,
    ) -> Result:
        """Return the result of a report that was made with these parameters."""
        state = run_state(findings)
        return cls(parameters.key, parameters.digest, state, figures, tuple(findings), glyphs)

    def with_findings(self, findings: Iterable[Finding]) -> Result:
        """Return it with the findings of who printed it; a failed one does not pass by them."""
        found = tuple(findings)
        state = self.state if self.state is RunState.FAILED else run_state(found)
        return replace(self, findings=found, state=state)

    @property
    def figures_file(self) -> str:
        """The text of ``figures.json``, the same in the file and in the PDF's attachment.

        Keys are sorted: a notebook file sorts them on its way to disk, so their order cannot be
        kept.
        """
        named = {**self.figures, **self.key._asdict(), "state": self.state}
        text = json.dumps(named, ensure_ascii=False, indent=2, sort_keys=True)
        return in_escapes(text) + "\n"

    def to_json(self) -> dict[str, Any]:
        """Return the object that a notebook carries."""
        findings = [{**one.to_json(), "cells": _cited(one)} for one in self.findings]
        glyphs = None if self.glyphs is None else self.glyphs.to_json()
        own = {"parameters": self.parameters, "state": self.state, "glyphs": glyphs}
        return self.key._asdict() | own | packed(self.figures, findings)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Result:
        """Read back what `to_json` returned.

        Raises
        ------
        NotebookNotExecutedError
            Where it is nothing of the kind.
        """
        try:
            figures, findings = unpacked(data)
            return cls(
                Key(data["form"], data["year"], data["bureau"]),
                data["parameters"],
                RunState(data["state"]),
                figures,
                tuple(map(Finding.from_json, findings)),
                Finding.from_json(data["glyphs"]) if data["glyphs"] else None,
            )
        except (AttributeError, LookupError, TypeError, ValueError):
            msg = "这个笔记本是别的版本运行的，结论读不出来：请把全部单元格重新运行一遍并保存。"
            raise NotebookNotExecutedError(msg) from None


def _cited(finding: Finding) -> list[dict[str, Any]]:
    """Return the cells of a finding, those of a rule that holds as well."""
    return [cell.to_json() for cell in finding.cells]


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
    for_review : mapping
        What the review page tells besides (`reportkit.report.for_review`); empty where a notebook
        does not carry it.
    """

    title: str
    title_lines: tuple[str, ...]
    bureau_name: str
    date: datetime.date
    result: Result | None = None
    complete: bool = False
    for_review: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_draft(self) -> bool:
        """Whether the report must be marked 草稿."""
        return not self.complete or self.result is None or self.result.state is not RunState.PASSED

    def mark(self, *, under_review: bool) -> str:
        """Return what is written across its pages: 草稿, 送审稿, or nothing.

        Parameters
        ----------
        under_review : bool
            Whether it has to be signed before it may go out.
        """
        if self.is_draft:
            return DRAFT
        return FOR_REVIEW if under_review else ""

    def with_findings(self, findings: Iterable[Finding]) -> Document:
        """Return it with the findings of who printed it, if its figures were checked at all."""
        return (
            self
            if self.result is None
            else replace(self, result=self.result.with_findings(findings))
        )

    @property
    def figures(self) -> Mapping[str, Any]:
        """The JSON form of all cells, in the order of the form."""
        return self.result.figures if self.result else {"cells": {}}

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the rules said, as far as they were held."""
        return self.result.findings if self.result else ()


def read_document(nb: Any) -> Document:
    """Read these outputs; of several of one kind, as a cell run twice leaves, the last counts.

    Parameters
    ----------
    nb : nbformat.NotebookNode
        An executed notebook.

    Raises
    ------
    NotebookNotExecutedError
        Where the notebook has no report output, or none that could be ours.
    """
    try:
        return _read(nb)
    except (AttributeError, LookupError, TypeError, ValueError):
        msg = "这个笔记本里的报告内容读不出来：请把全部单元格重新运行一遍并保存。"
        raise NotebookNotExecutedError(msg) from None


def _read(nb: Any) -> Document:
    report = result = None
    for_review: Mapping[str, Any] = {}
    for data in _output_data(nb):
        report = data.get(REPORT_MIME, report)
        result = data.get(RESULT_MIME, result)
        for_review = data.get(REVIEW_MIME, for_review)
    if report is None:
        raise NotebookNotExecutedError(
            "这个笔记本里没有报告内容：请先把全部单元格运行一遍并保存，再导出。"
        )
    read = None if result is None else Result.from_json(result)
    # Of a report that passed, a cell that failed is no reconciliation: something is not shown.
    cut_short = read is None or (read.state is RunState.PASSED and _has_error(nb))
    if read is not None:
        read = read.with_findings([*read.findings, *failed_assertions(nb), *left_out(nb)])
    return Document(
        title=report["title"],
        title_lines=tuple(report["title_lines"]),
        bureau_name=report["bureau_name"],
        date=datetime.date.fromisoformat(report["date"]),
        result=read,
        complete=not cut_short,
        for_review=for_review,
    )


def _output_data(nb: Any) -> Iterator[dict[str, Any]]:
    """Yield the MIME bundle of each output."""
    for cell in nb.cells:
        for output in cell.get("outputs", ()):
            yield output.get("data", {})


def _has_error(nb: Any) -> bool:
    """Whether a cell failed, but for what it asserts itself where it may fail."""
    return any(
        output.output_type == "error" and not is_assertion(cell, output)
        for cell in nb.cells
        for output in cell.get("outputs", ())
    )
