"""Numbers as Chinese prose writes them: Arabic and Chinese numerals, exact and never a float.

Arabic digits may be full-width, grouped by thousands and followed by 万 or 亿; Chinese numerals
may be ordinary or formal (叁), placed (一百零五) or spelt digit by digit (二〇二二). What can be
read in two ways (三五 is "three or five", 一百五 is colloquial for 150) is no numeral.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

Number = int | Decimal

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_TEN = 10
_SCALES = {"万": 10**4, "亿": 10**8}
_PLAIN = str.maketrans(
    "０１２３４５６７８９．％○壹贰叁肆伍陆柒捌玖拾佰仟兩",
    "0123456789.%〇一二三四五六七八九十百千两",
)
_ARABIC = r"(?:[0-9]{1,3}(?:[,，][0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?(?:万亿|[万亿])?"
_CHINESE = r"[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+[万亿]?)?"
_NUMERAL = re.compile(f"{_ARABIC}|{_CHINESE}")
_ARABIC_PARTS = re.compile(r"([0-9,，]+)(?:\.([0-9]+))?([万亿]*)")
_ROUGHLY_BEFORE = re.compile(r"(?:约|近|逾|超|超过|不足|不到|至少|至多|最多|第)$")
_SEVERAL = re.compile(r"[几数好上成]$")
_ROUGHLY_AFTER = re.compile(r"[余多来几]|[-—–~～至到/][0-9一二三四五六七八九十]")
_JOINED_BEFORE = re.compile(r"(?:[0-9一二三四五六七八九十%][-—–~～至到/]|[A-Za-z0-9.])$")
# A number of more digits is no figure of a report, and costs time.
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text.

    Attributes
    ----------
    value : int or Decimal
        An integer wherever no decimal point is written and the scale leaves no fraction.
    step : int or Decimal
        The last place that is told: 1000 for 1.2万, 0.1 for 3.5, 1 for 105.
    start, end : int
        Where it stands in the text.
    exact : bool
        Whether it is told as a figure: not about, more than, several, one end of a range, an
        ordinal, or a part of a code.
    """

    value: Number
    step: Number
    start: int
    end: int
    exact: bool = True

    def allows(self, value: Number) -> bool:
        """Whether a figure may be told with this numeral: the last place may be cut or rounded.

        Examples
        --------
        >>> next(find_numerals("1.2万")).allows(12345), next(find_numerals("6")).allows(7)
        (True, False)
        """
        return abs(Decimal(value) - Decimal(self.value)) < self.step


def parse_numeral(text: str) -> Number | None:
    """Return the number that a whole text writes; None where it writes none.

    Examples
    --------
    >>> [parse_numeral(text) for text in ("三十二", "1,234", "1.2万", "三五")]
    [32, 1234, 12000, None]
    """
    read = _read(text.translate(_PLAIN))
    return None if read is None else read[0]


def find_numerals(text: str) -> Iterator[Numeral]:
    """Yield the numbers of a text from left to right, those that cannot be read left out."""
    plain = text.translate(_PLAIN)
    for match in _NUMERAL.finditer(plain):
        read = _read(match[0])
        if read is None:
            continue
        before = plain[max(0, match.start() - 4) : match.start()]
        after = plain[match.end() : match.end() + 2]
        vague = (
            _ROUGHLY_BEFORE.search(before)
            or (match[0][0] in _PLACES and _SEVERAL.search(before))
            or _ROUGHLY_AFTER.match(after)
            or _JOINED_BEFORE.search(before)
        )
        yield Numeral(*read, match.start(), match.end(), exact=not vague)


def _read(text: str) -> tuple[Number, Number] | None:
    if len(text) > _LONGEST or not _NUMERAL.fullmatch(text):
        return None
    if text[0] in "0123456789":
        return _read_arabic(text)
    return _read_chinese(text)


def _read_arabic(text: str) -> tuple[Number, Number] | None:
    match = _ARABIC_PARTS.fullmatch(text)
    if match is None:
        return None
    fraction = match[2] or ""
    scale = 1
    for char in match[3]:
        scale *= _SCALES[char]
    digits = re.sub("[,，]", "", match[1]) + fraction
    return _scaled(int(digits), len(fraction), scale)


def _scaled(digits: int, places: int, scale: int) -> tuple[Number, Number]:
    """Return digits with a decimal point and a scale, as value and last place."""
    unit = 10**places
    if scale % unit == 0:
        return digits * (scale // unit), scale // unit
    return Decimal(f"{digits * scale}E-{places}"), Decimal(f"{scale}E-{places}")


def _read_chinese(text: str) -> tuple[Number, Number] | None:
    whole, point, fraction = text.partition("点")
    value = _chinese_whole(whole)
    if value is None:
        return None
    if not point:
        return value, _last_place(value)
    scale = _SCALES.get(fraction[-1:], 1)
    digits = [_DIGITS.get(char) for char in (fraction[:-1] if scale > 1 else fraction)]
    if not digits or None in digits:
        return None
    written = int(f"{value}{''.join(map(str, digits))}")
    return _scaled(written, len(digits), scale)


def _last_place(value: int) -> int:
    """Three places of 万 may be rounded (三万二千); a smaller number is told to the unit."""
    digits = str(value)
    places = len(digits) - len(digits.rstrip("0")) if value >= _SCALES["万"] else 0
    return int(f"1{'0' * places}")


def _chinese_whole(text: str) -> int | None:
    if text and all(char in _DIGITS for char in text):
        return _spelt(text)
    total, rest = 0, text
    for scale, size in reversed(_SCALES.items()):
        above, mark, below = rest.partition(scale)
        if not mark:
            continue
        value = _chinese_whole(above) if scale == "亿" else _placed(above)
        if not value or (below and not _continues(below, scale)):
            return None
        total, rest = total + value * size, below
    if not rest:
        return total or None
    value = None if not total and rest[0] in "零〇" else _placed(rest)
    return None if value is None else total + value


def _continues(below: str, scale: str) -> bool:
    """Whether what follows 万 or 亿 is told in full: 三万五 is colloquial for 35,000."""
    return below[0] in "零〇" or any(char in below for char in ("千" if scale == "万" else "千万"))


def _spelt(text: str) -> int | None:
    """Read digits one by one; two of them without a zero (三五) mean either."""
    if len(text) == 1:
        return _DIGITS[text]
    if "两" in text or (len(text) == 2 and not set(text) & {"零", "〇"}) or text[0] in "零〇":  # noqa: PLR2004
        return None
    return int("".join(str(_DIGITS[char]) for char in text))


def _placed(text: str) -> int | None:
    """Read a numeral below 10,000: digit and place by turns, places falling, gaps told by 零."""
    total, last, digit, gap = 0, 10**4, None, False
    for char in text:
        place = _PLACES.get(char)
        if char in "零〇":
            fits = not gap and digit is None and last > _TEN
            gap = True
        elif place is None:
            fits = digit is None
            digit = _DIGITS.get(char)
        else:
            counted = bool(digit) or (digit is None and place == _TEN and not gap)
            fits = counted and place < last and not (gap and place * _TEN == last)
            total, last, digit, gap = total + (digit or 1) * place, place, None, False
        if not fits:
            return None
    ends_whole = digit is not None if gap else not (digit and total and last > _TEN)
    return total + (digit or 0) if text and ends_whole else None
