"""Explanations that a reviewer lets be printed stand in the report, as plain text, while they hold.

Nothing else of what reviewers decide comes into a report.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
import selectolax.lexbor
from ipykernel.zmqshell import ZMQInteractiveShell

from reportkit.decisions import Kind, head_file
from reportkit.errors import DecisionsError, ReconciliationError
from reportkit.inputs.names import DECISIONS
from reportkit.params import Parameters, read_parameters
from reportkit.report import Report
from reportkit.report.interactive.display import is_watched
from reportkit.rules import Finding, Severity, State
from tests.conftest import EXAMPLE, YEAR, copy_workspace
from tests.decisions.samples import decide

SECTION = "六"
WORDS = "今年机构改革，情况较多，“总体情况”从详说明。"
HOSTILE = [
    "<script>alert(1)</script><b>粗</b><!-- x -->",
    "*a* **b** _c_ `d` ~~e~~ [f](javascript:g) ![h](http://i) <http://j> http://k",
    "# 一、总体情况",
    "> 引用 1. 两段 - 三 | 四 |",
    "$x^2$ $$y$$ \\(z\\) \\begin{a}b\\end{a}",
    "{{ t3.new.total }} {% raw %} #let x = 1 &amp; &#60;",
]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose report has one warning: its overview is too long."""
    workspace = copy_workspace(tmp_path_factory.mktemp("explained") / "workspace")
    narrative = workspace / "data" / EXAMPLE / YEAR / "narrative.md"
    overview, rest = narrative.read_text("utf-8").split("\n# 五", 1)
    longer = "我局坚持以公开为常态、不公开为例外，依法推进政府信息公开工作。" * 40
    narrative.write_text(f"{overview}\n{longer}\n\n# 五{rest}", "utf-8")
    return workspace


@pytest.fixture(scope="module")
def parameters(workspace: Path) -> Parameters:
    return read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml")


@pytest.fixture(scope="module")
def read(workspace: Path, parameters: Parameters) -> Report:
    """The report, its ledgers read, before anybody decided."""
    report = Report(parameters, workspace)
    assert report.explanations == []
    assert [one.rule for one in report.findings if one.severity is Severity.WARNING]
    return report


@pytest.fixture
def warning(read: Report) -> Iterator[Finding]:
    """The warning; what a test decides of it is forgotten."""
    failing = (one for one in read.findings if one.state is State.FAIL)
    yield next(one for one in failing if one.severity is Severity.WARNING)
    (read.folder / DECISIONS).unlink()
    (read.workspace / head_file(read.parameters)).unlink()


def _again(read: Report) -> Report:
    """Return the report as it is opened again; its ledgers are what they were."""
    report = Report(read.parameters, read.workspace)
    report.raw = read.raw
    return report


def _text(html: str) -> str:
    page = selectolax.lexbor.LexborHTMLParser(html)
    assert page.body is not None
    return page.body.text(separator="\n")


def test_they_stand_at_the_end_of_the_section_that_the_form_names(
    read: Report, warning: Finding
) -> None:
    decide(read.workspace, Kind.DISMISS, warning, of=read.parameters, words=WORDS, printed=True)
    report = _again(read)

    shown = report.section(SECTION).data

    assert shown.endswith(f"<p>{WORDS}</p>\n")
    assert shown.startswith(str(read.section(SECTION).data))
    assert WORDS not in report.section("五").data
    assert report.result().data


def test_only_what_holds_and_shall_be_printed_is(read: Report, warning: Finding) -> None:
    decide(read.workspace, Kind.DISMISS, warning, of=read.parameters, words=WORDS)
    assert _again(read).section(SECTION).data == read.section(SECTION).data

    decide(read.workspace, Kind.DISMISS, warning, of=read.parameters, words=WORDS, printed=True)
    assert _again(read).explanations == [WORDS]
    was = replace(warning, message="“一、总体情况”有 1200 字，超过 1000 字较多。")
    decide(read.workspace, Kind.DISMISS, was, of=read.parameters, words="旧话。", printed=True)
    assert _again(read).explanations == [WORDS]
    decide(read.workspace, Kind.CONFIRM, warning, of=read.parameters, words="")
    assert _again(read).explanations == []


def test_words_are_printed_as_they_are(read: Report, warning: Finding) -> None:
    words = "\n".join(HOSTILE)
    decide(read.workspace, Kind.DISMISS, warning, of=read.parameters, words=words, printed=True)

    shown = _again(read).section(SECTION).data

    printed = _text(_again(read).section(SECTION).data)
    assert all(line in printed for line in HOSTILE)
    plain = read.section(SECTION).data
    added = shown.removeprefix(plain.rstrip()).strip()
    assert added.count("<p>") == added.count("<") / 2 == len(HOSTILE)


def test_a_notebook_that_does_not_show_them_has_no_result(read: Report, warning: Finding) -> None:
    decide(read.workspace, Kind.DISMISS, warning, of=read.parameters, words=WORDS, printed=True)
    report = _again(read)
    report.section("五")

    with pytest.raises(ReconciliationError, match="请在各项核对后面、结论前面加上") as refused:
        report.result()

    assert f'report.section("{SECTION}")' in str(refused.value)
    assert WORDS in str(refused.value)


@pytest.mark.parametrize("words", ["请电 13904180001。", "见 a@b.cn", "身份证 210902199001011234"])
def test_what_may_identify_somebody_is_not_printed(
    read: Report, warning: Finding, words: str
) -> None:
    decide(read.workspace, Kind.DISMISS, warning, of=read.parameters, words=WORDS)

    with pytest.raises(DecisionsError, match="不能印在报告里"):
        decide(read.workspace, Kind.DISMISS, warning, of=read.parameters, words=words, printed=True)


@pytest.mark.parametrize("allowed", [True, False])
def test_only_who_sits_before_a_notebook_is_told_the_rest(allowed: bool) -> None:
    with patch.dict(os.environ):  # a shell puts what terminals want into it
        shell = ZMQInteractiveShell()
        try:
            shell.set_parent({"header": {}, "content": {"allow_stdin": allowed}})
            assert is_watched(shell) is allowed
        finally:
            shell.history_manager.end_session()
