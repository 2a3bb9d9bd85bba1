"""Rows in the files, and rows that the account of what was read speaks of."""

from __future__ import annotations

from tests.clerk.draft import Draft, Kind, Sheet, Stage
from tests.clerk.look import Seen
from tests.clerk.manner import OFFICES, Kept, Manner


def rows_written(manner: Manner, kept: Kept) -> tuple[int, int]:
    """Return the fewest and the most rows that must be accounted for, over all ledgers.

    Titles and headings may be spoken of; whatever stands below a heading must be.
    """
    kept_so = {draft.ledger for draft in kept.drafts}
    neat = OFFICES[kept.form].neat().items()
    beside = sum(len(rows) for ledger, rows in neat if ledger not in kept_so)
    least = beside + sum(_below_headings(draft) for draft in kept.drafts)
    titles = sum(
        line.kind in (Kind.TITLE, Kind.HEADING)
        for draft in kept.drafts
        for sheet in draft.sheets
        for line in sheet.lines
    )
    titles += sum(draft.about for draft in kept.drafts)
    # What lies beside the ledgers has rows of its own, which a manner does not count.
    return least, least + titles if manner.stage is not Stage.BESIDE else 10**6


def _below_headings(draft: Draft) -> int:
    return sum(map(_rows, draft.sheets)) + sum(draft.others.values())


def _rows(sheet: Sheet) -> int:
    return sum(
        max(line.records, 1)
        for line in sheet.lines
        if line.kind in (Kind.RECORD, Kind.OTHER) and any(cell is not None for cell in line.cells)
    )


def all_opened(seen: Seen) -> bool:
    """Whether every file was opened: those in folders below are named, their rows are not."""
    return not any("/" in each.file for each in seen.account.not_read)


def rows_accounted(seen: Seen) -> int:
    """Return how many rows were counted, or named as not counted, by reason."""
    blocks = seen.account.blocks
    read = sum(block.read for block in blocks)
    left_out = sum(len(each.rows) for block in blocks for each in block.left_out)
    return read + left_out + sum(each.rows for each in seen.account.not_read)
