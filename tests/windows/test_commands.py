"""What an analyst does on Windows works where our code finds nothing of POSIX (see the shim)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import EXAMPLE, YEAR, copy_workspace, made_below, reportkit
from tests.windows import SHIM

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the shim looks into /proc")

AS_ON_WINDOWS = {"PYTHONPATH": str(SHIM)}
OUTPUTS = f"outputs/ogi/{YEAR}/{EXAMPLE}"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose report was made as on Windows."""
    workspace = copy_workspace(tmp_path_factory.mktemp("windows") / "workspace")
    process = reportkit(workspace, "run", "--jobs", "1", **AS_ON_WINDOWS)
    assert process.returncode == 0, process.stderr
    return workspace


def test_the_ordinary_kernel_makes_a_report(made: Path) -> None:
    (log,) = (made / "outputs" / "logs").glob(f"*/{YEAR}/*.log")

    assert "执行引擎：nbclient" in log.read_text("utf-8")
    assert (made / OUTPUTS / "report.pdf").read_bytes().startswith(b"%PDF")


def test_outputs_are_byte_for_byte_those_of_linux(made: Path, tmp_path: Path) -> None:
    workspace = copy_workspace(tmp_path / "workspace")
    assert reportkit(workspace, "run", "--jobs", "1").returncode == 0

    for name in ("report.html", "review.html", "report.pdf", "figures.json", "findings.json"):
        assert (made / OUTPUTS / name).read_bytes() == (workspace / OUTPUTS / name).read_bytes()
    ours, theirs = (
        json.loads((one / OUTPUTS / "manifest.json").read_text("utf-8"))
        for one in (made, workspace)
    )
    assert ours["inputs"] == theirs["inputs"]
    for folder in (made, workspace):
        for path in (folder / "outputs").rglob("*.json"):
            assert b"\r" not in path.read_bytes()


def test_the_task_for_the_scheduler_of_windows(made: Path) -> None:
    process = reportkit(made, "schedule", **AS_ON_WINDOWS)

    assert process.returncode == 0, process.stderr
    assert "<Task" in process.stdout


def test_workspace_is_made_up(tmp_path: Path) -> None:
    process = reportkit(tmp_path, "demo", "made-up", "--bureaus", "1", **AS_ON_WINDOWS)

    assert process.returncode == 0, process.stderr
    assert len(list((tmp_path / "made-up" / "data").iterdir())) == 1


def test_output_open_in_another_program_is_named_and_nothing_is_lost(
    tmp_path: Path, made: Path
) -> None:
    workspace = shutil.copytree(made, tmp_path / "workspace")
    before = {path: path.read_bytes() for path in (workspace / OUTPUTS).iterdir()}

    record = workspace / "outputs" / "run.json"
    with (workspace / OUTPUTS / "report.pdf").open("rb"), record.open("rb"):
        process = reportkit(workspace, "run", "--jobs", "1", "--force", **AS_ON_WINDOWS)

    assert process.returncode == 3
    assert f"{OUTPUTS}/report.pdf （正被别的程序打开，如 WPS" in process.stderr
    assert "请关闭后再运行一次；原来的输出没有改动。" in process.stderr
    assert f"运行记录写不进 {record}（正被别的程序打开" in process.stderr
    assert {path: path.read_bytes() for path in (workspace / OUTPUTS).iterdir()} == before
    assert made_below((workspace / OUTPUTS).parent) == [EXAMPLE]


def test_code_page_936_never_ends_a_command(tmp_path: Path, made: Path) -> None:
    workspace = shutil.copytree(made, tmp_path / "workspace")
    params = workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml"
    text = params.read_text("utf-8").replace("阜新市生态环境局", "䶮𠮷市生态环境局")
    params.write_text(text, encoding="utf-8")

    def run(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "reportkit", *arguments],
            cwd=workspace,
            env={**os.environ, **AS_ON_WINDOWS, "PYTHONIOENCODING": "gbk"},
            capture_output=True,
            check=False,
        )

    plan = run("plan")
    assert plan.returncode == 0, plan.stderr
    told = "\\u4dae\\U00020bb7市生态环境局 2022 年：参数 bureau_name 变了"  # and no file
    assert plan.stdout.decode("gbk").splitlines()[0] == told
    (one,) = json.loads(run("check", "--format", "json").stdout.decode("ascii"))
    assert one["bureau"] == EXAMPLE
    assert {each["rule"] for each in one["findings"] if each["state"] == "fail"} == {"N-GLYPHS"}
