"""What the demo data of a form say of something that is not there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from reportkit.demo.recipes.model import Recipes
from reportkit.demo.recipes.names import every, names_in
from reportkit.strict import Located, located

BUREAU_FACTS = frozenset({"us", "work", "mark"})
# Keys whose value is a field, a list of fields, or has fields as its own keys.
_FIELD_KEYS = ("this_year", "before", "filled", "empty", "after", "by", "sum", "field")
_CELL_KEYS = ("mistyped", "besides", "cell")
_TEXT_KEYS = ("choice", "kept", "then", "otherwise", "wrong", "adds", "text")


def dangling(recipes: Recipes, records: Located, prose: Located, slips: Located) -> list[str]:
    """Return all names that lead nowhere, one Chinese sentence each, with file and line.

    Parameters
    ----------
    recipes : Recipes
    records, prose, slips : Located
        The same as written.
    """
    form = _Form(recipes)
    return [
        *(fault for ledger in records["ledgers"] for fault in form.ledger(ledger)),
        *form.prose(prose),
        *(fault for slip in slips["slips"] for fault in form.slip(slip)),
    ]


class _Form:
    """Walks the mappings as written, with what the form has."""

    def __init__(self, recipes: Recipes) -> None:
        self.edition = recipes.edition
        self.words = recipes.records.words
        self.recipes = recipes.ledgers
        self.circumstances = recipes.prose.circumstances
        self.rules = {rule["id"] for rule in recipes.form.rules}
        self.seen: list[str] = []

    def ledger(self, written: Located) -> Iterator[str]:
        name = written["id"]
        self.seen.append(name)
        schema = self.edition.ledgers.get(name)
        if schema is None:
            yield _missing(written, "id", "台账", name, self.edition.ledgers)
            return
        fields = {*schema.by_id, *self.recipes[name].drawn()}
        for part in (written, *located(written.get("groups", ()))):
            own = part.get("fields", Located())
            unknown = [field for field in own if field[0] != "_" and field not in schema.by_id]
            yield from (_missing(own, field, "列", field, schema.by_id) for field in unknown)
            yield from self._codes(own, name)
            yield from self._below(own, fields)
            yield from _texts(own, list(own), self._said(fields))
            yield from self._many(part)
        for group in located(written.get("groups", ())):
            yield from self._each(group.get("each"), schema.by_id)
            named = {*group.get("fields", ()), *group.get("each", {}).get("copies", ())}
            if schema.dated_by not in named:
                yield f"{group.place()}：缺少 {schema.dated_by}，记录按它排列。"
        for key in ("counts", "last_year"):
            for count in written.get(key, ()):
                yield from self._below(count, schema.by_id)
                yield from self._counted(count, name)

    def prose(self, written: Located) -> Iterator[str]:
        for name, item in written.get("circumstances", {}).items():
            ledger = item.get("ledger", "")
            yield from self._below(item, self._fields(ledger))
            if ledger and ledger not in self.recipes:
                yield _missing(item, "ledger", f"{name} 的台账", ledger, self.recipes)
        sections = {section.id for section in self.edition.sections}
        for section in written.get("sections", {}):
            if section not in sections:
                yield _missing(written["sections"], section, "部分", section, sections)
        known = {word for name in self.circumstances for word in (name, f"no_{name}")}
        for paragraph in _mappings(written, "text"):
            for name in paragraph.get("when", ()):
                if name not in known:
                    yield _missing(paragraph, "when", "情形", name, self.circumstances)
            yield from _texts(paragraph, ["text"], BUREAU_FACTS)

    def slip(self, written: Located) -> Iterator[str]:
        if written["rule"] not in self.rules:
            yield _missing(written, "rule", "规则", written["rule"], self.rules)
        ledger = written.get("ledger", "")
        if ledger and ledger not in self.recipes:
            yield _missing(written, "ledger", "台账", ledger, self.recipes)
            return
        yield from self._below(written, self._fields(ledger))
        headings = [heading.id for heading in self.edition.headings_with(written.get("role", ""))]
        yield from self._cells(written, "cells", {"heading": headings})

    def _fields(self, ledger: str) -> set[str]:
        return {*self.edition.ledgers[ledger].by_id} if ledger in self.edition.ledgers else set()

    def _each(self, each: Located | None, own: Collection[str]) -> Iterator[str]:
        """Yield what is wrong with the records that a group is made up for."""
        if each is None or each["ledger"] not in self.seen:
            return
        theirs = self._fields(each["ledger"])
        yield from self._below(each, theirs)
        for copy, source in each["copies"].items():
            for name, known in ((copy, own), (source, theirs)):
                if name not in known:
                    yield _missing(each["copies"], copy, "列", name, known)

    def _many(self, part: Located) -> Iterator[str]:
        """Yield what a group says of other ledgers that are not made up by then."""
        for key, name in (("many", "of"), ("each", "ledger")):
            other = part.get(key, {}).get(name, "")
            if other and other not in self.seen:
                yield _missing(part[key], name, "前面的台账", other, self.seen)

    def _codes(self, fields: Located, ledger: str) -> Iterator[str]:
        """Yield codes that a field of choices does not have."""
        for name, way in fields.items():
            field = self.edition.ledgers[ledger].by_id.get(name)
            for mapping in _mappings(way, "") if field and field.choices else ():
                known = field.choices if field and field.choices else {}
                for verb in ("choice", "several"):
                    drawn = mapping.get(verb, ())
                    codes = () if isinstance(drawn, str) else drawn
                    unknown = (code for code in codes if code not in known)
                    for code in unknown:
                        yield _missing(mapping, verb, f"{name} 的类别", code, known)

    def _below(self, data: Any, fields: Collection[str]) -> Iterator[str]:
        """Yield what is wrong anywhere in a mapping that speaks of a ledger's fields."""
        for each in _mappings(data, ""):
            named = [*(each.get(key, "") for key in _FIELD_KEYS), *each.get("where", ())]
            named += [day for day in each.get("days", ()) or () if isinstance(day, str)]
            for name in named:
                if isinstance(name, str) and name and name not in fields:
                    yield _missing(each, "", "列", name, fields)
            words = each.get("choice")
            if isinstance(words, str) and words not in self.words:
                yield _missing(each, "choice", "词表", words, self.words)
            yield from _texts(each, _TEXT_KEYS, self._said(fields))
            by_code = each.get("gives", Located())
            yield from _texts(by_code, list(by_code), self._said(fields))
            for key in _CELL_KEYS:
                yield from self._cells(each, key, {})

    def _counted(self, count: Located, ledger: str) -> Iterator[str]:
        where = {
            name: [codes] if isinstance(codes, str) else codes
            for name, codes in count.get("where", {}).items()
        }
        by_id = self.edition.ledgers[ledger].by_id
        codes = {name: list(field.choices) for name, field in by_id.items() if field.choices}
        yield from self._cells(count, "cells", {**codes, **where})

    def _said(self, fields: Collection[str]) -> set[str]:
        """Return what texts about records with some fields may name."""
        return {*BUREAU_FACTS, *fields, "year", "n"}

    def _cells(self, at: Located, key: str, codes: Mapping[str, Sequence[str]]) -> Iterator[str]:
        patterns = at.get(key, ())
        for pattern in [patterns] if isinstance(patterns, str) else patterns:
            unknown = [name for name in names_in(pattern) if name not in codes]
            cells = [] if unknown else every(pattern, codes)
            for name in (*unknown, *(cell for cell in cells if cell not in self.edition.cells)):
                yield f"{at.place(key)}：{pattern}：没有 {name}。"


def _texts(at: Located, keys: Sequence[str], known: Collection[str]) -> Iterator[str]:
    for key in keys:
        said = at.get(key)
        for text in [said] if isinstance(said, str) else said or ():
            for name in names_in(text) if isinstance(text, str) else ():
                if name not in known:
                    yield f"{at.place(key)}：没有 ${name}。"


def _mappings(data: Any, key: str) -> Iterator[Located]:
    """Yield every mapping in some data that has a key, or any where none is named."""
    if isinstance(data, Located):
        if not key or key in data:
            yield data
        data = list(data.values())
    if isinstance(data, list):
        for each in data:
            yield from _mappings(each, key)


def _missing(at: Located, key: str, what: str, name: str, known: Collection[str]) -> str:
    return f"{at.place(key)}：没有{what} {name}，现有：{'、'.join(sorted(known))}。"
