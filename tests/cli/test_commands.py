"""The commands say what they do, what is wrong, and end with the right exit code."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from reportkit.making.copy import open_copy
from reportkit.params import read_parameters
from tests.conftest import EXAMPLE, WITHOUT_LAST_YEAR, YEAR, reportkit


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_help_teaches_every_command(workspace: Path) -> None:
    process = reportkit(workspace, "--help")

    assert process.returncode == 0
    for command in ("run", "check", "lab"):
        assert f"reportkit {command}" in process.stdout
        assert reportkit(workspace, command, "--help").returncode == 0


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from reportkit.cli.main import cli; "
        "print([m for m in ('pandas', 'papermill', 'nbconvert', 'typst') if m in sys.modules])"
    )
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert process.stdout.strip() == b"[]"


def test_check_passes_the_example_without_a_notebook(workspace: Path) -> None:
    process = reportkit(workspace, "check")

    assert process.returncode == 0
    head, *notes = process.stdout.splitlines()
    assert head.startswith("阜新市生态环境局 2022 年：通过（核对 ")
    told = [note for note in notes if note.startswith("  ［")]
    read = [note for note in notes if note not in told]
    assert [note.partition("：")[0].strip() for note in read][:1] == ["依申请公开登记台账"]
    assert "这种格式看不出删除线" in read[-1]  # of CSV
    assert all("无法核对］" in note for note in told)  # last year is not known
    assert {note.strip("［ ").split()[0] for note in told} == WITHOUT_LAST_YEAR
    assert not (workspace / "outputs").exists()


def test_check_tells_what_is_wrong_in_one_line_each(workspace: Path, params: Path) -> None:
    ledger = workspace / "data" / EXAMPLE / YEAR / "decisions.csv"
    _replace(ledger, "行政强制", "行政強制措施")

    process = reportkit(workspace, "check", str(params))

    assert process.returncode == 1
    assert "［L-KIND 不符］decisions.csv 第 " in process.stdout
    assert "［VALUES 无法核对］“行政强制·处理决定数量”无法确定。" in process.stdout


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("bureau:", "bureua:", "没有参数 bureua。是否应为 bureau？"),
        ("year: 2022", "year: 20222", "参数 year 应在 2008 到 2099 之间（现为 20222）。"),
        (
            "year: 2022",
            "year: 去年",
            "参数 year 应为四位数字的年份（现有 2 个字符，不予显示）。",
        ),
        ("date: 2023-01-16", "date: 2023-02-30", "参数 date 应为 2023-01-16 样子的日期"),
        ("organ: department", "organ: office", "参数 organ 有误。\n  1. 应为 department、township"),
        ("year: 2022", "year 2022", "不合 YAML 的写法"),
        ("organ: department", "edition: 2030", "没有“2030”版政府信息公开工作年度报告格式"),
    ],
)
def test_wrong_parameters_are_named_with_a_remedy(
    workspace: Path, params: Path, old: str, new: str, message: str
) -> None:
    _replace(params, old, new)

    for command in ("run", "check"):
        process = reportkit(workspace, command)

        assert process.returncode == 3
        assert message in process.stderr
        assert "Traceback" not in process.stderr
    assert not (workspace / "outputs").exists()


def test_two_files_for_one_bureau_year_are_refused(workspace: Path, params: Path) -> None:
    params.with_name("again.yaml").write_bytes(params.read_bytes())

    process = reportkit(workspace, "check")

    assert process.returncode == 3
    assert "单位代码、年度和报告种类与" in process.stderr


def test_a_file_that_is_not_there_is_wrong_usage(workspace: Path) -> None:
    process = reportkit(workspace, "run", "params/nowhere.yaml")

    assert process.returncode == 2
    assert "没有参数文件：params/nowhere.yaml。" in process.stderr


def test_outside_a_workspace_the_command_says_where_to_go(tmp_path: Path) -> None:
    process = reportkit(tmp_path, "run")

    assert process.returncode == 2
    assert "这里不是工作目录" in process.stderr


def test_a_folder_that_cannot_be_written_is_told(workspace: Path) -> None:
    (workspace / "outputs").write_text("a file where the folder should be")

    process = reportkit(workspace, "run")

    assert process.returncode == 3
    assert "写不进" in process.stderr
    assert "Traceback" not in process.stderr


@pytest.mark.parametrize("command", [("check",), ("lab",), ("notebook", "update")])
def test_what_the_system_refuses_is_told_without_a_traceback(
    workspace: Path, params: Path, command: tuple[str, ...]
) -> None:
    open_copy(read_parameters(params), workspace)
    own = f"notebooks/{EXAMPLE}-{YEAR}.ipynb"
    _replace(workspace / "notebooks" / "annual_report.ipynb", "report.title()", "report.title() ")
    (workspace / own).with_name(f".unfinished-{EXAMPLE}-{YEAR}.ipynb").mkdir()
    (workspace / "data" / EXAMPLE / "mapping.yaml").mkdir()
    _replace(params, "2023-01-16", "2023-01-18")

    process = reportkit(workspace, *command, str(params))

    assert process.returncode == 3
    assert "（应为文件，却是文件夹）" in process.stdout + process.stderr
    assert "Traceback" not in process.stderr


def test_check_as_json_has_every_finding(workspace: Path) -> None:
    process = reportkit(workspace, "check", "--format", "json")

    (one,) = json.loads(process.stdout)
    assert (one["bureau"], one["year"], one["state"]) == (EXAMPLE, 2022, "passed")
    assert {f["rule"] for f in one["findings"] if f["state"] != "pass"} == WITHOUT_LAST_YEAR


def test_check_as_junit_counts_failures_and_unknowns(workspace: Path) -> None:
    _replace(workspace / "data" / EXAMPLE / YEAR / "decisions.csv", "行政强制", "行政強制措施")

    process = reportkit(workspace, "check", "--format", "junit")

    (suite,) = ET.fromstring(process.stdout)  # noqa: S314 - our own output
    assert process.returncode == 1
    assert (suite.get("failures"), suite.get("errors")) == ("1", "0")
    assert suite.get("skipped") == "10"


def test_check_of_unreadable_data_is_a_message_in_every_format(workspace: Path) -> None:
    (workspace / "data" / EXAMPLE / YEAR / "cases.csv").unlink()

    for format_ in ("text", "json", "junit"):
        process = reportkit(workspace, "check", "--format", format_)

        assert process.returncode == 3
        assert "缺少“政府信息公开行政复议、行政诉讼台账”" in process.stdout
        assert process.stderr == ""


def test_rules_lists_all_and_explains_one(workspace: Path) -> None:
    listed = reportkit(workspace, "rules").stdout
    explained = reportkit(workspace, "rules", "t3-balance").stdout
    unknown = reportkit(workspace, "rules", "T3-BALANS")

    assert "T3-BALANCE" in listed
    assert "N-SECTIONS" in listed
    assert "第一项加第二项之和，等于第三项加第四项之和" in explained
    assert "算式：一＋二 = 三（七）＋四" in explained
    assert unknown.returncode == 2
    assert "没有规则 T3-BALANS" in unknown.stderr


def test_rules_lint_examines_every_edition(workspace: Path) -> None:
    process = reportkit(workspace, "rules", "--lint")

    assert process.returncode == 0
    assert "45 个等式，其中独立的 43 个" in process.stdout
    assert "可由其他等式推出：T3-APPLICANTS “三（七） 总计”行" in process.stdout
    assert "没有等式核对：“行政规范性文件·本年制发”" in process.stdout


def test_an_index_that_could_not_be_brought_up_to_date_is_not_pointed_at(
    made: Path, tmp_path: Path
) -> None:
    workspace = Path(shutil.copytree(made, tmp_path / "made"))
    page = workspace / "outputs" / "ogi" / YEAR / "index.html"
    page.unlink()
    page.mkdir()

    process = reportkit(workspace, "run", f"params/{EXAMPLE}-{YEAR}.yaml")

    assert f"索引 outputs/ogi/{YEAR}/index.html 没有更新" in process.stdout
    assert "各单位的情况汇总在" not in process.stdout
    assert "index.html" in process.stderr
