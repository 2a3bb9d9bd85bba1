"""Folding what an eye does not tell apart, so that texts can be compared."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

# Control, formatting (zero-width, bidi marks, soft hyphen, BOM), variation selectors, fillers.
_UNSEEN = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f"
    r"\u2028-\u202f\u205f-\u206f\u2800\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]+"
)
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    r"\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e0fff]+"
)
# Radicals that PDF files give for the characters; NFKC knows the Kangxi ones, and two of these.
_RADICALS = str.maketrans(
    "⺀⺁⺃⺄⺅⺆⺈⺉⺊⺋⺌⺍⺎⺏⺐⺒⺓⺔⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺦⺧⺨⺩⺫⺬⺭⺮⺯⺰⺱⺲⺶⺹⺺⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉"
    "⻋⻌⻍⻏⻐⻑⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
    "冫厂乚乙亻冂刀刂卜㔾小小兀尣尢巳幺彑忄㣺扌攵旡日月歺民氵氺灬爫丬牛犭王罒示礻竹糹纟罓罒羊耂肀月臼艹艹艹虎衤覀西见角讠贝"
    "车辶辶阝钅長长门阝雨青韦页风飞食饣首马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
)
_RADICAL = re.compile("[⺀-⻲]")
# Radicals, and ideographs that stand in Unicode a second time.
_DOUBLES = re.compile("[⺀-⿕\uf900-\ufaff\U0002f800-\U0002fa1f]+")
# What folding leaves as it is: nearly all that stands in a ledger, seen at once.
_ALREADY_PLAIN = re.compile(r"[0-9A-Za-z一-鿋〔〕《》、。\-./()\[\],:;]*")
_NOT_PLAIN = re.compile(_ALREADY_PLAIN.pattern.replace("[", r"[^\n", 1).removesuffix("*"))
_REQUIRED = re.compile(r"[*★☆※]+|[(\[【](?:必填|必填项|选填|可选)[)\]】]|(?<!:):+$")


def plain(text: str) -> str:
    """Fold what an eye does not tell apart: widths, compatibility forms, all blanks.

    What cannot be seen is taken away (zero-width characters, marks of direction), and a radical
    is the character that it looks like.

    Examples
    --------
    >>> plain(" 金额 (元)　"), plain("收到⽇期\u200b")
    ('金额(元)', '收到日期')
    """
    if _ALREADY_PLAIN.fullmatch(text):
        return text
    seen, gaps = _UNSEEN.subn("", unicodedata.normalize("NFKC", text))
    if gaps:  # a mark whose blank is gone joins what stands before it
        seen = unicodedata.normalize("NFC", seen)
    return seen.translate(_RADICALS) if _RADICAL.search(seen) else seen


def all_plain(texts: Sequence[str]) -> list[str]:
    """Return each of many texts as `plain` does: of which nearly always nothing is to be folded."""
    together = "\n".join(texts)
    if together.count("\n") != len(texts) - 1:
        return list(map(plain, texts))
    found = list(texts)
    for line in lines_with(_NOT_PLAIN, together):
        found[line] = plain(found[line])
    return found


def lines_with(pattern: re.Pattern[str], together: str) -> Iterator[int]:
    """Yield the lines of a text, from 0, in which a pattern is found: one search for them all."""
    line = at = 0
    while match := pattern.search(together, at):
        line += together.count("\n", at, match.start())
        yield line
        end = together.find("\n", match.end())
        if end < 0:
            return
        line, at = line + 1, end + 1


def characters(text: str) -> str:
    """Return a text in which a character is itself: no radical, no double kept for compatibility.

    Examples
    --------
    >>> characters("⽇期（⾦额）")
    '日期（金额）'
    """
    if not _DOUBLES.search(text):
        return text
    single = _DOUBLES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return single.translate(_RADICALS)


def visible(text: str) -> str:
    """Return a text as it stands, without what cannot be seen, and without blanks around it."""
    return _INVISIBLE.sub("", text).strip()


def heading(text: str) -> str:
    """Fold a heading: as `plain`, and without marks that say that a column must be filled in.

    Examples
    --------
    >>> heading("*登记编号"), heading("收到日期（必填）："), heading("金额（元）")
    ('登记编号', '收到日期', '金额(元)')
    """
    return _REQUIRED.sub("", plain(text))
