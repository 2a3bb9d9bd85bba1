"""An analyst opens a bureau-year in a real JupyterLab, runs it all, and sees the report."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from reportkit.making.copy import changes_of
from reportkit.params import read_parameters
from tests.conftest import EXAMPLE, PATIENCE, YEAR, eventually, reportkit, started

PARAMS = f"params/{EXAMPLE}-{YEAR}.yaml"
CHROMIUM_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture
def lab_address(workspace: Path, tmp_path: Path) -> Iterator[str]:
    """Start `reportkit lab` on a free port and give the address it serves the notebook at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # Nothing of whoever runs the tests: no settings, no trust, no news already dismissed.
    homes = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTERLAB_WORKSPACES_DIR", "HOME")
    own = {name: str(tmp_path / name) for name in homes}
    options = [f"--port={port}", "--IdentityProvider.token=test"]
    base = f"http://127.0.0.1:{port}"
    with started(
        [sys.executable, "-m", "reportkit", "lab", PARAMS, "--no-browser", "--", *options],
        cwd=workspace,
        env=os.environ | own,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        eventually(lambda: process.poll() is not None or _answers(f"{base}/api?token=test"))
        yield f"{base}/lab/tree/notebooks/{EXAMPLE}-{YEAR}.ipynb?token=test"
        os.killpg(process.pid, signal.SIGTERM)  # it ends its kernel then
        process.wait(PATIENCE)


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=PATIENCE):  # noqa: S310 - loopback
            return True
    except OSError:
        return False


def _is_saved(notebook: Path) -> bool:
    """Whether a notebook is whole again after it was saved, with its outputs."""
    try:
        cells = json.loads(notebook.read_bytes())["cells"]
    except ValueError:
        return False
    return bool(cells[-1]["outputs"])


@pytest.mark.skipif(sys.platform == "win32", reason="signals of a process group are POSIX")
def test_run_all_in_a_chinese_jupyterlab_shows_the_report_and_asks_nobody_else(
    lab_address: str, workspace: Path, program: Callable[[str], str]
) -> None:
    from playwright.sync_api import expect, sync_playwright

    chromium = program("chromium")
    asked: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.set_default_timeout(PATIENCE * 1000)
        page.on("request", lambda request: asked.append(request.url))
        page.goto(lab_address)
        # Run All before the kernel has started only opens a dialog that asks for one.
        page.get_by_text(re.compile(r"Python 3 \(ipykernel\) \| (Idle|空闲)")).wait_for()
        page.get_by_role("menuitem", name=re.compile("^运行$")).click()
        page.get_by_role("menuitem", name="运行所有单元格", exact=True).click()

        last = page.get_by_text("全部核对通过。")

        def scrolled_to() -> int:
            page.mouse.move(700, 500)
            page.mouse.wheel(0, 900)
            return last.count()

        eventually(scrolled_to)
        expect(last).to_be_visible(timeout=PATIENCE * 1000)
        # It is in a notice that JupyterLab asks whether to fetch news.
        assert page.locator(".Toastify__toast").count() == 0
        page.keyboard.press("Control+s")
        copy = workspace / "notebooks" / f"{EXAMPLE}-{YEAR}.ipynb"
        eventually(lambda: _is_saved(copy))
        browser.close()
    # What JupyterLab saves still knows its cells by their ids, and what they were.
    assert changes_of(read_parameters(workspace / PARAMS), workspace) == []
    elsewhere = [
        url for url in asked if not re.match(r"(https?|wss?)://127\.0\.0\.1:|data:|blob:", url)
    ]
    assert elsewhere == []
    assert not [url for url in asked if "/lab/api/news" in url or "/lab/api/update" in url]


def test_several_reports_are_refused_with_the_way_to_choose_one(workspace: Path) -> None:
    other = (workspace / PARAMS).read_text("utf-8").replace(f"year: {YEAR}", "year: 2021")
    (workspace / "params" / "other.yaml").write_text(other, "utf-8")

    process = reportkit(workspace, "lab")

    assert process.returncode == 2
    assert "一次只能打开一份，选到了 2 份" in process.stderr
    assert "--bureau、--year" in process.stderr
    assert not (workspace / "notebooks" / f"{EXAMPLE}-{YEAR}.ipynb").exists()


def test_a_row_of_a_table_is_opened_with_what_follows_two_hyphens(workspace: Path) -> None:
    """`--version` makes Jupyter say its version and end."""
    (workspace / PARAMS).unlink()
    table = workspace / "params" / "all.csv"
    rows = [
        "单位代码,单位名称,年度,日期",
        *(f"{code},某局,2022年,2023/1/16" for code in ("a", "b")),
    ]
    table.write_text("\n".join(rows), "utf-8")

    process = reportkit(workspace, "lab", "--bureau", "b", "--", "--version")

    assert process.returncode == 0, process.stderr
    told, _, version = process.stdout.rstrip().rpartition("\n")
    assert "抄出 notebooks/b-2022.ipynb。" in told
    assert re.fullmatch(r"[\d.]+", version)
    assert (workspace / "notebooks" / "b-2022.ipynb").is_file()
    if getattr(os, "geteuid", lambda: None)() == 0:
        assert "正以 root 身份运行" in process.stderr
