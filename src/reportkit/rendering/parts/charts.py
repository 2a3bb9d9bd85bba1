"""Charts: small SVG pictures with searchable text in the shipped fonts, each with its numbers.

Chart libraries were tried first; docs/decisions.md says what was wrong with each. All coordinates
are whole numbers, so that the same figures give the same bytes on every machine. A picture is as
wide as a telephone, so that its letters can be read there. No number is told by a colour: bars are
of one colour, and the parts of a flow are named beside it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import accumulate
from typing import NamedTuple

WIDTH = 400
_FONT_SIZE = 13
_LINE = 18
_FONTS = "Noto Sans SC, SimHei, sans-serif"
# The style sheet of the page has others for a dark screen.
_DARK, _LIGHT, _BAND = "#1f4e79", "#9dbad5", "#dde6ef"
_BAR = 7
_GAP = 6
_ROW, _APART = 16, 4  # of bars
_WHOLE, _PIECE = 324, 108  # a picture no higher is never cut; pieces of others are no lower
_TALL, _LOW = 130, 60  # the room for columns: of one panel, of each where there are several
_FLOW_HEIGHT = 150
_FLOW_LEFT, _FLOW_RIGHT, _FLOW_BAR = 135, 225, 40

Counts = Mapping[str, int | str]
"""Label to count; a word says why there is none, and stands where the number would."""


class Drawing(NamedTuple):
    """Elements of SVG, and how high they are together.

    Attributes
    ----------
    parts : list of str
    height : int
    ends : sequence of tuple of int
        Where it may be cut: after how many parts, and how far down.
    """

    parts: list[str]
    height: int
    ends: Sequence[tuple[int, int]] = ()


def columns(panels: Mapping[str, Counts]) -> Drawing:
    """Return upright columns, left to right; a panel each by its name, all to one scale.

    Where the numbers or labels are too wide to stand side by side, they are bars.
    """
    slot = WIDTH // max(map(len, panels.values()))
    told = [text for counts in panels.values() for item in counts.items() for text in _told(item)]
    if max(map(_width, told)) + 1 > slot:
        return bars(panels)
    scale = _TALL if len(panels) == 1 else _LOW
    top = _greatest(panels.values())
    parts: list[str] = []
    height = 0
    for name, counts in panels.items():
        named = [*_named(name, height)]
        base = height + _LINE * (len(named) + 1) + _greatest([counts]) * scale // top
        parts += [*named, *_columns(counts, slot, base, scale, top)]
        height = base + _LINE + _GAP
    return Drawing(parts, height)


def _columns(counts: Counts, slot: int, base: int, scale: int, top: int) -> Iterable[str]:
    thickness = slot * 2 // 3
    for number, (label, count) in enumerate(counts.items()):
        length = _length(count) * scale // top
        middle = number * slot + slot // 2
        yield _bar(middle - thickness // 2, base - length, thickness, length)
        yield _text(middle, base - length - _GAP // 2, str(count), "middle")
        yield _text(middle, base + _FONT_SIZE + 2, label, "middle")
    yield f'<path d="M0 {base}H{WIDTH}" stroke="currentColor"/>'


def bars(panels: Mapping[str, Counts]) -> Drawing:
    """Return lying bars, each under its label and number; a panel each, all to one scale."""
    top = _greatest(panels.values())
    parts: list[str] = []
    ends: list[tuple[int, int]] = []
    y = 0
    for name, counts in panels.items():
        named = [*_named(name, y)]
        parts += named
        y += _LINE * len(named)
        for label, count in counts.items():
            number = str(count)
            for line in _broken(label, WIDTH - _width(number) - _FONT_SIZE):
                y += _ROW
                parts.append(_text(0, y - _GAP // 2, line, "start"))
            parts.append(_text(WIDTH, y - _GAP // 2, number, "end"))
            parts.append(_bar(0, y, _length(count) * WIDTH // top, _BAR))
            y += _BAR + _APART
            ends.append((len(parts), y))
    return Drawing(parts, y, ends)


def flow(before: Mapping[str, int], after: Mapping[str, int]) -> Drawing:
    """Return what there was and what became of it: two piles, and a band from one to the other."""
    top = max(1, sum(before.values()), sum(after.values()))
    height = max(_FLOW_HEIGHT, 2 * _LINE * max(len(before), len(after)))
    left, right = (sum(pile.values()) * height // top for pile in (before, after))
    inner = _FLOW_LEFT + _FLOW_BAR
    band = f"M{inner} 0H{_FLOW_RIGHT}V{right}L{inner} {left}Z"
    parts = [f'<path class="band" d="{band}" fill="{_BAND}"/>']
    parts += _pile(before, _FLOW_LEFT, top, height, _FLOW_LEFT - _GAP, "end")
    parts += _pile(after, _FLOW_RIGHT, top, height, _FLOW_RIGHT + _FLOW_BAR + _GAP, "start")
    return Drawing(parts, height)


def _pile(
    counts: Mapping[str, int], x: int, top: int, height: int, text_x: int, anchor: str
) -> Iterable[str]:
    ends = [end * height // top for end in accumulate(counts.values())]
    starts = [0, *ends[:-1]]
    texts = _spread([(a + b) // 2 for a, b in zip(starts, ends, strict=True)], height)
    for number, (label, count) in enumerate(counts.items()):
        look = "pale" if number % 2 else "bar"
        yield _bar(x, starts[number], _FLOW_BAR, ends[number] - starts[number], look)
        yield _text(text_x, texts[number] - _GAP, label, anchor)
        yield _text(text_x, texts[number] + _LINE - _GAP, str(count), anchor)


def _spread(middles: Sequence[int], height: int) -> list[int]:
    """Return where words of two lines stand beside their parts, none over another."""
    placed: list[int] = []
    for middle in middles:
        placed.append(max(middle, placed[-1] + 2 * _LINE if placed else _LINE))
    lowest = height - _LINE
    for number in reversed(range(len(placed))):
        placed[number] = min(placed[number], lowest)
        lowest = placed[number] - 2 * _LINE
    return placed


def figure(
    title: str, drawing: Drawing, table: str, says: str = "", *, on_paper: bool = True
) -> str:
    """Return a chart with its title, its sentence, and its numbers as a table.

    Of a high one there are several pictures below each other, lest a page has to hold them all.

    Parameters
    ----------
    title : str
    drawing : Drawing
    table : str
        As `data_table` returned it.
    says : str
        The sentence; with the title, it is read out to those who cannot see the picture.
    on_paper : bool
        Whether the numbers are printed too: not where a table of the report has them all.
    """
    label = escape(f"{title}：{says}" if says else title)
    caption = f"{escape(title)}<br>{escape(says)}" if says else escape(title)
    first, *others = _pieces(drawing)
    svg = _svg(label, *first)
    for number, piece in enumerate(others, start=1):
        svg += _svg(f"{escape(title)}（续 {number}）", *piece)
    followed, where = ("chart followed", "numbers") if on_paper else ("chart", "numbers screen")
    return (
        f'<figure class="{followed}">{svg}<figcaption>{caption}</figcaption></figure>\n'
        f'<details class="{where}"><summary>数据表</summary>\n{table}\n</details>'
    )


def _pieces(drawing: Drawing) -> list[tuple[list[str], int, int]]:
    """Return the parts, top and height of a drawing, or of the pieces of a high one."""
    if drawing.height <= _WHOLE or not drawing.ends:
        return [(drawing.parts, 0, drawing.height)]
    pieces = []
    begun, top = 0, 0
    for count, y in drawing.ends:
        if y - top >= _PIECE or y == drawing.height:
            pieces.append((drawing.parts[begun:count], top, y - top))
            begun, top = count, y
    return pieces


def _svg(label: str, parts: Sequence[str], top: int, height: int) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{label}"'
        f' viewBox="0 {top} {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        f' font-family="{_FONTS}" font-size="{_FONT_SIZE}">{"".join(parts)}</svg>'
    )


def data_table(title: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return the numbers of a chart as a table; each row begins with what it is about."""
    heads = "".join(f'<th scope="col">{escape(word)}</th>' for word in head)
    body = "\n".join(
        f'<tr><th scope="row">{escape(label)}</th>'
        f"{''.join(f'<td>{escape(number)}</td>' for number in numbers)}</tr>"
        for label, *numbers in rows
    )
    return (
        f'<table aria-label="{escape(title)}，数据表">\n<thead><tr>{heads}</tr></thead>\n'
        f"<tbody>\n{body}\n</tbody>\n</table>"
    )


def own_chart(title: str, counts: Mapping[str, int]) -> str:
    """Return the columns of an analyst's own, label to count, at least one."""
    rows = [(label, str(count)) for label, count in counts.items()]
    return figure(title, columns({"": counts}), data_table(title, ("项目", "数量"), rows))


def _greatest(panels: Iterable[Counts]) -> int:
    return max(1, *(_length(count) for counts in panels for count in counts.values()))


def _length(count: int | str) -> int:
    return count if isinstance(count, int) else 0


def _told(item: tuple[str, int | str]) -> tuple[str, str]:
    label, count = item
    return label, str(count)


def _named(name: str, y: int) -> Iterable[str]:
    """Yield the name of a panel, where it has one, line by line."""
    for number, line in enumerate(_broken(name, WIDTH) if name else ()):
        yield _text(0, y + _LINE * (number + 1) - _GAP // 2, line, "start")


def _width(text: str) -> int:
    """Return about how wide a text is: a Chinese character is square."""
    wide = sum(unicodedata.east_asian_width(character) in "WFA" for character in text)
    return wide * _FONT_SIZE + (len(text) - wide) * (_FONT_SIZE * 3 // 5)


def _broken(text: str, room: int) -> list[str]:
    """Return a text in lines that fit into a room."""
    lines = [""]
    for character in text:
        if lines[-1] and _width(lines[-1] + character) > room:
            lines.append("")
        lines[-1] += character
    return lines


def _bar(x: int, y: int, width: int, height: int, look: str = "bar") -> str:
    fill = _DARK if look == "bar" else _LIGHT
    place = f'x="{x}" y="{y}" width="{width}" height="{height}"'
    return f'<rect class="{look}" {place} fill="{fill}"/>'


def _text(x: int, y: int, text: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" fill="currentColor">{escape(text)}</text>'
