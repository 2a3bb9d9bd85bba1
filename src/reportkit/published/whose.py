"""Whose a published report is, and of which year, as its title and its text say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportkit.folding import plain
from reportkit.forms import Form
from reportkit.grids.document import Document, Paragraph

_YEAR = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])(?:年度?)?")
_IN_CHINESE = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_YEAR = re.compile(r"二[〇○零][一二三四五六七八九〇○零]{2}(?=年)")
_ORGAN = re.compile(
    r"[\u4e00-\u9fff（）()]{2,38}?(?:人民政府办公室|人民政府|管理委员会|委员会|管委会|办事处|管理局|"
    r"监督局|分局|总局|支队|大队|管理处|服务中心|中心|公安局|[局厅委办院社署会])(?=$|[\d，,。:：（(的]|关于)"
)
_CLUTTER = re.compile(r"^.*(?:首页|位置|标题|名称|>|»|\||_|-)[:：\s]*")
_ABOUT = re.compile(r"^(?:关于)?(?:印发|公布)?《?|(?:关于|的)?$")
_LONGEST_TITLE = 80
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
    titles = list(_titles(document, form))
    years = [year for title in titles if (year := _year_in(title))]
    told = Counter(years)
    year, year_doubt = (told.most_common(1)[0][0], "") if told else (0, "")
    if len(told) > 1:
        year_doubt = f"标题里写的年度不一致：{'、'.join(map(str, sorted(told)))}"
    if not year:
        in_text = Counter(_years_of(document)).most_common(1)
        year = in_text[0][0] if in_text else 0
        year_doubt = "标题没有写年度，按正文" if year else "没有写年度"
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
    return Whose(bureau, year, doubt, year_doubt)


def _titles(document: Document, form: Form) -> Iterator[str]:
    """Yield what may be the title: the document's own, and lines that name the form."""
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    before = ""
    for text in (document.title, *texts, document.file):
        folded = plain(text)
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


def _year_in(text: str) -> int:
    folded = _CHINESE_YEAR.sub(lambda match: match[0].translate(_IN_CHINESE), text)
    found = _YEAR.findall(folded)
    return int(found[0]) if found else 0


def _years_of(document: Document) -> Iterator[int]:
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield from (int(year) for year in re.findall(r"(20[0-9]{2})\s*年", block.text))


def _name_in(title: str, form: Form) -> str:
    """Return the bureau that a title names; empty where it names none."""
    bare = _YEAR.sub("|", _CHINESE_YEAR.sub("|", title))
    known = plain(form.title)
    parts = [_ABOUT.sub("", _CLUTTER.sub("", part)) for part in bare.split("|")]
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
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    for at in range(len(texts) - 1, 0, -1):
        if re.fullmatch(r"20\d\d年\d{1,2}月\d{1,2}日", plain(texts[at])):
            name = plain(texts[at - 1])
            found = _ORGAN.fullmatch(name)
            return found[0] if found else ""
    return ""


def _alike(one: str, other: str) -> bool:
    return one in other or other in one


def titles_in(texts: Sequence[str], form: Form) -> bool:
    """Whether any of some lines names a form."""
    return any(names_form(plain(text), form) for text in texts if len(text) <= _LONGEST_TITLE)
