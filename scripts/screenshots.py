#!/usr/bin/env python3
"""Take the pictures of JupyterLab in docs/pictures/: the walk that the tests take, as it is seen.

Run it in the project, with its test extra and Debian's chromium: ``python -m scripts.screenshots``.
A workspace is made of the example in a temporary folder; nothing is sent to any other machine.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator
from tests.cli.jupyterlab import Lab, opened
from tests.cli.test_lab import CHECK, TABLE, misspell
from tests.conftest import EXAMPLE, PROJECT, YEAR, copy_workspace

PICTURES = PROJECT / "docs" / "pictures"
LIMIT = 150_000  # bytes
COLOURS = 64
# When files were changed, in how many minutes: the one thing that differs from day to day.
UNDATED = ".jp-DirListing-itemModified, .jp-DirListing-modified { visibility: hidden !important; }"


def main() -> None:
    """Walk through a notebook and take a picture at each step."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("chromium is not installed.")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        workspace = copy_workspace(Path(folder, "workspace"))
        with opened(workspace, Path(folder), chromium) as lab:
            lab.page.add_style_tag(content=UNDATED)
            _take_all(lab, workspace / "data" / EXAMPLE / YEAR / "applications.xlsx")


def _take_all(lab: Lab, ledger: Path) -> None:
    _take(lab, "lab-opened")
    lab.page.get_by_role("menuitem", name="运行", exact=True).click()
    _take(lab, "lab-menu")
    lab.page.keyboard.press("Escape")
    lab.run_all()
    _take(lab, "lab-passed", lab.find("report.result()"))
    _take(lab, "lab-ledgers", lab.find("report.ledgers()"))
    _take(lab, "lab-table", lab.find('report.table("三")'))

    good = ledger.read_bytes()
    misspell(ledger)
    lab.run_all()
    _take(lab, "lab-draft", lab.find("report.result()"))
    _take(lab, "lab-problem", lab.find('report.reconcile("L")'))
    ledger.write_bytes(good)

    lab.insert_above("report.signature()", "## 各月公开情况", TABLE)
    lab.insert_above("report.reconcile()", CHECK)
    lab.run_all()
    _take(lab, "lab-own-table", lab.find("report.captioned"))
    _take(lab, "lab-own-check", lab.find("@report.check"))

    wrong, asked = 'report.cell("t3.new.totl")', 'report.cell("t3.new.total")'
    begun = 'report.cell("t3.new.'
    lab.insert_above("report.result()", wrong)
    lab.run(wrong)
    _take(lab, "lab-wrong-name", lab.find(wrong))
    lab.delete(wrong)
    lab.insert_above("report.result()", begun)
    lab.complete(begun)
    _take(lab, "lab-tab")
    lab.page.keyboard.press("Escape")
    lab.page.keyboard.press("Escape")
    lab.delete(begun)
    lab.insert_above("report.result()", asked)
    lab.run(asked)
    _take(lab, "lab-cell", lab.find(asked))


def _take(lab: Lab, name: str, at_top: Locator | None = None) -> None:
    """Write what is seen, with a cell at the top, in few colours, as a small file."""
    if at_top is not None:
        at_top.evaluate("cell => cell.scrollIntoView({block: 'start'})")
    lab.page.mouse.move(1399, 999)
    lab.page.wait_for_timeout(500)  # until what moves stands still
    path = PICTURES / f"{name}.png"
    lab.page.screenshot(path=path)
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS).save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(PROJECT)} {size // 1000} kB")
    if size > LIMIT:
        sys.exit(f"{path} is larger than {LIMIT // 1000} kB.")


if __name__ == "__main__":
    main()
