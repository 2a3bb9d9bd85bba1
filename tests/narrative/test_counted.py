"""N-COUNTED: a misspelt category is told, where its count would be printed as 0."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reportkit.params import read_parameters
from reportkit.report.computed import Computed
from reportkit.rules import Finding, Severity, State

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    shutil.copytree(ROOT / "data" / "fuxin-ecology", folder / "data" / "fuxin-ecology")
    shutil.copytree(ROOT / "params", folder / "params")
    return folder


def _findings(workspace: Path, *expressions: str) -> list[Finding]:
    text = "# 一、总体情况\n" + "\n".join(f"{{{{ {each} }}}}条" for each in expressions)
    path = workspace / "data" / "fuxin-ecology" / "2022" / "narrative.md"
    path.write_text(text, encoding="utf-8")
    parameters = read_parameters(workspace / "params" / "fuxin-ecology-2022.yaml")
    findings = Computed(parameters, workspace).findings
    return [finding for finding in findings if finding.rule == "N-COUNTED"]


def test_word_that_never_occurs_is_told_with_the_nearest_that_does(workspace: Path) -> None:
    (finding,) = _findings(workspace, 'count("publications", 栏目="通知公吿")')

    assert (finding.state, finding.severity) == (State.FAIL, Severity.WARNING)
    assert finding.message == (
        "文字按“通知公吿”计数，“主动公开信息发布台账”的“栏目”列没有这个字样，"
        "相近的有“通知公告”；数得的是 0。"
    )


def test_words_are_told_once_and_those_that_occur_pass(workspace: Path) -> None:
    findings = _findings(
        workspace,
        'count("publications", 栏目="通知公告")',
        'count("publications", 栏目="无此栏目", 发布渠道="政府网站")',
        'count("publications", 栏目="无此栏目")',
        'count("publications", 发布渠道="政府网站")',
        'total("fees", "金额（元）", 收费类别="信息处理费")',
    )

    assert [finding.state for finding in findings] == [State.PASS, State.FAIL]
    assert "相近" not in findings[1].message


def test_word_that_is_not_counted_in_the_end_is_not_told(workspace: Path) -> None:
    (finding,) = _findings(workspace, '0 if year else count("publications", 栏目="通知公吿")')

    assert finding.state is State.PASS
