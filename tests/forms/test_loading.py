"""A form's folder is read strictly: all that is wrong in it is told at once, with file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reportkit.errors import FormError
from reportkit.forms import EditionItem, load_form, usable_forms

FORM = """\
id: meetings
title: 会议统计年报
extends: base
narrative: narrative-meetings.md
notebook: meetings.ipynb
report_title: ["{bureau_name}{year}年会议统计年报"]
sections:
  - {id: table, numeral: 一, title: 会议统计表, table: m}
organs:
  - {id: department, title: 部门, deadline: "02-10", source: 本市通知}
editions:
  - {id: "1", title: 会议统计年报格式, document: 本市通知, first_year: 2020, tables: [meetings]}
"""
TABLE = """\
id: m
title: 会议统计表
blocks:
  - count: {ledger: meetings, within: held}
    columns: [{id: number, label: 次数}]
    rows:
      - {id: large, label: 大会, role: size}
      - {id: small, label: 小会, role: size}
"""
LEDGERS = """\
- id: meetings
  title: 会议台账
  what: 每行一次会议。
  fields:
    - {id: held, heading: 日期, type: date, required: true, what: 召开之日。}
    - {id: size, heading: 规模, type: choice, role: size, what: 大会或者小会。}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small form in a workspace of its own, for one test to spoil."""
    folder = tmp_path / "forms" / "meetings"
    (folder / "tables").mkdir(parents=True)
    (folder / "form.yaml").write_text(FORM, "utf-8")
    (folder / "tables" / "meetings.yaml").write_text(TABLE, "utf-8")
    (folder / "ledgers.yaml").write_text(LEDGERS, "utf-8")
    return folder


def _replaced(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def _problems(folder: Path, form_id: str = "meetings") -> tuple[str, ...]:
    with pytest.raises(FormError) as caught:
        load_form(form_id, folder.parents[1])
    return caught.value.problems


def test_a_form_of_a_workspace_is_read(folder: Path) -> None:
    edition = load_form("meetings", folder.parents[1]).edition("1")

    assert list(edition.cells) == ["m.large.number", "m.small.number"]
    assert edition.cells["m.large.number"].count.where == {"size": "large"}
    assert edition.ledgers["meetings"].by_id["size"].choices == {
        "large": ("大会", "大会"),
        "small": ("小会", "小会"),
    }
    assert edition.counted_ledgers == {"meetings"}
    assert edition.filled_in is not None  # of `base`


def test_a_form_names_prose_and_notebook_or_they_are_called_after_it(folder: Path) -> None:
    named = load_form("meetings", folder.parents[1]).item
    assert named.narrative == "narrative-meetings.md"

    text = FORM.replace("narrative: narrative-meetings.md\nnotebook: meetings.ipynb\n", "")
    (folder / "form.yaml").write_text(text, "utf-8")

    item = load_form("meetings", folder.parents[1]).item
    assert (item.narrative, item.notebook) == ("narrative-meetings.md", "meetings.ipynb")


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (2021, 2021, " 2021 年度"),
        (2019, 2020, " 2019 至 2020 年度"),
        (0, 2018, " 2018 年度以前"),
        (2021, 0, " 2021 年度以后"),
        (0, 0, "任何年度"),
    ],
)
def test_an_edition_says_for_which_years_it_is(first: int, last: int, words: str) -> None:
    said = {"id": "1", "title": "格式", "document": "通知", "tables": []}
    edition = EditionItem.model_validate(said | {"first_year": first, "last_year": last})

    assert edition.years == words


def test_a_form_is_read_anew_once_a_file_of_it_changes(folder: Path) -> None:
    before = load_form("meetings", folder.parents[1])
    assert load_form("meetings", folder.parents[1]) is before

    _replaced(folder / "form.yaml", "会议统计年报格式", "会议统计年报格式（试行）")

    assert load_form("meetings", folder.parents[1]).edition("1").title == "会议统计年报格式（试行）"


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        (
            "form.yaml",
            "title: 会议统计年报\n",
            "titel: 会议统计年报\n",
            "form.yaml 第 2 行：不认识 titel。是否应为 title？",
        ),
        (
            "form.yaml",
            "numeral: 一",
            "numeral: 1",
            "form.yaml 第 8 行：numeral：应为文字（现为 1），不加引号的，YAML 不当",
        ),
        (
            "form.yaml",
            "first_year: 2020",
            "first_year: 前年",
            "form.yaml 第 12 行：first_year：应为整数",
        ),
        (
            "form.yaml",
            "tables: [meetings]",
            "tables: [meeting]",
            "form.yaml 第 12 行：没有表 meeting",
        ),
        ("form.yaml", "table: m}", "table: n}", "form.yaml 第 8 行：“1”版没有表 n。"),
        ("form.yaml", '"02-10"', '"02-30"', "form.yaml 第 10 行：没有 02-30 这一天。"),
        (
            "form.yaml",
            "id: meetings",
            "id: meeting",
            "form.yaml 第 1 行：id 应与文件夹同名，即 meetings。",
        ),
        ("form.yaml", "organs:", "organs:\n  - {id: x", "form.yaml 第"),
        ("form.yaml", "extends: base", "extends: bass", "没有格式 bass，现有："),
        (
            "tables/meetings.yaml",
            "label: 大会",
            "labels: 大会",
            "meetings.yaml 第 7 行：不认识 labels。",
        ),
        (
            "tables/meetings.yaml",
            "ledger: meetings",
            "ledger: meeting",
            "meetings.yaml 第 4 行：没有台账 meeting",
        ),
        (
            "tables/meetings.yaml",
            "within: held",
            "within: size",
            "meetings.yaml 第 4 行：台账 meetings 没有可以这样用的列 size。",
        ),
        (
            "tables/meetings.yaml",
            "label: 次数",
            "label: 次数, kind: number",
            "kind：应为 count、money",
        ),
        (
            "ledgers.yaml",
            "what: 每行一次会议。",
            "synonym: 会",
            "ledgers.yaml 第 1 行：缺少 what。",
        ),
        (
            "ledgers.yaml",
            "role: size",
            "role: sizes",
            "ledgers.yaml 第 6 行：没有写 choices，各表也没有 role 为“sizes”的行或者列。",
        ),
        (
            "ledgers.yaml",
            "required: true",
            "required: 是",
            "ledgers.yaml 第 5 行：required：应为 true 或者 false（现为 是）。",
        ),
        (
            "ledgers.yaml",
            "heading: 规模",
            "id: x, heading: 规模",
            "ledgers.yaml 第 6 行：id 写了两次。",
        ),
        (
            "tables/meetings.yaml",
            "id: small,",
            "id: large,",
            "tables/meetings.yaml：m.large.number 各有几格，每格的编号只能用一次。",
        ),
        (
            "ledgers.yaml",
            "heading: 规模, ",
            "heading: 规模, synonyms: [日 期], ",
            "ledgers.yaml 第 4 行：“日 期”既是“日期”列，又是“规模”列，只能是一列。",
        ),
        (
            "ledgers.yaml",
            "  fields:",
            "  ends: size\n  fields:",
            "ledgers.yaml 第 4 行：台账 meetings 没有日期列 size。",
        ),
        (
            "ledgers.yaml",
            "role: size,",
            "choices: {large: [大会], small: [小会, 大会]},",
            "“规模”列的“大会”既指 large，又指 small，只能指一个。",
        ),
    ],
)
def test_what_is_wrong_is_told_with_file_and_line(
    folder: Path, file: str, old: str, new: str, fault: str
) -> None:
    _replaced(folder / file, old, new)

    assert any(fault in problem for problem in _problems(folder)), _problems(folder)


CHARTS = [
    ("bars, role: size, cell: 'm.{id}.numbers'", "没有 m.large.numbers 这样的格。"),
    ("bars, role: sizes, cell: 'm.{id}.number'", "没有作用为 sizes 的行或者列。"),
    ("bars, role: size, cell: 'm.{id.real}'", "cell 的花括号里只能写 id"),
    ("bars, role: size, cell: 'm.{'", "cell 的花括号里只能写 id"),
    ("flow, before: {m.large.number: 大}", "kind 为 flow 的图缺少 after"),
    ("years, cells: {m.huge.number: 大}, by: size", "kind 为 years 的图不写 by"),
    ("years, cells: {m.huge.number: 大}", "没有格 m.huge.number。"),
    ("months, ledger: meeting, date: held", "没有台账 meeting，现有："),
    ("months, ledger: meetings, date: size", "没有可以这样用的列 size。"),
    ("pies, role: size", "kind：应为 bars、years、flow、months 之一"),
]


@pytest.mark.parametrize(("keys", "fault"), CHARTS)
def test_a_chart_of_what_is_not_there_is_told(folder: Path, keys: str, fault: str) -> None:
    chart = f"charts:\n  - {{id: c, title: 图, says: 图, unit: 次, kind: {keys}}}\norgans:"
    _replaced(folder / "form.yaml", "organs:", chart)

    assert any(fault in problem for problem in _problems(folder)), _problems(folder)


def test_all_that_is_wrong_is_told_at_once(folder: Path) -> None:
    _replaced(folder / "form.yaml", "title: 会议统计年报\n", "titel: 会议统计年报\n")
    _replaced(folder / "tables" / "meetings.yaml", "label: 大会", "labels: 大会")
    _replaced(folder / "ledgers.yaml", "type: date", "type: day")

    problems = "\n".join(_problems(folder))

    assert "不认识 titel" in problems
    assert "不认识 labels" in problems
    assert "type：应为" in problems


def test_a_file_that_no_form_has_is_named(folder: Path) -> None:
    (folder / "ledger.yaml").write_text("- {id: x}\n", "utf-8")

    assert _problems(folder) == ("forms/meetings/ledger.yaml：不认识这个文件。",)


def _extension(folder: Path, form: str) -> Path:
    """Write a form beside another that goes on from it."""
    own = folder.with_name("county")
    own.mkdir()
    head = "id: county\nextends: meetings\ntitle: 县会议统计年报\n"
    (own / "form.yaml").write_text(head + form, "utf-8")
    return own


def test_a_form_that_extends_another_adds_to_it(folder: Path) -> None:
    own = _extension(
        folder, "organs:\n  - {id: county, title: 县, deadline: '03-01', source: 县}\n"
    )
    (own / "ledgers.yaml").write_text(
        "- {id: rooms, title: 会议室台账, what: 每行一间。, fields: []}\n", "utf-8"
    )

    form = load_form("county", folder.parents[1])

    assert form.title == "县会议统计年报"
    assert list(form.organs) == ["department", "county"]
    assert [schema.id for schema in form.ledgers] == ["summary", "meetings", "rooms"]
    assert list(form.edition("1").cells) == ["m.large.number", "m.small.number"]


def test_the_same_id_is_refused_unless_it_replaces(folder: Path) -> None:
    organ = "organs:\n  - {{id: department, title: 局, deadline: '03-01', source: 县{}}}\n"
    own = _extension(folder, organ.format(""))
    (fault,) = _problems(folder, "county")
    assert fault.startswith(
        "forms/county/form.yaml 第 5 行：department 与 forms/meetings/form.yaml 第 10 行 重复"
    )

    head = "id: county\nextends: meetings\ntitle: 县会议统计年报\n"
    (own / "form.yaml").write_text(head + organ.format(", replaces: true"), "utf-8")

    assert load_form("county", folder.parents[1]).organs["department"].title == "局"


def test_a_form_may_change_a_few_things_of_what_it_goes_on_from(folder: Path) -> None:
    _extension(folder, "organs:\n  - {id: department, changes: true, deadline: '03-01'}\n")

    organ = load_form("county", folder.parents[1]).organs["department"]

    assert (organ.title, organ.deadline) == ("部门", "03-01")


def test_what_replaces_nothing_is_refused(folder: Path) -> None:
    _extension(
        folder, "organs:\n  - {id: x, title: 局, deadline: '03-01', source: 县, replaces: true}\n"
    )

    assert _problems(folder, "county") == (
        "forms/county/form.yaml 第 5 行：没有 x 可以取代或者更改。",
    )


def test_what_a_form_removes_is_gone(folder: Path) -> None:
    _extension(folder, "removes: {ledgers: [summary]}\n")

    assert [schema.id for schema in load_form("county", folder.parents[1]).ledgers] == ["meetings"]


def test_forms_that_extend_each_other_are_refused(folder: Path) -> None:
    _extension(folder, "")
    _replaced(folder / "form.yaml", "extends: base", "extends: county")

    assert "meetings → county → meetings" in _problems(folder)[0]


def test_a_workspace_may_not_call_its_form_as_one_that_ships(folder: Path) -> None:
    shutil.copytree(folder, folder.with_name("ogi"))

    assert "软件自带的格式已经叫 ogi" in _problems(folder, "ogi")[0]


def test_a_ledger_kept_for_two_forms_is_written_once(folder: Path) -> None:
    (folder / "ledgers.yaml").write_text(
        LEDGERS + "- id: decisions\n  from: ogi\n  fields:\n"
        "    - {id: weight, heading: 轻重, type: number, what: 轻重。}\n",
        "utf-8",
    )

    ledgers = load_form("meetings", folder.parents[1]).edition("1").ledgers

    assert [*ledgers["decisions"].by_id][:2] == ["number", "kind"]
    assert [*ledgers["decisions"].by_id][-1] == "weight"


def _told(folder: Path, name: str, text: str) -> str:
    """Write a file of an extension and return what is said of it."""
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(text, "utf-8")
    return "\n".join(_problems(folder, folder.name))


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("rules/a.yaml", "- id: [1]\n", "forms/county/rules/a.yaml 第 1 行：id 应为文字。"),
        ("rules/a.yaml", "- id: A\n- b\n", "forms/county/rules/a.yaml 第 2 项：应以“- id:”开头。"),
        ("rules/a.yml", "", "forms/county/rules/a.yml：不认识这个文件，这里只放 .yaml 文件。"),
        ("tables/a.yaml", "", "forms/county/tables/a.yaml 第 1 行：应为“键: 值”。"),
        (
            "ledgers.yaml",
            "text",
            "forms/county/ledgers.yaml 第 1 行：应为一列，每项以“- id:”开头。",
        ),
        ("form.yaml", "", "forms/county/form.yaml：是空的。"),
    ],
)
def test_files_of_another_shape_are_told_by_name(
    folder: Path, name: str, text: str, words: str
) -> None:
    county = _extension(folder, "")

    assert _told(county, name, text) == words


@pytest.mark.parametrize(
    ("removes", "words"),
    [
        ("[meetings]", "removes 应写成 {rules: [编号]} 这样。"),
        ("{rules: VALUES}", "应为一列编号，写成 [编号, 编号]。"),
        ("{rules: [NOPE]}", "没有 NOPE 可以去掉。"),
        ("{rulez: [VALUES]}", "removes 里不认识 rulez。"),
    ],
)
def test_what_cannot_be_removed_is_told(folder: Path, removes: str, words: str) -> None:
    county = _extension(folder, f"removes: {removes}\n")

    assert _problems(county, "county") == (f"forms/county/form.yaml 第 4 行：{words}",)


def test_what_is_no_file_is_told(folder: Path) -> None:
    county = _extension(folder, "")
    (county / "tables" / "a.yaml").mkdir(parents=True)
    (county / "rules").mkdir()
    (county / "rules" / "b.yaml").symlink_to("nowhere")

    assert _problems(folder, "county") == tuple(
        f"forms/county/{name}：打不开，不是文件，或者是失效的链接。"
        for name in ("tables/a.yaml", "rules/b.yaml")
    )


def test_a_form_that_is_wrong_does_not_hide_which_there_are(folder: Path) -> None:
    (folder / "form.yaml").write_text("", "utf-8")

    assert usable_forms(folder.parents[1]) == usable_forms()
