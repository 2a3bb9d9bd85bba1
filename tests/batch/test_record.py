"""run.json tells how every bureau-year ended last, runs.jsonl each batch, a log why and how."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from reportkit import __version__
from reportkit.batch.last_run import last_states
from reportkit.batch.log import write_log
from reportkit.batch.record import Entry, Record, write_record
from reportkit.batch.session import _index_left, _spoken
from reportkit.errors import WorkspaceError
from reportkit.inputs.outcome import Outcome
from reportkit.inputs.run_state import RunState
from reportkit.params import Key, Parameters, parse_parameters

NIGHT = dt.datetime(2023, 1, 16, 2, 0, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def bureau(code: str, organ: str = "department") -> Parameters:
    values = {"bureau": code, "bureau_name": f"{code}局", "year": 2022, "date": "2023-01-16"}
    return parse_parameters(values | {"organ": organ}, "test")


def _record(*outcomes: Outcome, night: int = 0, unusable: int = 0, whole: bool = True) -> Record:
    started = NIGHT + dt.timedelta(days=night)
    finished = started + dt.timedelta(seconds=12.5)
    return Record(started, finished, tuple(map(Entry.of, outcomes)), unusable, whole)


def test_an_entry_says_how_it_ended_and_by_when_it_must_be_published() -> None:
    faults = ("［T3-BALANCE 不符］相差 1。", "［L-KIND 不符］第 3 行。")

    entry = Entry.of(Outcome(bureau("a", "county"), RunState.FAILED, faults, seconds=0.1234))

    assert entry == Entry(
        Key("ogi", 2022, "a"),
        "a局 2022 年",
        "政府信息公开工作年度报告",
        RunState.FAILED,
        unchanged=False,
        message=faults[0],
        seconds=0.12,
        deadline=dt.date(2023, 2, 20),
    )


def test_an_entry_says_what_reviewers_want_to_be_known_but_nothing_twice() -> None:
    outcome = Outcome(bureau("a"), RunState.BROKEN, ("审核决定不能采用。",))

    entry = Entry.of(outcome, review=["审核决定不能采用。", "退回修改（李某，2023-01-20）：请补。"])

    assert entry.review == ("退回修改（李某，2023-01-20）：请补。",)


def test_the_record_counts_and_keeps_what_was_not_asked_for(tmp_path: Path) -> None:
    first = _record(
        Outcome(bureau("b"), RunState.BROKEN, ("读不出来。",)),
        Outcome(bureau("a"), RunState.PASSED, seconds=1),
    )
    second = _record(
        Outcome(bureau("a"), RunState.PASSED, unchanged=True),
        Outcome(bureau("c"), RunState.FAILED, ("不符。",), seconds=2),
        night=1,
        unusable=1,
        whole=False,
    )

    write_record(first, tmp_path)
    write_record(second, tmp_path)

    run = json.loads((tmp_path / "run.json").read_text("utf-8"))
    assert run["started"] == "2023-01-17T02:00:00+08:00"
    assert run["seconds"] == 12.5
    assert run["counts"] == {"passed": 1, "failed": 1, "broken": 1, "unchanged": 1}
    assert [(one["bureau"], one["state"], one["finished"][:10]) for one in run["reports"]] == [
        ("a", "passed", "2023-01-17"),
        ("b", "broken", "2023-01-16"),
        ("c", "failed", "2023-01-17"),
    ]
    assert run["reports"][1]["message"] == "读不出来。"
    assert set(run["reports"][0]) == {
        "form", "bureau", "year", "name", "state", "unchanged", "seconds", "message", "finished",
        "review",
    }  # fmt: skip
    lines = (tmp_path / "runs.jsonl").read_text("utf-8").splitlines()
    history = [json.loads(line) for line in lines]
    assert [one["exit_code"] for one in history] == [3, 130]
    assert history[0]["version"] == __version__
    assert history[0]["counts"] == {"passed": 1, "failed": 0, "broken": 1, "unchanged": 0}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run.json", "runs.jsonl"]


def test_the_exit_code_says_whether_all_passed_and_whether_to_try_again() -> None:
    passed = Outcome(bureau("a"), RunState.PASSED)

    assert _record(passed).exit_code == 0
    failed = Outcome(bureau("b"), RunState.FAILED, ("不符。",))
    broken = Outcome(bureau("c"), RunState.BROKEN, ("读不出来。",))
    assert _record(passed, failed).exit_code == 1
    assert _record(passed, failed, broken).exit_code == 3
    assert _record(passed, failed, unusable=1).exit_code == 3
    assert _record(passed, whole=False).exit_code == 130


def test_of_what_has_not_passed_the_next_deadline_presses() -> None:
    outcomes = [
        Outcome(bureau("a"), RunState.PASSED),
        Outcome(bureau("b", "province"), RunState.FAILED, ("不符。",)),
        Outcome(bureau("c", "county"), RunState.BROKEN, ("读不出来。",)),
    ]

    assert _record(outcomes[0]).pressing == ""
    assert _record(*outcomes).pressing == (
        "还没有通过的报告里期限最近的是c局 2022 年：距法定公布期限（2月20日）还有 35 天。"
    )
    assert _record(*outcomes, night=40).pressing == (
        "还没有通过的报告里期限最近的是b局 2022 年：距法定公布期限（3月31日）还有 34 天。"
    )


@pytest.mark.parametrize("record", ["", "{", "[]", "{}", '{"reports": 1}', '{"reports": [1]}'])
def test_a_record_that_cannot_be_read_tells_nothing(tmp_path: Path, record: str) -> None:
    (tmp_path / "run.json").write_text(record)

    assert last_states(tmp_path) == {}


def test_a_damaged_record_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text('{"reports": [1')

    write_record(_record(Outcome(bureau("a"), RunState.PASSED)), tmp_path)

    assert len(json.loads((tmp_path / "run.json").read_text("utf-8"))["reports"]) == 1


def test_the_log_says_when_why_and_how(tmp_path: Path) -> None:
    outcome = Outcome(
        bureau("a"),
        RunState.FAILED,
        ("［T3-BALANCE 不符］相差 1。",),
        reasons=("data/a/2022/cases.csv 变了", "软件变了"),
        seconds=1.234,
        cpu_seconds=0.5,
        peak_memory=200 * 2**20,
    )

    write_log(outcome, tmp_path, "nbclient", NIGHT)

    assert (tmp_path / "logs/ogi/2022/a.log").read_text("utf-8").splitlines() == [
        "a局 2022 年（a）",
        "完成时间：2023-01-16 02:00:00+08:00",
        "生成原因：data/a/2022/cases.csv 变了；软件变了",
        "执行引擎：nbclient",
        "用时：1.23 秒，其中处理器 0.50 秒",
        "内存峰值：200 MB",
        "结果：不符，已生成草稿",
        "  ［T3-BALANCE 不符］相差 1。",
    ]


def test_whatever_goes_wrong_behind_the_reports_is_told_and_stops_nothing(tmp_path: Path) -> None:
    told: list[str] = []
    for error in (ZeroDivisionError("x"), WorkspaceError("连不上"), PermissionError(13, "", "a")):
        with _spoken(told.append, tmp_path):
            raise error

    assert told.pop(0).startswith("程序出错（ZeroDivisionError")
    assert told == [
        "连不上",
        "运行记录写不进 a（没有权限）。",
    ]


def test_a_file_that_an_index_cannot_read_is_no_record_that_cannot_be_written(
    tmp_path: Path,
) -> None:
    told: list[str] = []
    for error in (PermissionError(13, "", "data/a/2022/review.jsonl"), OSError(28, "")):
        with _spoken(told.append, tmp_path, _index_left):
            raise error

    assert told == [
        f"索引没有更新：无法读写 {place} （{why}）。请核对文件夹权限和磁盘空间。"
        for place, why in (("data/a/2022/review.jsonl", "没有权限"), (tmp_path, "磁盘已满"))
    ]
