"""Telling telephone numbers, identity numbers, names and addresses from what should stand there.

Columns that are shifted or swapped put personal data under any heading. Two questions arise: may a
message quote a value or a heading, and may a value stand in a column of numbers or amounts?
"""

from __future__ import annotations

import re
import unicodedata

from reportkit.dates import looks_like_date

HIDDEN = "不予显示"
_HIDDEN_VALUE = re.compile(rf"（\d+ 个字符，{HIDDEN}）")
_LONGEST_QUOTE = 24
# The most frequent ones: nine persons of ten have one of them.
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余杜叶程苏魏吕丁沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵钱严覃武戴莫孔汤"
)
_BETWEEN_DIGITS = re.compile(r"(?<=\d)(?:\W|_)+(?=\d)")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_CREDIT_CODE = re.compile(r"(?:1[1239]|5[1239]|9[123])\d{6}[0-9A-Z]{10}")
SHORTEST_TELEPHONE, _SHORTEST_IDENTITY = 7, 15

_TELEPHONE = re.compile(r"\+?(?:86)?1[3-9]\d{9}|0(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}")
_IDENTITY = re.compile(
    r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
)
# In prose, where figures, dates and telephones of offices stand, too.
_IN_PROSE = {
    "身份证号码": re.compile(rf"(?<![0-9A-Za-z]){_IDENTITY.pattern}(?![0-9A-Za-z])"),
    "手机号码": re.compile(r"(?<![0-9A-Za-z.])(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?![0-9.])"),
}
# 张三1: a name, numbered where one has applied twice.
_NUMBERED_NAME = re.compile(r"[\u4e00-\u9fff·]{2,8}[-_#]?\d{1,2}")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_NOT_IN_NUMBERS = re.compile(r"[@,;!?。]")
_ADDRESS = re.compile(r"[路街巷弄村屯栋幢室]|小区|单元")
# With 号 behind: 第五 alone is a surname.
_IN_WORDS = re.compile("第[〇零一二三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰]+[号件]$")
_LONGEST_NUMBER = 40
_CODE = re.compile(r"[\x00-\x7f〇零一二三四五六七八九十年月日号度]*")
_RUN = re.compile(r"\d+[Xx]?")
# What offices call columns that no form asks for; no surname stands among the single characters.
_HEADING = re.compile(
    r"(?:序号|编号|文号|单号|卷号|件号|备注|说明|科室|股室|处室|部门|单位|机构|机关|人员|负责人?|主办|协办"
    r"|承办人?|经办人?|办理|处理|答复|回复|告知|审核|审批|领导|批示|意见|签收|登记|录入|填报|填表|收件|来件"
    r"|申请人?|受理|转办|督办|催办|补正|征求|第三方|延期|延长|期限|时限|天数|工作日|剩余|超期|逾期|用时|中止"
    r"|日期|时间|年度|年份|月份|季度|方式|途径|渠道|形式|来源|文书|送达|快递|邮寄|领取|寄出|打印|纸质|电子"
    r"|通知|公文|标题|名称|内容|类型|类别|种类|分类|性质|状态|进度|结果|情况|原因|理由|依据|附件|页数|份数"
    r"|件数|数量|费用|金额|收费|缴费|区域|乡镇|街道|归档|存档|档案|满意度|评价|复议|诉讼|信访|法律|法规|条款"
    r"|公开|不予|部分|予以|是否|有无|其他|联系|政府|信息|行政|决定|执法|案件|系统|网站|平台|栏目|摘要|关键词"
    r"|代码|代号|报告|参数|人|的|或|和|及|与|、|/|_|[()（）:：\[\]【】\-—.])+[0-9]{0,2}"
)


def may_be_personal(text: str) -> bool:
    """Whether a text holds digits or letters that may identify somebody.

    Dates, and numbers of other things that begin with a year, may be quoted; seven digits in a row
    or more that are nothing of the kind may be a telephone number, whatever stands between them.

    Examples
    --------
    >>> may_be_personal("138-0000-0000"), may_be_personal("2022-13-01"), may_be_personal("12.5")
    (True, False, False)
    """
    text = unicodedata.normalize("NFKC", text)
    if looks_like_date(text):
        return False
    if _NUMBERED_NAME.fullmatch(text) and "第" not in text:
        return True
    return holds_identity(text)


def holds_identity(text: str) -> bool:
    """Whether digits stand in a text, in half width, that may be somebody's.

    Examples
    --------
    >>> holds_identity("139:0418:0001"), holds_identity("张三〔2022〕1号")
    (True, False)
    """
    runs = re.findall(r"\d+", _BETWEEN_DIGITS.sub("", text))
    return "@" in text or bool(_CREDIT_CODE.search(text)) or any(map(_identifies, runs))


def _identifies(run: str) -> bool:
    if len(run) < SHORTEST_TELEPHONE:
        return False
    dated = _YEAR.match(run) and len(run) < _SHORTEST_IDENTITY and not _MOBILE.fullmatch(run)
    return not dated


def count_identifiers(prose: str) -> dict[str, int]:
    """Return how many numbers of persons stand in prose, by what they are called.

    Examples
    --------
    >>> count_identifiers("请拨 139-0418-0001 或者 0418-2822222，全年办结 13904180001.5 元")
    {'身份证号码': 0, '手机号码': 1}
    """
    text = unicodedata.normalize("NFKC", prose)
    return {kind: len(pattern.findall(text)) for kind, pattern in _IN_PROSE.items()}


def may_be_code(text: str) -> bool:
    """Whether no words stand in a text where a code, a number or a date should.

    Examples
    --------
    >>> may_be_code("fuxin_ecology"), may_be_code("二〇二二年"), may_be_code("张三")
    (True, True, False)
    """
    if holds_identity(unicodedata.normalize("NFKC", text)):
        return looks_like_date(text)
    return bool(_CODE.fullmatch(text))


def code_or_hidden(text: str) -> str:
    """Return what stands where a code should, or its length alone where that may be personal.

    Examples
    --------
    >>> code_or_hidden("city"), code_or_hidden("13800000000")
    ('city', '（11 个字符，不予显示）')
    """
    return text if may_be_code(text) else hide(text)


def is_telephone(text: str) -> bool:
    """Whether digits that stand for themselves, without unit or grouping, are a telephone number.

    Examples
    --------
    >>> is_telephone("13904180001"), is_telephone("04182822222"), is_telephone("13,904,180,001")
    (True, True, False)
    """
    return bool(_TELEPHONE.fullmatch(text))


def may_be_told(heading: str) -> bool:
    """Whether the heading of a column that nobody knows is made up of the words of offices alone.

    Examples
    --------
    >>> may_be_told("备注"), may_be_told("承办科室"), may_be_told("张三")
    (True, True, False)
    """
    return bool(_HEADING.fullmatch(heading)) and not may_be_personal(heading)


def can_be_number(text: str) -> bool:
    """Whether a text can be what a bureau numbers its records with.

    Examples
    --------
    >>> can_be_number("依申请〔2022〕3号"), can_be_number("张三"), can_be_number("13800000000")
    (True, False, False)
    >>> can_be_number("第十二号")
    True
    """
    text = unicodedata.normalize("NFKC", text)
    numbered = any(char.isdigit() for char in text) or _IN_WORDS.search(text)
    if not numbered or len(text) > _LONGEST_NUMBER:
        return False
    if _NOT_IN_NUMBERS.search(text):
        return False
    bare = re.sub(r"\W|_", "", text)
    joined = _BETWEEN_DIGITS.sub("", text)
    parts = [bare, *_RUN.findall(text), *_RUN.findall(joined)]
    patterns = (_TELEPHONE, _IDENTITY, _CREDIT_CODE)
    if any(pattern.fullmatch(part) for pattern in patterns for part in parts):
        return False
    return bool(_YEAR.search(text)) or not _ADDRESS.search(text)


def quote(value: str) -> str:
    """Return a value in quotation marks, or its length alone where it may be personal.

    A column shifted by one puts names and telephone numbers where a date or a kind should stand,
    and a message must not carry them on. Names cannot be told by their form, so callers quote
    words only where these resemble something that the column allows.

    Examples
    --------
    >>> quote("2022-13-01"), quote("13800000000")
    ('“2022-13-01”', '（11 个字符，不予显示）')
    """
    return f"“{value}”" if may_be_quoted(value) else hide(value)


def may_be_quoted(value: str) -> bool:
    """Whether the form of a value says that it is nothing personal; of names it does not tell."""
    return len(value) <= _LONGEST_QUOTE and not may_be_personal(value)


def hide(value: str) -> str:
    """Return what may be said of a value that must not be shown."""
    return f"（{len(value)} 个字符，{HIDDEN}）"


def as_now(told: str) -> str:
    """Return in brackets what is told of a value that is wrong; a hidden one has brackets already.

    Examples
    --------
    >>> as_now("20222"), as_now(hide("张三"))
    ('（现为 20222）', '（现有 2 个字符，不予显示）')
    """
    return f"（现有 {told[1:]}" if _HIDDEN_VALUE.fullmatch(told) else f"（现为 {told}）"
