"""What columns are called, which there are, and in which order."""

from __future__ import annotations

from collections.abc import Callable

from tests.clerk.base import OFFICIAL, day
from tests.clerk.draft import Draft, Stage
from tests.clerk.manner import Comes, add, manner

HEADINGS = Stage.HEADINGS
RIGHT, RIGHT_OR_TOLD, TOLD = Comes.RIGHT, Comes.RIGHT_OR_TOLD, Comes.TOLD

# Headings that mean nothing else: (ledger, official, as written).
_CLEAR = [
    (
        "applications",
        "登记编号",
        ["序号", "编号", "申请编号", "登记号", "流水号", "受理号", "申请登记号"],
    ),
    (
        "applications",
        "收到日期",
        [
            "申请日期",
            "受理时间",
            "收件日期",
            "收到申请日期",
            "收件时间",
            "接收日期",
            "申请时间",
            "登记日期",
        ],
    ),
    ("applications", "申请人类别", ["申请人类型", "申请人身份", "申请人性质", "申请主体类型"]),
    ("applications", "办结日期", ["答复日期", "答复时间", "办结时间", "结案日期", "回复日期"]),
    (
        "applications",
        "办理结果",
        ["答复结果", "答复类型", "答复情况", "处理结果", "办理情况", "答复方式"],
    ),
    ("applications", "是否延期", ["是否延长", "延期答复", "是否延长答复期限"]),
    ("decisions", "决定文书号", ["文书号", "文书编号", "决定书文号", "处罚决定书文号"]),
    ("decisions", "决定类别", ["决定类型", "案件类型", "执法类别", "行政行为类别"]),
    ("decisions", "决定日期", ["作出决定日期", "决定时间", "作出日期"]),
    (
        "fees",
        "金额（元）",
        ["金额", "收费金额", "实收金额", "金额(元)", "收费金额（单位：元）", "金额/元"],
    ),
    ("fees", "收费日期", ["缴费日期", "收费时间", "日期"]),
    ("documents", "制发日期", ["印发日期", "成文日期", "发文日期"]),
    ("documents", "文件类别", ["文件类型", "类别", "文件性质"]),
    ("cases", "审理结果", ["复议结果", "裁判结果", "结果", "审理结论"]),
    ("cases", "审结日期", ["结案日期", "办结日期", "裁判日期"]),
    ("publications", "发布渠道", ["发布平台", "公开渠道", "发布途径", "渠道"]),
    ("publications", "发布日期", ["发布时间", "公开时间", "上传日期"]),
]

IN_ENGLISH = {
    "登记编号": "No.",
    "收到日期": "Date received",
    "申请人类别": "Applicant type",
    "申请人姓名": "Name",
    "证件号码": "ID number",
    "联系电话": "Phone",
    "联系地址": "Address",
    "申请内容": "Request",
    "办结日期": "Date closed",
    "办理结果": "Outcome",
    "是否延期": "Extended",
    "不计入期限天数": "Days excluded",
}
_TRADITIONAL = {
    "登记编号": "登記編號",
    "收到日期": "收到日期",
    "申请人类别": "申請人類別",
    "办结日期": "辦結日期",
    "办理结果": "辦理結果",
}


def _call(official: str, written: str) -> Callable[[Draft], None]:
    def call(draft: Draft) -> None:
        draft.headings[official] = written

    return call


for _ledger, _official, _words in _CLEAR:
    for _at, _written in enumerate(_words):
        add(
            f"heading-{_ledger}-{_official}-{_at + 1}",
            _call(_official, _written),
            HEADINGS,
            RIGHT_OR_TOLD,
            ledger=_ledger,
            what=f"{_official} called {_written}",
        )

# What does not change a heading to the eye: all of them written so.
_LOOKS: dict[str, Callable[[str], str]] = {
    "star": lambda text: f"*{text}",
    "star-behind": lambda text: f"{text}*",
    "star-full-width": lambda text: f"＊{text}",
    "colon": lambda text: f"{text}：",
    "line-break": lambda text: f"{text[:2]}\n{text[2:]}",
    "blanks-between": " ".join,
    "ideographic-blanks": lambda text: f"　{'　'.join(text)}　",
    "zero-width": lambda text: f"\u200b{text[:2]}\u200b{text[2:]}\ufeff",
    "no-break-space": lambda text: f"\xa0{text}\xa0",
    "soft-hyphen": lambda text: f"{text[:2]}\xad{text[2:]}",
    "direction-marks": lambda text: f"\u200e{text}\u200f",
    "kangxi": lambda text: text.translate(str.maketrans("日人小", "⽇⼈⼩")),
    "compatibility": lambda text: text.translate(str.maketrans("理金", "\uf9e4\uf90a")),
    "variation-selector": lambda text: f"{text}\ufe00",
    "carriage-return": lambda text: f"{text[:2]}\r\n{text[2:]}",
    "tab": lambda text: f"{text}\t",
    "required": lambda text: f"{text}（必填）",
}
for _name, _look in _LOOKS.items():

    def _looks(draft: Draft, look: Callable[[str], str] = _look) -> None:
        draft.headings = {each: look(written) for each, written in draft.headings.items()}

    add(f"headings-{_name}", _looks, HEADINGS, RIGHT, what=f"headings: {_name}")


@manner(HEADINGS, RIGHT_OR_TOLD)
def headings_in_brackets(draft: Draft) -> None:
    """Headings in 【】."""
    draft.headings = {each: f"【{written}】" for each, written in draft.headings.items()}


@manner(HEADINGS, RIGHT_OR_TOLD)
def headings_with_numbers(draft: Draft) -> None:
    """Headings numbered 1. to 12."""
    written = enumerate(draft.headings.items(), start=1)
    draft.headings = {each: f"{at}.{text}" for at, (each, text) in written}


@manner(HEADINGS, RIGHT_OR_TOLD)
def headings_with_hints(draft: Draft) -> None:
    """Headings with a hint in brackets."""
    draft.headings["收到日期"] += "（年月日）"
    draft.headings["办理结果"] += "（从下拉列表选）"
    draft.headings["不计入期限天数"] += "（工作日）"


@manner(HEADINGS, RIGHT_OR_TOLD)
def headings_in_english(draft: Draft) -> None:
    """English headings."""
    draft.headings = {each: IN_ENGLISH[each] for each in draft.headings}


@manner(HEADINGS, RIGHT_OR_TOLD)
def headings_in_two_languages(draft: Draft) -> None:
    """Chinese headings with English below."""
    draft.headings = {each: f"{each}\n{IN_ENGLISH[each]}" for each in draft.headings}


@manner(HEADINGS, RIGHT_OR_TOLD)
def headings_traditional(draft: Draft) -> None:
    """Headings in traditional characters."""
    draft.headings.update(_TRADITIONAL)


@manner(HEADINGS, RIGHT)
def columns_in_other_order(draft: Draft) -> None:
    """Columns from last to first."""
    draft.headings = dict(reversed(draft.headings.items()))


@manner(HEADINGS, RIGHT)
def columns_of_their_own(draft: Draft) -> None:
    """Columns that nobody asks for: 承办人, 承办科室, 备注."""
    count = len(draft.shown)
    draft.insert("承办人", [OFFICIAL] * count, at=3)
    draft.insert("承办科室", ["法规科"] * count)
    draft.insert("备注", [None] * count)


@manner(HEADINGS, RIGHT)
def columns_without_heading(draft: Draft) -> None:
    """A column with values and no heading."""
    draft.insert("", ["已归档"] * len(draft.shown))


@manner(HEADINGS, RIGHT)
def columns_left_out(draft: Draft) -> None:
    """Personal and optional columns are not there."""
    for heading in ("证件号码", "联系电话", "联系地址", "申请内容", "不计入期限天数"):
        del draft.headings[heading]


@manner(HEADINGS, TOLD, "办理结果")
def needed_column_missing(draft: Draft) -> None:
    """办理结果 is not there."""
    del draft.headings["办理结果"]


@manner(HEADINGS, RIGHT_OR_TOLD)
def day_of_correction(draft: Draft) -> None:
    """A column 补正告知日期 before 办结日期."""
    draft.insert("补正告知日期", [day("12-29")] + [None] * (len(draft.shown) - 1), at=8)


# Two columns that mean the same.


def _twice(draft: Draft, heading: str, written: str, when: str, at: int) -> None:
    values = [None if record[heading] is None else day(when) for record in draft.shown]
    draft.insert("second", values, at=at)
    draft.headings["second"] = written


@manner(HEADINGS, RIGHT_OR_TOLD, "两|重复|不止")
def two_days_of_conclusion(draft: Draft) -> None:
    """Two columns 办结日期, the first that of the draft answer."""
    _twice(draft, "办结日期", "办结日期", "12-28", 8)


@manner(HEADINGS, RIGHT_OR_TOLD, "两|重复|不止|申请日期")
def two_days_of_receipt(draft: Draft) -> None:
    """申请日期 before 收件日期, a year earlier."""
    _twice(draft, "收到日期", "申请日期", "2022-11-30", 1)
    draft.headings["收到日期"] = "收件日期"


@manner(HEADINGS, RIGHT_OR_TOLD, "两|重复|不止|答复日期")
def two_days_of_answer(draft: Draft) -> None:
    """答复日期 behind 办结日期, of the next year."""
    _twice(draft, "办结日期", "答复日期", "2024-01-08", 9)


@manner(HEADINGS, RIGHT)
def same_column_twice(draft: Draft) -> None:
    """收到日期 is there twice, with the same days."""
    draft.insert("second", [record["收到日期"] for record in draft.shown])
    draft.headings["second"] = "收到日期"
