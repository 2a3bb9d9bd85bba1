"""The official form as offices fill it in: every cell is read as it stands, or is a doubt."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.figures import Mark, Value
from reportkit.figures.official import read as official_form
from reportkit.figures.official.read import Official
from reportkit.forms import Edition, load_form
from reportkit.grids import Grid, NoValue
from reportkit.grids import Value as Written
from tests.figures.sheets import (
    Printed,
    editions,
    grids_of,
    one_below_the_other,
    printed,
    write_workbook,
)

EDITIONS = editions()
YEAR = 2022
OGI = load_form("ogi").edition("2021")
NAMES = [f"{each.id}-{'-'.join(each.variants)}"[:40] for each in EDITIONS]
every_edition = pytest.mark.parametrize("edition", EDITIONS, ids=NAMES)


def read_official(grids: list[Grid], edition: Edition) -> Official:
    return official_form.read_official(grids, edition, YEAR, place_of)


def place_of(grid: Grid) -> str:
    return f"{grid.file}［{grid.sheet}］" if grid.sheet else grid.file


def numbered(edition: Edition) -> dict[str, Value]:
    """Return another figure for each cell."""
    cells = enumerate(edition.cells.values(), start=1)
    return {cell.id: Decimal(n) / 4 if cell.kind == "money" else n for n, cell in cells}


def tables(edition: Edition, values: Mapping[str, Value] | None = None) -> list[Printed]:
    values = numbered(edition) if values is None else values
    return [printed(table, values) for table in edition.tables.values()]


def exactly(official: Official, values: Mapping[str, Value]) -> None:
    assert not official.doubts
    assert dict(official.values) == dict(values)


def table_of(id_: str, **values: Value) -> Printed:
    """Return a table of the form of 2021; cells are named with __ between their parts."""
    cells = {f"{id_}.{name.replace('__', '.')}": value for name, value in values.items()}
    return printed(OGI.tables[id_], cells)


def changed(table: Printed, was: Written, now: Written) -> Printed:
    rows = [[now if value == was else value for value in row] for row in table.rows]
    assert any(was in row for row in table.rows)
    return Printed(rows, table.merged, table.heads)


@every_edition
@pytest.mark.parametrize("merged", [True, False])
def test_workbook_of_one_sheet_a_table_is_read_back(
    edition: Edition, merged: bool, tmp_path: Path
) -> None:
    shown = [each if merged else each.without_merging() for each in tables(edition)]
    path = write_workbook(
        tmp_path / "汇总表.xlsx", {f"表{n}": each for n, each in enumerate(shown)}
    )

    official = read_official(grids_of(path), edition)

    exactly(official, numbered(edition))
    assert len(official.grids) == len(shown)


@every_edition
def test_csv_with_all_tables_is_read_back(edition: Edition) -> None:
    sheet = one_below_the_other(tables(edition), 1)
    text = io.StringIO()
    csv.writer(text).writerows(sheet.rows)
    rows = [[value or None for value in row] for row in csv.reader(io.StringIO(text.getvalue()))]

    exactly(read_official([Printed(rows, ()).grid("汇总表.csv")], edition), numbered(edition))


@every_edition
def test_empty_form_is_blank_and_a_filled_one_beside_it_counts(edition: Edition) -> None:
    empty = [each.grid(sheet=f"空{n}") for n, each in enumerate(tables(edition, {}))]
    filled = [each.grid(sheet=f"表{n}") for n, each in enumerate(tables(edition))]

    assert set(read_official(empty, edition).values.values()) == {Mark.BLANK}
    exactly(read_official([*empty, *filled], edition), numbered(edition))


def test_place_is_named_as_excel_does() -> None:
    official = read_official(
        [table_of("t3", new__total=7, carried_in__total=Mark.BLANK).grid("汇总表.xlsx", "表三")],
        OGI,
    )

    assert official.values["t3.new.total"] == 7
    assert official.places["t3.new.total"] == "汇总表.xlsx［表三］ J4"
    assert official.values["t3.carried_in.total"] is Mark.BLANK


WRITTEN: list[tuple[Written, Value]] = [
    (" 1,234 ", 1234),
    ("１２", 12),
    ("/", Mark.NOT_APPLICABLE),
    ("—", Mark.NOT_APPLICABLE),
    ("–", Mark.NOT_APPLICABLE),
    ("无", Mark.NOT_APPLICABLE),
    ("　", Mark.BLANK),
    (Decimal("3.0"), 3),
]


@pytest.mark.parametrize(("was", "value"), WRITTEN)
def test_figures_are_read_as_offices_write_them(was: Written, value: Value) -> None:
    sheet = changed(table_of("t3", new__total=77), 77, was)

    assert read_official([sheet.grid()], OGI).values["t3.new.total"] == value


@pytest.mark.parametrize(
    "was", ["约7", "12,5", "7件", NoValue("#REF!"), NoValue(), True, "张三 13904180001"]
)
def test_what_is_no_figure_is_a_doubt_that_says_where(was: Written) -> None:
    sheet = changed(table_of("t3", new__total=77, new__business=1), 77, was)

    official = read_official([sheet.grid()], OGI)

    assert "t3.new.total" not in official.values
    assert official.values["t3.new.business"] == 1
    [doubt] = official.doubts
    assert (doubt.place, doubt.cells) == ("J4", ("t3.new.total",))
    assert "张三" not in str(doubt)


def test_label_that_is_not_recognised_leaves_its_cells_absent() -> None:
    sheet = changed(table_of("t3", granted__total=3, new__total=7), "（一）予以公开", "（一）张三")

    official = read_official([sheet.grid()], OGI)

    assert official.values["t3.new.total"] == 7
    assert not [cell for cell in official.values if cell.startswith("t3.granted")]
    doubts = {cell: doubt for doubt in official.doubts for cell in doubt.cells}
    assert "予以公开" in doubts["t3.granted.total"].fault
    assert any(doubt.place == "第 6 行" for doubt in official.doubts)
    assert "张三" not in str(official.doubts)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("现行有效件数", "先行有效件数"),
        ("本年废止件数", "本年废纸件数"),
        ("本年制发件数", "本年（2022）制发件数"),
        ("（一）予以公开", "1、予以公开"),
        ("1.信访举报投诉类申请", "1、信访举报投拆类申请"),
        ("4.无正当理由大量反复申请", "4.无正当理由大量反覆申请"),
        ("法人或其他组织", "法人及其它组织"),
    ],
)
def test_labels_with_slips_are_read_as_in_published_reports(was: str, now: str) -> None:
    values = numbered(OGI)
    sheets = tables(OGI, values)
    slipped = [
        changed(sheet, was, now) if any(was in row for row in sheet.rows) else sheet
        for sheet in sheets
    ]
    assert slipped != sheets

    exactly(read_official([sheet.grid() for sheet in slipped], OGI), values)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("本年废止件数", "上年废止件数"),
        ("本年处理决定数量", "上年处理决定数量"),
        ("二、上年结转政府信息公开申请数量", "二、下年结转政府信息公开申请数量"),
        ("7.属于行政执法案卷", "7.不属于行政执法案卷"),
    ],
)
def test_labels_that_say_something_else_are_none_of_the_form(was: str, now: str) -> None:
    values = numbered(OGI)
    sheets = [
        changed(sheet, was, now) if any(was in row for row in sheet.rows) else sheet
        for sheet in tables(OGI, values)
    ]

    official = read_official([sheet.grid() for sheet in sheets], OGI)

    assert official.doubts
    assert dict(official.values).items() < values.items()


def test_two_copies_that_differ_are_a_doubt_and_two_that_agree_are_none() -> None:
    first = table_of("t3", new__total=7, granted__total=3)
    second = table_of("t3", new__total=8, granted__total=3)

    official = read_official([first.grid(sheet="一"), second.grid(sheet="二")], OGI)

    assert official.values["t3.granted.total"] == 3
    assert "t3.new.total" not in official.values
    assert [doubt.cells for doubt in official.doubts] == [("t3.new.total",)]
    below = read_official([first.below(second, 1).grid()], OGI)
    assert [doubt.cells for doubt in below.doubts] == [("t3.new.total",)]


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("某局2022年度政府信息公开情况", True),
        ("填报日期：2023年1月16日", True),
        ("某局2021年度政府信息公开情况", False),
    ],
)
def test_form_of_another_year_is_in_doubt_throughout(title: str, read: bool) -> None:
    sheet = table_of("t3", new__total=7).below(Printed([[title]], ()))

    official = read_official([sheet.grid()], OGI)

    assert official.values.get("t3.new.total") == (7 if read else None)
    assert bool(official.doubts) != read


def test_struck_out_figure_is_a_doubt() -> None:
    grid = table_of("t3", new__total=7).grid()
    struck = Grid(grid.file, grid.rows, grid.sheet, grid.merged, frozenset({(4, 10)}))

    assert "t3.new.total" not in read_official([struck], OGI).values


@pytest.mark.parametrize(
    ("heading", "line", "read"),
    [
        ("本年收费金额（单位：万元）", None, True),
        ("本年收费金额（万元）", None, True),
        ("本年收费金额", "单位：万元", True),
        ("本年收费金额（元）", None, False),
        ("本年收费金额", None, False),
        ("本年收费金额", "单位：元", False),
        ("本年收费金额", "（单位：件、元）", False),
        ("本年收费金额", "金额单位：万元", True),
        ("本年收费金额（金额单位：万元）", None, True),
        ("本年收费金额", "填报单位：某局 单位：件、万元", True),
        ("本年收费金额", "单位：万荣县财政局", False),
        ("本年收费金额", "单位：元/万元", False),
        ("本年收费金额（元/万元）", "单位：万元", False),
    ],
)
def test_money_is_read_in_the_unit_of_the_form_alone(
    heading: str, line: str | None, read: bool
) -> None:
    sheet = changed(table_of("t2", fees__amount=5), "本年收费金额（单位：万元）", heading)
    grid = Printed([[line], *sheet.rows], ()).grid()

    assert read_official([grid], OGI).values.get("t2.fees.amount") == (5 if read else None)


def test_more_rows_and_columns_than_the_form_has_are_told() -> None:
    values = {cell: n for cell, n in numbered(OGI).items() if cell.startswith("t3.")}
    sheet = printed(OGI.tables["t3"], values).without_merging()
    rows = [[*row, n if n > 2 else None] for n, row in enumerate(sheet.rows)]
    rows.insert(9, ["（三）不予公开", None, "小计", *range(100, 107)])

    official = read_official([Printed(rows, ()).grid()], OGI)

    assert dict(official.values) == values
    assert {doubt.place for doubt in official.doubts} == {"第 10 行", "K 列"}
    assert not any(doubt.cells for doubt in official.doubts)


def test_extra_sum_within_a_group_is_not_taken_for_the_sum_of_the_table() -> None:
    values = {cell: n for cell, n in numbered(OGI).items() if cell.startswith("t3.")}
    sheet = printed(OGI.tables["t3"], values).without_merging()
    at = next(n for n, row in enumerate(sheet.rows) if "（四）无法提供" in row)
    rows = [*sheet.rows[:at], [None, None, "总计", *range(100, 107)], *sheet.rows[at:]]

    assert dict(read_official([Printed(rows, ()).grid()], OGI).values) == values


def test_two_rows_below_headings_without_row_names_are_a_doubt() -> None:
    sheet = table_of("t4", reconsideration__total=1)
    grid = Printed([*sheet.rows, [None] * 14 + [5]], sheet.merged).grid()

    official = read_official([grid], OGI)

    assert not official.values
    assert {cell for doubt in official.doubts for cell in doubt.cells} == {
        cell for cell in OGI.cells if cell.startswith("t4.")
    }


def test_numbers_of_columns_are_no_figures() -> None:
    values = {cell: n for cell, n in numbered(OGI).items() if cell.startswith("t4.")}
    sheet = printed(OGI.tables["t4"], values)
    grid = Printed([*sheet.rows[:3], list(range(1, 16)), *sheet.rows[3:]], sheet.merged).grid()

    exactly(read_official([grid], OGI), values)


def test_counts_by_month_are_no_form() -> None:
    enforcement = load_form("enforcement").edition("gd-2018")
    rows: list[list[Written]] = [["月份", "行政检查次数"], ["1月", 5]]

    assert not read_official([Printed(rows, ()).grid()], enforcement).values
    rows = [["月份", "行政许可", "行政处罚", "行政强制"], ["1月", 3, 2, 1]]
    assert not read_official([Printed(rows, ()).grid()], OGI).grids


# Offices' ways, drawn.

NUMBERINGS = {
    "1.": ["1、", "1．", "（1）", "1"],
    "2.": ["2、", "2．", "（2）", "②"],
    "（一）": ["(一)", "一、", "㈠"],
    "（七）": ["(七)", "七、", ""],
    "一、": ["一.", "（一）", "一．"],
    "三、": ["三：", "（三）"],
}


@st.composite
def values_of(draw: st.DrawFn, edition: Edition) -> dict[str, Value]:
    figure = st.one_of(
        st.integers(0, 10**6), st.just(0), st.sampled_from([Mark.BLANK, Mark.NOT_APPLICABLE])
    )
    amount = st.one_of(figure, st.decimals(0, 10**6, places=6))
    return {
        cell.id: draw(amount if cell.kind == "money" else figure) for cell in edition.cells.values()
    }


@st.composite
def label_written(draw: st.DrawFn, label: str) -> str:
    for numbering, others in NUMBERINGS.items():
        if label.startswith(numbering):
            label = draw(st.sampled_from([numbering, *others])) + label.removeprefix(numbering)
    at = draw(st.integers(0, len(label)))
    blank = draw(st.sampled_from(["", "", " ", "　", "\n", "\u200b"]))
    return label[:at] + blank + label[at:]


@st.composite
def as_offices_do(draw: st.DrawFn, table: Printed) -> Printed:
    """Return a table merged or not, with labels written otherwise."""
    way = draw(st.sampled_from(["merged", "bare", "repeated", "lowest"]))
    if way == "bare":
        table = table.without_merging()
    elif way == "repeated":
        table = table.repeated()
    elif way == "lowest":
        table = table.with_lowest_heads_only()
    written: dict[str, str] = {}
    rows = [
        [
            written.setdefault(value, draw(label_written(value)))
            if isinstance(value, str) and len(value) > 1
            else value
            for value in row
        ]
        for row in table.rows
    ]
    title = draw(st.sampled_from([[], [["某某局填报"]], [["附件1"], ["2022年度", None, "填报人"]]]))
    return Printed(rows, table.merged, table.heads).below(Printed(title, ()))


@given(data=st.data())
def test_form_is_read_back_in_whatever_manner_it_is_kept(data: st.DataObject) -> None:
    edition = data.draw(st.sampled_from(EDITIONS))
    values = data.draw(values_of(edition))
    shown = [data.draw(as_offices_do(table)) for table in tables(edition, values)]
    if data.draw(st.booleans()):
        grids = [one_below_the_other(shown, data.draw(st.integers(0, 2))).grid()]
    else:
        grids = [each.grid(sheet=f"表{n}") for n, each in enumerate(shown)]

    exactly(read_official(grids, edition), values)


@given(data=st.data())
def test_form_that_is_spoilt_never_gives_a_wrong_figure(data: st.DataObject) -> None:
    edition = data.draw(st.sampled_from(EDITIONS))
    sheet = data.draw(st.sampled_from(tables(edition)))
    sheet = sheet.repeated() if data.draw(st.booleans()) else sheet.without_merging()
    rows = [list(row) for row in sheet.rows]
    for _ in range(data.draw(st.integers(1, 3))):
        y = data.draw(st.integers(0, len(rows) - 1))
        x = data.draw(st.integers(0, len(rows[0]) - 1))
        match data.draw(st.sampled_from(["label", "row", "column", "swap rows"])):
            case "label":
                if isinstance(rows[y][x], str):
                    rows[y][x] = data.draw(st.sampled_from(["某某", "小计", None]))
            case "row":
                del rows[y]
            case "column":
                rows = [[*row[:x], *row[x + 1 :]] for row in rows]
            case "swap rows":
                other = data.draw(st.integers(0, len(rows) - 1))
                rows[y], rows[other] = rows[other], rows[y]
        if len(rows) < 2 or not rows[0]:
            return

    official = read_official([Printed(rows, ()).grid()], edition)

    truth = numbered(edition)
    wrong = {
        cell: value
        for cell, value in official.values.items()
        if value not in (truth[cell], Mark.BLANK)
    }
    assert not wrong
