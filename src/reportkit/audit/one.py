"""One file that may be a published report: read, held against the rules, or why it could not be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reportkit.audit.held import rules_for
from reportkit.errors import PublishedError
from reportkit.figures import Value, value_to_json
from reportkit.forms import Form, load_form, usable_forms
from reportkit.grids import GridError
from reportkit.grids.model import Unreadable
from reportkit.grids.read_document import read_document
from reportkit.inputs.run_state import RunState
from reportkit.published.model import Published
from reportkit.published.read import read_published
from reportkit.report.checks import catalogue_of
from reportkit.rules import Finding, State, run_state
from reportkit.trouble import what_happened

_CLAIMS = "claims"


@dataclass(frozen=True, slots=True)
class Audited:
    """A file as audited.

    Attributes
    ----------
    file : str
        As it was asked for.
    published : Published or None
        None where it could not be read.
    findings : tuple of Finding
    message : str
        Why it could not be read.
    """

    file: str
    published: Published | None = None
    findings: tuple[Finding, ...] = ()
    message: str = ""

    @property
    def state(self) -> RunState:
        """Broken where it could not be read, failed where an error is found."""
        if self.published is None:
            return RunState.BROKEN
        return run_state(self.findings)


def forms_in(workspace: Path | None) -> list[Form]:
    """Return the forms that a published report may follow."""
    return [load_form(form, workspace) for form in usable_forms(workspace)]


# What a file is told of that is to be a report: nobody can make it a ledger.
_UNKNOWN = "不是文字，也不是认得的文档。是年度报告的，请索取 HTML、PDF 或者 Word 的原件。"
_SMALLER = "年度报告没有这么大，请核对是不是这个文件；是的，请索取另一种格式的原件。"
_TOLD: Mapping[Unreadable, str] = {
    "archive": "是压缩包，里面的文件没有核查。请先解压，再核查里面的文件。",
    "damaged": "文件已损坏，打不开。请用原来的程序打开核对，另存一份；打不开的，请索取原件。",
    "empty": "是空文件。请索取原件。",
    "hostile": "文件内部结构反常，可能已损坏或者是恶意文件，没有读取。请索取原件，核对来源。",
    "locked": "有打开密码。请用原来的程序打开，去掉密码后另存一份；不知道密码的，请索取原件。",
    "no table": _UNKNOWN,
    "no text": _UNKNOWN,
    "web archive": "是单个文件网页（MHTML），读不了。请用浏览器打开，另存为“网页，仅 HTML”。",
}


def read_file(path: Path, forms: Sequence[Form]) -> Published:
    """Read a published report from a file.

    Raises
    ------
    PublishedError
    """
    try:
        return read_published(read_document(path), forms, rules_for)
    except GridError as error:
        remedy = _SMALLER if error.kind == "too large" else error.remedy
        told = _TOLD.get(error.kind, f"{error.fault}。{remedy}")
        raise PublishedError(told) from None
    except OSError as error:
        raise PublishedError(f"打不开（{what_happened(error)}）。") from None


def to_json(audited: Audited) -> dict[str, Any]:
    """Return the object that stands for a file in the JSON list (see docs/files.md)."""
    one = audited.published
    if one is None:
        return {
            "file": audited.file, "form": None, "bureau": None, "year": None, "edition": None,
            "tables": [], "state": audited.state.value, "message": audited.message,
            "figures": {}, "doubts": {}, "notes": {}, "findings": [], "claims": [],
        }  # fmt: skip
    return {
        "file": audited.file,
        "form": one.edition.form.id,
        "bureau": one.bureau or None,
        "year": one.year or None,
        "edition": one.edition.id,
        "tables": list(one.edition.variants),
        "state": audited.state.value,
        "message": audited.message,
        "figures": {cell: value_to_json(value) for cell, value in one.values.items()},
        "doubts": dict(one.doubts),
        "notes": dict(one.notes),
        "findings": [finding.to_json() for finding in audited.findings],
        "claims": list(_claims(audited)),
    }


def _claims(audited: Audited) -> list[dict[str, Any]]:
    """Return what the prose says of cells, and whether they say the same."""
    if audited.published is None:
        return []
    rules = catalogue_of(audited.published.edition.form)
    return [
        {
            "cells": [cell.id for cell in finding.cells],
            "stated": _side(finding.left),
            "shown": _side(finding.right),
            "state": finding.state.value,
            "message": finding.message,
        }
        for finding in audited.findings
        if rules[finding.rule].check == _CLAIMS
    ]


def _side(value: Value | None) -> Any:
    return None if value is None else value_to_json(value)


def open_findings(audited: Audited) -> list[Finding]:
    """Return the findings that somebody has to look at."""
    return [one for one in audited.findings if one.state is not State.PASS]
