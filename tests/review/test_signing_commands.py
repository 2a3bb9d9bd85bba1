"""Signing, publishing and verifying as people type it, here and on a store."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportkit.cli.main import cli
from reportkit.cli.progress import shown
from reportkit.inputs.files import files_below
from reportkit.storage.remote import Remote
from reportkit.storage.workspace import Workspace
from reportkit.workspace import PUBLISHED
from tests.conftest import EXAMPLE, YEAR
from tests.review.office import Office, ssh_sign
from tests.storage.s3 import s3_bucket

PARAMS = f"params/{EXAMPLE}-{YEAR}.yaml"
FOLDER = f"{PUBLISHED}/ogi/{YEAR}/{EXAMPLE}"
Reportkit = Callable[..., Result]


@pytest.fixture(params=["here", "on a store", "on S3"])
def place(
    request: pytest.FixtureRequest, passed: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """Give the address of where the report lies; a store has what a run left there."""
    monkeypatch.chdir(passed.workspace)
    if request.param == "here":
        yield f"file://{passed.workspace}"
        return
    on_s3 = request.param == "on S3"
    with s3_bucket() if on_s3 else nullcontext(f"file://{tmp_path / 'store'}") as address:
        for name in ("data", "outputs", "notebooks", "review"):
            folder = passed.workspace / name
            contents = {f"{name}/{one}": (folder / one).read_bytes() for one in files_below(folder)}
            Remote(address).write(contents)
        for name in ("data", "outputs"):
            shutil.rmtree(passed.workspace / name)
        yield address


@pytest.fixture
def reportkit(place: str, passed: Office) -> Reportkit:
    """Run a command on what lies there."""
    store = () if place == f"file://{passed.workspace}" else ("--store", place)
    return lambda *arguments: _run(*arguments, *store)


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments)


def test_three_people_sign_and_one_publishes(
    reportkit: Reportkit, place: str, passed: Office, tmp_path: Path
) -> None:
    sign = ("review", "sign", PARAMS, "--as")
    refused = reportkit("publish", PARAMS)
    assert "还没有初审签名" in refused.output
    assert refused.exit_code == 1

    assert "初审（zhang，" in reportkit(*sign, "first", "--key", "keys/zhang").output
    text = tmp_path / "text"
    told = reportkit(*sign, "second", "--by", "li", "--statement", str(text)).output
    assert "ssh-keygen -Y sign -n reportkit" in told
    signature = ssh_sign(passed.key("li"), text)
    assert "复审（li，" in reportkit(*sign, "second", "--signature", str(signature)).output
    assert "终审（wang，" in reportkit(*sign, "final", "--key", "keys/wang.pub").output

    assert "  签名：复审（li，" in reportkit("review", "list", PARAMS).output
    assert f"已发布到 {FOLDER}" in reportkit("publish", PARAMS).output
    assert "已经发布过，没有变化" in reportkit("publish", PARAMS).output
    verified = reportkit("verify", FOLDER)
    assert verified.exit_code == 0
    assert "没有发现不符" in verified.output
    page = f"{FOLDER}/report.html"
    Remote(place).write({page: Remote(place).read([page])[page] + b" "})
    verified = reportkit("verify", FOLDER)
    assert verified.exit_code == 1
    assert "report.html 变了：发布以后被改过" in verified.output
    assert "report.html 与签过的不同" in verified.output


def test_the_name_of_a_file_gives_the_terminal_no_orders(
    published: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(published.workspace)
    (published.published / "a\x1b[31m\u202e.txt").touch()
    told = _run("verify", FOLDER).output
    assert "a�[31m�.txt 没有人签过" in told
    assert "\x1b" not in told


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--key", "keys/zhang", "--statement", "a"], "要用一个，也只能用一个"),
        ([], "要用一个，也只能用一个"),
        (["--statement", "a"], "请用 --by 写明签名人"),
        (["--signature", "keys/zhang"], "应为 ssh-keygen 写出的 .sig 文件"),
    ],
)
def test_signing_is_asked_for_in_one_way(
    passed: Office, monkeypatch: pytest.MonkeyPatch, options: list[str], why: str
) -> None:
    monkeypatch.chdir(passed.workspace)
    ended = _run("review", "sign", PARAMS, "--as", "first", *options)
    assert ended.exit_code == 2
    assert why in ended.output


def test_what_is_no_report_is_not_verified(
    passed: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(passed.workspace)
    copy = shutil.copytree(passed.outputs, tmp_path / "elsewhere")
    ended = _run("verify", "data", str(copy))
    assert ended.exit_code == 3
    assert "data：没有 data/manifest.json：不是报告的输出，也不是发布的报告。" in ended.output
    assert "挪了地方就无法核对" in ended.output


def test_a_run_says_which_outputs_were_changed_by_hand(
    passed: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    (passed.outputs / "report.html").write_text("改过", "utf-8")
    reasons = passed.stale()
    made = Workspace(passed.workspace).make(passed.parameters)
    with shown(1, Workspace(passed.workspace)) as show:
        show(type(made)(made.parameters, made.state, reasons=tuple(reasons)))
    told = capsys.readouterr().out
    assert "输出 report.html 变了：生成以后被手工改过，已按数据重新生成。" in told
    assert passed.stale() == []
