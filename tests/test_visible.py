"""What nobody sees is not shown, and what would paint over its neighbours is not either."""

from __future__ import annotations

import unicodedata

import pytest

from reportkit.visible import in_escapes, unseen_in, without_unseen

HEAPS = [
    "记" + "\u0301" * 500,
    "a" + "\u0327\u0301\u20dd" * 9,
    "ཀ" + "\u0f90" * 30,
    "x" + "\ufe0f" * 40,
]


@pytest.mark.parametrize("heap", HEAPS, ids=ascii)
def test_a_heap_of_marks_is_as_high_as_letters_are(heap: str) -> None:
    text = f"前{heap}后"
    shown = without_unseen(text)

    assert shown == text[:6] + "后"
    assert in_escapes(text) == text[:6] + "".join(f"\\u{ord(c):04x}" for c in text[6:-1]) + "后"
    assert set(unseen_in(text)) == {f"U+{ord(char):04X}" for char in text[6:-1]}


def test_a_heap_cannot_be_kept_together_by_what_nobody_sees() -> None:
    assert without_unseen("记" + "\u0301\u034f" * 9) == "记" + "\u0301" * 4


@pytest.mark.parametrize(
    "word",
    [
        "Việt Nam",
        "བསྒྲུབས་ཧཱུྃ་རྒྱུ",  # Tibetan
        "ᠮᠣᠩᠭᠣᠯ",  # Mongolian
        "ئۇيغۇر",  # Uyghur
        "น้ำ ที่ ปั๊ม",
        "בְּרֵאשִׁ֖ית",
        "葛\U000e0100城",  # another shape of a character
        "हिन्दी",
    ],
)
def test_what_people_write_is_left_as_it_is(word: str) -> None:
    for text in (word, unicodedata.normalize("NFD", word)):
        assert without_unseen(text) == in_escapes(text) == text
        assert unseen_in(text) == []
