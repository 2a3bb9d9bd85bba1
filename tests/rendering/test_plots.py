"""Pictures of an analyst's own are the same each time, and their Chinese can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from reportkit.rendering.paper.typst import html_to_typst
from reportkit.rendering.parts.plots import figure_html


@pytest.fixture(autouse=True)
def _settings() -> Iterator[None]:
    """Leave matplotlib as it was."""
    mpl = pytest.importorskip("matplotlib")
    with mpl.rc_context():
        yield


def _picture() -> str:
    from matplotlib import pyplot

    pyplot.switch_backend("agg")
    figure, axes = pyplot.subplots()
    axes.bar(["一月", "二月"], [3, -1])
    html = figure_html(figure, "各月<条>")
    assert pyplot.get_fignums() == []
    return html


def test_a_picture_is_the_same_bytes_each_time_with_words_that_can_be_read() -> None:
    first, second = _picture(), _picture()

    assert first == second
    assert ">一月</text>" in first
    assert "Noto Sans SC" in first
    assert "\N{MINUS SIGN}" not in first
    assert not re.search(r"<!--|<\?xml|<dc:date>", first)


def test_a_picture_prints_with_its_caption() -> None:
    source = html_to_typst(_picture()).source

    assert source.startswith("#picture(image(")
    assert 'alt: "各月<条>"' in source
    assert 'caption: [#"各月<条>";]' in source
