"""An OFD document is read to exactly its figures; one that is broken is refused in words."""

from __future__ import annotations

import random

import pytest

from reportkit.grids import GridError
from reportkit.grids.pages.read import read_ofd
from tests.pages.ofds import ofd_of
from tests.pages.test_pdf import HUAIAN, published_in
from tests.published import published_reports


@pytest.fixture(scope="module")
def huaian_ofd() -> bytes:
    return ofd_of(HUAIAN.read_bytes())


def test_a_real_report_as_ofd_is_read_exactly(huaian_ofd: bytes) -> None:
    expected = next(one for one in published_reports() if one.slug == "huaian_2024").figures
    read = published_in(read_ofd(huaian_ofd, "x.ofd"), "ogi")
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
