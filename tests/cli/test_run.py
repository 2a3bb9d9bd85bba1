"""What `reportkit run` shows, and that it stays light where nothing has to be made."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from reportkit.batch.record import Entry, Record
from reportkit.cli.progress import show_summary, shown
from reportkit.inputs.outcome import Outcome
from reportkit.inputs.run_state import RunState
from reportkit.params import Parameters, parse_parameters
from reportkit.storage.workspace import Workspace
from tests.conftest import EXAMPLE, YEAR, reportkit

START = dt.datetime(2023, 1, 16, 2, tzinfo=dt.UTC)


def _bureau(code: str, name: str) -> Parameters:
    values = {"bureau": code, "bureau_name": name, "year": 2022, "date": "2023-01-16"}
    return parse_parameters(values, "test")


OUTCOMES = [
    Outcome(_bureau("a", "某市生态环境局"), RunState.PASSED),
    Outcome(
        _bureau("b", "某局"), RunState.FAILED, ("［L-KIND 不符］[x]第 3 行 :smile:。", "第二处。")
    ),
    Outcome(_bureau("c", "ABC 局"), RunState.BROKEN, ("原始数据读不出来：\n  1. 缺少台账。",)),
    Outcome(_bureau("d", "某丁局"), RunState.PASSED, unchanged=True),
]


def _record(seconds: float, unusable: int = 0) -> Record:
    entries = tuple(map(Entry.of, OUTCOMES))
    return Record(START, START + dt.timedelta(seconds=seconds), entries, unusable)


def test_the_summary_lists_what_did_not_pass_in_columns(capsys: pytest.CaptureFixture[str]) -> None:
    show_summary(_record(3725.4, unusable=1))

    assert capsys.readouterr().out.splitlines() == [
        "某局 2022 年    不符，已生成草稿  ［L-KIND 不符］[x]第 3 行 :smile:。",
        "ABC 局 2022 年  没有完成          原始数据读不出来： 1. 缺少台账。",
        "还没有通过的报告里期限最近的是ABC 局 2022 年：距法定公布期限（1月31日）还有 15 天。",
        "共 5 份：通过 2，不符 1，没有完成 2（其中没有变化 1）；用时 1 小时 2 分",
    ]


def test_lines_go_where_they_belong(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with shown(4, Workspace(tmp_path)) as show:
        for outcome in OUTCOMES:
            show(outcome)

    told = capsys.readouterr()
    folder = os.path.relpath(tmp_path / "outputs/ogi/2022")
    assert told.out.splitlines() == [
        f"某市生态环境局 2022 年：通过。见 {folder}/a",
        f"某局 2022 年：不符，已生成草稿。见 {folder}/b",
        "  ［L-KIND 不符］[x]第 3 行 :smile:。",
        "  第二处。",
        f"某丁局 2022 年：通过（没有变化）。见 {folder}/d",
    ]
    assert told.err.splitlines() == [
        "ABC 局 2022 年：没有完成。先前的输出没有改动。",
        "  原始数据读不出来：",
        "    1. 缺少台账。",
    ]


def test_of_many_that_stand_as_they_passed_the_count_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    *others, unchanged = OUTCOMES
    failed = replace(OUTCOMES[1], unchanged=True)

    with shown(25, Workspace(tmp_path)) as show:
        for outcome in [*[unchanged] * 21, *others, failed]:
            show(outcome)

    told = capsys.readouterr()
    assert [line[:15] for line in told.out.splitlines()] == [
        "某市生态环境局 2022 年：",
        "某局 2022 年：不符，已生",
        "  ［L-KIND 不符］[x",
        "  第二处。",
        "某局 2022 年：不符，已生",
        "  ［L-KIND 不符］[x",
        "  第二处。",
        "通过、没有变化的 21 份不逐",
    ]
    assert told.err.startswith("ABC 局 2022 年：没有完成。")


_ON_A_TERMINAL = """
import sys
from pathlib import Path
from reportkit.storage.workspace import Workspace
from tests.cli.test_run import OUTCOMES, _record
from reportkit.cli.progress import show_summary, shown
with shown(5, Workspace(Path.cwd())) as show:
    for outcome in OUTCOMES:
        show(outcome)
show_summary(_record(61))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
def test_a_terminal_gets_a_bar_with_what_fails_above_it(tmp_path: Path) -> None:
    import pty

    shown: list[bytes] = []

    def read(descriptor: int) -> bytes:
        shown.append(os.read(descriptor, 4096))
        return shown[-1]

    root = str(Path(__file__).parents[2])
    program = f"import os; os.environ.update(COLUMNS='120', TERM='xterm'); {_ON_A_TERMINAL}"
    command = [sys.executable, "-c", program.replace("; \n", "\n", 1)]
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = root
    try:
        status = pty.spawn(command, read)
    finally:
        os.environ.pop("PYTHONPATH") if before is None else os.environ.update(PYTHONPATH=before)
    text = b"".join(shown).decode()

    assert status == 0, text
    assert "4/5" in text
    assert "通过 2，不符 1，没有完成 1（其中没有变化 1）" in text
    assert "每分钟 " in text
    assert text.index("  第二处。") < text.index("共 4 份")
    assert "[x]第 3 行 :smile:。" in text
    assert "单位和年度" in text


def test_an_unchanged_run_imports_nothing_heavy_and_starts_no_process(workspace: Path) -> None:
    assert reportkit(workspace, "run").returncode == 0
    log = workspace / "outputs" / "logs" / "ogi" / YEAR / f"{EXAMPLE}.log"
    before = log.stat().st_mtime_ns
    command = [sys.executable, "-X", "importtime", "-m", "reportkit", "run"]

    process = subprocess.run(
        command, cwd=workspace, capture_output=True, encoding="utf-8", check=True
    )

    imported = {line.rpartition("|")[2].strip() for line in process.stderr.splitlines()}
    assert "reportkit.executors.workers" in imported
    heavy = {"pandas", "numpy", "papermill", "nbconvert", "nbformat", "typst", "rich", "jinja2"}
    assert imported & (heavy | {"multiprocessing.spawn"}) == set()
    assert "通过（没有变化）" in process.stdout
    assert log.stat().st_mtime_ns == before, "the log of how it was made is replaced"


@pytest.mark.parametrize(
    "arguments", [("--jobs", "0"), ("--timeout", "x"), ("--engine", "none")], ids=lambda a: a[0]
)
def test_options_that_make_no_sense_are_wrong_usage(
    workspace: Path, arguments: tuple[str, str]
) -> None:
    process = reportkit(workspace, "run", *arguments)

    assert process.returncode == 2
    assert arguments[0] in process.stderr
    assert not (workspace / "outputs").exists()
