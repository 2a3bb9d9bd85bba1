"""A timetable runs the command that was meant, in every format and under any path."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path, PureWindowsPath

import pytest

from reportkit.batch.timetable import (
    Timetable,
    cron_line,
    systemd_service,
    systemd_timer,
    windows_task,
)
from reportkit.errors import WorkspaceError

AT = dt.time(2, 5)
SEASON = (1, 2, 3)
AWKWARD = ["a b", "50%", "%h", "$HOME", "it's", 'say "so"', r"back\slash", ";", "#c", "&", "年报"]
TELL = "import json, os, sys; print(json.dumps([os.getcwd(), sys.argv[1:]]))"
NS = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "年报 50% $HOME it's"
    folder.mkdir()
    return folder


def _as_cron_runs(line: str) -> str:
    """Return what cron gives the shell: up to the first bare %, the escaped ones freed."""
    command = line.rstrip("\n").split(maxsplit=5)[5]
    return re.split(r"(?<!\\)%", command)[0].replace(r"\%", "%")


@pytest.mark.skipif(os.name == "nt", reason="cron is not for Windows")
def test_cron_runs_the_command_in_the_folder(folder: Path) -> None:
    timetable = Timetable((sys.executable, "-c", TELL, *AWKWARD), folder, AT, SEASON)

    line = cron_line(timetable)
    told = subprocess.run(["sh", "-c", _as_cron_runs(line)], capture_output=True, check=True)

    assert line.startswith("5 2 * 1-3 * cd ")
    assert line.count("\n") == 1
    assert json.loads(told.stdout) == [str(folder), AWKWARD]


def test_systemd_takes_the_units_as_they_are(folder: Path, program: Callable[[str], str]) -> None:
    analyze = program("systemd-analyze")
    python = folder.with_name("py 50% thon")
    shutil.copy("/bin/true", python)
    timetable = Timetable((str(python), *AWKWARD), folder, AT, SEASON)
    units = [folder / f"{timetable.name}.service", folder / f"{timetable.name}.timer"]
    units[0].write_text(systemd_service(timetable), "utf-8")
    units[1].write_text(systemd_timer(timetable), "utf-8")

    process = subprocess.run(
        [analyze, "verify", "--user", "--man=no", *units],
        env=os.environ | {"XDG_RUNTIME_DIR": str(folder)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    # It reads the machine's own units too, and finds fault with some.
    faults = [line for line in process.stderr.splitlines() if timetable.name in line]
    assert (process.returncode, faults) == (0, [])


def test_systemd_gets_each_word_quoted_its_own_way() -> None:
    timetable = Timetable(("/opt/py 3%/python", *AWKWARD), Path("/srv/年报 50%"), AT, SEASON)

    lines = systemd_service(timetable).splitlines()

    # As systemd 252 itself reads it back (systemd --user --test), but for $$, which it makes $
    # when it starts the program.
    assert lines[-1] == (
        r'ExecStart="/opt/py 3%%/python" "a b" "50%%" "%%h" "$$HOME" "it'
        "'"
        r's" "say \"so\"" "back\\slash" ";" "#c" "&" "年报"'
    )
    assert "WorkingDirectory=/srv/年报 50%%" in lines


def test_systemd_runs_daily_in_the_season_and_catches_up(program: Callable[[str], str]) -> None:
    timer = systemd_timer(Timetable(("/bin/true",), Path("/srv"), AT, SEASON))
    (calendar,) = re.findall("OnCalendar=(.+)", timer)

    days = ["--base-time=2026-03-31 00:00:00 UTC", "--iterations=2"]
    command = [program("systemd-analyze"), "calendar", *days, calendar]
    process = subprocess.run(
        command, env=os.environ | {"TZ": "UTC"}, capture_output=True, encoding="utf-8", check=True
    )

    assert "2026-03-31 02:05:00 UTC" in process.stdout
    assert "2027-01-01 02:05:00 UTC" in process.stdout
    assert "\nPersistent=true\n" in timer


# [MS-TSCH] 2.5: what each element may hold, in this order where the schema has a sequence.
SCHEMA = {
    "Task": {"RegistrationInfo", "Triggers", "Settings", "Data", "Principals", "Actions"},
    "RegistrationInfo": {"URI", "Date", "Author", "Version", "Description", "Source"},
    "Triggers": {"CalendarTrigger"},
    "CalendarTrigger": [
        "Enabled",
        "StartBoundary",
        "EndBoundary",
        "RandomDelay",
        "ScheduleByMonth",
    ],
    "ScheduleByMonth": {"DaysOfMonth", "Months"},
    "DaysOfMonth": ["Day"],
    "Months": {"January", "February", "March"},
    "Principals": {"Principal"},
    "Principal": {"UserId", "LogonType", "RunLevel"},
    "Settings": {
        "MultipleInstancesPolicy",
        "DisallowStartIfOnBatteries",
        "StopIfGoingOnBatteries",
        "StartWhenAvailable",
    },
    "Actions": {"Exec"},
    "Exec": {"Command", "Arguments", "WorkingDirectory"},
}


def _assert_fits_schema(element: ET.Element) -> None:
    tag = element.tag.removeprefix(NS)
    below = [child.tag.removeprefix(NS) for child in element]
    allowed = SCHEMA.get(tag, [])
    assert set(below) <= set(allowed), tag
    if isinstance(allowed, list):
        assert below == sorted(below, key=allowed.index), tag
    else:
        assert len(set(below)) == len(below), tag
    for child in element:
        _assert_fits_schema(child)


def _windows() -> str:
    python = r"C:\Program Files\Python & Co\python.exe"
    folder = PureWindowsPath(r"D:\政务公开\年报 <2025>")
    arguments = ("-m", "reportkit", "run", "--notify", "json://h/?a=1&b=2", "a b", 'say "so"')
    return windows_task(Timetable((python, *arguments), folder, AT, SEASON))


def test_windows_task_fits_the_schema_and_quotes_what_it_must() -> None:
    task = ET.fromstring(_windows())  # noqa: S314 - our own output

    _assert_fits_schema(task)
    found = {element.tag.removeprefix(NS): element.text for element in task.iter()}
    assert found["Command"] == r"C:\Program Files\Python & Co\python.exe"
    assert found["Arguments"] == (r'-m reportkit run --notify json://h/?a=1&b=2 "a b" "say \"so\""')
    assert found["WorkingDirectory"] == r"D:\政务公开\年报 <2025>"
    assert found["StartWhenAvailable"] == "true"


def test_windows_task_runs_on_every_day_of_the_season() -> None:
    task = ET.fromstring(_windows())  # noqa: S314 - our own output

    trigger = f"{NS}Triggers/{NS}CalendarTrigger"
    days = task.findall(f"{trigger}/{NS}ScheduleByMonth/{NS}DaysOfMonth/{NS}Day")
    months = task.findall(f"{trigger}/{NS}ScheduleByMonth/{NS}Months/*")
    start = task.findtext(f"{trigger}/{NS}StartBoundary") or ""
    assert [day.text for day in days] == [str(day) for day in range(1, 32)]
    assert [month.tag for month in months] == [f"{NS}January", f"{NS}February", f"{NS}March"]
    assert start.endswith("T02:05:00")


@pytest.mark.parametrize("encoding", ["ascii", "gb18030", "utf-8-sig", "utf-16"])
def test_windows_task_holds_in_whatever_encoding_a_shell_saves_it(encoding: str) -> None:
    task = ET.fromstring(_windows().encode(encoding))  # noqa: S314 - our own output

    assert "年报" in (task.findtext(f".//{NS}WorkingDirectory") or "")


def test_each_workspace_has_a_task_name_of_its_own_in_ascii() -> None:
    names = {
        Timetable(("python",), Path(folder), AT, SEASON).name
        for folder in ("/srv/年报", "/srv/季报", "/srv/a b")
    }

    assert len(names) == 3
    assert all(re.fullmatch(r"reportkit-[0-9a-f]{8}", name) for name in names)


def test_a_line_break_in_a_path_is_refused_as_no_scheduler_takes_it() -> None:
    with pytest.raises(WorkspaceError, match="换行"):
        Timetable(("python",), Path("/srv/a\nb"), AT, SEASON)
