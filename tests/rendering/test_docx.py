"""The DOCX: what WPS and Word make of it, the same figures, the same bytes."""

import datetime
import re
import zipfile
from io import BytesIO
from itertools import pairwise

import pypdfium2
import pytest
from docx.oxml import parse_xml
from hypothesis import example, given, settings
from selectolax.lexbor import LexborHTMLParser

from reportkit.rendering.docx import make_docx
from reportkit.rendering.docx.drawn import draw_pictures
from reportkit.rendering.docx.links import safe_link
from reportkit.rendering.paper.typst import html_to_typst
from tests.conftest import ENFORCEMENT_EXAMPLE, EXAMPLE, LARGE, LARGE_YEAR
from tests.rendering.docx_file import figures, opened, paragraphs, tables, told
from tests.rendering.test_pdf import DOCUMENT, PAGE, SVG
from tests.rendering.test_typst import PAGES

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TWIPS = 1440 / 25.4  # in a millimetre


def made(html, mark=""):
    return make_docx(html, DOCUMENT, mark=mark)


def part(data, name):
    return zipfile.ZipFile(BytesIO(data)).read(name).decode()


def body(html):
    return parse_xml(part(made(html), "word/document.xml").encode())[0]


def values(element, name):
    return [each.get(f"{W}val") for each in element.iter(f"{W}{name}")]


def words(html):
    return paragraphs(opened(made(html)).element.body)


def test_same_report_same_bytes_and_no_clock_in_the_archive():
    data = made(PAGE, "草稿")
    assert data == made(PAGE, "草稿")
    entries = zipfile.ZipFile(BytesIO(data)).infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
    assert entries[0].filename == "[Content_Types].xml"


def test_a_line_that_was_ended_by_hand_is_not_spread_over_the_whole_width():
    settings = parse_xml(part(made("<p>前<br>后"), "word/settings.xml").encode())
    assert [*settings.iter(f"{W}doNotExpandShiftReturn")]


def test_title_author_date_and_language_come_from_the_report():
    properties = opened(made(PAGE)).core_properties
    assert (properties.title, properties.author) == ("某局2022年报告", "某局")
    assert properties.language == "zh-CN"
    day = datetime.datetime(2023, 1, 16, tzinfo=datetime.UTC)
    assert {properties.created, properties.modified} <= {day, day.replace(tzinfo=None)}


def test_every_style_names_its_chinese_font_and_word_knows_substitutes():
    styles = parse_xml(part(made(PAGE), "word/styles.xml").encode())
    named = {
        style.get(f"{W}styleId"): {f.get(f"{W}eastAsia") for f in style.iter(f"{W}rFonts")}
        for style in styles.iter(f"{W}style")
    }
    # Nothing may stand in the default of all text: it would beat the styles of paragraphs.
    assert named.pop("DefaultParagraphFont") == set()
    assert named.pop("TableNormal") == named.pop("TableGrid") == {"宋体"}
    assert all(len(fonts) == 1 and None not in fonts for fonts in named.values())
    headings = [named[f"Heading{level}"] for level in (1, 2, 3, 4)]
    assert headings == [{"方正小标宋简体"}, {"黑体"}, {"楷体"}, {"仿宋"}]
    fonts = parse_xml(part(made(PAGE), "word/fontTable.xml").encode())
    assert set().union(*named.values()) == {font.get(f"{W}name") for font in fonts}
    assert len(values(fonts, "altName")) == len(fonts)


def test_page_is_that_of_the_standard():
    document = opened(made(PAGE))
    section = document.sections[0]
    margins = (section.top_margin, section.left_margin, section.bottom_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 28, 35, 26]
    assert document.settings.odd_and_even_pages_header_footer
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert odd._p.xpath(".//w:fldSimple/@w:instr") == even._p.xpath(".//w:fldSimple/@w:instr")
    assert [p.style.paragraph_format.alignment for p in (odd, even)] == [2, 0]


def test_headings_are_headings_and_leave_no_level_out():
    found = body("<h1>某局</h1><h2>一</h2><h4>1</h4><h3><svg></svg></h3><p>文")
    assert values(found, "pStyle")[:3] == ["Heading1", "Heading2", "Heading4"]
    assert values(found, "outlineLvl") == ["2"]
    assert "Heading3" not in values(found, "pStyle")


def test_cells_are_merged_and_rows_stay_whole():
    html = (
        "<table><thead><tr><th rowspan=2>甲<th colspan=2>乙<tr><th>丙<th>丁</thead>"
        "<tr><th rowspan=2>戊<td>1<td>2<tr><td>3<td>4<tr><td>己<td>5<td>6</table>"
    )
    document = opened(made(html))
    assert tables(document) == [
        [["甲", "乙"], ["丙", "丁"], ["戊", "1", "2"], ["3", "4"], ["己", "5", "6"]]
    ]
    table = document.tables[0]
    assert [c.text for c in table.rows[1].cells] == ["甲", "丙", "丁"]
    assert [c.text for c in table.rows[0].cells] == ["甲", "乙", "乙"]
    repeated = [bool(row._tr.xpath("./w:trPr/w:tblHeader")) for row in table.rows]
    assert repeated == [True, True, False, False, False]
    assert all(row._tr.xpath("./w:trPr/w:cantSplit") for row in table.rows)
    kept = [bool(row._tr.xpath(".//w:keepNext")) for row in table.rows]
    assert kept == [True, True, True, False, False]
    widths = [int(width) for width in table._tbl.xpath("./w:tblGrid/w:gridCol/@w:w")]
    assert sum(widths) == pytest.approx((210 - 28 - 26) * TWIPS, abs=2)


def test_heads_of_several_blocks_do_not_repeat_over_each_other():
    block = "<tbody><tr><th>甲<th>乙<tr><td>1<td>2</tbody>"
    assert not list(body(f"<table>{block}{block}</table>").iter(f"{W}tblHeader"))


def test_tables_that_meet_stay_two():
    document = opened(made("<table><tr><td>1</table><table><tr><td>2</table>"))
    assert tables(document) == [[["1"]], [["2"]]]
    assert [element.tag for element in document.element.body][1::2] == [f"{W}p", f"{W}p"]


def test_pictures_are_drawn_once_and_say_what_they_show():
    broken = '<img alt="坏图" src="data:image/png;base64,AAAA">'
    data = made(f"<figure>{SVG}<figcaption>图甲</figcaption></figure><p>文{broken}</p>")
    document = opened(data)
    assert document.element.body.xpath(".//wp:docPr/@descr") == ["图甲"]
    assert part_names(data, "word/media/") == ["word/media/image1.png"]
    assert document.inline_shapes[0].width.pt == pytest.approx(9 * 0.75, abs=0.5)
    assert words(f"<p>文{broken}</p>") == ["文〔图：坏图〕"]


def part_names(data, folder):
    return [n for n in zipfile.ZipFile(BytesIO(data)).namelist() if n.startswith(folder)]


@pytest.mark.parametrize("family", ["", ' font-family="Arial, sans-serif"'])
def test_words_of_a_picture_are_drawn_whatever_font_it_asks_for(family: str) -> None:
    words = f'<text x="10" y="30" font-size="20"{family}>办结十二件</text>'
    drawn = [
        draw_pictures(LexborHTMLParser(f'<svg width="200" height="60">{text}</svg>').root)
        for text in (words, "")
    ]
    with_words, without = ([picture.png for picture in each.values()] for each in drawn)
    assert with_words != without


def test_a_picture_wider_than_the_page_is_fitted_into_it():
    html = '<svg viewBox="0 0 900 90" width="900" height="90"></svg>'
    assert opened(made(html)).inline_shapes[0].width.pt <= 443


def test_a_picture_higher_than_wide_leaves_no_page_empty():
    html = '<svg viewBox="0 0 600 1400" width="600" height="1400"></svg>'
    (shape,) = opened(made(html)).inline_shapes
    assert 420 <= shape.height.pt <= 427
    assert shape.width.pt == pytest.approx(shape.height.pt * 6 / 14, rel=0.01)


def test_lines_that_hold_a_picture_are_as_high_as_it_is():
    style = body(f"<p>文{SVG}字</p>")
    assert [each.get(f"{W}lineRule") for each in style.iter(f"{W}spacing")] == ["auto"]


def test_mark_stands_on_every_page_of_a_draft_alone():
    marked = made(PAGE, "送审稿")
    for name in ("odd", "even"):
        assert 'string="送审稿"' in part(marked, f"word/header-{name}.xml")
    assert not part_names(made(PAGE), "word/header")


def test_links_lead_where_word_can_follow():
    html = (
        '<p id="here">文</p><p><a href="https://www.gov.cn/条例?a=1&amp;b=2">甲</a>'
        '<a href="http://[::1">乙</a><a href="javascript:x()">丙</a><a href="#here">丁</a>'
        '<a href="#there">戊</a></p>'
    )
    data = made(html)
    relations = part(data, "word/_rels/document.xml.rels")
    external = re.findall('Target="([^"]*)" TargetMode="External"', relations)
    assert external == ["https://www.gov.cn/%E6%9D%A1%E4%BE%8B?a=1&amp;b=2"]
    assert "".join(words(html)) == "文甲乙丙丁戊"
    inside = opened(data).element.body.xpath(".//w:hyperlink/@w:anchor")
    assert inside == opened(data).element.body.xpath(".//w:bookmarkStart/@w:name")


@pytest.mark.parametrize("bad", ["http://a/%zz", "http://a b/", "file:///c:/x", "mailto:", "x"])
def test_no_broken_address_is_left_to_stop_word(bad):
    assert not re.search(r"%(?![0-9A-F]{2})| ", safe_link(bad))
    assert safe_link(bad) == "" or safe_link(bad).startswith("http")


def test_lists_are_numbered_by_word_and_begin_anew():
    data = made("<ol><li>甲<ul><li>乙</ul><li>丙</ol><ol><li>丁</ol>")
    found = parse_xml(part(data, "word/document.xml").encode())
    assert values(found, "numId") == ["1", "2", "1", "3"]
    assert values(found, "ilvl") == ["0", "1", "0", "0"]
    numbering = parse_xml(part(data, "word/numbering.xml").encode())
    kinds = [each[0].get(f"{W}val") for each in numbering.iter(f"{W}num")]
    assert kinds == ["1", "0", "1"]


def test_a_list_begins_with_the_number_it_states():
    html = '<ol start="5"><li>戊</ol><ol start="-x"><li>甲</ol>'
    starts = part(made(html), "word/numbering.xml").split("<w:num ")[1:]
    assert ['startOverride w:val="5"' in each for each in starts] == [True, False]
    assert "#enum(start: 5, " in html_to_typst(html).source


def test_signature_stands_to_the_right_and_what_is_above_stays_with_it():
    html = '<p>正文。</p><p class="signature">某局</p><p class="signature">2023年1月16日</p>'
    above, first, last = (p for p in body(html) if p.tag == f"{W}p")
    assert values(first, "pStyle") == values(last, "pStyle") == ["Signature"]
    assert list(above.iter(f"{W}keepNext"))
    assert list(first.iter(f"{W}keepNext"))


def test_text_is_never_markup_and_control_characters_are_dropped():
    hostile = "<p>&lt;w:p&gt;&amp;amp; ]]&gt; {{ 7*7 }} \x0b\ufffe字\x1b[31m</p>"
    assert words(hostile) == ["<w:p>&amp; ]]> {{ 7*7 }} 字[31m"]


def all_parts_parse(html):
    data = made(html, "草稿")
    names = [n for n in part_names(data, "") if n.endswith((".xml", ".rels"))]
    for name in names:
        parse_xml(part(data, name).encode())
    cells = parse_xml(part(data, "word/document.xml").encode()).iter(f"{W}tc")
    assert all(cell[-1].tag == f"{W}p" for cell in cells)


@example('<p><a href="#x">l<b id=x>t</b></a>')
@example("<blockquote>" * 100 + "x")
@example("<table><tr><td><ol><li><table><tr><td>x</table></ol></table>")
@example("<svg></svg><svg width=0 height=0></svg><img src='data:image/svg+xml,<svg/>'>")
@settings(max_examples=60)
@given(PAGES)
def test_any_html_is_a_document(html):
    all_parts_parse(html)


@pytest.mark.slow
@settings(max_examples=2000)
@given(PAGES)
def test_any_html_is_a_document_thoroughly(html):
    all_parts_parse(html)


@pytest.mark.parametrize(
    "key",
    [
        ("ogi", "2022", EXAMPLE),
        ("ogi", LARGE_YEAR, LARGE),
        ("enforcement", "2024", ENFORCEMENT_EXAMPLE),
    ],
)
def test_every_figure_equals_that_of_the_report(key, request):
    folder = request.getfixturevalue("made").joinpath("outputs", *key)
    data = (folder / "report.docx").read_bytes()
    html = (folder / "report.html").read_text("utf-8")
    assert figures(data, html) == told(folder)
    assert opened(data).element.body.xpath(".//wp:docPr/@descr")


@pytest.fixture(scope="module")
def printed(tmp_path_factory, request):
    """A document of five pages as LibreOffice prints it."""
    lines = "<p>" + "公开" * 700 + "</p>"
    table = "<table><tr><th>甲<th>乙" + "<tr><td>申请<td>7" * 40 + "</table>"
    path = tmp_path_factory.mktemp("docx") / "report.docx"
    path.write_bytes(made(f"<h1>某局</h1>{lines}<h2>一、表</h2>{table}", "草稿"))
    pdf = request.getfixturevalue("libreoffice")(path, "pdf")
    with pypdfium2.PdfDocument(pdf) as opened_pdf:
        yield [_boxes(page) for page in opened_pdf]


def _boxes(page):
    """Return the characters of a page, each with its left, top, right and bottom in mm."""
    height, text = page.get_height(), page.get_textpage()
    found = []
    for place in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(place)
        box = (left, height - top, right, height - bottom)
        found.append((text.get_text_range(place, 1), tuple(each * 25.4 / 72 for each in box)))
    return found


def test_libreoffice_prints_22_lines_of_28_characters(printed):
    boxes = [box for char, box in printed[1] if char in "公开"]
    tops = sorted({round(box[1], 2) for char, box in printed[1] if char == "公"})
    assert len(tops) == 22
    apart = [below - above for above, below in pairwise(tops)]
    assert sum(apart) / len(apart) == pytest.approx(225 / 22, abs=0.1)
    assert len(boxes) == 22 * 28
    assert min(box[0] for box in boxes) == pytest.approx(28, abs=1)
    assert max(box[2] for box in boxes) == pytest.approx(210 - 26, abs=1)
    assert min(box[1] for box in boxes) > 37
    assert max(box[3] for box in boxes) < 297 - 35


def test_libreoffice_prints_page_numbers_outside(printed):
    for number, page in enumerate(printed, start=1):
        dashes = [box for char, box in page if char == "—" and box[1] > 262]
        assert len(dashes) == 2
        assert dashes[0][1] == pytest.approx(297 - 35 + 7, abs=1)
        one = 14 * 25.4 / 72
        if number % 2:
            assert dashes[1][2] == pytest.approx(210 - 26 - one, abs=1)
        else:
            assert dashes[0][0] == pytest.approx(28 + one, abs=1)


def test_libreoffice_repeats_the_head_of_a_table(printed):
    with_rows = [page for page in printed if any(char == "7" for char, _ in page)]
    assert len(with_rows) > 1
    assert all(any(char == "甲" for char, _ in page) for page in with_rows)
