"""A bureau that attacks by all of its files, opened and run in a real JupyterLab."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.jupyterlab import opened
from tests.conftest import eventually
from tests.rendering.hostile import ADDRESS, MARKS, hostile_workspace
from tests.rendering.test_inert import SEEN

_IN_CELLS = SEEN.replace("document.body", "document.querySelector('.jp-Notebook')")
_OUTPUTS = "[...document.querySelectorAll('.jp-OutputArea-output')].map(e => e.innerText).join()"
_STEP = 700


@pytest.mark.slow
def test_nothing_runs_asks_leads_away_or_hides_when_all_cells_have_run(
    tmp_path: Path, program: object
) -> None:
    workspace = hostile_workspace(tmp_path / "w")
    with opened(workspace, tmp_path / "home", program("chromium")) as lab:  # type: ignore[operator]
        page, address = lab.page, lab.page.url
        page.evaluate("() => { window.hits = 0; window.ran = () => { window.hits += 1 } }")
        lab.run_all()
        hidden, seen = set[str](), set[str]()
        lab.scroll(-1_000_000)

        def at_the_end() -> bool:
            page.wait_for_timeout(50)
            hidden.update(page.evaluate(f"({_IN_CELLS})(/{'|'.join(MARKS)}/)"))
            text = page.evaluate(_OUTPUTS)
            seen.update(mark for mark in MARKS if mark in text)
            return bool(page.evaluate(
                "(() => { const panel = document.querySelector('.jp-WindowedPanel-outer');"
                f"const before = panel.scrollTop; panel.scrollTop += {_STEP};"
                "return panel.scrollTop === before })()"
            ))  # fmt: skip

        eventually(at_the_end)

        assert len(seen) > 200
        assert hidden == set()
        assert page.evaluate("window.hits") == 0
        assert page.url == address
        assert [url for url in lab.asked if ADDRESS in url or "127.0.0.1" not in url] == []
