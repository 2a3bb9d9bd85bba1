"""One bureau-year of invented records, and its figures counted without reportkit.

A record is a mapping of the official headings of its ledger to values: text, date, Decimal, None.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

YEAR = 2023
BUREAU = "绿杨区城市管理局"
Record = dict[str, Any]
Ledgers = Mapping[str, list[Record]]
Figures = dict[str, Any]

WEBSITE = "publications.website"
"""No cell, but counted into the prose: how many publications are on the website."""

APPLICANTS = {
    "自然人": "natural_person",
    "商业企业": "business",
    "科研机构": "research",
    "社会公益组织": "public_welfare",
    "法律服务机构": "legal_service",
    "其他": "other",
}
OUTCOMES = {
    "予以公开": "granted",
    "部分公开": "partly_granted",
    "属于国家秘密": "refused.state_secret",
    "其他法律行政法规禁止公开": "refused.other_law",
    "危及“三安全一稳定”": "refused.security_stability",
    "保护第三方合法权益": "refused.third_party",
    "属于三类内部事务信息": "refused.internal_affairs",
    "属于四类过程性信息": "refused.deliberative",
    "属于行政执法案卷": "refused.enforcement_file",
    "属于行政查询事项": "refused.query_matter",
    "本机关不掌握相关政府信息": "unavailable.not_held",
    "没有现成信息需要另行制作": "unavailable.needs_creation",
    "补正后申请内容仍不明确": "unavailable.still_unclear",
    "信访举报投诉类申请": "not_processed.petition",
    "重复申请": "not_processed.repeated",
    "要求提供公开出版物": "not_processed.publication",
    "无正当理由大量反复申请": "not_processed.abusive",
    "要求行政机关确认或重新出具已获取信息": "not_processed.reissue",
    "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": "other.not_corrected",
    "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": "other.fee_unpaid",
    "其他": "other.other",
}
DECISIONS = {"行政许可": "licences", "行政处罚": "penalties", "行政强制": "coercive_measures"}
CASES = {
    "行政复议": "reconsideration",
    "未经复议直接起诉": "direct_suit",
    "复议后起诉": "suit_after_reconsideration",
}
RESULTS = {"结果维持": "upheld", "结果纠正": "corrected", "其他结果": "other"}
OFFICE_FEE = "行政事业性收费"
WAN = 10000

# Whoever they are, none of them may appear in a message.
PEOPLE = [
    ("令狐长歌", "210904199102117345", "13598120041", "绿杨区梧桐弄8号2单元", "查阅梧桐弄拆违卷宗"),
    ("皇甫听雨", "210904198506234426", "13598120042", "绿杨区望江里15号", "环卫外包合同全文"),
    ("澄观测绘有限公司", "91210904MA0UX7Q21K", "13598120043", "绿杨区锦带路77号", "户外广告规划图"),
    ("端木千帆", "21090419790311552X", "13598120044", "绿杨区采菱巷3号", "路灯巡查记录"),
    ("衡直律师事务所", "31210000MD0123456T", "13598120045", "绿杨区鼓楼街9号", "执法人员名册"),
    ("钟离晚舟", "210904196807198813", "13598120046", "绿杨区柳荫村41号", "垃圾转运站环评"),
    ("北辰城市研究所", "12210000MB0765432Q", "13598120047", "绿杨区学府路2号", "共享单车投放量"),
    ("公孙望舒", "210904200001051127", "13598120048", "绿杨区临水街60号", "邻居店招审批材料"),
    ("百合社区服务中心", "52210904MJ3112098R", "13598120049", "绿杨区百合里1号", "公厕分布清单"),
    ("宇文照夜", "210904197211303339", "13598120050", "绿杨区石桥屯12号", "占道经营举报处理情况"),
    ("桑榆合作社", "93210904MA0WK22H8C", "13598120051", "绿杨区桑园村5号", "早市摊位收费标准"),
    ("东方既白", "210904199909094442", "13598120052", "绿杨区星河路31号", "停车泊位施划依据"),
]
OFFICIAL = "谢逸尘"
"""Whoever deals with the applications; stands in a column that nobody asks for."""
CANARIES = tuple(sorted({OFFICIAL, *(value for person in PEOPLE for value in person)}))

_APPLICATIONS = [
    ("2022〕57", "2022-12-14", "自然人", "2023-01-10", "予以公开"),
    ("2023〕1", "2023-01-09", "自然人", "2023-02-03", "予以公开"),
    ("2023〕2", "2023-02-06", "商业企业", "2023-02-27", "部分公开"),
    ("2023〕3", "2023-03-02", "自然人", "2023-03-24", "本机关不掌握相关政府信息"),
    ("2023〕4", "2023-04-10", "法律服务机构", "2023-05-05", "属于行政查询事项"),
    ("2023〕5", "2023-05-15", "自然人", "2023-06-06", "重复申请"),
    ("2023〕6", "2023-06-19", "科研机构", "2023-07-11", "予以公开"),
    ("2023〕7", "2023-07-24", "自然人", "2023-08-16", "保护第三方合法权益"),
    ("2023〕8", "2023-08-30", "社会公益组织", "2023-09-20", "补正后申请内容仍不明确"),
    ("2023〕9", "2023-10-11", "自然人", "2023-11-02", "信访举报投诉类申请"),
    ("2023〕10", "2023-11-13", "其他", "2023-12-04", "予以公开"),
    ("2023〕11", "2023-12-20", "自然人", None, None),
]
_DECISIONS = [
    ("行政许可", "01-12", 1), ("行政许可", "03-07", 2), ("行政许可", "04-21", 3),
    ("行政许可", "08-03", 4), ("行政许可", "11-30", 5), ("行政处罚", "02-17", 1),
    ("行政处罚", "06-09", 2), ("行政处罚", "10-26", 3), ("行政强制", "05-24", 1),
    ("行政强制", "09-14", 2),
]  # fmt: skip
_FEES = [("01-18", "3600"), ("04-12", "1250.50"), ("07-05", "849.50"), ("10-20", "2300")]
_DOCUMENTS = [
    ("市容责任区管理办法", "2019〕6", "2019-05-20", None),
    ("餐厨垃圾收运办法", "2020〕2", "2020-03-11", "2023-06-30"),
    ("户外招牌设置规定", "2021〕9", "2021-10-08", None),
    ("犬只管理实施细则", "2023〕4", "2023-09-01", None),
]
_CASES = [
    ("政复〔2023〕18号", "行政复议", "2023-03-06", "2023-05-04", "结果维持"),
    ("政复〔2023〕33号", "行政复议", "2023-07-17", "2023-09-12", "结果纠正"),
    ("(2023)行初41号", "未经复议直接起诉", "2023-05-29", "2023-10-17", "结果维持"),
]
_PUBLICATIONS = [
    ("春节环境卫生保障安排", "01-16", "政府网站", "工作动态"),
    ("一季度执法检查结果", "04-04", "政府网站", "执法公示"),
    ("夜市开放时间调整", "05-22", "微信", "便民提示"),
    ("建筑垃圾核准结果", "06-28", "政府网站", "执法公示"),
    ("中秋灯会交通提示", "09-25", "微信", "便民提示"),
    ("除雪预案", "11-08", "政府网站", "通知公告"),
    ("年度预算公开", "02-15", "政府网站", "通知公告"),
]

NARRATIVE = """\
{{ year }}年，{{ bureau_name }}落实《中华人民共和国政府信息公开条例》，推进城市管理信息公开。

# 一、总体情况

## （一）主动公开

全年在政府网站发布信息{{ count("publications", 发布渠道="政府网站") }}条。

## （二）依申请公开

新收申请{{ t3.new.total }}件，上年结转{{ t3.carried_in.total }}件，办结{{ t3.concluded.total }}件。

## （三）政府信息管理

年末现行有效的行政规范性文件{{ t2.normative_documents.in_force }}件。

## （四）政府信息公开平台建设

更新网站公开专栏，方便群众查找。

## （五）监督保障

办公室牵头，各科室分别落实。

# 五、存在的主要问题及改进情况

部分栏目更新不及时，公开人员力量不足。下一步，明确更新周期，加强业务培训，改进答复质量。

# 六、其他需要报告的事项

本年度没有收取政府信息公开信息处理费。
"""


def day(text: str | None) -> dt.date | None:
    """Return a date of the form 2023-01-31, or 01-31 in the report year."""
    if text is None:
        return None
    return dt.date.fromisoformat(text if text.count("-") > 1 else f"{YEAR}-{text}")


def neat() -> dict[str, list[Record]]:
    """Return the records of all ledgers, anew, so that a manner may change them."""
    return {
        "applications": [
            application(number, *rest, person=person)
            for person, (number, *rest) in zip(PEOPLE, _APPLICATIONS, strict=True)
        ],
        "decisions": [
            {
                "决定文书号": f"绿城{kind[2:]}〔{YEAR}〕{number}号",
                "决定类别": kind,
                "行政相对人": PEOPLE[at][0],
                "决定日期": day(when),
                "是否公开": "是",
            }
            for at, (kind, when, number) in enumerate(_DECISIONS)
        ],
        "fees": [
            {
                "收费项目": "城市道路占用费",
                "收费类别": OFFICE_FEE,
                "收费日期": day(when),
                "金额（元）": Decimal(amount),
            }
            for when, amount in _FEES
        ],
        "documents": [
            {
                "文件名称": title,
                "文号": f"绿城发〔{number}号",
                "文件类别": "行政规范性文件",
                "制发日期": day(issued),
                "废止日期": day(repealed),
            }
            for title, number, issued, repealed in _DOCUMENTS
        ],
        "cases": [
            {
                "案号": number,
                "案件类别": kind,
                "申请人或者原告": PEOPLE[at][0],
                "受理日期": day(accepted),
                "审结日期": day(concluded),
                "审理结果": result,
            }
            for at, (number, kind, accepted, concluded, result) in enumerate(_CASES)
        ],
        "publications": [
            {"标题": title, "发布日期": day(when), "发布渠道": channel, "栏目": category}
            for title, when, channel, category in _PUBLICATIONS
        ],
    }


def application(
    number: str,
    received: str,
    kind: str,
    concluded: str | None,
    outcome: str | None,
    person: tuple[str, str, str, str, str] = PEOPLE[0],
) -> Record:
    """Return one application; `number` as in ``2023〕1``."""
    name, identity, phone, address, request = person
    return {
        "登记编号": f"绿城申〔{number}号",
        "收到日期": day(received),
        "申请人类别": kind,
        "申请人姓名": name,
        "证件号码": identity,
        "联系电话": phone,
        "联系地址": address,
        "申请内容": request,
        "办结日期": day(concluded),
        "办理结果": outcome,
        "是否延期": None if concluded is None else "否",
        "不计入期限天数": None,
    }


def right_figures(ledgers: Ledgers) -> Figures:
    """Count the figures of the report year from records."""
    return {
        **_of_applications(ledgers["applications"]),
        **_of_documents(ledgers["documents"]),
        **_of_cases(ledgers["cases"]),
        **{
            f"t2.{cell}.decisions": sum(
                each["决定类别"] == kind and _this_year(each["决定日期"])
                for each in ledgers["decisions"]
            )
            for kind, cell in DECISIONS.items()
        },
        "t2.fees.amount": sum(
            (
                each["金额（元）"]
                for each in ledgers["fees"]
                if each["收费类别"] == OFFICE_FEE and _this_year(each["收费日期"])
            ),
            Decimal(0),
        )
        / WAN,
        WEBSITE: sum(
            each["发布渠道"] == "政府网站" and _this_year(each["发布日期"])
            for each in ledgers["publications"]
        ),
    }


def _of_applications(records: Iterable[Record]) -> Figures:
    first, last = dt.date(YEAR, 1, 1), dt.date(YEAR, 12, 31)
    counted: Counter[str] = Counter()
    for each in records:
        received, concluded = each["收到日期"], each["办结日期"]
        rows = []
        if _this_year(received):
            rows.append("new")
        if received < first and (concluded is None or concluded >= first):
            rows.append("carried_in")
        if concluded is not None and _this_year(concluded):
            rows += [OUTCOMES[each["办理结果"]], "concluded"]
        if received <= last and (concluded is None or concluded > last):
            rows.append("carried_out")
        for row in rows:
            counted[f"t3.{row}.{APPLICANTS[each['申请人类别']]}"] += 1
            counted[f"t3.{row}.total"] += 1
    rows = ["new", "carried_in", *OUTCOMES.values(), "concluded", "carried_out"]
    columns = [*APPLICANTS.values(), "total"]
    return {
        cell: counted[cell] for row in rows for column in columns for cell in [f"t3.{row}.{column}"]
    }


def _of_documents(records: Iterable[Record]) -> Figures:
    last = dt.date(YEAR, 12, 31)
    kept = [each for each in records if each["文件类别"] == "行政规范性文件"]
    row = "t2.normative_documents"
    return {
        f"{row}.issued": sum(_this_year(each["制发日期"]) for each in kept),
        f"{row}.repealed": sum(_this_year(each["废止日期"]) for each in kept),
        f"{row}.in_force": sum(
            each["制发日期"] <= last and (each["废止日期"] is None or each["废止日期"] > last)
            for each in kept
        ),
    }


def _of_cases(records: Iterable[Record]) -> Figures:
    concluded = Counter(
        (each["案件类别"], each["审理结果"]) for each in records if _this_year(each["审结日期"])
    )
    return {
        f"t4.{cell}.{column}": concluded[kind, result]
        for kind, cell in CASES.items()
        for result, column in RESULTS.items()
    }


def _this_year(when: dt.date | None) -> bool:
    return when is not None and when.year == YEAR
