"""``reportkit schedule`` prints what an administrator can use as it stands."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.conftest import reportkit


@pytest.mark.parametrize(
    ("format_", "sign", "step"),
    [
        ("systemd", "OnCalendar=*-01,02,03-* 02:00:00", "systemctl --user enable --now"),
        ("cron", "0 2 * 1-3 * cd ", "crontab -e"),
        ("windows", "T02:00:00</StartBoundary>", "schtasks /create /tn reportkit-"),
    ],
)
def test_each_format_is_printed_with_what_to_do_beside_it(
    workspace: Path, format_: str, sign: str, step: str
) -> None:
    process = reportkit(workspace, "schedule", "--format", format_)

    assert process.returncode == 0
    assert sign in process.stdout
    assert str(workspace) in process.stdout
    assert sys.executable in process.stdout
    assert step in process.stderr
    assert step not in process.stdout


@pytest.mark.posix
def test_the_scheduler_of_this_machine_is_the_default(workspace: Path) -> None:
    usual = "systemd" if shutil.which("systemctl") else "cron"
    if sys.platform == "win32":
        usual = "windows"

    chosen = reportkit(workspace, "schedule", "--format", usual).stdout
    assert reportkit(workspace, "schedule").stdout == chosen


def test_the_workspace_is_found_from_a_folder_below_it(workspace: Path) -> None:
    below = reportkit(workspace / "data", "schedule", "--format", "cron")

    assert below.stdout == reportkit(workspace, "schedule", "--format", "cron").stdout


def test_time_and_options_of_run_go_into_the_timetable(workspace: Path) -> None:
    process = reportkit(
        workspace,
        "schedule",
        "--format",
        "cron",
        "--at",
        "23:45",
        "--",
        "--force",
        "params/a b.yaml",
    )

    assert process.stdout.startswith("45 23 * 1-3 * ")
    assert process.stdout.endswith(" -m reportkit run --force 'params/a b.yaml'\n")


def test_an_option_that_run_does_not_have_is_told_now_and_not_at_night(workspace: Path) -> None:
    process = reportkit(workspace, "schedule", "--", "--forse")

    assert process.returncode == 2
    assert process.stdout == ""
    assert "reportkit run" in process.stderr
    assert "--forse" in process.stderr


def test_a_time_that_is_none_is_wrong_usage(workspace: Path) -> None:
    assert reportkit(workspace, "schedule", "--at", "25:00").returncode == 2


def test_outside_a_workspace_nothing_is_scheduled(tmp_path: Path) -> None:
    process = reportkit(tmp_path, "schedule")

    assert (process.returncode, process.stdout) == (2, "")
    assert "这里不是工作目录" in process.stderr
