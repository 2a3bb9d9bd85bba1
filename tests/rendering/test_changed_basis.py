"""What a report rests on otherwise than at the last review is said in words, kind by kind."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from reportkit.rendering.review.basis import changed_basis

DATA, SHELF = "data/fuxin-ecology", "outputs/ogi"
MADE: dict[str, Any] = {
    "parameters": {
        "bureau": "fuxin-ecology",
        "bureau_name": "阜新市生态环境局",
        "year": 2022,
        "date": "2023-01-16",
        "legislative_power": False,
        "tables": [],
        "rules": "own.yaml",
    },
    "inputs": {
        "notebooks/annual_report.ipynb": "1",
        f"{DATA}/mapping.yaml": "1",
        f"{DATA}/2022/applications.csv": "1",
        f"{DATA}/2022/fees.csv": "1",
        f"{DATA}/2022/narrative.md": "1",
        f"{DATA}/2022/review.jsonl#印出的说明": "1",
        f"{DATA}/2021/narrative.md": "1",
        f"{SHELF}/2021/fuxin-ecology/figures.json": "1",
        f"{SHELF}/2020/fuxin-ecology/figures.json": "1",
        f"{SHELF}/2022/fuxin-water/figures.json": "1",
        "outputs/enforcement/2022/fuxin-ecology/figures.json": "1",
        "forms/mine/rules/sums.yaml": "1",
        "own.yaml": "1",
    },
    "rules": "1",
    "package": "1",
    "versions": {"python": "3.11.7", "reportkit": "0.1.0"},
}


def _told(part: str, **changed: Any) -> list[str]:
    """Return what is told of a making in which some of a part is otherwise; None leaves it out."""
    now = copy.deepcopy(MADE)
    now[part] |= changed
    now[part] = {name: value for name, value in now[part].items() if value is not None}
    return [*changed_basis(MADE, now)]


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("notebooks/annual_report.ipynb", "笔记本"),
        (f"{DATA}/mapping.yaml", "本单位的用语对照"),
        (f"{DATA}/2022/fees.csv", "台账和材料"),
        (f"{DATA}/2022/narrative.md", "文字"),
        (f"{DATA}/2022/review.jsonl#印出的说明", "要印出的说明"),
        (f"{DATA}/2021/narrative.md", "上年度的文字"),
        (f"{SHELF}/2021/fuxin-ecology/figures.json", "上年度的报告"),
        (f"{SHELF}/2020/fuxin-ecology/figures.json", "以前年度的报告"),
        (f"{SHELF}/2022/fuxin-water/figures.json", "所属单位的报告"),
        ("outputs/enforcement/2022/fuxin-ecology/figures.json", "同年度另一种报告"),
        ("forms/mine/rules/sums.yaml", "自己的格式"),
        ("own.yaml", "本单位的规则"),
    ],
)
def test_a_file_that_is_otherwise_is_named_by_what_it_is(path: str, what: str) -> None:
    assert _told("inputs", **{path: "2"}) == [f"{what}变了：{path}"]
    assert _told("inputs", **{path: None}) == [f"{what}没有了：{path}"]


def test_files_of_a_kind_are_told_together() -> None:
    changed = {f"{DATA}/2022/{name}.csv": "2" for name in ("applications", "fees")}

    assert _told("inputs", **changed) == [f"台账和材料变了：{'、'.join(changed)}"]

    many = {f"{DATA}/2022/{number:02}.csv": "2" for number in range(30)}
    (told,) = _told("inputs", **many)
    assert told.endswith("19.csv等 30 个")


def test_parameters_are_told_with_both_values() -> None:
    told = _told("parameters", legislative_power=True, tables=["甲", "乙"], rules=None)

    assert told == [
        "参数“规章制定权”（legislative_power）：原来为“否”，现在为“是”",
        "参数“自有规则”（rules）：原来为“own.yaml”，现在没有填",
        "参数“各表”（tables）：原来没有填，现在为“甲、乙”",
    ]


def test_the_kit_is_told_by_its_versions_and_where_these_are_the_same_too() -> None:
    assert _told("versions", reportkit="0.2.0") == ["软件 reportkit：原来是 0.1.0，现在是 0.2.0"]
    (rules,) = changed_basis(MADE, MADE | {"rules": "2", "package": "2"})
    assert rules == "软件自带的格式和规则改过"
    (program,) = changed_basis(MADE, MADE | {"package": "2"})
    assert program.startswith("软件的程序改过")
    assert [*changed_basis(MADE, MADE)] == []
