"""Telling people how a batch ended: by mail, 企业微信, 钉钉 or whatever else apprise can send to.

An address holds keys and passwords wherever its service wants them (as a host, in the path), so
that messages name it by its number and the word before ``://`` alone.
"""

from __future__ import annotations

import importlib
import logging
import re
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from reportkit.errors import ProblemsError, ReportkitError
from reportkit.inputs.run_state import STATE_WORDS, RunState
from reportkit.retries import with_retries
from reportkit.visible import without_unseen

if TYPE_CHECKING:
    import datetime as dt

    from reportkit.batch.record import Entry, Record

_LISTED = 30
_MESSAGE_LENGTH = 120
_BYTES_A_CHARACTER = 3  # of Chinese in UTF-8
_WORST_FIRST = tuple(reversed(RunState))
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?=://)")
_EXAMPLES = (
    "企业微信群机器人写作 wecombot://密钥，钉钉群机器人写作 dingtalk://令牌，"
    "邮件写作 mailtos://用户名:密码@邮件服务器，其他见 docs/unattended.md"
)


def check_addresses(urls: Sequence[str]) -> None:
    """Refuse addresses that nothing can be sent to, before a batch is begun.

    Parameters
    ----------
    urls : sequence of str
        As apprise writes them, such as ``wecombot://KEY``.

    Raises
    ------
    ReportkitError
        Where apprise is not installed, or an address is none that it knows.
    """
    problems = [
        f"{_place(number, url)}不能用，请核对写法。"
        for number, url in enumerate(urls, start=1)
        if _server(url) is None
    ]
    if problems:
        heading = f"通知地址有误。{_EXAMPLES}。"
        raise ProblemsError(heading, problems)


def send_summary(record: Record, urls: Sequence[str], failure_urls: Sequence[str]) -> list[str]:
    """Send how a batch ended; return in Chinese which addresses it could not be sent to.

    Parameters
    ----------
    record : Record
    urls : sequence of str
        Addresses that get every summary.
    failure_urls : sequence of str
        Addresses that get one only where something did not pass.
    """
    counts = record.counts
    failed = counts["failed"] or counts["broken"]
    told = dict.fromkeys([*urls, *(failure_urls if failed else ())])
    return notify(list(told), *summary_text(record))


def notify(urls: Sequence[str], title: str, body: str) -> list[str]:
    """Send a message to each address, several times where it does not get through.

    Returns
    -------
    list of str
        A line in Chinese for each address that did not take it; without keys and passwords.
        Nothing is raised: the reports are made, whoever hears of it.
    """
    # A bureau names itself: what turns letters around or orders a terminal about is sent nobody.
    heading, text = " ".join(without_unseen(title).split()), without_unseen(body)
    problems = []
    for number, url in enumerate(urls, start=1):
        try:
            with_retries(partial(_send, url, heading, text))
        except Exception:  # noqa: BLE001 - an error of apprise's may have the address in its text
            remedy = "请核对地址和网络，并用命令 apprise -vv -b 试发 地址 查明原因"
            problems.append(f"{_place(number, url)}发送失败。{remedy}。")
    return problems


def summary_text(record: Record) -> tuple[str, str]:
    """Return title and body of the message that tells how a batch ended."""
    unpassed = sorted(
        (entry for entry in record.entries if entry.state is not RunState.PASSED),
        key=lambda entry: (_WORST_FIRST.index(entry.state), entry.deadline, entry.name),
    )
    lines = [_overview(record)]
    if record.unusable:
        lines.append(f"没有完成的里面，有 {record.unusable} 份参数有误，没有列在下面。")
    lines += [record.pressing] if record.pressing else []
    if unpassed:
        lines += ["", *map(_line, unpassed[:_LISTED])]
    if len(unpassed) > _LISTED:
        lines.append(f"……另有 {len(unpassed) - _LISTED} 份，见 outputs/run.json。")
    told = [f"{entry.name}：{line}" for entry in record.entries for line in entry.review]
    if told:
        lines += ["", "审核：", *map(_short, told[:_LISTED])]
    if len(told) > _LISTED:
        lines.append(f"……另有 {len(told) - _LISTED} 条，见 outputs/run.json。")
    documents = "、".join(sorted({entry.document for entry in record.entries})) or "年度报告"
    return f"{documents}：{_counted(record)}", "\n".join(lines)


def _overview(record: Record) -> str:
    started, finished = record.started, record.finished
    until = "" if started.date() == finished.date() else f"{_day(finished)} "
    unchanged = record.counts["unchanged"]
    kept = f"其中 {unchanged} 份没有变化，没有重新生成。" if unchanged else ""
    times = f"{started.year}年{_day(started)} {started:%H:%M} 至 {until}{finished:%H:%M}"
    return f"{times}：{_counted(record)}。{kept}"


def _day(time: dt.datetime) -> str:
    return f"{time.month}月{time.day}日"


def _counted(record: Record) -> str:
    counts = record.counts
    total = sum(counts[state] for state in RunState)
    if total and counts["passed"] == total:
        return f"{total} 份全部通过"
    parts = [f"{counts[state]} 份{STATE_WORDS[state]}" for state in _WORST_FIRST if counts[state]]
    return f"共 {total} 份，{'，'.join(parts)}" if parts else "没有要生成的报告"


def _line(entry: Entry) -> str:
    return f"{entry.name}{STATE_WORDS[entry.state]}：{_short(entry.message)}"


def _short(message: str) -> str:
    message = " ".join(message.split())
    return message if len(message) <= _MESSAGE_LENGTH else f"{message[:_MESSAGE_LENGTH]}……"


def _place(number: int, url: str) -> str:
    scheme = _SCHEME.match(url)
    return f"第 {number} 个通知地址{f'（{scheme[0]}://…）' if scheme else ''}"


def _send(url: str, title: str, body: str) -> None:
    """Send to one address; raise a transient error where it is not taken, as apprise says no more.

    Raises
    ------
    ConnectionError
    """
    apprise = _apprise()
    sender = apprise.Apprise(_server(url))
    if not sender.notify(title=title, body=body, body_format=apprise.NotifyFormat.TEXT):
        raise ConnectionError


def _server(url: str) -> Any:
    """Return apprise's object for an address; None for one it does not know."""
    apprise = _apprise()
    server = apprise.Apprise.instantiate(url)
    if server is not None and server.overflow_mode is apprise.OverflowMode.UPSTREAM:
        # A night of many failures makes a long message, which 企业微信 would refuse: send several.
        # apprise counts characters where 企业微信 counts bytes.
        server.overflow_mode = apprise.OverflowMode.SPLIT
        server.body_maxlen //= _BYTES_A_CHARACTER
    return server


def _apprise() -> Any:
    """Import apprise, which only a batch that tells somebody needs."""
    try:
        apprise = importlib.import_module("apprise")
    except ModuleNotFoundError:
        msg = "发送通知要用 apprise，现在没有安装。请运行 pip install 'reportkit[notify]'。"
        raise ReportkitError(msg) from None
    logging.getLogger("apprise").propagate = False  # its log has addresses in it, keys and all
    return apprise
