"""Which numbers of records may be told: many at once as each by itself."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.folding import all_plain, plain
from reportkit.ledgers.values.told_numbers import _NAME, _OF_OFFICES, _PIECES, told_numbers
from reportkit.personal import HIDDEN, holds_identity

_written = st.one_of(
    st.from_regex(r"[某罚张三a-zＡ]{0,3}[〔(（]20\d\d[〕)）]0{0,2}\d{1,7}号?", fullmatch=True),
    st.from_regex(r"(19|20|13|91|21)\d{4,16}[A-Z0-9]{0,3}", fullmatch=True),
    st.from_regex(r"\d{1,4}[-:_ ]\d{1,4}[-:_ ]\d{1,5}", fullmatch=True),
    st.from_regex(r"(zs|YSQ|王五)-?\d{1,3}", fullmatch=True),
    st.text(alphabet="12０٣²〇号张@\n A", max_size=8),
    st.none(),
)
_numbers = st.lists(_written, max_size=12) | st.lists(
    st.sampled_from(["20220301", "20220302", "139041800", "1\n2", "a1", None]), max_size=12
)


def _one_by_one(texts: list[str | None], *, people: bool) -> list[str]:
    """Ask each number by itself."""
    folded = {text: plain(text) for text in texts if text}
    shapes = {text: re.sub("[1-9]", "0", same) for text, same in folded.items()}
    ways = {text: re.sub("0+", "0", shape) for text, shape in shapes.items()}
    enough = max(3, len(folded) / 5) if people else 0
    of_shape, of_way = Counter(shapes.values()), Counter(ways.values())
    letters = {text: _PIECES.sub(" ", shape).split() for text, shape in shapes.items()}
    of_letter = Counter(letter for words in letters.values() for letter in set("".join(words)))

    def holds_name(text: str) -> bool:
        rare = any(of_letter[letter] < 0.75 * len(folded) for letter in "".join(letters[text]))
        return rare or (len(folded) < 10 and any(map(_NAME.fullmatch, letters[text])))

    def may_be_told(text: str) -> bool:
        same = folded[text]
        runs = re.findall(r"\d+", re.sub(r"(?<=\d)[\W_]+(?=\d)", "", same))
        short = all(len(run) <= 10 for run in runs)
        of_office = of_way[ways[text]] >= enough or _OF_OFFICES.fullmatch(ways[text])
        own = of_shape[shapes[text]] >= enough or (short and of_office)
        named = people and holds_name(text)
        return bool(own) and not named and HIDDEN not in same and not holds_identity(same)

    told = {text for text in folded if may_be_told(text)}
    return [text if text and text in told else "" for text in texts]


@given(_numbers, st.booleans())
def test_many_numbers_are_told_as_each_would_be(texts: list[str | None], people: bool) -> None:
    assert told_numbers(texts, people=people) == _one_by_one(texts, people=people)


@given(st.lists(st.text(max_size=6) | st.sampled_from(["某〔2022〕1号", "a\nb", "Ａ"]), max_size=5))
def test_many_texts_are_folded_as_each_would_be(texts: list[str]) -> None:
    assert all_plain(texts) == list(map(plain, texts))


@pytest.mark.parametrize(
    ("usual", "other"),
    [
        ("依申请〔2022〕{}号", "20221234567"),
        ("依申请〔2022〕{}号", "zs1"),
        ("{}", "202212345678"),
        ("2022-00{}", "王五〔2022〕1号"),
        ("依申请〔2022〕{}号", "139-0418-0001"),
        ("阜环公〔2022〕{}号", "李四〔2022〕1号"),
    ],
)
def test_of_a_number_that_is_not_the_columns_own_the_place_alone_is_told(
    usual: str, other: str
) -> None:
    """Initials, a telephone with a year in front: nobody can tell them from numbers of records."""
    texts = [usual.format(number) for number in range(1, 8)]

    assert told_numbers([*texts, other], people=True) == [*texts, ""]


@pytest.mark.parametrize("own", ["YSQ-{}", "20220301000{}", "LY{}"])
def test_numbers_of_the_columns_own_pattern_are_told(own: str) -> None:
    texts = [own.format(number) for number in range(1, 8)]

    assert told_numbers(texts, people=True) == texts


@pytest.mark.parametrize("share", [0.2, 0.5, 0.7])
@pytest.mark.parametrize("name", ["张三", "李四五", "wl", "沃霁"])
def test_a_name_in_many_numbers_is_a_name_all_the_same(name: str, share: float) -> None:
    """Who applies often is in a fifth of the numbers, where an office numbers by applicants."""
    count = 20
    named = [f"{name}〔2022〕{number}号" for number in range(1, int(count * share) + 1)]
    others = [f"依申请〔2022〕{number}号" for number in range(len(named), count)]

    assert told_numbers([*named, *others], people=True) == [*[""] * len(named), *others]


def test_what_is_in_all_of_few_numbers_may_be_the_name_of_the_one_who_applied() -> None:
    few, many = ([f"张三〔2022〕{number}号" for number in range(1, n)] for n in (6, 40))

    assert told_numbers(few, people=True) == [""] * len(few)
    assert told_numbers(many, people=True) == many
    assert told_numbers(few, people=False) == few


def test_one_own_number_that_is_mistyped_leaves_the_others_their_letters() -> None:
    texts = [f"阜环公〔2022〕{number}号" for number in range(1, 9)]

    assert told_numbers([*texts, "阜环工〔2022〕9号"], people=True) == [*texts, ""]
