"""Charts: searchable text, bars in proportion, valid XML, nothing that stops a page."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from reportkit.rendering.charts import bar_chart, column_chart

SVG = "{http://www.w3.org/2000/svg}"
LABELS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=30)
COUNTS = st.dictionaries(LABELS, st.integers(0, 10**9), min_size=1, max_size=20)


def _picture(figure: str) -> ET.Element:
    root = ET.fromstring(figure)  # noqa: S314 - our own output
    picture = root.find(f"{SVG}svg")
    assert picture is not None
    return picture


def test_labels_and_counts_are_text() -> None:
    picture = _picture(bar_chart("办理结果", {"予以公开": 5, "本机关不掌握相关政府信息": 1}))

    texts = [element.text for element in picture.iter(f"{SVG}text")]
    assert texts == ["予以公开", "5", "本机关不掌握相关政府信息", "1"]
    assert picture.get("aria-label") == "办理结果"


def test_bars_are_in_proportion() -> None:
    lying = _picture(bar_chart("x", {"a": 10, "b": 5, "c": 0}))
    upright = _picture(column_chart("x", {"a": 10, "b": 5, "c": 0}))

    widths = [int(bar.get("width", "")) for bar in lying.iter(f"{SVG}rect")]
    heights = [int(bar.get("height", "")) for bar in upright.iter(f"{SVG}rect")]
    for full, half, none in (widths, heights):
        assert none == 0
        assert abs(full - 2 * half) <= 1


@given(COUNTS)
def test_any_labels_and_counts_give_valid_pictures_inside_their_frame(
    counts: dict[str, int],
) -> None:
    for chart in (bar_chart, column_chart):
        picture = _picture(chart("图", counts))
        _, _, width, height = (int(part) for part in picture.get("viewBox", "").split())
        for bar in picture.iter(f"{SVG}rect"):
            left, top, wide, high = (int(bar.get(k, "")) for k in ("x", "y", "width", "height"))
            assert 0 <= left <= left + wide <= width
            assert 0 <= top <= top + high <= height
