"""What was found in order is not read again, and yet everything is compared by content."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reportkit.decisions.inputs import input_digests
from reportkit.inputs.files import files_below
from reportkit.inputs.names import DECISIONS, FIGURES, MANIFEST, ROLES
from reportkit.making import memory, stale
from reportkit.making.memory import UNCHANGED, Memory, remembering
from reportkit.making.stale import reasons_to_run
from reportkit.params import Parameters, read_parameters
from reportkit.review.publishing.verify import verified
from reportkit.rules import Finding, Severity, State
from reportkit.storage import workspace as workspaces
from reportkit.storage.workspace import Workspace
from reportkit.workspace import OUTPUTS
from tests.conftest import EXAMPLE, YEAR
from tests.outputs import keep_outputs

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows tells no time of a status")


@pytest.fixture
def parameters(workspace: Path) -> Parameters:
    """A bureau-year with outputs."""
    one = read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml")
    keep_outputs(one, workspace, inputs=input_digests(one, workspace))
    return one


@pytest.fixture
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if all files had been written long ago."""
    monkeypatch.setattr(memory, "_RACY", -3600 * 10**9)


def _look(parameters: Parameters, workspace: Path) -> list[str]:
    with remembering(workspace) as known:
        return reasons_to_run(parameters, workspace, memory=known)


def _remembered(workspace: Path) -> set[str]:
    try:
        return set(json.loads((workspace / OUTPUTS / UNCHANGED).read_bytes())["unchanged"])
    except FileNotFoundError:
        return set()


@pytest.fixture
def seen(_later: None, workspace: Path, parameters: Parameters) -> Iterator[Parameters]:
    """The same, found in order and remembered."""
    assert _look(parameters, workspace) == []
    assert _remembered(workspace) == {parameters.key.path}
    return parameters


def test_what_was_in_order_is_not_read_again(
    workspace: Path, seen: Parameters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stale, "read_json", lambda _: pytest.fail("read"))

    assert _look(seen, workspace) == []


def test_what_was_written_just_now_is_not_remembered(
    workspace: Path, parameters: Parameters
) -> None:
    assert _look(parameters, workspace) == []
    assert _remembered(workspace) == set()


def test_a_file_whose_size_and_time_were_put_back_is_noticed(
    workspace: Path, seen: Parameters
) -> None:
    narrative = workspace / seen.data_folder / "narrative.md"
    before = narrative.stat()
    narrative.write_bytes(bytes(reversed(narrative.read_bytes())))
    os.utime(narrative, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = narrative.stat()

    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert _look(seen, workspace) == [f"{seen.data_folder.as_posix()}/narrative.md 变了"]


def test_touching_makes_nothing_stale(workspace: Path, seen: Parameters) -> None:
    for name in files_below(workspace / seen.data_folder):
        (workspace / seen.data_folder / name).touch()

    assert _look(seen, workspace) == []


def test_every_change_of_what_was_in_order_is_noticed(workspace: Path, seen: Parameters) -> None:
    data, outputs = workspace / seen.data_folder, workspace / seen.output_folder
    figures = (outputs / FIGURES).read_bytes()
    for path, content in (
        (outputs / FIGURES, figures.replace(b"passed", b"failed")),
        (outputs / MANIFEST, (outputs / MANIFEST).read_bytes().replace(b"passed", b"failed")),
        (outputs / "report.html", b"new"),
        (data / "more.csv", b"new"),
        (data / DECISIONS, b"{}\n"),
        (data.parent / "mapping.yaml", b"columns: {}"),
        (workspace / ROLES, b"{}"),
    ):
        before = path.read_bytes() if path.exists() else None
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        assert _look(seen, workspace) != [], path
        path.unlink()
        if before is not None:
            assert _look(seen, workspace) != [], path
            path.write_bytes(before)
        assert _look(seen, workspace) == [], path


def test_every_file_that_is_compared_is_looked_at(
    workspace: Path, seen: Parameters, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened, looked = set[str](), set[str]()
    open_, stat = os.open, os.stat
    inside = f"{workspace}/"

    def note(where: set[str], path: object) -> None:
        where.update([str(path)] if str(path).startswith(inside) else [])

    monkeypatch.setattr(os, "open", lambda path, *how: note(opened, path) or open_(path, *how))
    assert reasons_to_run(seen, workspace) == []
    monkeypatch.setattr(os, "open", open_)
    monkeypatch.setattr(os, "stat", lambda path, **how: note(looked, path) or stat(path, **how))
    assert _look(seen, workspace) == []

    assert len(opened) > 5
    assert opened <= looked


HOSTILE = [
    b"",
    b"[" * 100_000,
    b'{"unchanged": {}}',
    b'{"unchanged": [1],\n"digest": 5}',
    b"\xff\x00",
]


@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
def test_a_memory_that_is_damaged_is_not_used(
    workspace: Path, seen: Parameters, content: bytes
) -> None:
    (workspace / OUTPUTS / UNCHANGED).write_bytes(content)

    with remembering(workspace) as known:
        assert known.found == {}
    assert _look(seen, workspace) == []
    assert _remembered(workspace) == {seen.key.path}


@pytest.mark.parametrize("told", [1, None, [], ["x"], ["x", 1], ["x", [1]], [1, []], {}], ids=str)
def test_a_memory_that_says_odd_things_under_a_right_digest_is_not_used(
    workspace: Path, seen: Parameters, told: Any
) -> None:
    memory._write(workspace / OUTPUTS / UNCHANGED, {seen.key.path: told})

    with remembering(workspace) as known:
        assert known.found == {}
    assert _look(seen, workspace) == []


@pytest.mark.usefixtures("_later")
def test_how_one_ended_that_was_in_order_is_remembered(
    workspace: Path, parameters: Parameters, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing = replace(parameters, bureau="dawu-education")
    wrong = Finding("X", "题", "条例", Severity.ERROR, "p", "处", State.FAIL, "不符。").to_json()
    inputs = input_digests(failing, workspace)
    keep_outputs(failing, workspace, "failed", inputs=inputs, findings=[wrong])
    site = Workspace(workspace)
    expected = [site.kept(one) for one in (parameters, failing)]
    assert [one.state for one in expected] == ["passed", "failed"]

    for _ in range(2):
        with site.remembering() as knowing:
            assert [knowing.reasons_to_run(one) for one in (parameters, failing)] == [[], []]
            assert [knowing.kept(one) for one in (parameters, failing)] == expected
        monkeypatch.setattr(workspaces, "read_json", lambda _: pytest.fail("read"))


def test_a_memory_of_another_version_or_edited_is_not_used(
    workspace: Path, seen: Parameters, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workspace / OUTPUTS / UNCHANGED
    whole = path.read_bytes()
    path.write_bytes(whole.replace(b': ["', b': ["0', 1))
    with remembering(workspace) as known:
        assert known.found == {}
    path.write_bytes(whole)
    monkeypatch.setattr(memory, "package_digest", lambda: "another")
    with remembering(workspace) as known:
        assert known.found == {}
    assert seen.key.path in whole.decode()


def test_a_folder_that_cannot_be_written_is_looked_at_all_the_same(
    workspace: Path, parameters: Parameters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "_clock", lambda _: None)

    assert _look(parameters, workspace) == []
    assert _remembered(workspace) == set()


def test_files_of_another_file_system_are_not_remembered(
    workspace: Path, parameters: Parameters
) -> None:
    known = Memory(clock=(-1, 2**63))

    assert reasons_to_run(parameters, workspace, memory=known) == []
    assert known.found == {}


def test_verifying_trusts_no_memory(workspace: Path, seen: Parameters) -> None:
    path = workspace / seen.output_folder / FIGURES
    path.write_bytes(path.read_bytes().replace(b"passed", b"failed"))
    with remembering(workspace) as known:
        # As whoever can write the outputs might forge it.
        known.keep(seen.key, stale._seen(seen, workspace, embed_fonts=None))
    assert _look(seen, workspace) == []

    checks = verified(str(workspace / seen.output_folder), workspace)
    assert any(FIGURES in one.words for one in checks if one.good is False)
