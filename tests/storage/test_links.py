"""What a link in a workspace leads to is not written over, emptied, swept or added to."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportkit.decisions import Kind, add_decision
from reportkit.errors import PublishingError, WorkspaceError
from reportkit.params import read_parameters
from reportkit.review.publishing.publish import publish
from reportkit.storage.files import FolderFiles
from reportkit.writing import LinkedError, hold_unlinked, restore, sweep, whole_folder
from tests.conftest import EXAMPLE, YEAR, reportkit

pytestmark = pytest.mark.posix  # on Windows, to make a link needs a right of its own

SHELF = f"outputs/ogi/{YEAR}"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder of others, with names that could be taken for the kit's own."""
    for name in (
        "mine.txt",
        f"{EXAMPLE}/manifest.json",
        f"{EXAMPLE}/mine.txt",
        ".unfinished-mine/a",
        f".unfinished-{EXAMPLE}-01234567/a",
        ".set-aside-mine/a",
        "index.html",
        f"ogi/{YEAR}/{EXAMPLE}.log",
    ):
        path = tmp_path / "outside" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name} of others")
    return tmp_path / "outside"


def _all_in(folder: Path) -> dict[str, str]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_text() for path in files}


def _link(workspace: Path, name: str, to: Path) -> None:
    (workspace / name).parent.mkdir(parents=True, exist_ok=True)
    (workspace / name).symlink_to(to)


def test_links_to_what_a_run_replaces_give_way(workspace: Path, outside: Path) -> None:
    before = _all_in(outside)
    _link(workspace, f"{SHELF}/{EXAMPLE}", outside / EXAMPLE)
    _link(workspace, f"{SHELF}/index.html", outside / "index.html")
    _link(workspace, f"{SHELF}/.unfinished-{EXAMPLE}-01234567", outside)
    _link(workspace, f"{SHELF}/.unfinished-x", outside / "mine.txt")
    _link(workspace, f"{SHELF}/.set-aside-{EXAMPLE}", outside)
    _link(workspace, f"{SHELF}/.set-aside-x", outside)
    _link(workspace, "outputs/logs", outside)
    _link(workspace, "outputs/run.json", outside / "mine.txt")
    _link(workspace, "outputs/runs.jsonl", outside / "mine.txt")

    done = reportkit(workspace, "run")

    assert done.returncode == 0
    assert _all_in(outside) == before
    shelf = workspace / SHELF
    assert [path.name for path in shelf.iterdir() if path.is_symlink()] == []
    assert [path.name for path in shelf.glob(".*") if path.is_dir()] == []
    assert (shelf / EXAMPLE / "report.pdf").is_file()
    assert done.stderr.count("（是链接，通向别处）") == 2  # the log, the history
    assert (workspace / "outputs/run.json").is_file()


@pytest.mark.parametrize("linked", [SHELF, "outputs/ogi"])
def test_a_report_is_not_made_in_a_folder_that_is_a_link(
    workspace: Path, outside: Path, linked: str
) -> None:
    before = _all_in(outside)
    _link(workspace, linked, outside)

    done = reportkit(workspace, "run")

    assert done.returncode == 3
    assert (
        f"{linked} （是链接，通向别处）。往里写会动到工作目录以外的文件。请把链接换成"
        in done.stderr
    )
    assert _all_in(outside) == before


def test_outputs_as_a_whole_may_lie_elsewhere(workspace: Path, tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (workspace / "outputs").symlink_to(tmp_path / "disk")

    assert reportkit(workspace, "run").returncode == 0
    assert (tmp_path / f"disk/ogi/{YEAR}/{EXAMPLE}/report.pdf").is_file()


def test_a_link_that_leads_nowhere_gives_way(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "nowhere")
    with whole_folder(tmp_path / "a") as fresh:
        (fresh / "b").write_text("b")

    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert _all_in(tmp_path / "a") == {"b": "b"}


@pytest.mark.parametrize("tidy", [sweep, lambda shelf: restore(shelf / "a")])
def test_what_a_kill_left_is_tidied_without_following_a_link(
    tmp_path: Path, outside: Path, tidy: object
) -> None:
    before = _all_in(outside)
    shelf = tmp_path / "shelf"
    for name in (".unfinished-a-01234567", ".set-aside-a"):
        _link(shelf, name, outside)

    assert callable(tidy)
    tidy(shelf)

    assert [*shelf.iterdir()] == []
    assert _all_in(outside) == before


def test_no_decision_is_added_and_nothing_is_published_through_a_link(
    workspace: Path, params: Path, outside: Path
) -> None:
    one = read_parameters(params)
    before = _all_in(outside)
    _link(workspace, "published/ogi", outside)
    with pytest.raises(PublishingError, match="是链接，通向别处"):
        publish(one, workspace, [])

    _link(workspace, f"{one.data_folder}/review.jsonl", outside / "none.jsonl")
    with pytest.raises(WorkspaceError, match="是链接，通向别处"):
        add_decision(one, workspace, Kind.RETURN, by="wang", words="重做")

    with pytest.raises(LinkedError):
        FolderFiles(workspace).write({f"published/ogi/{YEAR}/a.html": b""})
    with pytest.raises(LinkedError):
        hold_unlinked(workspace / "published", workspace / "published/ogi")
    assert _all_in(outside) == before
