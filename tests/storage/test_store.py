"""A store has whole folders only, whatever ends a batch, and gives the reports of a workspace."""

from __future__ import annotations

import hashlib
import importlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import uuid
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from reportkit.batch.loop import run_batch
from reportkit.errors import WorkspaceError
from reportkit.executors.workers import WorkerPool
from reportkit.inputs.files import files_below
from reportkit.inputs.names import ROLES
from reportkit.inputs.typed import WorkspaceTree, inputs_of
from reportkit.making.engines import WORKERS_WARM_UP
from reportkit.params import Parameters, parse_parameters, read_parameters
from reportkit.scratch import own_folder
from reportkit.sources.order import in_order
from reportkit.storage import remote as remote_module
from reportkit.storage.remote import Remote
from reportkit.storage.roll_forward import finish, put_folder
from reportkit.storage.store import Store
from reportkit.storage.workspace import Workspace
from tests.batch.test_loop import AtOnce
from tests.conftest import EXAMPLE, YEAR, copy_workspace, started
from tests.making.test_failing_runs import _plant_four_errors
from tests.storage.s3 import BUCKET, s3_bucket

PARTS = ("report.html", "report.pdf", "report.docx", "review.html", "figures.json", "findings.json")


@pytest.fixture(scope="module", autouse=True)
def s3() -> Iterator[str]:
    with s3_bucket() as address:
        yield address


@pytest.fixture
def address(s3: str) -> str:
    return f"{s3}/{uuid.uuid4().hex}"


def upload(workspace: Path, address: str) -> None:
    paths = [path for path in files_below(workspace) if path.startswith("data/")]
    Remote(address).write({path: (workspace / path).read_bytes() for path in paths})
    shutil.rmtree(workspace / "data")


def example(workspace: Path, **other: Any) -> Parameters:
    parameters = read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml")
    return parse_parameters(parameters.for_notebook() | other, "test")


def city_and_members(workspace: Path) -> list[Parameters]:
    """Three bureaus with the example's data; the first has the others for members."""
    for name in ("city", "second"):
        shutil.copytree(workspace / "data" / EXAMPLE, workspace / "data" / name)
    city = example(workspace, bureau="city", members=["second", EXAMPLE])
    return [city, example(workspace, bureau="second"), example(workspace)]


def outputs(remote: Remote, one: Parameters) -> dict[str, bytes]:
    folder = one.output_folder.as_posix()
    found = remote.read(remote.files_below(folder))
    return {path.removeprefix(f"{folder}/"): content for path, content in found.items()}


def is_whole(files: dict[str, bytes]) -> bool:
    digests = {
        name: hashlib.sha256(content).hexdigest()
        for name, content in files.items()
        if name != "manifest.json"
    }
    return bool(json.loads(files["manifest.json"])["outputs"] == digests)


def test_a_batch_gives_what_a_workspace_gives_and_then_makes_only_what_changed(
    workspace: Path, tmp_path: Path, address: str
) -> None:
    batch = city_and_members(workspace)
    here = Workspace(copy_workspace(tmp_path / "here"))
    shutil.copytree(workspace / "data", here.folder / "data", dirs_exist_ok=True)
    upload(workspace, address)
    store, remote = Store(address, workspace), Remote(address)
    store.prepare(batch)

    with WorkerPool(1, store.warm_up, WORKERS_WARM_UP) as pool:
        assert [one.state for one in run_batch(batch, here, pool)] == ["passed"] * 3
        assert [one.state for one in run_batch(batch, store, pool)] == ["passed"] * 3
    for one in batch:
        made = outputs(remote, one)
        assert is_whole(made)
        folder = here.folder / one.output_folder
        assert {name: made[name] for name in PARTS} == {
            name: (folder / name).read_bytes() for name in PARTS
        }
    assert remote.children(f"outputs/ogi/{YEAR}") == ["city", EXAMPLE, "second"]
    assert not list(workspace.glob("outputs/*"))

    executor = AtOnce()
    assert all(one.unchanged for one in run_batch(batch, store, executor))
    assert executor.tasks == []

    path = f"data/second/{YEAR}/applications.xlsx"
    remote.write({path: _with_one_application_less(remote.read([path])[path])})
    changed = {one.parameters.bureau: one for one in run_batch(batch, store, executor)}
    assert executor.tasks == ["second", "city"]
    assert changed["second"].reasons == (f"{path} 变了",)
    assert changed[EXAMPLE].unchanged


def _with_one_application_less(content: bytes) -> bytes:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(content))
    book.active.delete_rows(book.active.max_row)
    changed = io.BytesIO()
    book.save(changed)
    return changed.getvalue()


def test_just_the_inputs_that_a_workspace_has_are_fetched(workspace: Path, address: str) -> None:
    (city, *_) = city_and_members(workspace)
    city = example(
        workspace,
        bureau="city",
        members=["second", "none"],
        rules="rules/city.yaml",
        previous="previous/2021.xlsx",
    )
    data = f"data/city/{YEAR}"
    extra = [f"{data}/部分[1]/台账 副本.csv", f"{data}/~$cases.csv", f"{data}/.hidden/cases.csv"]
    others = [
        *("rules/city.yaml", "previous/2021.xlsx", "data/city/2021/narrative.md"),
        *(f"outputs/ogi/{year}/city/figures.json" for year in (2019, 2021, 2023)),
        *(f"outputs/ogi/{YEAR}/second/{name}" for name in ("figures.json", "findings.json")),
        *(f"outputs/ogi/{YEAR}/second/manifest.json", f"outputs/ogi/{YEAR}/other/figures.json"),
    ]
    for path in (*extra, *others):
        (workspace / path).parent.mkdir(parents=True, exist_ok=True)
        (workspace / path).write_text(path)
    expected = WorkspaceTree(workspace).existing(inputs_of(city))
    remote = Remote(address)
    stored = [name for name in files_below(workspace) if name.startswith(("data/", "outputs/"))]
    remote.write({path: (workspace / path).read_bytes() for path in (*stored, *extra)})
    remote.write({f"{data}/marker/": b""})  # what consoles put where a folder is made
    store = Store(address, workspace)
    store.prepare([city])

    with store._workspace(store.inputs_of(city)) as fetched:
        assert WorkspaceTree(fetched.folder).existing(inputs_of(city)) == expected
        assert files_below(fetched.folder) == expected
        assert all(
            (fetched.folder / path).read_bytes() == (workspace / path).read_bytes()
            for path in expected
        )
    assert extra[0] in expected
    assert not fetched.folder.exists()


def folder_of(*names: str, word: str) -> dict[str, bytes]:
    contents = {name: f"{name} {word}".encode() for name in names}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    return contents | {"manifest.json": json.dumps({"outputs": digests, "word": word}).encode()}


class Killed(Exception):
    """Not a RuntimeError nor an OSError: nobody foresees a kill."""


class Mortal:
    """A file system that dies at a certain change, and that is watched by a reader."""

    def __init__(self, files: Any, dies_at: int, reader: Any) -> None:
        self._files, self._left, self._reader = files, dies_at, reader
        self._lock = threading.Lock()

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._files, name)
        if name not in {"pipe_file", "cp_file", "rm_file", "rm"}:
            return method

        def change(*arguments: Any, **options: Any) -> Any:
            with self._lock:
                if self._left == 0:
                    raise Killed
                self._left -= 1
                method(*arguments, **options)
                self._reader()

        return change


ADDRESSES = {
    "memory": lambda s3, tmp_path: f"memory://{uuid.uuid4().hex}",
    "folder": lambda s3, tmp_path: f"file://{tmp_path}/store",
    "s3": lambda s3, tmp_path: f"{s3}/{uuid.uuid4().hex}",
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "old_one"), [("memory", False), ("memory", True), ("folder", True), ("s3", True)]
)
def test_a_kill_at_any_moment_leaves_no_mixture_and_the_next_run_finishes(
    kind: str, old_one: bool, s3: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remote = Remote(ADDRESSES[kind](s3, tmp_path))
    original = remote_module._file_system
    files, root = original(remote.address)
    target, place = "outputs/ogi/2022/some-bureau", f"{root}/outputs/ogi/2022/some-bureau"
    old = folder_of("report.html", "figures.json", "gone.pdf", word="old") if old_one else {}
    new = folder_of("report.html", "figures.json", "review.html", word="new")

    def contents() -> dict[str, bytes]:
        names = files.find(place)
        return {name.removeprefix(f"{place}/"): files.cat_file(name) for name in names}

    mixtures = []

    def reader() -> None:
        found = contents()
        if "manifest.json" in found and found not in (old, new):
            mixtures.append(found)

    kept = finished = 0
    survived = False
    for dies_at in range(30):
        remote.remove_folder("outputs/ogi/2022")
        if old_one:
            put_folder(remote, target, old)
        mortal = Mortal(files, dies_at, reader)
        monkeypatch.setattr(remote_module, "_file_system", lambda _, m=mortal: (m, root))
        with suppress(WorkspaceError):
            put_folder(remote, target, new)
            survived = True
        monkeypatch.setattr(remote_module, "_file_system", original)
        before = contents()
        finish(remote, "outputs/ogi/2022")
        after = contents()
        assert after in (old, new)
        if before == new:
            assert after == new
        assert remote.children("outputs/ogi/2022") == (["some-bureau"] if after else [])
        kept, finished = kept + (after == old), finished + (not survived and after == new)
        if survived:
            assert after == new
            break
        put_folder(remote, target, new)
        assert contents() == new

    assert survived
    assert mixtures == []
    assert kept >= 4  # its four files were not all written
    assert finished >= 5  # rolled forward


def test_an_older_folder_that_was_never_begun_to_be_put_does_not_replace_a_newer(
    address: str,
) -> None:
    remote = Remote(address)
    older, newer = folder_of("a", word="older"), folder_of("a", word="newer")
    put_folder(remote, "outputs/ogi/2022/bureau", newer)
    remote.write({f"outputs/ogi/2022/.unfinished-bureau-0/{name}": older[name] for name in older})

    finish(remote, "outputs/ogi/2022")

    assert remote.read(["outputs/ogi/2022/bureau/a"])["outputs/ogi/2022/bureau/a"] == b"a newer"
    assert remote.children("outputs/ogi/2022") == ["bureau"]


def test_a_broken_report_leaves_the_store_as_it_was_and_names_the_store(
    workspace: Path, address: str
) -> None:
    one = example(workspace)
    upload(workspace, address)
    (workspace / "notebooks" / "annual_report.ipynb").unlink()
    store = Store(address, workspace)
    store.prepare([one])
    Remote(address).write({f"{one.output_folder.as_posix()}/report.html": b"earlier"})

    outcome = store.make(one)

    assert outcome.state == "broken"
    assert f"没有笔记本 {address}/notebooks/annual_report.ipynb" in outcome.message
    assert outputs(Remote(address), one) == {"report.html": b"earlier"}


def test_what_lies_outside_of_the_workspace_is_refused(workspace: Path, address: str) -> None:
    one = example(workspace, rules="../rules.yaml", previous="/srv/2021.xlsx")
    store = Store(address, workspace)
    store.prepare([one])

    outcome = store.make(one)

    assert outcome.state == "broken"
    assert "/srv/2021.xlsx 不在工作目录里" in outcome.message
    assert "../rules.yaml 不在工作目录里" in outcome.message
    assert store.reasons_to_run(one) == [outcome.message]


def test_a_draft_that_stands_is_kept_with_its_findings(workspace: Path, address: str) -> None:
    one = example(workspace)
    _plant_four_errors(workspace)
    local = Workspace(workspace.parent / "here")
    shutil.copytree(workspace, local.folder)
    upload(workspace, address)
    store = Store(address, workspace)
    store.prepare([one])

    made, kept = store.make(one), store.kept(one)

    assert made.state == "failed"
    assert made.faults == local.make(one).faults
    assert (kept.state, kept.unchanged, kept.faults) == (made.state, True, made.faults)


@pytest.mark.parametrize(
    ("address", "environment", "words"),
    [
        ("s3://no-such-bucket/x", {}, "没有这个存储桶"),
        (
            f"s3://{BUCKET}/x",
            {"AWS_ENDPOINT_URL": "http://127.0.0.1:9", "AWS_MAX_ATTEMPTS": "1"},
            "连不上",
        ),
        (
            f"s3://{BUCKET}/x",
            {"AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""},
            "没有可用的访问凭证",
        ),
        ("s4://reports/x", {}, "Protocol not known: s4"),
        ("sftp://clerk:word@127.0.0.1/x", {}, "sftp://127.0.0.1/x"),
        ("file:///proc/none", {}, "请核对"),
    ],
)
def test_a_store_that_cannot_be_used_is_told_at_once(
    address: str,
    environment: dict[str, str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import s3fs

    for name, value in environment.items():
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name)
    monkeypatch.setattr(s3fs.S3FileSystem, "retries", 1)
    s3fs.S3FileSystem.clear_instance_cache()
    with pytest.raises(WorkspaceError) as refused:
        Store(address, tmp_path).prepare([])
    s3fs.S3FileSystem.clear_instance_cache()

    message = str(refused.value)
    assert message.startswith("无法读写 ")
    assert words in message
    assert "word" not in message


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    registry = importlib.import_module("fsspec.registry")
    monkeypatch.setitem(sys.modules, "s3fs", None)
    monkeypatch.delitem(registry._registry, "s3", raising=False)
    with pytest.raises(WorkspaceError, match=r"reportkit\[s3\]"):
        Store(f"s3://{BUCKET}/x", tmp_path).prepare([])


def test_an_outage_breaks_reports_but_not_the_batch(
    workspace: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(address: str) -> Any:
        raise PermissionError(13, "Access Denied")

    one, other = example(workspace), example(workspace, bureau="other")
    monkeypatch.setattr(remote_module, "_file_system", fail)
    store = Store(address, workspace)

    outcomes = list(run_batch(in_order([one, other])[0], store, AtOnce()))

    assert [outcome.state for outcome in outcomes] == ["broken", "broken"]
    assert "没有权限" in outcomes[0].message
    assert store.kept(one).state == "broken"


def test_ledgers_that_a_killed_process_left_are_removed(
    workspace: Path, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    Path(tempfile.gettempdir()).mkdir()
    held = (
        "import os, time; from reportkit.scratch import own_folder\n"
        "with own_folder() as folder: (folder / 'data').mkdir(); print(flush=True); time.sleep(600)"
    )
    environment = os.environ | {"TMPDIR": tempfile.gettempdir()}
    command = [sys.executable, "-c", held]
    with started(command, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        (theirs,) = Path(tempfile.gettempdir()).iterdir()
        os.utime(theirs, (0, 0))
        Store(address, workspace).reasons_to_run(example(workspace))
        assert (theirs / "own" / "data").is_dir()
        process.kill()
        process.wait()
    Store(address, workspace).reasons_to_run(example(workspace))

    assert list(Path(tempfile.gettempdir()).iterdir()) == []


def test_what_others_keep_among_temporary_folders_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it is called: a workspace to try things in, a home, a trap with links."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    trial, victim = tmp_path / "reportkit-scratch-trial", tmp_path / "victim"
    (trial / "data").mkdir(parents=True)
    victim.write_text("theirs", "utf-8")
    trap = tmp_path / "reportkit-scratch-trap"
    trap.mkdir()
    (trap / ".lock").symlink_to(victim)
    (tmp_path / "reportkit-scratch-link").symlink_to(trial)
    for path in (trial, trap):
        os.utime(path, (0, 0))
    before = sorted(tmp_path.rglob("*"))

    with own_folder():
        pass

    assert sorted(tmp_path.rglob("*")) == before
    assert victim.read_text("utf-8") == "theirs"


def test_a_store_works_in_any_process(workspace: Path, address: str) -> None:
    one = example(workspace)
    with ProcessPoolExecutor(1) as processes:
        assert processes.submit(Store(address, workspace).size, one).result() == 0


def test_a_bureaus_own_notebook_is_used_as_long_as_the_workspace_has_it(
    workspace: Path, address: str
) -> None:
    """It is found by its name alone, on a store as here."""
    one = example(workspace)
    own = workspace / "notebooks" / f"{EXAMPLE}-{YEAR}.ipynb"
    store = Store(address, workspace)
    shutil.copy(workspace / "notebooks" / "annual_report.ipynb", own)

    store.prepare([one])
    with store._workspace(store.inputs_of(one)) as fetched:
        assert inputs_of(one, fetched.folder).notebook.path.name == own.name
        assert [path.name for path in (fetched.folder / "notebooks").iterdir()] == [own.name]
    own.unlink()
    store.prepare([one])
    with store._workspace(store.inputs_of(one)) as fetched:
        assert inputs_of(one, fetched.folder).notebook.path.name == "annual_report.ipynb"
        assert not (fetched.folder / "notebooks" / own.name).exists()


def test_a_store_knows_whether_its_reports_are_under_review(workspace: Path, address: str) -> None:
    one, store = example(workspace), Store(address, workspace)
    upload(workspace, address)
    roles = workspace / ROLES
    roles.parent.mkdir()
    roles.write_text("zhang: [初审]\n", "utf-8")

    store.prepare([one])
    assert ROLES in Remote(address).read([ROLES])
    assert ROLES in store.inputs_of(one)

    roles.unlink()
    store.prepare([one])
    assert Remote(address).read([ROLES]) == {}
