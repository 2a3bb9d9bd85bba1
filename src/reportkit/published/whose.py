"""Whose a published report is, and of which year, as its title and its text say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from reportkit.folding import plain
from reportkit.forms import Form
from reportkit.grids import Grid
from reportkit.grids.document import Document, Paragraph

_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])(?:年度?)?")
_IN_CHINESE = str.maketrans("〇○零Oo一二三四五六七八九", "00000123456789")
_CHINESE_YEAR = re.compile(r"二[〇○零0Oo][一二三四五六七八九〇○零0Oo]{2}(?=年)")
_DATE = re.compile(r"20[0-9]{2}(?:年[0-9]{1,2}月(?:[0-9]{1,2}日)?|([-./])[0-9]{1,2}\1[0-9]{1,2})")
_PERIOD = re.compile(r"自(20[0-9]{2})年1月1日")
_SIGNED = re.compile(r"(20[0-9]{2})年([0-9]{1,2})月[0-9]{1,2}日")
_EARLIEST_MONTH = 11  # of its own year: a report is not signed before the year is nearly over
_BESIDE = re.compile(r"[<«‹\[【]*(?:上|下|前|后)一(?:篇|条|个|页)|[<«‹\[【]*(?:相关|更多)")
_ORGAN = re.compile(
    r"[\u4e00-\u9fff（）()]{2,38}?(?:办公室|人民政府|管理委员会|委员会|管委会|办事处|管理局|"
    r"监督局|分局|总局|支队|大队|管理处|服务中心|中心|公安局|[局厅委办院社署会])(?=$|[\d，,。:：（(的]|关于)"
)
_CLUTTER = re.compile(r"^.*(?:门户网站|首页|位置|标题|名称|>|»|\||_|-)[:：\s]*")
# Around all of a name: 年度报告（某局）, and the half of one that a year was cut out of.
_BRACKETS = re.compile(r"^[（(]++(?=[^）)]*[）)]?$)|(?<=[局委会厅办府院署处心队])[）)]+$|^[）)]+")
_ABOUT = re.compile(r"^(?:关于)?(?:印发|公布)?《?|(?:关于|的)?$")
_LONGEST_TITLE = 80
_MOST_ROWS = 1000
_ENOUGH = 0.7
_FEWEST_NAME = 3


class Whose(NamedTuple):
    """A bureau and a year, each with why it is not certain; empty where it is."""

    bureau: str
    year: int
    bureau_doubt: str
    year_doubt: str


def whose(document: Document, form: Form) -> Whose:
    """Return whose a report is, and of which year."""
    titles = _own_titles(document, form)
    year, year_doubt = _year_told(document, titles)
    names = [name for title in titles if (name := _name_in(title, form))]
    signed = _signature(document)
    bureau = names[0] if names else signed
    if not bureau:
        return Whose("", year, "没有写单位", year_doubt)
    agreeing = bureau == signed or names.count(bureau) > 1
    doubt = ""
    if not names:
        doubt = "标题没有写单位，按落款"
    elif signed and not agreeing and not _alike(bureau, signed):
        doubt = f"标题写的是“{bureau}”，落款是“{signed}”"
    elif not agreeing and (others := [name for name in names if not _alike(bureau, name)]):
        doubt = f"标题里写的单位不一致：{bureau}、{others[0]}"
    return Whose(bureau, year, doubt, year_doubt)


def _year_told(document: Document, titles: Sequence[str]) -> tuple[int, str]:
    """Return the year, and why it is not certain."""
    told = Counter(year for title in titles for year in _years_in(title))
    if len(told) > 1:
        years = "、".join(map(str, sorted(told)))
        return told.most_common(1)[0][0], f"标题里写的年度不一致：{years}"
    texts = [*map(plain, _texts(document))]
    periods = [int(match[1]) for text in texts for match in _PERIOD.finditer(text)]
    if not told:
        in_text = Counter(periods or _years_of(texts)).most_common(1)
        year = in_text[0][0] if in_text else 0
        return year, "标题没有写年度，按正文" if year else "没有写年度"
    (year,) = told
    if periods and year not in periods:
        return year, f"标题写的是 {year} 年，正文写的统计期限是 {periods[0]} 年"
    signed = next(filter(None, map(_SIGNED.fullmatch, reversed(texts))), None)
    if signed and (int(signed[1]), int(signed[2])) < (year, _EARLIEST_MONTH):
        return year, f"标题写的是 {year} 年，落款的日期是 {signed[0]}"
    return year, ""


def _own_titles(document: Document, form: Form) -> list[str]:
    """Return the titles; only its own where the page and the line over its tables say the same.

    A page may have a list of all reports of a bureau beside one of them.
    """
    titles = list(_titles(document, form))
    first = next((n for n, b in enumerate(document.blocks) if isinstance(b, Grid)), None)
    if first is None:
        return titles
    above = list(
        _titles(replace(document, title="", file="", blocks=document.blocks[:first]), form)
    )
    paged = plain(document.title)
    told = [(_years_in(title), _name_in(title, form)) for title in (paged, *above[-1:])]
    agree = len(told) > 1 and told[0] == told[1] and len(told[0][0]) == 1
    return [paged, above[-1]] if agree and names_form(paged, form) else titles


def _texts(document: Document) -> Iterator[str]:
    """Yield the paragraphs; in a grid, what stands alone in its row."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield block.text
            continue
        for _, row in block.rows[:_MOST_ROWS]:
            alone = [value for value in row if value is not None]
            if len(alone) == 1 and isinstance(alone[0], str):
                yield alone[0]


def _titles(document: Document, form: Form) -> Iterator[str]:
    """Yield what may be the title: the document's own, and lines that name the form."""
    texts = list(_texts(document))
    before = ""
    for text in (document.title, *texts, document.file):
        folded = plain(text)
        if _BESIDE.match(folded):
            continue
        if len(folded) <= _LONGEST_TITLE and names_form(folded, form):
            # A title may be set in two lines, the bureau's name in the first.
            whole = folded if _name_in(folded, form) else before + folded
            yield whole if len(whole) <= _LONGEST_TITLE else folded
        before = folded if len(folded) < _LONGEST_TITLE // 2 else ""


def names_form(text: str, form: Form) -> bool:
    """Whether a line says that it is a report of a form, in words much like its title."""
    title = plain(form.title)
    pairs = {title[at : at + 2] for at in range(len(title) - 1)}
    there = sum(pair in text for pair in pairs)
    return there >= _ENOUGH * len(pairs) and _year_or_name(text, title)


def _year_or_name(text: str, title: str) -> bool:
    return len(text) <= len(title) + _LONGEST_TITLE // 2


def _years_in(text: str) -> set[int]:
    """Return the years that a title names, none of them a date's."""
    folded = _CHINESE_YEAR.sub(lambda match: match[0].translate(_IN_CHINESE), text)
    return {int(year) for year in _YEAR.findall(_DATE.sub("", folded))}


def _years_of(texts: Sequence[str]) -> Iterator[int]:
    for text in texts:
        yield from (int(year) for year in re.findall(r"(20[0-9]{2})年(?![0-9])", text))


def _name_in(title: str, form: Form) -> str:
    """Return the bureau that a title names; empty where it names none."""
    known = plain(form.title)
    bare = _YEAR.sub("|", _DATE.sub("|", _CHINESE_YEAR.sub("|", title))).replace(known, "|")
    parts = [_ABOUT.sub("", _CLUTTER.sub("", part)) for part in bare.split("|")]
    parts = [_BRACKETS.sub("", part) for part in parts]
    for part in parts:
        found = _ORGAN.match(part)
        if found and found[0] not in known:
            return found[0]
    for part in parts:  # an area, in whose name its government reports
        if len(part) >= _FEWEST_NAME and not set(part) & set(known[2:]) and part.isalpha():
            return part
    return ""


def _signature(document: Document) -> str:
    """Return the bureau that signs: a line by itself, before the date at the end."""
    texts = list(_texts(document))
    for at in range(len(texts) - 1, 0, -1):
        if re.fullmatch(r"20\d\d年\d{1,2}月\d{1,2}日", plain(texts[at])):
            name = plain(texts[at - 1])
            found = _ORGAN.fullmatch(name)
            return found[0] if found else ""
    return ""


def _alike(one: str, other: str) -> bool:
    return one in other or other in one
