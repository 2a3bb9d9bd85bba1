"""Nobody is in what the programs around the kit write either, nor where it is cut short."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from tests.cli.jupyterlab import opened
from tests.conftest import PATIENCE, eventually, started
from tests.executors.test_cluster import Cluster
from tests.private.canaries import Canaries, all_bytes
from tests.private.test_personal import plant
from tests.serving import ANY_PORT, port_told, runtime

pytestmark = [pytest.mark.slow, pytest.mark.posix]

REPORT = "outputs/ogi/2022/readable"
PARAMS = "params/readable-2022.yaml"


@pytest.fixture
def planted(tmp_path: Path) -> Iterator[Canaries]:
    """A workspace with people in every place; in the end nobody is anywhere else."""
    made_up = plant(tmp_path / "workspace")
    given = {path: path.stat().st_mtime_ns for path in _files(tmp_path)}
    (tmp_path / "temporary").mkdir()
    yield made_up
    leaks = {
        path.relative_to(tmp_path).as_posix(): sorted(found)
        for path in _files(tmp_path)
        if given.get(path) != path.stat().st_mtime_ns
        and (found := made_up.found_in(path.name.encode() + all_bytes(path)))
    }
    assert leaks == {}


def _files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


@contextmanager
def _running(folder: Path, *command: str, **own: str) -> Iterator[subprocess.Popen[str]]:
    """Start a program of Python whose every word is kept."""
    environment = os.environ | {"TMPDIR": str(folder / "temporary")} | own
    with (folder / f"{len(_files(folder))}.log").open("w") as log:
        options = {"cwd": folder / "workspace", "env": environment, "stdout": log, "stderr": log}
        with started([sys.executable, *command], **options) as process:
            yield process


def _reportkit(folder: Path, *arguments: str) -> int:
    with _running(folder, "-m", "reportkit", *arguments) as process:
        return process.wait(PATIENCE)


def test_a_session_in_jupyterlab(
    planted: Canaries, tmp_path: Path, program: Callable[[str], str]
) -> None:
    with opened(tmp_path / "workspace", tmp_path / "home", program("chromium"), PARAMS) as lab:
        lab.run_all()
        lab.save()
    written = [path.name for path in (tmp_path / "workspace/notebooks").rglob("*readable*")]

    assert "readable-2022.ipynb" in written
    assert any("checkpoint" in name for name in written)
    assert (tmp_path / "home/log").stat().st_size


# The pages of a report are made by a function that fails with a row in its words.
_FAILING = """
import reportkit.review.serve.looking as looking
def fail(shelf, parameters, reader): raise ValueError(f"cannot make sense of {WHOM}")
looking.look = fail
from reportkit.cli.main import main
main()
"""


def test_the_served_desk(planted: Canaries, tmp_path: Path) -> None:
    _reportkit(tmp_path, "run", "--jobs", "2", PARAMS)
    whom = next(iter(planted.planted))
    options = ["--no-browser", "--", ANY_PORT, "--IdentityProvider.token=t"]
    options.append("--allow-root")
    for code in ("from reportkit.cli.main import main; main()", f"WHOM = {whom!r}{_FAILING}"):
        with _running(
            tmp_path, "-c", code, "review", "serve", *options, **runtime(tmp_path)
        ) as process:
            base = f"http://127.0.0.1:{port_told(tmp_path, process)}/reportkit/review/"
            eventually(lambda p=process, b=base: p.poll() is not None or _got(b)[0])
            asked = ["", "outputs/ogi/2022/index.html", f"{REPORT}/rendition.html"]
            answers = [_got(base + path) for path in (*asked, f"{REPORT}/review.html", "no")]
            process.terminate()
            process.wait(PATIENCE)
        assert [status for status, _ in answers[:3]] == [200] * 3
        assert answers[3][0] == (500 if "WHOM" in code else 200)
        assert [planted.found_in(text) for _, text in answers] == [set()] * 5


def _got(address: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(f"{address}?token=t") as answer:  # noqa: S310 - loopback
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
    except OSError:
        return 0, b""


def test_the_workers_of_a_cluster(planted: Canaries, tmp_path: Path) -> None:
    folder = tmp_path / "dask"
    folder.mkdir()
    with ExitStack() as stack:
        cluster = Cluster(stack, folder)
        cluster.add(TMPDIR=str(tmp_path / "temporary"))
        cluster.await_workers(1)
        code = _reportkit(tmp_path, "run", "--scheduler", cluster.address)

    assert code == 3  # parameters and ledgers that cannot be understood
    assert [path for path in folder.glob("*.log") if path.stat().st_size]


@pytest.mark.parametrize("command", ["run", "check", "audit data/readable/2022"])
@pytest.mark.parametrize("blow", ["SIGTERM", "SIGINT", "SIGABRT", "SIGSEGV", "SIGKILL"])
def test_a_blow_at_any_process(planted: Canaries, tmp_path: Path, command: str, blow: str) -> None:
    words = ["-m", "reportkit", *command.split()]
    with _running(tmp_path, *words, PYTHONFAULTHANDLER="1") as process:
        time.sleep(4)  # wherever that is, on this machine
        with suppress(psutil.Error):
            one = psutil.Process(process.pid)
            crash = blow in ("SIGABRT", "SIGSEGV")
            for each in [*one.children(recursive=True), one] if crash else [one]:
                each.send_signal(getattr(signal, blow))
        process.wait(PATIENCE)
    left = [path.name for path in (tmp_path / "temporary").iterdir()]

    assert blow not in ("SIGTERM", "SIGINT") or left == []
    assert [path for path in _files(tmp_path) if re.match(r"core(\.\d+)?$", path.name)] == []
