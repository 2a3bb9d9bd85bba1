"""Members by code, pattern and table of levels; nobody is left out, and nobody added up twice."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from reportkit.errors import ParametersError
from reportkit.inputs.typed import inputs_of
from reportkit.params import Parameters, parse_parameters
from reportkit.sources.members import with_members
from reportkit.sources.parameter_files import read_reports, source_files

HEAD = "bureau,bureau_name,year,date,members\n"


def _read(folder: Path, **members: str) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """Return the members of each bureau, and what is wrong, of parameters in a table."""
    (folder / "params").mkdir(exist_ok=True)
    names = ["p", "p-c", "p-c-t1", "p-c-t2", "p-d", "q"]
    rows = [f"{name},{name}局,2022,2023-01-16,{members.get(name, '')}\n" for name in names]
    (folder / "params" / "all.csv").write_text("".join([HEAD, *rows]), "utf-8")
    parameters, errors = read_reports(source_files([folder / "params"]), folder)
    return {one.bureau: one.members for one in parameters}, [str(error) for error in errors]


def _by_name(**members: str) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in members.items()}


def test_a_pattern_takes_whoever_fits_and_is_not_added_up_by_another(tmp_path: Path) -> None:
    told, errors = _read(tmp_path, **_by_name(p="p-*", p_c="p-c-*", q="p"))

    assert not errors
    assert told["p"] == ("p-c", "p-d")
    assert told["p-c"] == ("p-c-t1", "p-c-t2")
    assert told["q"] == ("p",)


def test_members_in_a_circle_are_not_left_out(tmp_path: Path) -> None:
    """Each adds the other up: nobody is made, which the parent has to tell."""
    told, errors = _read(tmp_path, **_by_name(p="p-?", p_c="p-d", p_d="p-c"))

    assert not errors
    assert told["p"] == ("p-c", "p-d")


def test_ten_thousand_members_by_a_pattern_are_told_at_once() -> None:
    common = {"bureau_name": "局", "year": 2022, "date": "2023-01-16"}
    several = [parse_parameters(common | {"bureau": f"b{n}"}, "x") for n in range(10_000)]
    parent = parse_parameters(common | {"bureau": "p", "members": "b*"}, "x")
    used = time.process_time()

    (told,), errors = with_members([parent], [*several, parent], Path())

    assert (len(told.members), errors) == (10_000, [])
    assert time.process_time() - used < 2


def test_a_pattern_is_held_against_all_parameters_whichever_are_asked_for(tmp_path: Path) -> None:
    _read(tmp_path)
    parent = tmp_path / "province.yaml"
    parent.write_text(
        "bureau: r\nbureau_name: 省\nyear: 2022\ndate: 2023-01-16\nmembers: p-?\n", "utf-8"
    )

    (one,), errors = read_reports([parent], tmp_path)

    assert (one.members, errors) == (("p-c", "p-d"), [])


@pytest.mark.parametrize("heading", ["单位代码,单位名称,上级单位", "bureau,name,parent"])
def test_one_table_tells_all_levels(tmp_path: Path, heading: str) -> None:
    rows = ["p-c,县,p", "p-d,区,p", "p-c-t1,镇,p-c", "p-c-t9,镇,p-c", "p,省,"]
    (tmp_path / "levels.csv").write_text("\n".join(["各级单位", heading, *rows]), "utf-8")

    told, errors = _read(tmp_path, **_by_name(p="levels.csv", p_c="levels.csv"))

    assert not errors
    assert told["p"] == ("p-c", "p-d")
    assert told["p-c"] == ("p-c-t1", "p-c-t9"), "whoever is missing is to be told, not left out"


@pytest.mark.parametrize(
    ("members", "fault"),
    [
        ({"p": "x-*"}, "没有单位代码与 x-* 相符的 2022 年参数。"),
        ({"p": "nowhere.csv"}, "nowhere.csv"),
        ({"p": "levels.csv"}, "levels.csv 里没有上级单位为 p 的行。"),
        ({"p": "plain.csv"}, "找不到列名：应有“单位代码”和“上级单位”两列。"),
        ({"p": "wrong.csv"}, "第 2 行的单位代码不对（现有 3 个字符，不予显示）。"),
        (
            {"p": "p-c p-c-t1", "p-c": "p-c-t1"},
            "所属单位 p-c-t1 又是所属单位 p-c 的所属单位，会汇总两次。",
        ),
    ],
)
def test_what_is_wrong_is_told_and_stops_no_other(
    tmp_path: Path, members: dict[str, str], fault: str
) -> None:
    (tmp_path / "levels.csv").write_text("单位代码,上级单位\np-c,q\n", "utf-8")
    (tmp_path / "plain.csv").write_text("单位代码,名称\np-c,q\n", "utf-8")
    (tmp_path / "wrong.csv").write_text("单位代码,上级单位\n某 县,p\n", "utf-8")

    told, errors = _read(tmp_path, **members)

    assert {*told} == {"p-c", "p-c-t1", "p-c-t2", "p-d", "q"}
    (error,) = errors
    assert fault in error


def test_one_report_by_itself_does_not_guess_who_fits() -> None:
    values = {"bureau": "p", "bureau_name": "省", "year": 2022, "date": "2023-01-16"}
    one: Parameters = parse_parameters(values | {"members": "p-*"}, "x")

    with pytest.raises(ParametersError, match="要对照全部参数才知道是哪些单位"):
        inputs_of(one)
