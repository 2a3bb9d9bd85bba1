"""Each part of a DOCX against the schema of ECMA-376: Word refuses what LibreOffice lets pass."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from openxml_audit import OpenXmlValidator

from reportkit.rendering.docx import make_docx
from tests.conftest import ENFORCEMENT_EXAMPLE, EXAMPLE
from tests.rendering.test_pdf import DOCUMENT, EVERYTHING
from tests.rendering.test_typst import PAGES

# Word has a theme of its own for a file without one.
NOT_NEEDED = "officeDocument/2006/relationships/theme"


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
    file.write_bytes(make_docx(EVERYTHING, DOCUMENT, mark="草稿"))

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
