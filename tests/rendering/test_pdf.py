"""The PDF: archivable, accessible, reproducible, and honest about drafts and missing characters."""

import datetime
import re
import subprocess
import threading
from collections import Counter
from io import BytesIO

import pytest
from pypdf import PdfReader

from reportkit.inputs.run_state import RunState
from reportkit.params import Key
from reportkit.rendering.document import Document, Result
from reportkit.rendering.paper.pdf import make_pdf
from reportkit.rendering.parts.charts import own_chart

FIGURES = {"t3.new.total": 6, "t2.fees.amount": "0.5", "注": "阜新"}
RESULT = Result(Key("ogi", 2022, "bureau"), "digest", RunState.PASSED, FIGURES, ())
DOCUMENT = Document(
    "某局2022年报告",
    ("某局", "2022年报告"),
    "某局",
    datetime.date(2023, 1, 16),
    RESULT,
    complete=True,
)
HEAD = '<thead><tr><th scope="col">项目</th><th scope="col">类</th><th>数</th></tr></thead>'
SVG = '<svg viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
HEADINGS = {"/H1", "/H2", "/H3", "/H4"}
PAGE = (
    "<h1>某局<br>2022年报告</h1><h2>一、总体情况</h2><p>正文。</p>"
    f"<figure>{SVG}<figcaption>图甲</figcaption></figure>"
    f"<table>{HEAD}<tr><td>a<td>b<td>1</table>"
)

MERGED = (
    "<table><caption>表甲</caption><thead><tr><th rowspan=2 colspan=2>甲</th><th colspan=2>乙</th>"
    "</tr><tr><th>丙</th><th>丁</th></tr></thead><tbody><tr><th rowspan=2 scope=rowgroup>组</th>"
    "<th scope=row>一</th><td>1<td rowspan=2><ul><li>甲<ol start=3><li>乙</ol></ul></tr>"
    "<tr><th scope=row>二</th><td><table><tr><td>内</table></tr></tbody></table>"
)
EVERYTHING = (
    "<h1>题<br>目</h1><p>文<a href=#t>内</a><a href='https://a.cn/?b=1&amp;c'>外</a><b>粗</b><i>斜</i>"
    "<code>x</code>H<sub>2</sub><sup>3</sup></p><h2 id=t>一、甲</h2><h4>1.乙</h4>"
    f"{MERGED}{MERGED}<p class=note>注</p>"
    f"<table><tr>{''.join(f'<td id=c{n}>{n}00000' for n in range(40))}</table>"
    f"{own_chart('各类', {f'第{n}类': n for n in range(30)})}"
    "<ul><li>甲<ul><li>乙<ol><li>丙<p>段</ol></ul><li><table><tr><td>表</table></ul>"
    "<ol start=5><li>五<li>六</ol><blockquote><p>引<ul><li>列</ul></blockquote><hr>"
    f"<pre>a  b\nc</pre><figure>{SVG}<figcaption>图</figcaption></figure><p>行{SVG}内</p>{SVG}"
    "<section class=draft><h2>草稿</h2><p>不通过</p></section><p>段</p><p class=signature>某局</p>"
)
"""Every kind of element that a report may have."""


def read(html=PAGE, document=DOCUMENT, mark=""):
    return PdfReader(BytesIO(make_pdf(html, document, mark=mark)))


def texts(reader):
    return [page.extract_text() for page in reader.pages]


def tagged(reader):
    """Yield the elements that a PDF's tags make of it."""
    stack = [reader.trailer["/Root"]["/StructTreeRoot"]["/K"]]
    while stack:
        node = stack.pop().get_object() if not isinstance(stack[-1], int) else stack.pop()
        if isinstance(node, list):
            stack.extend(node)
        elif isinstance(node, dict):
            yield node
            stack += [node["/K"]] if "/K" in node else []


def structure(reader):
    """Count the tags of a PDF, and list its alternative texts."""
    nodes = list(tagged(reader))
    tags = Counter(node.get("/S") for node in nodes)
    return tags, [node["/Alt"] for node in nodes if "/Alt" in node]


def test_claims_pdf_a_3a_and_pdf_ua_1():
    xmp = read().xmp_metadata.stream.get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp


def test_is_tagged_for_screen_readers():
    tags, alternatives = structure(read())
    assert tags["/H1"] == tags["/H2"] == tags["/Table"] == tags["/Figure"] == 1
    assert tags["/TH"] == tags["/TD"] == 3
    assert alternatives == ["图甲"]


def test_what_pdf_ua_asks_of_each_kind_of_element_is_there():
    reader = read(EVERYTHING, mark="草稿")
    root = reader.trailer["/Root"]

    assert root["/Lang"] == "zh-CN"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    (intent,) = root["/OutputIntents"]
    assert "/DestOutputProfile" in intent.get_object()
    top, *nodes = tagged(reader)
    others = {"/P", "/L", "/Table", "/Figure", "/Div", "/Code", "/BlockQuote"}
    assert {child.get_object()["/S"] for child in top["/K"]} <= {*HEADINGS, *others}
    for node in nodes:
        match node.get("/S"):
            case "/Figure":
                assert node["/Alt"]
            case "/TH":
                assert any("/Scope" in each.get_object() for each in _attributes(node))
            case "/Link" | "/Code":
                assert node.get("/Lang", "zh-CN") == "zh-CN"


def test_every_font_is_there_and_says_what_its_letters_are():
    fonts = [
        font.get_object()
        for page in read(EVERYTHING, mark="草稿").pages
        for font in page["/Resources"]["/Font"].values()
    ]

    for font in fonts:
        (inner,) = font["/DescendantFonts"]
        descriptor = inner.get_object()["/FontDescriptor"]
        assert {"/FontFile2", "/FontFile3"} & descriptor.keys()
        assert "/ToUnicode" in font


def _attributes(node):
    told = node["/A"].get_object()
    return told if isinstance(told, list) else [told]


def test_title_author_date_and_language_come_from_the_report():
    reader = read()
    assert reader.metadata.title == "某局2022年报告"
    assert reader.metadata.author == "某局"
    day = datetime.datetime(2023, 1, 16, tzinfo=datetime.UTC)
    assert reader.metadata.creation_date == reader.metadata.modification_date == day
    assert reader.trailer["/Root"]["/Lang"] == "zh-CN"


def test_figures_are_attached_byte_for_byte():
    reader = read()
    assert reader.attachments["figures.json"] == [RESULT.figures_file.encode()]
    attached = reader.trailer["/Root"]["/AF"][0].get_object()
    assert attached["/AFRelationship"] == "/Data"


def test_a_report_without_figures_has_no_attachment():
    unfinished = Document("t", ("t",), "b", DOCUMENT.date)
    assert not list(read(document=unfinished, mark="草稿").attachments)


def test_same_report_same_bytes_in_every_thread():
    made = [make_pdf(PAGE, DOCUMENT, mark="")]
    threads = [
        threading.Thread(target=lambda: made.append(make_pdf(PAGE, DOCUMENT, mark="")))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 5
    assert len(set(made)) == 1


def test_every_page_of_a_draft_says_so_and_no_page_of_a_report_does():
    long = "<p>正文。</p>" * 60
    drafts = texts(read(long, mark="草稿"))
    assert len(drafts) > 2
    assert all("草" in text and "稿" in text for text in drafts)
    assert not any("草" in text for text in texts(read(long)))


def test_pages_are_numbered_as_official_documents_are():
    assert "— 1 —" in texts(read())[0]


def test_labels_and_headings_of_a_table_are_repeated_on_every_page():
    first = '<tr><th rowspan="90">本年度办理结果</th><td rowspan="40">小类</td><td>第1行</td></tr>'
    rows = "".join(f"<tr><td>第{number}行</td></tr>" for number in range(2, 91))
    rows = rows.replace("<td>第41行", '<td rowspan="50">另类</td><td>第41行')
    pages = texts(read(f"<table>{HEAD}<tbody>{first}{rows}</tbody></table>"))
    assert len(pages) > 2
    for page in pages:
        numbers = [int(number) for number in re.findall(r"第(\d+)行", page)]
        assert page.replace("\n", "").count("本年度办理结果") == 1
        assert page.count("项目") == 1
        assert page.count("小类") == (min(numbers) <= 40)
        assert page.count("另类") == (max(numbers) > 40)


def test_a_table_that_breaks_keeps_its_rows_regular():
    rows = "".join(f"<tr><td>{number}</td></tr>" for number in range(2, 61))
    first = '<tr><td rowspan="60">组</td><td>1</td></tr>'
    reader = read(f"<table><thead><tr><th>a<th>b</thead><tbody>{first}{rows}</tbody></table>")
    tags, _ = structure(reader)
    assert tags["/TR"] == 61
    assert tags["/TH"] == 2  # repeated headings are no part of the structure
    assert tags["/TD"] == 60 + len(reader.pages)


def test_a_heading_never_stands_at_the_foot_of_a_page():
    pages = texts(read("".join(f"<h2>标题{n}号</h2><p>正文{n}号</p>" for n in range(40))))
    for number in range(40):
        page = next(page for page in pages if f"标题{number}号" in page)
        assert f"正文{number}号" in page


@pytest.mark.parametrize("lines", range(20, 23))
def test_a_signature_never_stands_alone_on_a_page(lines):
    body = "<p>正文。</p>" * lines + "<p>最后一段。</p>"
    signature = '<p class="signature">某局</p><p class="signature">2023年1月16日</p>'
    last = texts(read(f"<div>{body}</div><div>{signature}</div>"))[-1]
    assert all(part in last for part in ("最后一段", "某局", "2023年1月16日"))


@pytest.mark.parametrize("lines", range(17, 24))
def test_a_picture_keeps_its_caption_on_its_page(lines):
    chart = SVG.replace("<rect", '<text y="5" font-size="1">柱</text><rect')
    pages = texts(
        read("<p>正文。</p>" * lines + f"<figure>{chart}<figcaption>图甲</figcaption></figure>")
    )
    assert [("柱" in page) == ("图甲" in page) for page in pages] == [True] * len(pages)


@pytest.mark.parametrize("lines", range(17, 27))
def test_a_title_of_a_table_keeps_its_first_row_on_its_page(lines):
    rows = "".join(f"<tr><td>第{number}行</td></tr>" for number in range(1, 9))
    table = f"<table><caption>表甲</caption>{HEAD}<tbody>{rows}</tbody></table>"
    pages = texts(read("<p>正文。</p>" * lines + table))
    assert [("表甲" in page) == ("第1行" in page) for page in pages] == [True] * len(pages)


def test_missing_character_is_a_visible_token_never_a_box():
    assert "〔U+30EDD〕" in texts(read("<p>\U00030edd</p>"))[0]


def test_a_broken_picture_is_named_and_the_rest_still_printed():
    html = (
        '<p>前</p><img alt="现场" src="data:image/png;base64,AAAA"><p>后</p>'
        '<svg viewBox="0 0 9 9"><title>好图</title><rect width="9" height="9"/></svg>'
    )
    reader = read(html)
    assert "〔图：现场〕" in texts(reader)[0]
    assert structure(reader)[1] == ["好图"]


def test_no_text_of_the_report_runs_as_code():
    assert '#panic("x")' in texts(read('<p>#panic("x")</p>'))[0]


def test_text_can_be_searched_and_copied(tmp_path, program):
    path = tmp_path / "report.pdf"
    path.write_bytes(make_pdf("<p>全年主动公开政府信息1286条。</p>", DOCUMENT, mark=""))
    copied = subprocess.run(
        [program("pdftotext"), path, "-"], capture_output=True, check=True
    ).stdout
    assert "全年主动公开政府信息1286条。" in copied.decode()
