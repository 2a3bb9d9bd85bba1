"""An OFD document is read to exactly its figures; one that is broken is refused in words."""

from __future__ import annotations

import random

import pytest

from reportkit.grids import Grid, GridError
from reportkit.grids.pages.read import read_ofd
from tests.pages.ofds import ofd_of, ofd_with
from tests.pages.test_pdf import HUAIAN, published_of
from tests.published import published_reports


@pytest.fixture(scope="module")
def huaian_ofd() -> bytes:
    return ofd_of(HUAIAN.read_bytes())


def test_a_real_report_as_ofd_is_read_exactly(huaian_ofd: bytes) -> None:
    expected = next(one for one in published_reports() if one.slug == "huaian_2024").figures
    read = published_of(read_ofd(huaian_ofd, "x.ofd"))
    assert read.doubts == {}
    assert dict(read.values) == dict(expected)


def test_a_damaged_ofd_is_read_or_refused_in_words(huaian_ofd: bytes) -> None:
    dice = random.Random(1)  # noqa: S311 - the same damage each time
    faults = set()
    for _ in range(30):
        data = bytearray(huaian_ofd)
        for _ in range(dice.randint(1, 40)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        cut = data[: dice.randint(10, len(data))] if dice.random() < 0.3 else data
        try:
            read_ofd(bytes(cut), "x.ofd")
        except GridError as refused:
            faults.add(refused.fault[:3])
    assert faults == {"OFD"}


def test_an_ofd_by_a_careless_writer_is_read_or_in_doubt() -> None:
    """A library made it of the PDF: a namespace of its own, no lines, texts that overlap."""
    content = HUAIAN.with_name("huaian_2024_other_writer.ofd").read_bytes()
    figures = next(one for one in published_reports() if one.slug == "huaian_2024").figures

    one = published_of(read_ofd(content, "年报.ofd"))

    assert (one.bureau, one.year) == ("淮安市人民政府", 2024)
    told = {cell: value for cell, value in one.values.items() if cell not in one.doubts}
    assert [cell for cell, value in told.items() if value != figures[cell]] == []


def _object(kind: str, box: str, inner: str, attributes: str = "") -> str:
    return f'<ofd:{kind}Object ID="1" Boundary="{box}" {attributes}>{inner}</ofd:{kind}Object>'


def _digit(attributes: str = "", colour: str = "", size: float = 4) -> str:
    inner = f'{colour}<ofd:TextCode X="0" Y="4">1</ofd:TextCode>'
    return _object("Text", "30 30 5 5", inner, f'Size="{size}" {attributes}')


def _area(box: str, attributes: str = "", colour: str = "") -> str:
    data = "<ofd:AbbreviatedData>M 0 0 L 9 0 L 9 9 L 0 9 C</ofd:AbbreviatedData>"
    return _object("Path", box, colour + data, f'Fill="true" Stroke="false" {attributes}')


_WHITE = '<ofd:FillColor Value="255 255 255"/>'
_STRIKE = "<ofd:AbbreviatedData>M 0 0 L 6 0</ofd:AbbreviatedData>"


@pytest.mark.parametrize(
    ("objects", "text", "doubt"),
    [
        (_digit(), "123", ""),
        (_digit('Visible="false"'), "23", ""),
        (_digit('Alpha="0"'), "123", "有看不见的字"),
        (_digit(colour=_WHITE), "123", "有看不见的字"),
        (_digit(size=0.2), "1 23", "有看不见的字"),
        (_digit() + _area("28 28 4.2 9", "", _WHITE), "123", "有看不见的字"),
        (_digit() + _area("28 28 4.2 9", 'Visible="false"'), "123", ""),
        (_digit() + _area("28 28 4.2 9", 'Alpha="99"'), "123", ""),
        (_area("26 26 9 9") + _digit(colour=_WHITE), "123", ""),
        (_digit() + _object("Path", "29 32.2 6 1", _STRIKE), "123", "有划了删除线的字"),
    ],
)
def test_digits_of_an_ofd_that_are_not_shown_or_struck_out_are_a_doubt(
    objects: str, text: str, doubt: str
) -> None:
    lines = [f"M 20 {y} L 80 {y}" for y in (20, 40, 60)] + [
        f"M {x} 20 L {x} 60" for x in (20, 50, 80)
    ]
    rules = "".join(
        _object("Path", "0 0 200 200", f"<ofd:AbbreviatedData>{one}</ofd:AbbreviatedData>")
        for one in lines
    )
    rest = '<ofd:TextCode X="0" Y="4">23</ofd:TextCode>'
    page = rules + objects + _object("Text", "32 30 9 5", rest, 'Size="4"')
    (grid,) = read_ofd(ofd_with(page), "x.ofd").blocks
    assert isinstance(grid, Grid)
    assert (dict(grid.rows)[1][0], grid.unsure.get((1, 1), "")) == (text, doubt)
