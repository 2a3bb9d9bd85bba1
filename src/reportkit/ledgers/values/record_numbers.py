"""The numbers that offices give their records: which are the same, and which year they name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from reportkit.folding import plain

# As in 某字〔2022〕3号 and 2022-003: what has this form can number a record, and but for zeros in
# front is its own identity.
_YEAR_FIRST = r"[一-鿋]{{1,12}}〔(?:19|20)[0-9]{{2}}〕{0}号|20[0-9]{{2}}-{0}"
_USUAL = re.compile(_YEAR_FIRST.format("[0-9]{1,6}"))
# Many of them at once: to ask each takes twice as long.
_ALL_OWN = re.compile(rf"(?:(?:{_YEAR_FIRST.format('(?:0|[1-9][0-9]{0,5})')})?\n)*+")
_ALL_USUAL = re.compile(rf"(?:(?:{_YEAR_FIRST.format('[0-9]{1,6}')})\n)*+")
_SAME = tuple(zip("()[]【】{}〈〉《》—–―‐‑−", "〔〕〔〕〔〕〔〕〔〕〔〕------", strict=True))
_BETWEEN = "\ue000"  # of the private use area: nobody's, and its own normal form
# 第 before a number, and zeros in front of it: 第005号 is 5号.
_ORDINAL = re.compile(r"第(?=\d)|(?<!\d)第?0+(?=[1-9])")
_LISTED, _LINES = "至到~～、,，;；和及", "-–—―‐‑−"
_BETWEEN_SEVERAL = _LISTED + _LINES
# Each is looked for from the first of the one before: any way else takes ages over a long cell.
_MAY_BE_SEVERAL = re.compile(
    rf"\d号?\s*[{_LISTED}]"
    rf"|^[^〕\])）】}}〉》\n]*[〕\])）】}}〉》][^\d\n]*\d[^{_LINES}\n]*[{_LINES}][^\d\n]*\d",
    re.MULTILINE,
)
_SEVERAL = re.compile(r"\d号?(?:[至到~、,;和及])第?.*\d")
_RANGE = re.compile(r"〕第?(\d+)号?-第?(\d+)号?$")
_NUMBER = re.compile(r"\d+")
_LONGEST_SERIAL = 5
_YEAR = r"((?:19[89]|20\d)\d)"
_YEARS = re.compile(rf"〔{_YEAR}〕|(?<!\d){_YEAR}(?:年|[-/.号]+)(?=第?\d{{1,5}}号?$)")

is_usual = _USUAL.fullmatch
"""Whether a text is a number of a record as most are written, so that nothing need be asked."""


def all_usual(texts: Sequence[Any]) -> bool:
    """Whether all of many texts are such numbers, asked at once; none may be blank."""
    try:
        lines = "\n".join(texts) + "\n"
    except TypeError:
        return False
    return lines.count("\n") == len(texts) and bool(_ALL_USUAL.fullmatch(lines))


def identity(text: str) -> str:
    """Return what two ways of writing one number have in common.

    Examples
    --------
    >>> identity("２０２２－００６"), identity("〔2022〕3号") == identity("[2022]第03号")
    ('2022-6', True)
    """
    text = plain(text)
    # Many numbers may stand in one text: a table of characters would take ten times as long.
    for written, same in _SAME:
        text = text.replace(written, same)
    return _ORDINAL.sub("", text.upper())


def identities(texts: Sequence[str | None]) -> list[str]:
    """Return the `identity` of many numbers at once, which is ten times as fast; of none, nothing.

    Those that are not their own are folded as one text, with a mark between them that folding
    leaves alone.
    """
    found = [text or "" for text in texts]
    lines = "\n".join(found) + "\n"
    if lines.count("\n") == len(found) and _ALL_OWN.fullmatch(lines):
        return found
    places = [
        place
        for place, text in enumerate(found)
        if "-0" in text or "〕0" in text or not is_usual(text)
    ]
    for place, same in zip(places, _folded([found[place] for place in places]), strict=True):
        found[place] = same
    return found


def _folded(texts: Sequence[str]) -> list[str]:
    if not texts or any(_BETWEEN in text for text in texts):
        return [identity(text) for text in texts]
    return identity(_BETWEEN.join(texts)).split(_BETWEEN)


def number_year(text: str) -> int | None:
    """Return the year that a number names; None where it names none, or two.

    Examples
    --------
    >>> number_year("阜环罚〔2022〕3号"), number_year("2022-001"), number_year("20220001")
    (2022, 2022, None)
    """
    years = {one or other for one, other in _YEARS.findall(identity(text))}
    return int(years.pop()) if len(years) == 1 else None


def is_serial(text: str) -> bool:
    """Whether a number may only count the rows."""
    return text.isdigit() and len(text) <= _LONGEST_SERIAL


def _below_each_other(text: str) -> bool:
    """Whether several numbers of one shape stand in a text, a line each."""
    lines = [_NUMBER.sub("0", plain(line)) for line in text.splitlines() if line.strip()]
    return len(lines) > 1 and len(set(lines)) == 1 and "0" in lines[0]


def several(texts: Sequence[str | None]) -> list[int]:
    """Return which of many numbers name several records: 1-3号, 2022-003至2022-005.

    Of those with a line between, only where no other stands beside it: 1-1号, 1-2号 are parts.

    Examples
    --------
    >>> several(["〔2022〕1-3号", "2022-003、2022-005", "〔2022〕4-1号", "2022-001"])
    [0, 1]
    """
    filled = [text for text in texts if text]
    together = "\n".join(filled)
    below = together.count("\n") >= len(filled) or "\r" in together
    found = [n for n, text in enumerate(texts) if text and _below_each_other(text)] if below else []
    if not any(mark in together for mark in _BETWEEN_SEVERAL):
        return found  # to look for each mark takes a hundredth of the time of the pattern
    if not _MAY_BE_SEVERAL.search(together):
        return found
    beginnings: Counter[str] = Counter()
    ranges = {}
    for position, text in enumerate(texts):
        if text is None or position in found or not _MAY_BE_SEVERAL.search(text):
            continue
        folded = identity(text)
        if _SEVERAL.search(folded):
            found.append(position)
        elif match := _RANGE.search(folded):
            beginning = folded[: match.end(1)]
            beginnings[beginning] += 1
            if int(match[2]) > int(match[1]):
                ranges[position] = beginning
    alone = [position for position, beginning in ranges.items() if beginnings[beginning] == 1]
    return sorted([*found, *alone])
