"""One bureau-year of the second form: invented records, and figures counted without reportkit."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from tests.clerk.base import PEOPLE, WAN, YEAR, Figures, Ledgers, Record, day

# From light to heavy: of several kinds the heaviest counts.
PENALTIES = {
    "其他行政处罚": "other",
    "警告、通报批评": "warning",
    "罚款": "fine",
    "没收违法所得、没收非法财物": "confiscation",
    "暂扣许可证、执照，降低资质等级": "suspension",
    "吊销许可证、执照": "revocation",
    "限制开展生产经营活动": "restriction",
    "责令停产停业、责令关闭、限制从业": "closure",
    "行政拘留": "detention",
}
COERCION = {
    "查封场所、设施或者财物": "sealing",
    "扣押财物": "seizure",
    "冻结存款、汇款": "freezing",
    "其他行政强制措施": "other_measure",
    "加处罚款或者滞纳金": "surcharge",
    "划拨存款、汇款": "transfer",
    "拍卖或者依法处理查封、扣押的场所、设施或者财物": "disposal",
    "排除妨碍、恢复原状": "removal",
    "代履行": "performance",
    "其他强制执行": "other_execution",
    "申请法院强制执行": "court",
}
ACTS = {
    "行政征收": "levies",
    "行政裁决": "rulings",
    "行政确认": "confirmations",
    "行政奖励": "rewards",
    "行政给付": "payments",
    "其他行政执法行为": "other",
}
_WITH_AMOUNT = ("levies", "rulings", "rewards", "payments")
NARRATIVE = """\
统计期限为{{ year }}年1月1日至12月31日。

# 第二部分　行政执法总体情况

全年作出行政处罚{{ penalties.total }}宗，行政检查{{ acts.inspections }}次。
"""

_DECISIONS = [
    ("许", "01-12", "行政许可", None, None),
    ("许", "03-07", "行政许可", None, None),
    ("许", "08-03", "行政许可", None, None),
    ("强", "05-24", "行政强制", None, None),
    ("罚", "01-18", "行政处罚", "罚款", "2000"),
    ("罚", "02-17", "行政处罚", "警告、通报批评", None),
    ("罚", "04-06", "行政处罚", "罚款", "500"),
    ("罚", "06-09", "行政处罚", "警告、通报批评", None),
    ("罚", "07-21", "行政处罚", "没收违法所得、没收非法财物", "1280.50"),
    ("罚", "08-30", "行政处罚", "罚款", "30000"),
    ("罚", "09-14", "行政处罚", "吊销许可证、执照", None),
    ("罚", "10-26", "行政处罚", "其他行政处罚", None),
    ("罚", "12-19", "行政处罚", "责令停产停业、责令关闭、限制从业", None),
]
_LICENCES = [
    ("2022-12-20", "2022-12-22", "2023-01-09", "准予许可", None),
    ("2023-01-30", "2023-02-01", "2023-02-14", "准予许可", None),
    ("2023-03-13", None, "2023-03-16", "不予受理", None),
    ("2023-04-18", "2023-04-19", "2023-05-08", "不予许可", None),
    ("2023-06-05", "2023-06-06", "2023-06-20", "准予许可", "2023-11-15"),
    ("2023-08-21", "2023-08-22", "2023-09-04", "准予许可", None),
    ("2023-10-09", "2023-10-11", "2023-10-24", "申请人撤回", None),
    ("2023-12-25", "2023-12-27", None, None, None),
]
_COERCION = [
    ("查封场所、设施或者财物", "2023-02-08", "2023-02-08"),
    ("扣押财物", "2023-03-21", "2023-03-21"),
    ("查封场所、设施或者财物", "2023-06-13", "2023-06-13"),
    ("代履行", "2023-07-04", "2023-07-28"),
    ("加处罚款或者滞纳金", "2022-11-30", "2023-01-31"),
    ("申请法院强制执行", "2023-09-19", "2023-09-19"),
    ("排除妨碍、恢复原状", "2023-12-12", None),
]
_INSPECTIONS = [
    ("01-11", "是"),
    ("02-22", "是"),
    ("03-15", "否"),
    ("05-05", "是"),
    ("06-28", "是"),
    ("08-10", "否"),
    ("09-22", "是"),
    ("11-17", "是"),
    ("12-29", "是"),
]
_ACTS = [
    ("行政确认", "2023-01-10", "2023-02-03", None),
    ("行政确认", "2023-05-16", "2023-06-01", None),
    ("行政奖励", "2023-03-20", "2023-04-11", "1500"),
    ("行政裁决", "2023-06-12", "2023-08-25", None),
    ("行政给付", "2022-12-05", "2023-01-17", "3200.50"),
    ("行政征收", "2023-09-04", "2023-09-27", "18600"),
    ("其他行政执法行为", "2023-10-16", None, None),
]


def neat() -> dict[str, list[Record]]:
    """Return the records of all ledgers, anew."""
    return {
        "decisions": [
            {
                "决定文书号": f"绿城{of}〔{YEAR}〕{at}号",
                "决定类别": kind,
                "行政相对人": PEOPLE[at % len(PEOPLE)][0],
                "决定日期": day(when),
                "是否公开": "是",
                "处罚种类": penalty,
                "罚没金额（元）": Decimal(amount) if amount else None,
            }
            for at, (of, when, kind, penalty, amount) in enumerate(_DECISIONS, start=1)
        ],
        "licence_applications": [
            {
                "申请编号": f"LY2023{at:04}",
                "许可事项": "户外广告设置许可",
                "申请人": PEOPLE[at][0],
                "申请日期": day(applied),
                "受理日期": day(accepted),
                "决定日期": day(decided),
                "办理结果": outcome,
                "撤销日期": day(revoked),
            }
            for at, (applied, accepted, decided, outcome, revoked) in enumerate(_LICENCES, start=1)
        ],
        "coercion": [
            {
                "决定文书号": f"绿城强〔{decided[:4]}〕{at}号",
                "强制方式": kind,
                "行政相对人": PEOPLE[at][0],
                "决定日期": day(decided),
                "完成日期": day(done),
            }
            for at, (kind, decided, done) in enumerate(_COERCION, start=1)
        ],
        "inspections": [
            {
                "检查编号": f"绿城检2023-{at:03}",
                "检查对象": PEOPLE[at][0],
                "检查日期": day(when),
                "是否计入": counted,
            }
            for at, (when, counted) in enumerate(_INSPECTIONS, start=1)
        ],
        "acts": [
            {
                "编号": f"绿城行〔{started[:4]}〕{at}号",
                "行为类别": kind,
                "行政相对人": PEOPLE[at][0],
                "开始日期": day(started),
                "完成日期": day(completed),
                "金额（元）": Decimal(amount) if amount else None,
            }
            for at, (kind, started, completed, amount) in enumerate(_ACTS, start=1)
        ],
    }


def right_figures(ledgers: Ledgers) -> Figures:
    """Count the figures of the report year from records; of several kinds, the last is meant."""
    penalties = [
        each
        for each in ledgers["decisions"]
        if each["决定类别"] == "行政处罚" and _this_year(each["决定日期"])
    ]
    kinds = Counter(PENALTIES[each["处罚种类"]] for each in penalties)
    done = [each for each in ledgers["coercion"] if _this_year(each["完成日期"])]
    forced = Counter(COERCION[each["强制方式"]] for each in done)
    acts = [each for each in ledgers["acts"] if _this_year(each["完成日期"])]
    return {
        **{f"penalties.{cell}": kinds[cell] for cell in PENALTIES.values()},
        "penalties.total": len(penalties),
        "penalties.amount": _sum(each["罚没金额（元）"] for each in penalties),
        **_of_licences(ledgers["licence_applications"]),
        **{f"coercion.{cell}": forced[cell] for cell in COERCION.values()},
        "coercion.total": len(done),
        "acts.inspections": sum(
            each["是否计入"] == "是" and _this_year(each["检查日期"])
            for each in ledgers["inspections"]
        ),
        **_of_acts(acts),
    }


def _of_licences(records: Iterable[Record]) -> Figures:
    counted: Counter[str] = Counter()
    for each in records:
        decided = _this_year(each["决定日期"])
        counted["applied"] += _this_year(each["申请日期"])
        counted["accepted"] += _this_year(each["受理日期"])
        counted["granted"] += decided and each["办理结果"] == "准予许可"
        counted["refused"] += decided and each["办理结果"] == "不予许可"
        counted["revoked"] += _this_year(each["撤销日期"])
    cells = ("applied", "accepted", "granted", "refused", "revoked")
    return {f"licences.{cell}": counted[cell] for cell in cells}


def _of_acts(acts: list[Record]) -> Figures:
    figures: Figures = {}
    for kind, cell in ACTS.items():
        mine = [each for each in acts if each["行为类别"] == kind]
        name = f"acts.{cell}"
        figures[f"{name}.number" if cell in _WITH_AMOUNT else name] = len(mine)
        if cell in _WITH_AMOUNT:
            figures[f"{name}.amount"] = _sum(each["金额（元）"] for each in mine)
    return figures


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), Decimal(0)) / WAN


def _this_year(when: dt.date | None) -> bool:
    return when is not None and when.year == YEAR
