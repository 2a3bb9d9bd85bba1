"""The cells of a notebook hold every rule that decides, and the last one names what fails."""

from __future__ import annotations

import json
import re
from pathlib import Path

import nbformat
import pytest

from reportkit.errors import ReconciliationError, RuleError
from reportkit.figures import Figures
from reportkit.forms import load_form
from reportkit.params import parse_parameters, read_parameters
from reportkit.report import Report
from reportkit.report import notebook as module
from tests.conftest import EXAMPLE, YEAR, reportkit
from tests.rules.test_rule_file import RULE

EDITION = load_form("ogi").edition("2021")
OWN_RULE = RULE.replace(">=", "<=")


class Shown(list[str]):
    """What cells have shown."""

    def take(self) -> str:
        """Return it, and begin anew."""
        html = "\n".join(self)
        self.clear()
        return html


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Shown:
    texts = Shown()
    monkeypatch.setattr(module, "display", lambda html: texts.append(html.data))
    return texts


def _rules(html: str) -> set[str]:
    return {*re.findall(r'<th scope="row">([A-Z0-9-]+)<br>', html)}


def _last_year(workspace: Path, **cells: int) -> None:
    """Leave the outputs of last year, all 0 but for some cells named with _ for the dot."""
    values = {cell: cells.get(cell.replace(".", "_"), 0) for cell in EDITION.cells}
    folder = workspace / "outputs" / "ogi" / str(int(YEAR) - 1) / EXAMPLE
    folder.mkdir(parents=True)
    figures = Figures.of(EDITION, values).to_json()
    (folder / "figures.json").write_text(json.dumps(figures), "utf-8")


def _report(workspace: Path, **more: object) -> Report:
    values = read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml").for_notebook()
    return Report(parse_parameters(values | more, "test"), workspace)


@pytest.fixture
def failing(workspace: Path) -> Report:
    """The example, whose last year carried out three applications more than it carried in."""
    _last_year(workspace, t3_carried_out_business=3, t3_carried_out_total=3)
    (workspace / "city.rules").write_text(OWN_RULE, "utf-8")
    return _report(workspace, rules="city.rules")


def test_the_last_cell_holds_what_no_cell_before_has_held(failing: Report, shown: Shown) -> None:
    for named in ("L", "N", "T2", "T3", "T4", "VALUES"):
        failing.reconcile(named)
    shown.clear()

    with pytest.raises(ReconciliationError) as caught:
        failing.reconcile()

    assert _rules(shown.take()) == {"Y-CARRIED", "Y-VALID", "Y-SWING", "CITY-1"}
    told = "\n".join(caught.value.problems)
    assert "［Y-CARRIED 不符］商业企业列：二（上年结转）＝0，上年度报告的四＝3，相差 3。" in told
    assert "［CITY-1 不符］" in told


def test_alone_it_holds_every_rule(failing: Report, shown: Shown) -> None:
    with pytest.raises(ReconciliationError):
        failing.reconcile()

    assert f"核对 {len(failing.findings)} 处" in shown.take()


def test_a_cell_run_twice_shows_the_same_twice(failing: Report, shown: Shown) -> None:
    seen = []
    for _ in range(2):
        for named in (("T3",), ("L", "N", "T2", "T4", "VALUES"), ()):
            try:
                failing.reconcile(*named)
            except ReconciliationError as error:
                shown.append(str(error))
            seen.append(shown.take())

    assert seen[:3] == seen[3:]
    assert "CITY-1" in seen[2]


@pytest.mark.parametrize(
    ("beginning", "nearest"),
    [
        ("T5", "T"),
        ("Y-CARIED", "Y-CARRIED"),
        ("VALUE-S", "VALUES"),
        ("y", "Y"),
        ("T3_BALANCE", "T3-BALANCE"),
    ],
)
def test_a_beginning_that_no_rule_has_is_an_error_with_the_nearest(
    failing: Report, shown: Shown, beginning: str, nearest: str
) -> None:
    with pytest.raises(RuleError, match=f"没有以“{beginning}”开头的规则，是否应为 {nearest}"):
        failing.reconcile("T3", beginning)

    assert not shown


def test_a_beginning_like_nothing_is_an_error_with_all_there_are(failing: Report) -> None:
    with pytest.raises(RuleError, match=r"全部规则：L-REQUIRED、L-DATE、.*CITY-1。"):
        failing.reconcile("规则")


def test_a_refused_beginning_counts_as_held_by_nobody(failing: Report, shown: Shown) -> None:
    with pytest.raises(RuleError):
        failing.reconcile("Y", "QQQ")
    with pytest.raises(ReconciliationError, match="Y-CARRIED"):
        failing.reconcile()


def test_rules_that_do_not_apply_are_said_to_hold_nothing(workspace: Path, shown: Shown) -> None:
    _report(workspace).reconcile("U")

    assert "没有要核对的" in shown.take()


def test_result_names_what_fails_with_place_and_figures(failing: Report) -> None:
    html = failing.result().data["text/html"]

    assert "有 3 处核对不符，本报告是草稿。" in html
    assert _rules(html) == {"Y-CARRIED", "CITY-1"}
    assert "商业企业列：二（上年结转）＝0，上年度报告的四＝3，相差 3。" in html


def test_result_of_a_report_that_passes_names_nothing(workspace: Path) -> None:
    html = _report(workspace).result().data["text/html"]

    assert html.startswith("<p>全部核对通过。")
    assert "<table" not in html


def test_the_last_cells_of_a_draft_name_the_failing_rule_with_its_figures(workspace: Path) -> None:
    _last_year(workspace, t3_carried_out_business=3, t3_carried_out_total=3)

    process = reportkit(workspace, "run")

    assert process.returncode == 1
    executed = nbformat.read(workspace / "outputs" / "ogi" / YEAR / EXAMPLE / "report.ipynb", 4)
    *_, rest, result = (cell for cell in executed.cells if cell.cell_type == "code")
    said = "上年度报告的四＝3，相差 3"
    assert rest.outputs[-1].ename == "ReconciliationError"
    assert said in rest.outputs[-1].evalue
    assert said in result.outputs[0].data["text/html"]


def test_time_taken_is_told_by_the_rule_with_a_deadline(workspace: Path) -> None:
    report = _report(workspace)
    table = report.timeliness().data

    assert "<caption>申请办理用时</caption>" in table
    assert "超期（件）" in table


def test_of_a_form_without_deadlines_no_time_is_told(workspace: Path) -> None:
    report = _report(workspace)
    report.rules = {id_: rule for id_, rule in report.rules.items() if rule.check != "deadline"}

    assert report.timeliness().data == ""


def _changed(report: Report) -> Figures:
    return report.figures.replacing({"t3.new.total": 7})


def test_a_figure_set_after_a_first_check_is_held(workspace: Path, shown: Shown) -> None:
    report = _report(workspace)
    report.reconcile("L")

    report.figures = _changed(report)

    with pytest.raises(ReconciliationError, match="T3-BALANCE"):
        report.reconcile("T3")
    assert "本报告是草稿" in report.result().data["text/html"]
    assert "7件" in report.narrative.text


def test_a_figure_set_after_it_was_printed_gives_no_result(workspace: Path, shown: Shown) -> None:
    report = _report(workspace)
    report.section("一")
    report.table("二")
    report.table("三")
    report.reconcile("T3")
    report.figures = _changed(report)

    with pytest.raises(ReconciliationError) as caught:
        report.result()

    places = [problem.partition("是按改动以前的数字得出的")[0] for problem in caught.value.problems]
    assert places == ["“一、总体情况”", "表“收到和处理政府信息公开申请情况”", "T3 的核对"]

    report.section("一")
    report.table("三")
    with pytest.raises(ReconciliationError):
        report.reconcile("T3")
    assert "本报告是草稿" in report.result().data["text/html"]
