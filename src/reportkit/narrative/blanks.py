"""Blanks that nobody filled in: what stands in a draft where a number or a name should stand.

Bold in Markdown, names of persons that were left out (李某某, 张××), links and addresses are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportkit.personal import SURNAMES

# A word for what is counted, and none of the longer words that begin with the same character.
_UNIT = (
    "(?:[余多万]?(?:件(?!件)|条(?![例款文目理件])|次(?![日年月数要序第])|份(?!额)|期(?![间限末望待盼])"
    "|场(?![所地景合])|篇(?!幅)|家(?![长庭园])|元(?![旦素])|项(?!目)|批(?![评准复示注])|个(?![人体别性])"
    "|人(?=[次，。；、,;（）()]|$)|名(?=[，。；、,;（）()]|$)|户(?=[，。；、,;（）()]|$))|[%％])"
)
# Where a sentence counts, and no number stands: 新收政府信息公开申请件，结转2件.
_COUNTED = "[件条次份期篇宗](?=[，。；、,;（(]|$)"
_COUNTS = "(?:新收|收到|受理|办结)[政府信息公开的]{0,7}申请"
# A person whose name was left out; offices are left out of drafts, persons of reports.
_PERSON = f"(?<![{SURNAMES}])"
_PLACE = "[省市县区旗州镇乡局委厅部办院所处科]"
_NAMED = (
    "(?:[^】」）)\\]］〕>＞]{0,6}(?:名称|数字|数目|数量|年份|金额|件数|条数|次数|人数|姓名)|单位|机关|部门|年度|日期"
    "|请?填写?[^】）)\\]］〕>＞]{0,12}|请[在按根][^】）)\\]］〕>＞]{0,12}|待[^】）)\\]］〕>＞]{1,6}|[XxＸ×*＊_＿]+)"
)


def _run(of: str, least: int, after: str = "0-9") -> str:
    """Return the pattern of a whole run of characters, of which no part is looked at again.

    A run that stands `after` certain others begins with its second character.
    """
    return f"(?:(?<![{after}{of}])|(?<=[{after}][{of}]))[{of}]{{{least},}}+"


_SPACES = _run("\\s_＿", 2)
_DOTS = "|".join([_run("…", 1), _run(".", 3), _run("。", 3), _run("?？", 2)])

_PATTERNS = (
    # 20XX年, 202X年, 二〇××年; 　　年　　月
    "20(?:[XxＸ×*＊_＿…?？]{1,2}|[0-9][XxＸ×*＊_＿?？])年?",
    "二[〇○零][XxＸ×*＊_＿〇○]{1,2}(?<![〇○]{2})年",
    _SPACES + "年[\\s_＿]{2,}+月",
    # {单位}, ${total}, <<数量>>, #REF!
    "[$＄#]?[{｛]{1,9}+[^{}｛｝]*+[}｝]+|[{}｛｝]",
    "<<[^<>]*>>|＜＜[^＜＞]*＞＞|«[^«»]*»",
    "#(?:REF|N/A|VALUE|DIV/0|NAME)[!?]?|错误！(?:未找到|未定义)[^。]{0,12}",
    # 【单位名称】, [数字], （此处填写）, 【 】, （　）件
    f"【{_NAMED}】|[\\[［〔]{_NAMED}[\\]］〕](?![(（])|[<＜]{_NAMED}[>＞]",
    "[（(](?:(?:具体)?数字|(?:单位|机关|部门|本机关)名称|请?填写[^）)]{0,12}|待[填补][^）)]{0,6})[）)]",
    "(?<!\\])(?:[（(][\\s_＿]*[）)]|【[\\s_＿]*】|［[\\s_＿]*］|〔[\\s_＿]*〕)",
    "(?<!^[-*+] )\\[[\\s_＿]*\\]",
    # XX局, ××次, x件; ＊＊件; ____件; ○○县; ……件; 新收  件
    f"{_PERSON}(?<![A-Za-z0-9./_-])[XxＸ×╳✕]{{2,}}(?![A-Za-z0-9./_-])",
    f"(?<![A-Za-z0-9.,×*/])[XxＸ×╳✕NnＮ](?=\\s?(?:{_UNIT}|[年月日](?![常度])))",
    f"{_PERSON}＊{{2,}}",
    "(?<![A-Za-z/.])[_＿]{2,}(?![A-Za-z])",
    "(?<![一二三四五六七八九○◯])[○◯□△]{2,}(?![一二三四五六七八九])",
    f"(?:{_DOTS})(?={_UNIT})",
    f"(?<=[一-龥])(?:[-－—]+|[ 　\xa0]{{2,}})(?={_UNIT})",
    # ooo件, ##件, *件, ?件, 申请 件, 发布信息条, 申请某件; 申请件 alone is a word
    f"(?<![A-Za-z0-9./_-])[OoＯｏ]{{1,4}}(?=\\s?{_UNIT})",
    f"(?<=[一-龥])(?:#{{1,4}}|(?<!\\*)\\\\?\\*(?!\\*)|[?？ 　\xa0])(?={_COUNTED})",
    f"(?:信息(?=条)|培训(?=[次期]))(?={_COUNTED})",
    f"(?:申请|信息|培训|办结|答复|结转|新收|收到|受理|发布|公开|共计?)(?:某|几|若干|多少)(?={_COUNTED})",
    f"(?:新收|共收到)[政府信息公开的]{{0,7}}申请件(?=。|$)|{_COUNTS}件(?=[，；,;][^。]{{0,30}}[0-9]件)",
    # 某某局, 某年某月, 待填, TODO
    f"{_run('某', 2, SURNAMES)}(?={_PLACE}|单位|机关|部门|年|{_UNIT})|某年某月",
    f"(?<![有亟尚还一-龥])待(?:补充?|定|核实|核定|确认|统计)(?=[】）)\\]，。；、,;\\s]|$|{_UNIT})",
    "(?<![有亟尚还])待填(?!报)写?|此处(?:填写|插入|输入|添加|补充|应为)|(?<![A-Za-z])(?:TODO|TBD|FIXME)(?![A-Za-z])",
)
_BLANK = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS))

_STARS = re.compile(r"(?<!\\)\*{2,}")
_STARS_FOR_A_BLANK = re.compile(f"{_PERSON}\\*{{2,}}(?=\\s?{_UNIT}|{_PLACE}\\*\\*)")
_NEVER_A_BLANK = re.compile(
    r"^\s*(?:[-*_] ?){3,}$"  # a rule across the page
    r"|`[^`]*`|\]\((?:(?!\]\()[^)])*+\)|https?://[!-~]+|(?<![\w.+-])[\w.+-]++@[\w.-]+"
    r"|(?<!\w)__(?=\S)[^_]+(?<=\S)__(?!\w)"  # bold
)
_ROUND = 10


def find_blanks(prose: str) -> Iterator[str]:
    """Yield what is around each blank of a text in Markdown.

    Examples
    --------
    >>> list(find_blanks("**全年**培训××次，约谈**6**人。"))
    ['**全年**培训××次，约谈**6**人']
    """
    for line in prose.splitlines():
        shown = _NEVER_A_BLANK.sub(lambda match: "\0" * len(match[0]), line)
        spans = sorted([*(match.span() for match in _BLANK.finditer(shown)), *_stars(shown)])
        last = -1
        for start, end in spans:
            if start >= last:  # what the last quotation shows is told
                last = end + _ROUND
                yield line[max(0, start - _ROUND) : last].strip()


def _stars(line: str) -> Iterator[tuple[int, int]]:
    """Yield the runs of stars that stand for a blank: those that begin no bold text."""
    within = False
    for stars in _STARS.finditer(line):
        if not within and _STARS_FOR_A_BLANK.match(line, stars.start()):
            yield stars.span()
        else:
            within = not within
