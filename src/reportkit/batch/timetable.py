"""The nightly run as the system's own scheduler wants it written down.

Each format has its own way to quote a path with a space, a quotation mark or a percent sign in it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import shlex
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from reportkit.errors import WorkspaceError

_TASK = "http://schemas.microsoft.com/windows/2004/02/mit/task"
# A calendar trigger of Windows needs a first day; any that is past will do.
_FIRST_DAY = dt.date(2020, 1, 1)
# Not calendar.month_name, which speaks the language of the system.
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass(frozen=True, slots=True)
class Timetable:
    """What is run, where and when.

    Parameters
    ----------
    command : sequence of str
        Program, by its full path, and arguments.
    folder : PurePath
        The workspace, by its full path: the folder to run in.
    at : datetime.time
        When it is run, in local time, to the minute.
    months : sequence of int
        The months in which it is run each day.

    Raises
    ------
    WorkspaceError
        Where a path or an argument has a line break or another control character, which no
        scheduler takes.
    """

    command: Sequence[str]
    folder: PurePath
    at: dt.time
    months: Sequence[int]

    def __post_init__(self) -> None:
        for text in (*self.command, str(self.folder)):
            if any(ord(character) < ord(" ") for character in text):
                msg = f"{text!r} 里有换行等控制字符，写不进定时任务。请改名后再试。"
                raise WorkspaceError(msg)

    @property
    def name(self) -> str:
        """The name of the task: ASCII, and another for each workspace of a machine."""
        digest = hashlib.sha256(str(self.folder).encode("utf-8", "surrogateescape"))
        return f"reportkit-{digest.hexdigest()[:8]}"

    @property
    def title(self) -> str:
        """What the task is, for a list of tasks."""
        return f"年度报告（reportkit）：{self.folder}"


def systemd_service(timetable: Timetable) -> str:
    """Return the unit file of the service: one run."""
    program, *arguments = timetable.command
    words = [_systemd_word(program), *(_systemd_word(word, "$") for word in arguments)]
    lines = [
        "[Unit]",
        f"Description={_systemd_text(timetable.title)}",
        "",
        "[Service]",
        "Type=oneshot",
        f"WorkingDirectory={_systemd_text(str(timetable.folder))}",
        f"ExecStart={' '.join(words)}",
    ]
    return _text(lines)


def systemd_timer(timetable: Timetable) -> str:
    """Return the unit file of the timer: when the service runs; missed runs are caught up."""
    # CentOS 7's systemd knows no ranges of months.
    months = ",".join(f"{month:02}" for month in timetable.months)
    lines = [
        "[Unit]",
        f"Description={_systemd_text(timetable.title)}",
        "",
        "[Timer]",
        f"OnCalendar=*-{months}-* {timetable.at:%H:%M}:00",
        "Persistent=true",
        "",
        "[Install]",
        "WantedBy=timers.target",
    ]
    return _text(lines)


def cron_line(timetable: Timetable) -> str:
    """Return the line for a user's crontab."""
    at = timetable.at
    months = f"{timetable.months[0]}-{timetable.months[-1]}"
    command = f"cd {shlex.quote(str(timetable.folder))} && {shlex.join(timetable.command)}"
    # cron takes a bare percent sign for the end of the line, even within quotation marks.
    escaped = command.replace("%", r"\%")
    return _text([f"{at.minute} {at.hour} * {months} * {escaped}"])


def windows_task(timetable: Timetable) -> str:
    """Return the task for Windows' Task Scheduler; missed runs are caught up.

    It is pure ASCII and names no encoding, so that it holds in whatever encoding a shell saves it:
    cmd's in the system's, PowerShell's in UTF-16.

    References
    ----------
    [MS-TSCH] Task Scheduler Service Remoting Protocol, 2.5 XML Task Definition Format.
    """
    program, *arguments = timetable.command
    task = ET.Element("Task", version="1.2", xmlns=_TASK)
    _add(task, "RegistrationInfo/Description", timetable.title)
    _add(task, "Triggers/CalendarTrigger/StartBoundary", f"{_FIRST_DAY}T{timetable.at:%H:%M}:00")
    monthly = _add(task, "Triggers/CalendarTrigger/ScheduleByMonth")
    for day in range(1, 32):
        ET.SubElement(_add(monthly, "DaysOfMonth"), "Day").text = str(day)
    for month in timetable.months:
        _add(monthly, f"Months/{_MONTHS[month - 1]}")
    _add(task, "Principals/Principal/LogonType", "Password")  # logged in or not
    _add(task, "Settings/MultipleInstancesPolicy", "IgnoreNew")
    _add(task, "Settings/DisallowStartIfOnBatteries", "false")
    _add(task, "Settings/StopIfGoingOnBatteries", "false")
    _add(task, "Settings/StartWhenAvailable", "true")
    _add(task, "Actions/Exec/Command", program)
    _add(task, "Actions/Exec/Arguments", subprocess.list2cmdline(arguments))
    _add(task, "Actions/Exec/WorkingDirectory", str(timetable.folder))
    ET.indent(task)
    return _text([ET.tostring(task, encoding="us-ascii").decode("ascii")])


def _systemd_word(word: str, doubled: str = "") -> str:
    """Quote a word of ExecStart; `$` is doubled in arguments, but in a program's path it is not."""
    quoted = _systemd_text(word).replace("\\", "\\\\").replace('"', '\\"')
    for character in doubled:
        quoted = quoted.replace(character, character * 2)
    return f'"{quoted}"'


def _systemd_text(text: str) -> str:
    return text.replace("%", "%%")


def _add(parent: ET.Element, path: str, text: str | None = None) -> ET.Element:
    """Return the element at a path below `parent`, added where it is not there yet."""
    element = parent
    for tag in path.split("/"):
        found = element.find(tag)
        element = ET.SubElement(element, tag) if found is None else found
    element.text = text
    return element


def _text(lines: Sequence[str]) -> str:
    return "\n".join(lines) + "\n"
