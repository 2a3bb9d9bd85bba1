"""A label that cannot be meant is passed over at a glance: never one that can."""

from __future__ import annotations

import random

import pytest

from reportkit.figures.official import likeness
from reportkit.figures.official.likeness import Meant, loose
from reportkit.figures.official.match import Labels
from tests.figures.sheets import editions

STRAY = "不废纸年度合计其他数（）一甲乙3"


@pytest.fixture(scope="module")
def labels() -> list[Meant]:
    tables = [table for edition in editions()[:1] for table in edition.tables.values()]
    blocks = [block for table in tables for block in table.blocks]
    return [Meant(Labels(each).named) for b in blocks for each in (b.rows, b.columns)]


def _spoilt(text: str, chance: random.Random) -> str:
    letters = list(text)
    for _ in range(chance.randint(1, 5)):
        place = chance.randrange(len(letters) + 1)
        match chance.randrange(3):
            case 0:
                letters.insert(place, chance.choice(STRAY))
            case 1:
                del letters[place : place + chance.randint(1, 6)]
            case _:
                letters[place : place + 1] = chance.choice(STRAY)
    return "".join(letters)


def _near(meant: Meant, bare: str) -> str:
    """Return what `Meant` does, asking of every label in full."""
    if not 4 <= len(bare) <= 80:
        return ""
    for fits in (_is_slip, _is_abridged):
        found = [word for each, word in meant._exact.items() if fits(bare, each)]
        if found:
            return found[0] if len({meant._named[word] for word in found}) == 1 else ""
    return ""


def _turned(text: str) -> list[str]:
    return [char for char in text if char in likeness._TURNING]


def _is_slip(bare: str, word: str) -> bool:
    allowed = min(4, max(1, len(word) // 6))
    short = len(word) < 4 or (len(bare) == len(word) and len(word) < 6)
    if short or abs(len(bare) - len(word)) > allowed or _turned(bare) != _turned(word):
        return False
    return likeness._distance(bare, word, allowed) <= allowed


def _is_abridged(bare: str, word: str) -> bool:
    if not 5 <= len(bare) < len(word):
        return False
    rest = iter(word)
    begins = word.startswith(bare) or _turned(bare) == _turned(word)
    return begins and all(char in rest for char in bare)


def test_what_is_passed_over_could_not_be_meant(labels: list[Meant]) -> None:
    chance = random.Random(7)  # noqa: S311 - the same examples each time
    told = 0
    for meant in labels:
        for label in meant._exact.values():
            bare = loose(_spoilt(label, chance))
            assert meant._near(bare) == _near(meant, bare), bare
            told += bool(meant._near(bare))
    assert told > 5, "some of them are still labels"
