"""`reportkit new` makes what a bureau-year begins with; `cells` says what prose may bind."""

from __future__ import annotations

import contextlib
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
from click.testing import CliRunner, Result

from reportkit.cli.main import cli
from reportkit.errors import ReportkitError
from reportkit.forms import edition_of, load_form
from reportkit.ledgers.templates.write import LEDGER
from reportkit.params import read_parameters
from tests.cli.test_commands import _replace as replace
from tests.conftest import EXAMPLE, YEAR
from tests.conftest import reportkit as in_a_process
from tests.ledgers.samples import application, fill, grid, open_application, write_csv

NAME = "棠溪市生态环境局"
SECTION = "# 五、存在的主要问题及改进情况\n"


def reportkit(folder: Path, *arguments: str) -> SimpleNamespace:
    """Run a command in this process, which is faster, and ends as `reportkit.cli.main` ends it."""
    with contextlib.chdir(folder):
        result: Result = CliRunner().invoke(cli, arguments)
    if isinstance(result.exception, ReportkitError):
        return SimpleNamespace(returncode=2, stdout=result.stdout, stderr=str(result.exception))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return SimpleNamespace(returncode=result.exit_code, stdout=result.stdout, stderr=result.stderr)


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def rows(path: Path) -> list[list[object]]:
    sheet = openpyxl.load_workbook(path)[LEDGER]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A folder that is no workspace yet."""
    folder = tmp_path / "office"
    folder.mkdir()
    return folder


def test_an_empty_folder_becomes_a_workspace_whose_first_check_is_honest(empty: Path) -> None:
    process = reportkit(empty, "new", "a-bureau", YEAR, "--name", NAME)

    assert process.returncode == 0
    made = files(empty)
    assert {
        f"params/a-bureau-{YEAR}.yaml",
        f"data/a-bureau/{YEAR}/narrative.md",
        f"data/a-bureau/{YEAR}/applications.xlsx",
        "notebooks/annual_report.ipynb",
    } <= made.keys()
    assert all(f"  {name}" in process.stdout for name in made)
    parameters = read_parameters(empty / "params" / f"a-bureau-{YEAR}.yaml")
    assert (parameters.bureau_name, parameters.date.isoformat()) == (NAME, "2023-01-31")

    checked = reportkit(empty, "check")
    assert checked.returncode == 0, checked.stdout
    assert "“五、存在的主要问题及改进情况”没有文字" in checked.stdout
    assert "{{" not in checked.stdout


def test_filled_in_it_makes_the_right_report(empty: Path) -> None:
    """The round trip: made, filled in by a program as a clerk does, and run."""
    reportkit(empty, "new", "a-bureau", YEAR, "--name", NAME)
    folder = empty / "data" / "a-bureau" / YEAR
    path = folder / "applications.xlsx"
    book = openpyxl.load_workbook(path)
    records = [application(1), application(2, 申请人类别="商业企业"), open_application(3)]
    for number, row in enumerate(grid("applications", records)[1:], start=2):
        for column, value in enumerate(row, start=1):
            book[LEDGER].cell(number, column).value = value
    book.save(path)
    replace(
        folder / "narrative.md", SECTION, f"{SECTION}\n部分栏目更新不够及时，下一步定期检查。\n"
    )

    process = in_a_process(empty, "run")

    assert process.returncode == 0, process.stdout + process.stderr
    report = (empty / "outputs" / "ogi" / YEAR / "a-bureau" / "report.html").read_text("utf-8")
    assert "新收政府信息公开申请3件，其中自然人申请2件" in report
    assert "办结2件，其中予以公开2件、部分公开0件；结转下年度继续办理1件" in report
    assert "写本年度存在的主要问题" not in report
    assert "欧阳明月" not in report


def test_nothing_that_is_there_is_changed(empty: Path) -> None:
    reportkit(empty, "new", "a-bureau", YEAR, "--name", NAME)
    folder = empty / "data" / "a-bureau" / YEAR
    (folder / "fees.xlsx").unlink()
    (folder / "fees.csv").write_text("收费项目,收费类别,收费日期,金额（元）\n", "utf-8")
    (folder / "cases.xlsx").rename(folder / "政府信息公开行政复议、行政诉讼台账.xlsx")
    before = files(empty)

    process = reportkit(empty, "new", "a-bureau", YEAR, "--name", "别的名称")

    assert process.returncode == 2
    assert files(empty) == before
    assert f"data/a-bureau/{YEAR}/fees.csv" in process.stdout
    assert "没有要新建的文件。" in process.stdout

    (folder / "documents.xlsx").unlink()
    process = reportkit(empty, "new", "a-bureau", YEAR)
    assert process.returncode == 0
    assert files(empty).keys() == before.keys()


def test_last_year_hands_on_settings_and_open_records(workspace: Path, params: Path) -> None:
    params.write_text(
        params.read_text("utf-8") + "legislative_power: true\nprevious: outputs/x.json\n", "utf-8"
    )
    folder = workspace / "data" / EXAMPLE / YEAR
    (folder / "applications.xlsx").unlink()
    records = [application(1), open_application(2), open_application(3, 收到日期="2023-01-03")]
    write_csv(folder / "applications.csv", grid("applications", records))

    process = reportkit(workspace, "new", EXAMPLE, "2023", "--from", YEAR)

    assert process.returncode == 0, process.stderr
    parameters = read_parameters(workspace / "params" / f"{EXAMPLE}-2023.yaml")
    assert parameters.legislative_power
    assert parameters.bureau_name == "阜新市生态环境局"
    assert (parameters.year, parameters.previous) == (2023, "")
    header, *carried = rows(workspace / "data" / EXAMPLE / "2023" / "applications.xlsx")
    assert [dict(zip(header, row, strict=True))["申请人姓名"] for row in carried] == ["欧阳明月"]
    assert "带入 2022 年末还没有办完的 1 条" in process.stdout
    assert "第 4 行的日期在那一年以后" in process.stdout
    assert "欧阳明月" not in process.stdout + process.stderr
    checked = reportkit(workspace, "check", "--year", "2023", "--format", "json")
    assert checked.returncode == 0
    assert "欧阳明月" not in checked.stdout


def test_open_records_that_find_their_ledger_taken_are_told(workspace: Path) -> None:
    folder = workspace / "data" / EXAMPLE / "2023"
    folder.mkdir()
    fill(folder)
    (folder / "fees.csv").unlink()

    process = reportkit(workspace, "new", EXAMPLE, "2023", "--from", YEAR)

    assert process.returncode == 0
    assert "documents.csv 已有，上年度台账里还没有办完的 7 条没有带进来" in process.stdout


def test_two_forms_share_the_ledger_that_both_count_from(empty: Path) -> None:
    both = ("--form", "ogi", "--form", "enforcement", "--edition", "zj-2024")
    process = reportkit(empty, "new", "a-bureau", "2024", "--name", NAME, *both)

    assert process.returncode == 0, process.stderr
    path = empty / "data" / "a-bureau" / "2024" / "decisions.xlsx"
    assert {"决定文书号", "处罚种类", "罚没金额（元）"} <= set(rows(path)[0])
    checked = reportkit(empty, "check")
    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.count("通过") == 2


def test_a_shared_ledger_that_lacks_columns_is_told(empty: Path) -> None:
    reportkit(empty, "new", "a-bureau", "2024", "--name", NAME)
    second = ("--form", "enforcement", "--edition", "zj-2024")
    process = reportkit(empty, "new", "a-bureau", "2024", *second)

    assert "decisions.xlsx 没有“处罚种类”、“罚没金额（元）”列" in process.stdout
    other = read_parameters(empty / "params" / "a-bureau-2024-enforcement.yaml")
    assert (other.bureau_name, other.edition) == (NAME, "zj-2024")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a/b", "2022"], "参数 bureau 只能含英文字母、数字"),
        (["..", "2022"], "参数 bureau 只能含英文字母、数字"),
        (["a", "20222"], "参数 year 应在 2008 到 2099 之间"),
        (["a", "2022", "--from", "2022"], "--from 应为 2022 年以前的年度"),
        (["a", "2022", "--from", "2021"], "没有 a 2021 年的参数，也没有文件夹 data/a/2021"),
        (["a", "2022", "--form", "no"], "没有格式 no"),
        (["a", "2022", "--edition", "no"], "没有 no 版，可用的版本：2019、2021"),
        (["a", "2022", "--form", "enforcement"], "请用 --edition 写明采用哪一版"),
        (["a", "2012"], "没有用于 2012 年度的格式"),
    ],
)
def test_what_cannot_be_begun_is_said_and_nothing_made(
    empty: Path, arguments: list[str], message: str
) -> None:
    process = reportkit(empty, "new", *arguments)

    assert process.returncode == 2
    assert message in process.stderr
    assert files(empty) == {}


def test_a_name_that_is_not_known_is_asked_for(empty: Path) -> None:
    process = reportkit(empty, "new", "a", YEAR)

    assert f"在 params/a-{YEAR}.yaml 里填写 bureau_name。" in process.stdout
    assert "bureau_name 应为文字（现为 空）" in reportkit(empty, "check").stderr


def test_parameters_in_a_table_are_not_written_twice(empty: Path) -> None:
    (empty / "params").mkdir()
    table = "bureau,bureau_name,year,date\na,某局,2022,2023-01-16\n"
    (empty / "params" / "all.csv").write_text(table, "utf-8")

    process = reportkit(empty, "new", "a", YEAR)

    assert process.returncode == 0
    assert not (empty / "params" / f"a-{YEAR}.yaml").exists()
    assert "params/ 里已经有 a 2022 的参数" in process.stdout
    assert reportkit(empty, "check").returncode == 0


def test_parameters_under_chinese_names_are_known_where_one_is_still_missing(empty: Path) -> None:
    (empty / "params").mkdir()
    written = f"单位代码: a\n单位名称: 某局\n年度: {YEAR}年\n日期:\n"
    (empty / "params" / f"a-{YEAR}.yaml").write_text(written, "utf-8")

    process = reportkit(empty, "new", "a", YEAR)

    assert process.returncode == 0, process.stderr
    assert (empty / "params" / f"a-{YEAR}.yaml").read_text("utf-8") == written
    assert (empty / "data" / "a" / YEAR / "applications.xlsx").is_file()


def test_a_copy_of_last_years_parameters_does_not_begin_last_year(empty: Path) -> None:
    reportkit(empty, "new", "a", "2022", "--name", NAME)
    first = empty / "params" / "a-2022.yaml"
    (empty / "params" / "a-2023.yaml").write_bytes(first.read_bytes())
    first.unlink()
    before = files(empty)

    process = reportkit(empty, "new", "a", "2023")

    assert process.returncode == 2
    assert "a-2023.yaml 里的 year 是 2022，与文件名不符，应为 2023。" in process.stderr
    assert files(empty) == before


def test_a_form_of_the_workspaces_own_is_begun_too(empty: Path) -> None:
    own = empty / "forms" / "city"
    own.mkdir(parents=True)
    (own / "form.yaml").write_text(
        "id: city\nextends: ogi\ntitle: 本市年度报告\nnarrative: narrative-city.md\n", "utf-8"
    )
    (empty / "params").mkdir()

    process = reportkit(empty, "new", "a", YEAR, "--form", "city", "--name", NAME)

    assert process.returncode == 0, process.stderr
    parameters = read_parameters(empty / "params" / f"a-{YEAR}-city.yaml")
    assert edition_of(parameters, empty).form.id == "city"
    assert (empty / "data" / "a" / YEAR / "narrative-city.md").exists()
    assert reportkit(empty, "check").returncode == 0


def test_cells_are_listed_with_name_and_count(workspace: Path) -> None:
    everything = reportkit(workspace, "cells")
    named = reportkit(workspace, "cells", "自然人")
    wild = reportkit(workspace, "cells", "t3.new.*")
    none = reportkit(workspace, "cells", "没有的")

    cells = load_form("ogi").edition("2021").cells
    assert all(f"  {cell}  " in everything.stdout for cell in cells)
    assert (
        "t3.new.natural_person  一 本年新收·自然人：依申请公开登记台账中“收到日期”在"
        in named.stdout
    )
    assert len(wild.stdout.splitlines()) == 8
    assert (none.returncode, none.stdout) == (2, "")


def test_cells_of_a_form_with_editions_are_told_apart(tmp_path: Path) -> None:
    process = reportkit(tmp_path, "cells", "--form", "enforcement", "--year", "2020")

    assert "（gd-2018）" in process.stdout
    assert "（zj-2024）" not in process.stdout
    assert "t2.licences" in reportkit(tmp_path, "cells", "--year", "2019").stdout
    assert reportkit(tmp_path, "cells", "--year", "2012").returncode == 2
