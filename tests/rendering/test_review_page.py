"""The review page: what is wrong comes first, every figure leads to its rows, all links lead on."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from reportkit.comparing import Statements
from reportkit.params import read_parameters
from reportkit.rendering.document import read_document
from reportkit.rendering.exporters import ReviewHTMLExporter
from reportkit.rendering.review.findings import by_weight
from reportkit.report import Report
from tests.conftest import EXAMPLE, YEAR
from tests.rendering.notebook import code, display, executed, finding

WRONG = {"t3.new.natural_person": 9}


def page_of(nb: Any, **options: Any) -> LexborHTMLParser:
    return LexborHTMLParser(ReviewHTMLExporter(**options).from_notebook_node(nb)[0])


@pytest.fixture(scope="module")
def wrong(made: Path) -> Any:
    """The example as a notebook, one of its figures set by hand to what does not add up."""
    params = made / "params" / f"{EXAMPLE}-{YEAR}.yaml"
    report = Report(read_parameters(params), made)
    report.figures = report.figures.replacing(WRONG)
    shown = [report.ledgers(), report.section("三"), report.table("三"), report.title()]
    cells = [code(display(**forms(each))) for each in [*shown, report.result()]]
    return nbformat.v4.new_notebook(cells=cells)


def forms(shown: Any) -> dict[str, Any]:
    if hasattr(shown, "_repr_mimebundle_"):
        return dict(shown._repr_mimebundle_())
    return {"text/html": shown._repr_html_()}


def test_every_link_leads_to_something_and_no_id_is_there_twice(wrong: Any) -> None:
    page = page_of(wrong)
    ids = Counter(node.attributes["id"] for node in page.css("[id]"))
    links = {node.attributes["href"][1:] for node in page.css("a[href^='#']")}

    assert [id_ for id_, times in ids.items() if times > 1] == []
    assert links - ids.keys() == set()


def test_a_wrong_cell_is_marked_and_leads_to_its_findings_and_back(wrong: Any) -> None:
    page = page_of(wrong)
    cell = _one(page, '[id="t3.new.natural_person"]')
    marks = [mark.attributes["href"] for mark in cell.css("a.mark")]

    assert "suspect" in cell.attributes["class"]
    assert marks == ["#f1", "#f2"]
    for mark in marks:
        about = _one(page, mark)
        assert "不符" in about.text()
        assert about.css_first('a[href="#t3.new.natural_person"]')
    # One thing is behind both, and what else they add up is not blamed for it.
    assert len(page.css("#w-error > .cause")) == 1
    assert "suspect" not in (_one(page, '[id="t3.new.total"]').attributes["class"] or "")


def test_a_sum_is_told_in_words_and_numbers(wrong: Any) -> None:
    text = " ".join(_one(page_of(wrong), "#f1").text().split())

    assert "一 本年新收·自然人 9＋二 上年结转·自然人 0 ＝ 9" in text
    assert "左应等于右；左减右 3" in text
    assert "一＋二 = 三（七）＋四" in text


def test_what_is_compared_and_is_no_sum_has_both_sides_too() -> None:
    told = replace(finding("L-SUMMARY"), left=7, right=5, residual=2)
    (one,) = by_weight([told], {})[0].shown

    assert [side.total for side in one.sides] == ["7", "5"]
    assert (one.relation, one.residual) == ("", "2")


def test_without_script_the_rows_behind_a_figure_can_be_read(wrong: Any) -> None:
    page = page_of(wrong)
    origin = _one(page, '[id="c-t3.new.natural_person"]').text()
    numbers = _one(page, "pre[id]").text().split("\n")

    assert "笔记本改写了这一格，原为 6；" in origin
    assert "计入 6 件" in origin
    assert "第 3–8 行" in origin
    assert numbers[0] == "3\t2022-001"


def test_what_the_page_tells_itself_is_not_told_twice(wrong: Any) -> None:
    page = page_of(wrong)

    assert page.css_first("#report .told-apart") is None
    assert "applications.xlsx" in _one(page, "#reading").text()
    assert _one(page, "#provenance").text().count("sha256") == 1


def test_only_the_pages_own_script_may_run(wrong: Any) -> None:
    nb = nbformat.from_dict(wrong)
    page = page_of(nb)
    (script,) = page.css("script")
    digest = base64.b64encode(hashlib.sha256(script.text().encode()).digest()).decode()
    policy = _one(page, "meta[http-equiv]").attributes["content"] or ""

    assert f"script-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy


def test_a_notebook_of_before_is_shown_with_what_it_carries() -> None:
    page = page_of(executed(state="failed", findings=[finding()]))

    assert "T3-BALANCE的说明" in _one(page, "#w-error").text()
    assert "没有留下来历" in _one(page, "#provenance").text()


def test_the_order_of_cells_is_that_of_the_form_also_from_a_file(
    wrong: Any, tmp_path: Path
) -> None:
    path = tmp_path / "report.ipynb"
    nbformat.write(wrong, path)

    html, _ = ReviewHTMLExporter().from_notebook_node(wrong)
    assert ReviewHTMLExporter().from_filename(str(path))[0] == html
    assert next(iter(read_document(wrong).figures["cells"])).startswith("t2.")


def test_what_has_changed_since_the_last_review_is_told(wrong: Any, tmp_path: Path) -> None:
    document = read_document(wrong)
    figures = json.loads(json.dumps(document.figures))
    figures["cells"]["t3.new.natural_person"]["value"] = 6
    figures["cells"]["t3.gone"] = {"name": "没有了的格", "value": 4}
    prose = {"三、收到和处理政府信息公开申请情况": "新增一句旧话。"}
    reviewed = tmp_path / "reviewed-ogi.json"
    stated = Statements(figures, document.findings, prose)
    reviewed.write_text(json.dumps(stated.to_json(), ensure_ascii=False), "utf-8")
    text = " ".join(_one(page_of(wrong, reviewed=str(reviewed)), "#changes").text().split())

    assert "一 本年新收·自然人69+3" in text
    assert "没有了的格4没有这一格" in text
    assert "新增一句旧话。" in text
    assert "没有留下所依据的" in text


def test_what_it_rests_on_otherwise_is_told_where_nothing_else_has_changed(
    wrong: Any, tmp_path: Path
) -> None:
    document = read_document(wrong)
    told = document.for_review
    made = {name: told[name] for name in ("parameters", "inputs", "package", "versions")}
    made |= {"rules": told["rules_digest"], "parameters": told["parameters"] | {"organ": "county"}}
    stated = Statements(document.figures, document.findings)
    reviewed = tmp_path / "reviewed-ogi.json"
    reviewed.write_text(json.dumps(stated.to_json() | {"made": made}), "utf-8")
    page = page_of(wrong, reviewed=str(reviewed))

    (sentence,) = _one(page, "#changes ul").css("li")
    assert sentence.text() == "参数“机关类别”（organ）：原来为“county”，现在为“department”"
    assert "数字、核对结果和文字都没有变化" in _one(page, "#changes").text()
    assert _one(page, 'a[href="#changes"]').text().strip() == "1 变化"


@pytest.mark.parametrize("content", ["", "[]", '{"figures": 1}', "\udcff"])
def test_a_spoilt_record_of_the_last_review_is_told(
    wrong: Any, tmp_path: Path, content: str
) -> None:
    reviewed = tmp_path / "reviewed-ogi.json"
    reviewed.write_text(content, "utf-8", errors="surrogateescape")

    assert "读不出来" in _one(page_of(wrong, reviewed=str(reviewed)), "#changes").text()


def test_texts_are_escaped() -> None:
    hostile = "<img src=x onerror=alert(1)>"
    spoilt = finding(f"T3{hostile}")
    html, _ = ReviewHTMLExporter().from_notebook_node(executed(state="failed", findings=[spoilt]))

    assert not re.search(r"<img", html)


def _one(page: LexborHTMLParser, selector: str) -> LexborNode:
    (found, *_) = page.css(selector)
    return found
