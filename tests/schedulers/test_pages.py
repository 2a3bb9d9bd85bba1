"""What docs/schedulers shows is what the kit prints, takes and ends with."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
import yaml

from reportkit.batch.timetable import (
    Timetable,
    cron_line,
    systemd_service,
    systemd_timer,
    windows_task,
)
from reportkit.cli.main import cli
from reportkit.forms import load_form, season, usable_forms
from tests.schedulers.page import KIT, PAGES, WORKSPACE, blocks, here

SEASON = season(load_form(form) for form in usable_forms())
NIGHTLY = Timetable(
    (f"{KIT}/python", "-m", "reportkit", "run"), PurePosixPath(WORKSPACE), dt.time(2), SEASON
)


def test_timetables_are_those_that_the_command_prints() -> None:
    assert blocks("cron.md", "crontab")[0] == cron_line(NIGHTLY)
    assert blocks("systemd.md", "ini")[:2] == [systemd_service(NIGHTLY), systemd_timer(NIGHTLY)]
    python = r"C:\reportkit\Scripts\python.exe"
    on_windows = Timetable(
        (python, "-m", "reportkit", "run"), PureWindowsPath(r"D:\reports"), dt.time(2), SEASON
    )
    (action,) = blocks("windows.md", "xml")
    assert action.split() == windows_task(on_windows).partition("<Actions>")[2].split()[:-2]


@pytest.mark.posix
@pytest.mark.parametrize(("codes", "runs"), [("3 3 0", 3), ("1", 1), ("0", 1), ("3 1", 2)])
def test_cron_tries_again_only_what_could_not_be_computed(
    tmp_path: Path, codes: str, runs: int
) -> None:
    program = tmp_path / "python"
    program.write_text(
        f"#!/bin/sh\necho x >> {tmp_path}/runs\nset -- {codes}\n"
        f"shift $(($(wc -l < {tmp_path}/runs) - 1))\nexit $1\n"
    )
    program.chmod(0o755)
    line = blocks("cron.md", "crontab")[1].split(" ", 5)[5].replace("sleep 600", "true")

    line = here(line, {WORKSPACE: tmp_path, f"{KIT}/python": program})
    subprocess.run(["sh", "-c", line], check=False)

    assert len((tmp_path / "runs").read_text().splitlines()) == runs


def test_systemd_takes_the_units(tmp_path: Path, program: Callable[[str], str]) -> None:
    analyze = program("systemd-analyze")
    service, timer, again = blocks("systemd.md", "ini")
    (tmp_path / "reports.service").write_text(here(service, {WORKSPACE: tmp_path}), "utf-8")
    (tmp_path / "reports.timer").write_text(timer, "utf-8")
    (tmp_path / "reports.service.d").mkdir()
    (tmp_path / "reports.service.d" / "again.conf").write_text(again, "utf-8")

    units = [str(tmp_path / "reports.service"), str(tmp_path / "reports.timer")]
    ended = subprocess.run(
        [analyze, "verify", "--man=no", *units], capture_output=True, encoding="utf-8", check=False
    )

    assert str(tmp_path) not in ended.stderr, ended.stderr


def test_a_jupyter_task_of_dolphinscheduler_is_the_command_line_shown() -> None:
    """As its worker puts one together: no value is quoted."""
    (given,) = blocks("dolphinscheduler.md", "json")
    shown = blocks("dolphinscheduler.md", "sh")[1].replace("\\\n", " ").split()
    text = (PAGES / "dolphinscheduler.md").read_text("utf-8")
    field = dict(re.findall(r"^\| ([\w ]+) \| `(.*)` \|$", text, re.MULTILINE))

    words = ["papermill", field["Input Note Path"], field["Out Note Path"]]
    for name, value in json.loads(given).items():
        words += ["--parameters", name, value]
    words += ["--kernel", field["Kernel"], field["Others"], "--inject-paths", "--progress-bar"]

    assert shown == words


def test_kubernetes_tries_again_only_what_could_not_be_computed() -> None:
    (written,) = blocks("kubernetes.md", "yaml")
    spec = yaml.safe_load(written)["spec"]
    job = spec["jobTemplate"]["spec"]
    (container,) = job["template"]["spec"]["containers"]
    (rule,) = job["podFailurePolicy"]["rules"]

    assert rule["onExitCodes"] == {"containerName": "run", "operator": "In", "values": [1, 2]}
    assert job["backoffLimit"] == 3
    assert container["command"][:2] == ["reportkit", "run"]
    assert {"name": "REPORTKIT_WORKSPACE", "value": WORKSPACE} in container["env"]
    cli.commands["run"].make_context("run", container["command"][2:])
    assert spec["schedule"] == cron_line(NIGHTLY).partition(" cd ")[0]
