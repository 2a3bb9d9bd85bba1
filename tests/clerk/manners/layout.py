"""What stands above the heading, the heading itself, blank rows and columns."""

from __future__ import annotations

from typing import Any

from tests.clerk.draft import Draft, Kind, Line, Stage
from tests.clerk.manner import Comes, manner

SHEETS = Stage.SHEETS
RIGHT, RIGHT_OR_TOLD, TOLD = Comes.RIGHT, Comes.RIGHT_OR_TOLD, Comes.TOLD
TITLE = "绿杨区城市管理局2023年政府信息公开申请登记表"


# Above the heading.


@manner(SHEETS, RIGHT, book=True)
def merged_title(draft: Draft) -> None:
    """A title merged over all columns."""
    sheet = draft.only
    sheet.above([TITLE])
    sheet.merged.append((0, 0, 0, sheet.width - 1))


@manner(SHEETS, RIGHT)
def title_office_and_day(draft: Draft) -> None:
    """A title, then a row with the office and the day of filling in."""
    draft.only.above([TITLE], ["填报单位：绿杨区城市管理局", None, None, "填报日期：2024年1月4日"])


@manner(SHEETS, RIGHT)
def title_and_blank_row(draft: Draft) -> None:
    """A title, a blank row, the heading."""
    draft.only.above([TITLE], [])


@manner(SHEETS, RIGHT)
def deep_heading(draft: Draft) -> None:
    """A preface of twelve rows before the heading."""
    draft.only.above([TITLE], *([f"填表说明第{n}条：按登记簿逐件填写。"] for n in range(1, 12)))


@manner(SHEETS, RIGHT)
def heading_in_row_forty(draft: Draft) -> None:
    """A page of instructions before the heading."""
    draft.only.above(*([f"第{n}条"] for n in range(1, 40)))


@manner(SHEETS, RIGHT)
def heading_words_in_preface(draft: Draft) -> None:
    """A preface that speaks of the columns by name."""
    draft.only.above([TITLE], ["说明", "收到日期为收件章日期；办理结果按表三填写。"])


def _headed(draft: Draft, groups: dict[str, tuple[str, str]]) -> None:
    """Put a row of groups above the heading; what is in no group is merged downwards."""
    sheet = draft.only
    columns = list(draft.headings)
    upper: list[Any] = list(draft.headings.values())
    lower: list[Any] = [None] * len(columns)
    spans = {
        title: (draft.column(first), draft.column(last)) for title, (first, last) in groups.items()
    }
    for title, (first, last) in spans.items():
        lower[first : last + 1] = upper[first : last + 1]
        upper[first : last + 1] = [title, *[None] * (last - first)]
    sheet.lines[:1] = [Line(Kind.HEADING, upper), Line(Kind.HEADING, lower)]
    grouped = {at for first, last in spans.values() for at in range(first, last + 1)}
    sheet.merged += [(0, first, 0, last) for first, last in spans.values()]
    sheet.merged += [(0, at, 1, at) for at in range(len(columns)) if at not in grouped]


@manner(SHEETS, RIGHT, book=True)
def two_row_heading(draft: Draft) -> None:
    """A heading of two rows with merged groups."""
    _headed(draft, {"申请人信息": ("申请人类别", "联系地址"), "办理情况": ("办结日期", "办理结果")})


@manner(SHEETS, RIGHT, book=True)
def two_row_heading_under_title(draft: Draft) -> None:
    """A title, and under it a heading of two rows."""
    two_row_heading(draft)
    merged_title(draft)


@manner(SHEETS, RIGHT)
def two_row_heading_not_merged(draft: Draft) -> None:
    """A heading of two rows, as a file without merged cells has it."""
    two_row_heading(draft)
    draft.only.merged.clear()


@manner(SHEETS, RIGHT_OR_TOLD, book=True)
def three_row_heading(draft: Draft) -> None:
    """A heading of three rows."""
    _headed(draft, {"申请人信息": ("申请人类别", "联系地址"), "办理情况": ("办结日期", "办理结果")})
    sheet = draft.only
    sheet.above(["依申请公开办理登记"], kind=Kind.HEADING)
    sheet.merged.append((0, 0, 0, sheet.width - 1))


@manner(SHEETS, RIGHT, book=True)
def numbered_columns(draft: Draft) -> None:
    """A row below the heading that numbers the columns."""
    sheet = draft.only
    numbers = [f"（{at}）" for at in range(1, sheet.width + 1)]
    sheet.lines.insert(1, Line(Kind.OTHER, numbers))


@manner(SHEETS, RIGHT_OR_TOLD)
def sample_row(draft: Draft) -> None:
    """A row of the template that shows how to fill in."""
    row = ["示例：申〔2023〕1号", "2023-01-01", "自然人", *[None] * 5, "2023-01-09", "予以公开"]
    draft.only.lines.insert(1, Line(Kind.OTHER, row))


# Blank rows and columns.


@manner(SHEETS, RIGHT)
def blank_rows(draft: Draft) -> None:
    """A blank row after every third record."""
    sheet = draft.only
    for at in range(len(sheet.lines) - 1, 1, -3):
        sheet.lines.insert(at, Line(Kind.BLANK, []))


@manner(SHEETS, RIGHT)
def blank_first_columns(draft: Draft) -> None:
    """The ledger begins in column C."""
    for line in draft.only.lines:
        line.cells[:0] = [None, None]


@manner(SHEETS, RIGHT)
def blank_column_between(draft: Draft) -> None:
    """A narrow blank column in the middle."""
    for line in draft.only.lines:
        line.cells.insert(3, None)


@manner(SHEETS, RIGHT, book=True)
def hidden_columns(draft: Draft) -> None:
    """Columns that are hidden."""
    draft.only.hidden_columns |= {1, 2, 8}


@manner(SHEETS, RIGHT, book=True)
def hidden_rows(draft: Draft) -> None:
    """Rows that a filter hides."""
    draft.only.hidden_rows |= {3, 4, 6}


@manner(SHEETS, RIGHT, book=True)
def spaces_far_below(draft: Draft) -> None:
    """Cells with blanks far below the last record."""
    draft.only.below(*([] for _ in range(40)), kind=Kind.BLANK)
    draft.only.below([" ", "　"], kind=Kind.BLANK)
