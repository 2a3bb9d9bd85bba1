"""What the words say in rows that are no records: totals, notes, signatures, titles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from operator import itemgetter
from typing import Any

from reportkit.folding import plain
from reportkit.grids import Row

TOTAL, NOTE, SIGNATURE, NOTHING = "合计行", "说明", "落款", "填“无”的行"
SAMPLE = "填写示例"
VOID = "作废"
TITLE = "标题"
MAYBE_VOID = "注明不计的"

_TOTAL = re.compile(
    r"(?:.{0,8}?)(?:合计|小计|总计|共计|累计|总数|计)(?:数|件数|金额)?(?:[:：(].{0,20})?"
)
_PLAIN_TOTAL = re.compile(r"(?:合|小|总|共|累)计")
_NOTE = re.compile(r"(?:备?注|说明|附注?|填表说明)[:：\d(一二].*|[-—]*以下(?:空白|无正文).*")
_SIGNATURE = re.compile(
    r"(?:填表|制表|填报|审核|审批|经办|复核|统计|录入|单位|部门|科室|导出|打印|生成|更新|截止)?"
    r"(?:人|人员|单位|日期|时间|负责人|领导|盖章|签字|签名)(?:\((?:签[字名章]|盖章)\))?[:：].*"
    r"|.*\((?:盖章|公章|签章|签字|签名|印章)\)"
)
_PAGE = re.compile(
    r"(?:第?\d+页)?[,、/]?共\d+(?:页|条|件|份|笔|项|行)(?:记录|数据)?|第\d+页|\d+/\d+"
)
_SAMPLE = re.compile(
    r"\(?(?:填写)?(?:示例|样例|范例|举例)\)?|(?:示例|样例|范例|例(?:如|子)?)[:：].*"
)
_TITLE = re.compile(
    r"(?:20\d\d年?度?)?(?:第?[一二三四1-4]季度?|[上下]半年|(?:\d{1,2}|[一二三四五六七八九十]+)月份?"
    r"|(?:20\d\d年?度?))|.*(?:台账|登记表|登记簿|明细表|统计表|一览表|情况表|续表)"
)
_NOTHING = frozenset({"无", "没有", "/", "-", "—", "——", "0", "本年无", "全年无", "本年度无"})
_VOID_WORDS = frozenset({"作废", "已作废", "作废件", "此件作废", "此行作废", "(作废)", "无效"})
_MAYBE_VOID = re.compile(r".*(?:作废|注销|误登|重复登记).*|.*不计(?:入|数|算)?[)。]?")
_MARK = re.compile("[计注明附填制审经复统录单部科人空白无没废效年月季台表例页共章签误登]")
_LONGEST_WORD = 60
_AT_ONCE = 1000


def special_words(rows: Sequence[Row]) -> dict[Any, str]:
    """Return what the words that stand in rows of another kind say, as they are written."""
    texts = _texts(rows)
    nothing = [text for text in texts if text.strip() in _NOTHING]
    found = {}
    for text in (*nothing, *filter(_MARK.search, texts)):
        if len(text) <= _LONGEST_WORD and (kind := _kind(plain(text))):
            found[text] = kind
    return found


def _texts(rows: Sequence[Row]) -> list[str]:
    """Return the texts of rows, each but once among its neighbours.

    Telling apart all of a large ledger at once would take longer than looking at one twice.
    """
    texts: list[str] = []
    for start in range(0, len(rows), _AT_ONCE):
        cells = chain.from_iterable(map(itemgetter(1), rows[start : start + _AT_ONCE]))
        texts += [value for value in dict.fromkeys(cells) if isinstance(value, str)]
    return texts


def _kind(text: str) -> str:
    if text in _VOID_WORDS:
        return VOID
    if text in _NOTHING:
        return NOTHING
    if _PLAIN_TOTAL.search(text) and _TOTAL.fullmatch(text):
        return TOTAL
    return next((kind for kind, pattern in _PATTERNS if pattern.fullmatch(text)), "")


_PATTERNS = (
    (SAMPLE, _SAMPLE),
    (NOTE, _NOTE),
    (SIGNATURE, _SIGNATURE),
    (SIGNATURE, _PAGE),
    (TITLE, _TITLE),
    (MAYBE_VOID, _MAYBE_VOID),
)
