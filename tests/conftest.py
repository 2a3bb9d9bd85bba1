"""What tests of several rooms share: a workspace to work in, and programs that may be missing."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import pytest
from hypothesis import HealthCheck, settings

from reportkit.importing import FORMATS, without
from tests import forked
from tests.windows import AS_ON_WINDOWS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# How long an example takes says nothing on a machine that has other things to do. The same commit
# tries the same examples: what a run shows, the next one can show again. HYPOTHESIS_PROFILE=explore
# looks for new ones (docs/development.md).
_PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("patient", derandomize=True, **_PATIENT)
settings.register_profile("explore", **_PATIENT)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "patient"))
# Whichever test came first would build the grammar of addresses, for two seconds of a processor.
with without(*FORMATS):
    import nbformat  # noqa: F401
# A shell starts what it runs in the background with Ctrl+C ignored, and every program would inherit
# that: tests that interrupt one would wait for ever.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

PROJECT = Path(__file__).resolve().parents[1]
EXAMPLE = "fuxin-ecology"
ENFORCEMENT_EXAMPLE = "tangxi-market"
YEAR = "2022"
LARGE, LARGE_YEAR = "yunlan-donghu-agriculture", "2025"
"""A made-up bureau with 3,179 applications."""
# The rules that have nothing to compare the example with: no earlier year of it is there.
WITHOUT_LAST_YEAR = {
    *("Y-CARRIED", "Y-VALID", "Y-PENDING", "Y-SWING", "N-BOILERPLATE", "N-COPIED"),
}
# Folders with files that take long, the longest first; `tests` are those beside the folders.
LONG = (
    *("making", "batch", "windows", "tests", "rendering", "cli", "review", "clerk", "executors"),
    *("audit", "engine", "storage", "demo", "private"),
)
PATIENCE = 600
"""Seconds after which something hangs, however busy the machine is; no test expects it to pass."""
_T = TypeVar("_T")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Search for no garbage while tests are collected, nor among thousands of them later."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long; where Python is as on Windows, skip what Windows has not."""
    items.sort(key=_place)
    if not AS_ON_WINDOWS:
        return
    for item in items:
        if item.get_closest_marker("posix") or "tests/engine/" in item.nodeid:
            item.add_marker(pytest.mark.skip(reason="not on Windows"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Hold that a file leaves the environment as it was: else nothing is forked any more."""
    try:
        return (yield)
    finally:
        if nextitem is None or nextitem.path != item.path:
            left = forked.put_back()
            assert not left, f"{item.path.name} leaves the environment changed: {left}"


def _place(item: pytest.Item) -> int:
    """Return which of the folders with long files a test is in; all others come after them.

    A worker takes a file after the other (``--dist loadfile``): where a long one is left for the
    end, the other worker has nothing to do.
    """
    folder = item.path.parent.name
    return LONG.index(folder) if folder in LONG else len(LONG)


def copy_workspace(folder: Path, *bureaus: str) -> Path:
    """Copy what a user starts from into a folder: notebooks, parameters and data of examples.

    Without any bureau named: those of the example that most tests are about.
    """
    shutil.copytree(PROJECT / "notebooks", folder / "notebooks")
    (folder / "params").mkdir()
    for bureau in bureaus or (EXAMPLE,):
        shutil.copytree(PROJECT / "data" / bureau, folder / "data" / bureau)
        for path in (PROJECT / "params").glob(f"{bureau}-*.yaml"):
            shutil.copy(path, folder / "params")
    return folder


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with the example in it, for one test to spoil."""
    return copy_workspace(tmp_path / "workspace")


@pytest.fixture
def params(workspace: Path) -> Path:
    """The parameters of the example in it."""
    return workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml"


def reportkit(
    workspace: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does, in a process of its own: a fork where it shows the same."""
    if environment or not forked.can_fork():
        return new_process(workspace, *arguments, **environment)
    return forked.run(arguments, workspace)


def new_process(
    workspace: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in a process that is started anew."""
    return subprocess.run(
        [sys.executable, "-m", "reportkit", *arguments],
        cwd=workspace,
        env=os.environ | environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace to be read only: examples of both forms, a large bureau, and their reports."""
    from reportkit.demo import load_recipes
    from reportkit.demo.bureaus import bureaus
    from reportkit.demo.draft import draw_office
    from reportkit.demo.write import write_office

    folder = copy_workspace(tmp_path_factory.mktemp("made") / "w", EXAMPLE, ENFORCEMENT_EXAMPLE)
    large = next(bureau for bureau in bureaus(60) if bureau.code == LARGE)
    write_office(folder, draw_office(large, int(LARGE_YEAR), 1, [load_recipes("ogi")]))
    assert reportkit(folder, "run").returncode == 0
    return folder


def made_below(folder: Path) -> list[str]:
    """Return the names of what is in the folder of a year, but for the index over it."""
    index = {"index.html", "index.json", "index.xlsx"}
    return sorted(path.name for path in folder.iterdir() if path.name not in index)


@contextmanager
def started(command: list[str], **options: Any) -> Iterator[subprocess.Popen[str]]:
    """Run a program until the block ends; then it is gone, and what it started in its group.

    What one test leaves running, Python blames on another: ``ResourceWarning: subprocess …``.
    """
    options = {"encoding": "utf-8", "start_new_session": True} | options
    with subprocess.Popen(command, **options) as process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def eventually(condition: Callable[[], _T]) -> _T:
    """Wait until a condition holds and return what it gave: never a second more than it takes."""
    end = time.monotonic() + PATIENCE
    while not (given := condition()):
        assert time.monotonic() < end, "it did not come to that"
        time.sleep(0.02)
    return given


def assert_in_reading_order(pdf: Path, words: Iterable[str], pdftotext: str) -> None:
    """Hold that the text copied from a PDF has some words, each after the one before."""
    copied = subprocess.run([pdftotext, str(pdf), "-"], capture_output=True, check=True).stdout
    text = "".join(copied.decode().split())
    place = -1
    for each in words:
        found = text.find(each, place + 1)
        assert found > place, f"{each} is missing or out of order"
        place = found


def _missing(what: str) -> NoReturn:
    """Skip what needs a program; under CI, where all are installed, a miss is a failure."""
    if os.environ.get("REPORTKIT_NO_SKIP"):
        pytest.fail(f"{what} is missing, and nothing may be skipped here")
    pytest.skip(f"{what} is not installed")


@pytest.fixture(scope="session")
def program() -> Callable[[str], str]:
    """Find an optional program, or skip."""

    def find(name: str) -> str:
        return shutil.which(name) or _missing(name)

    return find


@contextmanager
def chromium(path: str, **options: Any) -> Iterator[Browser]:
    """Start Chromium; its pages wait longer than half a minute, which a busy machine may take."""
    from playwright.sync_api import sync_playwright

    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    options |= {"executable_path": path, "args": arguments, "timeout": PATIENCE * 1000}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**options)
        for name in ("new_page", "new_context"):
            setattr(browser, name, _patient(getattr(browser, name)))
        yield browser
        browser.close()


def _patient(make: Callable[..., Any]) -> Callable[..., Any]:
    def made(**options: Any) -> Any:
        one = make(**options)
        one.set_default_timeout(PATIENCE * 1000)
        return one

    return made


@pytest.fixture(scope="module")
def browser(program: Callable[[str], str]) -> Iterator[Browser]:
    """Chromium, for the tests of one file: its loop would be in the way of another's."""
    with chromium(program("chromium")) as browser:
        yield browser


@pytest.fixture(scope="session")
def libreoffice(
    program: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Path, str], Path]:
    """Convert a table by LibreOffice to another format, named by its ending; or skip."""
    profile = tmp_path_factory.mktemp("libreoffice")

    def convert(path: Path, kind: str) -> Path:
        folder = tmp_path_factory.mktemp("converted")
        office = f"-env:UserInstallation={(profile / 'profile').as_uri()}"
        command = [program("soffice"), office, "--headless", "--convert-to", kind]
        command += ["--outdir", str(folder), str(path)]
        subprocess.run(command, capture_output=True, check=False, timeout=PATIENCE)
        made = folder / f"{path.stem}.{kind}"
        return made if made.exists() else _missing("LibreOffice Calc")

    return convert
