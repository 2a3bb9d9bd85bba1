"""Whatever way a report is written in: no figure is wrong that nobody was told of."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from reportkit.audit.held import rules_for
from reportkit.audit.one import forms_in
from reportkit.errors import PublishedError
from reportkit.figures import Figures, Mark, Value
from reportkit.grids import Grid
from reportkit.grids.read_document import document_of
from reportkit.published.model import Published
from reportkit.published.read import read_published
from tests.audit.audited import audit_file
from tests.audit.count import count
from tests.audit.layout import Layout, Spot, placed
from tests.audit.variants import RENDERERS, Variant, render_html, written
from tests.making.test_example import PUBLISHED
from tests.narrative.samples import EDITION
from tests.published import published_reports

REPORTS = {report.slug: report for report in published_reports()}
SOME = ("huaian_2024", "pt_region_2020", "pt_zhzf_2021", "pt_jinjing_2022")
SEED = Path(__file__).parent / "fuxin-ecology-2022.txt"
"""As 阜新市生态环境局 put it out, copied from its page: rows cut, cells lost and shifted."""


@pytest.mark.parametrize("kind", RENDERERS)
def test_varied_reports_are_read_without_a_wrong_figure(kind: str) -> None:
    tally = count(range(3), [kind], SOME)[kind]

    assert tally.silent == []
    assert tally.cells["unread"] == 0
    assert tally.cells["needless"] <= tally.cells["exact"] / 100, tally.needless[:5]


@pytest.mark.slow
@pytest.mark.parametrize("kind", RENDERERS)
def test_thousands_of_varied_reports(kind: str) -> None:
    tally = count(range(60), [kind])[kind]

    assert tally.silent == []
    assert tally.cells["needless"] <= tally.cells["exact"] / 100, tally.needless[:5]


def test_text_that_lost_cells_is_read_with_every_such_row_in_doubt() -> None:
    forms = forms_in(None)

    read = read_published(document_of(SEED.read_bytes(), SEED.name), forms, rules_for)

    own = [c for c, v in read.values.items() if v]
    assert {c: read.values[c] for c in own} == PUBLISHED
    assert len(read.doubts) == 140
    assert "t3.new.total" not in read.doubts
    assert (read.bureau, read.year) == ("阜新市生态环境局", 2022)


def test_six_cells_for_seven_are_a_doubt_and_no_guess(tmp_path: Path) -> None:
    figures = REPORTS["pt_region_2021"].figures
    page = render_html(written(figures, Variant(year=2021)))
    row = page.index("四、结转下年度继续办理")
    start = page.index("<td>0</td>", row)
    path = tmp_path / "年报.html"
    path.write_text(page[:start] + page[start + len("<td>0</td>") :], encoding="utf-8")

    audited = audit_file(path)

    assert audited.published is not None
    assert {c for c in figures if c.startswith("t3.carried_out.")} == {*audited.published.doubts}


def test_two_paragraphs_and_a_raised_note_are_no_part_of_a_number(tmp_path: Path) -> None:
    figures = REPORTS["pt_region_2021"].figures
    page = render_html(written(figures, Variant(year=2021)))
    page = page.replace(">2293</td>", "><p>22</p><p>93</p></td>")
    page = page.replace(">1282</td>", ">1282<sup>1</sup></td>")
    page = page.replace(">42</td>", "><s>40</s>42</td>")
    path = tmp_path / "年报.html"
    path.write_text(page, encoding="utf-8")

    one = audit_file(path).published

    assert one is not None
    assert one.values["t2.penalties.decisions"] == 1282
    assert {"t2.licences.decisions", "t2.coercive_measures.decisions"} == {*one.doubts}


def test_a_column_of_totals_left_blank_is_one_finding(tmp_path: Path) -> None:
    figures = REPORTS["pt_gaj_2022"].figures
    blank = written(figures, Variant(year=2022))
    for part in blank.parts:
        if isinstance(part, list):
            for row in part:
                for at, spot in enumerate(row):
                    if spot.cell.startswith("t3.") and spot.cell.endswith(".total"):
                        row[at] = type(spot)("", cell=spot.cell)
    path = tmp_path / "年报.html"
    path.write_text(render_html(blank), encoding="utf-8")

    audited = audit_file(path)

    told = [one for one in audited.findings if one.rule == "VALUES" and one.state == "fail"]
    assert [one.place for one in told] == ["t3.total"]
    assert "25 格，全部空白" in told[0].message
    assert not [one for one in audited.findings if one.rule == "T3-APPLICANTS"]


@pytest.mark.parametrize("beside", ["126 26 29", "126"])
def test_a_figure_below_headings_of_several_columns_is_no_figure_of_the_only_one(
    beside: str,
) -> None:
    """As a PDF gives a row of the form before, two cells of which are blank."""
    text = (
        "某局2021年政府信息公开工作年度报告\n二、主动公开政府信息情况\n第二十条第（六）项\n"
        f"信息内容 上一年项目数量本年增/减 处理决定数量\n行政处罚 2648\n行政强制 {beside}\n"
    )
    read = read_published(document_of(text.encode(), "年报.txt"), forms_in(None), rules_for)
    assert {"t2.penalties.decisions", "t2.coercive_measures.decisions"} <= {*read.doubts}


def test_headings_repeated_in_every_cell_that_they_spanned_are_one() -> None:
    """As an export gives up merged cells; figures that are repeated stay in doubt."""
    report = written(REPORTS["pt_region_2021"].figures, Variant(year=2021))
    for part in report.parts:
        if isinstance(part, list):
            part[:] = _repeated(part)
    page = render_html(report).encode()

    read = read_published(document_of(page, "年报.html"), forms_in(None), rules_for)

    assert {cell for cell in report.figures if read.values.get(cell) != report.figures[cell]} <= {
        *read.doubts
    }
    assert {cell.partition(".")[0] for cell in read.doubts} == {"t2"}
    assert len(read.doubts) == 4


def _repeated(layout: Layout) -> Layout:
    rows: list[dict[int, Spot]] = [{} for _ in layout]
    for number, row in enumerate(placed(layout)):
        for column, spot in row:
            for down in range(number, min(number + spot.down, len(rows))):
                for across in range(column, column + spot.across):
                    rows[down][across] = Spot(spot.text)
    return [[row[column] for column in sorted(row)] for row in rows]


def test_a_blank_within_a_heading_of_text_makes_no_column_of_its_own() -> None:
    report = written(REPORTS["huaian_2024"].figures, Variant(year=2024))
    text = RENDERERS["cells.txt"](report, 0)
    assert isinstance(text, str)
    text = text.replace("本年制发件数", "本年制发件 数")

    read = read_published(document_of(text.encode(), "年报.txt"), forms_in(None), rules_for)

    assert read.doubts == {}


def test_a_table_of_csv_within_a_text_is_read() -> None:
    report = written(REPORTS["huaian_2024"].figures, Variant(year=2024))
    text = RENDERERS["txt"](report, 0)
    assert isinstance(text, str)
    text = text.replace("\t", ",")

    read = read_published(document_of(text.encode(), "年报.txt"), forms_in(None), rules_for)

    assert read.doubts == {}
    assert dict(read.values) == report.figures


def test_a_row_cut_in_two_of_which_only_the_upper_part_has_figures_is_a_doubt() -> None:
    """As LibreOffice prints a row over the end of a page."""
    page = render_html(written(REPORTS["pt_region_2021"].figures, Variant(year=2021)))
    label = "2.其他法律行政法规禁止公开"
    start = page.index(f"<td>{label}</td>")
    end = page.index("</tr>", start)
    rest = f"<tr><td>规禁止公开</td>{'<td></td>' * 7}</tr>"
    page = (
        page[:start]
        + page[start:end].replace(label, "2.其他法律和行政法")
        + "</tr>"
        + rest
        + page[end + 5 :]
    )

    read = read_published(document_of(page.encode(), "年报.html"), forms_in(None), rules_for)

    cells = {one for one in read.values if one.startswith("t3.refused.other_law.")}
    assert cells
    assert cells <= {*read.doubts}


@pytest.mark.parametrize(
    "gone", ["t2.normative_documents.issued", "t3.not_processed.repeated.other", "t3.new.total"]
)
def test_a_row_that_was_filled_up_at_its_end_for_a_cell_gone_is_a_doubt(gone: str) -> None:
    """As LibreOffice prints a row that is too short; what sums allow in one way only is sure."""
    read = _read_with(gone)

    row = {cell for cell in read.values if cell.startswith(gone.rpartition(".")[0])}
    assert {cell for cell in read.doubts if "." in cell} == (
        set() if gone == "t3.new.total" else row
    )


def test_two_cells_gone_of_the_only_row_of_a_table_are_a_doubt() -> None:
    gone = ("t4.reconsideration.corrected", "t4.direct_suit.total")

    doubts = _read_with(*gone).doubts

    assert {"t4.reconsideration.pending", "t4.suit_after_reconsideration.total"} <= {*doubts}
    assert len(doubts) == 15


def _read_with(*gone: str) -> Published:
    """Read the real report, with cells taken out and as many empty ones put at their rows' ends."""
    report = written(REPORTS["huaian_2024"].figures, Variant(year=2024))
    for part in report.parts:
        if isinstance(part, list):
            for at, row in enumerate(part):
                kept = [spot for spot in row if spot.cell not in gone]
                part[at] = [*kept, *[Spot("")] * (len(row) - len(kept))]
    return read_published(
        document_of(render_html(report).encode(), "年报.html"), forms_in(None), rules_for
    )


def test_a_column_cut_off_whose_heading_stands_over_another_is_a_doubt() -> None:
    """As LibreOffice prints a table that is wider than its page, of which a heading spans less."""
    report = written(REPORTS["huaian_2024"].figures, Variant(year=2024))
    for part in report.parts:
        if isinstance(part, list):
            part[:] = [
                [
                    spot
                    for spot in row
                    if spot.text != "其他" and not spot.cell.endswith("new.total")
                ]
                if any(spot.text == "商业企业" for spot in row)
                else [
                    spot for spot in row if not (_in_third(spot) and spot.cell.endswith(".total"))
                ]
                for row in part
            ]
            part[:] = [
                [replace(spot, across=4) if spot.text == "法人或其他组织" else spot for spot in row]
                for row in part
            ]
    page = render_html(report).encode()

    read = read_published(document_of(page, "年报.html"), forms_in(None), rules_for)

    assert {one for one in read.values if one.startswith("t3.")} <= {*read.doubts}


def _in_third(spot: Spot) -> bool:
    return spot.cell.startswith("t3.")


def test_figures_that_a_workbook_hides_are_in_doubt(tmp_path: Path) -> None:
    """A row, a column of five under another heading, a cell in white, one in thousands."""
    book = _workbook()
    (sheet,) = book.worksheets
    (at,) = (row[0].row for row in sheet.iter_rows() if "（一）予以公开" in {c.value for c in row})
    (head,) = (c for row in sheet.iter_rows() for c in row if c.value == "科研机构")
    figures = [cell for cell in sheet[at + 1] if isinstance(cell.value, int)]
    sheet.row_dimensions[at].hidden = True
    sheet.column_dimensions[head.column_letter].hidden = True
    figures[0].font = Font(color="FFFFFFFF")
    figures[-1].number_format = "#,##0,"

    read = _read(book, tmp_path / "年报.xlsx")

    row = next(one for one in read.values if read.places[one].row == at + 1).rpartition(".")[0]
    assert {one for one in read.doubts if one.startswith("t3.")} == {
        one for one in read.values if one.startswith("t3.granted.") or one.endswith(".research")
    } | {f"{row}.natural_person", f"{row}.total"}


def test_a_workbook_whose_tables_stand_on_a_hidden_sheet_says_so(tmp_path: Path) -> None:
    book = _workbook()
    book.worksheets[0].title = "底稿"
    book.worksheets[0].sheet_state = "hidden"
    book.create_sheet("说明")["A1"] = "见附件"
    book.active = 1

    with pytest.raises(PublishedError, match="第 1 张工作表是隐藏的，没有读"):
        _read(book, tmp_path / "年报.xlsx")


def _workbook() -> openpyxl.Workbook:
    content = RENDERERS["xlsx"](written(REPORTS["huaian_2024"].figures, Variant(year=2024)), 0)
    assert isinstance(content, bytes)
    return openpyxl.load_workbook(io.BytesIO(content))


def _read(book: openpyxl.Workbook, path: Path) -> Published:
    book.save(path)
    return read_published(document_of(path.read_bytes(), path.name), forms_in(None), rules_for)


def test_a_group_of_columns_that_is_left_blank_is_no_row_that_has_moved() -> None:
    """As bureaus leave the lawsuits blank that nobody brought."""
    figures: dict[str, Value] = dict.fromkeys(EDITION.cells, 0)
    figures |= dict.fromkeys([cell for cell in EDITION.cells if "suit" in cell], Mark.BLANK)
    figures |= {"t4.reconsideration.upheld": 1, "t4.reconsideration.total": 1}
    page = render_html(written(Figures.of(EDITION, figures), Variant(year=2023)))
    read = read_published(document_of(page.encode(), "年报.html"), forms_in(None), rules_for)
    assert not [cell for cell in read.doubts if cell.startswith("t4")]
    assert {cell: read.values[cell] for cell in figures} == figures


def test_a_blank_at_the_end_of_noughts_is_a_doubt_where_only_gaps_tell_columns() -> None:
    """No page shows there that a cell is missing; elsewhere sums tell, or the cells themselves."""
    figures: dict[str, Value] = dict.fromkeys(EDITION.cells, 0)
    figures |= {"t3.granted.natural_person": 3, "t3.granted.total": Mark.BLANK}
    figures |= {"t3.new.total": Mark.BLANK}
    page = render_html(written(Figures.of(EDITION, figures), Variant(year=2023)))
    document = document_of(page.encode(), "年报.html")
    blocks = [replace(b, by_gaps=True) if isinstance(b, Grid) else b for b in document.blocks]
    for one, doubted in ((document, set()), (replace(document, blocks=tuple(blocks)), {"new"})):
        read = read_published(one, forms_in(None), rules_for)
        rows = {cell.split(".")[1] for cell in read.doubts if cell.startswith("t3")}
        assert rows == doubted
        assert read.values["t3.granted.natural_person"] == 3
