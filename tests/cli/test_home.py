"""A home for users that the system knows no home of."""

from __future__ import annotations

import atexit
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from reportkit.cli.home import with_home

pytestmark = pytest.mark.posix


@pytest.fixture
def at_exit(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Callable[[], object]]:
    """What would be done when the process ends; folders are made below `tmp_path`."""
    asked: list[Callable[[], object]] = []
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr(
        atexit, "register", lambda do, *args, **more: asked.append(lambda: do(*args, **more))
    )
    return asked


def test_a_user_without_a_name_gets_a_home_that_goes_with_the_process(
    monkeypatch: pytest.MonkeyPatch, at_exit: list[Callable[[], object]], tmp_path: Path
) -> None:
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr(
        "pwd.getpwuid", {}.__getitem__
    )  # as a uid of a container, which no list has

    with_home()

    (home,) = tmp_path.iterdir()
    assert (Path.home(), os.environ["HOME"]) == (home, str(home))
    assert home.stat().st_mode & 0o777 == 0o700, "others could put something there to be run"
    (home / ".ipython").mkdir()
    (tidy,) = at_exit
    tidy()
    assert not home.exists()


def test_whoever_has_a_home_keeps_it(
    monkeypatch: pytest.MonkeyPatch, at_exit: list[Callable[[], object]], tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", "/nobody/there")

    with_home()

    assert os.environ["HOME"] == "/nobody/there"
    assert (list(tmp_path.iterdir()), at_exit) == ([], [])
