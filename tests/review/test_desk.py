"""Deciding at a desk: each command as a reviewer types it, here and on a store."""

from __future__ import annotations

import itertools
import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportkit.cli.main import cli
from reportkit.decisions import Kind, add_decision, read_decisions
from reportkit.errors import DecisionsError, WorkspaceError
from reportkit.inputs.names import DECISIONS, FINDINGS, MANIFEST
from reportkit.params import read_parameters
from reportkit.review.desk import at_desk
from reportkit.rules import Severity, State
from reportkit.storage.remote import Remote
from reportkit.writing import write_json
from tests.conftest import EXAMPLE, YEAR, copy_workspace
from tests.decisions.samples import finding
from tests.review.made import index, rows

PARAMS = f"params/{EXAMPLE}-{YEAR}.yaml"
DATA = f"data/{EXAMPLE}/{YEAR}"
OUTPUTS = f"outputs/ogi/{YEAR}/{EXAMPLE}"
WARNING, ERROR = finding(), finding(severity=Severity.ERROR, rule="T3-SUM")
UNKNOWN = [
    finding(state=State.UNKNOWN, rule="Y-VALID", place=f"t3.{n}", place_name=f"第 {n} 处")
    for n in range(5)
]
Reportkit = Callable[..., Result]


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with outputs as a run leaves them."""
    workspace = copy_workspace(tmp_path / "workspace")
    (workspace / OUTPUTS).mkdir(parents=True)
    _find(workspace, WARNING, ERROR, *UNKNOWN)
    manifest = {"parameters": {}, "inputs": {"a": "1"}, "state": "passed"}
    write_json(workspace / OUTPUTS / MANIFEST, manifest)
    write_json(workspace / OUTPUTS / "figures.json", {"cells": {}})
    monkeypatch.chdir(workspace)
    monkeypatch.setenv("REPORTKIT_REVIEWER", "王某")
    return workspace


@pytest.fixture(params=["here", "on a store"])
def review(request: pytest.FixtureRequest, made: Path, tmp_path: Path) -> Iterator[Reportkit]:
    """Run ``reportkit review``; what a store has is brought back to be looked at."""
    remote, store = tmp_path / "store", ()
    if request.param == "on a store":
        for name in ("data", "outputs"):
            shutil.move(made / name, remote / name)
            (made / name).symlink_to(remote / name)
        store = ("--store", f"file://{remote}")

    def run(command: str, *arguments: str) -> Result:
        return _run("review", command, PARAMS, *arguments, *store)

    yield run
    if store:
        assert {path.name for path in remote.iterdir()} == {"data", "outputs"}


def _find(workspace: Path, *found: object) -> None:
    write_json(workspace / OUTPUTS / FINDINGS, [one.to_json() for one in found])  # type: ignore[attr-defined]


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, standalone_mode=False)


def test_a_warning_is_listed_dismissed_and_listed_with_its_explanation(
    review: Reportkit, made: Path
) -> None:
    index(made.resolve(), read_parameters(made / PARAMS))
    before = review("list").output
    assert "待定 7 处，已定 0 处" in before
    assert f"{WARNING.fingerprint} ［Y-SWING 请核实］" in before

    said = review("dismiss", "--finding", WARNING.fingerprint[:6], "--words", "机构合并。")

    assert said.exit_code == 0
    after = review("list").output
    assert "待定 6 处，已定 1 处" in after
    assert "    说明后排除（王某，" in after
    line = json.loads((made / DATA / DECISIONS).read_text("utf-8"))
    assert line["values"] == {
        "left": 12,
        "right": 3,
        "residual": None,
        "cells": {"t3.new.total": 12},
    }
    kept = json.loads((made / DATA / "reviewed-ogi.json").read_text("utf-8"))
    assert kept["findings"][0]["fingerprint"] == WARNING.fingerprint
    row = rows(made, year=int(YEAR))[EXAMPLE]
    assert (row["undecided"], row["decided"]) == (6, 1)


def test_a_rule_stands_for_all_that_it_cannot_tell(review: Reportkit) -> None:
    assert "  Y-VALID ［Y-VALID 无法核对］" in review("list").output

    said = review("dismiss", "--finding", "Y-VALID", "--words", "去年尚未设立。")

    assert said.output.count("认可无法核对（王某，") == 5
    assert "待定 2 处，已定 5 处" in review("list").output


def test_what_must_hold_can_be_confirmed_and_not_dismissed(review: Reportkit, made: Path) -> None:
    refused = review("dismiss", "--finding", "T3-SUM", "--finding", "Y-SWING", "--words", "无。")
    assert isinstance(refused.exception, DecisionsError)
    assert "必须符合的，不能排除" in str(refused.exception)
    assert not (made / DATA / DECISIONS).exists()  # nor of the other that was named

    assert review("confirm", "--finding", "T3-SUM").exit_code == 0
    assert "确认有误（王某，" in review("list").output


def test_a_report_is_sent_back_and_its_bureau_told(review: Reportkit, made: Path) -> None:
    assert review("return", "--words", "请写明改进措施。").exit_code == 0

    told = "退回修改（王某，"
    assert told in review("list").output
    assert told in _run("plan", PARAMS).output
    assert told in _run("check", PARAMS).output
    checked = json.loads(_run("check", PARAMS, "--format", "json").output)
    assert checked[0]["review"]["returned"]["words"] == "请写明改进措施。"
    assert 'name="review"' in _run("check", PARAMS, "--format", "junit").output

    manifest = {"parameters": {}, "inputs": {"a": "2"}, "state": "passed"}
    write_json(made / OUTPUTS / MANIFEST, manifest)
    assert told not in review("list").output


def test_a_report_that_was_sent_back_by_mistake_is_taken_out_of_it(review: Reportkit) -> None:
    review("return", "--words", "请写明改进措施。")

    assert "撤销退回（王某，" in review("return", "--withdraw", "--words", "看错了。").output

    assert "退回修改" not in review("list").output
    again = review("return", "--withdraw", "--words", "看错了。")
    assert "没有被退回，或者退回以后已经改过" in str(again.exception)


def test_what_lapsed_is_listed_and_planned(review: Reportkit, made: Path) -> None:
    review("dismiss", "--finding", "Y-SWING", "--words", "机构合并。")

    _find(made, finding(13), ERROR, *UNKNOWN)

    told = "1 处审核决定已失效（数字或者内容变了），要重新审核：［Y-SWING t3.new.total］"
    assert told in review("list").output
    assert told in _run("plan", PARAMS).output


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("N-NONE", "没有叫 N-NONE 的"),
        ("abc", "没有叫 abc 的"),
        ("", "没有叫  的"),
    ],
)
def test_a_name_that_stands_for_nothing_is_refused(made: Path, named: str, why: str) -> None:
    said = _run("review", "confirm", PARAMS, "--finding", named)

    assert isinstance(said.exception, DecisionsError)
    assert why in str(said.exception)


def test_what_was_never_made_cannot_be_decided(made: Path) -> None:
    shutil.rmtree(made / OUTPUTS)

    said = _run("review", "confirm", PARAMS, "--finding", "Y-SWING")

    assert isinstance(said.exception, WorkspaceError)
    assert "还没有生成过，没有可审核的。请先运行 reportkit run" in str(said.exception)


def test_a_broken_chain_is_told_by_all_that_ask(made: Path) -> None:
    _run("review", "return", PARAMS, "--words", "请补。")
    (made / DATA / DECISIONS).write_bytes(b"torn")

    for command in (("review", "list"), ("plan",), ("check",)):
        said = _run(*command, PARAMS)
        assert "第 1 行没有写完（写入时中断），这一决定没有记下" in said.output + said.stderr


def test_where_a_form_does_not_say_explanations_are_not_printed(made: Path) -> None:
    (made / "forms" / "own").mkdir(parents=True)
    section = (
        "{id: other, numeral: 六, title: 其他, prose: true, changes: true, explanations: false}"
    )
    (made / "forms" / "own" / "form.yaml").write_text(
        f"id: own\nextends: ogi\ntitle: 某市政府信息公开工作年度报告\nsections:\n  - {section}\n",
        "utf-8",
    )
    text = (made / PARAMS).read_text("utf-8")
    (made / "params" / "own.yaml").write_text(f"{text}\nform: own\n", "utf-8")

    said = _run(
        *("review", "dismiss", "params/own.yaml", "--finding", "Y-SWING"),
        *("--words", "机构合并。", "--print"),
    )

    assert isinstance(said.exception, DecisionsError)
    assert "没有规定说明印在哪一部分" in str(said.exception)


def test_who_decides_on_a_store_while_another_does_is_told(made: Path, tmp_path: Path) -> None:
    one = read_parameters(made / PARAMS)
    store = tmp_path / "store"
    for name in ("data", "outputs"):
        shutil.copytree(made / name, store / name)

    def decide_while_another_does() -> None:
        with at_desk(one, made, f"file://{store}") as folder:
            (folder / DATA / DECISIONS).write_bytes(b"ours\n")
            (store / DATA / DECISIONS).write_bytes(b"theirs\n")

    with pytest.raises(WorkspaceError, match="另一个人刚刚也在"):
        decide_while_another_does()

    assert (store / DATA / DECISIONS).read_bytes() == b"theirs\n"


def test_who_signs_on_a_store_while_another_does_is_told(made: Path, tmp_path: Path) -> None:
    one = read_parameters(made / PARAMS)
    store = tmp_path / "store"
    for name in ("data", "outputs"):
        shutil.copytree(made / name, store / name)
    name = f"{DATA}/signatures/ogi/first.txt"

    def sign_while_another_does() -> None:
        with at_desk(one, made, f"file://{store}") as folder:
            for place, content in ((folder, b"ours\n"), (store, b"theirs\n")):
                (place / name).parent.mkdir(parents=True)
                (place / name).write_bytes(content)

    with pytest.raises(WorkspaceError, match="另一个人刚刚也在"):
        sign_while_another_does()

    assert (store / name).read_bytes() == b"theirs\n"


def test_readers_of_one_server_lose_no_decision_on_a_store(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = read_parameters(made / PARAMS)
    store = tmp_path / "store"
    for name in ("data", "outputs"):
        shutil.copytree(made / name, store / name)
    started, written = threading.Barrier(4), Remote.write

    def write_slowly(self: Remote, contents: Mapping[str, bytes]) -> None:
        time.sleep(0.05)
        written(self, contents)

    def decide(by: int) -> int:
        started.wait()
        for tries in itertools.count():
            try:
                with at_desk(one, made, f"file://{store}") as folder:
                    add_decision(one, folder, Kind.CONFIRM, WARNING, by=f"第 {by} 人")
            except WorkspaceError:
                continue
            else:
                return tries
        raise AssertionError

    monkeypatch.setattr(Remote, "write", write_slowly)
    with ThreadPoolExecutor(4) as threads:
        refused = sum(threads.map(decide, range(4)))

    lines = read_decisions(store / DATA, "ogi").lines
    assert sorted(one.by for one in lines) == [f"第 {by} 人" for by in range(4)]
    assert refused, "they did not meet"


def test_on_a_store_the_head_is_written_after_the_line_that_it_is_of(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Whoever is killed between them has lost a line that nobody misses, or none.
    one = read_parameters(made / PARAMS)
    store = tmp_path / "store"
    for name in ("data", "outputs"):
        shutil.copytree(made / name, store / name)
    written, write = list[set[str]](), Remote.write

    def watched(self: Remote, contents: Mapping[str, bytes]) -> None:
        written.append(set(contents))
        write(self, contents)

    monkeypatch.setattr(Remote, "write", watched)
    with at_desk(one, made, f"file://{store}") as folder:
        add_decision(one, folder, Kind.CONFIRM, WARNING, by="王某")

    assert written == [{f"{DATA}/{DECISIONS}"}, {f"{OUTPUTS}.head"}]


def test_no_ledger_comes_to_the_desk(made: Path, tmp_path: Path) -> None:
    one = read_parameters(made / PARAMS)

    with at_desk(one, made, f"file://{made}") as folder:
        there = {path.relative_to(folder).as_posix() for path in folder.rglob("*")}

    assert {path for path in there if path.startswith(DATA)} == {DATA}
    assert read_decisions(made / DATA, "ogi").lines == ()
