"""The exporters: what each rendition prints, and what it never prints."""

import base64
import re
import subprocess
import sys
import tomllib
from dataclasses import replace
from html import unescape
from importlib import import_module
from io import BytesIO
from pathlib import Path

import nbformat
import pytest
from IPython.core.formatters import DisplayFormatter
from IPython.display import HTML, JSON, Image, Javascript, Latex, Math
from nbformat.v4 import new_output
from pypdf import PdfReader
from selectolax.lexbor import LexborHTMLParser
from traitlets.config import Config

from reportkit.errors import NotebookNotExecutedError
from reportkit.rendering.document import read_document
from reportkit.rendering.exporters import (
    ReportHTMLExporter,
    ReportPDFExporter,
    ReviewHTMLExporter,
)
from reportkit.rendering.markdown import markdown_html
from reportkit.rules import Severity, State
from tests.catalogue import held
from tests.rendering.notebook import (
    GLYPHS,
    REPORT,
    code,
    display,
    executed,
    finding,
    markdown,
)

ROOT = Path(__file__).parents[2]
MISSING = "\U00030edd"
STREAM = new_output("stream", text="读入台账\x1b[31m…\x1b[0m")
ERROR = new_output(
    "error", ename="ValueError", evalue="少一列", traceback=["/home/me/cell.py", "source_line()"]
)
HIDDEN = ["parameters", "injected-parameters", "notes", "papermill-error-cell-tag"]


def public(nb):
    return ReportHTMLExporter().from_notebook_node(nb)[0]


def review(nb):
    return ReviewHTMLExporter().from_notebook_node(nb)[0]


def pdf_text(nb):
    reader = PdfReader(BytesIO(ReportPDFExporter().from_notebook_node(nb)[0]))
    return "".join(page.extract_text() for page in reader.pages)


def body(html):
    return LexborHTMLParser(html).body.text()


def test_public_rendition_prints_prose_and_results_alone():
    nb = executed(
        markdown("## 一、总体情况"),
        code(STREAM, display(text_html="<p>公开1286条</p>"), ERROR),
        code(display(text_html="<p>审核用</p>"), tags=("review",)),
    )
    html = public(nb)
    assert "一、总体情况" in html
    assert "公开1286条" in html
    assert not re.search("secret|读入台账|少一列|审核用|fallback", html)
    assert not re.search("secret|读入台账|少一列|审核用|fallback", pdf_text(nb))


@pytest.mark.parametrize("tag", HIDDEN)
@pytest.mark.parametrize("export", [public, review])
def test_tagged_cells_are_never_printed(export, tag):
    told = markdown("不印的文字", metadata={"tags": [tag]})
    assert "不印的文字" not in export(
        executed(told, code(display(text_html="不印的文字"), tags=(tag,)))
    )


def test_review_rendition_adds_review_cells_streams_and_errors_without_source():
    html = review(executed(code(STREAM, ERROR, tags=("review",))))
    assert '<div class="cell review">' in html
    assert '<pre class="stream">读入台账…</pre>' in html
    assert '<pre class="error">ValueError: 少一列</pre>' in html
    assert not re.search("secret|source_line|/home/me", html)


def test_review_rendition_starts_with_the_findings():
    failing, passing = finding("T3-BALANCE"), finding("Y-CARRIED", State.PASS)
    text = body(review(executed(state="failed", findings=[passing, failing])))
    words = ("T3-BALANCE的", "Y-CARRIED的", REPORT["title_lines"][1])
    order = [text.rindex(word) for word in words]
    assert order == sorted(order)


def test_title_is_printed_in_its_lines_and_the_kits_own_outputs_print_nothing():
    html = public(executed())
    assert f"<h1>{'<br>'.join(REPORT['title_lines'])}</h1>" in html
    assert f"<title>{REPORT['title']}</title>" in html
    assert "fallback" not in review(executed())


@pytest.mark.parametrize(
    ("forms", "printed"),
    [
        ({"text_html": "<p>网页</p>", "text_markdown": "记", "text_plain": "文"}, "<p>网页</p>"),
        ({"text_markdown": "**记**", "image_png": "QUJD"}, "<p><strong>记</strong></p>"),
        ({"image_svg+xml": "<svg></svg>", "image_png": "QUJD"}, "<figure><svg></svg></figure>"),
        ({"image_png": "QU\nJD", "text_plain": "文"}, 'src="data:image/png;base64,QUJD"'),
        ({"text_plain": "a < b"}, "<pre>a &lt; b</pre>"),
    ],
)
def test_richest_form_of_an_output_is_printed(forms, printed):
    html = public(executed(code(display(**forms))))
    assert printed in html
    assert "文" not in html


SCRIPTED = "<pre>〔印不出来的内容：要靠脚本显示的内容〕</pre>"
ALTAIR = {"text/html": "<div id='v'></div><script>vegaEmbed(1)</script>", "text/plain": "Chart()"}
FOLIUM = {"text/html": "<span>Make this Notebook Trusted</span><iframe srcdoc='leaflet'></iframe>"}
WIDGET = "application/vnd.jupyter.widget-view"
AXES = "[<matplotlib.lines.Line2D at 0x7f0a1b2c3d4e>,\n <Line2D at 0x7F>]"


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        (Latex("面积 $x^2$"), "<pre>面积 $x^2$</pre>"),
        (Math("x < y"), "<pre>$\\displaystyle x &lt; y$</pre>"),
        (Javascript("ran()"), "<pre>〔印不出来的内容：application/javascript〕</pre>"),
        (JSON({"a": 1}), "<pre>〔印不出来的内容：application/json〕</pre>"),
        (Image(b"\xff\xd8\xff", format="jpeg"), 'src="data:image/jpeg;base64,'),
        ({"text/plain": "√2", "text/latex": "$\\sqrt{2}$"}, "<pre>√2</pre>"),
        (HTML("<style>p{}</style><div></div><script>alert(1)</script>"), SCRIPTED),
        (HTML("<canvas></canvas>"), SCRIPTED),
        (HTML("<p>甲</p><script>alert(1)</script>"), "<p>甲</p>"),
        (ALTAIR, "<pre>〔印不出来的内容：altair 交互图〕</pre>"),
        (FOLIUM, "<pre>〔印不出来的内容：folium 地图〕</pre>"),
        (
            ALTAIR | {"image/svg+xml": "<svg><path/></svg>"},
            "<figure><svg><path></path></svg></figure>",
        ),
        ({f"{WIDGET}+json": {}, "text/plain": "IntSlider(value=3)"}, "ipywidgets 控件〕</pre>"),
        ({"text/plain": AXES}, ""),
        ({"text/plain": "(6, <object object at 0x7f>)"}, ""),
        ({"text/html": '<a class="bk-notebook-logo"></a><span>Loading BokehJS ...</span>'}, ""),
        ({"application/javascript": "1", "application/vnd.bokehjs_load.v0+json": "1"}, ""),
        ({"text/plain": "(array([1., 2.]),\n <BarContainer object of 2 artists>)"}, ""),
        ({"text/plain": "<Axes: title={'center': '甲'}, xlabel='月'>"}, ""),
        ({"text/plain": "[Text(0.5, 1.0, '甲'), Text(0.5, 0, '月')]"}, ""),
        ({"text/plain": "<bound method Axes.legend of <Axes: >>"}, ""),
        ({"text/plain": "'3 <b object> Text(s)'"}, "<pre>'3 &lt;b object&gt; Text(s)'</pre>"),
        ({"text/plain": "<重要: 3 件>"}, "<pre>&lt;重要: 3 件&gt;</pre>"),
    ],
)
def test_what_python_calls_an_object_is_not_printed(shown, printed):
    """Nor would it be the same twice: it names where in memory the object lies."""
    data = shown if isinstance(shown, dict) else DisplayFormatter().format(shown)[0]
    html = public(executed(code(new_output("display_data", data=data))))

    assert printed in html
    assert ('<div class="cell">' in html) == bool(printed)


def test_reviewers_see_what_python_calls_an_object():
    assert "Line2D at 0x7F" in review(executed(code(display(text_plain=AXES))))


def test_svg_keeps_its_names_and_loses_its_xml_prologue():
    svg = '<?xml version="1.0"?>\n<!DOCTYPE svg>\n<svg viewBox="0 0 1 1"><clipPath/></svg>'
    assert '<figure><svg viewBox="0 0 1 1"><clipPath></clipPath></svg></figure>' in public(
        executed(code(display(**{"image_svg+xml": svg})))
    )


def test_a_passed_report_bears_no_mark_of_a_draft():
    assert "草稿" not in public(executed())
    assert "草" not in pdf_text(executed())


def test_a_failed_report_is_a_draft_that_names_what_failed():
    findings = [finding("T3-BALANCE"), finding("T4-TOTAL", State.PASS)]
    nb = executed(state="failed", findings=findings)
    html = public(nb)
    assert '<div class="watermark" data-mark="草稿" aria-hidden="true"></div>' in html
    assert "T3-BALANCE的说明" in html
    assert "T4-TOTAL的说明" not in html
    assert body(html).index("T3-BALANCE") < body(html).index(REPORT["title_lines"][0])
    assert "T3-BALANCE" in pdf_text(nb)


def test_a_passed_report_that_nobody_has_signed_yet_says_so_where_reports_are_signed():
    html, _ = ReportHTMLExporter(under_review=True).from_notebook_node(executed())
    printed, _ = ReportPDFExporter(under_review=True).from_notebook_node(executed())
    assert '<div class="watermark" data-mark="送审稿"' in html
    assert "送审稿：" in html
    assert all("送" in page.extract_text() for page in PdfReader(BytesIO(printed)).pages)


def test_what_did_not_pass_is_a_draft_even_where_reports_are_signed():
    failed = executed(state="failed", findings=[finding()])
    html, _ = ReportHTMLExporter(under_review=True).from_notebook_node(failed)
    assert '<div class="watermark" data-mark="草稿"' in html
    assert "送审稿" not in body(html)


def test_an_unfinished_run_is_a_draft_that_says_so():
    nb = executed(state=None)
    assert not read_document(nb).complete
    assert "笔记本没有运行到最后" in public(nb)
    assert "笔记本没有运行到最后" in pdf_text(nb)


@pytest.mark.parametrize("exporter", [ReportHTMLExporter, ReviewHTMLExporter, ReportPDFExporter])
def test_a_notebook_that_was_not_run_is_refused(exporter):
    with pytest.raises(NotebookNotExecutedError, match="先把全部单元格运行一遍"):
        exporter().from_notebook_node(nbformat.v4.new_notebook(cells=[markdown("x")]))


@pytest.mark.parametrize("text", [MISSING, "&#x30EDD;"])
def test_a_missing_character_makes_a_draft_that_names_it(text):
    nb = executed(code(display(text_html=f"<p>{text}</p>")))
    html, resources = ReportHTMLExporter().from_notebook_node(nb)
    assert resources["reportkit"] == {"missing_characters": [MISSING]}
    assert "N-GLYPHS" in html
    assert 'class="watermark"' in html
    assert unescape(text) in html  # the browser may have a font for it
    printed = pdf_text(nb)
    assert printed.count("〔U+30EDD〕") == 2  # in its place, and in the finding
    assert "草" in printed


def test_a_missing_character_is_named_once_however_the_notebook_judged_it():
    for printed in ("", MISSING):
        (known,) = held("N-GLYPHS", edition=None, printed=printed)
        assert public(executed(markdown(MISSING), findings=[known])).count("N-GLYPHS") == 1


def test_a_rule_that_is_not_held_is_not_held_by_the_exporters_either():
    html, resources = ReportHTMLExporter().from_notebook_node(
        executed(markdown(MISSING), glyphs=None)
    )
    assert resources["reportkit"] == {"missing_characters": [MISSING]}
    assert "N-GLYPHS" not in html
    assert "草稿" not in html


def test_a_missing_character_weighs_as_its_rule_says():
    notice = replace(GLYPHS, severity=Severity.NOTICE)
    nb = executed(markdown(MISSING), glyphs=notice)
    assert "草稿" not in public(nb)
    assert "N-GLYPHS" in ReviewHTMLExporter().from_notebook_node(nb)[0]


def test_a_missing_character_in_a_review_cell_makes_no_draft():
    nb = executed(code(display(text_html=MISSING), tags=("review",)))
    html, resources = ReviewHTMLExporter().from_notebook_node(nb)
    assert resources["reportkit"] == {"missing_characters": []}
    assert MISSING in html
    assert "草稿" not in html


def test_html_is_one_file_that_loads_and_runs_nothing():
    frame = "<style scoped>td{color:red}</style><script src='https://x/a.js'>go()</script><p>表</p>"
    html = public(executed(markdown("![图](https://x/a.png)"), code(display(text_html=frame))))
    page = LexborHTMLParser(html)
    assert not page.css("script, link, iframe, object, [src]")
    assert len(page.css("style")) == 1
    assert "url(" not in html
    assert "〔图：图〕" in html
    policy = page.css_first("meta[http-equiv]").attributes["content"]
    assert "default-src 'none'" in policy


def test_html_says_its_language_and_character_set():
    page = LexborHTMLParser(public(executed()))
    assert page.css_first("html").attributes["lang"] == "zh-CN"
    assert page.css_first("meta").attributes["charset"] == "utf-8"
    assert page.css_first("title").text() == REPORT["title"]


def test_control_characters_are_cleaned_out():
    html = public(
        executed(markdown("甲\x01\ufeff\ud800乙"), code(display(text_html="丙\x0c\x85丁")))
    )
    assert "甲乙" in html
    assert "丙丁" in html
    html.encode()


def test_pictures_pasted_into_markdown_are_kept_and_lost_ones_are_named():
    pixel = base64.b64encode(b"PNG").decode()
    attached = {"现场 1.png": {"image/png": pixel}}
    assert f'src="data:image/png;base64,{pixel}"' in markdown_html(
        "![x](<attachment:现场 1.png>)", attached
    )
    assert markdown_html("![](attachment:gone.png)") == "<p>〔图：gone.png〕</p>\n"


def test_code_in_markdown_is_not_coloured_and_headings_get_no_anchor():
    assert markdown_html("```python\nx < 1\n```") == "<pre><code>x &lt; 1\n</code></pre>\n"
    assert markdown_html("## 一") == "<h2>一</h2>\n"


def test_markdown_joins_lines_of_chinese_in_paragraphs_and_lists():
    assert markdown_html("公开\n情况") == "<p>公开情况</p>\n"
    assert "<li>公开情况</li>" in markdown_html("- 公开\n  情况")


@pytest.mark.parametrize("exporter", [ReportHTMLExporter, ReviewHTMLExporter, ReportPDFExporter])
def test_same_notebook_same_bytes_in_memory_and_from_file(exporter, tmp_path):
    nb = executed(markdown("文字"), code(display(text_html="<p>数</p>")))
    path = tmp_path / "a.ipynb"
    nbformat.write(nb, path)
    in_memory, _ = exporter().from_notebook_node(nb)
    from_file, _ = exporter().from_filename(str(path))
    assert in_memory == from_file


def test_attached_figures_are_those_of_the_file():
    pdf, _ = ReportPDFExporter().from_notebook_node(executed())
    attachments = PdfReader(BytesIO(pdf)).attachments
    assert attachments["figures.json"] == [read_document(executed()).result.figures_file.encode()]


def test_of_a_cell_run_twice_the_last_result_counts():
    nb = executed(state="failed", findings=[finding()])
    nb.cells += executed().cells
    assert not read_document(nb).is_draft
    assert not read_document(nb).is_draft


def test_preprocessors_that_somebody_turns_on_run():
    remove = {"enabled": True, "remove_cell_tags": ["internal"]}
    nb = executed(markdown("内部", metadata={"tags": ["internal"]}))
    exporter = ReportHTMLExporter(config=Config({"TagRemovePreprocessor": remove}))
    assert "内部" not in exporter.from_notebook_node(nb)[0]
    assert "内部" in public(nb)


def test_command_line_writes_html_and_pdf_and_nothing_else(tmp_path):
    nbformat.write(executed(markdown("文字")), tmp_path / "report.ipynb")
    program = (
        "from nbconvert.nbconvertapp import main\n"
        'for name in ("HTML", "PDF"):\n'
        '    exporter = f"reportkit.rendering.exporters.Report{name}Exporter"\n'
        '    main(["--log-level", "WARN", "--to", exporter, "report.ipynb"])'
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, check=True
    )
    assert done.stdout + done.stderr == b""
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert sorted(written) == ["report.html", "report.ipynb", "report.pdf"]
    assert written["report.html"].startswith(b"<!DOCTYPE html>")
    assert written["report.pdf"].startswith(b"%PDF-")


def test_nbconvert_finds_the_exporters_that_the_package_declares():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for target in project["entry-points"]["nbconvert.exporters"].values():
        module, name = target.split(":")
        assert getattr(import_module(module), name).export_from_notebook


@pytest.mark.parametrize(
    ("module", "unwanted"),
    [
        ("document", {"nbconvert", "typst", "selectolax", "jinja2"}),
        ("fonts", {"nbconvert", "typst", "selectolax", "jinja2"}),
        ("exporters", {"typst", "selectolax"}),
    ],
)
def test_heavy_libraries_are_imported_only_where_they_are_needed(module, unwanted):
    script = f"import sys, reportkit.rendering.{module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert not unwanted & set(done.stdout.decode().split())


def test_what_scripts_would_draw_is_left_out_with_a_word():
    static = {**ALTAIR, "image/png": "QUJD"}
    drawn = [new_output("display_data", data=data) for data in (ALTAIR, FOLIUM, static)]
    cells = [code(drawn[0], drawn[1]), code(drawn[2]), code(drawn[0], tags=("review",))]

    document = read_document(executed(*cells))

    (found,) = document.findings
    assert (found.rule, found.state, found.severity) == ("U-STATIC", State.FAIL, Severity.WARNING)
    assert "altair 交互图、folium 地图" in found.message
    assert not document.is_draft
    assert "altair 交互图" in review(executed(*cells))
