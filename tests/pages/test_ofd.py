"""An OFD document is read to exactly its figures; one that is broken is refused in words."""

from __future__ import annotations

import random

import pytest

from reportkit.grids import GridError
from reportkit.grids.pages.read import read_ofd
from tests.pages.ofds import ofd_of
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
