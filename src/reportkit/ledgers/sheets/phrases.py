"""What the words say in rows that are no records: totals, notes, signatures, titles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import chain
from operator import itemgetter
from typing import Any

from reportkit.folding import all_plain, lines_with, plain
from reportkit.grids import Row
from reportkit.ledgers.values.nothing import says_nothing

TOTAL, NOTE, SIGNATURE, NOTHING = "合计行", "说明", "落款", "填“无”的行"
SAMPLE = "填写示例"
VOID = "作废"
TITLE = "标题"
MAYBE_VOID = "注明不计的"
LIKE_TOTAL, REFUND = "像合计的", "退费"

_TOTAL = re.compile(
    r"(?:.{0,8}?)(?:合计|小计|总计|共计|累计|总数|计)(?:数|件数|金额)?(?:[:：(].{0,20})?"
)
_PLAIN_TOTAL = re.compile(r"(?:合|小|总|共|累)计")
_BARE_TOTAL = re.compile(
    r"[\d一二三四五六七八九十]*[年月日季周]?(?:本|全|上|下|第[一二三四\d])?(?:[年月日季周页级]度?|半年)?"
    r"(?:(?:合|小|总|共|累)计(?:数|件数|金额)?|总数)(?:[:：(].{0,20})?"
)
# What programs and clerks call a line of sums or shares, where the row has nothing else of a
# record; whether a full row is one, nobody but the office knows.
_LIKE_TOTAL = re.compile(
    r".{0,12}(?:汇总|计数|平均值?|求和)|(?:上年|去年|上一年度?)?(?:同期|同比|环比).{0,4}"
    r"|其中[:：].{0,20}|占比|比重|全年(?:收费)?(?:总?额)?|1[-—~至]12月份?|总收费额?"
    r"|.{0,20}\((?:合计|小计|总计|累计)\)|(?:grand)?total|sum|average"
    r"|承上?前页|[过转]次页|[接承]上页|转下页|累计(?:收费|收取|金额).{0,2}"
    r"|总?记录(?:条)?数|总(?:条|件|行|笔)数",
    re.IGNORECASE,
)
_NOTE = re.compile(r"(?:备?注|说明|附注?|填表说明)[:：\d(一二].*|[-—]*以下(?:空白|无正文).*")
_DOES = "填表|制表|填报|编制|报送|上报|审核|审批|经办|复核|统计|录入|查询|导出|打印|生成|更新|截止"
_OF_PAPER = (
    "人|人员|单位|日期|时间|时间段|期间|区间|时段|周期|范围|口径|条件|年度"
    "|部门|机构|科室|负责人|领导"
)
_SIGNATURE = re.compile(
    rf"(?:{_DOES}|单位|部门|科室|数据)?"
    rf"(?:{_OF_PAPER}|盖章|签字|签名)(?:\((?:签[字名章]|盖章)\))?[:：].*"
    r"|.*\((?:盖章|公章|签章|签字|签名|印章)\)"
)
_LABEL = re.compile(rf"(?:{_DOES}|报表|数据)(?:{_OF_PAPER})(?:[:：].*)?")
_PAGE = re.compile(
    r"(?:第?\d+页)?[,、/]?共\d+(?:页|条|件|份|笔|项|行)(?:记录|数据)?|第\d+页|\d+/\d+|[-—]+\d+[-—]+"
)
_SAMPLE = re.compile(
    r"\(?(?:填写)?(?:示例|样例|范例|举例)\)?|(?:示例|样例|范例|例(?:如|子)?)[:：].*"
)
_PERIOD = (
    r"(?:20\d\d年?度?)?(?:第?[一二三四1-4]季度?|[上下]半年|(?:\d{1,2}|[一二三四五六七八九十]+)月份?"
    r"|(?:20\d\d年?度?))"
)
_TITLE = re.compile(
    rf"{_PERIOD}|\D{{1,12}}\(\d+[件条个宗笔项]\)"
    r"|.*(?:台账|登记表|登记簿|明细表|统计表|一览表|情况表|续表)(?:\(续表?\))?"
)
_NOTHING_IN_ROW = frozenset({"0", "本年无", "全年无", "本年度无"})
_RULE = re.compile(r"[-—–_=~*]{3,}")  # a line drawn between the records
_NONE_HAPPENED = re.compile(
    r".{0,20}(?:年|年度|本单位|本机关|我局|本局)(?:.{0,4})(?:未发生|没有|未收到|未受理|未收取|未办理|无).{0,20}"
)
_VOID_WORDS = frozenset({"作废", "已作废", "作废件", "此件作废", "此行作废", "(作废)", "无效"})
_THIS = r"\(?(?:此|本|该)?(?:件|行|条|申请)?已?"
# What is shown of a remark, and how it is known: nothing else of it is quoted.
_VOIDED = tuple(
    (word, re.compile(pattern))
    for word, pattern in (
        ("作废", r".*作废.*"),
        ("注销", r".*注销.*"),
        ("误登", r".*误登.*"),
        ("误录", r".*误录.*"),
        ("重复登记", r".*重复登记.*"),
        ("重复", r".{0,10}(?:与|同|和).{1,30}重复\)?"),
        ("不计入", r".*不计(?:入|数|算)?[)。]?|.*不计入?(?:统计|总数|件数|报表|年报).*"),
        ("不纳入统计", r".*不(?:纳入|列入|参与|进入)统计.*"),
        ("不统计", r".*(?:不作|不做|不予|不|勿|无需|不用)统计\)?"),
        ("无效申请", r".*无效(?:申请|件|数据|登记).*"),
        ("删除", _THIS + r"(?:删除|删去)\)?"),
        ("取消", _THIS + r"取消(?:申请|登记)?\)?"),
        ("撤件", _THIS + r"撤件\)?"),
        ("撤回", _THIS + r"撤回(?:申请)?\)?"),
        ("撤销", _THIS + r"撤销\)?"),
        (
            "废止",
            rf"{_THIS}(?:废止|失效)\)?|(?!.*(?:同时|原|旧)).{{0,16}}\d[日.]?已?(?:废止|失效)\)?",
        ),
        ("退回", _THIS + r"退回\)?"),
        ("并入", _THIS + r"(?:(?:并入|合并到|合并至).{0,30}|并案(?:办理|处理)?\)?)"),
        ("草稿", _THIS + r"(?:草稿|暂存|[未待]提交)\)?"),
        ("非本年度", _THIS + r"(?:非|不属于?|不是)本年度?(?:的?(?:申请|件|数据|登记|记录))?\)?"),
        ("不作为申请", r".*不作为?.{0,6}申请.{0,4}"),
        ("测试", r"\(?(?:系统|功能|平台)?测试(?:数据|件|用|申请|记录|信息|项目)?\)?"),
    )
)
_REFUNDS = re.compile(r"退费|退款|退还|冲销|冲红|红冲|冲减|冲账")
# What every phrase above has in it, and every word for nothing. Each begins with one character that
# is told: only then a search makes straight for them, in all texts at once. To ask every pattern
# of every name takes ages.
_CORE = re.compile(
    r"合计|小计|总计|共计|累计|例|注[\d(一二]|明[\d(一二]|附[\d(一二]|以下|章\)|字\)|名\)|共\d|页|\\"
    r"|年$|年度$|季$|季度$|半年$|月$|月份$|台账|登记[表簿]|明细|统计|一览表|情况表|续表|汇总|计数|平均"
    r"|求和|同期|同比|环比|占比|比重|全年|总收费|作废|注销|误登|误录|重复|不计|不作|无效|删除|删去|取消"
    r"|撤[件回销]|废止|失效|退[回费款还]|次页|前页|上页|下页|记录|总[条件行笔]|并入|并案|合并|草稿|暂存"
    r"|提交|本年|测试|冲[销红减账]|红冲|无$|暂无|没有$|未填$|空$|空白|空\)|选择|/[/aA]?$|"
    + "|".join(f"{re.escape(each)}:" for each in "注明附人员位期间段区围径件度门构室导章字名中计)")
    + "|"
    + "|".join(rf"{each}\)?$" for each in "lLmMeEnNaA")
    + "|"
    + "|".join(rf"{each}\)$" for each in "件条个宗笔项")
    + "|"
    + "|".join(rf"{re.escape(each)}$" for each in "-—–―_=~*"),
    re.MULTILINE,
)
# Of numbers, only those that stand alone are meant.
_ALONE = frozenset({"0", "０", *(str(year) for year in range(2000, 2100))})
_LONGEST_WORD = 60
_AT_ONCE = 1000


def special_words(rows: Sequence[Row]) -> dict[Any, str]:
    """Return what the words that stand in rows of another kind say, as they are written."""
    found = {}
    for start in range(0, len(rows), _AT_ONCE):
        texts = _texts(rows[start : start + _AT_ONCE])
        folded = all_plain(texts)
        for place in lines_with(_CORE, "\n".join(folded)):
            word = folded[place]
            if len(word) <= _LONGEST_WORD and (kind := _kind(word)):
                found[texts[place]] = kind
        found |= {text: _kind(plain(text)) for text in _ALONE.intersection(texts)}
    return found


def _texts(rows: Sequence[Row]) -> list[str]:
    """Return the texts of rows, each once."""
    cells = chain.from_iterable(map(itemgetter(1), rows))
    return [value for value in dict.fromkeys(cells) if value.__class__ is str]


def _says_nothing(text: str) -> bool:
    return bool(text) and (
        text in _NOTHING_IN_ROW or says_nothing(text) or bool(_RULE.fullmatch(text))
    )


def _kind(text: str) -> str:
    if text in _VOID_WORDS:
        return VOID
    if _says_nothing(text):
        return NOTHING
    if _PLAIN_TOTAL.search(text) and _TOTAL.fullmatch(text):
        return TOTAL
    kind = next((kind for kind, pattern in _PATTERNS if pattern.fullmatch(text)), "")
    if kind:
        return kind
    return MAYBE_VOID if void_word(text) else REFUND if _REFUNDS.search(text) else ""


_PATTERNS = (
    (SAMPLE, _SAMPLE),
    (NOTE, _NOTE),
    (SIGNATURE, _SIGNATURE),
    (SIGNATURE, _PAGE),
    (TITLE, _TITLE),
    (LIKE_TOTAL, _LIKE_TOTAL),
)


def void_word(text: str) -> str:
    """Return the word by which a remark says that a record may not count; empty if it does not."""
    folded = plain(text)
    return next((word for word, pattern in _VOIDED if pattern.fullmatch(folded)), "")


def is_period(value: Any) -> bool:
    """Whether a cell names a month, a quarter, half a year or a year, and nothing else."""
    return isinstance(value, str) and bool(re.fullmatch(_PERIOD, plain(value)))


def is_bare_total(text: str) -> bool:
    """Whether a text says that a row is a total, and nothing of what is added up.

    Examples
    --------
    >>> is_bare_total("本年合计"), is_bare_total("财政收入累计")
    (True, False)
    """
    return bool(_BARE_TOTAL.fullmatch(plain(text)))


def is_label(value: Any) -> bool:
    """Whether a cell says what stands beside it of the whole paper: 填表日期, 统计期间：….

    Examples
    --------
    >>> is_label("统计期间：2023年1月1日至12月31日"), is_label("填表日期"), is_label("受理日期")
    (True, True, False)
    """
    return isinstance(value, str) and bool(_LABEL.fullmatch(plain(value)))


def is_bare_sample(text: str) -> bool:
    """Whether a text is the word for a sample alone; 例如：转办件 is a remark."""
    return bool(_SAMPLE.fullmatch(plain(text))) and not re.search("[:：]", text)


def says_none_happened(text: str) -> bool:
    """Whether a text says that there is nothing to list."""
    return bool(_NONE_HAPPENED.fullmatch(plain(text)))
