"""What may be asked of a report, in the words of those who write notebooks.

Docstrings are English, as all code is; analysts read Chinese. So that both have theirs, the Chinese
line of each member stands here once: ``report.help()`` lists them, and ``report.table?`` shows the
line in place of the docstring, by the way in which IPython lets an object speak for itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from reportkit.rendering.parts.tables import plain_table

_T = TypeVar("_T", bound=type[Any])
_COLUMNS = ("写法", "作用")

SHOWN: Mapping[str, tuple[str, str]] = {
    "help": ("report.help()", "列出本表"),
    "ledgers": ("report.ledgers()", "读入了哪些台账，各有多少条记录、几个问题"),
    "notes": ("report.notes()", "数据文件夹里的 notes.md，单位对审核人员说明的情况"),
    "timeliness": ("report.timeliness()", "有期限的事项用了多少个工作日"),
    "title": ("report.title()", "报告标题"),
    "opening": ("report.opening()", "第一部分以前的文字"),
    "section": ('report.section("一")', "一个部分的标题和文字，写部分的序号"),
    "table": ('report.table("三")', "一张表，写部分的序号或者表的编号"),
    "chart": ('report.chart("…")', "报告规定的一张图，写图的编号"),
    "signature": ("report.signature()", "落款和日期"),
    "reconcile": ('report.reconcile("T3")', "核对一组规则，写编号或其开头；不写的，核对其余规则"),
    "result": ("report.result()", "得出能否公布的结论；放在笔记本最后"),
    "cell": ('report.cell("…")', "解释一格：怎样计算，哪些文件的哪些行计入，上年度数，有关的规则"),
    "over_years": ('report.over_years("…", "…")', "几格历年的数，一年一列，往年的取自 outputs/"),
    "check": ('@report.check(severity="error")', "写在函数上面：自己的核对，结果和其他规则一样"),
    "captioned": ('report.captioned(表或图, "标题")', "给自己的表（DataFrame）或者图加上标题"),
    "column_chart": ('report.column_chart("标题", 数)', "自己的柱形图，数为各柱的名称和数"),
}
"""What cells show and do, in the order of a notebook: how it is written, and what it does."""

DATA: Mapping[str, tuple[str, str]] = {
    "parameters": ("report.parameters", "本报告的参数，如 report.parameters.bureau_name"),
    "bureau_name": ("report.bureau_name", "单位名称"),
    "year": ("report.year", "报告年度"),
    "records": ('report.records("…")', "一本台账的全部记录，列名和内容用中文，不含个人信息"),
    "raw": ('report.raw["…"]', "一本台账的全部记录，列名和内容用编号"),
    "figures": ('report.figures["…"]', "一格的数，写格的编号；可以整体改写，见说明"),
    "findings": ("report.findings", "全部核对结果"),
    "explanations": ("report.explanations", "审核人员要求印在报告里的说明"),
    "state": ("report.state", "通过（passed）还是不符（failed）"),
    "narrative": ("report.narrative", "代入数字以后的文字"),
    "last_year": ("report.last_year", "上年度的数，没有的为 None"),
    "earlier": ("report.earlier", "以前各年度的数，按年度"),
    "over_the_years": ("report.over_the_years", "本年度和以前各年度的数，按年度"),
    "history": ("report.history", "以前各年度的数"),
    "members": ("report.members", "汇总时，所属各单位的数"),
    "members_last_year": ("report.members_last_year", "汇总时，所属各单位上年度的数"),
    "own": ("report.own", "本单位自己的数，不含所属单位"),
    "time_taken": ("report.time_taken", "有期限的事项逐条用了多少个工作日"),
    "counted": ("report.counted", "台账计算所得的数，没有经过改写"),
    "filled_in": ("report.filled_in", "单位自行填报的数"),
    "official": ("report.official", "单位填好的正式报表"),
    "problems": ("report.problems", "原始数据里的问题，一个原因一项"),
    "mapping": ("report.mapping", "本单位的列名和写法（mapping.yaml）"),
    "ledgers_of_other_forms": (
        "report.ledgers_of_other_forms",
        "同一数据文件夹里，其他报告的台账是怎样的",
    ),
    "digests": ("report.digests", "所用各个文件的 sha256，读取以前算的"),
    "taken": ("report.taken", "没有台账，数字取自填报的表的格"),
    "intake": ("report.intake", "数据文件夹里的全部文件"),
    "rules": ("report.rules", "全部规则，按编号"),
    "own_rules": ("report.own_rules", "本单位规则文件里的规则"),
    "rules_of": ('report.rules_of("…")', "用同一种方法核对的规则"),
    "edition": ("report.edition", "报告的样式：表、格、台账"),
    "of_other_forms": ("report.of_other_forms", "本单位同一年度其他报告的数"),
    "prose_of_last_year": ("report.prose_of_last_year", "上年度的文字"),
    "prose_of_others": ("report.prose_of_others", "其他单位报告里相同的文字，只在核查多份报告时有"),
    "copies": ("report.copies", "同单位、同年度的另一份报告，只在核查多份报告时有"),
    "printed": ("report.printed", "报告里的全部文字"),
    "duties": ("report.duties", "本单位的职责"),
    "facts": ("report.facts", "规则据以判断是否适用的情况"),
    "inputs": ("report.inputs", "本报告依据的全部文件"),
    "folder": ("report.folder", "数据文件夹"),
    "workspace": ("report.workspace", "工作文件夹"),
}
"""What all that is worked out of, those first that notebooks of one's own use most."""


def help_html() -> str:
    """Return both lists as tables."""
    return "\n".join(
        plain_table(caption, _COLUMNS, [*members.values()])
        for caption, members in (("单元格里能用的", SHOWN), ("数据", DATA))
    )


def with_help(kind: _T) -> _T:
    """Let IPython's ``?`` show the Chinese line of each method of a class."""
    for name, (written, words) in {**SHOWN, **DATA}.items():
        method: Any = getattr(kind, name, None)
        if callable(method):
            method.getdoc = lambda text=f"{written}\n{words}": text
    return kind
