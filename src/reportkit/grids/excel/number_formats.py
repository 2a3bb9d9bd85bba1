"""What number formats of Excel make of a value: `;;;` nothing, `0,` thousands, `0"万"` 5万."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from reportkit.grids.model import Value

BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    37: "#,##0;-#,##0",
    38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;-#,##0.00",
    41: '#,##0;-#,##0;"-";@',
    42: '#,##0;-#,##0;"-";@',
    43: '#,##0.00;-#,##0.00;"-";@',
    44: '#,##0.00;-#,##0.00;"-";@',
    48: "##0.0E+0",
    49: "@",
}
"""By number; those of days and times are left out, as their cells are read as such."""
_GENERAL = "General"
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|_(?P<room>.)|\*(?P<filling>.)|\[(?P<said>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式|@)|(?P<digits>[0#?.,]+)|(?P<rest>.)",
    re.IGNORECASE | re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_WHITE = {"white", "白色", "color2", "颜色2"}
_LETTERS = re.compile(r"[A-Za-z/]")  # of days, fractions and powers of ten
_LONGEST = 255  # of a format that Excel takes
_BY_SIGN, _WITH_ZERO, _WITH_TEXT = 2, 3, 4


class _Section(NamedTuple):
    """One of up to four parts of a format; `pattern` is None where what it shows is not told."""

    before: str
    pattern: str | None
    after: str
    condition: tuple[str, Decimal] | None
    white: bool


def shown_by(code: str, value: Value) -> str | None:
    """Return what a format makes of a number or a text; None where that cannot be told.

    Examples
    --------
    >>> [shown_by(code, 5000) for code in ("General", "#,##0件", "0,", "0%", ";;;", "0/0")]
    ['5000', '5000件', '5', '500000%', '', None]
    >>> shown_by("0;-0;;@", 0), shown_by("#,###", 0), shown_by("0", Decimal("5.4"))
    ('', '', '5')
    """
    if len(code) > _LONGEST:
        return None
    sections = _sections(code)
    if isinstance(value, str):
        section = sections[-1]
        if len(sections) < _WITH_TEXT and section.pattern != "@":
            return value
        return _text(section, value if section.pattern == "@" else "")
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    return _number(sections, Decimal(value))


def _number(sections: tuple[_Section, ...], value: Decimal) -> str | None:
    numeric = sections[: _WITH_TEXT - 1]
    if any(one.condition for one in numeric):
        last = len(numeric) - 1
        for at, section in enumerate(numeric):
            if _holds(section, at, last, value):
                return _text(section, _digits(section, value))
        return ""
    at = 0
    if value < 0 and len(numeric) >= _BY_SIGN:
        at, value = 1, -value
    elif value == 0 and len(numeric) >= _WITH_ZERO:
        at = 2
    return _text(numeric[at], _digits(numeric[at], value))


def _holds(section: _Section, at: int, last: int, value: Decimal) -> bool:
    if section.condition is None:
        return at == last or (value > 0 if at == 0 else value < 0)
    sign, limit = section.condition
    order = (value > limit) - (value < limit)
    return order in {"<": (-1,), ">": (1,), "=": (0,), "<=": (-1, 0), ">=": (0, 1)}.get(
        sign, (-1, 1)
    )


def _text(section: _Section, shown: str | None) -> str | None:
    if section.white:
        return ""
    return None if shown is None else f"{section.before}{shown}{section.after}"


def _digits(section: _Section, value: Decimal) -> str | None:
    """Return the digits that a part shows, without the commas between them."""
    if section.pattern in {None, "", "@", _GENERAL}:
        return section.pattern and f"{value:f}"
    whole, _, part = (section.pattern or "").partition(".")
    thousands = [len(one) - len(one.rstrip(",")) for one in (whole, part)]
    shift = 2 * (section.before + section.after).count("%") - 3 * sum(thousands)
    try:
        exact = Decimal(1).scaleb(-sum(map(part.count, "0#?")))
        rounded = value.scaleb(shift).quantize(exact, ROUND_HALF_UP)
    except ArithmeticError:
        return None
    if rounded == 0 and "0" not in whole + part:
        return ""
    return f"{rounded:f}"


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[re.Match[str]]] = [[]]
    for match in _TOKEN.finditer(code or _GENERAL):
        if match["rest"] == ";":
            parts.append([])
        else:
            parts[-1].append(match)
    return tuple(map(_section, parts[:_WITH_TEXT]))


def _section(tokens: list[re.Match[str]]) -> _Section:
    literals = ["", ""]
    pattern, told, white = "", True, False
    condition: tuple[str, Decimal] | None = None
    for token in tokens:
        if (said := token["said"]) is not None:
            white |= said.strip().lower() in _WHITE
            if limit := _CONDITION.fullmatch(said.strip()):
                condition = limit[1], Decimal(limit[2])
            elif said.startswith("$"):
                literals[bool(pattern)] += said[1:].partition("-")[0]
        elif own := token["general"] or token["digits"]:
            told &= not pattern  # what stands between digits is for nobody to tell
            pattern = own if own == "@" else _GENERAL if token["general"] else own
        elif rest := token["rest"]:
            told &= not _LETTERS.match(rest)
            literals[bool(pattern)] += rest
        elif token["room"] or token["filling"]:
            literals[bool(pattern)] += " "
        else:
            literals[bool(pattern)] += token["quoted"] or token["escaped"] or ""
    return _Section(literals[0], pattern if told else None, literals[1], condition, white)
