"""Rules across years: this report against last year's, from wherever that one is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reportkit.errors import RawDataError
from reportkit.figures import Figures, Value
from reportkit.forms import load_form
from reportkit.inputs.typed import WorkspaceTree
from reportkit.params import parse_parameters, read_parameters
from reportkit.report import Report
from reportkit.rules import Finding, State
from tests.catalogue import check_figures
from tests.conftest import EXAMPLE, YEAR

EDITION = load_form("ogi").edition("2021")
ZERO: dict[str, Value] = dict.fromkeys(EDITION.cells, 0)


def _held(this: dict[str, Value], last: dict[str, Value], rule: str, place: str) -> Finding:
    figures = Figures.of(EDITION, ZERO | this).following(Figures.of(EDITION, ZERO | last))
    findings = {(f.rule, f.place): f for f in check_figures(figures)}
    return findings[rule, place]


def test_carried_in_is_what_last_year_carried_out_column_by_column() -> None:
    finding = _held(
        {"t3.carried_in.business": 2}, {"t3.carried_out.business": 3}, "Y-CARRIED", "business"
    )

    assert finding.fails_run
    assert finding.message == "商业企业列：二（上年结转）＝2，上年度报告的四＝3，相差 1。"
    assert [cell.name for cell in finding.cells] == [
        "二 上年结转·商业企业",
        "上年度四 结转下年度继续办理·商业企业",
    ]


def test_documents_in_force_follow_from_last_years() -> None:
    this: dict[str, Value] = {
        "t2.normative_documents.in_force": 9,
        "t2.normative_documents.issued": 3,
        "t2.normative_documents.repealed": 1,
    }
    last: dict[str, Value] = {"t2.normative_documents.in_force": 7}

    right = _held(this, last, "Y-VALID", "normative_documents")
    wrong = _held(
        this | {"t2.normative_documents.in_force": 10}, last, "Y-VALID", "normative_documents"
    )

    assert right.state is State.PASS
    assert wrong.state is State.FAIL
    assert not wrong.fails_run


def test_cases_pending_last_year_are_heard_this_year() -> None:
    last: dict[str, Value] = {"t4.direct_suit.pending": 2}

    finding = _held({"t4.direct_suit.total": 1}, last, "Y-PENDING", "direct_suit")

    assert (finding.state, finding.left, finding.right) == (State.FAIL, 1, 2)


def test_without_last_year_each_rule_says_so_once() -> None:
    findings = [f for f in check_figures(Figures.of(EDITION, ZERO)) if f.rule.startswith("Y-")]

    assert {f.rule for f in findings} == {"Y-CARRIED", "Y-VALID", "Y-PENDING"}
    assert all(f.state is State.UNKNOWN and f.place == "last_year" for f in findings)


def test_a_cell_that_last_years_form_lacks_is_unknown() -> None:
    last = load_form("ogi").edition("2019")
    figures = Figures.of(EDITION, ZERO).following(Figures.of(last, dict.fromkeys(last.cells, 0)))

    findings = {(f.rule, f.place): f for f in check_figures(figures)}

    assert findings["Y-VALID", "regulations"].state is State.UNKNOWN
    assert findings["Y-CARRIED", "total"].state is State.PASS


@pytest.fixture
def values(workspace: Path) -> dict[str, object]:
    return read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml").for_notebook()


def _last_year(workspace: Path, values: dict[str, object]) -> Figures | None:
    return Report(parse_parameters(values, "test"), workspace).last_year


def test_last_year_comes_from_its_outputs_when_these_are_there(
    workspace: Path, values: dict[str, object]
) -> None:
    assert _last_year(workspace, values) is None
    folder = workspace / "outputs" / "ogi" / "2021" / EXAMPLE
    folder.mkdir(parents=True)
    kept = Figures.of(EDITION, ZERO | {"t3.carried_out.total": 4})
    (folder / "figures.json").write_text(json.dumps(kept.to_json()), "utf-8")

    last_year = _last_year(workspace, values)

    assert last_year == kept


def test_last_year_may_be_a_filled_in_form(workspace: Path, values: dict[str, object]) -> None:
    (workspace / "last.csv").write_text("格编号,格名称,填报数\nt3.carried_out.total,,4\n", "utf-8")

    last_year = _last_year(workspace, values | {"previous": "last.csv"})

    assert last_year is not None
    assert last_year["t3.carried_out.total"] == 4


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("gone.json", None, "不是本软件生成的 figures.json"),
        ("bad.json", "{}", "不是本软件生成的 figures.json"),
        ("gone.csv", None, "没有这个文件"),
        ("bad.pdf", "x", "不是能读的格式"),
    ],
)
def test_a_file_that_was_named_and_cannot_be_read_is_told(
    workspace: Path, values: dict[str, object], name: str, content: str | None, words: str
) -> None:
    if content is not None:
        (workspace / name).write_text(content)

    with pytest.raises(RawDataError, match=words):
        _last_year(workspace, values | {"previous": name})


def test_history_is_every_earlier_year_of_the_bureau_and_no_other(
    workspace: Path, values: dict[str, object]
) -> None:
    kept = json.dumps(Figures.of(EDITION, ZERO).to_json())
    for place in (f"2019/{EXAMPLE}", f"2021/{EXAMPLE}", f"2022/{EXAMPLE}", "2020/other"):
        folder = workspace / "outputs" / "ogi" / place
        folder.mkdir(parents=True)
        (folder / "figures.json").write_text(kept, "utf-8")
    parameters = parse_parameters(values, "test")

    report = Report(parameters, workspace)

    existing = WorkspaceTree(workspace).existing(report.inputs)
    assert [path for path in existing if path.startswith("outputs/")] == [
        f"outputs/ogi/{year}/{EXAMPLE}/figures.json" for year in (2019, 2021)
    ]
    assert len(report.history) == 2
