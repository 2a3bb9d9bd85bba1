"""Correcting what was published on a store: nothing is lost, whatever it is broken off at."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportkit.cli.main import cli
from reportkit.errors import WorkspaceError
from reportkit.inputs.files import files_below
from reportkit.making.manifest import read_manifest
from reportkit.review.index.refresh import at_work
from reportkit.review.publishing import publish as publishing
from reportkit.review.signing.clean import clean_files
from reportkit.storage import remote as remote_module
from reportkit.storage.remote import Remote
from tests.conftest import EXAMPLE, YEAR
from tests.review.office import Office
from tests.storage.s3 import s3_bucket
from tests.storage.test_store import Mortal

PARAMS = f"params/{EXAMPLE}-{YEAR}.yaml"
SHELF = f"published/ogi/{YEAR}"
FOLDER = f"{SHELF}/{EXAMPLE}"
REASON = "一件漏登"


@pytest.fixture(scope="module")
def _corrected(_published: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """A report that was published, mended and signed anew, and not yet published again."""
    office = _published.copy(tmp_path_factory.mktemp("corrected"))
    prose = office.data / "narrative.md"
    prose.write_text(prose.read_text("utf-8").replace("认真执行", "认真贯彻"), "utf-8")
    office.make()
    for role, person in office.people.items():
        office.sign(role, person)
    return office


@pytest.fixture
def corrected(_corrected: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    """The same; what a store has of it lies beside."""
    office = _corrected.copy(tmp_path)
    monkeypatch.chdir(office.workspace)
    return office


def _put(office: Office, address: str) -> None:
    for name in ("data", "outputs", "published", "notebooks", "review"):
        folder = office.workspace / name
        paths = {f"{name}/{one}": (folder / one).read_bytes() for one in files_below(folder)}
        Remote(address).write(paths)
    for name in ("data", "outputs", "published"):
        shutil.rmtree(office.workspace / name)


def _files(address: str, folder: str) -> dict[str, bytes]:
    found = Remote(address).read(Remote(address).files_below(folder))
    return {path.removeprefix(f"{folder}/"): content for path, content in found.items()}


@pytest.fixture(params=[pytest.param("memory", marks=pytest.mark.slow), "S3"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    memory = nullcontext(f"memory://{tmp_path.name}")
    with memory if request.param == "memory" else s3_bucket() as found:
        yield found


def test_a_correction_on_a_store_keeps_the_version_before(corrected: Office, address: str) -> None:
    def reportkit(*arguments: str) -> Result:
        return CliRunner().invoke(cli, [*arguments, "--store", address])

    _put(corrected, address)
    before = _files(address, FOLDER)
    assert "更正请用 --correct 写明原因" in reportkit("publish", PARAMS).output

    published = reportkit("publish", PARAMS, "--correct", REASON)

    assert f"已发布到 {FOLDER}" in published.output
    assert _files(address, f"{FOLDER}/earlier/1") == before
    assert f"原因：{REASON}" in _files(address, FOLDER)["correction.txt"].decode()
    for folder in (FOLDER, f"{FOLDER}/earlier/1"):
        verified = reportkit("verify", folder)
        assert (verified.exit_code, "没有发现不符" in verified.output) == (0, True)
    again = reportkit("publish", PARAMS, "--correct", f" {REASON}\n")
    assert "已经发布过，没有变化" in again.output
    assert Remote(address).children(SHELF) == [EXAMPLE]


@pytest.mark.parametrize(
    "every", [pytest.param(1, marks=pytest.mark.slow, id="each"), pytest.param(13, id="some")]
)
def test_a_correction_that_was_killed_is_finished_or_begun_anew(
    corrected: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, every: int
) -> None:
    one, workspace = corrected.parameters, corrected.workspace
    rendered = clean_files(one, workspace, read_manifest(one, workspace))
    monkeypatch.setattr(publishing, "clean_files", lambda *_: dict(rendered))
    address, aside = f"file://{tmp_path / 'store'}", tmp_path / "aside"
    _put(corrected, address)
    before = _files(address, FOLDER)
    shutil.copytree(tmp_path / "store", aside)
    files, root = remote_module._file_system(address)

    def publish() -> None:
        with at_work(one, workspace, address, pytest.fail, publishes=True) as folder:
            publishing.publish(one, folder, (), correct=REASON)

    done = 0
    for dies_at in range(0, 200, every):
        shutil.rmtree(tmp_path / "store")
        shutil.copytree(aside, tmp_path / "store")
        with monkeypatch.context() as patch:
            mortal = Mortal(files, dies_at, lambda: None)
            patch.setattr(remote_module, "_file_system", lambda _, m=mortal: (m, root))
            try:
                publish()
            except WorkspaceError:
                done += 1
            else:
                break
        publish()
        assert _files(address, f"{FOLDER}/earlier/1") == before, dies_at
        wrong = corrected.wrong(tmp_path / "store" / FOLDER)
        assert wrong == [], dies_at
        assert Remote(address).children(SHELF) == [EXAMPLE], dies_at
    assert done > 40 // every
