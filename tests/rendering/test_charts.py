"""Charts: searchable text, bars in proportion, valid XML, nothing over the edge or another word."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from reportkit.rendering.paper.elements import children
from reportkit.rendering.parts.charts import (
    Drawing,
    bars,
    columns,
    data_table,
    figure,
    flow,
    own_chart,
)

SVG = "{http://www.w3.org/2000/svg}"
LABELS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=30)
COUNTS = st.dictionaries(LABELS, st.integers(0, 10**9), min_size=1, max_size=20)
PANELS = st.dictionaries(LABELS, COUNTS, min_size=1, max_size=4)


def _picture(drawing: Drawing) -> ET.Element:
    html = figure("图", drawing, "")
    root = ET.fromstring(html[: html.index("<details")])  # noqa: S314 - our own output
    picture = root.find(f"{SVG}svg")
    assert picture is not None
    return picture


def _sizes(picture: ET.Element, which: str) -> list[int]:
    return [int(bar.get(which, "")) for bar in picture.iter(f"{SVG}rect")]


def test_labels_and_counts_are_text() -> None:
    picture = _picture(bars({"": {"予以公开": 5, "本机关不掌握相关政府信息": 1}}))

    texts = [element.text for element in picture.iter(f"{SVG}text")]
    assert texts == ["予以公开", "5", "本机关不掌握相关政府信息", "1"]


def test_bars_of_all_panels_are_in_proportion() -> None:
    panels = {"甲": {"a": 10, "b": 5}, "乙": {"a": 0, "b": "无"}}

    for sizes in (
        _sizes(_picture(bars(panels)), "width"),
        _sizes(_picture(columns(panels)), "height"),
    ):
        full, half, none, unknown = sizes
        assert none == unknown == 0
        assert 0 < abs(full - 2 * half) <= 1 or full == 2 * half


def test_a_word_stands_where_there_is_no_number() -> None:
    texts = [
        each.text
        for each in _picture(columns({"": {"2021年": "无", "2022年": 6}})).iter(f"{SVG}text")
    ]

    assert texts == ["无", "2021年", "6", "2022年"]


def test_numbers_that_would_touch_lie_instead() -> None:
    year = {f"{month}月": 10**6 for month in range(1, 13)}

    assert len(set(_sizes(_picture(columns({"": year})), "x"))) == 1
    assert len(set(_sizes(_picture(columns({"": dict.fromkeys(year, 999)})), "x"))) == 12


@given(PANELS)
@settings(max_examples=30)
def test_any_labels_and_counts_give_valid_pictures_inside_their_frame(
    panels: dict[str, dict[str, int]],
) -> None:
    for draw in (bars, columns):
        picture = _picture(draw(panels))
        _, _, width, height = (int(part) for part in picture.get("viewBox", "").split())
        for bar in picture.iter(f"{SVG}rect"):
            left, top, wide, high = (int(bar.get(k, "")) for k in ("x", "y", "width", "height"))
            assert 0 <= left <= left + wide <= width
            assert 0 <= top <= top + high <= height
        for text in picture.iter(f"{SVG}text"):
            assert 0 < int(text.get("y", "")) <= height


@given(COUNTS, COUNTS)
@settings(max_examples=30)
def test_words_beside_a_flow_never_lie_over_each_other(
    before: dict[str, int], after: dict[str, int]
) -> None:
    picture = _picture(flow(before, after))

    _, _, _, height = (int(part) for part in picture.get("viewBox", "").split())
    for side in ("start", "end"):
        lines = [t for t in picture.iter(f"{SVG}text") if t.get("text-anchor") == side]
        places = [int(text.get("y", "")) for text in lines]
        assert all(below - above >= 18 for above, below in pairwise(places))
        assert places[0] > 0
        assert places[-1] <= height


def test_piles_of_a_flow_are_as_high_as_what_they_hold() -> None:
    balanced = _sizes(_picture(flow({"上年结转": 2, "新收": 8}, {"办结": 9, "结转": 1})), "height")
    lacking = _sizes(_picture(flow({"上年结转": 2, "新收": 8}, {"办结": 8, "结转": 1})), "height")

    assert sum(balanced[:2]) == sum(balanced[2:])
    assert sum(lacking[:2]) > sum(lacking[2:])


def test_title_and_sentence_are_read_out_and_numbers_stand_in_a_table() -> None:
    table = data_table("图甲", ("项目", "数量"), [("a<b", "1")])
    page = LexborHTMLParser(figure("图甲", bars({"": {"a<b": 1}}), table, "最多的是“a<b”。"))

    (svg,), (cell,), (details,) = page.css("svg"), page.css("td"), page.css("details.numbers")
    assert svg.attributes["role"] == "img"
    assert svg.attributes["aria-label"] == "图甲：最多的是“a<b”。"
    assert cell.text() == "1"
    assert "open" not in details.attributes
    # Paper has nothing to open.
    assert [each.tag for each in children(details) if each.is_element_node] == ["table"]


def test_numbers_for_screens_are_not_printed() -> None:
    page = LexborHTMLParser(figure("图", bars({"": {"a": 1}}), "<table></table>", on_paper=False))

    assert page.body is not None
    assert [each.tag for each in children(page.body) if each.is_element_node] == ["figure"]


def test_a_high_chart_is_cut_between_bars_and_each_piece_is_named() -> None:
    counts = {f"第{number}类": number for number in range(30)}
    page = LexborHTMLParser(figure("图甲", bars({"": counts}), ""))

    pieces = page.css("svg")
    frames = [[int(n) for n in p.attributes["viewBox"].split()] for p in pieces]  # type: ignore[union-attr]
    assert [top for _, top, *_ in frames[1:]] == [top + high for _, top, _, high in frames[:-1]]
    assert [text for p in pieces for text in (t.text() for t in p.css("text"))] == [
        text for item in counts.items() for text in map(str, item)
    ]
    names = [piece.attributes["aria-label"] for piece in pieces]
    assert names == ["图甲", *(f"图甲（续 {number}）" for number in range(1, len(pieces)))]
    assert len(LexborHTMLParser(figure("图", bars({"": {"a": 1}}), "")).css("svg")) == 1


def test_a_chart_of_ones_own_has_its_table() -> None:
    page = LexborHTMLParser(own_chart("各月", {"1月": 3, "2月": 0}))

    assert [each.text() for each in page.css("tbody tr")] == ["1月3", "2月0"]
