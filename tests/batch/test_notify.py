"""Somebody hears how a batch ended, no key or password gets out, and no batch fails of it."""

from __future__ import annotations

import datetime as dt
import json
import logging
import sys
from collections.abc import Iterator
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any

import pytest

from reportkit.batch.notify import check_addresses, notify, send_summary, summary_text
from reportkit.batch.record import Entry, Record
from reportkit.errors import ReportkitError
from reportkit.inputs.run_state import RunState
from reportkit.params import Key
from reportkit.visible import unseen_in
from tests.rendering.hostile import ALL, MARKS

# apprise imports imghdr to see whether it is there.
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

JANUARY_31 = dt.date(2023, 1, 31)


class Receiver(ThreadingHTTPServer):
    """A web hook of this machine: answers with the codes given, then with 200."""

    def __init__(self, *codes: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.codes = list(codes)
        self.received: list[dict[str, Any]] = []

    @property
    def url(self) -> str:
        return f"json://127.0.0.1:{self.server_port}/hook"


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append(json.loads(body))
        self.send_response(self.server.codes.pop(0) if self.server.codes else 200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class Postbox(ThreadingTCPServer):
    """A mail server of this machine that keeps what it gets."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Letters)
        self.received: list[bytes] = []


class _Letters(StreamRequestHandler):
    server: Postbox

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        for line in self.rfile:
            if line.lower().startswith(b"data"):
                self.wfile.write(b"354 go on\r\n")
                self.server.received.append(b"".join(iter(self.rfile.readline, b".\r\n")))
            self.wfile.write(b"221 bye\r\n" if line.lower() == b"quit\r\n" else b"250 yes\r\n")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that were waited for, none of which pass."""
    waits: list[float] = []
    monkeypatch.setattr("time.sleep", waits.append)
    return waits


def _entry(
    name: str, state: RunState = RunState.PASSED, message: str = "", **changes: Any
) -> Entry:
    given = {"key": Key("ogi", 2022, name), "unchanged": False, "seconds": 1.0}
    given |= {"document": "政府信息公开工作年度报告", "deadline": JANUARY_31, **changes}
    return Entry(name=f"{name} 2022 年", state=state, message=message, **given)


def _record(*entries: Entry, **changes: Any) -> Record:
    east_eight = dt.timezone(dt.timedelta(hours=8))
    started = dt.datetime(2023, 1, 22, 2, 0, tzinfo=east_eight)
    given = {"started": started, "finished": started + dt.timedelta(minutes=14)}
    return Record(entries=entries, **{**given, **changes})


MIXED = _record(
    _entry("阜新市教育局", RunState.FAILED, "［T3-BALANCE 不符］表三两边不等。"),
    _entry("阜新市财政局", unchanged=True),
    _entry("阜新市司法局"),
    _entry(
        "阜新市民政局",
        RunState.BROKEN,
        "“申请台账”有误：\n  1. applications.csv 第 3 行：日期不对。",
    ),
)


def test_a_message_arrives_with_title_and_body(receiver: Receiver) -> None:
    assert notify([receiver.url], "标题", "第一行\n第二行") == []

    (message,) = receiver.received
    assert (message["title"], message["message"]) == ("标题", "第一行\n第二行")


def test_a_hostile_name_says_no_more_than_its_letters(receiver: Receiver) -> None:
    short = [text for text in ALL if len(text) < 600]  # a long message goes out piece by piece

    assert notify([receiver.url], "年报\r\nBcc: a@b\x1b[2J", "\n".join(short)) == []

    texts = [message[part] for message in receiver.received for part in ("title", "message")]
    assert texts[0].startswith("年报 Bcc: a@b[2J")
    assert sum(mark in "".join(texts) for mark in MARKS) > 200
    assert unseen_in("".join(texts)) == []


def test_a_hostile_name_writes_no_header_of_a_mail() -> None:
    with Postbox() as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        url = f"mailto://127.0.0.1:{server.server_address[1]}?from=a@b.cn&to=c@d.cn&mode=insecure"
        told = notify([url], "年报\r\nBcc: evil@evil.example\r\n\r\n<b>", "".join(ALL[:99]))
        server.shutdown()
        thread.join()

    assert told == []
    (mail,) = map(message_from_bytes, server.received)
    assert "Bcc" not in mail
    assert mail.get_content_type() == "text/plain"


def test_a_service_that_is_away_for_a_moment_is_asked_again(
    receiver: Receiver, waits: list[float]
) -> None:
    receiver.codes = [503, 503]

    assert notify([receiver.url], "标题", "正文") == []
    assert len(receiver.received) == 3
    assert waits == [0.5, 1]


def test_an_address_that_never_answers_is_named_and_the_next_is_still_told(
    receiver: Receiver, waits: list[float]
) -> None:
    with Receiver() as closed:
        unreachable = closed.url

    problems = notify([unreachable, receiver.url], "标题", "正文")

    (problem,) = problems
    assert problem.startswith("第 1 个通知地址（json://…）发送失败。请核对地址和网络")
    assert len(waits) == 3
    assert len(receiver.received) == 1


def test_a_service_that_always_fails_is_given_up(receiver: Receiver, waits: list[float]) -> None:
    receiver.codes = [503] * 9

    (problem,) = notify([receiver.url], "标题", "正文")

    assert "发送失败" in problem
    assert len(receiver.received) == 4


SECRETS = ("SECRET", "PASSWORD", "13800138000", "TOKEN")
LEAKY = (
    "json://user:PASSWORD@127.0.0.1:9/SECRETPATH?key=SECRET",
    "dingtalk://SECRETSECRET@TOKENTOKENTOKEN/13800138000?overflow=SECRET",
    "SECRET",
    "foo://SECRET",
    "https://oapi.dingtalk.com/robot/send?access_token=SECRET",
    "mailtos://user:PASSWORD@",
)


@pytest.fixture
def everything_logged() -> Iterator[list[str]]:
    """What a program that logs everything would write down."""
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    root = logging.getLogger()
    root.addHandler(handler)
    level = root.level
    root.setLevel(logging.DEBUG)
    yield lines
    root.setLevel(level)
    root.removeHandler(handler)


@pytest.mark.parametrize("url", LEAKY)
def test_no_key_password_or_number_of_an_address_gets_out(
    url: str, waits: list[float], everything_logged: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    if not url.startswith("dingtalk"):  # which a test must not call
        (problem,) = notify([url], "标题", "正文")
        assert not any(secret in problem for secret in SECRETS)
    try:
        check_addresses([url])
    except ReportkitError as error:
        assert not any(secret in str(error) for secret in SECRETS)  # noqa: PT017 - or none
    said = "\n".join([*everything_logged, *capfd.readouterr()])
    assert not any(secret in said for secret in SECRETS)


@pytest.mark.parametrize(
    "url",
    [
        "wecombot://abcdefgh-1234-abcd-1234-abcdefghijkl",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abcdefgh-1234-abcd-1234-abcdefghijkl",
        "dingtalk://abcdefghijklmnopqrstuvwxyz",
        "dingtalk://SECabcdef@abcdefghijklmnopqrstuvwxyz",
        "feishu://abcdefghijkl",
        "mailtos://user:password@example.org?to=office@example.org",
        "jsons://example.org/hook",
    ],
)
def test_the_usual_services_are_known(url: str) -> None:
    check_addresses([url])


def test_addresses_that_cannot_be_used_are_all_told_at_once() -> None:
    with pytest.raises(ReportkitError) as told:
        check_addresses(["jsons://example.org", "foo://x", "nothing"])

    heading, *problems = str(told.value).splitlines()
    assert "wecombot://密钥" in heading
    assert problems == [
        "  1. 第 2 个通知地址（foo://…）不能用，请核对写法。",
        "  2. 第 3 个通知地址不能用，请核对写法。",
    ]


def test_without_apprise_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "apprise", None)

    with pytest.raises(ReportkitError, match=r"pip install 'reportkit\[notify\]'"):
        check_addresses(["json://127.0.0.1"])


def test_a_long_message_is_sent_in_several_that_services_take(receiver: Receiver) -> None:
    lines = [f"第 {number} 行：{'字' * 100}" for number in range(200)]

    assert notify([receiver.url], "标题", "\n".join(lines)) == []

    bodies = [message["message"] for message in receiver.received]
    assert len(bodies) > 1
    assert all(len(body.encode()) <= 32768 for body in bodies)
    assert "".join(bodies).count("字") == 20000


def test_an_address_may_ask_for_a_cut_message_instead(receiver: Receiver) -> None:
    notify([f"{receiver.url}?overflow=truncate"], "标题", "字" * 60000)

    assert len(receiver.received) == 1


def test_failures_go_to_their_own_address_only_where_there_are_any(receiver: Receiver) -> None:
    send_summary(_record(_entry("阜新市司法局")), [], [receiver.url])
    assert receiver.received == []

    send_summary(MIXED, [], [receiver.url])
    assert len(receiver.received) == 1


def test_unusable_parameters_alone_are_a_failure(receiver: Receiver) -> None:
    send_summary(_record(_entry("阜新市司法局"), unusable=1), [], [receiver.url])

    assert len(receiver.received) == 1


def test_every_summary_goes_to_the_other_address_once(receiver: Receiver) -> None:
    send_summary(_record(_entry("阜新市司法局")), [receiver.url], [])
    send_summary(MIXED, [receiver.url], [receiver.url])

    assert len(receiver.received) == 2


def test_summary_names_what_did_not_pass_with_its_first_finding() -> None:
    title, body = summary_text(MIXED)

    assert title == "政府信息公开工作年度报告：共 4 份，1 份没有完成，1 份不符，2 份通过"
    overview, *rest = body.splitlines()
    assert overview == (
        "2023年1月22日 02:00 至 02:14：共 4 份，1 份没有完成，1 份不符，2 份通过。"
        "其中 1 份没有变化，没有重新生成。"
    )
    assert rest == [
        "还没有通过的报告里期限最近的是阜新市教育局 2022 年：距法定公布期限（1月31日）还有 9 天。",
        "",
        "阜新市民政局 2022 年没有完成：“申请台账”有误： 1. applications.csv 第 3 行：日期不对。",
        "阜新市教育局 2022 年不符：［T3-BALANCE 不符］表三两边不等。",
    ]


def test_summary_of_a_good_night_is_short() -> None:
    title, body = summary_text(_record(_entry("阜新市司法局"), _entry("阜新市财政局")))

    assert title == "政府信息公开工作年度报告：2 份全部通过"
    assert body == "2023年1月22日 02:00 至 02:14：2 份全部通过。"


def test_summary_says_what_reviewers_want_to_be_known() -> None:
    told = ("退回修改（李某，2023-01-20）：" + "请补充。" * 99, "1 处审核决定已失效，要重新审核")

    _, body = summary_text(_record(_entry("阜新市司法局", review=told), _entry("阜新市财政局")))

    _, blank, heading, first, second = body.splitlines()
    assert (blank, heading) == ("", "审核：")
    assert first.startswith("阜新市司法局 2022 年：退回修改（李某，2023-01-20）：请补充。")
    assert len(first) < 130
    assert second == "阜新市司法局 2022 年：1 处审核决定已失效，要重新审核"


def test_summary_past_midnight_and_of_unusable_parameters_says_so() -> None:
    started = dt.datetime(2023, 1, 21, 23, 50, tzinfo=dt.UTC)

    _, body = summary_text(_record(unusable=2, started=started))

    assert body.splitlines() == [
        "2023年1月21日 23:50 至 1月22日 02:14：共 2 份，2 份没有完成。",
        "没有完成的里面，有 2 份参数有误，没有列在下面。",
    ]


def test_the_deadline_to_come_is_told_before_one_that_is_gone() -> None:
    gone = _entry("甲局", RunState.FAILED, deadline=dt.date(2023, 1, 20))
    soon = _entry("乙局", RunState.FAILED, deadline=dt.date(2023, 2, 20))

    assert (
        "乙局 2022 年：距法定公布期限（2月20日）还有 29 天" in summary_text(_record(gone, soon))[1]
    )
    assert "甲局 2022 年：已超过法定公布期限（1月20日）2 天" in summary_text(_record(gone))[1]


def test_summary_of_many_failures_stays_readable() -> None:
    many = [_entry(f"第{n:03}局", RunState.FAILED, "长" * 500) for n in range(100)]

    *_, last, more = summary_text(_record(*many))[1].splitlines()

    assert last == f"第029局 2022 年不符：{'长' * 120}……"
    assert more == "……另有 70 份，见 outputs/run.json。"
