"""Tables without ruling lines are read by their columns, or every cell of them is a doubt."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from reportkit.grids.document import Document, Paragraph
from reportkit.grids.model import Box, Grid
from reportkit.grids.pages.content import Glyph, Page
from reportkit.grids.pages.read import document_of

TEXT = "二〇二四年共收到申请 12 件，办结 11 件，结转 1 件。"


def page_of(*lines: tuple[float, tuple[tuple[float, str], ...]], score: float = 1.0) -> Document:
    """Return a page with texts at places; type of 12 points, digits half as wide as high."""
    glyphs = [one for base, texts in lines for one in glyphs_of(base, texts, score)]
    return document_of([Page(1, 595, 842, glyphs)], "x.pdf")


def glyphs_of(
    base: float, texts: tuple[tuple[float, str], ...], score: float = 1.0
) -> Iterator[Glyph]:
    for left, text in texts:
        at = left
        for character in text:
            wide = 6.0 if character.isascii() else 12.0
            if character != " ":
                yield Glyph(character, at, base - 10, at + wide, base + 2, base, score)
            at += wide


def grid_of(document: Document) -> Grid:
    (grid,) = (block for block in document.blocks if isinstance(block, Grid))
    return grid


HEADINGS = (
    (100.0, ((250.0, "法人或其他组织"),)),
    (118.0, ((200.0, "自然"), (250.0, "企业"), (300.0, "其他"), (350.0, "总计"))),
    (130.0, ((200.0, "人"),)),
)


def test_figures_below_each_other_are_columns_and_labels_go_to_the_nearest_row() -> None:
    document = page_of(
        (40.0, ((50.0, TEXT),)),
        *HEADINGS,
        (150.0, ((50.0, "本年新收申请"), (200.0, "30"), (250.0, "5"), (300.0, "0"), (350.0, "35"))),
        (170.0, ((50.0, "上年结转政府"),)),
        (178.0, ((200.0, "1"), (250.0, "0"), (300.0, "0"), (350.0, "1"))),
        (186.0, ((50.0, "信息公开申请"),)),
    )
    grid = grid_of(document)
    assert [values for _, values in grid.rows] == [
        [None, None, "法人或其他组织", None, None],
        [None, "自然人", "企业", "其他", "总计"],
        ["本年新收申请", "30", "5", "0", "35"],
        ["上年结转政府信息公开申请", "1", "0", "0", "1"],
    ]
    assert grid.unsure == {}
    paragraphs = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert paragraphs == [TEXT.replace(" ", "")]  # a sentence with figures is none of it


def test_columns_that_lie_near_or_lack_headings_and_figures_are_a_doubt_everywhere() -> None:
    near = page_of(
        *HEADINGS,
        (150.0, ((50.0, "新收"), (200.0, "30"), (250.0, "12345678"), (300.1, "0"), (350.0, "35"))),
    )
    lacking = page_of(
        (130.0, ((200.0, "自然人"), (350.0, "总计"))),
        (150.0, ((50.0, "新收"), (200.0, "30"), (250.0, "5"), (300.0, "0"), (350.0, "35"))),
        (168.0, ((50.0, "结转"), (200.0, "1"), (250.0, "0"), (350.0, "1"))),
    )
    for document in (near, lacking):
        grid = grid_of(document)
        places = {(row, column) for row, values in grid.rows for column in range(1, 6)}
        assert grid.unsure.keys() == places


def test_digits_that_were_recognised_without_certainty_are_a_doubt() -> None:
    row = (150.0, ((50.0, "新收"), (200.0, "30"), (250.0, "5"), (300.0, "0"), (350.0, "35")))
    assert {*grid_of(page_of(*HEADINGS, row, score=0.5)).unsure} == {(3, n) for n in range(2, 6)}


def test_sentences_with_figures_are_no_table() -> None:
    lines = [(40.0 + 20 * n, ((50.0, TEXT),)) for n in range(5)]
    blocks = page_of(*lines).blocks
    assert not any(isinstance(block, Grid) for block in blocks)


def body(
    base: float, label: str, *figures: str, left: float = 60.0
) -> tuple[float, tuple[tuple[float, str], ...]]:
    places = zip((200.0, 250.0, 300.0, 350.0), figures, strict=True)
    return base, ((left, label), *places)


def test_a_label_over_several_rows_may_stand_between_two_of_them() -> None:
    grid = grid_of(
        page_of(
            *HEADINGS,
            body(150.0, "属于国家秘密", "1", "0", "0", "1", left=90.0),
            (160.0, ((50.0, "不予"),)),
            body(170.0, "重复申请事项", "0", "0", "0", "0", left=90.0),
            body(190.0, "其他", "0", "0", "2", "2", left=90.0),
        )
    )
    assert grid.unsure == {}


def test_a_row_may_have_a_blank_before_its_end_or_there() -> None:
    grid = grid_of(
        page_of(
            *HEADINGS,
            body(150.0, "新收", "1", "0", "0", "1"),
            body(170.0, "结转", "0", "0（无）", "0", "0"),
            body(190.0, "办结", "1", "0", "0", "1"),
            (210.0, ((60.0, "其他"), (200.0, "1"), (300.0, "0"), (350.0, "1"))),
            (230.0, ((60.0, "续办"), (200.0, "1"), (250.0, "0"), (300.0, "1"))),
            body(250.0, "总计", "3", "0", "1", "3"),
        )
    )
    rows = dict(grid.rows)
    assert rows[6] == ["其他", "1", None, "0", "1"]
    assert rows[7] == ["续办", "1", "0", "1", None]
    assert grid.unsure == {}  # whether a cell is missing in it, sums may tell (published/tables)


def test_a_figure_that_belongs_to_no_row_makes_those_beside_it_unsure() -> None:
    grid = grid_of(
        page_of(
            *HEADINGS,
            *(body(150.0 + 40 * n, f"第{n}行", "1", "0", "0", "1") for n in range(4)),
            (290.0, ((60.0, "缺格的行"), (200.0, "7"), (300.0, "0"), (350.0, "7"))),
            (304.0, ((250.0, "9"),)),
        )
    )
    assert max(row for row, _ in grid.rows) in {row for row, _ in grid.unsure}


def on_pages(*pages: tuple[tuple[float, tuple[tuple[float, str], ...]], ...]) -> Document:
    """Return the texts of several pages."""
    whole = []
    for number, lines in enumerate(pages, 1):
        glyphs = [one for base, texts in lines for one in glyphs_of(base, texts)]
        whole.append(Page(number, 595, 842, glyphs))
    return document_of(whole, "x.pdf")


def test_headings_and_rows_that_a_page_divides_are_one_table() -> None:
    grid = grid_of(
        on_pages(
            (
                (40.0, ((50.0, "说明文字到了行尾就换"),)),
                (56.0, ((50.0, "到下一行。"),)),
                *HEADINGS,
            ),
            (
                body(60.0, "本年新收", "1", "0", "0", "1"),
                body(90.0, "上年结转", "0", "", "2", "2"),
                (120.0, ((60.0, "申请人无正当"),)),
            ),
            (
                (50.0, ((200.0, "3"), (250.0, "0"), (300.0, "0"), (350.0, "3"))),
                (60.0, ((60.0, "理由逾期"),)),
                body(90.0, "总计", "4", "0", "2", "6"),
            ),
        )
    )
    assert [values for _, values in grid.rows][1:] == [
        [None, "自然人", "企业", "其他", "总计"],
        ["本年新收", "1", "0", "0", "1"],
        ["上年结转", "0", None, "2", "2"],
        ["申请人无正当理由逾期", "3", "0", "0", "3"],
        ["总计", "4", "0", "2", "6"],
    ]
    assert grid.unsure == {}


def test_a_column_without_a_figure_is_one_where_it_has_a_heading() -> None:
    lines = [(150.0 + 20 * n, ((60.0, f"第{n}行"), (200.0, "1"), (300.0, "0"))) for n in range(4)]
    grid = grid_of(page_of(*HEADINGS, *lines))
    assert dict(grid.rows)[4] == ["第1行", "1", None, "0", None]


def test_a_title_over_labels_and_columns_is_no_heading_of_the_first_column() -> None:
    title = (85.0, ((60.0, "第二十条第（一）项的有关情况"),))
    row = body(150.0, "规章", "1", "0", "0", "1")
    rows = [values for _, values in grid_of(page_of(title, *HEADINGS, row)).rows]
    assert rows[0][0] == "第二十条第（一）项的有关情况"
    assert "自然人" in rows[-2]


def test_a_row_of_figures_does_not_go_on_in_the_heading_below() -> None:
    wide = tuple((60.0 + 40 * n, "0") for n in range(13))
    document = page_of((100.0, wide), (118.0, ((60.0, "五、存在的主要问题"),)))
    paragraphs = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert paragraphs[-1] == "五、存在的主要问题"


def test_a_caption_set_in_the_middle_goes_on_in_its_next_line() -> None:
    above = "2024年共办结申请16件，最多的是本机关不掌握相关政府信息（6"
    document = page_of(
        (60.0, ((50.0, "一" * 31),)),
        (130.0, ((60.0, above),)),
        (148.0, ((90.0, "件）。没有列出的各项为0，数据取自办理情况的表。"),)),
        (170.0, ((74.0, "下一段。"),)),
    )
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert [text[-4:] for text in texts] == ["一一一一", "况的表。", "下一段。"]


def test_a_small_digit_behind_a_figure_may_be_a_note() -> None:
    page = Page(1, 595, 842)
    lines = [*HEADINGS, *(body(150.0 + 20 * n, f"第{n}行", "1", "0", "0", "1") for n in range(4))]
    page.glyphs = [one for base, texts in lines for one in glyphs_of(base, texts)]
    page.glyphs.append(Glyph("2", 206.0, 140.0, 209.0, 146.0, 148.0))
    (grid,) = (one for one in document_of([page], "x.pdf").blocks if isinstance(one, Grid))
    assert [*grid.unsure] == [(3, 2)]


def test_what_stands_level_is_one_line_beside_a_label_a_little_higher() -> None:
    page = Page(1, 595, 842)
    lines = [*HEADINGS, *(body(150.0 + 20 * n, f"第{n}行", "1", "0", "0", "1") for n in range(4))]
    page.glyphs = [one for base, texts in lines for one in glyphs_of(base, texts)]
    page.glyphs += glyphs_of(225.5, ((20.0, "大类"),))
    # Digits in type that is higher than that of the words, all on one base.
    digits = ((60.0, "4"), (200.0, "0"), (250.0, "0"), (300.0, "0"), (350.0, "0"))
    page.glyphs += [Glyph(text, x, 218.0, x + 7.6, 230.0, 230.5) for x, text in digits]
    page.glyphs += glyphs_of(230.5, ((67.6, ".保护权益"),))
    (grid,) = (one for one in document_of([page], "x.pdf").blocks if isinstance(one, Grid))
    assert grid.rows[-1][1] == ["大类", "4.保护权益", "0", "0", "0", "0"]
    assert grid.unsure == {}


def test_a_number_that_goes_on_in_the_next_line_makes_both_rows_unsure() -> None:
    label = ((100.0, ((60.0, "说明的文字"),)), (116.0, ((60.0, "到下一行去"),)))
    lines = [body(250.0 + 30 * n, f"第{n}行", "1", "0", "0", "1") for n in range(4)]
    moved = [(base + 60, texts) for base, texts in HEADINGS]
    broken = (
        (372.0, ((20.0, "大类"), (90.0, "小类"), (200.0, "30"), *body(0, "", *"0000")[1][2:])),
        (384.0, ((20.0, "名称"), (200.0, "5"))),
    )
    grid = grid_of(page_of(*label, *moved, *lines, *broken))
    assert "30" in grid.rows[-2][1]
    assert {row for row, _ in grid.unsure} == {number for number, _ in grid.rows[-2:]}


def test_a_note_that_moves_a_centred_figure_aside_makes_no_column() -> None:
    lines = [body(150.0 + 20 * n, f"第{n}行", "1", "0", "0", "1") for n in range(4)]
    noted = (230.0, ((60.0, "其他"), (200.0, "1"), (235.0, "0（无）"), (300.0, "0"), (350.0, "1")))
    grid = grid_of(page_of(*HEADINGS, *lines, noted))
    assert grid.rows[-1][1] == ["其他", "1", "0（无）", "0", "1"]
    assert grid.unsure == {}


def test_a_heading_just_beside_its_figures_is_that_of_their_column() -> None:
    heads = (130.0, ((161.0, "自然人"), (250.0, "企业"), (300.0, "其他"), (350.0, "总计")))
    lines = [body(150.0 + 20 * n, f"第{n}行", "1", "0", "0", "1") for n in range(4)]
    grid = grid_of(page_of(heads, *lines))
    assert grid.rows[0][1] == [None, "自然人", "企业", "其他", "总计"]
    assert grid.unsure == {}


def test_filled_rows_every_other_one_are_no_cells() -> None:
    page = Page(1, 595, 842)
    lines = [*HEADINGS, *(body(150.0 + 20 * n, f"第{n}行", "1", "0", "0", "1") for n in range(6))]
    page.glyphs = [one for base, texts in lines for one in glyphs_of(base, texts)]
    lefts = (50.0, 190.0, 240.0, 290.0, 340.0, 400.0)
    page.fills = [
        Box(left, base - 14, right, base + 6)
        for base in (150.0, 190.0, 230.0)
        for left, right in pairwise(lefts)
    ]
    page.fills.append(Box(20.0, 136.0, 50.0, 256.0))  # a cell over all of them, in a row filled
    (grid,) = (one for one in document_of([page], "x.pdf").blocks if isinstance(one, Grid))
    assert len(grid.rows) == 8
    assert grid.unsure == {}


def test_rows_with_much_room_between_them_are_one_table_under_headings_as_far() -> None:
    lines = [body(190.0 + 65 * n, f"第{n}行", "1", "0", "0", "1") for n in range(4)]
    grid = grid_of(page_of(*HEADINGS, *lines))
    assert grid.rows[1][1] == [None, "自然人", "企业", "其他", "总计"]
    assert (len(grid.rows), grid.unsure) == (6, {})


def test_figures_that_are_paragraphs_stand_lower_and_are_of_the_row_of_the_others() -> None:
    """As `<p>` in some cells has it, where a table is set to the top."""
    lines = []
    for number, lower in enumerate([{1, 3}, {0}, {0, 1, 2, 3}, {2}]):
        base = 150.0 + 40 * number
        places = [*zip((200.0, 250.0, 300.0, 350.0), (f"{number}1", "2", "3", "4"), strict=True)]
        level = tuple(place for at, place in enumerate(places) if at not in lower)
        below = tuple(place for at, place in enumerate(places) if at in lower)
        lines += [(base, ((60.0, f"第{number}行的名称"), *level)), (base + 12, below)]
    grid = grid_of(page_of(*HEADINGS, *lines))
    assert [row for _, row in grid.rows][2:] == [
        [f"第{number}行的名称", f"{number}1", "2", "3", "4"] for number in range(4)
    ]
    assert grid.unsure == {}


def test_a_label_between_figures_that_stand_apart_keeps_rows_apart() -> None:
    lines = (
        (150.0, ((60.0, "第一行"), (200.0, "1"), (250.0, "2"))),
        (162.0, ((60.0, "第二行"), (300.0, "3"), (350.0, "4"))),
    )
    grid = grid_of(page_of(*HEADINGS, *lines))
    assert [row for _, row in grid.rows][2:] == [
        ["第一行", "1", "2", None, None],
        ["第二行", None, None, "3", "4"],
    ]


def test_a_figure_that_may_be_of_the_row_above_or_of_that_below_is_a_doubt_in_both() -> None:
    lines = (
        (150.0, ((60.0, "第一行"), (200.0, "1"), (250.0, "2"))),
        (161.0, ((300.0, "3"),)),
        (172.0, ((60.0, "第二行"), (200.0, "4"), (250.0, "5"))),
        body(200.0, "第三行", "1", "0", "0", "1"),
        body(220.0, "第四行", "1", "0", "0", "1"),
    )
    grid = grid_of(page_of(*HEADINGS, *lines))
    unsure = {row for row, _ in grid.unsure}
    assert {values[0] for row, values in grid.rows if row in unsure} == {"第一行", None, "第二行"}


def test_labels_without_figures_are_rows_in_which_all_is_blank() -> None:
    grid = grid_of(
        page_of(
            *HEADINGS,
            (150.0, ((60.0, "1.甲"),)),
            body(170.0, "2.乙", "1", "0", "0", "1"),
            (190.0, ((60.0, "3.丙"),)),
            body(210.0, "4.丁", "1", "0", "0", "1"),
            (230.0, ((60.0, "5.戊"),)),
            (250.0, ((60.0, "六、其他需要报告的事项"),)),
        )
    )
    assert [values[:2] for _, values in grid.rows][2:] == [
        ["1.甲", None],
        ["2.乙", "1"],
        ["3.丙", None],
        ["4.丁", "1"],
        ["5.戊", None],
    ]
    assert grid.unsure == {}


def test_the_title_of_the_next_table_is_no_blank_row() -> None:
    lines = [body(150.0 + 20 * n, f"{n + 1}.甲", "1", "0", "0", "1") for n in range(3)]
    more = [(270.0 + 20 * n, ((60.0, "乙"), (215.0, "1"), (265.0, "2"))) for n in range(3)]
    between = (
        (210.0, ((60.0, "4.丁"),)),
        (230.0, ((60.0, "（二）结果"),)),
        (250.0, ((60.0, "事项"), (215.0, "维持"), (265.0, "纠正"))),
    )
    document = page_of(*HEADINGS, *lines, *between, *more)
    first, _ = (one for one in document.blocks if isinstance(one, Grid))
    assert [values[0] for _, values in first.rows][2:] == ["1.甲", "2.甲", "3.甲", "4.丁"]


def test_items_of_a_list_are_labels_of_their_own_however_near_they_stand() -> None:
    label = ((60.0, ((60.0, "一段文字到了"),)), (84.0, ((60.0, "行尾就换行"),)))
    moved = [(base + 40, texts) for base, texts in HEADINGS[1:2]]
    figures = [body(190.0 + 26 * n, f"{n + 1}.第{n}项名称", "1", "0", "0", "1") for n in (0, 3)]
    blank = [(190.0 + 26 * n, ((60.0, f"{n + 1}.第{n}项名称"),)) for n in (1, 2)]
    lines = [*figures, *blank]
    grid = grid_of(page_of(*label, *moved, *lines))
    assert [row[0] for _, row in grid.rows][-4:] == [f"{n + 1}.第{n}项名称" for n in range(4)]
    assert grid.unsure == {}


def test_headings_with_blanks_are_one_and_a_title_over_none_is_no_column() -> None:
    heads = (
        (80.0, ((215.0, "第二"),)),
        (118.0, ((186.0, "自"), (202.0, "然"), (218.0, "人"), (250.0, "企业"), (350.0, "总"))),
        (118.0, ((366.0, "计"), (300.0, "其他"))),
    )
    lines = [body(150.0 + 20 * n, f"第{n}行", "1", "0", "0", "1") for n in range(4)]
    grid = grid_of(page_of(*heads, *lines))
    assert [None, "自然人", "企业", "其他", "总计"] in [row for _, row in grid.rows]


def test_a_heading_over_several_does_not_go_on_in_the_first_of_them() -> None:
    heads = (
        (100.0, ((200.0, "法人或其他组织"),)),
        (114.0, ((200.0, "企业"), (250.0, "机构"), (300.0, "其他"), (350.0, "总计"))),
    )
    lines = [body(150.0 + 20 * n, f"第{n}行", "1", "0", "0", "1") for n in range(4)]
    grid = grid_of(page_of(*heads, *lines))
    assert grid.rows[1][1] == [None, "企业", "机构", "其他", "总计"]


def test_rows_whose_figures_stand_elsewhere_are_another_table() -> None:
    lines = [body(150.0 + 20 * n, f"第{n}行", "1", "0", "0", "1") for n in range(4)]
    places = (215.0, 265.0, 300.0, 350.0)
    more = [
        (230.0 + 20 * n, ((60.0, f"第{n + 4}行"), *((x, "1") for x in places))) for n in range(4)
    ]
    document = page_of(*HEADINGS, *lines, *more)
    grids = [one for one in document.blocks if isinstance(one, Grid)]
    assert [len(grid.rows) for grid in grids] == [6, 4]
    assert not any(grid.unsure for grid in grids)


def test_a_ground_behind_filled_rows_makes_them_no_cells() -> None:
    page = Page(1, 595, 842)
    lines = [*HEADINGS, *(body(150.0 + 20 * n, f"第{n}行", "1", "0", "0", "1") for n in range(6))]
    page.glyphs = [one for base, texts in lines for one in glyphs_of(base, texts)]
    lefts = (50.0, 190.0, 240.0, 290.0, 340.0, 400.0)
    page.fills = [Box(50.0, 84.0, 400.0, 256.0)]
    page.fills += [
        Box(left, base - 14, right, base + 6)
        for base in (150.0, 190.0, 230.0)
        for left, right in pairwise(lefts)
    ]
    (grid,) = (one for one in document_of([page], "x.pdf").blocks if isinstance(one, Grid))
    assert (len(grid.rows), grid.unsure) == (8, {})


def test_a_figure_whose_note_takes_four_lines_stands_where_the_others_do() -> None:
    lines = [body(150.0 + 40 * n, f"第{n}行", "1", "0", "0", "1") for n in range(4)]
    noted = (
        (310.0, ((60.0, "其他"), (200.0, "7（以上"), (250.0, "0"), (300.0, "0"), (350.0, "7"))),
        (322.0, ((200.0, "均为全年"),)),
        (334.0, ((200.0, "收到的全"),)),
        (346.0, ((200.0, "部数字）"),)),
    )
    grid = grid_of(page_of(*HEADINGS, *lines, *noted))
    assert grid.rows[-1][1] == ["其他", "7（以上均为全年收到的全部数字）", "0", "0", "7"]
    assert grid.unsure == {}
