"""How a cell is counted, in words: a form's `Count` as a clerk would say it."""

from __future__ import annotations

from collections.abc import Iterator

from reportkit.forms import Count, Edition, Schema


def count_in_words(count: Count, edition: Edition, year: int) -> str:
    """Return the sentence of a count that has a ledger.

    Examples
    --------
    >>> from reportkit.forms import load_form
    >>> edition = load_form("ogi").edition("2021")
    >>> count_in_words(edition.cells["t3.new.total"].count, edition, 2022)
    '“依申请公开台账”里收到日期在 2022 年的记录，计条数。'
    """
    schema = edition.ledgers[count.ledger]
    conditions = "，".join(_conditions(count, schema, year))
    return f"“{schema.title}”里{conditions}的记录，{_measure(count, schema)}。"


def _conditions(count: Count, schema: Schema, year: int) -> Iterator[str]:
    def heading(field: str) -> str:
        return schema.by_id[field].heading

    if count.within:
        yield f"{heading(count.within)}在 {year} 年"
    if count.open:
        begin, end = map(heading, count.open)
        day = f"{year - 1} 年 12 月 31 日" if count.at == "start" else f"{year} 年 12 月 31 日"
        yield f"{begin}不晚于 {day}，到这一天还没有{end}（空白或者更晚）"
    if count.heard:
        begin, end = map(heading, count.heard)
        yield f"{begin}不晚于 {year} 年 12 月 31 日，{end}空白或者不早于 {year} 年 1 月 1 日"
    for field, code in count.where.items():
        yield _choice(count, schema, field, code)
    if not (count.within or count.open or count.heard or count.where):
        yield "全部"


def _choice(count: Count, schema: Schema, field: str, code: str) -> str:
    asked = schema.by_id[field]
    word = asked.label(code) if asked.type == "choice" else code
    if not asked.several:
        return f"{asked.heading}为“{word}”"
    return f"{asked.heading}有“{word}”" if count.each else f"{asked.heading}中最重的是“{word}”"


def _measure(count: Count, schema: Schema) -> str:
    if not count.sum:
        return "计条数"
    divided = f"，除以 {count.divide_by}" if count.divide_by != 1 else ""
    return f"“{schema.by_id[count.sum].heading}”相加{divided}"
