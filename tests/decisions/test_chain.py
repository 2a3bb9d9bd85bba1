"""Decisions are added and never changed: whatever happened to the file is noticed, and named."""

from __future__ import annotations

import hashlib
import itertools
import json
import multiprocessing
import re
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from reportkit.decisions import Kind, add, add_decisions, decisions_of, head_file, read_decisions
from reportkit.decisions.chain import Chain, read_chain
from reportkit.errors import DecisionsError
from reportkit.inputs.names import DECISIONS
from tests.decisions.samples import decide, finding, folder, parameters


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file with three decisions."""
    for value in (1, 2, 3):
        decide(tmp_path, Kind.DISMISS, finding(value))
    return folder(tmp_path) / DECISIONS


def test_each_line_has_the_digest_of_the_one_before(path: Path, tmp_path: Path) -> None:
    lines = path.read_bytes().splitlines()
    digests = [hashlib.sha256(line).hexdigest() for line in lines]

    assert [json.loads(line)["previous"] for line in lines] == ["", *digests[:2]]
    decisions = read_decisions(path.parent, "ogi")
    assert decisions.chain == tuple(digests)
    assert decisions.head == digests[-1]
    assert (tmp_path / head_file(parameters())).read_text("ascii") == f"{digests[-1]}\n"


def test_decisions_that_are_taken_together_are_one_write_and_repeated_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder(tmp_path)
    written: list[bytes] = []
    before = add.append
    monkeypatch.setattr(add, "append", lambda *told: (written.append(told[1]), before(*told)))
    taken = [(Kind.CONFIRM, finding(value)) for value in (1, 2, 3)]

    first, again = (
        add_decisions(parameters(), tmp_path, taken, by="王某", words="属实。") for _ in range(2)
    )

    assert [content.count(b"\n") for content in written] == [3]
    assert first == again == [*decisions_of(parameters(), tmp_path).lines]


def test_without_a_file_nothing_was_decided(tmp_path: Path) -> None:
    decisions = read_decisions(folder(tmp_path), "ogi")

    assert (decisions.lines, decisions.head, decisions.returned) == ((), "", None)


def _edit(lines: list[bytes]) -> list[bytes]:
    return [lines[0], lines[1].replace("王某".encode(), "张某".encode()), lines[2]]


def _future(lines: list[bytes]) -> list[bytes]:
    return [*lines[:2], lines[2].replace(b'"version": 1', b'"version": 2')]


def _unknown_kind(lines: list[bytes]) -> list[bytes]:
    return [*lines[:2], lines[2].replace(b'"dismiss"', b'"pardon"')]


def _no_kind(lines: list[bytes]) -> list[bytes]:
    return [*lines[:2], lines[2].replace(b'"dismiss"', b"[]")]


def _control_in_name(lines: list[bytes]) -> list[bytes]:
    return [*lines[:2], lines[2].replace(b'"bureau": "a"', rb'"bureau": "\u001b[2J"')]


def _control(lines: list[bytes]) -> list[bytes]:
    return [*lines[:2], lines[2].replace("机构".encode(), rb"\u001b[2J")]


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (_edit, "第 3 行接不上第 2 行"),
        (lambda lines: [lines[0], lines[2]], "第 2 行接不上第 1 行"),
        (lambda lines: lines[1:], "第 1 行前面原来还有行"),
        (lambda lines: [lines[1], lines[0], lines[2]], "次序变了"),
        (lambda lines: [*lines, lines[0]], "第 4 行原来接在最前面"),
        (_future, "第 3 行是较新版本的软件写的，这一版读不懂。请升级"),
        (_unknown_kind, "第 3 行的决定（kind）是这一版不认识的"),
        (_no_kind, "第 3 行的决定（kind）是这一版不认识的"),
        (_control_in_name, "第 3 行的内容不对（bureau）"),
        (_control, "第 3 行的内容不对（words）"),
        (lambda lines: [lines[0], b"{", *lines[1:]], "第 2 行读不出来"),
        (lambda lines: [lines[0], b"", *lines[1:]], "第 2 行读不出来"),
        (lambda lines: [lines[0], b"\xff\xfe", *lines[1:]], "第 2 行读不出来"),
        (lambda lines: [lines[0], b"[" * 99_999, *lines[1:]], "第 2 行读不出来"),
        (lambda lines: [line + b"\r" for line in lines], "里面写一行“* -text”，删去这个文件再检出"),
        (lambda lines: [lines[0] + b"\r", *lines[1:]], "文件被别的程序另存过"),
        (lambda lines: [b"\xef\xbb\xbf" + lines[0], *lines[1:]], "文件被别的程序另存过"),
    ],
)
def test_what_was_done_to_the_file_is_named_with_its_line(
    path: Path, spoil: Callable[[list[bytes]], list[bytes]], named: str
) -> None:
    before = spoil(path.read_bytes().splitlines())
    path.write_bytes(b"".join(line + b"\n" for line in before))

    with pytest.raises(DecisionsError) as refused:
        read_decisions(path.parent, "ogi")

    assert named in str(refused.value)
    assert "data/a/2022/review.jsonl" in str(refused.value)
    assert str(path.parents[3]) not in str(refused.value)  # it may end up in a record of runs
    assert re.search("请[从升]", str(refused.value))


def test_a_line_that_a_kill_tore_is_named_and_nothing_is_added_behind_it(
    path: Path, tmp_path: Path
) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole + whole.splitlines()[0][:50])

    with pytest.raises(DecisionsError, match=r"第 4 行没有写完.*请删去第 4 行，再重新作"):
        read_decisions(path.parent, "ogi")
    with pytest.raises(DecisionsError, match="第 4 行没有写完"):
        decide(tmp_path, Kind.DISMISS, finding(4))

    path.write_bytes(whole)  # as the message says
    assert decide(tmp_path, Kind.DISMISS, finding(4)).previous


@pytest.mark.parametrize("what", ["cut off", "changed"])
def test_the_last_line_is_missed_by_what_is_kept_beside_the_outputs(
    path: Path, tmp_path: Path, what: str
) -> None:
    lines = path.read_bytes().splitlines(keepends=True)
    last = [] if what == "cut off" else [lines[2].replace("合并".encode(), "撤销".encode())]
    path.write_bytes(b"".join([*lines[:2], *last]))

    with pytest.raises(DecisionsError, match=r"outputs/ogi/2022/a\.head 记着的最后一行没有了"):
        decisions_of(parameters(), tmp_path)


def test_a_line_that_is_added_while_others_are_read_is_not_missed(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A batch reads what reviewers are adding to."""

    def read_before_another_decides(data: Path) -> Chain:
        chain = read_chain(data)
        monkeypatch.undo()
        decide(tmp_path, Kind.DISMISS, finding(4))
        return chain

    monkeypatch.setattr("reportkit.decisions.decisions.read_chain", read_before_another_decides)

    assert len(decisions_of(parameters(), tmp_path).lines) == 3
    assert len(decisions_of(parameters(), tmp_path).lines) == 4


def test_a_file_that_was_copied_from_elsewhere_is_refused(path: Path, tmp_path: Path) -> None:
    next_year = parameters(year=2023)
    there = tmp_path / next_year.data_folder
    there.mkdir()
    (there / DECISIONS).write_bytes(path.read_bytes())

    with pytest.raises(DecisionsError, match="里面是 a 2022 的决定，不是这份报告的"):
        decisions_of(next_year, tmp_path)


def test_reviewers_who_decide_at_once_all_get_their_line(tmp_path: Path) -> None:
    with ProcessPoolExecutor(2) as executor:
        list(executor.map(_decide, [tmp_path] * 6, range(6)))

    decisions = decisions_of(parameters(), tmp_path)
    assert sorted(one.values["left"] for one in decisions.lines) == [*range(6)]


def _decide(workspace: Path, value: int) -> None:
    decide(workspace, Kind.DISMISS, finding(value))


def test_a_disk_that_is_full_leaves_the_file_as_it_was(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    before = path.read_bytes()
    monkeypatch.setattr("os.fsync", full)

    with pytest.raises(Exception, match="磁盘已满"):
        decide(tmp_path, Kind.DISMISS, finding(4))

    assert path.read_bytes() == before


def test_no_byte_can_be_changed_unnoticed(path: Path, tmp_path: Path) -> None:
    whole = path.read_bytes()

    for place in range(0, len(whole), 3):
        changed = bytearray(whole)
        changed[place] ^= 1
        path.write_bytes(changed)
        with pytest.raises(DecisionsError):
            decisions_of(parameters(), tmp_path)


@pytest.mark.slow
@pytest.mark.posix
def test_a_kill_at_any_moment_leaves_whole_lines_or_a_torn_one_that_is_named(
    tmp_path: Path,
) -> None:
    folder(tmp_path)
    for number in range(40):
        process = multiprocessing.get_context("spawn").Process(
            target=_decide_on_and_on, args=(tmp_path,)
        )
        process.start()
        time.sleep(1 + number / 40)
        process.kill()
        process.join()
        try:
            before = len(decisions_of(parameters(), tmp_path).lines)
        except DecisionsError as error:
            assert "没有写完" in str(error)  # noqa: PT017 - most kills tear nothing
            path = folder(tmp_path) / DECISIONS
            path.write_bytes(path.read_bytes().rpartition(b"\n")[0] + b"\n")
            before = len(decisions_of(parameters(), tmp_path).lines)
        decide(tmp_path, Kind.DISMISS, finding(number))
        assert len(decisions_of(parameters(), tmp_path).lines) == before + 1


def _decide_on_and_on(workspace: Path) -> None:
    for number in itertools.count():
        decide(workspace, Kind.DISMISS, finding(number))
