"""Checks of an analyst's own are findings like any other, and never pass by falling over."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pandas as pd
import pytest

from reportkit.errors import ReconciliationError, ReportkitError, RuleError
from reportkit.figures import Mark
from reportkit.inputs.run_state import RunState
from reportkit.report import Report
from reportkit.report.not_held import not_held
from reportkit.rules import Severity, State
from tests.conftest import PROJECT, reportkit


def _said(report: Report, function: Callable[[], Any], **options: Any) -> list[tuple[State, str]]:
    function.__name__ = "mine"
    report.check(**options)(function)
    return [(each.state, each.message) for each in report.findings if each.rule == "U-MINE"]


# What pytest makes of `assert` in a test says more than Python does.
def _asserting() -> None:
    raise AssertionError


def _asserting_in_words() -> None:
    raise AssertionError("两数之和不对。")


def _yielding() -> Any:
    yield "三月没有记录。"
    yield "四月没有记录。"
    raise AssertionError("合计不对。")


def _broken() -> Any:
    yield "三月没有记录。"
    raise KeyError("x")


PASSES = [(State.PASS, "符合。")]
BROKEN = (State.BROKEN, "核对没有完成（KeyError：'x'），不能算作通过。")


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (lambda: None, PASSES),
        (lambda: True, PASSES),
        (lambda: np.bool_(True), PASSES),
        (lambda: (), PASSES),
        (lambda: iter(()), PASSES),
        (lambda: "", PASSES),
        (lambda: False, [(State.FAIL, "不符合。")]),
        (lambda: np.bool_(False), [(State.FAIL, "不符合。")]),
        (lambda: "差一件。", [(State.FAIL, "差一件。")]),
        (lambda: ["差一件。", "差两件。"], [(State.FAIL, "差一件。"), (State.FAIL, "差两件。")]),
        (_asserting, [(State.FAIL, "不成立：raise AssertionError。")]),
        (_asserting_in_words, [(State.FAIL, "两数之和不对。")]),
        (_yielding, [(State.FAIL, f"{w}。") for w in ("三月没有记录", "四月没有记录", "合计不对")]),
        (_broken, [(State.FAIL, "三月没有记录。"), BROKEN]),
    ],
)
def test_what_a_function_says_becomes_findings(
    report: Report, function: Callable[[], Any], said: list[tuple[State, str]]
) -> None:
    assert _said(report, function) == said


def test_what_is_neither_truth_nor_words_never_passes(report: Report) -> None:
    ((state, message),) = _said(report, lambda: 3)

    assert state is State.BROKEN
    assert "应返回 True、False、一句话或者几句话，现为 int" in message


@pytest.mark.parametrize(
    ("severity", "state"),
    [("error", RunState.FAILED), ("warning", RunState.PASSED), ("notice", RunState.PASSED)],
)
def test_only_an_error_fails_the_report(report: Report, severity: str, state: RunState) -> None:
    _said(report, lambda: False, severity=severity, title="自己的")

    (finding,) = (each for each in report.findings if each.rule == "U-MINE")
    assert (finding.severity, finding.title) == (Severity(severity), "自己的")
    assert report.state is state


def test_cells_hold_it_by_its_name_and_the_last_one_by_itself(report: Report) -> None:
    @report.check
    def months_add_up() -> bool:
        """各月相加。"""
        return False

    for named in (["U-MONTHS"], []):
        with pytest.raises(ReconciliationError, match="U-MONTHS-ADD-UP 不符"):
            report.reconcile(*named)
        report._named.clear()
    assert "U-MONTHS-ADD-UP<br>各月相加。" in report.result().data["text/html"]


def test_a_figure_set_by_hand_is_held_by_it(report: Report) -> None:
    said = lambda: report.figures["t3.new.total"] == 6  # noqa: E731
    assert _said(report, said) == PASSES

    report.figures = report.figures.replacing({"t3.new.total": 7})

    assert ("U-MINE", State.FAIL) in {(each.rule, each.state) for each in report.findings}


def test_a_cell_run_again_takes_the_place_of_its_check(report: Report) -> None:
    _said(report, lambda: False)

    assert _said(report, lambda: True) == PASSES


def test_it_runs_once_however_often_it_is_asked_for(report: Report) -> None:
    runs = []
    _said(report, lambda: runs.append(1))
    for _ in range(3):
        report.result()

    assert len(runs) == 1


def test_what_comes_after_the_result_is_told(report: Report) -> None:
    report.result()

    with pytest.raises(RuleError, match=r"函数 mine：得出结论以后才有这一项，没有核对。"):
        _said(report, lambda: True)

    assert report.result() is not None
    assert _said(report, lambda: True) == PASSES


@pytest.mark.parametrize(
    ("options", "function", "fault"),
    [
        ({"severity": "fatal"}, lambda: True, "severity 应为 error、warning、notice 之一"),
        ({}, lambda report: True, "核对函数不带参数"),
    ],
)
def test_what_can_be_no_check_is_told(
    report: Report, options: Any, function: Callable[..., Any], fault: str
) -> None:
    with pytest.raises(RuleError, match=fault):
        _said(report, function, **options)


def test_it_takes_no_name_of_a_rule_that_is_there(report: Report) -> None:
    def rollup() -> bool:
        return True

    with pytest.raises(RuleError, match="已有规则 U-ROLLUP，请换一个函数名"):
        report.check(rollup)


OWN = """\
%matplotlib inline
"""
CHECKS = '''\
@report.check(severity="warning", title="各月相加")
def months_add_up():
    assert total == 3

@report.check
def worded():
    """两句话。"""
'''


def _notebook(path: Path, *cells: tuple[str, list[str]]) -> Path:
    nb = nbformat.v4.new_notebook()
    for source, tags in cells:
        nb.cells.append(nbformat.v4.new_code_cell(source, metadata={"tags": tags}))
    nbformat.write(nb, path)
    return path


def test_checks_of_a_notebook_that_is_not_run_are_known_not_to_be_held(tmp_path: Path) -> None:
    notebook = _notebook(
        tmp_path / "own.ipynb",
        (OWN, []),
        (CHECKS, []),
        ("assert x == 1, '不对'", ["raises-exception"]),
        ("assert y == 1", []),
        ("check = 1; assert", ["raises-exception"]),
    )

    found = not_held(notebook)

    assert [(each.rule, each.title, each.severity) for each in found] == [
        ("U-MONTHS-ADD-UP", "各月相加", Severity.WARNING),
        ("U-WORDED", "两句话。", Severity.ERROR),
        ("U-ASSERT", "assert x == 1", Severity.ERROR),
    ]
    assert {each.state for each in found} == {State.UNKNOWN}
    assert "没有核对。请用 reportkit run。" in found[0].message + found[0].suggestion


@pytest.mark.parametrize("text", [".check", '{"cells": [{"x": ".check"}]}', '".check"', "assert ["])
def test_of_what_is_no_notebook_nothing_is_known(tmp_path: Path, text: str) -> None:
    path = tmp_path / "odd.ipynb"
    path.write_text(text, "utf-8")

    assert not_held(path) == []
    assert not_held(tmp_path / "none.ipynb") == []


def test_master_notebooks_have_none(tmp_path: Path) -> None:
    assert [not_held(path) for path in (PROJECT / "notebooks").glob("*.ipynb")] == [[], []]


def test_check_names_what_only_a_run_would_hold(workspace: Path) -> None:
    path = workspace / "notebooks" / "annual_report.ipynb"
    nb = nbformat.read(path, as_version=4)
    nb.cells.append(nbformat.v4.new_code_cell(CHECKS))
    nbformat.write(nb, path)

    checked = reportkit(workspace, "check", "--format", "json")

    assert checked.returncode == 0
    found = {each["rule"]: each for each in json.loads(checked.stdout)[0]["findings"]}
    assert found["U-MONTHS-ADD-UP"]["state"] == "unknown"
    assert "这项核对写在笔记本里，check 不运行笔记本" in found["U-WORDED"]["message"]


NO_COUNTS = [float("nan"), float("inf"), pd.NA, None, Mark.UNKNOWN, "3"]


def _of_february(count: Any) -> dict[str, Any]:
    return {"1月": 1, "2月": count}


@pytest.mark.parametrize(
    "counts", [{}, {"1月": 2.5}, {"1月": 1, "2月": -1}, *map(_of_february, NO_COUNTS)]
)
def test_a_chart_never_rounds_and_never_draws_nothing(report: Report, counts: Any) -> None:
    with pytest.raises(ReportkitError, match="柱形图要画的数应为不小于 0 的整数"):
        report.column_chart("图", counts)

    assert ">3</text>" in report.column_chart("图", pd.Series({"1月": 3.0, "2月": 0})).data
