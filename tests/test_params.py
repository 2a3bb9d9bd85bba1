"""Parameters are checked one and all, and what is wrong is told at once."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from papermill.iorw import read_yaml_file

from reportkit.errors import ParametersError, WorkspaceError
from reportkit.params import Parameters, kinds, parameters_in, parse_parameters, read_parameters
from reportkit.params.parameters import KINDS
from reportkit.workspace import WORKSPACE_VARIABLE, find_workspace, workspace_here

VALUES: dict[str, Any] = {
    "bureau": "fuxin-ecology",
    "bureau_name": "阜新市生态环境局",
    "year": 2022,
    "date": "2023-01-16",
}


def _refused(values: dict[str, Any]) -> list[str]:
    with pytest.raises(ParametersError) as caught:
        parse_parameters(values, "参数单元格")
    assert caught.value.heading == "参数单元格：参数有误。"
    return list(caught.value.problems)


def _file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "bureau.yaml"
    path.write_bytes(text.encode(encoding))
    return path


def _unreadable(path: Path) -> str:
    with pytest.raises(ParametersError) as caught:
        read_parameters(path)
    assert caught.value.heading.startswith(f"{path}：")
    (problem,) = caught.value.problems
    return problem


def test_four_parameters_are_enough() -> None:
    parameters = parse_parameters(VALUES, "参数单元格")

    assert parameters == Parameters(
        bureau="fuxin-ecology",
        bureau_name="阜新市生态环境局",
        year=2022,
        date=dt.date(2023, 1, 16),
        organ="department",
        legislative_power=False,
        form="ogi",
        edition="",
        data="",
        notebook="",
    )
    assert parameters.name == "阜新市生态环境局 2022 年"
    assert parameters.data_folder == Path("data/fuxin-ecology/2022")
    assert parameters.output_folder == Path("outputs/ogi/2022/fuxin-ecology")
    assert parameters.facts == {"department"}


def test_all_parameters_can_be_set() -> None:
    parameters = parse_parameters(
        {
            **VALUES,
            "organ": "city",
            "legislative_power": True,
            "edition": 2019,
            "data": "raw/fuxin",
            "notebook": "notebooks/special.ipynb",
        },
        "参数单元格",
    )

    assert parameters.organ == "city"
    assert parameters.edition == "2019"
    assert parameters.data_folder == Path("raw/fuxin")
    assert parameters.facts == {"city", "legislative_power"}


@pytest.mark.parametrize("name", VALUES)
def test_missing_parameter_is_explained(name: str) -> None:
    (problem,) = _refused({key: value for key, value in VALUES.items() if key != name})

    assert problem.startswith(f"缺少参数 {name}：")
    assert problem.endswith("。")


NOT_ON_WINDOWS = (
    "不能以点结尾，也不能是 con、aux、nul、com1、lpt1 之类：Windows 上建不了这样的文件夹"
)
INDEXES = "不能以 index. 开头：汇总各单位的文件用这样的名字"
YES_OR_NO = "应为 true 或者 false，也可以写 是、否"
NAMES = "应为一列名称，写作 [甲, 乙, 丙] 的样子"
CODE = "只能含英文字母、数字、点、横线和下划线，并以字母或者数字开头"
UNSEEN, AGAIN = "里面有看不见的字符", "请删去后重新输入"
NO_FOLDERS = ("con", "AUX", "nul.2", "com1", "Lpt9.a.b", "a.")
WRONG = [
    ("bureau", "", "只能含英文字母、数字、点、横线和下划线，并以字母或者数字开头（现为 ）"),
    ("bureau", "阜新", f"{CODE}（现有 2 个字符，不予显示）"),
    ("bureau", "张三 13904180001", f"{CODE}（现有 14 个字符，不予显示）"),
    ("bureau", "139/0418/0001", f"{CODE}（现有 13 个字符，不予显示）"),
    ("bureau", "a/b", "只能含英文字母、数字、点、横线和下划线，并以字母或者数字开头（现为 a/b）"),
    ("bureau", "..", "只能含英文字母、数字、点、横线和下划线，并以字母或者数字开头（现为 ..）"),
    ("bureau", "a b", "只能含英文字母、数字、点、横线和下划线，并以字母或者数字开头（现为 a b）"),
    ("bureau", "a\n", "只能含英文字母、数字、点、横线和下划线，并以字母或者数字开头（现为 a\\n）"),
    *(("bureau", code, f"{NOT_ON_WINDOWS}（现为 {code}）") for code in NO_FOLDERS),
    *(("bureau", code, f"{INDEXES}（现为 {code}）") for code in ("index.html", "Index.xlsx")),
    ("bureau", 12, "只能含英文字母、数字、点、横线和下划线，并以字母或者数字开头（现为 12）"),
    ("bureau_name", "  ", "应为文字（现为   ）"),
    ("bureau_name", None, "应为文字（现为 空）"),
    ("bureau_name", 7, "应为文字（现为 7）"),
    ("year", 20222, "应在 2008 到 2099 之间（现为 20222）"),
    ("year", 210902198703154321, "应在 2008 到 2099 之间（现有 18 个字符，不予显示）"),
    ("date", "张三", "应为 2023-01-16 样子的日期（现有 2 个字符，不予显示）"),
    ("legislative_power", "13904180001", f"{YES_OR_NO}（现有 11 个字符，不予显示）"),
    ("bureau_name", 13904180001, "应为文字（现有 11 个字符，不予显示）"),
    ("duties", [7, "张三 13904180001"], f"{NAMES}（现有 21 个字符，不予显示）"),
    ("members", ["张三"], f"{CODE}（现有 6 个字符，不予显示）"),
    ("year", 2007, "应在 2008 到 2099 之间（现为 2007）"),
    ("year", "02022", "应为四位数字的年份（现为 02022）"),
    ("year", "二〇二二年", "应为四位数字的年份（现为 二〇二二年）"),
    ("year", "2022年3月", "应为四位数字的年份（现为 2022年3月）"),
    ("year", True, "应为四位数字的年份（现为 True）"),
    ("year", 2022.0, "应为四位数字的年份（现为 2022.0）"),
    ("year", None, "应为四位数字的年份（现为 空）"),
    ("date", "2023-02-30", "应为 2023-01-16 样子的日期（现为 2023-02-30）"),
    ("date", "2023年2月30日", "应为 2023-01-16 样子的日期（现为 2023年2月30日）"),
    ("date", "1月16日", "应为 2023-01-16 样子的日期（现为 1月16日）"),
    ("date", None, "应为 2023-01-16 样子的日期（现为 空）"),
    ("organ", "", "应为文字（现为 ）"),
    ("legislative_power", "yes", "应为 true 或者 false，也可以写 是、否（现为 yes）"),
    ("legislative_power", 1, "应为 true 或者 false，也可以写 是、否（现为 1）"),
    ("edition", None, "应为文字（现为 空）"),
    ("edition", True, "应为文字（现为 True）"),
    ("edition", 2021.5, "应为文字（现为 2021.5）"),
    ("data", None, "应为路径（现为 空）"),
    ("data", 5, "应为路径（现为 5）"),
    ("notebook", False, "应为路径（现为 False）"),
    (
        "bureau_name",
        "\u202e局某\u202c",
        f"{UNSEEN} U+202E、U+202C，{AGAIN}（现为 \\u202e局某\\u202c）",
    ),
    ("bureau_name", "某\u200b局", f"{UNSEEN} U+200B，{AGAIN}（现为 某\\u200b局）"),
    ("organ", "\u2066department", f"{UNSEEN} U+2066，{AGAIN}（现为 \\u2066department）"),
    ("data", "data/\ufeffa", f"{UNSEEN} U+FEFF，{AGAIN}（现为 data/\\ufeffa）"),
    ("tables", ["甲\u202e"], f"{UNSEEN} U+202E，{AGAIN}（现为 ['甲\\u202e']）"),
    (
        "duties",
        ["甲" * 201],
        f"不能有换行和其他控制字符，也不能超过 200 个字符（现为 ['{'甲' * 98}…）",
    ),
]


@pytest.mark.parametrize(("name", "value", "fault"), WRONG)
def test_wrong_value_is_told_with_what_it_should_be(name: str, value: Any, fault: str) -> None:
    assert _refused({**VALUES, name: value}) == [f"参数 {name} {fault}。"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("bureua", "bureau"),
        ("Year", "year"),
        ("organs", "organ"),
        ("beureau_name", "bureau_name"),
        ("单位代号", "单位代码"),
        ("报告年度", "年度"),
    ],
)
def test_misspelt_name_is_told_with_the_nearest_right_one(written: str, meant: str) -> None:
    assert _refused({**VALUES, written: "x"}) == [f"没有参数 {written}。是否应为 {meant}？"]


@pytest.mark.parametrize("name", ["科室", "x", 2022])
def test_name_that_resembles_none_is_told_with_all_there_are(name: Any) -> None:
    (problem,) = _refused({**VALUES, name: "x"})

    assert problem.startswith(f"没有参数 {name}。可用的参数：bureau、bureau_name、year、date、")


def test_everything_that_is_wrong_is_told_at_once() -> None:
    problems = _refused({"bureua": "fuxin", "year": "今年", "date": "不详", "edition": None})

    assert [problem.split("：")[0].split(" 应")[0] for problem in problems] == [
        "没有参数 bureua。是否应为 bureau？",
        "缺少参数 bureau",
        "缺少参数 bureau_name",
        "参数 year",
        "参数 date",
        "参数 edition",
    ]


CHINESE = {
    "单位代码": "fuxin-ecology",
    "单位名称": "阜新市生态环境局",
    "年度": "2022年",
    "日期": "2023年1月16日",
}


def test_every_parameter_has_a_chinese_name_that_works_as_well(tmp_path: Path) -> None:
    text = "".join(f"{name}: {value}\n" for name, value in CHINESE.items())

    assert read_parameters(_file(tmp_path, text)) == parse_parameters(VALUES, "x")
    chinese = [field.metadata["chinese"] for field in dataclasses.fields(Parameters)]
    assert len({*chinese}) == len(chinese)
    # papermill makes a variable of each; Python folds what looks alike in identifiers.
    assert all(n.isidentifier() and unicodedata.normalize("NFKC", n) == n for n in chinese)


def test_both_names_of_one_parameter_are_refused_together() -> None:
    problems = _refused({**VALUES, "年度": "2022年"})

    assert problems == ["year 和 年度 是同一个参数，请只留一个。"]


def test_a_wrong_value_is_told_under_the_name_that_was_written() -> None:
    values = {**CHINESE, "年度": "去年", "规章制定权": "也许"}

    assert _refused(values) == [
        "参数 年度 应为四位数字的年份（现有 2 个字符，不予显示）。",
        "参数 规章制定权 应为 true 或者 false，也可以写 是、否（现有 2 个字符，不予显示）。",
    ]


@pytest.mark.parametrize("year", [2022, "2022", "2022年", "2022年度", "２０２２年", " 2022 年 "])
def test_year_as_people_write_it(year: Any) -> None:
    assert parse_parameters({**VALUES, "year": year}, "x").year == 2022


@pytest.mark.parametrize(("flag", "meant"), [("是", True), ("否", False), ("TRUE", True)])
def test_flag_as_people_write_it(flag: str, meant: bool) -> None:
    one = parse_parameters({**VALUES, "legislative_power": flag}, "x")

    assert one.legislative_power is meant


def test_a_notebook_takes_chinese_names_before_the_english_of_its_parameters_cell() -> None:
    """As plain `papermill -f` leaves them: the defaults above, what was injected below."""
    names = {**VALUES, "year": 2020, "bureau": "other", **CHINESE, "_i1": "x"}

    assert parse_parameters(parameters_in(names), "x") == parse_parameters(VALUES, "x")


@pytest.mark.parametrize("date", ["2023年1月16日", "2023/1/16", "2023.1.16", "20230116"])
def test_date_as_people_write_it(date: str) -> None:
    assert parse_parameters({**VALUES, "date": date}, "x").date == dt.date(2023, 1, 16)


@pytest.mark.parametrize("date", ["2023-01-16", dt.date(2023, 1, 16)])
def test_date_may_be_text_or_date(date: Any) -> None:
    parameters = parse_parameters({**VALUES, "date": date}, "参数单元格")

    assert parameters.date == dt.date(2023, 1, 16)


@pytest.mark.parametrize("date", ["2023-01-16", "'2023-01-16'", '"2023-01-16"'])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_file_is_read_with_quoted_and_plain_dates(tmp_path: Path, date: str, encoding: str) -> None:
    text = (
        f"# 参数\nbureau: fuxin-ecology\nbureau_name: 阜新市生态环境局\nyear: 2022\ndate: {date}\n"
    )

    assert read_parameters(_file(tmp_path, text, encoding)) == parse_parameters(VALUES, "x")


def test_day_that_does_not_exist_is_told_like_any_other_wrong_value(tmp_path: Path) -> None:
    text = "bureau: a\nbureau_name: 阜新市生态环境局\nyear: 2022\ndate: 2023-02-30\n"

    problem = _unreadable(_file(tmp_path, text))

    assert problem == "参数 date 应为 2023-01-16 样子的日期（现为 2023-02-30）。"


def test_problems_in_a_file_are_told_under_its_name(tmp_path: Path) -> None:
    path = _file(tmp_path, "bureua: fuxin\n")

    with pytest.raises(ParametersError) as caught:
        read_parameters(path)

    assert caught.value.heading == f"{path}：参数有误。"
    assert len(caught.value.problems) == 5


@pytest.mark.parametrize("text", ["", "# 只有说明\n", "- bureau\n", "bureau\n", "2022\n"])
def test_file_that_is_no_mapping(tmp_path: Path, text: str) -> None:
    assert _unreadable(_file(tmp_path, text)).startswith("文件里没有参数，应为“参数名: 值”")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("bureau: a\n  year: 2022\n", 2),
        ("bureau: a\nyear:2022\ndate: x\n", 3),
        ("bureau: a\nbureau_name: '阜新\n", 3),
        ("bureau: a\nyear: [2022\n", 3),
        ("bureau: !!python/object:os.system a\n", 1),
    ],
)
def test_broken_yaml_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    problem = _unreadable(_file(tmp_path, text))

    assert problem.startswith(f"第 {line} 行：不合 YAML 的写法。应为“参数名: 值”")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"outputs\ogi\2021\a\figures.json", "outputs/ogi/2021/a/figures.json"),
        (r"D:\报告\某局　上年.xlsx", "D:/报告/某局　上年.xlsx"),
        (r"\\server\share\a.csv", "//server/share/a.csv"),
    ],
)
def test_a_path_of_windows_means_the_same_on_every_system(written: str, meant: str) -> None:
    values = {"bureau": "a", "bureau_name": "甲", "year": 2022, "date": "2023-01-16"}

    one = parse_parameters(values | {"previous": written}, "")

    assert one.previous == meant
    assert one.digest == parse_parameters(values | {"previous": meant}, "").digest


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (r'data: "D:\报告"', "第 1 行：不合 YAML 的写法：双引号里的 \\ 另有含义，路径不要加双引号"),
        (r'data: "data\x"', "第 1 行：不合 YAML 的写法：双引号里的 \\ 另有含义，路径不要加双引号"),
        (r'data: "data\new"', "YAML 里写 \\ 的路径不要加双引号，也可以改写 /（现为 data\\new）。"),
    ],
)
def test_a_path_of_windows_in_quotation_marks_is_told(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(ParametersError) as caught:
        read_parameters(_file(tmp_path, f"{text}\n"))

    assert any(told in problem for problem in caught.value.problems)


def test_a_parameter_given_twice_is_told(tmp_path: Path) -> None:
    problem = _unreadable(_file(tmp_path, "bureau: a\nyear: 2022\nyear: 2023\n"))

    assert problem.startswith("第 3 行：year 写了两次。")


# What YAML 1.1 makes numbers, yes, no and nothing of, and what only looks like it.
GUESSED = (
    *(
        "03746",
        "0x7e6",
        "2_022",
        "33:42",
        "0b11111100110",
        "+2022",
        "2022.0",
        "1e3",
        "1.0e+3",
        ".5",
    ),
    *(
        "010",
        "08",
        "-0",
        "NO",
        "on",
        "Yes",
        "y",
        "~",
        "null",
        "NULL",
        ".nan",
        ".INF",
        "1_0.0",
        "1:30.5",
    ),
    *(
        "2024-01-01",
        "2024-01-01 10:00:00",
        "20240101",
        "2024_01_01",
        "12",
        "1.10",
        "0o17",
        "=",
        "'010'",
    ),
    *(
        "[NO, b]",
        "[010, b]",
        "[1_0, b]",
        "[~]",
        "{NO: 010}",
        "!!int '010'",
        "!!str 010",
        "!!bool no",
    ),
)
OF_ONE_TEXT = (kinds.CODE, kinds.EDITION, kinds.FORM, kinds.PATH, kinds.TEXT, kinds.YEAR)


@pytest.mark.parametrize("written", GUESSED)
def test_plain_papermill_makes_the_same_of_a_file_or_it_is_refused(
    tmp_path: Path, written: str
) -> None:
    for item in dataclasses.fields(Parameters):
        lines = {**VALUES, item.name: written}
        path = _file(tmp_path, "".join(f"{name}: {value}\n" for name, value in lines.items()))
        try:
            parameters = read_parameters(path)
        except ParametersError:
            continue
        assert parameters == parse_parameters(read_yaml_file(str(path)), "papermill"), item.name
        if KINDS[item.name] in OF_ONE_TEXT:
            bare = written.removeprefix("!!str ").strip("'")
            assert str(getattr(parameters, item.name)) == bare


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("year: 03746", "第 1 行：03746 会被 YAML 读作 2022。是文字的请加引号；是数的请照平常写，"),
        ("members: [a, 1_0]", "第 1 行：1_0 会被 YAML 读作 10。是文字的请加引号；"),
        ("edition: 33:41", "第 1 行：33:41 会被 YAML 读作 2021。是文字的请加引号；"),
        ("edition: 2021.10000000000000004", "会被 YAML 读作 2021.1。是文字的请加引号；"),
        ("data: 139_0418_0001", "第 1 行：（13 个字符，不予显示） 会被 YAML 读作 （11 个字符，"),
        ("bureau: NO", "并以字母或者数字开头（现为 NO），不加引号的，YAML 不当作文字，请加引号。"),
        ("bureau: 12", "并以字母或者数字开头（现为 12），不加引号的，YAML 不当作文字，请加引号。"),
        (
            "edition: 1.10",
            "参数 edition 应为文字（现为 1.10），不加引号的，YAML 不当作文字，",
        ),
        ("members: [NO]", "（现为 ['NO']），不加引号的，YAML 不当作文字，请加引号。"),
        ("data: ~", "参数 data 应为路径（现为 ~），不加引号的，YAML 不当作文字，请加引号。"),
        ("year: on", "参数 year 应为四位数字的年份（现为 on）。"),
        ("data:", "参数 data 应为路径（现为 空）。"),
    ],
)
def test_what_yaml_takes_for_something_else_is_told_as_it_is_written(
    tmp_path: Path, line: str, told: str
) -> None:
    with pytest.raises(ParametersError) as caught:
        read_parameters(_file(tmp_path, f"{line}\n"))

    assert any(told in problem for problem in caught.value.problems), caught.value.problems


@pytest.mark.parametrize("text", ["bureau: \0\n", "bureau: a\x07b\n", "year: !!int 二〇二二\n"])
def test_characters_that_yaml_does_not_take(tmp_path: Path, text: str) -> None:
    assert _unreadable(_file(tmp_path, text)).startswith("里面有 YAML 不认的字符或者写法")


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
def test_wrong_encoding(tmp_path: Path, encoding: str) -> None:
    path = _file(tmp_path, "bureau_name: 阜新市生态环境局\n", encoding)

    assert _unreadable(path) == "编码不是 UTF-8，请另存为 UTF-8。"


def test_missing_file(tmp_path: Path) -> None:
    assert _unreadable(tmp_path / "nowhere.yaml").endswith("，请核对路径。")


def test_folder_in_place_of_a_file(tmp_path: Path) -> None:
    assert _unreadable(tmp_path).endswith("，请核对路径。")


def test_notebook_gets_plain_values_from_which_the_same_parameters_come_back() -> None:
    parameters = parse_parameters({**VALUES, "legislative_power": True}, "参数单元格")

    values = parameters.for_notebook()

    assert json.loads(json.dumps(values)) == values
    assert values["date"] == "2023-01-16"
    assert "notebook" not in values
    assert parse_parameters(values, "参数单元格") == parameters


@given(
    values=st.dictionaries(
        st.one_of(st.sampled_from([*VALUES, "edition", "organ", "data"]), st.text(max_size=8)),
        st.one_of(
            st.none(),
            st.booleans(),
            st.integers(),
            st.floats(),
            st.text(),
            st.dates(),
            st.lists(st.integers()),
        ),
    )
)
def test_any_values_are_accepted_or_refused_in_words(values: dict[str, Any]) -> None:
    try:
        parameters = parse_parameters({**VALUES, **values}, "参数单元格")
    except ParametersError as error:
        assert all(problem.endswith(("。", "？")) for problem in error.problems)  # noqa: PT017
    else:
        assert json.dumps(parameters.for_notebook())


@pytest.mark.parametrize("written", ['["a", "b"]', "[a, b]", "['a','b']", "a、b", "a, b", "a b"])
def test_a_list_may_be_text_as_schedulers_hand_it_over(written: str) -> None:
    one = parse_parameters({**VALUES, "members": written, "duties": written, "tables": "[]"}, "x")

    assert (one.members, one.duties, one.tables) == (("a", "b"), ("a", "b"), ())


def test_everything_may_be_text_or_what_yaml_makes_of_it() -> None:
    values = {**VALUES, "legislative_power": True, "edition": "2021", "members": ["a"]}
    text = {**values, "year": "2022", "legislative_power": "true", "members": "[a]"}
    loaded = {**values, "edition": 2021, "date": dt.date(2023, 1, 16)}

    assert parse_parameters(text, "x") == parse_parameters(values, "x")
    assert parse_parameters(loaded, "x").digest == parse_parameters(values, "x").digest


@pytest.mark.parametrize("name", ["workspace", "工作目录"])
def test_where_the_workspace_is_reaches_a_notebook_and_no_parameters_file(name: str) -> None:
    assert parameters_in({"workspace": "", name: "/srv"}) == {"workspace": "/srv"}
    assert parameters_in({"workspace": ""}) == {}
    (problem,) = _refused({**VALUES, name: "/srv"})
    assert problem.startswith(f"{name} 不写在这里：参数文件就在工作目录里。")


def test_the_workspace_is_what_is_named_then_what_the_environment_says_then_the_nearest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("named", "said", "near"):
        (tmp_path / name / "params").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "near")

    assert workspace_here() == tmp_path / "near"
    monkeypatch.setenv(WORKSPACE_VARIABLE, str(tmp_path / "said"))
    assert workspace_here() == tmp_path / "said"
    assert workspace_here("../named") == tmp_path / "near" / ".." / "named"
    with pytest.raises(WorkspaceError, match=r"^\.\. 不是工作目录：里面没有文件夹 params/。"):
        workspace_here("..")


def test_workspace_is_the_nearest_folder_with_params(tmp_path: Path) -> None:
    inner = tmp_path / "outer" / "params" / "inner"
    (inner / "params").mkdir(parents=True)
    deep = inner / "notebooks" / "drafts"
    deep.mkdir(parents=True)

    assert find_workspace(deep) == inner
    assert find_workspace(inner) == inner
    assert find_workspace(tmp_path / "outer" / "params") == tmp_path / "outer"


def test_file_called_params_makes_no_workspace(tmp_path: Path) -> None:
    (tmp_path / "params").write_text("", encoding="utf-8")

    with pytest.raises(WorkspaceError, match="各级文件夹里都没有 params/"):
        find_workspace(tmp_path)
