"""What one part of a form says of another that is not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from reportkit.folding import plain
from reportkit.forms.charts import dangling_charts
from reportkit.forms.files import Written
from reportkit.forms.items import FormItem
from reportkit.forms.ledgers import NO, SUMMED, YES, Field, Schema
from reportkit.forms.tables import Count, Table
from reportkit.strict import Located, faults

_DATES, _CODES = ("date",), ("choice", "flag")


def dangling(
    written: Written, item: FormItem, tables: Mapping[str, Table], ledgers: Sequence[Schema]
) -> list[str]:
    """Return all names that lead nowhere, one Chinese sentence each, with file and line.

    Parameters
    ----------
    written : Written
        What the form's files say, with places.
    item, tables, ledgers
        The same, checked part by part.
    """
    schemas = {schema.id: schema for schema in ledgers}
    charts = written.form.get("charts", ())
    return [
        *_editions(written, item, tables),
        *dangling_charts(charts, item.charts, tables.values(), schemas),
        *(problem for ledger in written.ledgers for problem in _ledger(ledger, schemas, tables)),
        *(problem for name, table in tables.items() for problem in _same_cells(name, table)),
        *(
            problem
            for table in written.tables.values()
            for problem in _Counts(schemas, item.duties).below(table, "")
        ),
    ]


def _editions(written: Written, item: FormItem, tables: Mapping[str, Table]) -> Iterator[str]:
    for edition, at in zip(item.editions, written.form.get("editions", ()), strict=True):
        for variant in edition.tables:
            if variant not in tables:
                yield f"{at.place('tables')}：没有表 {variant}，现有：{'、'.join(tables)}。"
        known = {tables[variant].id for variant in edition.tables if variant in tables}
        written_sections = at.get("sections") or written.form.get("sections") or ()
        sections = edition.sections or item.sections
        for section, place in zip(sections, written_sections, strict=True):
            for table in set(section.table_ids) - known:
                yield f"{place.place('table')}：“{edition.id}”版没有表 {table}。"
    for organ, at in zip(item.organs, written.form.get("organs", ()), strict=True):
        try:
            organ.due(2023)
        except ValueError:
            yield f"{at.place('deadline')}：没有 {organ.deadline} 这一天。"


def _ledger(
    written: Located, schemas: Mapping[str, Schema], tables: Mapping[str, Table]
) -> Iterator[str]:
    schema = schemas[written["id"]]
    for key in ("together", "order"):
        for name in {name for pair in getattr(schema, key) for name in pair} - schema.by_id.keys():
            yield f"{written.place(key)}：台账 {schema.id} 没有列 {name}。"
    by = schema.by_id.get(schema.aggregate.by) if schema.aggregate else None
    if schema.aggregate and (by is None or by.type != "choice"):
        place = written.place("aggregate")
        yield f"{place}：台账 {schema.id} 没有类别列 {schema.aggregate.by}。"
    ends = schema.by_id.get(schema.ends)
    if schema.ends and (ends is None or ends.type not in _DATES):
        yield f"{written.place('ends')}：台账 {schema.id} 没有日期列 {schema.ends}。"
    yield from _twice_meant(written, schema)
    roles = {heading.role for table in tables.values() for heading in table.headings()}
    for at, field in zip(written["fields"], schema.fields, strict=True):
        if field.type == "choice" and field.choices is None and field.role not in roles:
            place = at.place("role")
            yield f"{place}：没有写 choices，各表也没有 role 为“{field.role}”的行或者列。"


def _twice_meant(written: Located, schema: Schema) -> Iterator[str]:
    """Tell words that name two columns, or mean two choices of one: which, nobody could say."""
    place = written.place("fields")
    columns = {
        field.heading: (field.heading, *field.synonyms, *field.fallbacks) for field in schema.fields
    }
    for word, one, other in _shared(columns):
        yield f"{place}：“{word}”既是“{one}”列，又是“{other}”列，只能是一列。"
    for field in schema.fields:
        for word, one, other in _shared(field.choices or {}):
            yield f"{place}：“{field.heading}”列的“{word}”既指 {one}，又指 {other}，只能指一个。"


def _shared(meanings: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str, str]]:
    """Yield each word that stands under two meanings, with both."""
    first: dict[str, str] = {}
    for meaning, words in meanings.items():
        for word in words:
            one = first.setdefault(plain(word), meaning)
            if one != meaning:
                yield word, one, meaning


def _codes(field: Field | None) -> Collection[str] | None:
    """Return what a count may ask of a field; None where the headings of its role say."""
    if field is None:
        return None
    return (YES, NO) if field.type == "flag" else field.choices


def _same_cells(name: str, table: Table) -> Iterator[str]:
    """Tell cells of one id: only one of them would ever be counted."""
    times = Counter(cell.id for cell in table.cells({}))
    twice = "、".join(cell for cell, number in times.items() if number > 1)
    if twice:
        yield f"tables/{name}.yaml：{twice} 各有几格，每格的编号只能用一次。"


class _Counts:
    """Walks the headings of a table as written, with the ledger that each inherits."""

    def __init__(self, schemas: Mapping[str, Schema], duties: Mapping[str, str]) -> None:
        self.schemas = schemas
        self.duties = duties

    def below(self, data: Any, ledger: str) -> Iterator[str]:
        """Yield what is wrong with the counts of a mapping and all below it."""
        if isinstance(data, list):
            for each in data:
                yield from self.below(each, ledger)
        if not isinstance(data, Located):
            return
        if "duty" in data and data["duty"] not in self.duties:
            yield f"{data.place('duty')}：form.yaml 的 duties 里没有 {data['duty']}。"
        count, _ = faults(Count, data.get("count", {}), "")
        if count is not None:
            ledger = count.ledger or ledger
            yield from self._count(count, ledger, data)
        for key in ("blocks", "columns", "rows", "items"):
            yield from self.below(data.get(key, []), ledger)

    def _count(self, count: Count, ledger: str, at: Located) -> Iterator[str]:
        place = at.place("count")
        if ledger not in self.schemas:
            if ledger or count.fields:
                named = f"没有台账 {ledger}" if ledger else "没有写明台账（ledger）"
                yield f"{place}：{named}，现有：{'、'.join(self.schemas)}。"
            return
        fields = self.schemas[ledger].by_id
        dates = [name for name in (count.within, *(count.open or ()), *(count.heard or ())) if name]
        for names, types in ((dates, _DATES), (list(count.where), _CODES), ([count.sum], SUMMED)):
            for name in filter(None, names):
                if name not in fields or fields[name].type not in types:
                    yield f"{place}：台账 {ledger} 没有可以这样用的列 {name}。"
        for name, code in count.where.items():
            choices = _codes(fields.get(name))
            if choices is not None and code not in choices:
                yield f"{place}：列 {name} 没有类别 {code}，现有：{'、'.join(choices)}。"
