"""Manners in which reports are put out that the generator has not.

They are read as a careful reader would, or else they are a doubt.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from html import escape

import pytest

from reportkit.audit.held import rules_for
from reportkit.audit.one import forms_in
from reportkit.figures import Mark, Value
from reportkit.grids.read_document import document_of
from reportkit.published.model import Published
from reportkit.published.read import read_published
from tests.audit.variants import Variant, render_docx, render_html, render_text, written
from tests.published import COLUMNS, published_reports

REPORTS = {report.slug: report for report in published_reports()}
FIGURES = REPORTS["pt_region_2021"].figures
REPORT = written(FIGURES, Variant(year=2021))
PAGE = render_html(REPORT)
FINED = "t2.penalties.decisions"


def read(page: str | bytes, name: str = "年报.html") -> Published:
    data = page.encode() if isinstance(page, str) else page
    return read_published(document_of(data, name), forms_in(None), rules_for)


def silent(one: Published) -> dict[str, object]:
    """The cells that are read as another figure without a doubt."""
    return {
        cell: one.values[cell]
        for cell, value in FIGURES.items()
        if cell in one.values and one.values[cell] != value and cell not in one.doubts
    }


@pytest.mark.parametrize("note", ["①", "²", "₁", "⑴", "（3）", "(注3)", " 件", "件"])
def test_what_stands_behind_a_figure_is_no_digit_of_it(note: str) -> None:
    one = read(PAGE.replace(">1282<", f">1282{note}<"))

    assert one.values[FINED] == 1282
    assert one.doubts == {}


@pytest.mark.parametrize(
    "shown",
    [
        "1282*",
        "1282[1]",
        "l282",
        "12O",
        "1:282",
        "1_282",
        "1'282",
        "1·282",
        "①1282",
        "⑫",
        "约1282",
        "1282万",
        "1282→1283",
        "1282/3",
        "1.28E3",
        "12,82",
        "O",
    ],
)
def test_what_is_no_number_is_a_doubt_that_quotes_it(shown: str) -> None:
    one = read(PAGE.replace(">1282<", f">{shown}<"))

    assert [*one.doubts] == [FINED]
    assert shown in one.doubts[FINED]


def of_table_4(heads: list[str], groups: str, values: list[str]) -> str:
    """A page whose fourth table has its columns in another order."""
    table = re.findall(r"<table.*?</table>", PAGE, flags=re.DOTALL)[-1]
    rows = [groups, "".join(f"<td>{head}</td>" for head in heads)]
    rows += ["".join(f"<td>{value}</td>" for value in values)]
    return PAGE.replace(table, f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")


RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
FOURTH = [str(value) for cell, value in FIGURES.items() if cell.startswith("t4.")]
DIRECT, AFTER = "未经复议直接起诉", "复议后起诉"


def five(label: str) -> str:
    return f"<td colspan=5>{label}</td>"


@pytest.mark.parametrize(
    ("groups", "values"),
    [
        ([DIRECT, AFTER, "行政复议"], FOURTH[5:] + FOURTH[:5]),
        (["行政复议", AFTER, DIRECT], FOURTH[:5] + FOURTH[10:] + FOURTH[5:10]),
    ],
)
def test_groups_of_columns_in_another_order(groups: list[str], values: list[str]) -> None:
    page = of_table_4(RESULTS * 3, "".join(map(five, groups)), values)

    assert silent(read(page)) == {}


def test_totals_before_the_parts() -> None:
    heads = [RESULTS[-1], *RESULTS[:-1]]
    values = [FOURTH[at + step] for at in (0, 5, 10) for step in (4, 0, 1, 2, 3)]
    groups = "".join(map(five, ("行政复议", DIRECT, AFTER)))

    one = read(of_table_4(heads * 3, groups, values))

    assert silent(one) == {}
    assert one.doubts == {}


@pytest.mark.parametrize(
    ("heading", "at", "doubtful"),
    [
        ("总it", 9, False),
        ("éit", 9, False),
        ("éit", 14, False),
        ("小it", 9, True),  # another word
        ("小计", 9, True),
        ("", 9, True),
    ],
)
def test_one_heading_that_is_not_legible_is_told_by_its_place(
    heading: str, at: int, doubtful: bool
) -> None:
    heads = [*RESULTS * 3]
    heads[at] = heading

    one = read(of_table_4(heads, "".join(map(five, ("行政复议", DIRECT, AFTER))), FOURTH))

    assert silent(one) == {}
    assert ("t4.direct_suit.upheld" in one.doubts) is doubtful


def test_groups_in_another_order_in_text() -> None:
    lines = render_text(REPORT).split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("行政复议\t"))
    heads = ["行政诉讼\t行政复议", f"{DIRECT}\t{AFTER}", "\t".join(RESULTS * 3)]
    lines[at : at + 4] = [*heads, "\t".join(FOURTH[5:] + FOURTH[:5])]

    assert silent(read("\n".join(lines), "年报.txt")) == {}


def test_a_row_of_last_year_above_this_years() -> None:
    row = re.findall(r"<tr>(?:(?!<tr>).)*</tr></tbody></table>", PAGE, flags=re.DOTALL)[-1]
    last = f"<tr>{'<td>7</td>' * 15}</tr>"

    one = read(PAGE.replace(row, last + row))

    assert {c for c in FIGURES if c.startswith("t4.")} <= {*one.doubts}


def test_a_figure_under_no_heading_leaves_the_row_in_doubt() -> None:
    page = re.sub(r"<td>(\d+)</td>(?=(?:<td>\d+</td>){0,6}</tr>)", r"<td>\1</td><td>5</td>", PAGE)

    assert silent(read(page)) == {}


@pytest.mark.parametrize("label", ["2020年处理决定数量", "上年处理决定数量", "去年处理决定数量"])
def test_a_column_of_another_year_is_not_this_years(label: str) -> None:
    page = PAGE.replace("本年处理决定数量</td>", f"本年处理决定数量</td><td>{label}</td>")
    for row in ("行政许可", "行政处罚", "行政强制"):
        page = re.sub(rf"(<tr><td[^>]*>{row}</td><td[^>]*>[^<]*</td>)", r"\1<td>77</td>", page)

    assert silent(read(page)) == {}


def test_a_row_that_only_anothers_report_has_is_a_doubt() -> None:
    carried = next(row for row in re.findall(r"<tr>.*?</tr>", PAGE) if "上年结转" in row)
    other = render_html(written(REPORTS["pt_gaj_2022"].figures, Variant(bureau="云岚市公安局")))

    one = read(PAGE.replace(carried, "") + other)

    assert {c for c in FIGURES if c.startswith("t3.carried_in.")} <= {*one.doubts}


def test_a_table_of_another_years_form_beside_it_is_a_doubt() -> None:
    last = render_html(written(REPORTS["pt_region_2020"].figures, Variant(year=2020)))

    one = read(PAGE + last)

    assert {c for c in one.values if c.startswith("t2.")} <= {*one.doubts}


ROW = next(row for row in re.findall(r"<tr>.*?</tr>", PAGE) if "行政处罚" in row)
OTHER = ROW.replace("1282", "9")


@pytest.mark.parametrize(
    "page",
    [
        PAGE.replace(ROW, OTHER.replace("<tr>", '<tr style="display:none">') + ROW),
        PAGE.replace(ROW, f'</tbody><tbody style="display: none">{OTHER}</tbody><tbody>{ROW}'),
        PAGE.replace(ROW, ROW.replace("<td>1282", "<td hidden>9</td><td>1282")),
        PAGE.replace("<style>", "").replace(
            "</head>", "<style>.no, .gone{color:red;display:none}</style></head>"
        ).replace(ROW, OTHER.replace("<tr>", '<tr class="gone">') + ROW),
        PAGE.replace(">1282<", '><input type="text" value="1282"><'),
        PAGE.replace(">1282<", '><input type="hidden" value="9">1282<'),
    ],
)  # fmt: skip
def test_a_page_is_read_as_it_is_seen(page: str) -> None:
    one = read(page)

    assert one.values[FINED] == 1282
    assert one.doubts == {}


def test_what_is_hidden_on_paper_only_is_read() -> None:
    style = "<style>@media print{.gone{display:none}}</style></head>"
    page = PAGE.replace("</head>", style).replace(ROW, ROW.replace("<tr>", '<tr class="gone">'))

    assert read(page).values[FINED] == 1282


def test_a_picture_in_a_cell_is_no_blank() -> None:
    assert FINED in read(PAGE.replace(">1282<", '><img src="1.png"><')).doubts


def word(change: tuple[str, str]) -> Published:
    """Return what is read of a Word document in which something is changed."""
    was = zipfile.ZipFile(io.BytesIO(render_docx(REPORT)))
    text = was.read("word/document.xml").decode()
    row = next(row for row in re.findall(r"<w:tr>.*?</w:tr>", text) if "行政处罚" in row)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", was.read("[Content_Types].xml"))
        archive.writestr("word/document.xml", text.replace(row, row.replace(*change) + row))
    return read(made.getvalue(), "年报.docx")


@pytest.mark.parametrize("gone", ["del", "hidden"])
def test_a_row_of_word_that_is_taken_out_is_not_read(gone: str) -> None:
    one = word(("<w:tr>", f"<w:tr><w:trPr><w:{gone}/></w:trPr>"))

    assert one.values[FINED] == 1282
    assert one.doubts == {}


@pytest.mark.parametrize(
    "mark",
    [
        '<w:vertAlign w:val="superscript"/>',
        '<w:vertAlign w:val="subscript"/>',
        '<w:position w:val="8"/>',
        '<w:rStyle w:val="FootnoteReference"/>',
    ],
)
def test_a_raised_number_of_word_is_no_digit(mark: str) -> None:
    note = f"</w:t></w:r><w:r><w:rPr>{mark}</w:rPr><w:t>1</w:t></w:r>"

    assert word(("1282</w:t></w:r>", f"1282{note}")).values[FINED] == 1282


RUN = '<w:r><w:t xml:space="preserve">1282</w:t></w:r>'
FIELD = '<w:fldChar w:fldCharType="begin"/><w:instrText>=SUM(LEFT)</w:instrText>'
MATH = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


@pytest.mark.parametrize(
    "shown",
    [
        f'<w:r>{FIELD}<w:fldChar w:fldCharType="end"/></w:r>',
        '<w:r><w:sym w:font="Wingdings" w:char="F081"/></w:r>',
        '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr>',
        f'<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>7</w:t></w:r>{RUN}',
        f'<w:r><w:rPr><w:color w:val="FDFDFD"/></w:rPr><w:t>7</w:t></w:r>{RUN}',
        f'<w:r><w:rPr><w:sz w:val="2"/></w:rPr><w:t>7</w:t></w:r>{RUN}',
        f"<m:oMath {MATH}><m:f><m:t>1</m:t><m:t>2</m:t></m:f></m:oMath>",
    ],
)
def test_what_word_shows_otherwise_than_as_text_is_a_doubt(shown: str) -> None:
    assert FINED in word((RUN, shown)).doubts


@pytest.mark.parametrize(
    "shown",
    [
        f'<w:r>{FIELD}<w:fldChar w:fldCharType="separate"/></w:r>{RUN}',
        f"<w:r><w:ruby><w:rt><w:r><w:t>7</w:t></w:r></w:rt><w:rubyBase>{RUN}</w:rubyBase></w:ruby></w:r>",
        f"<m:oMath {MATH}><m:r><m:t>1282</m:t></m:r></m:oMath>",
    ],
)
def test_what_word_shows_as_text_is_none(shown: str) -> None:
    one = word((RUN, shown))

    assert one.values[FINED] == 1282
    assert FINED not in one.doubts


DIGITS = "".join(f".n{number}::before{{content:'{number}'}}" for number in range(9))
ELSE = ".clear:after{content:'.';height:0;visibility:hidden} p[data-n]:after{content:attr(data-n)}"
LOOKS = "td .unseen{opacity:0} .pale{color:#fff}.gone{text-decoration:line-through}"
LOOKS += ".head{background:#036;color:#fff} a:hover{opacity:0}"
SHEET = f"<style>{DIGITS}{ELSE}{LOOKS}</style></head>"


@pytest.mark.parametrize(
    "shown",
    [
        '<i class="n1"></i><i class="n2"></i>',
        '1<b class="n2"></b>82',
        '<p data-n="1282"></p>',
        '<i class="iconfont icon-1"></i>',
        '<span class="digit d1">&nbsp;</span>',
        "<svg><text>1282</text></svg>",
        "<canvas></canvas>",
        "<script>document.write(1282)</script>",
        '<span style="background: url(1.png)"></span>',
        '<span style="color:#fff">7</span>1282',
        '<font color="#FFFFFF">7</font>1282',
        '<span style="font-size:0">7</span>1282',
        '<span style="opacity: 0">7</span>1282',
        '<span style="color:#fefefe">7</span>1282',
        '<span style="color:rgba(0,0,0,0)">7</span>1282',
        '<span style="font-size:1px">7</span>1282',
        '<span style="position:absolute;clip:rect(0,0,0,0)">7</span>1282',
        '<span style="transform:scale(0)">7</span>1282',
        '<span class="unseen">7</span>1282',
        '<span class="pale">7</span>1282',
        '<span class="gone">7</span>1282',
        '<span style="position:absolute;left:-9999px">7</span>1282',
        '<span style="unicode-bidi:bidi-override;direction:rtl">2821</span>',
        "<bdo dir=rtl>2821</bdo>",
        '<span style="display:flex;flex-direction:row-reverse"><i>2</i><i>821</i></span>',
        '<span style="display:block">12</span><span style="display:block">82</span>',
        "\u202e2821\u202c",
        "&#xe601;&#xe602;&#xe608;&#xe602;",
    ],
)
def test_digits_that_are_seen_otherwise_than_they_are_written_are_a_doubt(shown: str) -> None:
    page = PAGE.replace("</head>", SHEET, 1).replace(">1282<", f">{shown}<")

    assert [*read(page).doubts] == [FINED]


@pytest.mark.parametrize(
    "shown",
    [
        '<div class="clear">1282</div>',
        '1282<span style="vertical-align:super;font-size:8px">2</span>',
        '<div style="display:inline-block">12</div><div style="display:inline-block">82</div>',
        "12&#8203;82",
        "12&shy;82",
        "<ruby>1282<rt>7</rt></ruby>",
        "<textarea>1282</textarea>",
        "<select><option>2<option selected>1282</select>",
        '<input type=number value=1282><input value=7 style="display:none">',
        '<span style="background:#036;color:#fff">1282</span>',
        '<span class="head">1282</span>',
        '<span style="font-size:12px;color:rgb(255,0,0)">1282</span>',
        '<span lang="EN-US" style="font-size:10.5pt;color:black">1282<o:p></o:p></span>',
    ],
)
def test_what_does_not_change_what_is_seen_is_no_doubt(shown: str) -> None:
    one = read(PAGE.replace("</head>", SHEET, 1).replace(">1282<", f">{shown}<"))

    assert one.values[FINED] == 1282
    assert one.doubts == {}


@pytest.mark.parametrize("rule", ["visibility:hidden", "DISPLAY: NONE", "display:none"])
def test_digits_that_a_style_sheet_hides_are_none(rule: str) -> None:
    page = PAGE.replace("</head>", f"<style>.gone{{{rule}}}</style></head>", 1)

    one = read(page.replace(">1282<", '><i class="gone">9</i>1282<'))

    assert one.values[FINED] == 1282
    assert one.doubts == {}


@pytest.mark.parametrize(("shown", "value"), [("零", 0), ("〇", 0), ("", Mark.BLANK)])
def test_a_nought_in_words_and_an_empty_place_of_word(shown: str, value: Value) -> None:
    clutter = f'<p class="MsoNormal"><span lang="EN-US">{shown}<o:p></o:p></span></p>'

    one = read(PAGE.replace(">1282<", f">{clutter}<"))

    assert one.values[FINED] == value
    assert one.doubts == {}


@pytest.mark.parametrize(
    ("shown", "value"), [("减4", -4), ("减少4项", -4), ("↑12", 12), ("增加３", 3), ("持平", 0)]
)
def test_which_way_a_change_goes_may_be_told_in_words(shown: str, value: Value) -> None:
    report = written(REPORTS["pt_czj_2019"].figures, Variant(year=2019))
    cell = "t2.licences.change"
    rows = [row for part in report.parts if not isinstance(part, str) for row in part]
    row = next(row for row in rows if any(spot.cell == cell for spot in row))
    row[:] = [replace(spot, text=shown) if spot.cell == cell else spot for spot in row]

    one = read(render_html(report))

    assert one.values[cell] == value
    assert one.doubts == {}


def test_a_page_within_an_attribute_of_a_page() -> None:
    frame = f'<body><iframe srcdoc="{escape(PAGE)}"></iframe></body>'

    assert read(frame).doubts == {}


@pytest.mark.parametrize("kind", ["blanks", "frame", "bars without what is spanned", "cells"])
def test_tables_that_characters_draw(kind: str) -> None:
    lines = render_text(REPORT).split("\n")
    if kind == "frame":
        lines = [f"│{'│'.join(line.split(chr(9)))}│" if "\t" in line else line for line in lines]
        text = "\n├─┼─┤\n".join(lines)
    elif kind != "blanks":  # as web pages are turned into text
        apart, end = (" |\n", " |") if kind == "cells" else (" | ", " | |||")
        text = "\n".join(
            f"{apart.join(filter(None, line.split(chr(9))))}{end}" if "\t" in line else line
            for line in lines
        )
    else:
        text = "\n".join(line.replace("\t", "   ") for line in lines)

    for one in (read(text, "年报.txt"), read(f"<p>年报</p><pre>{text}</pre>")):
        assert silent(one) == {}
        assert one.doubts == {}


def _copied(lost: str = "", blank: str = ".natural_person") -> str:
    """Return a report as a browser copies it: 自然人 left blank, and a cell lost."""
    lines = [REPORT.title]
    for part in REPORT.parts:
        rows = [] if isinstance(part, str) else part
        lines += [part] if isinstance(part, str) else []
        for row in rows:
            kept = (spot for spot in row if not spot.cell or spot.cell != lost)
            lines.append("\t".join("" if blank in s.cell else s.text for s in kept))
    return "\n".join(lines)


def test_blanks_in_text_stand_where_all_rows_have_all_places() -> None:
    one = read(_copied(), "年报.txt")

    blank = {cell for cell in FIGURES if ".natural_person" in cell}
    assert one.values == {**FIGURES} | dict.fromkeys(blank, Mark.BLANK)
    assert one.doubts == {}


def test_where_a_place_of_a_row_is_lost_blanks_in_text_may_stand_anywhere() -> None:
    one = read(_copied(lost="t3.not_processed.repeated.other"), "年报.txt")

    assert {cell for cell in FIGURES if cell.startswith("t3.")} == {*one.doubts}


def _all_doubtful(one: Published) -> bool:
    return {cell for cell in FIGURES if cell.startswith("t3.")} <= {*one.doubts}


def test_where_blanks_are_left_out_what_ends_each_row_is_no_blank() -> None:
    """A program writes a tab behind each cell, and nothing for one that is empty."""
    rows = (re.sub("\t+", "\t", line).strip("\t") for line in _copied().split("\n"))

    one = read("\n".join(f"{row}\t" if "\t" in row else row for row in rows), "年报.txt")
    assert _all_doubtful(one)


def test_a_blank_behind_each_label_is_no_column_where_the_ends_of_rows_are_lost() -> None:
    figures = re.compile(r"(?<=[^\d\t]\t)(\d+\t.*)\t\d+$")
    lines = (figures.sub("\t\\1", line) for line in _copied(blank="?").split("\n"))

    assert _all_doubtful(read("\n".join(lines), "年报.txt"))


def test_a_row_of_text_that_is_filled_up_at_its_end_has_moved_too() -> None:
    moved = re.sub(r"(部分公开.*?\t)\d+\t(.*)", "\\1\\2\t", _copied(blank="?"))

    assert silent(read(moved, "年报.txt")) == {}


def test_a_label_on_two_rows_belongs_to_the_figures_below() -> None:
    row = next(row for row in re.findall(r"<tr>.*?</tr>", PAGE) if "二、上年结转" in row)
    label = "二、上年结转政府信息公开申请数量"
    upper = re.sub(r"<td>[^<]*</td>", "<td></td>", row.replace(label, label[:10]))

    one = read(PAGE.replace(row, upper + row.replace(label, label[10:])))

    assert silent(one) == {}
    assert one.doubts == {}


def test_a_row_within_a_group_is_not_the_group_that_another_form_has() -> None:
    """Rows whose figures are gone make no report of a form that has them as one."""
    rows = [
        row for row in re.findall(r"<tr>.*?</tr>", PAGE) if "逾期未按" in row or "3.其他<" in row
    ]
    page = PAGE
    for row in rows:
        page = page.replace(row, re.sub(r"<td>[^<]*</td>(?=<td>|</tr>)", "", row))
    assert len(rows) == 2

    one = read(page)

    assert silent(one) == {}
    assert {cell for cell in FIGURES if cell.startswith("t3.other.fee_unpaid.")} <= {*one.doubts}


APART = PAGE.replace('<tr><td colspan="3">一、本年新收', "</table><table><tr><td>一、本年新收", 1)
"""Its headings of table three are a table of their own: they tell no places of figures."""


@pytest.mark.parametrize("name", ["年报.html", "年报.txt"])
def test_a_blank_within_a_row_and_one_at_its_end_may_be_either_way(name: str) -> None:
    """A place too many: which of the two blanks it is, nothing tells."""
    figures = [str(FIGURES[f"t3.new.{column}"]) for column in COLUMNS]
    shown = [figures[0], "", *figures[1:-1], ""]
    if name.endswith("html"):
        row = "".join(f"<td>{text}</td>" for text in figures)
        assert APART.count(f"数量</td>{row}</tr>") == 1
        page = APART.replace(row, "".join(f"<td>{text}</td>" for text in shown), 1)
    else:
        lines = render_text(REPORT).split("\n")
        at = next(n for n, line in enumerate(lines) if line.startswith("一、本年新收"))
        lines[at] = "\t".join(["一、本年新收政府信息公开申请数量", *shown])
        page = "\n".join(lines)

    one = read(page, name)

    assert {c for c in FIGURES if c.startswith("t3.new.")} <= {*one.doubts}


@pytest.mark.parametrize(
    ("label", "other", "cell"),
    [
        ("本年收费金额（单位：万元）", "本年收费金额（元/万元）", "t2.fees.amount"),
        ("本年废止件数", "上年废止件数", "t2.regulations.repealed"),
        ("二、上年结转", "二、下年结转", "t3.carried_in.total"),
    ],
)
def test_a_label_of_another_time_or_without_a_unit_is_a_doubt(
    label: str, other: str, cell: str
) -> None:
    assert label in PAGE

    assert cell in read(PAGE.replace(label, other)).doubts
