"""Styles that others wrote, without those by which what is there could not be seen.

Nothing is placed, covered, cut off or made invisible, and no address is asked for.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping

_PROPERTIES = frozenset(
    {
        *("background-color", "clip-rule", "color", "dominant-baseline", "fill", "fill-opacity"),
        *("fill-rule", "font", "font-family", "font-size", "font-style", "font-weight"),
        *("height", "max-width", "min-width", "opacity", "stop-color", "stroke"),
        *("stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin"),
        *("stroke-miterlimit", "stroke-opacity", "stroke-width", "text-align", "text-anchor"),
        *("text-decoration", "vertical-align", "white-space", "width"),
    }
)
_COLOUR, _GROUND = "color", "background-color"
_FAMILIES = ("border", "margin", "padding")
_VALUE = re.compile(r"""[\w\s#.,%()'"/+-]{1,200}""")
_ADDRESS = re.compile(r"url\(\s*(?!['\"]?#)", re.IGNORECASE)
_SELECTOR = re.compile(r"[\w\s#.,:*()-]+")
_RULE = re.compile(r"(?<![^{}])([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)  # one that is not closed reaches to the end
_NUMBER = re.compile(r"(-?[0-9]*\.?[0-9]+)\s*([a-z%]*)", re.IGNORECASE)
_HEX = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)
_RGB = re.compile(r"rgb\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\s*\)", re.IGNORECASE)
_NAMED = {
    "black": (0, 0, 0),
    "blue": (0, 0, 255),
    "brown": (165, 42, 42),
    "darkblue": (0, 0, 139),
    "darkgreen": (0, 100, 0),
    "darkred": (139, 0, 0),
    "gray": (128, 128, 128),
    "green": (0, 128, 0),
    "grey": (128, 128, 128),
    "lightblue": (173, 216, 230),
    "lightgreen": (144, 238, 144),
    "lightgray": (211, 211, 211),
    "lightgrey": (211, 211, 211),
    "lightyellow": (255, 255, 224),
    "orange": (255, 165, 0),
    "pink": (255, 192, 203),
    "purple": (128, 0, 128),
    "red": (255, 0, 0),
    "white": (255, 255, 255),
    "yellow": (255, 255, 0),
}
_Colour = tuple[int, int, int]
_READABLE = 3.0  # contrast of letters with what is behind them, as WCAG has it for large ones
_DARKEST = 0.04045  # of sRGB, below which light grows evenly
_FAINTEST = 0.2
_SMALLEST = {"": 6.0, "px": 6.0, "pt": 5.0, "em": 0.6, "rem": 0.4, "%": 60.0}
_LARGEST = {"": 100, "px": 100, "pt": 75, "em": 6, "rem": 6, "%": 50}


def safe_sheet(css: str, place: str) -> str:
    """Return the rules of a style sheet, each with the declarations that hide nothing.

    A colour comes with the one behind it: of two rules for one element, letters could take theirs
    from one and their ground from the other.

    Parameters
    ----------
    css : str
    place : str
        Selector of what the sheet may style; it reaches nothing else.
    """
    rules = []
    for selectors, body in _RULE.findall(_COMMENT.sub("", css)):
        kept = _declarations(body)
        if kept.keys() & {_COLOUR, _GROUND}:
            kept = {_COLOUR: "#000", _GROUND: "#fff", **kept}
        if kept and _SELECTOR.fullmatch(selectors):
            placed = ", ".join(f"{place} {one.strip()}" for one in selectors.split(","))
            rules.append(f"{placed} {{{_written(kept)}}}")
    return "\n".join(rules)


def safe_declarations(style: str) -> str:
    """Return the declarations of a style that hide nothing, in their order."""
    return _written(_declarations(style))


def _written(kept: Mapping[str, str]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in kept.items())


def _declarations(style: str) -> dict[str, str]:
    kept: dict[str, str] = {}
    for declaration in _COMMENT.sub("", style).split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if safe_property(name.lower(), value):
            kept[name.lower()] = value
    if not can_be_read(kept.get(_COLOUR, "#000"), kept.get(_GROUND, "#fff")):
        kept.pop(_COLOUR, None)
        kept.pop(_GROUND, None)
    return kept


def declarations_of(style: str) -> dict[str, str]:
    """Return the declarations of a style, whatever they do."""
    pairs = (part.partition(":") for part in _COMMENT.sub("", style).split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs if value}


def with_declarations(style: str, more: Mapping[str, str]) -> str:
    """Return a style with some declarations in place of its own of these names."""
    return _written({**declarations_of(style), **more})


def safe_property(name: str, value: str) -> bool:
    """Whether a property with a value hides nothing by itself."""
    if not _VALUE.fullmatch(value) or _ADDRESS.search(value):
        return False
    if name.partition("-")[0] in _FAMILIES:
        return _is_moderate(value)
    return name in _PROPERTIES and _HELD.get(name, bool)(value)


def _is_moderate(value: str) -> bool:
    """Whether lengths push nothing out of its place."""
    lengths = _lengths(value)
    return "(" not in lengths and all(
        0 <= float(number) <= _LARGEST.get(unit.lower(), 0)
        for number, unit in _NUMBER.findall(lengths)
    )


def _is_plain(value: str) -> bool:
    match = _NUMBER.fullmatch(value)
    return match is not None and not match[2] and float(match[1]) >= _FAINTEST


def _is_colour(value: str) -> bool:
    return _colour(value) is not None


def _lengths(value: str) -> str:
    """Return a value without its colours, which have digits as well."""
    return _RGB.sub("", _HEX.sub("", value))


def _is_large_enough(value: str) -> bool:
    sizes = _NUMBER.findall(value.split("/", maxsplit=1)[0])  # what follows is the line's height
    return all(float(size) >= _SMALLEST.get(unit.lower(), math.inf) for size, unit in sizes)


_HELD: Mapping[str, Callable[[str], bool]] = {
    **dict.fromkeys(("fill-opacity", "opacity", "stroke-opacity"), _is_plain),
    **dict.fromkeys(("font", "font-size"), _is_large_enough),
    **dict.fromkeys(("background-color", "stop-color"), _is_colour),
}


def can_be_read(colour: str, behind: str) -> bool:
    """Whether letters of a colour can be read before another; never of colours not told outright.

    Examples
    --------
    >>> can_be_read("#fff", "white"), can_be_read("navy", "#fff"), can_be_read("#000", "#fff")
    (False, False, True)
    """
    front, back = _colour(colour), _colour(behind)
    if front is None or back is None:
        return False
    dark, light = sorted((_luminance(front), _luminance(back)))
    return (light + 0.05) / (dark + 0.05) >= _READABLE


def _colour(value: str) -> _Colour | None:
    """Return a colour that is told outright, and lets nothing through."""
    if _HEX.fullmatch(value):
        digits = value[1:]
        if len(digits) == len("rgb"):
            digits = "".join(2 * digit for digit in digits)
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if match := _RGB.fullmatch(value):
        red, green, blue = (min(int(part), 255) for part in match.groups())
        return red, green, blue
    return _NAMED.get(value.lower())


def _luminance(colour: _Colour) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= _DARKEST else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = map(linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
