"""Parameters may come from YAML files, tables and folders: all tell the same, or what is wrong."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import ERROR_CODES

from reportkit.errors import ParametersError
from reportkit.forms import load_form
from reportkit.params import Parameters
from reportkit.sources.parameter_files import read_sources, source_files

HEAD = "bureau,bureau_name,year,date"
ROW = "fuxin-ecology,阜新市生态环境局,2022,2023-01-16"
ORGANS = "、".join(load_form("ogi").organs)


def _parameters(**changed: Any) -> Parameters:
    usual = {
        "bureau": "fuxin-ecology",
        "bureau_name": "阜新市生态环境局",
        "year": 2022,
        "date": dt.date(2023, 1, 16),
    }
    return Parameters(**{**usual, **changed})


def _csv(folder: Path, *lines: str, encoding: str = "utf-8", name: str = "all.csv") -> Path:
    path = folder / name
    path.write_bytes("\r\n".join(lines).encode(encoding))
    return path


def _xlsx(path: Path, **sheets: Sequence[Sequence[Any]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def _read(*files: Path) -> list[Parameters]:
    parameters, errors = read_sources(files)
    assert errors == []
    return parameters


def _errors(*files: Path) -> list[str]:
    return [str(error) for error in read_sources(files)[1]]


def _faults(*files: Path) -> list[str]:
    """Return what is wrong in the one place where something is."""
    (error,) = read_sources(files)[1]
    return list(error.problems)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_is_read_in_every_encoding_that_office_programs_write(
    tmp_path: Path, encoding: str
) -> None:
    assert _read(_csv(tmp_path, HEAD, ROW, encoding=encoding)) == [_parameters()]


def test_empty_cells_and_rows_are_left_out(tmp_path: Path) -> None:
    path = _csv(tmp_path, f"{HEAD},organ,members", "", f"{ROW}, ,", ",,,,,")

    assert _read(path) == [_parameters()]


def test_a_title_may_stand_above_the_names(tmp_path: Path) -> None:
    assert _read(_csv(tmp_path, "全市参数表,,,", HEAD, ROW)) == [_parameters()]


def test_a_code_of_digits_stays_as_it_is_written(tmp_path: Path) -> None:
    (one,) = _read(_csv(tmp_path, HEAD, "001,某局,2022,2023-01-16"))

    assert one.bureau == "001"


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("date", "2023/1/16", dt.date(2023, 1, 16)),
        ("date", "2023年1月16日", dt.date(2023, 1, 16)),
        ("date", "２０２３．１．１６ 0:00", dt.date(2023, 1, 16)),
        ("date", dt.datetime(2023, 1, 16), dt.date(2023, 1, 16)),  # noqa: DTZ001 - as Excel has it
        ("date", dt.date(2023, 1, 16), dt.date(2023, 1, 16)),
        ("year", 2022, 2022),
        ("year", 2022.0, 2022),
        ("year", " 2022 ", 2022),
        ("bureau", 110105, "110105"),
        ("edition", 2021, "2021"),
        ("edition", "2021", "2021"),
        ("legislative_power", True, True),
        ("legislative_power", "TRUE", True),
        ("legislative_power", "false", False),
        ("legislative_power", "是", True),
        ("legislative_power", "否", False),
        ("members", "a、b", ("a", "b")),
        ("members", "a, b；c;d  e，", ("a", "b", "c", "d", "e")),
        ("members", 110105, ("110105",)),
        (
            "tables",
            "table-2-2021 table-3-2019 table-4",
            ("table-2-2021", "table-3-2019", "table-4"),
        ),
        ("data", " raw/a ", "raw/a"),
    ],
)
def test_each_cell_is_read_by_its_parameter(
    tmp_path: Path, name: str, cell: Any, value: Any
) -> None:
    cells = dict(zip(HEAD.split(","), ROW.split(","), strict=True)) | {name: cell}
    path = _xlsx(tmp_path / "all.xlsx", 参数=[list(cells), list(cells.values())])

    (one,) = _read(path)

    assert getattr(one, name) == value
    assert type(getattr(one, name)) is type(value)


@pytest.mark.parametrize(
    ("name", "cell", "fault"),
    [
        ("year", "去年", "参数 year 应为四位数字的年份（现有 2 个字符，不予显示）。"),
        ("year", 2022.5, "参数 year 应为四位数字的年份（现为 2022.5）。"),
        ("year", "20222", "参数 year 应在 2008 到 2099 之间（现为 20222）。"),
        ("date", 44942, "参数 date 应为 2023-01-16 样子的日期（现为 44942）。"),
        ("date", "2023/2/30", "参数 date 应为 2023-01-16 样子的日期（现为 2023/2/30）。"),
        (
            "legislative_power",
            "yes",
            "参数 legislative_power 应为 true 或者 false，也可以写 是、否（现为 yes）。",
        ),
        (
            "legislative_power",
            1,
            "参数 legislative_power 应为 true 或者 false，也可以写 是、否（现为 1）。",
        ),
        ("members", "a、a", "参数 members 有重复的单位代码（现为 ['a', 'a']）。"),
        ("bureau_name", 7, "参数 bureau_name 应为文字（现为 7）。"),
        (
            "organ",
            "office",
            f"阜新市生态环境局 2022 年：参数 organ 有误。应为 {ORGANS} 之一（现为 office）。",
        ),
    ],
)
def test_a_wrong_cell_is_told_with_its_place(
    tmp_path: Path, name: str, cell: Any, fault: str
) -> None:
    cells = dict(zip(HEAD.split(","), ROW.split(","), strict=True)) | {name: cell}
    path = _xlsx(tmp_path / "all.xlsx", 参数=[list(cells), list(cells.values())])

    assert _errors(path) == [f"{path} 第 2 行：参数有误。\n  1. {fault}"]


def test_all_problems_of_all_rows_are_told_and_the_other_rows_are_used(tmp_path: Path) -> None:
    path = _csv(tmp_path, HEAD, "a,甲局,去年,不详", ROW, "b,,2022,2023-01-16")

    parameters, errors = read_sources([path])

    assert parameters == [_parameters()]
    assert [(error.heading, len(error.problems)) for error in errors] == [
        (f"{path} 第 2 行：参数有误。", 2),
        (f"{path} 第 4 行：参数有误。", 1),
    ]
    assert errors[1].problems[0].startswith("缺少参数 bureau_name：")


def test_misspelt_columns_are_told_once_and_no_row_is_used(tmp_path: Path) -> None:
    """A report made without its members because their column is misspelt would be a wrong one."""
    head = "bureau,bureau_name,yaer,date,memebrs"
    path = _csv(tmp_path, head, "a,甲局,2022,2023-01-16,b", "b,乙局,2022,不详,")

    parameters, errors = read_sources([path])

    assert parameters == []
    assert [list(error.problems) for error in errors] == [
        [
            "没有参数 yaer。是否应为 year？",
            "没有参数 memebrs。是否应为 members？",
            "缺少参数 year：报告年度，四位数字。",
        ],
        ["参数 date 应为 2023-01-16 样子的日期（现有 2 个字符，不予显示）。"],
    ]
    assert errors[0].heading == f"{path} 第 1 行：参数有误。"


def test_a_column_that_is_there_twice(tmp_path: Path) -> None:
    assert _faults(_csv(tmp_path, f"{HEAD},year", f"{ROW},2021")) == [
        "有 2 列都叫 year，请只留一列。"
    ]


def test_chinese_names_of_columns_and_values_as_people_write_them(tmp_path: Path) -> None:
    path = _csv(
        tmp_path,
        "单位代码,单位名称,年度,日期,规章制定权,所属单位",
        "fuxin-ecology,阜新市生态环境局,2022年,2023年1月16日,否,a、b",
    )

    assert _read(path) == [_parameters(members=("a", "b"))]


def test_two_columns_of_one_parameter_by_both_its_names(tmp_path: Path) -> None:
    assert _faults(_csv(tmp_path, f"{HEAD},年度", f"{ROW},2021年")) == [
        "year、年度 是同一个参数，请只留一列。"
    ]


def test_a_value_under_no_name(tmp_path: Path) -> None:
    assert _faults(_csv(tmp_path, HEAD, f"{ROW},county")) == [
        "第 5 列有内容，却没有列名。请补上列名，或者清空。"
    ]


def test_each_sheet_with_names_is_a_table_and_the_others_are_left_alone(tmp_path: Path) -> None:
    path = _xlsx(
        tmp_path / "all.xlsx",
        说明=[["各单位的参数见后两张表"]],
        市=[HEAD.split(","), ROW.split(",")],
        县=[
            HEAD.split(","),
            ["county", "某县", 2022, "不详"],
            ["town", "某镇", 2022, "2023-01-16"],
        ],
    )

    parameters, errors = read_sources([path])

    assert [one.bureau for one in parameters] == ["fuxin-ecology", "town"]
    assert [error.heading for error in errors] == [f"{path}［县］第 2 行：参数有误。"]


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("a.csv", b"", "是空文件。"),
        ("a.csv", b"name,value\r\na,b\r\n", "找不到列名"),
        ("a.csv", HEAD.encode("big5") + "受理單位".encode("big5"), "编码像是 Big5"),
        ("a.xlsx", b"name\r\n", "找不到列名（内容是文本表格，扩展名却是 .xlsx；"),
        ("a.xls", b"", "不是能读的格式。请用 YAML（.yaml），或者另存为 .xlsx"),
        ("a.ods", b"", "不是能读的格式。"),
    ],
)
def test_a_file_that_is_no_table_of_parameters(
    tmp_path: Path, name: str, content: bytes, fault: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    (problem,) = _faults(path)

    assert problem.startswith(fault)


@pytest.mark.parametrize("name", ["nowhere.csv", "nowhere.yaml"])
def test_a_file_that_cannot_be_opened(tmp_path: Path, name: str) -> None:
    (error,) = read_sources([tmp_path / name])[1]

    assert error.heading == f"{tmp_path / name}：打不开。"


def test_a_bureau_year_told_twice_is_named_with_both_places(tmp_path: Path) -> None:
    table = _csv(tmp_path, HEAD, ROW, ROW)
    file = tmp_path / "one.yaml"
    file.write_text(
        "bureau: fuxin-ecology\nbureau_name: 某局\nyear: 2022\ndate: 2023-01-16\n", "utf-8"
    )

    parameters, errors = read_sources([table, file])

    assert parameters == [_parameters()]
    assert [str(error) for error in errors] == [
        f"{place}：参数有误。\n  1. 单位代码、年度和报告种类与 {table} 第 2 行 相同，只能留一份。"
        for place in (f"{table} 第 3 行", file)
    ]


def test_codes_that_differ_in_capital_letters_alone_are_one_folder_on_windows(
    tmp_path: Path,
) -> None:
    table = _csv(tmp_path, HEAD, ROW, ROW.replace("fuxin", "Fuxin"))

    parameters, (error,) = read_sources([table])

    assert parameters == [_parameters()]
    assert error.problems == (
        f"单位代码、年度和报告种类与 {table} 第 2 行 相同（大小写不分），只能留一份。",
    )


def test_a_folder_stands_for_all_parameters_files_in_it_in_order(tmp_path: Path) -> None:
    kept = ["b.csv", "c.YML", "city/a.yaml", "city/deep/d.xlsx", "e.yaml"]
    left = [
        "~$d.xlsx",
        ".a.yaml",
        "Thumbs.db",
        ".ipynb_checkpoints/a.yaml",
        "README.md",
        "city/~$x.csv",
    ]
    for name in (*kept, *left):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()

    files = source_files([tmp_path])

    assert [file.relative_to(tmp_path).as_posix() for file in files] == kept


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.touch()

    assert source_files([file, tmp_path, tmp_path / ".." / tmp_path.name / "a.yaml"]) == [file]


def test_yaml_alone_imports_no_reader_of_tables() -> None:
    """A batch in which nothing has changed must not pay for pandas."""
    code = (
        "import sys; from pathlib import Path; import reportkit.making.stale; "
        "from reportkit.sources.parameter_files import read_sources; "
        "read_sources([Path('nowhere.yaml')]); "
        "print([m for m in ('pandas', 'numpy', 'openpyxl', 'papermill') if m in sys.modules])"
    )
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)

    assert process.stdout.strip() == b"[]"


_CODES = st.from_regex(r"[a-z0-9]([A-Z0-9._-]{0,11}[A-Z0-9_-])?", fullmatch=True)
# What a cell can hold: no control characters, and nothing that a spreadsheet takes for a formula
# or an error.
_TEXTS = (
    st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"]), min_size=1, max_size=20)
    .map(str.strip)
    .filter(lambda text: text and not text.startswith("=") and text not in ERROR_CODES)
)
_PATHS = st.just("") | _TEXTS.map(lambda text: text.replace("\\", "/"))
_VALID = st.builds(
    Parameters,
    bureau=_CODES,
    bureau_name=_TEXTS,
    year=st.integers(2008, 2099),
    date=st.dates(dt.date(2009, 1, 1), dt.date(2100, 12, 31)),
    organ=st.sampled_from(ORGANS.split("、")),
    legislative_power=st.booleans(),
    edition=st.sampled_from(list(load_form("ogi").editions)),
    tables=st.sampled_from([(), *(item.tables for item in load_form("ogi").item.editions)]),
    data=_PATHS,
    previous=_PATHS,
    members=st.lists(_CODES, unique=True, max_size=4).map(tuple),
    rules=_PATHS,
    notebook=_PATHS,
)


def _cells(one: Parameters, *, as_text: bool, separator: str) -> list[Any]:
    """Return a row of a table, as a clerk would fill it in."""
    cells = dataclasses.asdict(one)
    cells |= {name: separator.join(cells[name]) for name in ("tables", "duties", "members")}
    if as_text:
        cells["legislative_power"] = "是" if one.legislative_power else "否"
        return [str(cell) for cell in cells.values()]
    return list(cells.values())


@settings(max_examples=25)
@given(
    several=st.lists(_VALID, min_size=1, max_size=4, unique_by=lambda one: (one.bureau, one.year)),
    separator=st.sampled_from(["、", ";", " ", ", "]),
)
def test_tables_tell_the_same_as_yaml(several: list[Parameters], separator: str) -> None:
    names = [field.name for field in dataclasses.fields(Parameters)]
    workbook = [names, *(_cells(one, as_text=False, separator=separator) for one in several)]
    text = [names, *(_cells(one, as_text=True, separator=separator) for one in several)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "all.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(text)
        files = [folder / f"{number}.yaml" for number in range(len(several))]
        for one, path in zip(several, files, strict=True):
            values = one.for_notebook() | {"notebook": one.notebook}
            path.write_text(yaml.safe_dump(values, allow_unicode=True), "utf-8")

        assert _read(*files) == several
        assert _read(folder / "all.csv") == several
        assert _read(_xlsx(folder / "all.xlsx", 参数=workbook)) == several


@settings(max_examples=60)
@given(
    rows=st.lists(
        st.lists(st.sampled_from([*HEAD.split(","), "", "x", "2022", *ROW.split(",")]), max_size=6),
        max_size=6,
    )
)
def test_any_table_is_read_or_refused_in_words(rows: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "all.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)

        parameters, errors = read_sources([path])

    assert all(isinstance(error, ParametersError) for error in errors)
    assert all(problem.endswith(("。", "？")) for error in errors for problem in error.problems)
    assert len({(one.bureau, one.year) for one in parameters}) == len(parameters)
