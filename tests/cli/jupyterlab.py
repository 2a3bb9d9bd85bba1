"""A JupyterLab of `reportkit lab` in headless Chromium, worked in as an analyst does."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import urlopen

from tests.conftest import EXAMPLE, PATIENCE, YEAR, chromium, eventually, started
from tests.serving import ANY_PORT, port_told, runtime
from tests.windows import AS_ON_WINDOWS

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PARAMS = f"params/{EXAMPLE}-{YEAR}.yaml"
_STEP = 700  # pixels that are scrolled at a time: less than is seen


@contextmanager
def served(workspace: Path, home: Path, params: str = PARAMS) -> Iterator[str]:
    """Start `reportkit lab` and give the address it serves the notebook at."""
    # Nothing of whoever runs the tests: no settings, no trust, no news already dismissed.
    homes = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTERLAB_WORKSPACES_DIR", "HOME")
    own = {name: str(home / name) for name in homes} | runtime(home)
    options = [ANY_PORT, "--IdentityProvider.token=test"]
    if AS_ON_WINDOWS:  # where nobody is root, and so nobody is let through as one
        options.append("--allow-root")
    home.mkdir(exist_ok=True)
    with (
        (home / "log").open("w") as log,
        started(
            [sys.executable, "-m", "reportkit", "lab", params, "--no-browser", "--", *options],
            cwd=workspace,
            env=os.environ | own,
            stdout=log,
            stderr=log,
        ) as process,
    ):
        base = f"http://127.0.0.1:{port_told(home, process)}"
        eventually(lambda: process.poll() is not None or _answers(f"{base}/api?token=test"))
        yield f"{base}/lab/tree/notebooks/{Path(params).stem}.ipynb?token=test"
        process.terminate()  # it ends the server then, and that its kernel
        process.wait(PATIENCE)


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=PATIENCE):  # noqa: S310 - loopback
            return True
    except OSError:
        return False


class Lab:
    """The page of a notebook.

    Attributes
    ----------
    page : playwright.sync_api.Page
    asked : list of str
        The addresses that the page has sent requests to.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))

    def open(self, address: str) -> None:
        """Open the notebook and wait for its kernel: before, Run All opens a dialog only."""
        self.page.goto(address)
        self.page.get_by_text(re.compile(r"Python 3 \(ipykernel\) \| (Idle|空闲)")).wait_for()

    def run_all(self) -> str:
        """Run all cells by the menu; return what the last one says."""
        result = self.cell("report.result()")
        before = _number(result) if result.count() else 0
        self.page.get_by_role("menuitem", name=re.compile("^运行$")).click()
        self.page.get_by_role("menuitem", name="运行所有单元格", exact=True).click()

        def has_run() -> bool:
            self.scroll(_STEP)
            return result.count() == 1 and _number(result) > before

        eventually(has_run)
        return self.output(result)

    def cell(self, source: str) -> Locator:
        """Return the cell of some code, which is on the page only where it is near what is seen."""
        return self.page.locator(".jp-CodeCell", has_text=source)

    def find(self, source: str) -> Locator:
        """Scroll to a cell, from the top."""
        self.scroll(-100_000)
        cell = self.cell(source)
        eventually(lambda: cell.count() or self.scroll(_STEP))
        cell.first.scroll_into_view_if_needed()
        return cell.first

    def scroll(self, pixels: int) -> None:
        """Turn the wheel over the notebook."""
        self.page.mouse.move(700, 500)
        self.page.mouse.wheel(0, pixels)
        self.page.wait_for_timeout(20)

    def output(self, cell: Locator) -> str:
        """Return what a cell shows, when it has run."""
        eventually(lambda: _number(cell))
        return "\n".join(cell.locator(".jp-OutputArea-output").all_inner_texts())

    def insert_above(self, source: str, *own: str) -> None:
        """Insert cells above one, each as it is typed; what begins with # is Markdown."""
        for code in own:
            self._select(source)
            self.page.keyboard.press("a")
            if code.startswith("#"):
                self.page.keyboard.press("m")
            self.page.keyboard.press("Enter")
            self.page.keyboard.insert_text(code)
            self.page.keyboard.press("Escape")

    def run(self, source: str) -> str:
        """Run one cell; return what it shows."""
        cell = self._select(source)
        before = _number(cell)
        self.page.keyboard.press("Control+Enter")
        eventually(lambda: _number(cell) > before)
        return self.output(cell)

    def delete(self, source: str) -> None:
        """Delete a cell."""
        self._select(source)
        self.page.keyboard.press("d")
        self.page.keyboard.press("d")

    def complete(self, source: str) -> list[str]:
        """Press Tab behind the text of a cell; return what is offered."""
        self._select(source)
        self.page.keyboard.press("Enter")
        self.page.keyboard.press("Control+End")
        self.page.keyboard.press("Tab")
        self.page.locator(".jp-Completer-item").first.wait_for()
        return self.page.locator(".jp-Completer-item .jp-Completer-match").all_inner_texts()

    def save(self) -> None:
        """Save the notebook."""
        self.page.keyboard.press("Control+s")
        self.page.locator(".jp-mod-dirty").wait_for(state="detached")

    def _select(self, source: str) -> Locator:
        cell = self.find(source)
        cell.locator(".jp-InputPrompt").click()  # not its code, which would be edited
        return cell


def _number(cell: Locator) -> int:
    """Return the number beside a cell; 0 where it has not run, or runs."""
    found = re.fullmatch(r"\[(\d+)\]:", cell.locator(".jp-InputPrompt").inner_text().strip())
    return int(found[1]) if found else 0


@contextmanager
def opened(workspace: Path, home: Path, program: str, params: str = PARAMS) -> Iterator[Lab]:
    """Open the notebook of the example in a browser."""
    with served(workspace, home, params) as address, chromium(program) as browser:
        lab = Lab(browser.new_page(viewport={"width": 1400, "height": 1000}))
        lab.open(address)
        yield lab
