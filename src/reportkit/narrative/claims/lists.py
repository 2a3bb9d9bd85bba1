"""What is told of several things at once: 制定、废止文件; 予以公开、部分公开分别为8件、3件."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from reportkit.numerals import Numeral

_WORDS = "[^，；：。！？（）0-9]"
_RUN = re.compile(f"{_WORDS}+")
_MARK = re.compile(f"({_WORDS}(?:(?!分别){_WORDS})*+)分别(?:为|是|有|达到?)?：?")
_BETWEEN = re.compile(r"(?:，?占(?:比)?[0-9.]+%|（[^（）]*）)?(?:、|，|和|及|以及)")
_COMMAS = re.compile(r"、")
_JOINTS = re.compile(r"、|以及|和|及|与")


class Label(NamedTuple):
    """What is counted by a number that stands in another place: the words up to it, from where."""

    head: str
    start: int


def labels_before(
    text: str, counted: Sequence[tuple[Numeral, int]], done: re.Pattern[str]
) -> Mapping[int, Label]:
    """Return the label of each number whose label stands before 分别为, by where it begins.

    Only where there are as many labels as numbers.
    """
    found: dict[int, Label] = {}
    for mark in _marks(text):
        numbers = _following(text, counted, mark.end())
        for joint in (_COMMAS, _JOINTS):
            labels = joint.split(mark[1])
            if len(labels) == len(numbers) > 1 and all(labels):
                head = text[: mark.start()]
                for numeral, label in zip(numbers, spread(labels, done), strict=True):
                    head += label
                    found[numeral.start] = Label(head, mark.start())
                    head += "，"
                break
    return found


def _marks(text: str) -> Iterator[re.Match[str]]:
    """Yield each 分别 with the words before it, which are looked through once, however many."""
    for run in _RUN.finditer(text):
        position = run.start()
        while position < run.end() and (mark := _MARK.match(text, position)):
            yield mark
            position = mark.end()


def _following(
    text: str, counted: Sequence[tuple[Numeral, int]], position: int
) -> Sequence[Numeral]:
    """Return the numbers that follow a place at once, each after the other."""
    found: list[Numeral] = []
    for numeral, end in counted:
        between = text[position : numeral.start]
        if numeral.start < position:
            continue
        if between if not found else not _BETWEEN.fullmatch(between):
            break
        found.append(numeral)
        position = end
    return found


def spread(subjects: Sequence[str], done: re.Pattern[str]) -> list[str]:
    """Return each subject with what it shares with the others: what is done, and to what.

    Examples
    --------
    >>> spread(["制定", "废止规范性文件"], re.compile("制定|废止"))
    ['制定规范性文件', '废止规范性文件']
    >>> spread(["制定规章", "规范性文件"], re.compile("制定|废止"))
    ['制定规章', '制定规范性文件']
    """
    whole: list[str] = []
    verb, noun = "", ""
    for subject in subjects:
        match = done.match(subject)
        verb = match[0] if match else verb
        whole.append(subject if match else verb + subject)
    for number, subject in reversed(list(enumerate(whole))):
        match = done.match(subject)
        if match is None:
            noun = ""
        elif match.end() == len(subject):
            whole[number] += noun
        else:
            noun = subject[match.end() :]
    return whole
