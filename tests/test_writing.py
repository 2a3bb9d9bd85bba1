"""Files appear whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportkit import trouble, writing
from reportkit.retries import is_transient
from reportkit.trouble import refused
from reportkit.visible import unseen_in
from reportkit.writing import (
    InUseError,
    sweep,
    whole_file,
    whole_folder,
    write_lines_of_json,
    write_short_json,
)


def test_a_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "run.json"
    target.write_text("old")

    with whole_file(target) as file:
        file.write_text("new")
        assert target.read_text() == "old"

    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def _write_half(target: Path) -> None:
    with whole_file(target) as file:
        file.write_text("ne")
        raise OSError("disk")


def test_a_file_that_was_not_finished_leaves_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "run.json"
    target.write_text("old")

    with pytest.raises(OSError, match="disk"):
        _write_half(target)

    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.posix
def test_a_folder_with_a_file_that_may_not_grow_is_told_and_does_not_appear(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50, before[1]))
    try:
        with (
            pytest.raises(OSError, match="File too large") as told,
            whole_folder(tmp_path / "a") as a,
        ):
            (a / "report.html").write_bytes(bytes(100))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert "文件超过允许的大小" in refused(told.value, tmp_path)
    assert list(tmp_path.iterdir()) == []


class _Held:
    """A program that looks at a file, as Windows sees it: nothing moves it, nor its folder."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
        self.file, self.attempts, self.lets_go_after = file, 0, 10**6
        self._rename, self._replace, self._open = Path.rename, Path.replace, Path.open
        monkeypatch.setattr(writing, "_WINDOWS", True)
        monkeypatch.setattr(writing, "_WAITS", (0, 0))
        monkeypatch.setattr(Path, "rename", lambda *paths: self._move(self._rename, *paths))
        monkeypatch.setattr(Path, "replace", lambda *paths: self._move(self._replace, *paths))
        # A bound method would not be given the path.
        monkeypatch.setattr(Path, "open", lambda *asked, **how: self._opened(*asked, **how))  # noqa: PLW0108

    def _move(self, move: Callable[[Path, Path], Path], *paths: Path) -> Path:
        if any(self.file == path or path in self.file.parents for path in paths):
            self.attempts += 1
            if self.attempts <= self.lets_go_after:
                raise PermissionError(13, "Access is denied", str(paths[0]))
        return move(*paths)

    def _opened(self, path: Path, mode: str = "r", *more: Any, **options: Any) -> Any:
        if path == self.file and "+" in mode:
            raise PermissionError(13, "Access is denied", str(path))
        return self._open(path, mode, *more, **options)


def _old_folder(parent: Path) -> Path:
    folder = parent / "outputs"
    folder.mkdir()
    (folder / "report.html").write_text("old")
    (folder / "report.pdf").write_text("old")
    return folder


def _write_new(folder: Path) -> None:
    with whole_folder(folder) as fresh:
        (fresh / "report.pdf").write_text("new")


def test_folder_with_a_file_in_use_stays_as_it_is_and_the_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _old_folder(tmp_path)
    held = _Held(monkeypatch, folder / "report.pdf")

    with pytest.raises(InUseError) as caught:
        _write_new(folder)

    assert caught.value.filename == str(held.file)
    assert held.attempts == 3
    assert not is_transient(caught.value)  # it has been waited for
    assert refused(caught.value) == (
        f"无法读写 {held.file} （正被别的程序打开，如 WPS、Excel、PDF 阅读器）。"
        "请关闭后再运行一次；原来的输出没有改动。"
    )
    assert sorted(path.read_text() for path in folder.iterdir()) == ["old", "old"]
    assert list(tmp_path.iterdir()) == [folder]


def test_folder_in_use_for_a_moment_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _old_folder(tmp_path)
    _Held(monkeypatch, folder / "report.pdf").lets_go_after = 1

    _write_new(folder)

    assert [path.read_text() for path in folder.iterdir()] == ["new"]
    assert list(tmp_path.iterdir()) == [folder]


def test_file_in_use_stays_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "run.json"
    target.write_text("old")
    _Held(monkeypatch, target)

    with pytest.raises(InUseError), whole_file(target) as file:
        file.write_text("new")

    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_what_cannot_take_its_place_puts_the_old_folder_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _old_folder(tmp_path)
    rename = Path.rename

    def refuse_fresh(source: Path, target: Path) -> Path:
        if source.name.startswith(".unfinished-"):
            raise PermissionError(13, "Permission denied", str(source))
        return rename(source, target)

    monkeypatch.setattr(Path, "rename", refuse_fresh)

    with pytest.raises(PermissionError):
        _write_new(folder)

    assert list(tmp_path.iterdir()) == [folder]
    assert (folder / "report.pdf").read_text() == "old"


def test_sweeping_waits_for_nobody_who_looks_at_what_was_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    aside = _old_folder(tmp_path).rename(tmp_path / ".set-aside-outputs")
    _Held(monkeypatch, aside / "report.pdf")

    sweep(tmp_path)

    assert (aside / "report.pdf").read_text() == "old"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FileNotFoundError(2, "No such file", "/" + "深" * 262), "路径有 263 个字符，Windows"),
        (OSError(36, "File name too long", "a"), "路径太长"),
    ],
)
def test_path_that_is_too_long_is_called_that(
    error: OSError, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trouble, "_WINDOWS", True)

    assert words in refused(error)
    assert "请把工作目录移到浅一些的文件夹里" in refused(error)


def test_what_windows_calls_a_missing_permission_may_be_a_file_in_use(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(trouble, "_WINDOWS", True)

    told = refused(PermissionError(13, "Permission denied", "a"))
    assert told == (
        "无法读写 a （没有权限，或者正被别的程序打开）。"
        "请关闭打开它的程序，如 WPS、Excel、记事本；没有打开的，请核对文件夹权限。"
    )


def test_a_list_has_a_line_for_each_item(tmp_path: Path) -> None:
    items = [{"规则": "一\n二", "left": None}, {"规则": "\udcff"}]

    write_lines_of_json(tmp_path / "list.json", items)
    write_lines_of_json(tmp_path / "none.json", [])

    text = (tmp_path / "list.json").read_text("utf-8")
    assert json.loads(text) == items
    assert text.count("\n") == len(items) + 2, "the brackets have lines of their own"
    assert json.loads((tmp_path / "none.json").read_text("utf-8")) == []


def test_what_programs_read_has_no_blanks_and_its_keys_in_order(tmp_path: Path) -> None:
    write_short_json(tmp_path / "one.json", {"b": [1, "甲 乙"], "a": {}})

    assert (tmp_path / "one.json").read_text("utf-8") == '{"a":{},"b":[1,"甲 乙"]}\n'


ACTING = "\x7f\x9b31m三\u202e23\u200b\ud800\U000e0041"


@pytest.mark.parametrize(
    "write",
    [
        writing.write_json,
        lambda path, data: write_lines_of_json(path, [data]),
        lambda path, data: writing.write_json_and_lines(path, {"a": 1}, "items", [data]),
        write_short_json,
    ],
    ids=["indented", "lines", "object and lines", "short"],
)
def test_json_gives_a_terminal_no_orders(
    write: Callable[[Path, Any], None], tmp_path: Path
) -> None:
    write(tmp_path / "a.json", {ACTING: ACTING})

    text = (tmp_path / "a.json").read_text("utf-8")
    assert unseen_in(text) == []
    assert str({ACTING: ACTING}) in str(json.loads(text))
