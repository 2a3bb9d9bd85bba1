"""Counts where records are asked for, and the official form filled in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.clerk.base import APPLICANTS, DECISIONS, OUTCOMES, neat, right_figures
from tests.clerk.draft import Draft, Kind, Line, Sheet, Stage
from tests.clerk.manner import Comes, add, manner
from tests.clerk.writers import save_csv, save_ods, save_xlsx

SHEETS, FILES, BESIDE = Stage.SHEETS, Stage.FILES, Stage.BESIDE
RIGHT, RIGHT_OR_TOLD, TOLD = Comes.RIGHT, Comes.RIGHT_OR_TOLD, Comes.TOLD
ONE_BY_ONE = "每行一|逐件|逐条|汇总|合计"
_MONTHS = [f"{month}月" for month in range(1, 13)]


def _months(draft: Draft, heading: str, kinds: list[str], when: str) -> list[list[Any]]:
    counted = Counter((each[heading], each[when].month) for each in draft.records)
    return [
        [name, *(counted[kind, month] for kind in kinds)]
        for month, name in enumerate(_MONTHS, start=1)
    ]


def _table(draft: Draft, *rows: list[Any]) -> None:
    kinds = [Kind.HEADING, *[Kind.OTHER] * (len(rows) - 1)]
    lines = [Line(kind, row) for kind, row in zip(kinds, rows, strict=True)]
    draft.sheets = [Sheet("统计", lines)]


@manner(SHEETS, RIGHT_OR_TOLD, ONE_BY_ONE, ledger="decisions", alone=True)
def decisions_by_month(draft: Draft) -> None:
    """Decisions counted by month, a column a kind."""
    rows = _months(draft, "决定类别", list(DECISIONS), "决定日期")
    _table(draft, ["月份", *DECISIONS], *rows)


@manner(SHEETS, RIGHT_OR_TOLD, ONE_BY_ONE, ledger="decisions", alone=True)
def decisions_by_month_with_total(draft: Draft) -> None:
    """Decisions counted by month under a title, with 合计 on two sides."""
    rows = _months(draft, "决定类别", list(DECISIONS), "决定日期")
    total = ["合计", *(sum(column) for column in zip(*(row[1:] for row in rows), strict=True))]
    sums = [[*row, sum(row[1:])] for row in [*rows, total]]
    _table(draft, ["月份", *DECISIONS, "合计"], *sums)
    draft.only.above(["2023年行政处理决定统计表"])


@manner(SHEETS, RIGHT_OR_TOLD, ONE_BY_ONE, ledger="decisions", alone=True)
def decisions_of_the_year(draft: Draft) -> None:
    """Decisions of the whole year, a row a kind."""
    counted = Counter(each["决定类别"] for each in draft.records)
    _table(draft, ["决定类别", "数量（件）"], *([kind, counted[kind]] for kind in DECISIONS))


@manner(SHEETS, RIGHT_OR_TOLD, ONE_BY_ONE, ledger="decisions", alone=True)
def decisions_of_the_year_in_a_row(draft: Draft) -> None:
    """Decisions of the whole year, one row."""
    counted = Counter(each["决定类别"] for each in draft.records)
    _table(draft, ["年度", *DECISIONS], ["2023年", *(counted[kind] for kind in DECISIONS)])


@manner(SHEETS, RIGHT_OR_TOLD, ONE_BY_ONE, ledger="publications", alone=True)
def publications_by_month(draft: Draft) -> None:
    """Publications counted by month and channel."""
    counted = Counter((each["发布日期"].month, each["发布渠道"]) for each in draft.records)
    rows = [[f"{month}月", channel, count] for (month, channel), count in sorted(counted.items())]
    _table(draft, ["月份", "渠道", "条数"], *rows)


@manner(SHEETS, RIGHT_OR_TOLD, ONE_BY_ONE, ledger="publications", alone=True)
def publications_of_the_year(draft: Draft) -> None:
    """Publications of the whole year by channel."""
    counted = Counter(each["发布渠道"] for each in draft.records)
    _table(
        draft, ["发布渠道", "信息数量"], *([channel, count] for channel, count in counted.items())
    )


@manner(SHEETS, TOLD, ONE_BY_ONE + "|表头|列", alone=True)
def applications_by_month(draft: Draft) -> None:
    """Applications counted by month."""
    counted = Counter(each["收到日期"].month for each in draft.records)
    rows = [[f"{month}月", counted[month], counted[month]] for month in range(1, 13)]
    _table(draft, ["月份", "收到件数", "办结件数"], *rows)


# The official form.

_SUMS = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
_GROUPS = [
    ("（一）予以公开", ["予以公开"]),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", ["部分公开"]),
    ("（三）不予公开", list(OUTCOMES)[2:10]),
    ("（四）无法提供", list(OUTCOMES)[10:13]),
    ("（五）不予处理", list(OUTCOMES)[13:18]),
    ("（六）其他处理", list(OUTCOMES)[18:]),
]


def table_three(figures: dict[str, Any]) -> Sheet:
    """Return 表三 as offices fill it in, merged cells and all."""
    columns = [*APPLICANTS.values(), "total"]

    def filled(row: str) -> list[Any]:
        return [figures[f"t3.{row}.{column}"] for column in columns]

    rows: list[list[Any]] = [
        [_SUMS, None, None, "申请人情况"],
        [None, None, None, "自然人", "法人或其他组织", None, None, None, None, "总计"],
        [None, None, None, None, *list(APPLICANTS)[1:]],
        ["一、本年新收政府信息公开申请数量", None, None, *filled("new")],
        ["二、上年结转政府信息公开申请数量", None, None, *filled("carried_in")],
    ]
    merged = [
        (0, 0, 2, 2),
        (0, 3, 0, 9),
        (1, 3, 2, 3),
        (1, 4, 1, 8),
        (1, 9, 2, 9),
        (3, 0, 3, 2),
        (4, 0, 4, 2),
    ]
    first = len(rows)
    for group, outcomes in _GROUPS:
        top = len(rows)
        for at, outcome in enumerate(outcomes, start=1):
            label = None if len(outcomes) == 1 else f"{at}.{outcome}"
            rows.append([None, group if at == 1 else None, label, *filled(OUTCOMES[outcome])])
        alone = len(outcomes) == 1
        merged.append((top, 1, len(rows) - 1, 2 if alone else 1))
    rows.append([None, "（七）总计", None, *filled("concluded")])
    merged += [(len(rows) - 1, 1, len(rows) - 1, 2), (first, 0, len(rows) - 1, 0)]
    rows[first][0] = "三、本年度办理结果"
    rows.append(["四、结转下年度继续办理", None, None, *filled("carried_out")])
    merged.append((len(rows) - 1, 0, len(rows) - 1, 2))
    return Sheet("表三", [Line(Kind.OTHER, row) for row in rows], merged)


def _neat_table() -> Sheet:
    return table_three(right_figures(neat()))


def _beside(
    name: str, save: Callable[[Path, list[Sheet]], None], title: str = ""
) -> Callable[..., None]:
    def put(draft: Draft, folder: Path) -> None:
        sheet = _neat_table()
        if title:
            sheet.above([title])
        save(folder / name, [sheet])

    return put


for _suffix, _save in {"xlsx": save_xlsx, "ods": save_ods, "csv": save_csv}.items():
    add(
        f"form-beside-{_suffix}",
        _beside(f"summary.{_suffix}", _save),
        BESIDE,
        RIGHT_OR_TOLD,
        "summary",
        what=f"表三 filled in beside the ledgers as summary.{_suffix}",
    )
add(
    "form-beside-titled",
    _beside("summary.xlsx", save_xlsx, "三、收到和处理政府信息公开申请情况"),
    BESIDE,
    RIGHT_OR_TOLD,
    "summary",
    what="表三 under its title beside the ledgers",
)
add(
    "form-beside-chinese-name",
    _beside("年报附表.xlsx", save_xlsx),
    BESIDE,
    RIGHT_OR_TOLD,
    "年报附表",
    what="表三 beside the ledgers as 年报附表.xlsx",
)


@manner(BESIDE, TOLD, "98")
def form_beside_disagrees(draft: Draft, folder: Path) -> None:
    """表三 beside the ledgers, one cell of which is not what they count to."""
    sheet = _neat_table()
    sheet.lines[3].cells[9] = 98
    save_xlsx(folder / "summary.xlsx", [sheet])


def _summary(text: str) -> Callable[[Draft, Path], None]:
    def put(draft: Draft, folder: Path) -> None:
        (folder / "summary.csv").write_text(f"格编号,格名称,填报数\n{text}\n", encoding="utf-8-sig")

    return put


add("summary-agrees", _summary("t3.new.total,,11"), BESIDE, RIGHT, what="a summary that agrees")
add(
    "summary-disagrees",
    _summary("t3.new.total,,97"),
    BESIDE,
    TOLD,
    "97",
    what="a summary that does not",
)
add(
    "summary-unknown-cell",
    _summary("t3.new.totall,,11"),
    BESIDE,
    TOLD,
    "totall",
    what="a summary with a cell id that there is not",
)
add(
    "summary-words",
    _summary("t3.new.total,,十一件"),
    BESIDE,
    RIGHT_OR_TOLD,
    what="a summary in words",
)


@manner(FILES, RIGHT_OR_TOLD, "applications|申请", alone=True)
def form_instead_of_applications(draft: Draft, folder: Path) -> None:
    """表三 filled in instead of the ledger of applications."""
    save_xlsx(
        folder / "summary.xlsx",
        [table_three(right_figures({**neat(), "applications": draft.records}))],
    )
    draft.sheets = []
