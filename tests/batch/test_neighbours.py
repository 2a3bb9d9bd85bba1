"""Whatever is in one bureau's files, plan, run and review come to their end; others are made."""

from __future__ import annotations

import random
import signal
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportkit.cli.main import cli
from reportkit.errors import ReportkitError
from reportkit.inputs.names import MANIFEST
from reportkit.inputs.outcome import Outcome
from reportkit.inputs.run_state import RunState
from reportkit.params import Parameters
from reportkit.report.computed import Computed
from reportkit.storage.workspace import Workspace
from tests import forked
from tests.conftest import PATIENCE, YEAR, reportkit
from tests.spoiling import spoilt

pytestmark = pytest.mark.posix
BUREAUS = SPOILT, UNMADE, STANDING = ("yunlan-education", "yunlan-reform", "yunlan-science")
_HANGS = PATIENCE
_RULES = "- id: X-1\n  title: 甲\n  severity: error\n  of: bureau\n"
_TABLE = "bureau,bureau_name,year,date\nlanchang-table,岚昌市某局,2022,2023-01-16\n"
_DECISION = '{"version": 1, "kind": "confirm", "previous": "", "form": "ogi"}\n'


def _files(workspace: Path) -> list[Path]:
    """Return the files of one bureau, of every kind."""
    outputs = workspace / "outputs" / "ogi" / YEAR / SPOILT
    data = workspace / "data" / SPOILT / YEAR
    return [
        workspace / "params" / f"{SPOILT}-{YEAR}.yaml",
        workspace / "params" / "more.csv",
        workspace / "data" / SPOILT / "mapping.yaml",
        workspace / "rules.yaml",
        *(outputs / name for name in (MANIFEST, "figures.json", "findings.json", "report.ipynb")),
        *(data / name for name in ("narrative.md", "review.jsonl")),
        *sorted(data.glob("*.csv")),
    ]


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three bureaus: one to be spoilt, one not made yet, one whose report stands."""
    workspace = tmp_path_factory.mktemp("three") / "w"
    options = ("--form", "ogi", "--bureaus", "3", "--year", YEAR)
    assert reportkit(workspace.parent, "demo", "w", *options).returncode == 0
    assert sorted(path.name for path in (workspace / "data").iterdir()) == sorted(BUREAUS)
    made = [word for code in (SPOILT, STANDING) for word in ("--bureau", code)]
    assert reportkit(workspace, "run", *made).returncode == 0
    with (workspace / "params" / f"{SPOILT}-{YEAR}.yaml").open("a") as file:
        file.write("rules: rules.yaml\n")
    (workspace / "rules.yaml").write_text(_RULES, "utf-8")
    (workspace / "params" / "more.csv").write_text(_TABLE, "utf-8")
    (workspace / "data" / SPOILT / "mapping.yaml").write_text("columns: {}\n", "utf-8")
    (workspace / "data" / SPOILT / YEAR / "review.jsonl").write_text(_DECISION, "utf-8")
    return workspace


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `run` compute reports here, without executing and printing them."""

    def make(self: Workspace, parameters: Parameters) -> Outcome:
        try:
            failing = any(one.fails_run for one in Computed(parameters, self.folder).findings)
        except ReportkitError as error:
            return Outcome(parameters, RunState.BROKEN, (str(error),))
        return Outcome(parameters, RunState.FAILED if failing else RunState.PASSED)

    monkeypatch.setattr(Workspace, "make", make)
    # It would set variables of this process, and prepare what nobody here needs.
    monkeypatch.setattr(Workspace, "warm_up", lambda self: None)
    monkeypatch.setattr("reportkit.executors.workers.WorkerPool", forked._Here)


@contextmanager
def _in_time() -> Iterator[None]:
    def stop(*_: object) -> None:
        raise AssertionError(f"it took more than {_HANGS} seconds")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(_HANGS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _said(*words: str) -> str:
    """Run a command in this process, and return what it said; it raises nothing."""
    with _in_time():
        result = CliRunner().invoke(cli, words, catch_exceptions=False)
    assert "Traceback" not in result.output
    assert "程序出错" not in result.output
    return result.output


def _fuzz(workspace: Path, times: int, seed: int) -> None:
    """Spoil a file of one bureau at a time; what `make` leaves of outputs is nothing."""
    chance = random.Random(seed)  # noqa: S311 - the same inputs each time
    good: Mapping[Path, bytes] = {
        path: path.read_bytes() for path in _files(workspace) if path.exists()
    }
    assert len(good) > 12
    name = {code: _name(workspace, code) for code in (UNMADE, STANDING)}
    with chdir(workspace):
        for number in range(times):
            path = list(good)[number % len(good)]
            path.write_bytes(spoilt(good[path], chance))
            try:
                plan, made = _said("plan"), _said("run")
                listed = _said("review", "list")
                assert f"{name[STANDING]}：没有变化" in plan
                assert f"{name[UNMADE]}：还没有生成过" in plan
                assert f"{name[STANDING]}：通过（没有变化）" in made
                assert f"{name[UNMADE]}：通过" in made
                assert f"{name[STANDING]}：待定" in listed
            except BaseException as error:
                error.add_note(f"{number} {path.name}: {path.read_bytes()[:2000]!r}")
                raise
            finally:
                path.write_bytes(good[path])


def _name(workspace: Path, code: str) -> str:
    from reportkit.params import read_parameters

    return read_parameters(workspace / "params" / f"{code}-{YEAR}.yaml").name


@pytest.mark.usefixtures("quick")
def test_one_spoilt_file_stops_no_other_bureau(three: Path) -> None:
    _fuzz(three, 17, 1)


@pytest.mark.slow
@pytest.mark.usefixtures("quick")
def test_thousands_of_spoilt_files_stop_no_other_bureau(three: Path) -> None:
    _fuzz(three, 3000, 2)
