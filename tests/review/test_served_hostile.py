"""A bureau that attacks by all its files, a visitor by addresses and words, on a real desk."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

from tests.conftest import EXAMPLE, YEAR, eventually, reportkit, started
from tests.rendering.hostile import ALL, MARKS, hostile_workspace
from tests.rendering.test_inert import ODD, SEEN
from tests.serving import ANY_PORT, port_told, runtime

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.slow, pytest.mark.posix]

REPORT = f"outputs/ogi/{YEAR}/{EXAMPLE}"
PAGES = ("", f"outputs/ogi/{YEAR}/index.html", f"{REPORT}/review.html", f"{REPORT}/report.html")
SHOWN = "marks => marks.filter(mark => document.body.innerText.includes(mark))"


def _status(address: str, **headers: str) -> int:
    try:
        with urlopen(Request(address, headers=headers)) as answer:  # noqa: S310 - loopback
            return int(answer.status)
    except HTTPError as error:
        error.close()
        return error.code
    except OSError:
        return 0


def test_nothing_runs_asks_leads_away_or_hides(browser: Browser, tmp_path: Path) -> None:
    workspace = hostile_workspace(tmp_path / "w")
    assert reportkit(workspace, "run").returncode == 1
    command = [sys.executable, "-m", "reportkit", "review", "serve", "--no-browser", "--by", ALL[3]]
    command += ["--", ANY_PORT, "--IdentityProvider.token=t", "--allow-root"]
    environment = os.environ | runtime(tmp_path)
    with (
        (tmp_path / "log").open("w") as log,
        started(command, cwd=workspace, env=environment, stdout=log, stderr=log) as process,
    ):
        base = f"http://127.0.0.1:{port_told(tmp_path, process)}/reportkit/review/"
        eventually(lambda: process.poll() is not None or _status(f"{base}?token=t"))
        page = browser.new_page()
        page.add_init_script("window.hits = 0; window.ran = () => { window.hits += 1 };")
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        seen = set[str]()

        def look() -> None:
            for frame in page.frames:
                assert frame.evaluate("window.hits") == 0
                assert frame.evaluate(f"({SEEN})(/{'|'.join(MARKS)}/)") == []
                assert ODD.findall(frame.content()) == []
                seen.update(frame.evaluate(SHOWN, MARKS))

        page.goto(f"{base}?token=t")
        for path in PAGES:
            page.goto(base + path)
            look()
        for text in ALL[::5]:
            page.goto(base + quote(text[:200], safe=""))
        look()
        # What is refused comes back as it was typed; what is taken is shown with who took it.
        for words in (" ".join(ALL), *(" ".join(ALL[at : at + 50]) for at in range(0, 250, 50))):
            page.goto(f"{base}{REPORT}/review.html")
            form = page.locator("form[action=return]")
            form.locator("textarea").fill(words)
            form.get_by_role("button").click()
            look()
        assert len(seen) > 250
        assert [url for url in asked if not url.startswith(base)] == []
        page.close()
        assert _status(f"{base}no", Referer="\x1b[2J\x9b31m", **{"User-Agent": "\x1b[8m"}) == 400
    told = (tmp_path / "log").read_text("utf-8", errors="backslashreplace")
    assert "\x1b[2J" not in told
    assert "\x1b[8m" not in told
