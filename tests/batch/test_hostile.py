"""Whatever a notebook does to its machine: one broken report, told plainly, and nothing left."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell
from papermill import PapermillExecutionError

from tests.batch.whole import (
    MARK,
    assert_nothing_runs,
    assert_tidy,
    assert_whole,
    record,
    standing,
)
from tests.conftest import reportkit
from tests.engine.notebook import execute, notebook, room

pytestmark = [
    pytest.mark.posix,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks for a notebook"),
]

# Long enough for every cell that does not hang, on a machine that has other things to do as well.
TIMEOUT = 15
# It hangs without keeping a processor from the other tests.
_HANGS = """import pathlib, time
with pathlib.Path('hung').open('a') as file: file.write('once ')
while True: time.sleep(0.1)"""
# Memory that is never touched: the limit counts it, the machine has nothing to bear.
_EATS = "import numpy as np\nhoard = [np.empty(1 << 30, 'u1') for _ in range(1024)]"
_FORKS = """import os, time
for _ in range(20):
    if os.fork() == 0: time.sleep(600)
os._exit(3)"""
_LEAVES = """import subprocess
for own_session in (False, True):
    subprocess.Popen(['sleep', '600'], start_new_session=own_session)
None"""
_POOL = """import multiprocessing
pool = multiprocessing.Pool(4)
print(sum(pool.map(abs, range(1000))))"""
_CUT = f"笔记本第 3 个运行的单元格运行超过 {TIMEOUT} 秒，已经停止。"
_DIED = "笔记本运行到第 3 个运行的单元格时内核中途退出"

# What a cell of its own does to a report that would pass, and how the report then ends.
HOSTILE = {
    "hangs": (_HANGS, _CUT),
    "eats memory": (_EATS, "笔记本第 3 个运行的单元格内存不够用"),
    "exits": ("import os; os._exit(3)", f"{_DIED}（自行退出，退出码 3）"),
    "crashes": ("import ctypes; ctypes.string_at(0)", f"{_DIED}（被信号 11 终止"),
    "forks and exits": (_FORKS, f"{_DIED}（自行退出，退出码 3）"),
    "prints": ("for _ in range(50): print('x' * 1_000_000)", ""),
    "leaves programs running": (_LEAVES, ""),
    "keeps a pool": (_POOL, ""),
    "does no harm": ("None", ""),
}


def _spoil(workspace: Path, cells: list[str]) -> list[str]:
    """Give each bureau a notebook with a cell of its own; return their codes in order."""
    params = sorted((workspace / "params").iterdir())
    codes = [path.stem.rpartition("-")[0] for path in params]
    for code, path, cell in zip(codes, params, cells, strict=True):
        notebook = nbformat.read(workspace / "notebooks" / "annual_report.ipynb", as_version=4)
        notebook.cells.insert(2, new_code_cell(cell, id="hostile"))
        nbformat.write(notebook, workspace / "notebooks" / f"{code}.ipynb")
        with path.open("a", encoding="utf-8") as file:
            file.write(f"notebook: notebooks/{code}.ipynb\n")
    return codes


def _endings(workspace: Path, cells: list[str], engine: str) -> list[dict[str, Any]]:
    """Make a report with each cell; return how ``run.json`` says that each ended."""
    options = ("--form", "ogi", "--bureaus", str(len(cells)))
    reportkit(workspace.parent, "demo", workspace.name, *options)
    codes, mark = _spoil(workspace, cells), uuid.uuid4().hex
    options = ("--engine", engine, "--jobs", "2", "--timeout", str(TIMEOUT))
    process = subprocess.run(
        [sys.executable, "-m", "reportkit", "run", *options],
        cwd=workspace,
        env=os.environ | {MARK: mark},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert process.returncode == 3
    # Not a line of what libraries log in English, let alone a traceback.
    assert [line for line in process.stderr.splitlines() if line.isascii()] == []
    assert_whole(workspace)
    assert_tidy(workspace)
    reports = {one["bureau"]: one for one in record(workspace)}
    assert sorted(reports) == codes
    assert standing(workspace) == {code for code in codes if reports[code]["state"] == "passed"}
    for code in codes:
        assert (reports[code]["state"] == "broken") == bool(reports[code]["message"])
    assert_nothing_runs(mark)
    return [reports[code] for code in codes]


def test_hostile_notebooks_break_their_own_report_only(tmp_path: Path) -> None:
    cells = [cell for cell, _ in HOSTILE.values()]
    endings = _endings(tmp_path / "workspace", cells, "reportkit")

    for (name, (_, message)), ending in zip(HOSTILE.items(), endings, strict=True):
        assert ending["message"].startswith(message), name
        assert bool(ending["message"]) == bool(message), name
    hung = tmp_path / "workspace" / "hung"
    assert hung.read_text() == "once ", "a notebook that hung was tried again"


# Of the smallest crumbs, a busy machine's kernel may die before it can say why.
@pytest.mark.parametrize(
    "crumb",
    [
        pytest.param("[1]", marks=pytest.mark.slow),
        pytest.param("b'x' * 1000", marks=pytest.mark.slow),
        "bytes(100_000)",
    ],
)
def test_memory_that_runs_out_in_crumbs_is_told(crumb: str) -> None:
    """Not a byte is left then, not even for the error."""
    cell = f"hoard = []\nwhile True: hoard.append({crumb})"

    with pytest.raises(PapermillExecutionError, match="MemoryError"):
        execute(notebook(cell), memory_limit=room(300 << 20))


_OF_BOTH = ("hangs", "eats memory", "exits", "crashes", "does no harm")


@pytest.mark.slow
def test_the_ordinary_engine_survives_them_too(tmp_path: Path) -> None:
    hostile = [HOSTILE[name] for name in _OF_BOTH]
    endings = _endings(tmp_path / "workspace", [cell for cell, _ in hostile], "nbclient")

    hangs, eats, exits, crashes, no_harm = (ending["message"] for ending in endings)
    assert eats.startswith(HOSTILE["eats memory"][1])
    assert hangs.startswith(_CUT)
    assert exits.startswith(f"{_DIED}（自行退出、内存不足或者被终止）")
    assert crashes.startswith(f"{_DIED}（自行退出、内存不足或者被终止）")
    assert no_harm == ""
