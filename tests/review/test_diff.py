"""Two reports beside each other: which may be named, what is told of them, and how it ends."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from syrupy.assertion import SnapshotAssertion

from reportkit.cli.commands.diff import diff
from reportkit.comparing import Statements
from reportkit.errors import ComparisonError, ReportkitError
from reportkit.figures import Figures, Mark, Value
from reportkit.forms import load_form
from reportkit.rendering.exporters import ReportHTMLExporter, ReportPDFExporter
from reportkit.rendering.parts.tables import table_html
from reportkit.review.diff.sides import read_side
from reportkit.rules import Finding, State
from reportkit.writing import write_json
from tests.axe import faults
from tests.rendering.notebook import code, display, executed, finding, markdown

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TOTAL, FEES = "t3.new.total", "t2.fees.amount"
PROSE = "## 一、总体情况\n\n全年新收6件。工作有序。\n\n## 六、其他\n\n没有。"


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty workspace, in which the user stands."""
    (tmp_path / "params").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def made(workspace: Path) -> Callable[..., Path]:
    """Make the outputs of a report, as `run` does, without its notebook."""

    def make(
        bureau: str = "fuxin-ecology",
        cells: dict[str, Value] | None = None,
        findings: Sequence[Finding] = (finding(state=State.PASS),),
        prose: str = PROSE,
        year: int = 2022,
    ) -> Path:
        edition = load_form("ogi").edition("2021")
        figures = Figures.of(edition, {TOTAL: 6, **(cells or {})})
        tables = [table_html(table, figures) for table in edition.tables.values()]
        shown = [markdown(prose), *(code(display(text_html=table)) for table in tables)]
        stated: dict[str, Any] = figures.to_json()
        notebook = executed(*shown, state="passed", findings=findings, figures=stated)
        folder = workspace / "outputs" / "ogi" / str(year) / bureau
        folder.mkdir(parents=True)
        html, _ = ReportHTMLExporter().from_notebook_node(notebook)
        (folder / "report.html").write_text(html, "utf-8")
        write_json(folder / "figures.json", stated | {"year": year, "bureau": bureau})
        write_json(folder / "findings.json", [each.to_json() for each in findings])
        return folder

    return make


def compared(*arguments: str) -> Result:
    return CliRunner().invoke(diff, arguments, catch_exceptions=False)


def test_the_same_report_does_not_differ(made: Callable[..., Path]) -> None:
    made()

    told = compared("fuxin-ecology/2022", "outputs/ogi/2022/fuxin-ecology")

    assert told.exit_code == 0
    assert "数字、核对结论、所核对的规则、文字都相同。" in told.stdout


def test_what_differs_is_told_place_by_place(
    made: Callable[..., Path], snapshot: SnapshotAssertion
) -> None:
    made("a", {FEES: 0, "t3.new.business": 2})
    changed = PROSE.replace("6件", "7件").replace("没有。", "工作有序。")
    made("b", {FEES: Mark.BLANK, TOTAL: 7}, [finding()], changed.replace("工作有序。", "", 1))

    told = compared("a/2022", "b/2022", "--html", "page.html")

    assert told.exit_code == 1
    assert told.stdout == snapshot(name="text")
    page = Path("page.html").read_text("utf-8")
    assert page[page.index("<main>") :] == snapshot(name="page")


@pytest.mark.parametrize(
    ("first", "second", "places"),
    [
        ("old/a", "new/a", ("old/a", "new/a")),
        ("old/outputs/a", "new/outputs/a", ("old/outputs/a", "new/outputs/a")),
        ("1/old/a", "2/new/a", ("old/a", "new/a")),
        ("x/a", "x/x/a", ("there/x/a", "x/x/a")),
        ("old/a", "new/b", ("a", "b")),
        ("old/a", "old/a", ("a", "a")),
    ],
)
def test_two_folders_elsewhere_are_told_apart(
    made: Callable[..., Path], tmp_path: Path, first: str, second: str, places: tuple[str, str]
) -> None:
    there, report = tmp_path.parent / f"{tmp_path.name}-2" / "there", made()
    for named in {first, second}:
        shutil.copytree(report, there / named)

    page = ("--html", "page.html")
    told = compared(str(there / first), str(there / second), "--format", "json", *page)

    read = json.loads(told.stdout)
    assert (read["before"]["place"], read["after"]["place"]) == places
    shown = Path("page.html").read_text("utf-8")
    assert [f"<code>{place}</code>" in shown for place in places] == [True, True]
    assert str(tmp_path.parent) not in told.stdout + shown


def test_json_has_every_difference_and_null_for_what_is_not_told(
    made: Callable[..., Path],
) -> None:
    made("a")
    (made("b", {TOTAL: 7}) / "findings.json").unlink()

    told = json.loads(compared("a/2022", "b/2022", "--format", "json").stdout)

    assert told["differs"] is True
    assert told["cells"] == [
        {
            "id": TOTAL,
            "name": "一 本年新收·总计",
            "became": "changed",
            "before": 6,
            "after": 7,
        }
    ]
    assert told["findings"] is None
    assert told["notes"] == ["核对结论没有比较：有一份不带核对结论，如公开的文件。"]
    assert told["before"] == {"name": "a 2022", "place": "a/2022"}


def test_a_figure_changed_by_hand_in_a_copy_of_the_page_is_found(
    made: Callable[..., Path], workspace: Path
) -> None:
    page = (made() / "report.html").read_text("utf-8")
    forged = page.replace(f'<td id="{TOTAL}">6</td>', f'<td id="{TOTAL}">9</td>')
    assert forged != page
    (workspace / "taken.html").write_text(forged, "utf-8")

    told = compared("fuxin-ecology/2022", "taken.html")

    assert told.exit_code == 1
    assert "一 本年新收·总计 6 → 9（+3）" in told.stdout
    assert "文字：" not in told.stdout


def test_every_kind_of_cell_is_read_back_from_the_page(made: Callable[..., Path]) -> None:
    marks = {"t3.new.research": Mark.UNKNOWN, "t3.new.other": Mark.NOT_APPLICABLE}
    made(cells={**marks, FEES: Decimal("0.5"), "t3.new.business": 0})

    assert (
        compared("fuxin-ecology/2022", "outputs/ogi/2022/fuxin-ecology/report.html").exit_code == 0
    )


def test_a_pdf_tells_its_figures(made: Callable[..., Path], workspace: Path) -> None:
    made(cells={TOTAL: 7})
    figures = Figures.of(load_form("ogi").edition("2021"), {TOTAL: 6}).to_json()
    notebook = executed(state="passed", figures=figures)
    pdf, _ = ReportPDFExporter().from_notebook_node(notebook)
    (workspace / "sent.pdf").write_bytes(pdf)

    told = compared("sent.pdf", "fuxin-ecology/2022")

    assert "甲：fuxin-ecology 2022（sent.pdf）" in told.stdout
    assert "一 本年新收·总计 6 → 7（+1）" in told.stdout
    assert "文字没有比较" in told.stdout


def test_what_was_reviewed_last_can_be_compared(made: Callable[..., Path], workspace: Path) -> None:
    side = read_side(str(made()), workspace)
    write_json(workspace / "reviewed.json", side.statements.to_json())

    assert compared("reviewed.json", "fuxin-ecology/2022").exit_code == 0
    assert Statements.from_json(json.loads(Path("reviewed.json").read_text("utf-8")))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"form": "zz"}, "报告种类 zz 的数字，这里没有这种格式"),
        ({"form": ["ogi"]}, "读不出来"),
        ({"cells": {}}, "一格数字也没有"),
    ],
)
def test_figures_of_which_nothing_can_be_told_are_not_called_the_same(
    made: Callable[..., Path], workspace: Path, changed: dict[str, Any], told: str
) -> None:
    path = made() / "figures.json"
    figures = json.loads(path.read_text("utf-8"))
    write_json(workspace / "sent.json", figures | changed)

    with pytest.raises(ComparisonError, match=told):
        compared("sent.json", "sent.json")


def test_a_form_of_ones_own_is_known_in_its_workspace(
    made: Callable[..., Path], workspace: Path
) -> None:
    figures = json.loads((made() / "figures.json").read_text("utf-8"))
    write_json(workspace / "sent.json", figures | {"form": "own"})
    (workspace / "forms/own").mkdir(parents=True)
    (workspace / "forms/own/form.yaml").touch()

    assert compared("sent.json", "sent.json").exit_code == 0


def test_other_bytes_of_the_page_are_told_where_nothing_else_differs(
    made: Callable[..., Path],
) -> None:
    made("a")
    page = made("b") / "report.html"
    page.write_text(page.read_text("utf-8").replace("<main>", "<main >"), "utf-8")

    told = compared("a/2022", "b/2022")

    assert told.exit_code == 0
    assert "report.html 的字节却不同" in told.stdout


def test_a_report_with_a_terminals_commands_in_it_is_inert(made: Callable[..., Path]) -> None:
    made("a", {"t3.new.other": "\x1b[2J<script>alert(1)</script>"})
    made("b")

    told = compared("a/2022", "b/2022", "--html", "page.html")

    assert "\x1b" not in told.stdout
    assert "\\x1b[2J" in told.stdout
    page = Path("page.html").read_text("utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_the_machines_folders_are_not_told(made: Callable[..., Path], workspace: Path) -> None:
    folder = made()

    told = compared(str(folder), str(folder / "report.html"), "--html", "page.html")

    assert str(workspace) not in told.stdout + Path("page.html").read_text("utf-8")
    assert "outputs/ogi/2022/fuxin-ecology" in told.stdout


@pytest.mark.parametrize(
    ("named", "content", "message"),
    [
        ("other/2022", None, "还没有生成"),
        ("nothing.pdf", None, "没有 nothing.pdf"),
        ("foreign.pdf", b"%PDF-1.4\n", "不是本软件生成的报告"),
        ("foreign.html", b"<table><tr><td>6</td></tr></table>", "不是本软件生成的报告"),
        ("table.xlsx", b"PK", "不能比较"),
        ("odd.json", b"[1]", "不是本软件生成的"),
        ("half.json", b'{"cells": {"a": 1}}', "不是本软件生成的"),
        ("float.json", b'{"cells": {"a": {"name": "A", "value": 0.1}}}', "不是本软件生成的"),
        (
            "reviewed-ogi.json",
            (
                b'{"findings": null, "prose": null,'
                b' "figures": {"cells": {"a": {"name": "A", "value": [1]}}}}'
            ),
            "不是本软件生成的",
        ),
        ("deep.json", b"[" * 100_000, "不是本软件生成的"),
        ("params", None, "params 里没有 figures.json"),
    ],
)
def test_what_is_no_report_is_refused_in_words(
    workspace: Path, named: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (workspace / named).write_bytes(content)

    with pytest.raises(ComparisonError, match=message):
        read_side(named, workspace)


def test_a_page_for_reviewers_is_not_taken_for_the_report(workspace: Path) -> None:
    """Each of its cells has last year's figure beside this year's: all would seem changed."""
    cell = '<td id="t3.new.total"><a class="figure" href="#c">6</a><small>5</small></td>'
    page = f'<table class="official"><tr>{cell}</tr></table>'
    (workspace / "review.html").write_text(page, "utf-8")

    with pytest.raises(ComparisonError, match=r"审核页.*不能比较"):
        read_side("review.html", workspace)


def test_outside_of_a_workspace_only_paths_are_known(
    made: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path_factory: Any
) -> None:
    folder = made()
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))

    assert compared(str(folder), str(folder)).exit_code == 0
    with pytest.raises(ReportkitError, match="没有 fuxin-ecology/2022"):
        compared("fuxin-ecology/2022", str(folder))


def test_the_page_can_be_used_by_everybody(
    made: Callable[..., Path], workspace: Path, browser: Browser
) -> None:
    made("a", {FEES: 0, "t3.new.business": 2})
    (made("b", {TOTAL: 7}, [finding()], PROSE.replace("没有。", "有：详见上文。")))
    write_json(workspace / "more.json", {"cells": {"x.y": {"name": "别的格", "value": None}}})
    compared("a/2022", "b/2022", "--html", "page.html")
    compared("a/2022", "more.json", "--html", "more.html")

    for name in ("page.html", "more.html"):
        assert faults(browser, (workspace / name).as_uri()) == []
