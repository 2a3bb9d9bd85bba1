"""What the index calls things, on its page and in its workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import compress
from typing import NamedTuple

from reportkit.inputs.run_state import STATE_WORDS
from reportkit.review.index.row import UNMADE, UNREADABLE, Row

STATUS_WORDS: dict[str, str] = {str(state): words for state, words in STATE_WORDS.items()} | {
    UNMADE: "还没有生成",
    UNREADABLE: "输出读不出来",
}
UNLISTED = "已不在参数里"
NONE = "—"
RENDITIONS = {
    "review.html": "审核页",
    "report.html": "网页",
    "report.pdf": "PDF",
    "report.docx": "DOCX",
}


# By what the script filters, in the order of what is most pressing.
REVIEW_WORDS = {
    "returned": "退回修改",
    "lapsed": "决定已失效",
    "void": "签名无效",
    "fault": "决定读不出来",
    "undecided": "有待定的",
    "unsigned": "没有签名",
    "signed1": "签到初审",
    "signed2": "签到复审",
    "signed3": "三审已签",
    "published": "已发布",
}


def review_marks(row: Row) -> list[str]:
    """Return which of `REVIEW_WORDS` are so of a row."""
    signed = len(row.signed)
    so = (
        row.returned,
        row.lapsed,
        row.void,
        row.fault,
        row.undecided,
        not signed and row.is_made,
        signed == 1,
        signed == 2,  # noqa: PLR2004 - as REVIEW_WORDS has them
        signed == 3,  # noqa: PLR2004
        row.published,
    )
    return [*compress(REVIEW_WORDS, so)]


def review_lines(row: Row) -> list[str]:
    """Return in Chinese what reviewers did, the most pressing first."""
    lines = [row.fault, row.returned]
    if row.lapsed:
        lines.append(f"{row.lapsed} 处决定已失效")
    if row.decided is not None:
        lines.append(f"待定 {row.undecided} 处，已定 {row.decided} 处")
    return [line for line in (*lines, *row.void, *row.signed) if line]


class RollUp(NamedTuple):
    """How a bureau's members stand.

    Attributes
    ----------
    row : Row
        Of the bureau that adds them up.
    made : int
        Members whose figures are there.
    drafts, missing : tuple of str
        The names of those whose figures do not reconcile, and of those that have none.
    """

    row: Row
    made: int
    drafts: tuple[str, ...]
    missing: tuple[str, ...]


def roll_ups(rows: Sequence[Row]) -> list[RollUp]:
    """Return each bureau that has members."""
    known = {row.code: row for row in rows}
    return [_roll_up(row, known) for row in rows if row.members]


def _roll_up(row: Row, known: Mapping[str, Row]) -> RollUp:
    members = {code: known.get(code) for code in row.members}
    made = {code: member for code, member in members.items() if member and member.is_made}
    drafts = tuple(member.name for member in made.values() if member.state != "passed")
    missing = tuple(
        member.name if member else code for code, member in members.items() if code not in made
    )
    return RollUp(row, len(made), drafts, missing)


def reviewed(rows: Sequence[Row]) -> dict[str, int]:
    """Return how many have which of `REVIEW_WORDS`, of those that are among the parameters."""
    counts = dict.fromkeys(REVIEW_WORDS, 0)
    for row in rows:
        for mark in review_marks(row) if row.listed else ():
            counts[mark] += 1
    return counts


def counted(rows: Sequence[Row]) -> dict[str, int]:
    """Return how many stand how, of those that are among the parameters."""
    counts = dict.fromkeys(STATUS_WORDS, 0)
    for row in rows:
        if row.listed:
            counts[row.status] += 1
    return counts
