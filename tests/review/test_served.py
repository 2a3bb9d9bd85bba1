"""The reviewers' pages, on a real server and in a real browser: three people from report to print.

Each has a browser of their own and is known by Jupyter's identity alone.
"""

from __future__ import annotations

import datetime as dt
import getpass
import json
import os
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from reportkit.comparing import compare
from reportkit.errors import PublishingError
from reportkit.params import read_parameters
from reportkit.review.diff.sides import read_side
from reportkit.review.serve.app import ReviewServer
from reportkit.review.serve.looking import Item, Seen, Signing
from reportkit.review.serve.pages import Refused, desk_page, message_page, start_page
from reportkit.review.serve.people import OwnerIdentityProvider, name_of
from reportkit.review.serve.shelf import Shelf
from reportkit.review.signing.sign_offs import SignOff
from reportkit.review.signing.signers import Role
from tests.axe import COLOURS, WIDTHS, violations
from tests.conftest import EXAMPLE, PROJECT, YEAR, eventually, started
from tests.review.made import index
from tests.review.office import PEOPLE, STRANGER, Office, ssh_sign
from tests.serving import ANY_PORT, port_told, runtime
from tests.windows import AS_ON_WINDOWS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

REPORT = f"outputs/ogi/{YEAR}/{EXAMPLE}"
CLAIM = '共发布信息{{ count("publications") }}条，其中微信信息2000条。'
REASON = "其中一项含转发的信息，口径已注明。"
# What a site has that keeps accounts: here, whoever has a token of their own.
ACCOUNTS = """
from jupyter_server.auth import IdentityProvider, User

class Accounts(IdentityProvider):
    async def get_user_token(self, handler):
        token = self.get_token(handler) or ""
        return User(token[len("token-of-"):]) if token.startswith("token-of-") else None

c.ServerApp.identity_provider_class = Accounts
"""


@dataclass(frozen=True)
class Served:
    """An office, and the address under which it is served."""

    office: Office
    address: str

    def at(self, path: str = "", of: str = "") -> str:
        token = f"?token=token-of-{of}" if of else ""
        return f"{self.address}{path}{token}"


@pytest.fixture(scope="module")
def served(
    _passed: Office, program: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """The example with a warning in it, under review; the agent of the server has zhang's key."""
    folder = tmp_path_factory.mktemp("served")
    office = _passed.copy(folder)
    narrative = office.data / "narrative.md"
    text = narrative.read_text("utf-8")
    narrative.write_text(text.replace("编制并落实", f"{CLAIM}编制并落实", 1), "utf-8")
    office.make()
    index(office.workspace, office.parameters)
    (folder / "config.py").write_text(ACCOUNTS, "utf-8")
    agent = folder / "agent"
    environment = os.environ | {"SSH_AUTH_SOCK": str(agent)} | runtime(folder)
    options = [ANY_PORT, f"--config={folder / 'config.py'}", "--ServerApp.base_url=/hub/a/"]
    if AS_ON_WINDOWS:  # where nobody is root, and so nobody is let through as one
        options.append("--allow-root")
    command = [sys.executable, "-m", "reportkit", "review", "serve", "--no-browser", "--", *options]
    with (
        started([program("ssh-agent"), "-D", "-a", str(agent)], stdout=subprocess.DEVNULL),
        (folder / "log").open("w") as log,
        started(command, cwd=office.workspace, env=environment, stdout=log, stderr=log) as server,
    ):
        eventually(agent.exists)
        add = ["ssh-add", "-q", str(office.key("zhang"))]
        subprocess.run(add, env=environment, check=True)
        port = port_told(folder, server)
        made = Served(office, f"http://127.0.0.1:{port}/hub/a/reportkit/review/")
        eventually(lambda: _answers(made.at(of="zhang")))
        yield made


def _answers(address: str) -> bool:
    try:
        return _get(address)[0] == 200
    except OSError:
        return False


def _get(address: str, **headers: str) -> tuple[int, dict[str, str]]:
    request = urllib.request.Request(address, headers=headers)  # noqa: S310 - our own server
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310
            return answer.status, dict(answer.headers)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code, dict(error.headers)


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Callable[[str], Page]]:
    """Open the report as somebody, in a browser of their own; nothing else may be asked for."""
    contexts, asked = [], []

    def open_as(person: str) -> Page:
        context = browser.new_context(accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.goto(served.at(of=person))
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert [url for url in asked if not url.startswith(served.address)] == []


def _sign(page: Page, office: Office, role: Role, person: str, folder: Path) -> None:
    """Take the text from the page, sign it on a desk of one's own, hand both in."""
    with page.expect_download() as download:
        page.locator(f'a[href="statement-{role.value}.txt"]').click()
    text = folder / f"{role.value}.txt"
    download.value.save_as(text)
    signature = ssh_sign(office.key(person), text)
    page.locator("#text").set_input_files(text)
    page.locator("#signature").set_input_files(signature)
    page.locator('form[action="sign"] button').click()


def test_any_jupyter_server_finds_the_extension() -> None:
    from jupyter_server.extension.manager import ExtensionPackage

    package = ExtensionPackage(name="reportkit.review.serve", enabled=True)

    assert package.validate()
    assert [*package.extension_points] == ["reportkit_review"]


def test_at_a_desk_the_owner_is_who_decides_and_cannot_be_renamed() -> None:
    people = OwnerIdentityProvider(reviewer="wang")
    user = people.generate_anonymous_user(None)  # type: ignore[arg-type]

    assert name_of(user) == "wang"
    with pytest.raises(ValueError, match="name"):
        people.check_update({"name": "li"})
    assert OwnerIdentityProvider().reviewer == getpass.getuser()


def test_the_owner_is_known_where_windows_tells_no_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> str:
        raise ModuleNotFoundError("No module named 'pwd'")

    monkeypatch.setattr(getpass, "getuser", nobody)
    monkeypatch.delattr(os, "getuid", raising=False)

    assert OwnerIdentityProvider().reviewer == psutil.Process().username()


def test_pages_are_for_whom_jupyter_knows_and_have_nothing_else(served: Served) -> None:
    inside = f"token={urllib.parse.quote('token-of-li')}"
    base = served.address.removesuffix("reportkit/review/")

    with urllib.request.urlopen(served.at()) as answer:  # noqa: S310
        assert "/login" in answer.url
    for path in (
        f"{REPORT}/manifest.json",
        f"{REPORT}/report.ipynb",
        f"outputs/ogi/{YEAR}/..%2f..%2f..%2fparams%2f{EXAMPLE}-{YEAR}.yaml/review.html",
        f"outputs/ogi/{YEAR}/../../../params/review.html",
        f"{REPORT}/..%2freview.html",
        f"outputs/ogi/{YEAR}/nobody/review.html",
        f"outputs/ogi/0000/{EXAMPLE}/report.html",
        "outputs/ogi/2021/index.html",
    ):
        assert _get(f"{served.at(path)}?{inside}")[0] == 404, path
    for api in (
        "api/contents",
        "api/kernels",
        "api/sessions",
        f"files/params/{EXAMPLE}-{YEAR}.yaml",
    ):
        assert _get(f"{base}{api}?{inside}", Referer=served.at())[0] == 404, api


def test_what_is_sent_by_nobody_in_particular_is_not_kept_in_memory() -> None:
    """A server takes a whole request in before it asks who sends it."""
    server = ReviewServer()

    assert server.max_body_size == server.max_buffer_size == 4 << 20


def test_a_way_of_asking_that_there_is_not_is_no_fault_of_the_program(served: Served) -> None:
    headers = {"Authorization": "token token-of-li"}
    address = served.at(f"{REPORT}/review.html")
    request = urllib.request.Request(address, b"", headers, method="PUT")  # noqa: S310
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)  # noqa: S310

    assert refused.value.code == 405
    assert "这个地址不接受这样的请求" in refused.value.read().decode()
    refused.value.close()


def test_every_page_has_a_strict_policy(served: Served) -> None:
    desk = _get(served.at(f"{REPORT}/review.html", of="li"))[1]["Content-Security-Policy"]
    assert desk.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in desk
    for name in ("rendition.html", "report.html"):
        status, headers = _get(served.at(f"{REPORT}/{name}", of="li"))
        assert status == 200
        assert "allow-same-origin" not in headers["Content-Security-Policy"]
        assert headers["Content-Security-Policy"].startswith("sandbox ")
    pdf = _get(served.at(f"{REPORT}/report.pdf", of="li"))[1]
    assert pdf["Content-Disposition"].startswith("attachment")


def test_a_decision_from_another_site_is_refused(
    served: Served, visit: Callable[[str], Page]
) -> None:
    page = visit("li")
    answer = page.request.post(
        served.at(f"{REPORT}/return"), form={"words": "伪造"}, max_redirects=0
    )

    assert answer.status == 403
    assert not (served.office.data / "review.jsonl").exists()


def test_nobody_decides_by_another_name_or_without_one(
    served: Served, visit: Callable[[str], Page], browser: Browser
) -> None:
    page = visit("f" * 32)  # what Jupyter calls who has not said who they are
    page.goto(served.at(f"{REPORT}/review.html"))
    page.get_by_label("理由").fill("退回")
    page.get_by_role("button", name="退回修改").click()

    assert "不知道您是谁" in page.get_by_role("alert").inner_text()
    assert not (served.office.data / "review.jsonl").exists()


def test_what_others_wrote_is_shown_as_they_wrote_it_and_nothing_more(served: Served) -> None:
    evil = "</p><script>alert(1)</script>{{ 7 * 7 }}\"'<img src=x onerror=alert(1)>"
    parameters = replace(served.office.parameters, bureau_name=evil)
    item = Item(called="abc", number=1, text=evil, decided=evil, kind=None, may_print=False)
    seen = Seen(parameters, evil, (evil,), (item,), None, ("review.html",))
    refused = [Refused(evil, what, "abc", evil) for what in ("decide", "return", "sign")]
    every = {parameters.key: parameters}
    pages = [
        *(desk_page(seen, each, reader=evil, start="/", xsrf="") for each in refused),
        start_page(every, [], titles={parameters.form: evil}, reader=evil, start="/"),
        message_page(evil, evil, start="/"),
    ]

    for page in pages:
        assert "<script" not in page
        assert "<img" not in page
        assert "49" not in page


def test_served_pages_can_be_used_by_everybody(
    served: Served, visit: Callable[[str], Page], tmp_path: Path
) -> None:
    page = visit("zhang")
    found = []
    for path in ("", f"{REPORT}/review.html", f"{REPORT}/nothing/review.html"):
        page.goto(served.at(path))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for scheme, asked in (("light", None), ("dark", COLOURS)):
                page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
                found += violations(page, asked) if asked else violations(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert found == []


def test_a_refused_decision_comes_back_as_it_was_typed(
    served: Served, visit: Callable[[str], Page]
) -> None:
    page, words = visit("zhang"), "口径：\n\n" + "已注明。\n" * 1001 + "完。"
    page.goto(served.at(f"{REPORT}/review.html"))
    item = page.locator("details", has_text="N-PARTS")
    item.get_by_label("说明").first.fill(words)
    item.get_by_label("说明印在报告里").check()
    item.get_by_role("button", name="说明后排除").click()

    assert "5000" in item.get_by_role("alert").inner_text()
    assert item.get_by_label("说明").first.input_value() == words
    assert item.get_by_label("说明印在报告里").is_checked()
    assert page.evaluate("document.activeElement.value") == words
    assert page.evaluate("document.activeElement.getBoundingClientRect().top < innerHeight")
    assert violations(page) == []

    back = page.locator("form[action=return]")
    back.get_by_label("理由").fill(words)
    back.get_by_role("button").click()
    assert page.get_by_label("理由").input_value() == words
    assert page.get_by_role("alert").count() == 1
    assert not (served.office.data / "review.jsonl").exists()


def test_words_on_a_finding_that_is_gone_are_shown() -> None:
    words = "口径已注明。"
    refused = Refused("没有这一处。", "decide", "gone", words)

    page = desk_page(_seen(), refused, reader="zhang", start="/", xsrf="")

    assert page.count(words) == 1
    assert page.index("没有这一处。") < page.index(words)
    assert words in message_page("决定的链断了。", words, start="/")


def test_whether_it_may_be_published_and_who_signed_stands_above_all_else() -> None:
    day = dt.datetime(2025, 1, 15, 4, tzinfo=dt.UTC)
    good = [SignOff(role, person, day) for role, person in PEOPLE.items()]
    void = SignOff(Role.SECOND, "li", day, why_not="过期了")
    faults = ("核对没有通过，现在是草稿。",)
    pages = [
        desk_page(replace(_seen(), signing=signing), reader="zhang", start="/", xsrf="")
        for signing in (
            Signing((good[0], void), faults),
            Signing((), (), Role.FIRST),
            Signing(tuple(good)),
            Signing(tuple(good), published="已经发布。"),
            Signing((good[0],), (), Role.SECOND, barred="与初审是同一个人。"),
        )
    ]
    above = [page.partition('<div class="sides">')[0] for page in pages]

    assert f"现在不能发布：{faults[0]}" in above[0]
    assert "复审（li，2025-01-15）无效" in above[0]
    assert "现在不能发布：还没有初审签名。" in above[1]
    assert "可以发布。" in above[2]
    assert all(one.called in above[2] for one in good)
    assert "可以发布" not in pages[3]
    assert pages[3].count("已经发布。") == 2
    assert "下一步是复审。与初审是同一个人。" in pages[4]


def _seen() -> Seen:
    path = PROJECT / f"params/{EXAMPLE}-{YEAR}.yaml"
    return Seen(read_parameters(path), "通过", (), (), None, ("review.html",))


def _look_and_dismiss(page: Page, office: Office) -> None:
    """Follow the warning into the review page, then dismiss it with a reason."""
    item = page.locator("details", has_text="N-PARTS")
    item.get_by_role("link", name="见审核稿第").click()
    number = item.get_by_role("link", name="见审核稿第").get_attribute("href").partition("#")[2]
    shown = page.frame_locator("iframe").locator(f"#{number}")
    assert "微信信息2000条" in shown.inner_text()
    assert shown.evaluate("node => node.getBoundingClientRect().top < innerHeight")
    item.get_by_label("说明").first.fill(REASON)
    page.evaluate(
        "document.querySelectorAll('form').forEach(form => form.insertAdjacentHTML("
        "'beforeend', '<input type=hidden name=by value=somebody>'))"
    )
    item.get_by_role("button", name="说明后排除").click()
    decided = json.loads((office.data / "review.jsonl").read_text("utf-8"))
    assert (decided["by"], decided["kind"], decided["words"]) == ("zhang", "dismiss", REASON)
    assert page.get_by_text(REASON).is_visible()  # what was decided last stands open


def test_three_people_from_a_warning_to_print_and_one_row_that_undoes_it(
    served: Served, visit: Callable[[str], Page], tmp_path: Path
) -> None:
    office = served.office
    zhang = visit("zhang")
    zhang.get_by_role("link", name="索引").click()
    zhang.get_by_label("查找").fill("阜新")
    zhang.wait_for_url("**#q=*")
    zhang.get_by_role("link", name="审核页").click()  # from folder to folder, as in the outputs
    assert zhang.frame_locator("iframe").locator("h1").first.is_visible()
    _look_and_dismiss(zhang, office)

    zhang.get_by_role("button", name="用本机 ssh-agent 里您的密钥签初审").click()
    assert "初审（zhang" in zhang.locator("#signatures").inner_text()
    for role, person in ((Role.SECOND, PEOPLE[Role.SECOND]), (Role.FINAL, PEOPLE[Role.FINAL])):
        page = visit(person)
        page.goto(served.at(f"{REPORT}/review.html"))
        assert page.locator('form[action="agent"]').count() == 0  # the key in it is zhang's
        _sign(page, office, role, person, tmp_path)
        assert person in page.locator("#signatures .good").last.inner_text()
    assert all(one.valid for one in office.sign_offs().values())
    assert "可以发布" in page.locator("main").inner_text()
    assert office.publish()
    page.reload()
    assert "已经发布。" in page.locator("main").inner_text()
    sides = (
        read_side(str(folder), office.workspace) for folder in (office.outputs, office.published)
    )
    told = compare(*(side.statements for side in sides))
    assert not told.differs
    assert told.sentences == ()  # the mark 送审稿 is none

    ledger = office.data / "publications.csv"
    rows = ledger.read_text("utf-8").splitlines(keepends=True)
    ledger.write_text("".join(rows[:-1]), "utf-8")
    zhang.reload()
    assert "输出不是最新的" in zhang.locator("main").inner_text()
    with pytest.raises(PublishingError, match="请先运行 reportkit run"):
        office.publish()
    office.make()
    zhang.reload()
    said = zhang.locator("main").inner_text()
    assert "1 处审核决定已失效" in said
    assert zhang.locator("#signatures .fault").count() == 3
    with pytest.raises(PublishingError, match="无效"):
        office.publish()

    chain = office.data / "review.jsonl"
    kept = chain.read_bytes()
    chain.write_bytes(kept.replace(b"dismiss", b"confirm"))
    zhang.reload()
    assert "review.jsonl 不能采用" in zhang.locator("main").inner_text()
    chain.write_bytes(kept)


def test_a_signature_of_somebody_else_is_refused(
    served: Served, visit: Callable[[str], Page], tmp_path: Path
) -> None:
    """Also where it is good: who hands a signature in is who gave it."""
    office = served.office
    office.sign(Role.FIRST, "zhang")
    text = tmp_path / "second.txt"
    text.write_text(office.statement(Role.SECOND, "wang").text, "utf-8")
    signature = ssh_sign(office.key("wang"), text)
    page = visit("li")
    page.goto(served.at(f"{REPORT}/review.html"))
    page.locator("#text").set_input_files(text)
    page.locator("#signature").set_input_files(signature)
    page.locator('form[action="sign"] button').first.click()

    assert "这是 wang 的签名，登录的是 li" in page.get_by_role("alert").inner_text()
    assert _get(served.at(f"{REPORT}/statement-second.txt", of=STRANGER))[0] == 409


def test_another_table_of_levels_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "params").mkdir()
    common = "year: 2022\ndate: 2023-01-16\n"
    for code in ("a", "b"):
        (tmp_path / f"params/{code}.yaml").write_text(f"bureau: {code}\nbureau_name: 局\n{common}")
    parent = "bureau: p\nbureau_name: 市\nmembers: data/levels.csv\n"
    (tmp_path / "params/p.yaml").write_text(parent + common)
    shelf, levels = Shelf(tmp_path), tmp_path / "data/levels.csv"
    levels.parent.mkdir()

    def members() -> tuple[str, ...] | None:
        found = shelf.report("ogi", "2022", "p")
        return found and found.members

    assert members() is None
    levels.write_text("单位代码,上级单位\na,p\n", "utf-8")
    assert members() == ("a",)
    levels.write_text("单位代码,上级单位\na,p\nb,p\n", "utf-8")
    assert members() == ("a", "b")
