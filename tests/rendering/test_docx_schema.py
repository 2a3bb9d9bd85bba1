"""Each part of a DOCX against the schema of ECMA-376: Word refuses what LibreOffice lets pass."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from openxml_audit import OpenXmlValidator

from reportkit.rendering.docx import make_docx
from reportkit.rendering.parts.charts import own_chart
from tests.conftest import ENFORCEMENT_EXAMPLE, EXAMPLE
from tests.rendering.test_pdf import DOCUMENT
from tests.rendering.test_typst import PAGES, PIXEL

# Word has a theme of its own for a file without one.
NOT_NEEDED = "officeDocument/2006/relationships/theme"
MERGED = (
    "<table><caption>表甲</caption><thead><tr><th rowspan=2 colspan=2>甲</th><th colspan=2>乙</th>"
    "</tr><tr><th>丙</th><th>丁</th></tr></thead><tbody><tr><th rowspan=2 scope=rowgroup>组</th>"
    "<th scope=row>一</th><td>1<td rowspan=2><ul><li>甲<ol start=3><li>乙</ol></ul></tr>"
    "<tr><th scope=row>二</th><td><table><tr><td>内</table></tr></tbody></table>"
)
WIDE = f"<table><tr>{''.join(f'<td id=c{n}>{n}00000' for n in range(40))}</table>"
PAGE = (
    "<h1>题<br>目</h1><p>文<a href=#t>内</a><a href='https://a.cn/?b=1&amp;c'>外</a><b>粗</b><i>斜</i>"
    "<code>x</code>H<sub>2</sub><sup>3</sup></p><h2 id=t>一、甲</h2><h4>1.乙</h4>"
    f"{MERGED}{MERGED}<p class=note>注</p>{WIDE}"
    f"{own_chart('各类', {f'第{n}类': n for n in range(30)})}"
    "<ul><li>甲<ul><li>乙<ol><li>丙<p>段</ol></ul><li><table><tr><td>表</table></ul>"
    "<ol start=5><li>五<li>六</ol><blockquote><p>引<ul><li>列</ul></blockquote><hr>"
    "<pre>a  b\nc</pre>"
    f"<figure><img src='{PIXEL}'><figcaption>图</figcaption></figure><p>行<img src='{PIXEL}'>内</p>"
    "<section class=draft><h2>草稿</h2><p>不通过</p></section><p>段</p><p class=signature>某局</p>"
)


@pytest.fixture(scope="module")
def validator() -> OpenXmlValidator:
    return OpenXmlValidator()


def _faults(validator: OpenXmlValidator, file: Path) -> list[str]:
    found = validator.validate(file).errors
    return [
        f"{each.part_uri} {each.path}: {each.description}"
        for each in found
        if NOT_NEEDED not in each.description
    ]


def test_a_page_with_everything_in_it_keeps_to_the_schema(
    validator: OpenXmlValidator, tmp_path: Path
) -> None:
    file = tmp_path / "report.docx"
    file.write_bytes(make_docx(PAGE, DOCUMENT, mark="草稿"))

    assert _faults(validator, file) == []


@pytest.mark.parametrize(
    "example", [f"ogi/2022/{EXAMPLE}", f"enforcement/2024/{ENFORCEMENT_EXAMPLE}"]
)
def test_reports_keep_to_the_schema(validator: OpenXmlValidator, made: Path, example: str) -> None:
    assert _faults(validator, made / "outputs" / example / "report.docx") == []


def test_properties_in_another_order_are_found(validator: OpenXmlValidator, tmp_path: Path) -> None:
    right, wrong = tmp_path / "right.docx", tmp_path / "wrong.docx"
    right.write_bytes(make_docx("<p style='text-align: right'>文", DOCUMENT, mark=""))
    with zipfile.ZipFile(right) as source, zipfile.ZipFile(wrong, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/styles.xml":
                data = data.replace(
                    b"<w:keepNext/><w:keepLines/>", b"<w:keepLines/><w:keepNext/>", 1
                )
            target.writestr(name, data)

    assert _faults(validator, right) == []
    (fault,) = _faults(validator, wrong)
    assert "keepNext" in fault


@pytest.mark.slow
@settings(max_examples=1000)
@given(PAGES)
def test_any_html_keeps_to_the_schema(
    validator: OpenXmlValidator, tmp_path_factory: pytest.TempPathFactory, html: str
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.docx"
    file.write_bytes(make_docx(html, DOCUMENT, mark=""))

    assert _faults(validator, file) == []
