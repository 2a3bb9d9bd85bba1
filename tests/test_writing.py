"""Files appear whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportkit.writing import whole_file


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
