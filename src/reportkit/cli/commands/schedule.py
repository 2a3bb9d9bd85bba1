"""``reportkit schedule``: the nightly run, ready for the system's own scheduler."""

from __future__ import annotations

import datetime as dt
import shutil
import sys
from typing import TYPE_CHECKING

import click

from reportkit.cli.commands.run import run
from reportkit.cli.workspace import workspace_asked

if TYPE_CHECKING:
    from reportkit.batch.timetable import Timetable


@click.command()
@click.option(
    "--at",
    type=click.DateTime(["%H:%M"]),
    default="02:00",
    show_default=True,
    metavar="HH:MM",
    help="When to run each night, in local time.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["systemd", "cron", "windows"]),
    help="The scheduler to write for. Default: that of this machine.",
)
@click.argument("options", nargs=-1, type=click.UNPROCESSED, metavar="[-- RUN OPTIONS]")
def schedule(at: dt.datetime, format_: str | None, options: tuple[str, ...]) -> None:
    """Print a timetable that runs `reportkit run` every night of the season.

    For the workspace that you are in, and the Python that runs this command. The season is from
    January to the last deadline of any form, at the end of March. Nothing is installed: what to
    save goes to standard output, what to do with it to standard error. systemd and Windows catch up
    on a run that was missed because the machine was off; cron does not. Options of `run` come
    after two hyphens; paths in them count from the workspace.

    \b
    Examples:
      reportkit schedule
      reportkit schedule --at 03:30 -- --jobs 4 --notify wecombot://KEY
      reportkit schedule --format windows > reportkit.xml
    """
    from reportkit.batch.timetable import Timetable
    from reportkit.forms import load_form, season, usable_forms

    folder = workspace_asked()
    # A misspelt option is told now, not at night.
    run.make_context("run", list(options), parent=click.get_current_context().parent)
    command = (sys.executable, "-m", "reportkit", "run", *options)
    forms = (load_form(form_id, folder) for form_id in usable_forms(folder))
    timetable = Timetable(command, folder, at.time(), season(forms))
    text, remedy = _FORMATS[format_ or _of_this_machine()](timetable)
    click.echo(text, nl=False)
    click.echo(remedy, err=True)


def _of_this_machine() -> str:
    if sys.platform == "win32":
        return "windows"
    return "systemd" if shutil.which("systemctl") else "cron"


def _systemd(timetable: Timetable) -> tuple[str, str]:
    from reportkit.batch.timetable import systemd_service, systemd_timer

    place = f"~/.config/systemd/user/{timetable.name}"
    service = f"# 存为 {place}.service\n{systemd_service(timetable)}"
    timer = f"# 存为 {place}.timer\n{systemd_timer(timetable)}"
    steps = (
        "\n存好两个文件后，依次运行：\n"
        "  systemctl --user daemon-reload\n"
        f"  systemctl --user enable --now {timetable.name}.timer\n"
        "  loginctl enable-linger\n"
        "最后一条使没有人登录时也能运行。"
        f"运行记录用 journalctl --user -u {timetable.name} 查看。"
    )
    return f"{service}\n{timer}", steps


def _cron(timetable: Timetable) -> tuple[str, str]:
    from reportkit.batch.timetable import cron_line

    steps = "\n运行 crontab -e，把上面一行加进去。关机错过的，cron 不补，下一晚一并生成。"
    return cron_line(timetable), steps


def _windows(timetable: Timetable) -> tuple[str, str]:
    from reportkit.batch.timetable import windows_task

    steps = (
        "\n存为 reportkit.xml 后，在命令提示符里运行（账号换成运行批处理的 Windows 账号，"
        "会要求输入它的密码）：\n"
        f"  schtasks /create /tn {timetable.name} /xml reportkit.xml /ru 账号 /rp *"
    )
    return windows_task(timetable), steps


_FORMATS = {"systemd": _systemd, "cron": _cron, "windows": _windows}
