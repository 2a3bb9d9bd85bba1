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

import nbformat
import pytest

from reportkit.making.copy import copy_notebook
from reportkit.params import read_parameters
from tests.conftest import EXAMPLE, PATIENCE, YEAR, eventually, started

PARAMS = f"params/{EXAMPLE}-{YEAR}.yaml"
CHROMIUM_OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@pytest.fixture
def lab_address(workspace: Path, tmp_path: Path) -> Iterator[str]:
    """Start `reportkit lab` on a free port and give the address it serves the notebook at."""
    config = tmp_path / "config"
    config.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # Root is what a container's user is; a token of our own lets the test in.
    server = {"allow_root": True, "port": port, "open_browser": False}
    settings = {"ServerApp": server, "IdentityProvider": {"token": "test"}}
    (config / "jupyter_server_config.json").write_text(json.dumps(settings))
    base = f"http://127.0.0.1:{port}"
    with started(
        [sys.executable, "-m", "reportkit", "lab", PARAMS, "--no-browser"],
        cwd=workspace,
        env=os.environ | {"JUPYTER_CONFIG_DIR": str(config)},
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


@pytest.mark.skipif(sys.platform == "win32", reason="signals of a process group are POSIX")
def test_run_all_in_jupyterlab_shows_the_report(
    lab_address: str, program: Callable[[str], str]
) -> None:
    from playwright.sync_api import expect, sync_playwright

    chromium = program("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_OPTIONS)
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.set_default_timeout(PATIENCE * 1000)
        page.goto(lab_address)
        # Run All before the kernel has started only opens a dialog that asks for one.
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for()
        page.get_by_role("menuitem", name=re.compile("^Run$")).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()

        last = page.get_by_text("全部核对通过。")

        def scrolled_to() -> int:
            page.mouse.move(700, 500)
            page.mouse.wheel(0, 900)
            return last.count()

        eventually(scrolled_to)
        expect(last).to_be_visible(timeout=PATIENCE * 1000)
        browser.close()


def test_the_copy_has_the_parameters_filled_in(workspace: Path) -> None:
    copy = copy_notebook(read_parameters(workspace / PARAMS), workspace)

    notebook = nbformat.read(copy, as_version=4)
    cell = next(c for c in notebook.cells if "parameters" in c.metadata.get("tags", []))
    assert copy == workspace / "notebooks" / f"{EXAMPLE}-{YEAR}.ipynb"
    assert "bureau = 'fuxin-ecology'" in cell.source
    assert "date = '2023-01-16'" in cell.source


def test_a_copy_that_an_analyst_changed_is_never_overwritten(workspace: Path) -> None:
    copy = workspace / "notebooks" / f"{EXAMPLE}-{YEAR}.ipynb"
    copy.write_text("changed")

    copy_notebook(read_parameters(workspace / PARAMS), workspace)

    assert copy.read_text() == "changed"
