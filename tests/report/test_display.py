"""What a notebook talks to shows itself in a few lines, helps in Chinese, and completes names."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.pylabtools import select_figure_formats

from reportkit.figures import Mark
from reportkit.params import read_parameters
from reportkit.report import Report
from reportkit.report.interactive.complete import NAMES, complete_names
from reportkit.report.interactive.display import show_well
from reportkit.report.interactive.help import DATA, SHOWN
from tests.conftest import ENFORCEMENT_EXAMPLE, EXAMPLE, PROJECT, copy_workspace

SHORT = 3000  # characters of HTML: a table of one line a ledger or a table of the form


@pytest.fixture(scope="module", params=[EXAMPLE, ENFORCEMENT_EXAMPLE])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Each example, of either form."""
    workspace = copy_workspace(tmp_path_factory.mktemp("display") / "workspace", request.param)
    (params,) = (workspace / "params").glob("*.yaml")
    return Report(read_parameters(params), workspace)


@pytest.fixture
def shell(report: Report) -> Iterator[InteractiveShell]:
    shell = InteractiveShell()
    show_well(shell)
    complete_names(shell, Report)
    shell.user_ns["report"] = report
    yield shell
    pd.reset_option(r"^display\.max_")


def test_a_notebook_shows_all_of_a_frame(shell: InteractiveShell) -> None:
    html, plain = _shown(shell, pd.DataFrame([["长" * 90] * 30] * 90))

    assert html.count("长" * 90) == 90 * 30
    assert plain.count("长" * 90) == 90 * 30


def _shown(shell: InteractiveShell, thing: Any) -> tuple[str, str]:
    data, _ = shell.display_formatter.format(thing)
    return data["text/html"], data["text/plain"]


@pytest.mark.parametrize("member", ["raw", "figures"])
def test_what_has_thousands_of_values_shows_in_a_few_lines(
    shell: InteractiveShell, report: Report, member: str
) -> None:
    html, plain = _shown(shell, getattr(report, member))

    assert html.count("<table") == 1
    assert len(html) < SHORT
    assert len(plain) < 300
    assert "\n" not in plain


def test_figures_name_what_is_not_known(shell: InteractiveShell, report: Report) -> None:
    cell = next(iter(report.figures))
    html, _ = _shown(shell, report.figures.replacing({cell: Mark.UNKNOWN}))

    assert f"无法确定的：{cell}（{report.figures.name(cell)}）" in html


def test_findings_show_how_many_passed_and_those_that_did_not(
    shell: InteractiveShell, report: Report
) -> None:
    html, plain = _shown(shell, report.findings)

    open_ones = sum(finding.state != "pass" for finding in report.findings)
    assert plain == f"核对 {len(report.findings)} 处，{len(report.findings) - open_ones} 处通过。"
    assert html.count("<tr class=") == open_ones


def test_a_report_says_whose_it_is_and_how_to_go_on(
    shell: InteractiveShell, report: Report
) -> None:
    html, plain = _shown(shell, report)

    assert report.parameters.bureau_name in plain
    assert "report.help()" in html


def _members() -> set[str]:
    on_class = {name for name, _ in inspect.getmembers(Report) if not name.startswith("_")}
    set_when_opened = {"parameters", "edition", "workspace", "inputs", "folder"}
    return on_class | set_when_opened


def test_help_lists_every_member_in_chinese() -> None:
    assert SHOWN.keys() | DATA.keys() == _members(), "say in report/interactive/help.py what it is"
    for name, (written, words) in (SHOWN | DATA).items():
        assert f"report.{name}" in written
        assert any("\u4e00" <= char <= "\u9fff" for char in words)


def test_a_question_mark_shows_the_chinese_line(shell: InteractiveShell) -> None:
    told = shell.inspector.info(shell.user_ns["report"].table)

    assert "一张表，写部分的序号或者表的编号" in told["docstring"]


@pytest.mark.parametrize(
    ("typed", "of"),
    [
        ('report.cell("{cut}', "cells"),
        ('report.figures["{cut}', "cells"),
        ('report.over_years("{whole}", "{cut}', "cells"),
        ("report.raw['{cut}", "ledgers"),
        ('report.records("{cut}', "ledgers"),
        ('x = report.table("{cut}', "tables"),
    ],
)
def test_names_in_quotes_are_completed(
    shell: InteractiveShell, report: Report, typed: str, of: str
) -> None:
    name = [*getattr(report.edition, of)][-1]
    line = typed.format(cut=name[:-1], whole=name)

    with provisionalcompleter():
        found = {each.text for each in shell.Completer.completions(line, len(line))}

    assert name in found
    assert all(each.startswith(name[:-1]) for each in found)


def test_every_member_that_names_are_completed_for_is_one() -> None:
    assert NAMES.keys() <= _members()


def test_completion_is_added_once(shell: InteractiveShell) -> None:
    before = len(shell.Completer.custom_matchers)

    complete_names(shell, Report)

    assert len(shell.Completer.custom_matchers) == before


def test_figures_and_raw_data_tell_their_keys(report: Report) -> None:
    assert report.figures._ipython_key_completions_() == [*report.edition.cells]
    assert report.raw._ipython_key_completions_() == [*report.raw.ledgers]


@pytest.fixture(scope="module")
def example() -> Report:
    return Report(read_parameters(PROJECT / "params" / f"{EXAMPLE}-2022.yaml"), PROJECT)


WRONG = {
    'report.raw["applicatoins"]': "没有叫“applicatoins”的台账，是否应为 applications（",
    'report.records("applicatoins")': "没有叫“applicatoins”的台账，是否应为 applications（",
    'report.figures["t3.new.totl"]': "没有叫“t3.new.totl”的格，是否应为 t3.new.total（",
    'report.figures.replacing({"t3.new.totl": 1})': "没有叫“t3.new.totl”的格，是否应为",
    'report.cell("t3.new.totl")': "没有叫“t3.new.totl”的格，是否应为 t3.new.total（",
    'report.over_years("t3.new.totl")': "没有叫“t3.new.totl”的格，是否应为 t3.new.total（",
    'report.table("x")': "没有叫“x”的表，可用的：t2（主动公开政府信息情况）、t3（",
    'report.table("收到和处理政府信息公开申请")': "是否应为 t3（",
    'report.table("一")': "“一、总体情况”不是由一张表组成的",
    'report.section("九")': "没有叫“九”的部分，可用的：一（总体情况）、",
    'report.chart("websit")': "没有叫“websit”的图，是否应为 website（本年各月",
}


@pytest.mark.parametrize("source", WRONG)
def test_a_wrong_name_is_one_line_with_the_nearest(
    source: str, example: Report, capsys: pytest.CaptureFixture[str]
) -> None:
    shell = InteractiveShell()
    shell.user_ns["report"] = example
    shell.run_cell(source)

    shown = capsys.readouterr()
    (line,) = shown.out.strip().splitlines()
    assert WRONG[source] in line
    assert shown.err == ""


def test_where_there_is_a_way_without_an_error_it_is_still_there(report: Report) -> None:
    assert report.figures.get("t3.new.totl", 0) == 0
    assert "t3.new.totl" not in report.figures


def test_pictures_and_tables_of_ones_own_show_in_our_way(shell: InteractiveShell) -> None:
    """Though the inline backend drops what was said of figures before it was set up."""
    mpl = pytest.importorskip("matplotlib")
    from matplotlib import figure

    select_figure_formats(shell, {"png"})
    with mpl.rc_context():
        html, _ = _shown(shell, figure.Figure())
    assert html.startswith("<figure><svg")
    assert _shown(shell, pd.Series([1], name="数"))[0].startswith('<table class="dataframe">')
    assert 'scope="col"' in _shown(shell, pd.DataFrame({"数": [1]}).style)[0]
