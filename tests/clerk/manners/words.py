"""Which words stand for a choice: outcomes, kinds of applicant, of decision and so on."""

from __future__ import annotations

from collections.abc import Callable

from tests.clerk.base import Record
from tests.clerk.draft import Draft, Stage
from tests.clerk.manner import Comes, add

RECORDS, VALUES = Stage.RECORDS, Stage.VALUES
RIGHT, RIGHT_OR_TOLD, TOLD = Comes.RIGHT, Comes.RIGHT_OR_TOLD, Comes.TOLD
_ROW = 3
_PLACE = f"第 {_ROW + 2} 行"

# official: words that offices write for it.
_OUTCOMES = {
    "予以公开": [
        "同意公开",
        "全部公开",
        "主动公开",
        "已予公开",
        "已公开",
        "公开",
        "（一）予以公开",
        "1.予以公开",
        "予以公开 ",
        "予以公開",
        "已主动公开，告知获取方式",
        "告知获取途径",
        "属于主动公开范围",
    ],
    "部分公开": [
        "部分公开（区分处理）",
        "区分处理",
        "予以部分公开",
        "部分予以公开",
        "（二）部分公开",
        "予以公开（部分）",
        "部分公开、部分不存在",
        "部分公开+不予公开",
    ],
    "属于国家秘密": ["不予公开（国家秘密）", "不予公开-国家秘密", "涉及国家秘密"],
    "保护第三方合法权益": ["不予公开：第三方合法权益", "涉及第三方合法权益", "第三方不同意公开"],
    "属于三类内部事务信息": ["内部事务信息", "不予公开（内部事务）"],
    "属于四类过程性信息": ["过程性信息", "不予公开(过程性)", "不予公开（过程性信息）"],
    "属于行政执法案卷": ["执法案卷", "行政执法案卷信息", "不予公开（行政执法案卷）"],
    "属于行政查询事项": ["行政查询", "行政查询事项", "不予公开（行政查询）", "工商登记资料查询"],
    "本机关不掌握相关政府信息": [
        "信息不存在",
        "本机关不掌握",
        "不掌握",
        "不属于本机关公开",
        "非本机关职责",
        "政府信息不存在",
        "无法提供（不掌握）",
        "不属于本行政机关公开",
        "信息不存在（经检索）",
        "查无此信息",
    ],
    "没有现成信息需要另行制作": ["需另行制作", "需要加工分析", "没有现成信息", "需加工汇总"],
    "补正后申请内容仍不明确": ["内容不明确", "补正后仍不明确"],
    "信访举报投诉类申请": [
        "信访",
        "信访类",
        "投诉举报",
        "属于信访事项",
        "不予处理（信访）",
        "信访、投诉、举报",
    ],
    "重复申请": ["重复", "不予重复处理", "不予处理（重复申请）", "重复申请不予处理"],
    "要求提供公开出版物": ["公开出版物"],
    "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": [
        "逾期不补正",
        "补正未答复",
        "逾期未补正，视为放弃",
    ],
    "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": ["逾期未缴费"],
    "其他": ["其他", "其他处理", "其它", "3.其他", "撤回", "申请人撤回", "主动撤回申请"],
}
_AMBIGUOUS_OUTCOMES = [
    "不予公开",
    "不公开",
    "未公开",
    "不予处理",
    "无法提供",
    "转信访",
    "部分不予公开",
    "不同意公开",
    "非公开",
    "免予公开",
    "已答复",
    "已办结",
    "已告知",
    "补正",
    "延期",
    "是",
    "予以公开、不予公开",
    "√",
    "予公开",
    "甲某申请公开",
    "予以公开甲某",
]

_APPLICANTS = {
    "自然人": ["个人", "公民", "自然人 ", "居民", "自然人（公民）", "群众", "学生"],
    "商业企业": ["公司", "企业", "商业企业(公司)", "有限公司", "企业法人", "民营企业", "国有企业"],
    "科研机构": ["科研院所", "研究所", "高校及科研机构"],
    "社会公益组织": ["公益组织", "社会团体", "社会组织"],
    "法律服务机构": ["律所", "律师事务所", "律师"],
    "其他": ["其他组织", "其它", "其他"],
}
_AMBIGUOUS_APPLICANTS = [
    "法人",
    "法人或其他组织",
    "单位",
    "组织",
    "非自然人",
    "不详",
    "机构",
    "非企业",
]

_KINDS: dict[str, tuple[str, dict[str, list[str]], list[str]]] = {
    "decisions": (
        "决定类别",
        {
            "行政许可": ["许可", "行政许可决定", "准予行政许可"],
            "行政处罚": ["处罚", "行政处罚决定", "行政处罚（简易程序）", "罚款"],
            "行政强制": ["强制", "行政强制措施", "行政强制执行"],
        },
        ["行政检查", "不予处罚", "不予行政许可", "行政征收", "行政许可、行政处罚"],
    ),
    "fees": (
        "收费类别",
        {
            "行政事业性收费": ["行政事业性", "行政事业收费"],
        },
        ["罚没收入", "非税收入", "其他"],
    ),
    "documents": (
        "文件类别",
        {
            "行政规范性文件": ["规范性文件", "规范性文件类"],
        },
        ["非规范性文件", "一般公文", "通知"],
    ),
    "cases": (
        "案件类别",
        {
            "行政复议": ["复议", "行政复议案件"],
            "未经复议直接起诉": ["直接起诉", "未经复议起诉"],
        },
        ["行政诉讼", "起诉", "诉讼", "行政复议和诉讼"],
    ),
    "publications": (
        "发布渠道",
        {
            "政府网站": ["门户网站", "网站", "区政府网站", "官网"],
            "微信": ["微信公众号", "公众号", "官方微信"],
        },
        ["新媒体", "政府网站、微信", "线下"],
    ),
}
_RESULTS = {
    "结果维持": ["维持", "维持原行政行为", "驳回"],
    "结果纠正": ["纠正", "撤销", "责令重新答复", "责令限期答复"],
    "其他结果": ["其他", "终止", "撤回申请"],
}


def _truly(heading: str, official: str, row: int) -> Callable[[Draft], None]:
    """Return a change of what is shown, with the truth changed to go with it."""

    def change(draft: Draft) -> None:
        _one(draft.records, row)[heading] = official

    return change


def _one(records: list[Record], row: int) -> Record:
    return records[min(row, len(records) - 1)]


def _says(heading: str, official: str, word: str, row: int) -> Callable[[Draft], None]:
    truly = _truly(heading, official, row)

    def say(draft: Draft) -> None:
        truly(draft)
        _one(draft.shown, row)[heading] = word

    return say


def _family(
    name: str, ledger: str, heading: str, clear: dict[str, list[str]], row: int = _ROW
) -> None:
    count = 0
    for official, words in clear.items():
        for word in words:
            count += 1
            add(
                f"{name}-{count}",
                _says(heading, official, word, row),
                VALUES,
                RIGHT_OR_TOLD,
                f"第 {row + 2} 行|{heading}",
                ledger,
                what=f"{heading} {word} for {official}",
            )


def _ask(name: str, ledger: str, heading: str, words: list[str], row: int = _ROW) -> None:
    for at, word in enumerate(words):

        def say(draft: Draft, word: str = word) -> None:
            _one(draft.shown, row)[heading] = word

        add(
            f"{name}-unclear-{at + 1}",
            say,
            VALUES,
            TOLD,
            f"第 {row + 2} 行|{heading}",
            ledger,
            what=f"{heading} {word}, which may mean several things",
        )


_family("outcome", "applications", "办理结果", _OUTCOMES)
_ask("outcome", "applications", "办理结果", _AMBIGUOUS_OUTCOMES)
_family("applicant", "applications", "申请人类别", _APPLICANTS)
_ask("applicant", "applications", "申请人类别", _AMBIGUOUS_APPLICANTS)
for _ledger, (_heading, _clear, _unclear) in _KINDS.items():
    _family(f"{_ledger}-kind", _ledger, _heading, _clear, row=1)
    _ask(f"{_ledger}-kind", _ledger, _heading, _unclear, row=1)
_family("result", "cases", "审理结果", _RESULTS, row=0)
_ask("result", "cases", "审理结果", ["未维持", "部分维持", "胜诉", "败诉"], row=0)


def _everywhere(heading: str, write: Callable[[str], str]) -> Callable[[Draft], None]:
    return lambda draft: draft.rewrite(heading, write)


_LOOKS: dict[str, Callable[[str], str]] = {
    "blanks": lambda word: f" {word}　",
    "blanks-between": " ".join,
    "zero-width": lambda word: f"{word[:1]}\u200b{word[1:]}",
    "line-break": lambda word: f"{word[:2]}\n{word[2:]}",
    "kangxi": lambda word: word.translate(str.maketrans("人", "⼈")),
}
_MARKS: dict[str, Callable[[str], str]] = {
    "full-stop": lambda word: f"{word}。",
    "quotation": lambda word: f"“{word}”",
}
for _name, _look in {**_LOOKS, **_MARKS}.items():
    for _heading in ("申请人类别", "办理结果"):
        _comes = RIGHT_OR_TOLD if _name in _MARKS else RIGHT
        add(
            f"words-{_name}-{_heading}",
            _everywhere(_heading, _look),
            VALUES,
            _comes,
            what=f"{_heading}: {_name}",
        )
