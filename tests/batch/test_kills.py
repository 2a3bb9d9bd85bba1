"""Whatever is killed at whatever moment: no half-written report, none lost, the next run mends it.

A run is five kinds of process: the command itself, the nursery that its workers are forked from,
the workers, a zygote of each, and the child that the zygote forks for each notebook. SIGKILL, which
no process can answer, hits any.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from random import Random

import psutil
import pytest

from reportkit.engine.forks import Zygote
from reportkit.params import read_parameters
from reportkit.storage.workspace import Workspace
from tests.batch.whole import (
    MARK,
    assert_as_planted,
    assert_nothing_runs,
    assert_tidy,
    assert_whole,
    bureaus,
    contents,
    current,
    record,
    running,
    standing,
    states,
)
from tests.conftest import EXAMPLE, PATIENCE, YEAR, eventually, reportkit, started

pytestmark = [
    pytest.mark.posix,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks for a notebook"),
]

RUN = ("run", "--engine", "reportkit", "--jobs", "2")
_WEIGHTS = {"command": 2, "nursery": 1, "worker": 2, "zygote": 2, "child": 4}
_FORKS = {"command": "nursery", "nursery": "worker", "worker": "zygote", "zygote": "child"}
_ENDED = re.compile(rb"^\S", re.MULTILINE)  # a bureau-year's line; what is wrong is indented
# How a broken report may say that something was killed under it.
_PLAIN = ("笔记本运行到", "执行报告的进程两次意外退出", "预热进程中途退出")


@dataclass(frozen=True, slots=True)
class Ledgers:
    """The same bureaus with other ledgers, and what an undisturbed run makes of them.

    Attributes
    ----------
    workspace : Path
        Where they lie; its outputs are complete.
    """

    workspace: Path

    def lay_out(self, workspace: Path) -> None:
        """Put them into another workspace, in place of what it has."""
        for name in ("params", "data", "notebooks"):
            shutil.rmtree(workspace / name, ignore_errors=True)
            shutil.copytree(self.workspace / name, workspace / name)
        shutil.copy(self.workspace / "planted.json", workspace)


@dataclass(frozen=True, slots=True)
class Run:
    """A run at work.

    Attributes
    ----------
    mark : str
        By which all its processes are known.
    """

    workspace: Path
    process: subprocess.Popen[str]
    mark: str
    log: Path

    @classmethod
    @contextmanager
    def begun(cls, workspace: Path) -> Iterator[Run]:
        """Have a run at work; all that it says goes to a file."""
        mark, log = uuid.uuid4().hex, workspace.with_suffix(".log")
        command = [sys.executable, "-m", "reportkit", *RUN]
        environment = os.environ | {MARK: mark}
        with (
            log.open("w") as said,
            started(
                command, cwd=workspace, env=environment, stdout=said, stderr=subprocess.STDOUT
            ) as process,
        ):
            yield cls(workspace, process, mark, log)

    def kill(self, kind: str, rng: Random) -> bool:
        """Kill one process of a kind, when there is one; return whether there was."""
        while self.process.poll() is None:
            victims = [one for one in running(self.mark) if _kind(one) == kind]
            with suppress(IndexError, psutil.NoSuchProcess):
                rng.choice(victims).kill()
                return True
            time.sleep(rng.uniform(0.01, 0.3))
        return False

    def await_share(self, share: float) -> None:
        """Wait until it has come so far, or has ended."""
        due = int(share * len(bureaus(self.workspace)))
        eventually(lambda: self.process.poll() is not None or self._told() >= due)

    def _told(self) -> int:
        return len(_ENDED.findall(self.log.read_bytes()))

    def wait(self) -> int:
        """Wait until it has ended; return its exit code."""
        code = self.process.wait(PATIENCE)
        assert_nothing_runs(self.mark)
        return code


def _kind(process: psutil.Process) -> str:
    try:
        words = " ".join(process.cmdline())
        if "engine.zygote" not in words:
            return "worker" if "spawn_main" in words else "command" * ("-m reportkit" in words)
        parent = process.parent()
    except psutil.Error:
        return ""
    return "" if parent is None else _FORKS.get(_kind(parent), "")


def _made(folder: Path, many: int, seed: int, errors: float) -> Ledgers:
    """Make up a workspace, and all its reports."""
    options = ("--bureaus", str(many), "--seed", str(seed), "--errors", str(errors))
    assert reportkit(folder.parent, "demo", folder.name, "--form", "ogi", *options).returncode == 0
    assert reportkit(folder, *RUN).returncode == int(errors > 0)
    assert_as_planted(folder)
    return Ledgers(folder)


def _under_fire(workspace: Path, kinds: Sequence[str], rng: Random) -> Counter[str]:
    """Run once, killing at random moments; check what is left; return what was killed."""
    earlier, done, broken = standing(workspace), current(workspace), _broken(workspace)
    killed = Counter[str]()
    with Run.begun(workspace) as run:
        for kind, share in zip(kinds, sorted(rng.uniform(0, 1) for _ in kinds), strict=True):
            run.await_share(share)
            time.sleep(rng.uniform(0, 0.3))
            killed[kind] += run.kill(kind, rng)
        code = run.wait()
    assert "Traceback" not in run.log.read_text("utf-8")
    assert_whole(workspace)
    assert earlier <= standing(workspace)
    if not killed["command"]:
        ended = set(states(workspace).values())
        assert code == (3 if "broken" in ended else int("failed" in ended))
        unchanged = {one["bureau"] for one in record(workspace) if one["unchanged"]}
        assert done - broken <= unchanged <= done
        _check_ended(workspace)
    return +killed


def _check_ended(workspace: Path) -> None:
    """Check what holds after a run that ended by itself."""
    assert states(workspace).keys() == bureaus(workspace)
    assert current(workspace) >= bureaus(workspace) - _broken(workspace)
    messages = [one["message"] for one in record(workspace) if one["state"] == "broken"]
    assert [message for message in messages if not message.startswith(_PLAIN)] == []
    assert_tidy(workspace)


def _broken(workspace: Path) -> set[str]:
    if not (workspace / "outputs" / "run.json").exists():
        return set()
    return {bureau for bureau, state in states(workspace).items() if state == "broken"}


def _completed(
    workspace: Path, ledgers: Ledgers, salvos: Iterable[Sequence[str]], rng: Random
) -> Counter[str]:
    """Run, under fire as long as there are salvos, until all is made; return what was killed."""
    ledgers.lay_out(workspace)
    killed = Counter[str]()
    for kinds in salvos:
        killed += _under_fire(workspace, kinds, rng)
        if current(workspace) == bureaus(workspace):
            break
    _under_fire(workspace, (), rng)
    assert_as_planted(workspace)
    assert contents(workspace) == contents(ledgers.workspace)
    return killed


def test_kills_of_every_kind_lose_nothing(tmp_path: Path) -> None:
    ledgers, workspace = _made(tmp_path / "made", 4, 2, 0.3), tmp_path / "workspace"
    shutil.copytree(ledgers.workspace, workspace)
    for manifest in workspace.glob("outputs/*/*/*/manifest.json"):
        # As if made from another narrative: all is made again, and to the same bytes.
        told = re.sub(r'(narrative\.md": ")[0-9a-f]{64}', rf"\g<1>{'0' * 64}", manifest.read_text())
        manifest.write_text(told)
    salvo = ("child", "zygote", "nursery", "worker", "command")

    killed = _completed(workspace, ledgers, [salvo], Random(4))  # noqa: S311

    assert killed.total() >= len(salvo) - 1  # it may have ended before the last


def test_a_child_killed_before_its_first_cell_is_told(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fork_and_kill(zygote: Zygote, end: socket.socket, memory_limit: int | None) -> int:
        pid = fork(zygote, end, memory_limit)
        os.kill(pid, signal.SIGKILL)
        return pid

    fork = Zygote.fork
    monkeypatch.setattr(Zygote, "fork", fork_and_kill)
    parameters = read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml")

    outcome = Workspace(workspace, "reportkit").make(parameters)

    assert re.match("笔记本运行到.*时内核中途退出（被信号 9 终止，", outcome.message)


@pytest.mark.slow
def test_a_hundred_kills_at_random_moments_lose_nothing(tmp_path: Path) -> None:
    """With earlier outputs of other ledgers and without any, in turn."""
    rng, killed = Random(1), Counter[str]()  # noqa: S311
    turns = cycle([_made(tmp_path / "one", 12, 1, 0), _made(tmp_path / "other", 12, 2, 0.3)])
    workspace = tmp_path / "workspace"
    while killed.total() < 100:
        if rng.random() < 1 / 3:
            shutil.rmtree(workspace / "outputs", ignore_errors=True)
        salvos = (rng.choices([*_WEIGHTS], [*_WEIGHTS.values()], k=5) for _ in range(10))
        killed += _completed(workspace, next(turns), salvos, rng)
