"""HTML to Typst: whatever the HTML, nothing is lost, nothing is run, and the PDF compiles."""

import datetime
import re
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from reportkit.rendering.document import Document
from reportkit.rendering.fonts import missing_characters, printable
from reportkit.rendering.paper.grid import column_widths, lay_out
from reportkit.rendering.paper.pdf import make_pdf
from reportkit.rendering.paper.pictures import svg_xml
from reportkit.rendering.paper.typst import MAX_DEPTH, html_to_typst

DOCUMENT = Document("标题", ("标题",), "某局", datetime.date(2023, 1, 16))
PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)

TAGS = st.sampled_from(
    [
        *("p", "h1", "h3", "h6", "div", "section", "table", "caption", "thead", "tbody", "tfoot"),
        *("tr", "td", "th", "colgroup", "col", "ul", "ol", "li", "dl", "dt", "pre", "code", "b"),
        *("em", "sub", "a", "br", "hr", "blockquote", "figure", "figcaption", "svg", "g", "text"),
        *("title", "style", "use", "img", "span", "script", "template", "foreignObject", "foo"),
    ]
)
ATTRIBUTES = st.sampled_from(
    [
        *(
            "id=a",
            'id="b c"',
            'href="#a"',
            'href="#b%20c"',
            "href=http://x.y/",
            "href=javascript:1",
        ),
        *("rowspan=0", "rowspan=3", "rowspan=99999999", "colspan=2", "colspan=100000", "colspan=x"),
        *("class=signature", "class=draft", 'style="text-align:right"', 'style="width:30%"'),
        *("width=0", 'viewBox="0 0 10 10"', 'viewBox="x"', 'src="data:image/png;base64,AAAA"'),
        *(f'src="{PIXEL}"', 'alt="x"', 'aria-label="]#"', "scope=row", "xmlns=x", "a:b=c", '"=2'),
    ]
)
TEXTS = st.text(
    st.one_of(
        st.sampled_from(
            '#\\"][$*_`<>@=-+/~{}();:\n\t\x00\x01\x0c\u2028\u200b\ufeff&汉字“”０😀\ud800'
        ),
        st.characters(),
    ),
    max_size=12,
)
OPENINGS = st.builds(
    lambda tag, attributes: f"<{' '.join([tag, *attributes])}>",
    TAGS,
    st.lists(ATTRIBUTES, max_size=3),
)
PAGES = st.lists(st.one_of(OPENINGS, TEXTS, TAGS.map("</{}>".format)), min_size=1, max_size=40).map(
    "".join
)


def source(html: str) -> str:
    return html_to_typst(html).source


def grid(html: str):
    return lay_out(LexborHTMLParser(html).css_first("table"))


@example('<p><a href="#x">l<b id=x>t</b></a>')  # a link around its own target
@example("<h2><svg></svg></h2><h4></h4>")  # PDF/UA allows no heading without text
@example("<blockquote>" * 100 + "x")
@example("<svg></svg><svg width=0 height=0></svg>")
@settings(max_examples=60)
@given(PAGES)
def test_any_html_compiles(html):
    assert make_pdf(html, DOCUMENT, mark="").startswith(b"%PDF")


@pytest.mark.slow
@settings(max_examples=2000)
@given(PAGES)
def test_any_html_compiles_thoroughly(html):
    assert make_pdf(html, DOCUMENT, mark="草稿").startswith(b"%PDF")


def test_text_is_never_code():
    assert source('<p>#panic("x") \\ $a$ // b') == '#"#panic(\\"x\\") \\\\ $a$ // b";'


def test_no_text_is_lost_below_the_greatest_depth():
    deep = "<div>" * (MAX_DEPTH + 3000) + "<b>底部</b>"
    assert '"底部"' in source(deep)


def test_a_table_inside_a_table_keeps_its_text():
    assert '"甲　乙"' in source("<table><tr><td><table><tr><td>甲<td>乙</table></table>")


def test_text_between_list_items_is_kept():
    assert source("<ul>零<li>一</ul>") == '#list([#"零";], [#"一";])'


def test_line_break_between_chinese_characters_prints_no_space():
    assert source("<p>公开\n信息 in\nEnglish") == '#"公开信息 in English";'


def test_control_characters_go_and_missing_ones_become_visible():
    assert printable("a\x01\ufeffb\U00030edd\u1680c\ufe0f") == "ab〔U+30EDD〕 c"
    assert '"〔U+30EDD〕"' in source("<p>&#x30EDD;")


def test_missing_characters_are_named_once_in_order_of_occurrence():
    assert missing_characters("😀字\U00030edd\n\t\ufeff\u200d😀") == ["😀", "\U00030edd"]


def test_the_8105_standard_characters_are_not_missing():
    assert missing_characters("㙍䲢𬬻阜，。：“”〔〕①—") == []


def test_headings_leave_no_gap_in_the_outline_but_keep_their_looks():
    headings = re.findall(r"report-heading\((\d), (\d)\)", source("<h2>a</h2><h4>b</h4><h1>c</h1>"))
    assert headings == [("2", "1"), ("4", "2"), ("1", "1")]


@pytest.mark.parametrize("link", ['<a href="#gone">x</a>', '<a href="javascript:1">x</a>'])
def test_a_link_to_nowhere_is_plain_text(link):
    assert source(f"<p>{link}") == '#"x";'


def test_links_inside_and_outside():
    markup = source(
        '<p><a href="#t">in</a><a href="https://a.cn/?b=1">out</a></p><h2 id="t">x</h2>'
    )
    assert '#link(label("t"))[#"in";];' in markup
    assert '#link("https://a.cn/?b=1")[#"out";];' in markup
    assert '#label("t")' in markup


def test_overlapping_and_ragged_cells_get_places_of_their_own():
    cells = grid("<table><tr><td>a<td rowspan=9>b<tr><td colspan=5>c<td>d<tr></table>").cells
    places = [(c.x, c.y, c.rowspan, c.colspan) for c in cells]
    assert places == [(0, 0, 1, 1), (1, 0, 2, 1), (0, 1, 1, 1), (2, 1, 1, 1)]


def test_each_block_of_a_table_without_thead_has_its_own_headings():
    table = "<table><tbody><tr><th>一<tr><td>1</tbody><tbody><tr><th>二<tr><td>2</tbody></table>"
    assert grid(table).header_rows == {0, 2}
    assert source(table).count("header: true") == 2


def test_rows_of_header_cells_alone_are_no_headings_of_nothing():
    assert grid("<table><tr><th>a</table>").header_rows == set()


def test_columns_of_words_give_way_before_columns_of_figures():
    row = f"<tr><td>{'长' * 90}<td>{'话' * 90}" + "<td>3058" * 9
    widths = column_widths(grid(f"<table>{row}</table>"))
    assert widths[2] == pytest.approx(3.1, abs=0.05)
    assert sum(widths) == pytest.approx(48, abs=0.1)


def test_declared_column_widths_are_kept():
    columns = '<colgroup><col style="width: 70%"><col width="30%"></colgroup>'
    assert column_widths(grid(f"<table>{columns}<tr><td>a<td>b</table>")) == [70, 30]


def test_a_caption_that_repeats_the_heading_is_not_printed_twice():
    table = "<table><caption>申请情况</caption><tr><td>1</table>"
    assert "申请情况" in source(table)
    assert source(f"<h2>三、申请情况</h2>{table}").count("申请情况") == 1


def test_signature_and_row_headings_are_aligned():
    assert source('<p class="signature">某局') == '#signature[#"某局";]'
    assert "align: left" in source('<table><tr><th scope="row">a<td>b</table>')


def test_only_a_short_paragraph_is_kept_with_the_signature_below_it():
    def kept(text):
        return source(f'<p>{text}</p><p class="signature">某局</p>').startswith("#with-next[\n\n#")

    assert kept("短")
    assert not kept("长" * 400)


def test_a_table_after_an_open_paragraph_is_no_part_of_it():
    markup = source('<p class="signature">某局<table><tr><td>1</table>')
    assert markup.startswith('#signature[#"某局";]\n\n#report-table')


def test_svg_becomes_xml_without_anything_active():
    html = (
        '<svg viewBox="0 0 9 9" onload="x" a:b=c><linearGradient id=g /><script>x</script>'
        '<text title="a<b">&nbsp;1 &lt; 2</text><use xlink:href="#g"/>'
        '<image href="http://x/"/><foreignObject><p>x</foreignObject></svg>'
    )
    xml = svg_xml(LexborHTMLParser(html).css_first("svg"))
    root = ElementTree.fromstring(xml)  # noqa: S314
    assert root.get("viewBox") == "0 0 9 9"
    assert root.find("{*}text").text == "\xa01 < 2"
    assert not re.search("onload|script|foreign|http://x/|a:b", xml)


def test_pictures_are_named_for_those_who_cannot_see_them():
    caption = "<figcaption>各月</figcaption>"
    assert 'alt: "各月"' in source(f"<figure><svg></svg>{caption}</figure>")
    assert 'alt: "趋势"' in source("<svg><title>趋势</title></svg>")
    assert 'alt: "图"' in source(f'<img src="{PIXEL}">')


def test_a_picture_from_elsewhere_is_named_instead():
    assert source('<p>见<img src="https://x/a.png" alt="现场">') == '#"见";#[#"〔图：现场〕";];'
