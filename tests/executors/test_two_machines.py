"""Two workers that see each other's network no more than two machines do; one of them dies."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from reportkit.batch.lock import sole_use
from reportkit.batch.loop import run_batch
from reportkit.executors.cluster import on_cluster
from reportkit.making.manifest import output_digests
from tests.conftest import PATIENCE, YEAR, eventually, started
from tests.executors.test_cluster import ROOT, Workspace, copies, ignore, place

pytest.importorskip("distributed")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="network namespaces are Linux's"),
]
__all__ = ["place"]
_MANY = 10
# Other suites on this machine, which is what both machines are, have others.
_NETS = [f"10.{128 + os.getpid() // 64 % 128}.{os.getpid() % 64 * 4 + number}" for number in (1, 2)]


def _ip(*words: str) -> bool:
    return not subprocess.run(["ip", *words], check=False, capture_output=True).returncode


@pytest.fixture
def machines() -> Iterator[list[tuple[str, str]]]:
    """Two network namespaces, each with a cable to here: their names, and our end's address."""
    if not shutil.which("ip") or os.geteuid():
        pytest.skip("only root, with iproute2, makes network namespaces")
    made: list[tuple[str, str]] = []
    try:
        for number in (1, 2):
            name, net = f"reportkit-{os.getpid()}-{number}", _NETS[number - 1]
            here = f"{net}.1"
            ours, theirs = f"rk{os.getpid() % 10**6}a{number}", f"rk{os.getpid() % 10**6}b{number}"
            if not _ip("netns", "add", name):
                pytest.skip("network namespaces are not permitted here")
            made.append((name, here))
            inside = ("-n", name)
            commands = [
                ("link", "add", ours, "type", "veth", "peer", "name", theirs, "netns", name),
                ("addr", "add", f"{here}/24", "dev", ours),
                ("link", "set", ours, "up"),
                (*inside, "addr", "add", f"{net}.2/24", "dev", theirs),
                (*inside, "link", "set", theirs, "up"),
                (*inside, "link", "set", "lo", "up"),
            ]
            assert all(_ip(*words) for words in commands)
        yield made
    finally:
        for name, _ in made:  # its cable goes with it
            _ip("netns", "delete", name)


def _dask(stack: ExitStack, *words: str, inside: str = "") -> subprocess.Popen[str]:
    """Run a command of Dask, on one of the machines or here."""
    there = ["ip", "netns", "exec", inside] if inside else []
    process = started(
        [*there, sys.executable, "-m", "dask", *words],
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return stack.enter_context(process)


def test_one_of_two_machines_dies_and_the_other_makes_all(
    machines: list[tuple[str, str]], place: Workspace, tmp_path: Path
) -> None:
    batch = copies(place.folder, _MANY)
    years = place.folder / "outputs" / "ogi" / YEAR
    file = tmp_path / "scheduler.json"
    with ExitStack() as stack:
        serve = ("--host", "0.0.0.0", "--port", "0", "--no-dashboard")  # noqa: S104
        _dask(stack, "scheduler", *serve, "--scheduler-file", str(file))
        eventually(lambda: file.exists() and file.stat().st_size)
        port = json.loads(file.read_text())["address"].rpartition(":")[2]
        workers = [
            _dask(
                stack,
                *("worker", f"tcp://{here}:{port}", "--no-dashboard", "--nthreads", "1"),
                *("--local-directory", str(tmp_path / name)),
                inside=name,
            )
            for name, here in machines
        ]
        outcomes, seen = [], set[str]()
        with (
            sole_use(place.folder / "outputs"),
            on_cluster(f"tcp://{machines[0][1]}:{port}", place, ignore) as executor,
        ):
            client = executor._client  # type: ignore[attr-defined]
            client.wait_for_workers(2, timeout=PATIENCE)
            seen |= {one.split(":")[1] for one in client.scheduler_info()["workers"]}
            for outcome in run_batch(batch, place, executor):
                outcomes.append(outcome)
                if workers[0].poll() is None and len(outcomes) == 2:
                    eventually(lambda: list(years.glob(".unfinished-*")))
                    group = psutil.Process(workers[0].pid)
                    for one in [*group.children(recursive=True), group]:
                        one.kill()
                    workers[0].wait()

    assert seen == {f"//{net}.2" for net in _NETS}
    assert [one.message for one in outcomes] == [""] * _MANY
    assert sorted(path.name for path in years.iterdir()) == sorted(one.bureau for one in batch)
    for folder in years.iterdir():
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        assert manifest["outputs"] == output_digests(folder)
    assert [place.reasons_to_run(one) for one in batch] == [[]] * _MANY
