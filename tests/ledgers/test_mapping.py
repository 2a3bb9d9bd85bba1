"""A bureau's own headings and words are read strictly, and never make two official things one."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportkit.errors import RawDataError
from reportkit.forms import load_form
from reportkit.ledgers.mapping import LedgerMapping, read_mapping
from reportkit.ledgers.values.parse import parse
from reportkit.ledgers.values.reading import Reading
from tests.ledgers.samples import EDITION, SCHEMAS, YEAR

OWN = """
依申请公开登记台账:
  headings:
    流水: 登记编号
    ＊结果 认定: 办理结果
    名字: 申请人姓名
  words:
    办理结果:
      依法提供: 予以公开
      不予公开: 属于四类过程性信息
    是否延期: {展期: 是}
  files: [申请.xlsx, 台账/申请-2.xlsx]
  void_rows: 不计入
fees:
  void_rows: counted
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "mapping.yaml"
    path.write_text(text, "utf-8")
    return path


def faults(folder: Path, text: str) -> list[str]:
    with pytest.raises(RawDataError) as caught:
        read_mapping(write(folder, text), EDITION)
    return list(caught.value.problems)


def test_what_is_said_of_a_ledger_goes_by_its_title_or_its_id(tmp_path: Path) -> None:
    found = read_mapping(write(tmp_path, OWN), EDITION)

    assert found["applications"] == LedgerMapping(
        headings={"流水": "number", "结果认定": "outcome", "名字": "applicant_name"},
        words={
            "outcome": {"依法提供": "granted", "不予公开": "refused.deliberative"},
            "extended": {"展期": "是"},
        },
        files=("申请.xlsx", "台账/申请-2.xlsx"),
        void_rows="left_out",
    )
    assert found["fees"].void_rows == "counted"


def test_its_words_are_what_values_are_read_with(tmp_path: Path) -> None:
    found = read_mapping(write(tmp_path, OWN), EDITION)["applications"]
    reading = Reading(YEAR, words=found.words)
    fields = SCHEMAS["applications"].by_id

    assert parse("不予公开", fields["outcome"], reading).value == "refused.deliberative"
    assert parse("展期", fields["extended"], reading).value is True


def test_its_own_words_and_headings_are_what_is_written(tmp_path: Path) -> None:
    """A code of digits, or NO, is no number and no falsehood because it stands without quotes."""
    text = """
    applications:
      headings: {01: 登记编号, 1: 收到日期, 0x10: 办结日期, ~: 申请内容}
      words: {办理结果: {02: 予以公开, 2: 部分公开, NO: 重复申请, 1_0: 其他}}
    """

    found = read_mapping(write(tmp_path, text), EDITION)["applications"]

    assert list(found.headings) == ["01", "1", "0x10", "~"]
    assert list(found.words["outcome"]) == ["02", "2", "NO", "1_0"]


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "依申请公开登记台账: {}\n"])
def test_a_mapping_need_say_nothing(tmp_path: Path, text: str) -> None:
    found = read_mapping(write(tmp_path, text), EDITION)

    assert found == dict.fromkeys(SCHEMAS, LedgerMapping())


def test_a_mapping_need_not_be_there(tmp_path: Path) -> None:
    found = read_mapping(tmp_path / "mapping.yaml", EDITION)

    assert found == dict.fromkeys(SCHEMAS, LedgerMapping())


def test_what_other_forms_and_editions_know_may_stand_in_it(tmp_path: Path) -> None:
    """The file is one for all years and forms of a bureau."""
    text = """
    行政检查台账: {headings: {次序: 检查编号}}
    decisions: {headings: {罚种: 处罚种类, 文: 决定文书号}}
    applications: {words: {办理结果: {补了没回: 逾期不补正}}}
    """
    path = write(tmp_path, text)

    here = read_mapping(path, EDITION)
    assert here["decisions"].headings == {"文": "number"}
    assert here["applications"].words == {"outcome": {"补了没回": "other.not_corrected"}}
    old = read_mapping(path, load_form("ogi").edition("2019"))
    assert old["applications"].words == {"outcome": {"补了没回": "other"}}
    other = load_form("enforcement")
    theirs = read_mapping(path, other.edition(next(iter(other.editions))))
    assert theirs["decisions"].headings == {"罚种": "penalty_kinds", "文": "number"}
    assert theirs["inspections"].headings == {"次序": "number"}


WRONG = [
    ("申请台账: {}", "第 1 行：没有台账（4 个字符，不予显示），现有："),
    ("applications: {heading: {}}", "第 1 行：不认识 heading。是否应为 headings？"),
    (
        "applications:\n  headings:\n    甲: 办里结果",
        "第 3 行：没有“办里结果”列。是否应为“办理结果”？",
    ),
    (
        "applications:\n  headings:\n    甲: 乙",
        "第 3 行：没有（1 个字符，不予显示）列。规定的列名：登记编号、",
    ),
    (
        "applications:\n  headings:\n    办理结果: 收到日期",
        "第 3 行：“办理结果”本身是规定的列名，不能当作“收到日期”。",
    ),
    (
        "applications:\n  headings:\n    甲: 收到日期\n    甲　: 办结日期",
        "第 4 行：（2 个字符，不予显示）写了两次，对应的列不同。",
    ),
    (
        "applications:\n  headings:\n    甲: 登记编号\n    甲: 收到日期",
        "第 4 行：（1 个字符，不予显示） 写了两次。",
    ),
    (
        "applications:\n  headings: {甲: 1}",
        "第 2 行：（1 个字符，不予显示）：应为文字（现有 1 个字符，不予显示），不加引号的，YAML 不",
    ),
    (
        "applications:\n  words:\n    办理结果:\n      甲: 乙",
        "第 4 行：“办理结果”列没有（1 个字符，不予显示）这一类别，可填：予以公开、",
    ),
    (
        "applications:\n  words:\n    办理结果:\n      甲: 不予公开",
        "第 4 行：“办理结果”列没有“不予公开”这一类别",
    ),
    (
        "applications:\n  words:\n    办理结果:\n      部分公开: 予以公开",
        "第 4 行：“部分公开”本身是规定的类别，不能当作“予以公开”。",
    ),
    (
        "applications:\n  words:\n    办理结果:\n      甲: 予以公开\n      甲　: 重复申请",
        "第 5 行：（2 个字符，不予显示）写了两次，对应的类别不同。",
    ),
    ("applications:\n  words:\n    甲: {乙: 丙}", "第 3 行：没有（1 个字符，不予显示）列。"),
    (
        "applications:\n  words:\n    收到日期: {甲: 乙}",
        "第 3 行：“收到日期”列不是填类别的，不用写对应的词。",
    ),
    ("applications:\n  words:\n    是否延期: {否: 是}", "第 3 行：“否”本身是规定的类别"),
    (
        "applications:\n  void_rows: 删去",
        "第 2 行：void_rows：应为 计入 或者 不计入（现有 2 个字符，不予显示）。",
    ),
    ("applications:\n  files: [../a.xlsx]", "应为数据文件夹里的文件名（现为 ../a.xlsx）。"),
    ("applications:\n  files: [a, NO]", "应为文字（现有 2 个字符，不予显示），不加引号的，"),
    ("applications:\n  void_rows: 03", "第 2 行：（2 个字符，不予显示） 会被 YAML 读作 （1 个字"),
    ("applications:\n  files: a.xlsx", "第 2 行：files：应为一列"),
    (
        "applications: {}\n依申请公开登记台账: {}",
        "第 2 行：台账“依申请公开登记台账”写了两次，请并在一处。",
    ),
    ("- applications", "第 1 行：应为“台账名称:”"),
    ("a: [", "不合 YAML 的写法。"),
]


@pytest.mark.parametrize(("text", "fault"), WRONG)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, fault: str) -> None:
    (problem,) = faults(tmp_path, text)

    assert problem.startswith("mapping.yaml")
    assert fault in problem


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = "a: {}\napplications:\n  headings: {甲: 乙}\n  words: {丙: {丁: 戊}}\n"

    assert len(faults(tmp_path, text)) == 3


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    path = tmp_path / "mapping.yaml"
    path.write_bytes("收费台账: {}".encode("gbk"))

    with pytest.raises(RawDataError, match="编码不是 UTF-8"):
        read_mapping(path, EDITION)


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "mapping.yaml").mkdir()

    with pytest.raises(RawDataError, match="打不开"):
        read_mapping(tmp_path / "mapping.yaml", EDITION)


@pytest.mark.posix
@pytest.mark.parametrize("target", ["mapping.yaml", "nowhere.yaml"])
def test_a_mapping_that_is_a_link_to_nothing_is_not_taken_for_none(
    tmp_path: Path, target: str
) -> None:
    (tmp_path / "mapping.yaml").symlink_to(target)

    with pytest.raises(RawDataError, match=r"打不开（(是链接，它指向的文件不在|链接绕成一圈)"):
        read_mapping(tmp_path / "mapping.yaml", EDITION)
