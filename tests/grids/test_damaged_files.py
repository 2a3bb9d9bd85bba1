"""Damaged files are refused in words; nothing but `RawDataError` ever comes out."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit.errors import RawDataError
from tests.ledgers.samples import application, csv_text, fill, grid, read, replace, write_xlsx

ROWS = grid("applications", [application(1), application(2)])


@cache
def _workbook() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return write_xlsx(Path(folder, "applications.xlsx"), ROWS).read_bytes()


def _read_bytes(name: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        replace(fill(Path(folder)), "applications")
        Path(folder, name).write_bytes(data)
        try:
            read(Path(folder))
        except RawDataError as error:
            assert str(error).startswith("原始数据读不出来：\n  1. applications.")  # noqa: PT017


@settings(max_examples=60)
@given(data=st.data())
def test_workbook_with_bytes_changed_is_read_or_refused(data: st.DataObject) -> None:
    spoilt = bytearray(_workbook())
    places = st.lists(st.integers(0, len(spoilt) - 1), min_size=1, max_size=30)
    for place in data.draw(places):
        spoilt[place] ^= data.draw(st.integers(1, 255))

    _read_bytes("applications.xlsx", bytes(spoilt))


@settings(max_examples=30)
@given(length=st.integers(1, len(_workbook()) - 1))
def test_workbook_cut_short_is_refused(length: int) -> None:
    _read_bytes("applications.xlsx", _workbook()[:length])


@settings(max_examples=60)
@given(data=st.binary(min_size=1))
def test_any_bytes_as_csv_are_refused(data: bytes) -> None:
    _read_bytes("applications.csv", data)


@settings(max_examples=60)
@given(data=st.data())
def test_csv_with_bytes_changed_is_read_or_refused(data: st.DataObject) -> None:
    spoilt = bytearray(csv_text(ROWS).encode(data.draw(st.sampled_from(["utf-8", "gb18030"]))))
    for place in data.draw(st.lists(st.integers(0, len(spoilt) - 1), min_size=1, max_size=10)):
        spoilt[place] ^= data.draw(st.integers(1, 255))

    _read_bytes("applications.csv", bytes(spoilt))
