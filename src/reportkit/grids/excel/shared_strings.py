"""The texts that the cells of an Open XML workbook share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from reportkit.grids.archive import local, parse
from reportkit.grids.cells import sheet_place
from reportkit.grids.excel.styles import is_struck
from reportkit.grids.limits import (
    LONGEST_TEXT,
    MOST_BYTES,
    refuse_long_text,
    refuse_much_text,
)

_TAG = re.compile(rb"<[^<>]*>")
_END = re.compile(rb"</(?:\w+:)?si\s*>")
_USE = re.compile(rb"<(?:\w+:)?c\b(?>[^<>]*?\bt=\"s\")[^<>]*+>\s*<(?:\w+:)?v>(\d+)<")
_PLACE = re.compile(rb"\br=\"([A-Z]+\d+)\"")


def struck_strings(strings: bytes) -> tuple[frozenset[int], frozenset[int]]:
    """Return the numbers of the texts that are struck out, and of those that are in part."""
    if b"strike" not in strings:
        return frozenset(), frozenset()
    struck, partly = set(), set()
    for number, item in enumerate(one for one in parse(strings) if local(one.tag) == "si"):
        runs = [run for run in item if local(run.tag) in {"r", "t"}]
        said = [_is_struck(run) for run in runs if "".join(run.itertext()).strip()]
        if said and all(said):
            struck.add(number)
        elif any(said):
            partly.add(number)
    return frozenset(struck), frozenset(partly)


def _is_struck(run: ET.Element) -> bool:
    return any(local(one.tag) == "rPr" and is_struck(one) for one in run)


def check_lengths(strings: bytes, sheets: Sequence[bytes]) -> None:
    """Refuse texts that no person has written, before each cell gets its own copy.

    Raises
    ------
    GridError
    """
    lengths = _lengths(strings)
    longest = max(lengths, default=0)
    cells = sum(xml.count(b"</") for xml in sheets)
    if longest <= LONGEST_TEXT and longest * cells <= MOST_BYTES:
        return
    total = 0
    for index, xml in enumerate(sheets):
        for match in _USE.finditer(xml):
            number = int(match[1])
            length = lengths[number] if number < len(lengths) else 0
            total += length
            if length > LONGEST_TEXT:
                place = _PLACE.search(match[0])
                where = place[1].decode() if place else ""
                refuse_long_text(f"{sheet_place(index)}的单元格 {where} ")
            if total > MOST_BYTES:
                refuse_much_text(sheet_place(index))


def _lengths(strings: bytes) -> list[int]:
    """Return how many characters each text has at most."""
    lengths = []
    for item in _END.split(strings):
        length = len(item)
        if length > LONGEST_TEXT:
            length = len(_TAG.sub(b"", item).decode("utf-8", "replace"))
        lengths.append(length)
    return lengths
