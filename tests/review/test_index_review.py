"""The index says what reviewers decided and signed, and when that holds no more."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportkit.batch.lock import sole_use
from reportkit.decisions import Kind, add_decision
from reportkit.inputs.agreement import with_digest
from reportkit.inputs.names import FIRST_SIGNATURE, MANIFEST
from reportkit.params import Parameters
from reportkit.review.index.refresh import at_work
from reportkit.review.index.row import Row
from reportkit.review.index.words import review_lines
from reportkit.review.signing.clean import manifest_text
from reportkit.review.signing.content import Content, Statement
from reportkit.review.signing.sign_offs import signature_name
from reportkit.review.signing.signers import Role
from reportkit.rules import Finding, State
from reportkit.storage.files import FolderFiles
from reportkit.storage.remote import Remote
from tests.decisions.samples import finding
from tests.review.made import bureau, index, make, rows

A, B = bureau("a"), bureau("b")
WARNING, UNKNOWN = finding(), finding(rule="Y-VALID", state=State.UNKNOWN)
DAY = dt.date(2025, 1, 12)


def _made(workspace: Path, *findings: Finding, inputs: dict[str, str] | None = None) -> Path:
    folder = make(workspace, A, *(one.to_json() for one in findings))
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest = with_digest(manifest | {"inputs": inputs or {"a": "1"}})
    (folder / MANIFEST).write_text(json.dumps(manifest))
    (workspace / A.data_folder).mkdir(parents=True, exist_ok=True)
    return folder


def _decide(workspace: Path, kind: Kind, about: Finding | None = None) -> None:
    add_decision(A, workspace, kind, about, by="王某", words="机构合并。", date=DAY)


def _told(workspace: Path, *known: Parameters) -> list[str]:
    """Bring the index up to date, and return what it says of the reviewers of the first bureau."""
    index(workspace, *(known or (A, B)))
    return _lines(workspace)


def _lines(workspace: Path) -> list[str]:
    return review_lines(Row(**rows(workspace)["a"]))


def test_where_nobody_decided_nothing_is_said(tmp_path: Path) -> None:
    _made(tmp_path, WARNING)

    assert _told(tmp_path) == []


def test_decisions_are_counted_and_lapse_with_their_values(tmp_path: Path) -> None:
    _made(tmp_path, WARNING, UNKNOWN)
    _told(tmp_path)

    _decide(tmp_path, Kind.DISMISS, WARNING)
    assert _told(tmp_path) == ["待定 1 处，已定 1 处"]

    _made(tmp_path, finding(13), UNKNOWN)
    assert _told(tmp_path) == ["1 处决定已失效", "待定 2 处，已定 0 处"]


def test_sent_back_until_it_is_made_anew(tmp_path: Path) -> None:
    _made(tmp_path, WARNING)
    _decide(tmp_path, Kind.RETURN)

    returned, _ = _told(tmp_path)
    assert returned == "退回修改（王某，2025-01-12）：机构合并。"
    page = (tmp_path / "outputs/ogi/2024/index.html").read_text("utf-8")
    assert 'data-r="returned undecided unsigned"' in page

    _made(tmp_path, WARNING, inputs={"a": "2"})
    assert _told(tmp_path) == ["待定 1 处，已定 0 处"]


def test_one_that_was_never_made_may_have_been_sent_back(tmp_path: Path) -> None:
    (tmp_path / A.data_folder).mkdir(parents=True)
    index(tmp_path, A)
    _decide(tmp_path, Kind.RETURN)

    assert _told(tmp_path)[0].startswith("退回修改")


def test_a_chain_that_was_cut_is_told(tmp_path: Path) -> None:
    _made(tmp_path, WARNING)
    _decide(tmp_path, Kind.DISMISS, WARNING)
    _told(tmp_path)
    (tmp_path / A.data_folder / "review.jsonl").unlink()

    (fault,) = _told(tmp_path)

    assert "末尾的行被删去或者改过" in fault


def test_a_store_says_the_same(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    _made(here, WARNING)
    _decide(here, Kind.DISMISS, WARNING)
    shutil.copytree(here, there)
    before = _told(here)

    index(here, A, files=Remote(there.as_uri()))

    assert _lines(there) == before == ["待定 0 处，已定 1 处"]


@pytest.mark.parametrize("store", [False, True])
def test_a_decision_is_in_the_index_at_once(tmp_path: Path, *, store: bool) -> None:
    there = tmp_path / "there" if store else tmp_path
    address = there.as_uri() if store else None
    _made(there, WARNING, UNKNOWN)
    make(there, B)
    files = Remote(there.as_uri()) if store else FolderFiles(there)
    index(tmp_path, A, B, files=files)

    # Beside a batch at work, which holds all outputs.
    with sole_use(tmp_path / "outputs"):
        for kind, about in ((Kind.DISMISS, WARNING), (Kind.CONFIRM, UNKNOWN)):
            with at_work(A, tmp_path, address, pytest.fail) as folder:
                _decide(folder, kind, about)

    assert _lines(there) == ["待定 0 处，已定 2 处"]
    page = (there / "outputs/ogi/2024/index.html").read_bytes()
    assert "已定 2 处" in page.decode()
    index(tmp_path, A, B, files=files)
    assert (there / "outputs/ogi/2024/index.html").read_bytes() == page
    with at_work(A, tmp_path, address, pytest.fail) as folder:
        _decide(folder, Kind.RETURN)
    assert _lines(there)[0].startswith("退回修改（王某")


def test_a_decision_stands_though_the_index_cannot_be_written(tmp_path: Path) -> None:
    _made(tmp_path, WARNING)
    index(tmp_path, A)
    lock = tmp_path / "outputs/.index.lock"
    lock.unlink()
    lock.mkdir()
    told: list[str] = []

    with at_work(A, tmp_path, None, told.append):
        _decide(tmp_path, Kind.DISMISS, WARNING)

    (line,) = told
    assert line.startswith("已经记下；索引没有更新（")
    lock.rmdir()
    assert _told(tmp_path) == ["待定 0 处，已定 1 处"]


def test_what_no_batch_has_put_into_an_index_is_left_to_the_next(tmp_path: Path) -> None:
    make(tmp_path, B)
    index(tmp_path, B)
    _made(tmp_path, WARNING)

    for one, other in ((A, tmp_path), (A, tmp_path / "without")):
        with at_work(one, other, None, pytest.fail):
            pass

    assert [*rows(tmp_path)] == ["b"]
    assert not (tmp_path / "without").exists()


def test_without_the_first_signature_nobody_has_signed() -> None:
    assert signature_name(Role.FIRST) == FIRST_SIGNATURE


def _sign(workspace: Path, keygen: str) -> None:
    """Sign the report of A as its first reviewer, as the command would."""
    key = workspace / "key"
    generate = [keygen, "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)]
    subprocess.run(generate, check=True, capture_output=True)
    (workspace / "review").mkdir()
    public = key.with_suffix(".pub").read_text()
    (workspace / "review" / "allowed_signers").write_text(f"wang {public}")
    (workspace / "review" / "roles.yaml").write_text("wang: [初审]\n", "utf-8")
    manifest: dict[str, Any] = json.loads((workspace / A.output_folder / MANIFEST).read_text())
    files = {name: manifest["outputs"][name] for name in ("report.html", "figures.json")}
    text = manifest_text(manifest, files)
    files[MANIFEST] = hashlib.sha256(text.encode()).hexdigest()
    when = dt.datetime(2025, 1, 15, 4, tzinfo=dt.UTC)
    statement = Statement(Content.of(A, "", files), Role.FIRST, "wang", when)
    folder = workspace / A.data_folder / "signatures" / "ogi"
    folder.mkdir(parents=True)
    (folder / "first.txt").write_text(statement.text, "utf-8", newline="\n")
    sign = [keygen, "-Y", "sign", "-n", "reportkit", "-f", str(key), str(folder / "first.txt")]
    subprocess.run(sign, check=True, capture_output=True)


def test_signatures_are_named_and_void_when_anything_changes(
    tmp_path: Path, program: Callable[[str], str]
) -> None:
    _made(tmp_path)
    _sign(tmp_path, program("ssh-keygen"))
    good = ["初审（wang，2025-01-15）"]
    assert _told(tmp_path) == good

    roles = tmp_path / "review" / "roles.yaml"
    roles.write_text("wang: [复审]\n", "utf-8")
    (void,) = _told(tmp_path)
    assert void.startswith("初审（wang，2025-01-15），无效：")
    roles.write_text("wang: [初审]\n", "utf-8")
    assert _told(tmp_path) == good

    text = tmp_path / A.data_folder / "signatures" / "ogi" / "first.txt"
    right = text.read_bytes()
    text.write_bytes(right.replace(b"# bureau: a", b"# bureau: b"))
    assert "无效" in _told(tmp_path)[0]
    text.write_bytes(right)
    assert _told(tmp_path) == good

    status = text.stat()
    text.write_bytes(right.replace(b"# bureau: a", b"# bureau: b"))
    os.utime(text, ns=(status.st_atime_ns, status.st_mtime_ns))  # the same size as well
    assert sys.platform == "win32" or "无效" in _told(tmp_path)[0]
    text.write_bytes(right)
    assert _told(tmp_path) == good

    _made(tmp_path, WARNING, inputs={"a": "2"})
    assert "签名以后报告重新生成过" in _told(tmp_path)[0]


def test_what_is_published_is_linked(tmp_path: Path) -> None:
    _made(tmp_path)
    index(tmp_path, A, B)
    (tmp_path / A.published_folder).mkdir(parents=True)

    index(tmp_path, A, B)

    assert [row["published"] for row in rows(tmp_path).values()] == [True, False]
    page = (tmp_path / "outputs/ogi/2024/index.html").read_text("utf-8")
    assert 'href="../../../published/ogi/2024/a/report.html">已发布</a>' in page
