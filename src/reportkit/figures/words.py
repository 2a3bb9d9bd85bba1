"""How a cell is counted, in a Chinese sentence."""

from __future__ import annotations

from collections.abc import Iterator

from reportkit.forms import Cell, Count, Edition, Schema

_NOT_COUNTED = "不从台账统计，由单位填报"


def in_words(cell: Cell, edition: Edition) -> str:
    """Return how a cell is counted.

    Parameters
    ----------
    cell : Cell
    edition : Edition
        The edition that it is a cell of.

    Examples
    --------
    >>> from reportkit.forms import load_form
    >>> edition = load_form("ogi").edition("2021")
    >>> in_words(edition.cells["t3.new.natural_person"], edition)
    '依申请公开登记台账中“收到日期”在本年度、“申请人类别”为“自然人”的记录数'
    """
    count = cell.count
    if not count.ledger:
        return _NOT_COUNTED
    schema = edition.ledgers[count.ledger]
    conditions = "、".join(_conditions(count, schema))
    counted = "记录数"
    if count.sum:
        divided = f"除以 {count.divide_by}" if count.divide_by != 1 else ""
        counted = f"记录的“{schema.by_id[count.sum].heading}”之和{divided}"
    return f"{schema.title}中{conditions}{'的' if conditions else '全部'}{counted}"


def _conditions(count: Count, schema: Schema) -> Iterator[str]:
    headings = {field.id: f"“{field.heading}”" for field in schema.fields}
    if count.within:
        yield f"{headings[count.within]}在本年度"
    if count.open:
        begin, end = (headings[name] for name in count.open)
        when = "上年末" if count.at == "start" else "本年末"
        yield f"{begin}在{when}以前、{end}在{when}以后或者没有填"
    if count.heard:
        begin, end = (headings[name] for name in count.heard)
        yield f"{begin}在本年末以前、{end}在上年末以后或者没有填"
    for name, code in count.where.items():
        field = schema.by_id[name]
        how = "为"
        if field.several:
            how = "中有" if count.each else "中最重的为"
        yield f"{headings[name]}{how}“{field.label(code)}”"
